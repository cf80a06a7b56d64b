"""The young people of a September Guarantee with their statuses, and parts of them.

Each number of the page is a part. ``Part.holds`` decides who is on the list behind it,
and the tables count by the same properties.

Source: NCCIS 3.5 for the statuses and their categories.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tracker.domain.reference import codes
from tracker.domain.reference.codes import GUARANTEE_STATUSES
from tracker.domain.year.cohort import Why

#: In a part, those of every group.
EVERY = "*"
K = TypeVar("K", bound=Hashable)


class Lack(StrEnum):
    """What a young person without an offer lacks; ``EITHER`` is both together."""

    NOT_RECORDED = "not-recorded"
    NO_OFFER = "no-offer"
    EITHER = "either"


_LACKS = {"not recorded": Lack.NOT_RECORDED, "no offer": Lack.NO_OFFER}
assert _LACKS.keys() <= set(codes.GUARANTEE_CATEGORIES)


def lack(status: str) -> Lack | None:
    """What a status lacks; None with an offer, and where none is appropriate."""
    return _LACKS.get(GUARANTEE_STATUSES[status].category)


@dataclass(frozen=True, slots=True)
class Covered:
    """Young people on the list who are alike, or pupils of Year 11 that another
    authority leads. ``people`` is how many.

    ``status`` is that of the day, ``before`` that of the day it is compared with.
    ``school`` is the key of where they were on the day that fixes the list, and
    ``form_group`` theirs there. ``led_by`` is the code of the authority that leads: of
    its pupils ``why`` and both statuses are None.
    """

    year: int
    why: Why | None
    status: str | None
    before: str | None
    school: str | None
    form_group: str | None = None
    led_by: str | None = None
    people: int = 1

    @property
    def lack(self) -> Lack | None:
        return lack(self.status) if self.status is not None else None

    @property
    def changed(self) -> bool:
        return self.status != self.before


@dataclass(frozen=True, slots=True)
class Part:
    """Some of them; what is None narrows nothing.

    ``school`` and ``form_group`` are "" for those of none that is known. With
    ``led_by`` it is of those that another authority leads, else of those on the list.
    """

    year: int | None = None
    why: Why | None = None
    status: str | None = None
    before: str | None = None
    changed: bool = False
    lack: Lack | None = None
    school: str | None = None
    form_group: str | None = None
    led_by: str | None = None

    def holds(self, each: Covered) -> bool:
        """Whether these young people belong to the part."""
        if (self.led_by is None) != (each.led_by is None):
            return False
        return (
            self.led_by in (None, EVERY, each.led_by)
            and self.year in (None, each.year)
            and self.why in (None, each.why)
            and self.status in (None, each.status)
            and self.before in (None, each.before)
            and (each.changed or not self.changed)
            and self._lacks(each)
            and self.school in (None, each.school or "")
            and self.form_group in (None, each.form_group or "")
        )

    def _lacks(self, each: Covered) -> bool:
        if self.lack is None:
            return True
        if self.lack is Lack.EITHER:
            return each.lack is not None
        return each.lack is self.lack


def by_year(
    people: Iterable[Covered], of: Callable[[Covered], K]
) -> dict[K, Counter[int]]:
    """How many there are by a property and by school year, in the order they come."""
    found: dict[K, Counter[int]] = {}
    for each in people:
        found.setdefault(of(each), Counter())[each.year] += each.people
    return found


def counted(people: Iterable[Covered], of: Callable[[Covered], K]) -> Counter[K]:
    """How many there are by a property."""
    found = Counter[K]()
    for each in people:
        found[of(each)] += each.people
    return found


@dataclass(slots=True)
class Owing:
    """The young people of a school or a form group, and those who lack an offer."""

    key: str
    people: int = 0
    not_recorded: int = 0
    no_offer: int = 0

    @property
    def either(self) -> int:
        return self.not_recorded + self.no_offer


def owing(people: Iterable[Covered], of: Callable[[Covered], str]) -> list[Owing]:
    """How many lack an offer, by a property: the group with the most comes first."""
    found: dict[str, Owing] = {}
    for each in people:
        group = found.setdefault(of(each), Owing(of(each)))
        group.people += each.people
        if each.lack is Lack.NOT_RECORDED:
            group.not_recorded += each.people
        elif each.lack is Lack.NO_OFFER:
            group.no_offer += each.people
    return sorted(found.values(), key=lambda each: (-each.either, each.key))
