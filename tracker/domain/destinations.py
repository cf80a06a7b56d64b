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
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain import activity, codes
from tracker.domain.disclosure import Cell, Shown, Suppression, Table
from tracker.domain.position import Position
from tracker.domain.sustained import (
    OUTCOMES,
    first_autumn,
    still_there,
    sustained,
)


class Category(StrEnum):
    """A destination, in the words and the order in which it is shown."""

    SCHOOL_SIXTH_FORM = "Education: school sixth form"
    SIXTH_FORM_COLLEGE = "Education: sixth-form college"
    FURTHER_EDUCATION = "Education: further education"
    OTHER_EDUCATION = "Education: other"
    APPRENTICESHIP = "Apprenticeship"
    OTHER_TRAINING = "Other training"
    EMPLOYMENT = "Employment"
    NEET = "Not in education, employment or training"
    NOT_KNOWN = "Not known"
    OTHER = "Other"


_CATEGORY_OF = {
    activity.SCHOOL_SIXTH_FORM.code: Category.SCHOOL_SIXTH_FORM,
    activity.SIXTH_FORM_COLLEGE.code: Category.SIXTH_FORM_COLLEGE,
    activity.FURTHER_EDUCATION.code: Category.FURTHER_EDUCATION,
    activity.APPRENTICESHIP.code: Category.APPRENTICESHIP,
    # Custody is one of several that are only called other: the word gives nothing away.
    activity.CUSTODY_COMPULSORY.code: Category.OTHER,
    activity.CUSTODY_JUVENILE.code: Category.OTHER,
    activity.CUSTODY_ADULT.code: Category.OTHER,
    activity.NOT_REGISTERED.code: Category.OTHER,
    activity.GAP_YEAR.code: Category.OTHER,
    activity.NOT_KNOWN_COMPULSORY.code: Category.NOT_KNOWN,
}

_CATEGORY_OF_GROUP = {
    activity.COMPULSORY: Category.OTHER_EDUCATION,
    activity.EDUCATION: Category.OTHER_EDUCATION,
    activity.EMPLOYMENT: Category.EMPLOYMENT,
    activity.TRAINING: Category.OTHER_TRAINING,
    activity.RE_ENGAGED: Category.OTHER_TRAINING,
    activity.NEET: Category.NEET,
    activity.OTHER: Category.OTHER,
    activity.UNKNOWN: Category.NOT_KNOWN,
}

#: Categories of which the place, if there is one, would say too much.
_WITHOUT_PLACE = frozenset((Category.NEET, Category.NOT_KNOWN, Category.OTHER))


def category(position: Position | None) -> Category:
    """The destination that a position is; not known once it has lapsed."""
    if position is None or position.is_not_known:
        return Category.NOT_KNOWN
    found = _CATEGORY_OF.get(position.activity.code)
    return found or _CATEGORY_OF_GROUP[position.activity.group]


@dataclass(frozen=True, slots=True)
class Destination:
    """What of a position may be told to a school or college that somebody left."""

    category: Category
    provider: str | None
    since: date | None
    confirmed_on: date | None
    source: str | None  # the kind of source, in words


def for_school(position: Position | None) -> Destination:
    """The position without reasons: no kind of NEET, no custody, no place of either."""
    found = category(position)
    if position is None:
        return Destination(found, None, None, None, None)
    since: date | None = position.starts
    if position.lapsed and position.lapses is not None:
        since = position.lapses + timedelta(days=1)
    if found is Category.OTHER:
        since = None
    return Destination(
        category=found,
        provider=None if found in _WITHOUT_PLACE else position.institution_name,
        since=since,
        confirmed_on=None
        if position.tier is None
        else position.verified or position.ascertained,
        source=None if position.tier is None else position.tier.title,
    )


@dataclass(frozen=True, slots=True)
class Leaver:
    """One leaver as the place they left may see them; made by ``leaver``.

    ``listed`` is false for a restricted or withheld record: count it, never show it.
    ``in_autumn`` is where they were on the first 31 October, when years are compared.
    """

    person: int
    upn: str | None
    given: str
    family: str
    form_group: str | None
    listed: bool
    now: Destination
    in_autumn: Category
    still_there: str
    sustained: str
    need: str
    free_meals: str
    sex: str


NEEDS = ("EHC plan", "SEN support", "No special educational need")
MEALS = ("Eligible for free school meals", "Not eligible")
SEXES = ("Female", "Male", "Not recorded")


def _sex(code: str | None) -> str:
    known = codes.GENDERS.get(code)
    return known.title if known is not None and known.title in SEXES else SEXES[-1]


