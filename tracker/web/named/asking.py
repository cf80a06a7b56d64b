"""Leads a user who opens a record outside their lists to the page for the reason.

A page about a single record, or about a contact of it, wants the same reason. So does a
form that is sent to it: it is kept meanwhile, and shown again with what was typed.

See decisions 0172 and 0192.
"""

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.web.acting import midnight, today
from tracker.web.adviser import narrowing
from tracker.web.guard import may_see_contact, me, record_of, scope
from tracker.web.kept_forms import keeping
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
    if g.why is not None:
        return None
    if _reads():
        wanted = request.full_path.rstrip("?")
        return redirect(url_for(REASON, number=record, to=wanted))
    # It may have been filled in before midnight: nothing typed is lost.
    wanted = keeping.carry() or url_for("adviser.person", number=record)
    return redirect(url_for(REASON, number=record, to=wanted), 303)


def _reads() -> bool:
    return request.method in ("GET", "HEAD")


def _asks(rule: str) -> bool:
    return rule.startswith((OF_RECORD, OF_CONTACT)) and me().may(Permission.SEE_PEOPLE)


def _record(rule: str, number: int) -> int | None:
    """The record that a page is about; None for one that the page does not show.

    A form for a merged record is about the person that it stands for.
    """
    if rule.startswith(OF_RECORD):
        record = record_of(number)
        if record is None or (record.merged_into is not None and _reads()):
            return None
        return record.merged_into or record.id
    made = store.casework.contacts.get(number, within=scope())
    if made is None or not may_see_contact(made):
        return None
    return next(iter(store.people.records.persons_of([made.person_id])))


def init_app(app: Flask) -> None:
    """To be called after the guard, which settles who may open the page."""
    app.before_request(_ask)
