"""One leaver as the place that they left may see them: where now, and who says so.

A school or college is never told why somebody is not in education, employment or
training, nor that somebody is in custody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from tracker.domain import activity, codes
from tracker.domain.position import Position
from tracker.domain.sustained import first_autumn, still_there, sustained


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
    return category_of(position.activity)


def category_of(doing: activity.Activity) -> Category:
    """The destination that an activity is while it has not lapsed."""
    return _CATEGORY_OF.get(doing.code) or _CATEGORY_OF_GROUP[doing.group]


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

    @property
    def kind(self) -> "Kind":
        """What the leaver is counted under."""
        return Kind(
            self.listed,
            self.now.category,
            self.in_autumn,
            self.sustained,
            self.need,
            self.free_meals,
            self.sex,
        )


class Kind(NamedTuple):
    """All that a leaver is counted under: those of one kind are counted together."""

    listed: bool
    now: Category
    in_autumn: Category
    sustained: str
    need: str
    free_meals: str
    sex: str


Kinds = Mapping[Kind, int]


def kinds(leavers: Iterable[Leaver]) -> Kinds:
    """How many leavers there are of each kind."""
    return Counter(each.kind for each in leavers)


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
    withheld: bool = False,
    send: bool = False,
    sen_support: bool = False,
    free_meals: bool = False,
    sex: str | None = None,
) -> Leaver:
    """A leaver of ``left`` from their position on ``as_of`` and at the month ends.

    ``months`` holds the positions at the month ends of ``sustained.month_ends(left)``;
    those after ``as_of`` are not looked at. ``withheld`` says that the leaver is not to
    be named: restricted, protected, or dead. ``sex`` is a code of the return.
    """
    autumn = first_autumn(left)
    return Leaver(
        person=person,
        upn=upn,
        given=given,
        family=family,
        form_group=form_group,
        listed=not withheld,
        now=for_school(position),
        in_autumn=category(months.get(autumn) if autumn <= as_of else position),
        still_there=still_there(months, left, as_of=as_of),
        sustained=sustained(months, left, as_of=as_of),
        need=NEEDS[0] if send else NEEDS[1] if sen_support else NEEDS[2],
        free_meals=MEALS[0] if free_meals else MEALS[1],
        sex=_sex(sex),
    )