def leaver(
    *,
    person: int,
    given: str,
    family: str,
    position: Position | None,
    months: Mapping[date, Position],
    left: int,
    as_of: date,
    upn: str | None = None,
    form_group: str | None = None,
    restricted: bool = False,
    send: bool = False,
    sen_support: bool = False,
    free_meals: bool = False,
    sex: str | None = None,
) -> Leaver:
    """A leaver of ``left`` from their position on ``as_of`` and at the month ends.

    ``months`` holds the positions at the month ends of ``sustained.month_ends(left)``;
    those after ``as_of`` are not looked at. ``sex`` is a code of the return.
    """
    autumn = first_autumn(left)
    return Leaver(
        person=person,
        upn=upn,
        given=given,
        family=family,
        form_group=form_group,
        listed=not restricted,
        now=for_school(position),
        in_autumn=category(months.get(autumn) if autumn <= as_of else position),
        still_there=still_there(months, left, as_of=as_of),
        sustained=sustained(months, left, as_of=as_of),
        need=NEEDS[0] if send else NEEDS[1] if sen_support else NEEDS[2],
        free_meals=MEALS[0] if free_meals else MEALS[1],
        sex=_sex(sex),
    )


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


_GROUPS: tuple[tuple[str, tuple[str, ...], Callable[[Leaver], str]], ...] = (
    ("Special educational needs", NEEDS, lambda each: each.need),
    ("Free school meals", MEALS, lambda each: each.free_meals),
    ("Sex", SEXES, lambda each: each.sex),
)

HERE = "Your leavers"
AUTHORITY = "The authority's leavers"
UNCONFIRMED = "nobody yet"


def summarise(
    leavers_by_year: Mapping[int, Sequence[Leaver]],
    authority_leavers_by_year: Mapping[int, Sequence[Leaver]],
    suppression: Suppression,
    *,
    institution: str,
    institution_name: str,
    left: int,
    as_of: date,
) -> Destinations:
    """What to tell an institution about its leavers of ``left``, all of them given.

    The mappings hold the leavers of each leaving year: of the institution, and of the
    whole authority with the institution among them. Years without leavers are shown
    empty.
    """
    here = leavers_by_year.get(left, ())
    everybody = authority_leavers_by_year.get(left, ())
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
        totals=(groups := _groups(here, everybody, suppression))[0],
        by_group=tuple(groups[1:]),
        years=tuple(
            _leaving_year(
                year,
                leavers_by_year.get(year, ()),
                authority_leavers_by_year.get(year, ()),
                suppression,
            )
            for year in range(left - 2, left + 1)
        ),
        confirmations=_confirmations(here, suppression),
    )


def _groups(
    here: Sequence[Leaver], everybody: Sequence[Leaver], suppression: Suppression
) -> list[Group]:
    """All leavers together, then by each particular, suppressed with one another."""
    titles, ours, theirs = (
        ["All leavers"],
        [_now(here, HERE)],
        [_now(everybody, AUTHORITY)],
    )
    for title, all_rows, group_of in _GROUPS:
        found = {group_of(each) for each in (*here, *everybody)}
        rows = tuple(row for row in all_rows if row in found) or all_rows
        titles.append(title)
        ours.append(_table(here, rows, group_of, tuple(Category), _category_now))
        theirs.append(_table(everybody, rows, group_of, tuple(Category), _category_now))
    return [
        Group(title, one, other)
        for title, one, other in zip(
            titles,
            suppression.apply(*ours),
            # The authority's list is shown to nobody: no one can take it away.
            suppression.apply(*(_unlisted(table) for table in theirs)),
            strict=True,
        )
    ]


def _leaving_year(
    left: int,
    here: Sequence[Leaver],
    everybody: Sequence[Leaver],
    suppression: Suppression,
) -> LeavingYear:
    def both(
        title: str, columns: tuple[str, ...], of: Callable[[Leaver], str]
    ) -> Group:
        one = _table(here, (HERE,), lambda _: HERE, columns, of)
        other = _table(everybody, (AUTHORITY,), lambda _: AUTHORITY, columns, of)
        return Group(
            title, *suppression.apply(one), *suppression.apply(_unlisted(other))
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


def _category_now(leaver: Leaver) -> str:
    return leaver.now.category


def _now(leavers: Sequence[Leaver], row: str) -> Table:
    return _table(leavers, (row,), lambda _: row, tuple(Category), _category_now)


def _unlisted(table: Table) -> Table:
    return Table(table.rows, table.columns, table.counts)


def _table(
    leavers: Sequence[Leaver],
    rows: tuple[str, ...],
    row_of: Callable[[Leaver], str],
    columns: tuple[str, ...],
    column_of: Callable[[Leaver], str],
) -> Table:
    """Leavers by row and column, and how many of each the list shows by name."""

    def counted(people: Sequence[Leaver]) -> tuple[tuple[int, ...], ...]:
        found = Counter((row_of(each), column_of(each)) for each in people)
        return tuple(tuple(found[(row, column)] for column in columns) for row in rows)

    return Table(
        tuple(map(str, rows)),
        tuple(map(str, columns)),
        counted(leavers),
        counted([each for each in leavers if each.listed]),
    )
