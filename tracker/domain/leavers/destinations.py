"""Destinations of the leavers of an institution, as disclosed to that institution.

Here they are only counted and disclosed. ``store.history.leaving`` decides who is a
leaver, ``domain.history.destination_category`` the category of each destination.

A school or college sees where each of its leavers was on the 31 October and on the 31
March after leaving, and where they are now while the authority still tracks them, with
the start and the source. It never sees why a leaver is NEET, nor that a leaver is in
custody. A leaver with a restricted record is left out of the list and of the totals;
only their number is given.

Readers of an institution's totals may also read its list: its own totals are those of
the list, and none of them is hidden. The authority's figures beside them are protected
from a reader who subtracts the institution's own (``domain.figures.disclosure``).

Schools need three years of leavers' destinations for their careers duty (Education Act
1997, sections 42A and 45A), so years are compared, each on the same day after leaving.

See decision 0102.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from tracker.domain.figures.disclosure import Cell, Shown, Suppression, Table
from tracker.domain.history.destination_category import MEALS, NEEDS, Category
from tracker.domain.leavers.leaver import SEXES, Destination, Kind, Kinds, Leaver, kinds
from tracker.domain.leavers.sustained import OUTCOMES, first_autumn, first_march
from tracker.domain.reference.academic_year import DUTY_AGES, YEAR_11, AcademicYear

#: Nothing is hidden about leavers on the reader's own list.
_OWN = Suppression(threshold=0, percent_base=1)


@dataclass(frozen=True, slots=True)
class Group:
    """Destinations by one particular of the leavers, here and in the authority."""

    title: str
    here: Shown
    authority: Shown


class LeaverDay(StrEnum):
    """The days of a leaver's destinations: two after leaving, and now."""

    AUTUMN = "autumn"
    MARCH = "march"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class ReportedDay:
    """One reported day.

    ``at`` names that day among the destinations of a leaver. ``now`` is true where it
    is the day of the request, and not one of the two after leaving.
    """

    on: date
    at: LeaverDay
    now: bool

    def of(self, leaver: Leaver) -> Destination:
        """Where a leaver was on the day."""
        if self.at is LeaverDay.NOW:
            return leaver.newest
        if self.at is LeaverDay.MARCH and leaver.march is not None:
            return leaver.march
        return leaver.autumn


@dataclass(frozen=True, slots=True)
class DayTotals(ReportedDay):
    """All leavers together on one reported day."""

    totals: Group


@dataclass(frozen=True, slots=True)
class LeavingYear:
    """One leaving year: destinations on the first 31 October, and after two terms."""

    left: int
    compared_on: date
    here: Group
    outcomes: Group


@dataclass(frozen=True, slots=True)
class Destinations:
    """Everything disclosed to one institution about one leaving year.

    ``reported`` are the reported days in order. ``confirmations`` has the number of
    listed leavers by kind of source. Every figure that it gives is suppressed already.
    """

    institution: str
    institution_name: str
    left: int
    as_of: date
    leavers: tuple[Leaver, ...]
    not_listed: int
    reported: tuple[ReportedDay, ...]
    confirmations: tuple[tuple[str, Cell], ...]
    _figures: "_Figures"

    @property
    def days(self) -> tuple[DayTotals, ...]:
        """All leavers together on each reported day."""
        totals = self._figures.of_days
        return tuple(
            DayTotals(day.on, day.at, day.now, group)
            for day, group in zip(self.reported, totals, strict=True)
        )

    @property
    def by_group(self) -> tuple[Group, ...]:
        """The leavers by each particular on the last reported day."""
        return self._figures.by_group

    @property
    def years(self) -> tuple[LeavingYear, ...]:
        """This leaving year and the two before, oldest first."""
        return self._figures.years

    @property
    def totals(self) -> Group:
        """All leavers together on the last reported day."""
        return self._figures.of_days[-1]

    @property
    def last(self) -> ReportedDay:
        """The last reported day."""
        return self.reported[-1]

    @property
    def reported_on(self) -> date:
        """The date of the last reported day."""
        return self.last.on

    @property
    def now(self) -> bool:
        """Whether the last reported day is the day of the request."""
        return self.last.now

    @property
    def shows_now(self) -> bool:
        """Whether the list has a destination now for any leaver."""
        return any(each.now is not None for each in self.leavers)


