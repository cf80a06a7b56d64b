"""Who stands on the lists of a school year, and who of them is on record today."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.domain.reference.academic_year import AcademicYear


class Became(StrEnum):
    """What has become of a line; each has one, the first that fits."""

    HERE = "on record"
    DOUBTFUL = "doubtful"
    INVALID = "cannot be used"
    ELSEWHERE = "lives elsewhere"
    LOST = "not on record"


#: Those who are missing: the line is about a young person, and no record shows them.
MISSING = (Became.DOUBTFUL, Became.INVALID, Became.LOST)


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one place, or of one council (key), in a list that are alike.

    ``year`` is the year group, None where neither the line nor the age gives one.
    """

    place: str
    feed: str
    batch: int
    as_at: date
    complete: bool
    year: int | None
    became: Became
    lines: int
    rows: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """Those of one year group on the newest list of a place.

    ``rows`` are the lines of those who are not on record, by what became of them.
    """

    place: str
    year: int | None
    batch: int
    as_at: date
    complete: bool
    counts: Mapping[Became, int] = field(default_factory=dict)
    rows: Mapping[Became, Sequence[int]] = field(default_factory=dict)

    @property
    def listed(self) -> int:
        return sum(self.counts.values())

    @property
    def missing(self) -> int:
        return sum(self.counts.get(each, 0) for each in MISSING)


def expected(parts: Iterable[Part]) -> list[Expected]:
    """The young people on the newest list of each place, by year group.

    A complete list comes before one of some people, however new that is. A school's
    census has its pupils and its enrolment list the sixth form: each feed has its
    newest list, and a year group that stands on two is counted on the newer one. The
    places with most missing come first, then the oldest year group.
    """
    of_list: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in parts:
        of_list[part.place, part.feed].append(part)
    of_group: dict[tuple[str, int | None], list[Part]] = defaultdict(list)
    for some in of_list.values():
        newest = max(map(_age, some))
        for each in some:
            if _age(each) == newest:
                of_group[each.place, each.year].append(each)
    found = [_expected(some) for some in of_group.values()]
    return sorted(
        found, key=lambda one: (-one.missing, one.place, -(one.year or 0), one.batch)
    )


def _age(part: Part) -> tuple[bool, date, int]:
    return part.complete, part.as_at, part.batch


def _expected(some: Sequence[Part]) -> Expected:
    one = max(some, key=_age)
    counts: Counter[Became] = Counter()
    rows: dict[Became, list[int]] = defaultdict(list)
    for each in some:
        if each.batch == one.batch:
            counts[each.became] += each.lines
            rows[each.became].extend(each.rows)
    return Expected(
        *(one.place, one.year, one.batch, one.as_at, one.complete), counts, rows
    )


def usual_year(on: date) -> AcademicYear:
    """The school year whose lists are compared unless another is chosen.

    Until the end of December it is the one before: the autumn census comes in October,
    and colleges send most of their lists until the year's end.
    """
    this = AcademicYear.of(on)
    return this.previous if on.year == this.start else this
