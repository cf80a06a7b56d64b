"""One line of the audit for each answer that names young people.

It has their numbers, the page and the reason, and no name. It is written before the
answer is sent: an answer whose line cannot be written is not given. See decision 0166.
"""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, g, request

from tracker import store
from tracker.domain.reference import tables
from tracker.store.accounts.audit import Action
from tracker.web.acting import act
from tracker.web.guard import me
from tracker.web.named import naming

#: The page of a whole record. All other pages name people on a list or in a form.
RECORD = "adviser.person"


def _page(row: dict[str, str]) -> tuple[str, tuple[str, bool]]:
    return row["endpoint"], (row["why"], tables.YES_OR_NO[row["leads"]])


_PAGES = tables.read(Path(__file__).with_name("page_reasons.csv"), _page)
#: Why a page names people, by endpoint; in braces are parts of its address.
PAGE_REASONS: Mapping[str, str] = {page: why for page, (why, _) in _PAGES}
#: The lists of work, which lead to a record. A page that names a young person because
#: their number or name was entered is none, nor is one about a single record.
LISTS = frozenset(page for page, (_, leads) in _PAGES if leads)


def _write(answer: Response) -> Response:
    named = naming.take()
    if named and not answer.location:
        with store.database.shown.as_council():
            _line(named)
    return answer


def _line(named: Mapping[str, list[int]]) -> None:
    endpoint, parts = request.endpoint or "", request.view_args or {}
    why = g.get("why") or PAGE_REASONS.get(endpoint, "").format_map(parts)
    if endpoint == RECORD:
        number = parts["number"]
        others = [each for each in named.get("people", ()) if each != number]
        # Others on the page, such as a brother, were named and not opened.
        people = {"people": [number, *others]} if others else {}
        act().note_look(Action.PERSON_OPENED, f"person {number}", why=why, **people)
        return
    act().note_look(
        Action.PEOPLE_LISTED,
        f"authority {me().authority}",
        page=endpoint,
        why=why,
        **named,
    )


def init_app(app: Flask) -> None:
    """Notices names in the templates from now on, and writes the lines."""
    app.jinja_environment = naming.NamingEnvironment
    naming.init_app(app)
    # A command that ran in this process may have made another environment already.
    vars(app).pop("jinja_env", None)
    app.after_request(_write)