_GROUPS: tuple[tuple[str, tuple[str, ...], Callable[[Kind], str]], ...] = (
    ("Special educational needs", NEEDS, lambda each: each.need),
    ("Free school meals", MEALS, lambda each: each.free_meals),
    ("Sex", SEXES, lambda each: each.sex),
)

HERE = "Your leavers"
AUTHORITY = "The authority's leavers"
NOT_LISTED = "Not listed"
UNCONFIRMED = "not confirmed yet"


def summarise(
    here: Sequence[Leaver],
    authority_by_year: Mapping[int, Kinds],
    suppression: Suppression,
    *,
    before: Mapping[int, Kinds] | None = None,
    institution: str,
    institution_name: str,
    left: int,
    as_of: date,
    from_year_11: bool = True,
) -> Destinations:
    """The destinations to disclose to an institution about its leavers of ``left``.

    ``here`` are all its leavers of that year, ``before`` those of the years before by
    kind. ``authority_by_year`` has all leavers of each year, the institution's among
    them. Years without leavers are shown empty. ``from_year_11``: they left after Year
    11, and are tracked until they are 18.
    """
    reported = tuple(
        ReportedDay(on, which, on == as_of)
        for on, which in _days(left, as_of, from_year_11=from_year_11)
    )
    return Destinations(
        institution=institution,
        institution_name=institution_name,
        left=left,
        as_of=as_of,
        leavers=tuple(
            sorted(
                (each for each in here if each.listed),
                key=lambda each: (each.family, each.given, each.person),
            )
        ),
        not_listed=sum(1 for each in here if not each.listed),
        reported=reported,
        confirmations=_confirmations(here),
        _figures=_Figures(
            left,
            [day.at for day in reported],
            {**(before or {}), left: kinds(here)},
            authority_by_year,
            suppression,
        ),
    )


CategoryOf = Callable[[Kind], str]


_CATEGORY_ON: Mapping[LeaverDay, CategoryOf] = {
    LeaverDay.AUTUMN: lambda each: each.in_autumn,
    LeaverDay.MARCH: lambda each: each.in_march or Category.NOT_KNOWN,
    LeaverDay.NOW: lambda each: each.now or Category.NOT_KNOWN,
}


def _days(
    left: int, as_of: date, *, from_year_11: bool
) -> list[tuple[date, LeaverDay]]:
    """The reported days.

    Leavers after Year 11 are reported as they are now while all of them are tracked.
    Other leavers are reported on the days after leaving, because their last known
    activity lapsed long ago.
    """
    age = YEAR_11 + AcademicYear.of(as_of).start - (left - 1)
    if from_year_11 and age <= DUTY_AGES[-1]:
        return [(as_of, LeaverDay.NOW)]
    autumn, march = first_autumn(left), first_march(left)
    days = [(min(autumn, as_of), LeaverDay.AUTUMN)]
    return [*days, (march, LeaverDay.MARCH)] if march <= as_of else days


@dataclass(frozen=True)
class _Figures:
    """The figures of one leaving year, each counted when it is first wanted: a page
    shows few of them.
    """

    left: int
    days: Sequence[LeaverDay]
    ours: Mapping[int, Kinds]
    everybody: Mapping[int, Kinds]
    suppression: Suppression

    def _of(self, year: int) -> "_Counted":
        return _Counted(
            self.ours.get(year, {}), self.everybody.get(year, {}), self.suppression
        )

    @cached_property
    def _groups(self) -> list[Group]:
        return self._of(self.left).groups(_CATEGORY_ON[self.days[-1]])

    @cached_property
    def of_days(self) -> tuple[Group, ...]:
        counted = self._of(self.left)
        alone = [counted.together(_CATEGORY_ON[day]) for day in self.days[:-1]]
        return (*alone, self._groups[0])

    @cached_property
    def by_group(self) -> tuple[Group, ...]:
        return tuple(self._groups[1:])

    @cached_property
    def years(self) -> tuple[LeavingYear, ...]:
        years = range(self.left - 2, self.left + 1)
        return tuple(self._of(year).year(year) for year in years)


