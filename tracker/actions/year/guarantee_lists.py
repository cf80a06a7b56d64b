"""The list of a September Guarantee: proposed, fixed at the end of May, taken back.

To fix it is to record evidence about everyone who is on it, in one entry. So it stays
as it is whatever arrives later, goes with a young person through a merge, and is taken
back as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.history import evidence, positions
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Detail, Offer
from tracker.domain.history.guarantee import (
    YEARS,
    fixed_on,
    guarantee,
    offers_of,
    september_of,
)
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.codes import NOT_RECORDED
from tracker.domain.year.cohort import Cohort, Listed, Numbers, Why, cohort, numbers
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.history.evidence import Entry

#: A list that no user has fixed is fixed by itself, in a night of this many days.
BY_ITSELF_FOR = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class GuaranteeList:
    """The list of one September: ``entry`` has fixed it, None while it is proposed.

    ``on`` is the day whose positions it is made from. ``left_out`` is how many of the
    list are not shown, because they have died since or have no evidence any more.
    """

    september: int
    on: date
    cohort: Cohort
    entry: Entry | None = None
    left_out: int = 0


def proposed(september: int, *, act: Act) -> GuaranteeList:
    """The list of a September as it would be fixed now. Nothing is stored of it.

    Makes the positions of its day where they are missing. Raises Refusal before that
    day has come.
    """
    day, scope = _made(september, act), authority_scope(act.authority)
    members = store.figures.members.members(day, within=scope, year_groups=YEARS)
    return GuaranteeList(september, day, cohort_of(members, act.authority))


def preview(september: int, *, act: Act) -> Numbers:
    """How many ``proposed`` would have in each part, at the cost of counting them.

    Raises Refusal before the day of the list has come.
    """
    day, scope = _made(september, act), authority_scope(act.authority)
    return numbers(
        store.figures.guarantee_counts.of_year_groups(day, YEARS, within=scope),
        authority=act.authority,
        area_of=store.institutions.register.directory().area_of,
    )


def _made(september: int, act: Act) -> date:
    """The day of a list, whose positions are made now where they are missing."""
    day = fixed_on(september)
    if day > act.on:
        raise Refusal(
            f"The list of September {september} is fixed at the end of May: it can be "
            f"made from {say_date(day)}."
        )
    positions.refresh([day], within=authority_scope(act.authority))
    return day


def cohort_of(members: Iterable[Member], authority: str) -> Cohort:
    """The cohort among the members of a day, by the register of institutions."""
    register = store.institutions.register.directory()
    return cohort(members, authority=authority, area_of=register.area_of)


def shown(september: int, *, act: Act) -> GuaranteeList:
    """The list of a September as it is fixed, or else as it would be now.

    Those who have died since are left out. Raises Refusal before its day, where it is
    not fixed.
    """
    standing = fixed_by(september, act.authority)
    if standing is None:
        return _shown(proposed(september, act=act))
    listed = [
        Listed(person, int(year), Why(why))
        for person, year, why in store.history.guarantee_lists.people(standing.id)
    ]
    return _shown(
        GuaranteeList(september, fixed_on(september), Cohort(listed), standing)
    )


def _shown(of: GuaranteeList) -> GuaranteeList:
    """A list without those who may be on none any more."""
    listed, elsewhere = of.cohort.listed, of.cohort.led_elsewhere
    may = store.people.identities.born_of_listed(
        [*(each.person for each in listed), *elsewhere]
    )
    kept = [each for each in listed if each.person in may]
    cohort_ = replace(
        of.cohort,
        listed=kept,
        led_elsewhere={it: code for it, code in elsewhere.items() if it in may},
    )
    return replace(of, cohort=cohort_, left_out=len(listed) - len(kept))


def led_elsewhere(of: GuaranteeList, *, act: Act) -> dict[int, str]:
    """The pupils of Year 11 that another authority leads for, each with its code.

    As known now, also where the list is fixed; none of them is on it.
    """
    if of.entry is None:
        return of.cohort.led_elsewhere
    now = _shown(proposed(of.september, act=act)).cohort.led_elsewhere
    on_it = {each.person for each in of.cohort.listed}
    return {person: code for person, code in now.items() if person not in on_it}


def statuses(of: GuaranteeList, *, on: date) -> dict[int, str]:
    """The status of everyone on a list as at a day, by person, in order of number.

    A person without anything on record has "not recorded".
    """
    return statuses_of_days(of, [on])[on]


def statuses_of_days(
    of: GuaranteeList, days: Iterable[date]
) -> dict[date, dict[int, str]]:
    """``statuses`` as at each of these days; the evidence is read once for all."""
    year = {each.person: each.year for each in of.cohort.listed}
    resolve = store.institutions.register.directory().resolve
    found: dict[date, dict[int, str]] = {day: {} for day in days}
    for person, items in store.history.evidence.of_subjects(
        year, [Offer.kind], opened=True
    ):
        offers = offers_of(items)
        for day, by_person in found.items():
            one = guarantee(offers, year[person], on=day, resolve=resolve)
            by_person[person] = one.status if one is not None else NOT_RECORDED
    return found


def fix(september: int, *, act: Act) -> int:
    """Fixes the list of a September; returns the number of the entry.

    From then on the return and the figures of that guarantee are about those who are
    on it. Raises Refusal before its day, where it is fixed already, and where the list
    would be empty.
    """
    found = proposed(september, act=act).cohort
    if not found.listed:
        raise Refusal(
            f"There is no young person to put on the list of September {september}. "
            "Load the census or the list of that spring first."
        )
    with store.people.records.changing(act.authority):
        standing = fixed_by(september, act.authority)
        if standing is not None:
            raise Refusal(
                f"The list of September {september} is already fixed, by entry "
                f"{standing.id}. Take it back first to fix it again."
            )
        entry = evidence.record_inside(
            [
                UserEvidence(
                    each.person, (_statement(september, each),), fixed_on(september)
                )
                for each in found.listed
            ],
            source=store.history.guarantee_lists.source_of(september),
            act=act,
        )
        act.note(
            Action.GUARANTEE_LIST_FIXED,
            f"entry {entry}",
            september=september,
            people=len(found.listed),
        )
        positions.rebuild(found.others, act.authority, on=act.on)
    return entry


def take_back(september: int, *, act: Act, entry: int | None = None) -> int:
    """Takes back the list of a September; returns the number of people it concerned.

    The cohort then goes by age again until it is fixed. ``entry`` is the one that the
    user saw. Raises Refusal where the list is not fixed, or by another entry.
    """
    found = proposed(september, act=act).cohort
    with store.people.records.changing(act.authority):
        standing = fixed_by(september, act.authority)
        if standing is None:
            raise Refusal(f"The list of September {september} is not fixed.")
        if entry not in (None, standing.id):
            raise Refusal(
                f"The list of September {september} has been fixed again since, by "
                f"entry {standing.id}."
            )
        touched = evidence.withdraw_inside(
            standing.id, within=authority_scope(act.authority), act=act
        )
        act.note(
            Action.GUARANTEE_LIST_TAKEN_BACK,
            f"entry {standing.id}",
            september=september,
        )
        # Those who arrived since it was fixed would be on it from now on.
        others = found.others | {each.person for each in found.listed} - touched
        positions.rebuild(others, act.authority, on=act.on)
    return len(touched)


def fixed_by(september: int, authority: str) -> Entry | None:
    """The entry that fixes the list of a September, or None."""
    lists = store.history.guarantee_lists
    found = lists.entries(september, within=authority_scope(authority))
    return next((each for each in found if each.withdrawn_at is None), None)


def fix_by_itself(*, act: Act) -> str | None:
    """Fixes the list of the coming September in a night of June, if no user has.

    A list that a user has taken back stays so. Returns in words what it did, or why it
    could not; None on other days.
    """
    september = september_of(act.on)
    day = fixed_on(september)
    if not day < act.on <= day + BY_ITSELF_FOR:
        return None
    lists = store.history.guarantee_lists
    if lists.entries(september, within=authority_scope(act.authority)):
        return None
    try:
        fix(september, act=act)
    except Refusal as refusal:
        return str(refusal)
    return f"The list of September {september} was fixed."


def _statement(september: int, each: Listed) -> Detail:
    return detail(
        "guarantee list",
        september=str(september),
        year=str(each.year),
        why=str(each.why),
    )
