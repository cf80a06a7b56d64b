"""My day: the young people who need attention, and why, on one screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.casework.my_day import Listed
from tracker.domain.casework.my_day import Section, new_since
from tracker.domain.year.ledger_steps import STEPS
from tracker.store.accounts.users import User
from tracker.store.casework.caseloads import Cover
from tracker.store.casework.received import Received
from tracker.web import paging
from tracker.web.acting import today
from tracker.web.adviser import bp
from tracker.web.adviser.caseloads import own_gaps
from tracker.web.guard import me, requires, scope
from tracker.web.look import counts

#: How many rows of each section the screen shows, so that an adviser takes in the whole
#: day between two calls. The others are a page away.
ON_SCREEN = 5
#: How long a hand-over stands on the day of the adviser who received it.
_NEW_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Shown:
    """A section with the rows on the screen, and how many rows it has in all."""

    section: Section
    rows: Sequence[Listed]
    total: int


def how_many() -> int:
    """How many young people the user's day lists."""
    return sum(len(rows) for rows in lists().values())


def lists() -> dict[Section, list[Listed]]:
    """The user's day, by section."""
    covered = store.casework.caseloads.covered_by(me().id, today())
    return _lists(covered, store.history.days.newest(today(), within=scope()))


def _lists(covered: Sequence[User], day: date | None) -> dict[Section, list[Listed]]:
    return actions.casework.my_day.by_section(
        [me().id, *(user.id for user in covered)],
        day=day or today(),
        today=today(),
        within=scope(),
    )


@bp.get("/my-day")
@requires(Permission.SEE_CASELOAD)
def my_day() -> ResponseReturnValue:
    (_, holds), *others = store.casework.caseloads.looked_after(me().id, today())
    covered = [user for user, _ in others]
    day = store.history.days.newest(today(), within=scope())
    listed = _lists(covered, day)
    counts.remember("adviser.my_day", sum(len(rows) for rows in listed.values()))
    chosen = request.args.get("section")
    page = None
    if chosen in tuple(Section):
        one = Section(chosen)
        page = paging.page(len(listed[one]))
        rows = listed[one][page.offset : page.offset + page.rows]
        shown = [Shown(one, rows, len(listed[one]))]
    else:
        shown = [
            Shown(section, rows[:ON_SCREEN], len(rows))
            for section, rows in listed.items()
        ]
    return render_template(
        "adviser/my_day.html",
        counts={section: len(rows) for section, rows in listed.items()},
        shown=shown,
        alone=page is not None,
        page=page,
        received=_received(covered) if page is None else (),
        why=actions.casework.my_day.places_left(
            [row for each in shown for row in each.rows], today=today()
        ),
        covered=covered,
        covers=_covers() if covered and page is None else (),
        names=_names() if covered else {},
        holds=holds,
        gaps=own_gaps.counted([me().id, *(user.id for user in covered)]),
        steps=STEPS,
        day=day,
        new_since=new_since(today()),
        today=today(),
    )


def _received(covered: Sequence[User]) -> list[list[Received]]:
    """The young people handed over lately, those of one colleague and note together."""
    found = store.casework.received.lately(
        [me().id, *(user.id for user in covered)],
        since=today() - _NEW_FOR,
        within=scope(),
    )
    # Of one hand-over, those in the caseloads of several colleagues come in turn.
    found.sort(key=lambda it: (-it.hand_over, it.user, it.out_of))
    groups = groupby(found, key=lambda it: (it.hand_over, it.user, it.out_of))
    return [list(each) for _, each in groups]


def _covers() -> list[Cover]:
    """The cover that the user gives today, the first to end before the others."""
    found = [
        each
        for each in store.casework.caseloads.covers(today(), within=scope())
        if each.colleague_id == me().id and each.first <= today()
    ]
    return sorted(found, key=lambda each: each.last)


def _names() -> Mapping[int, str]:
    return store.accounts.users.names_by_number(within=scope())
