"""A September Guarantee in numbers, with the young people behind each of them.

The numbers are of young people alike, and a list is of those of some numbers, so that
both always agree. They come from the ledger where it has this September. Of an older
one, and while the ledger is being made, they are worked out from the evidence.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.year import cohort_ledgers, guarantee_lists
from tracker.domain.history.guarantee import YEARS, fixed_on
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import YEAR_11
from tracker.domain.year.cohort import Why, why_listed
from tracker.domain.year.guarantee_parts import Covered, Part
from tracker.store.figures.guarantee_counts import OnList
from tracker.store.history.evidence import Entry
from tracker.store.history.ledger.ledger_rows import from_text
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.people.identities import Named


class _Read(Protocol):
    """Reads a page of the young people of a part, in the order of family name."""

    def __call__(
        self, part: Part, *, offset: int, limit: int | None
    ) -> list[tuple[Named, Covered]]: ...


@dataclass(frozen=True, slots=True)
class Figures:
    """A list with the statuses of a day, beside those of an earlier day.

    ``entry`` has fixed it, None while it is proposed. ``left_out`` is how many of the
    list are in no number, because they have died since or have no evidence any more.
    ``elsewhere`` are those that another authority leads. ``forms_known`` is False while
    the ledger, which has the form groups, has yet to be made for the day.
    """

    entry: Entry | None
    left_out: int
    people: list[Covered]
    elsewhere: list[Covered]
    forms_known: bool
    read: _Read

    def behind(self, part: Part) -> list[Covered]:
        """Those of a part."""
        pool = self.people if part.led_by is None else self.elsewhere
        return [each for each in pool if part.holds(each)]

    def named(
        self, part: Part, *, offset: int = 0, limit: int | None = None
    ) -> list[tuple[Named, Covered]]:
        """The young people of a part in the order of family name, or a page of them."""
        return self.read(part, offset=offset, limit=limit)


def figures(september: int, *, on: date, since: date, act: Act) -> Figures:
    """The figures of a September, with statuses on a day and ``since`` an earlier one.

    The positions of the day that fixes its list have to be made. Raises Refusal before
    that day has come.
    """
    has_list = fixed_on(september) <= act.on
    year = next(
        (it for it in cohort_ledgers.current(act.on) if it.left == september), None
    )
    if year is None or not has_list:
        return _from_evidence(september, on, since, act=act, has_ledger=False)
    scope = authority_scope(act.authority)
    if cohort_ledgers.make_or_request(within=scope, act=act) is not None:
        return _from_evidence(september, on, since, act=act, has_ledger=True)
    return _from_ledger(year, on, since, act=act)


def _from_ledger(year: Year, on: date, since: date, *, act: Act) -> Figures:
    scope = authority_scope(act.authority)
    counts = store.figures.guarantee_counts
    groups = {
        each: _covered(each, on, since, people)
        for each, people in counts.alike(year, within=scope).items()
    }
    standing = guarantee_lists.fixed_by(year.left, act.authority)
    led = _led_by_others(year, act)
    if standing is not None:
        on_it = counts.on_list(led, year, within=scope)
        led = {person: each for person, each in led.items() if person not in on_it}

    def read(
        part: Part, *, offset: int, limit: int | None
    ) -> list[tuple[Named, Covered]]:
        if part.led_by is not None:
            return _in_order(led, part, act=act, offset=offset, limit=limit)
        chosen = [each for each, covered in groups.items() if part.holds(covered)]
        return [
            (named, replace(groups[each], people=1))
            for named, each in counts.people(
                year, chosen, within=scope, offset=offset, limit=limit
            )
        ]

    people = _counted(groups.values())
    left_out = _left_out(year, standing, act)
    return Figures(standing, left_out, people, _counted(led.values()), True, read)


def _covered(each: OnList, on: date, since: date, people: int) -> Covered:
    changes = from_text(each.guarantee)

    def status(day: date) -> str:
        known = [code for first, code in changes if first <= day]
        return known[-1] if known else codes.NOT_RECORDED

    return Covered(
        each.year_group,
        Why(each.why_listed),
        status(on),
        status(since),
        each.institution,
        each.form_group,
        people=people,
    )


def _led_by_others(year: Year, act: Act) -> dict[int, Covered]:
    """The pupils of Year 11 that another authority leads for, as known now."""
    area_of, counts = _area_of(), store.figures.guarantee_counts
    day, within = fixed_on(year.left), authority_scope(act.authority)
    areas = {
        place: area
        for place in counts.places(day, YEAR_11, within=within)
        if (area := area_of(place)) is not None and area != act.authority
    }
    there = counts.at_places(day, YEAR_11, areas, codes.PRIMARY, within=within)
    may = store.people.identities.born_of_listed(there)
    return {person: _led(there[person], areas[there[person]]) for person in sorted(may)}


def _left_out(year: Year, standing: Entry | None, act: Act) -> int:
    """How many on the list may be on none any more."""
    if standing is not None:
        return store.figures.guarantee_counts.count_unlisted(standing.id)
    area_of = _area_of()
    return sum(
        why_listed(group, area_of(place) if place else None, act.authority) is not None
        for group, place in store.figures.guarantee_counts.unlisted(
            *(fixed_on(year.left), YEARS, codes.PRIMARY),
            within=authority_scope(act.authority),
        )
    )


def _area_of() -> Callable[[str], str | None]:
    return store.institutions.register.directory().area_of


def _led(school: str | None, area: str) -> Covered:
    return Covered(YEARS[0], None, None, None, school, led_by=area)


def _from_evidence(
    september: int,
    on: date,
    since: date,
    *,
    act: Act,
    has_ledger: bool,
) -> Figures:
    """The same without form groups. With ``has_ledger`` these are being worked out."""
    of = guarantee_lists.shown(september, act=act)
    statuses = guarantee_lists.statuses_of_days(of, {on, since})
    elsewhere = guarantee_lists.led_elsewhere(of, act=act)
    school = {
        person: member.position.institution
        for person, member in store.history.positions.of(
            [*statuses[on], *elsewhere], of.on
        ).items()
    }
    people = {
        each.person: Covered(
            each.year,
            each.why,
            statuses[on][each.person],
            statuses[since][each.person],
            school.get(each.person),
        )
        for each in of.cohort.listed
    }
    led = {person: _led(school.get(person), code) for person, code in elsewhere.items()}

    def read(
        part: Part, *, offset: int, limit: int | None
    ) -> list[tuple[Named, Covered]]:
        pool = people if part.led_by is None else led
        return _in_order(pool, part, act=act, offset=offset, limit=limit)

    return Figures(
        of.entry,
        of.left_out,
        _counted(people.values()),
        _counted(led.values()),
        not has_ledger,
        read,
    )


def _counted(groups: Iterable[Covered]) -> list[Covered]:
    """Those who are alike together, with their number."""
    found = Counter[Covered]()
    for one in groups:
        found[replace(one, people=1)] += one.people
    return [replace(one, people=people) for one, people in found.items()]


def _in_order(
    pool: Mapping[int, Covered],
    part: Part,
    *,
    act: Act,
    offset: int,
    limit: int | None,
) -> list[tuple[Named, Covered]]:
    """Those of a part, by person, in the order of family name; a page of them."""
    return [
        (name, pool[name.person])
        for name in store.people.identities.in_order(
            [person for person, each in pool.items() if part.holds(each)],
            within=authority_scope(act.authority),
            offset=offset,
            limit=limit,
        )
    ]
