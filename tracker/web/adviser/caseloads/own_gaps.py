"""Gaps from plan to March that an adviser fills: those of their own caseload.

They are worked through with the one form, like every list of young people.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.casework import rounds
from tracker.actions.year import cohort_ledgers
from tracker.domain.year.ledger_steps import STEPS, Declared, Name
from tracker.store.casework.caseload_rows import Row
from tracker.web.acting import act, today
from tracker.web.adviser import bp, narrowing
from tracker.web.filters import short_day
from tracker.web.guard import me, requires, scope
from tracker.web.look.listing import Filter, Listing, Option, by_words
from tracker.web.management.year.the_year import wait_for_ledgers
from tracker.wording import ledger_words

#: The arguments of the address that choose who is listed.
FILTERS = ("step", "school", "area", "phone", "contact")


@dataclass(frozen=True, slots=True)
class OwnGap:
    """A young person of the caseload with the gap to act on.

    ``known`` is what is known of the step in words, such as when they left.
    """

    row: Row
    step: Declared
    due: date
    known: str


def counted(users: Sequence[int]) -> dict[Name, int] | None:
    """The number of gaps of these users' caseloads at each step that has any.

    None while a worker makes the ledgers of today.
    """
    if not cohort_ledgers.make_few(within=scope(), act=act()):
        return None
    found = Counter(step for step, _ in _gaps(users).values())
    return {name: found[name] for name in STEPS if found[name]}


def people(given: Mapping[str, str]) -> list[int]:
    """The young people of the list in its order, to work through."""
    covered = store.casework.caseloads.covered_by(me().id, today())
    users = [me().id, *(user.id for user in covered)]
    return [each.row.person for each in _listing(users, given)[0].everything]


def _gaps(users: Sequence[int]) -> dict[int, tuple[Name, int]]:
    """The gap of each young person in these caseloads, with the summer of its ledger.

    Of someone in the ledgers of two summers it is the one that was due first.
    """
    found: dict[int, tuple[Name, int]] = {}
    for person, step, left in store.casework.gaps_owed.of_advisers(
        users, cohort_ledgers.current(today()), within=scope()
    ):
        found.setdefault(person, (step, left))
    return found


def _listing(
    users: Sequence[int], given: Mapping[str, str]
) -> tuple[Listing[OwnGap], Mapping[str, str]]:
    """The gaps as the address narrows them, and the names of the schools left."""
    gaps = _gaps(users)
    rows = [
        row
        for row in store.casework.caseload_rows.of_adviser(
            users, day=narrowing.newest_day(), today=today(), within=scope()
        )
        if row.person in gaps
    ]
    known = _known(gaps)
    made = []
    for row in rows:
        step, left = gaps[row.person]
        due = STEPS[step].due(left)
        made.append(OwnGap(row, STEPS[step], due, known.get(row.person, "")))
    # The longest due first; of one step, the longest without contact.
    made.sort(key=lambda each: each.due)
    schools = narrowing.schools_of(rows)
    order = {name: place for place, name in enumerate(STEPS)}

    def school(each: OwnGap) -> str | None:
        return narrowing.school_of(each.row, schools)

    listing = Listing(
        made,
        keys={
            "name": lambda it: (it.row.family.casefold(), it.row.given.casefold()),
            "step": lambda it: order[it.step.name],
            "school": school,
            "last": lambda it: it.row.last_contact or date.min,
        },
        filters=(
            Filter(
                "step",
                "Missing now",
                lambda it: [Option(it.step.name, it.step.title)],
                ordered=tuple(STEPS),
            ),
            Filter("school", "School left", lambda it: by_words(school(it))),
            Filter("area", "Area", lambda it: by_words(it.row.area)),
            Filter(
                "phone",
                "Phone",
                lambda it: narrowing.by_phone(it.row.has_phone),
                ordered=narrowing.BY_PHONE,
            ),
            Filter(
                "contact",
                "Last contact",
                lambda it: narrowing.by_contact(it.row.last_contact, today()),
                ordered=narrowing.BY_CONTACT,
            ),
        ),
        given=given,
    )
    return listing, schools


def _known(gaps: Mapping[int, tuple[Name, int]]) -> dict[int, str]:
    """What the ledger knows of each gap in words, by person."""
    found: dict[int, str] = {}
    for year in cohort_ledgers.current(today()):
        numbers = [each for each, (_, left) in gaps.items() if left == year.left]
        rows = store.figures.ledger_counts.of_people(numbers, year, within=scope())
        for person, row in rows.items():
            step = gaps[person][0]
            found[person] = ledger_words.known(row.steps.get(step, {}), short_day)
    return found


@bp.get("/my-gaps")
@requires(Permission.SEE_CASELOAD)
def my_gaps() -> ResponseReturnValue:
    wait_for_ledgers()
    covered = store.casework.caseloads.covered_by(me().id, today())
    users = [me().id, *(user.id for user in covered)]
    listing, schools = _listing(users, request.args)
    return render_template(
        "adviser/caseloads/own_gaps.html",
        listing=listing,
        schools=schools,
        covered=covered,
        names={user.id: user.name for user in covered},
        most=rounds.MOST,
        today=today(),
    )
