"""Leads a user who opens a record outside their lists to the page for the reason.

A page about a single record, or about a contact of it, wants the same reason.
"""

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.web.acting import midnight, today
from tracker.web.adviser import narrowing
from tracker.web.guard import may_see_contact, me, scope
from tracker.web.named import answer_lines

#: Where a reason is given.
REASON = "adviser.person_why"
#: How the addresses of pages about one record begin, and of those about a contact.
OF_RECORD, OF_CONTACT = "/people/<int:number>", "/contacts/<int:number>"


def why(record: int) -> str | None:
    """Why the signed-in user looks at a record; None if they have to give a reason."""
    return actions.casework.look_reasons.why(
        record,
        user=me(),
        on=today(),
        midnight=midnight(),
        day=narrowing.newest_day(),
        pages=answer_lines.LISTS,
    )


def _ask() -> ResponseReturnValue | None:
    rule = request.url_rule
    if rule is None or rule.endpoint == REASON or not _asks(rule.rule):
        return None
    record = _record(rule.rule, (request.view_args or {})["number"])
    if record is None:
        return None
    g.why = why(record)
    # A form that was filled in is never turned away: its next page may ask.
    if g.why is not None or request.method not in ("GET", "HEAD"):
        return None
    return redirect(url_for(REASON, number=record, to=request.full_path.rstrip("?")))


def _asks(rule: str) -> bool:
    return rule.startswith((OF_RECORD, OF_CONTACT)) and me().may(Permission.SEE_PEOPLE)


def _record(rule: str, number: int) -> int | None:
    """The record that a page is about; None for one that the page does not show."""
    if rule.startswith(OF_RECORD):
        record = store.people.records.get(number, within=scope())
        return record.id if record and record.merged_into is None else None
    made = store.casework.contacts.get(number, within=scope())
    if made is None or not may_see_contact(made):
        return None
    return next(iter(store.people.records.persons_of([made.person_id])))


def init_app(app: Flask) -> None:
    """To be called after the guard, which settles who may open the page."""
    app.before_request(_ask)