@dataclass(frozen=True)
class _Counted:
    """The leavers of one year: the institution's own, and all of the authority.

    ``suppression`` protects the authority's figures.
    """

    ours: Kinds
    everybody: Kinds
    suppression: Suppression

    @cached_property
    def listed(self) -> Kinds:
        """The institution's own leavers who are on its list."""
        return {kind: n for kind, n in self.ours.items() if kind.listed}

    def together(self, column_of: CategoryOf) -> Group:
        """All leavers of a day, here and in the authority."""
        return self._beside("All leavers", tuple(Category), column_of)

    def year(self, left: int) -> LeavingYear:
        return LeavingYear(
            left=left,
            compared_on=first_autumn(left),
            here=self._beside(
                "On 31 October", tuple(Category), lambda each: each.in_autumn
            ),
            outcomes=self._beside(
                "Two terms on", OUTCOMES, lambda each: each.sustained
            ),
        )

    def _beside(
        self, title: str, columns: tuple[str, ...], column_of: CategoryOf
    ) -> Group:
        """One row of leavers by columns, the institution's own and the authority's."""
        (here,) = _OWN.apply(_row(self.listed, HERE, columns, column_of))
        (there,) = self._of_authority([self._authority_row(columns, column_of)])
        return Group(title, here, there)

    def _authority_row(
        self, columns: tuple[str, ...], column_of: CategoryOf
    ) -> tuple[Table, Table]:
        return (
            _row(self.everybody, AUTHORITY, columns, column_of),
            _row(self.listed, AUTHORITY, columns, column_of),
        )

    def groups(self, column_of: CategoryOf) -> list[Group]:
        """All leavers together, then by each particular, suppressed with one another.

        Leavers who are not listed count among the authority's, and in no group, because
        restricted details are not held.
        """
        columns = tuple(Category)
        titles = ["All leavers"]
        mine = [_row(self.listed, HERE, columns, column_of)]
        theirs = [self._authority_row(columns, column_of)]
        unlisted = any(not each.listed for each in self.everybody)
        for title, all_rows, group_of in _GROUPS:
            found = {
                group_of(each) for each in (*self.ours, *self.everybody) if each.listed
            }
            rows = tuple(row for row in all_rows if row in found) or all_rows
            titles.append(title)
            mine.append(_table(self.listed, rows, group_of, columns, column_of))
            shown = (*rows, NOT_LISTED) if unlisted else rows
            of = _or_unlisted(group_of)
            whole = _table(self.everybody, shown, of, columns, column_of)
            own = _table(self.listed, shown, of, columns, column_of)
            theirs.append(
                (replace(whole, unseen=NOT_LISTED if unlisted else None), own)
            )
        both = zip(titles, _OWN.apply(*mine), self._of_authority(theirs), strict=True)
        return [Group(title, one, other) for title, one, other in both]

    def _of_authority(self, tables: Sequence[tuple[Table, Table]]) -> list[Shown]:
        """The authority's figures, safe from a reader who holds the institution's own.

        ``tables`` are pairs: everybody, and those of them on the institution's list.
        Where too few others are among them, nothing of the authority is shown.
        """
        others = sum(self.everybody.values()) - sum(self.ours.values())
        if self.ours and others < self.suppression.percent_base:
            return self.suppression.withhold(*(table for table, _ in tables))
        return self.suppression.apply(
            *(replace(table, known=own.counts) for table, own in tables)
        )


def _or_unlisted(group_of: CategoryOf) -> CategoryOf:
    return lambda each: group_of(each) if each.listed else NOT_LISTED


def _confirmations(here: Sequence[Leaver]) -> tuple[tuple[str, Cell], ...]:
    listed = Counter(each.newest.source or UNCONFIRMED for each in here if each.listed)
    return tuple((source, Cell(people)) for source, people in listed.most_common())


def _row(
    leavers: Kinds, row: str, columns: tuple[str, ...], column_of: CategoryOf
) -> Table:
    return _table(leavers, (row,), lambda _: row, columns, column_of)


def _table(
    leavers: Kinds,
    rows: tuple[str, ...],
    row_of: CategoryOf,
    columns: tuple[str, ...],
    column_of: CategoryOf,
) -> Table:
    """Leavers by row and column."""
    found: Counter[tuple[str, str]] = Counter()
    for each, people in leavers.items():
        found[row_of(each), column_of(each)] += people
    return Table(
        tuple(map(str, rows)),
        tuple(map(str, columns)),
        tuple(tuple(found[(row, column)] for column in columns) for row in rows),
    )
