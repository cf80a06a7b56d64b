"""One leaver as disclosed to the institution that they left, with the source.

A school or college never sees why a leaver is NEET, nor that a leaver is in custody.

See decision 0037.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from tracker.domain.history.destination_category import MEALS, Category, category, need
from tracker.domain.history.position import Position
from tracker.domain.leavers.sustained import (
    SUSTAINED,
    first_autumn,
    first_march,
    still_there,
    sustained,
    two_terms,
)
from tracker.domain.reference import codes

#: Categories for which the place, if there is one, would disclose too much.
WITHOUT_PLACE = frozenset((Category.NEET, Category.NOT_KNOWN, Category.OTHER))


class Destination(NamedTuple):
    """The part of a position that is disclosed to the school or college they left."""

    category: Category
    provider: str | None
    since: date | None
    confirmed_on: date | None
    source: str | None  # the kind of source, in words


def for_school(position: Position | None) -> Destination:
    """The position without kinds of NEET, without custody, and without their places."""
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
        provider=None if found in WITHOUT_PLACE else position.institution_name,
        since=since,
        confirmed_on=None
        if position.tier is None
        else position.verified or position.ascertained,
        source=None if position.tier is None else position.tier.title,
    )


class Leaver(NamedTuple):
    """One leaver as disclosed to the institution they left; made by ``leaver``.

    ``listed`` is false for a restricted or withheld record, which is counted and has
    neither name nor place.
    ``autumn`` is the destination on the first 31 October, or on the requested day while
    that is to come. ``march`` is that on the 31 March after it, None while that is to
    come. ``now`` is None for leavers who are no longer tracked, because their last
    known activity lapsed long ago. ``lasted_in`` is the sustained destination, or None.
    """

    person: int
    upn: str | None
    given: str
    family: str
    form_group: str | None
    listed: bool
    now: Destination | None
    autumn: Destination
    march: Destination | None
    still_there: str
    sustained: str
    lasted_in: Category | None
    need: str
    free_meals: str
    sex: str

    @property
    def newest(self) -> Destination:
        """The newest destination: now, or on the last reported day."""
        return self.now or self.march or self.autumn

    @property
    def kind(self) -> "Kind":
        """The kind of leaver under which this one is counted."""
        return Kind(
            self.listed,
            None if self.now is None else self.now.category,
            self.autumn.category,
            None if self.march is None else self.march.category,
            self.sustained,
            self.need,
            self.free_meals,
            self.sex,
        )


_SCHOOLING = frozenset(
    (
        *(Category.SCHOOL_SIXTH_FORM, Category.SIXTH_FORM_COLLEGE),
        *(Category.FURTHER_EDUCATION, Category.HIGHER_EDUCATION),
        Category.OTHER_EDUCATION,
    )
)


def lasted_in(months: Mapping[date, Position], left: int) -> Category:
    """The category of a sustained destination, by DfE's rules.

    Several kinds of education, one after the other, are DfE's "education combination",
    which it counts within other education. Of education or training with work, the one
    with more months counts; with equal months, the work.
    """
    found = Counter(category(months.get(day)) for day in two_terms(left))
    schooling = {name: n for name, n in found.items() if name in _SCHOOLING}
    kinds_of = {Category.OTHER_EDUCATION: sum(schooling.values())}
    if len(schooling) == 1:
        kinds_of = schooling
    for name in (Category.EMPLOYMENT, Category.OTHER_TRAINING):
        kinds_of[name] = found[name]
    most = max(kinds_of, key=lambda name: kinds_of[name])
    if not kinds_of[most] and found[Category.OTHER]:
        return Category.OTHER
    # Six months together as an apprentice may lie outside the two terms.
    if found[Category.APPRENTICESHIP] >= kinds_of[most]:
        return Category.APPRENTICESHIP
    if kinds_of[Category.EMPLOYMENT] == kinds_of[most]:
        return Category.EMPLOYMENT
    return most


class Kind(NamedTuple):
    """All categories of a leaver; leavers of one kind are counted together."""

    listed: bool
    now: Category | None
    in_autumn: Category
    in_march: Category | None
    sustained: str
    need: str
    free_meals: str
    sex: str


Kinds = Mapping[Kind, int]


def kinds(leavers: Iterable[Leaver]) -> Kinds:
    """The number of leavers of each kind."""
    return Counter(each.kind for each in leavers)


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
    seen: bool,
    tracked: bool = True,
    upn: str | None = None,
    form_group: str | None = None,
    unlisted: bool = False,
    send: bool = False,
    sen_support: bool = False,
    free_meals: bool = False,
    sex: str | None = None,
) -> Leaver:
    """A leaver of ``left`` from their position on ``as_of`` and at the month ends.

    ``months`` holds the positions at the month ends of ``sustained.month_ends(left)``;
    those after ``as_of`` are ignored. ``seen`` is the result of ``sustained.was_seen``
    for that year. ``tracked`` is true while the authority has to know where they are.
    ``unlisted`` is true where the leaver must not be named: restricted, protected, or
    dead; then the result has no name, no number and no place, so that no list can show
    them by mistake. ``sex`` is a code of the return.
    """
    autumn, march = first_autumn(left), first_march(left)
    lasted = sustained(months, left, as_of=as_of, seen=seen)
    made = Leaver(
        person=person,
        upn=upn,
        given=given,
        family=family,
        form_group=form_group,
        listed=not unlisted,
        now=for_school(position) if tracked else None,
        autumn=for_school(months.get(autumn) if autumn <= as_of else position),
        march=for_school(months.get(march)) if march <= as_of else None,
        still_there=still_there(months, left, as_of=as_of),
        sustained=lasted,
        lasted_in=lasted_in(months, left) if lasted == SUSTAINED else None,
        need=need(send=send, sen_support=sen_support),
        free_meals=MEALS[0] if free_meals else MEALS[1],
        sex=_sex(sex),
    )
    return _unnamed(made) if unlisted else made


def _unnamed(one: Leaver) -> Leaver:
    """What the counts need of a leaver who must not be named."""
    now, autumn, march = (
        each and Destination(each.category, None, None, None, None)
        for each in (one.now, one.autumn, one.march)
    )
    assert autumn is not None
    return one._replace(
        upn=None,
        given="",
        family="",
        form_group=None,
        now=now,
        autumn=autumn,
        march=march,
    )
