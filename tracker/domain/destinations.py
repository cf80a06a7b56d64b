"""Where the leavers of an institution went: what may be told to the place they left.

A school or college is told where each of its leavers is now, since when, and who says
so. It is never told why somebody is not in education, employment or training, nor that
somebody is in custody. A leaver whose record is restricted is left out of the list and
counted in the totals, and the totals are suppressed so that the list cannot be taken
from them (``domain.disclosure``).

Schools need three years of leavers' destinations for their careers duty (Education Act
1997, sections 42A and 45A), so years are compared, each on the same day after leaving.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.disclosure import Cell, Shown, Suppression, Table
from tracker.domain.leaver import (
    MEALS,
    NEEDS,
    SEXES,
    Category,
    Kind,
    Kinds,
    Leaver,
    kinds,
)
from tracker.domain.sustained import OUTCOMES, first_autumn


@dataclass(frozen=True, slots=True)
class Group:
    """Where leavers are now by one of their particulars, here and in the authority."""

    title: str
    here: Shown
    authority: Shown


@dataclass(frozen=True, slots=True)
class LeavingYear:
    """One leaving year: on the first 31 October, and whether it lasted two terms."""

    left: int
    compared_on: date
    here: Group
    outcomes: Group


@dataclass(frozen=True, slots=True)
class Destinations:
    """All that one institution is told of one leaving year, ready to be written.

    ``totals`` and ``by_group`` are of ``as_of``; ``years`` are this leaving year and
    the two before, oldest first. ``confirmations`` say for how many of those listed
    each kind of source speaks. Everything here is suppressed already.
    """

    institution: str
    institution_name: str
    left: int
    as_of: date
    leavers: tuple[Leaver, ...]
    not_listed: int
    totals: Group
    by_group: tuple[Group, ...]
    years: tuple[LeavingYear, ...]
    confirmations: tuple[tuple[str, Cell], ...]


_GROUPS: tuple[tuple[str, tuple[str, ...], Callable[[Kind], str]], ...] = (
    ("Special educational needs", NEEDS, lambda each: each.need),
    ("Free school meals", MEALS, lambda each: each.free_meals),
    ("Sex", SEXES, lambda each: each.sex),
)

HERE = "Your leavers"
AUTHORITY = "The authority's leavers"
NOT_LISTED = "Not listed"
UNCONFIRMED = "nobody yet"


def summarise(
    leavers_by_year: Mapping[int, Sequence[Leaver]],
    authority_by_year: Mapping[int, Kinds],
    suppression: Suppression,
    *,
    institution: str,
    institution_name: str,
    left: int,
    as_of: date,
) -> Destinations:
    """What to tell an institution about its leavers of ``left``, all of them given.

    The mappings hold the leavers of each leaving year: of the institution one by one,
    of the whole authority, with the institution among them, by kind. Years without
    leavers are shown empty.
    """
    here = leavers_by_year.get(left, ())
    ours, everybody = kinds(here), authority_by_year.get(left, {})
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
        totals=(groups := _groups(ours, everybody, suppression))[0],
        by_group=tuple(groups[1:]),
        years=tuple(
            _leaving_year(
                year,
                kinds(leavers_by_year.get(year, ())),
                authority_by_year.get(year, {}),
                suppression,
            )
            for year in range(left - 2, left + 1)
        ),
        confirmations=_confirmations(here, suppression),
    )


def _groups(here: Kinds, everybody: Kinds, suppression: Suppression) -> list[Group]:
    """All leavers together, then by each particular, suppressed with one another.

    Whoever is not listed is counted among all, and in no group: what a school may not
    pass on of them is not held, and a group of one would say where that one is.
    """
    titles, ours, theirs = (
        ["All leavers"],
        [_now(here, HERE)],
        [_now(everybody, AUTHORITY)],
    )
    for title, all_rows, group_of in _GROUPS:
        found = {group_of(each) for each in (*here, *everybody) if each.listed}
        rows = tuple(row for row in all_rows if row in found) or all_rows
        titles.append(title)
        ours.append(_by_group(here, rows, group_of))
        theirs.append(_by_group(everybody, rows, group_of))
    return [
        Group(title, one, other)
        for title, one, other in zip(
            titles,
            suppression.apply(*ours),
            _of_authority(here, everybody, suppression, theirs),
            strict=True,
        )
    ]


def _of_authority(
    here: Kinds,
    everybody: Kinds,
    suppression: Suppression,
    tables: Sequence[Table],
) -> list[Shown]:
    """The authority's figures, unless they are as good as the institution's own."""
    others = sum(everybody.values()) - sum(here.values())
    if here and others < suppression.percent_base:
        return suppression.withhold(*tables)
    # The authority's list is shown to nobody: no one can take it away.
    return suppression.apply(*(replace(table, known=None) for table in tables))


def _by_group(
    leavers: Kinds,
    rows: tuple[str, ...],
    group_of: Callable[[Kind], str],
) -> Table:
    unlisted = any(not each.listed for each in leavers)
    return replace(
        _table(
            leavers,
            (*rows, NOT_LISTED) if unlisted else rows,
            lambda each: group_of(each) if each.listed else NOT_LISTED,
            tuple(Category),
            _category_now,
        ),
        unseen=NOT_LISTED if unlisted else None,
    )


def _leaving_year(
    left: int,
    here: Kinds,
    everybody: Kinds,
    suppression: Suppression,
) -> LeavingYear:
    def both(title: str, columns: tuple[str, ...], of: Callable[[Kind], str]) -> Group:
        one = _table(here, (HERE,), lambda _: HERE, columns, of)
        other = _table(everybody, (AUTHORITY,), lambda _: AUTHORITY, columns, of)
        return Group(
            title,
            *suppression.apply(one),
            *_of_authority(here, everybody, suppression, [other]),
        )

    return LeavingYear(
        left=left,
        compared_on=first_autumn(left),
        here=both("On 31 October", tuple(Category), lambda each: each.in_autumn),
        outcomes=both("Two terms on", OUTCOMES, lambda each: each.sustained),
    )


def _confirmations(
    here: Sequence[Leaver], suppression: Suppression
) -> tuple[tuple[str, Cell], ...]:
    listed = Counter(each.now.source or UNCONFIRMED for each in here if each.listed)
    return tuple(
        (source, suppression.count(people)) for source, people in listed.most_common()
    )


def _category_now(leaver: Kind) -> str:
    return leaver.now


def _now(leavers: Kinds, row: str) -> Table:
    return _table(leavers, (row,), lambda _: row, tuple(Category), _category_now)


def _table(
    leavers: Kinds,
    rows: tuple[str, ...],
    row_of: Callable[[Kind], str],
    columns: tuple[str, ...],
    column_of: Callable[[Kind], str],
) -> Table:
    """Leavers by row and column, and how many of each the list shows by name."""

    def counted(*, listed_alone: bool) -> tuple[tuple[int, ...], ...]:
        found: Counter[tuple[str, str]] = Counter()
        for each, people in leavers.items():
            if each.listed or not listed_alone:
                found[row_of(each), column_of(each)] += people
        return tuple(tuple(found[(row, column)] for column in columns) for row in rows)

    return Table(
        tuple(map(str, rows)),
        tuple(map(str, columns)),
        counted(listed_alone=False),
        counted(listed_alone=True),
    )
