"""The changes since the return of the month before, with their causes."""

import re
from collections.abc import Mapping

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker import actions, domain, store, wording
from tracker.access import Permission
from tracker.actions.nccis_return.run_changes import Moved
from tracker.domain.reference.activity import ACTIVITIES, HIDDEN, NEET
from tracker.feeds.registry import FEEDS, NOT_NAMED
from tracker.web import paging
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return.issues import person_page
from tracker.web.data_team.nccis_return.months import run_of, since_last_month
from tracker.web.guard import may, requires, scope

#: The text with which a cause names a source: "provider-enrolment, batch 4".
_SOURCE = re.compile(
    r"(?P<taken_back>withdrawn: )?(?P<source>[\w-]+)(, batch (?P<batch>\d+))?"
)
#: The changes of a record, in the words of the page.
WHAT: Mapping[str, str] = {
    "joined": "Joined",
    "left": "Left",
    "cohort status": "Different cohort status",
    "group": "Counted differently",
    "activity": "Different activity",
}


@bp.get("/returns/<int:number>/changes", endpoint="return_changes")
@requires(Permission.SEE_RETURN)
def changes(number: int) -> ResponseReturnValue:
    run = run_of(number)
    since = since_last_month(run)
    found = (
        actions.nccis_return.run_changes.differences(since["earlier"], run)
        if since["earlier"] is not None
        else None
    )
    page = paging.page(len(found.moved) if found is not None else 0)
    shown = found.moved[page.offset : page.last_row] if found is not None else []
    return render_template(
        "data_team/nccis_return/changes.html",
        run=run,
        found=found,
        group=_group,
        page=page,
        shown=shown,
        what=WHAT,
        words=_words,
        why=_why,
        person=person_page,
        named=_named(shown),
        **since,
    )


def _group(name: str) -> str:
    if name == HIDDEN.code:
        return HIDDEN.title
    return name.upper() if name == NEET else name[:1].upper() + name[1:]


def _why(cause: str) -> str:
    """A cause in words: the title of the file instead of the name of the feed."""
    parts = _SOURCE.fullmatch(cause)
    feed = FEEDS.get(parts["source"]) if parts is not None else None
    if parts is None or feed is None:
        return cause[:1].upper() + cause[1:]
    if feed.unnamed:
        return NOT_NAMED
    batch = f", import {parts['batch']}" if parts["batch"] else ""
    return f"{'Withdrawn: ' if parts['taken_back'] else ''}{feed.title}{batch}"


def _words(moved: Moved, value: str | None) -> str:
    """The value before or after a change, in words."""
    if value is None:
        return "Not in the return"
    if moved.what == "cohort status":
        return wording.details.title(domain.reference.codes.COHORT_STATUSES, value)
    if moved.what == "activity":
        if value == HIDDEN.code:
            return HIDDEN.title
        known = ACTIVITIES.get(value)
        return f"{known.title} ({value})" if known is not None else value
    return _group(value)


def _named(shown: list[Moved]) -> dict[int, str]:
    """The names of young people, if the user may see people."""
    if not may(Permission.SEE_PEOPLE):
        return {}
    records = store.people.records.records(
        [each.person for each in shown], within=scope()
    )
    return {each.id: each.identity.full_name for each in records}
