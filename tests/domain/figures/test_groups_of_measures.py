"""Alike members are evaluated once, by everything that the flags of measures read."""

from datetime import date

import pytest

from tests.domain.figures.test_measures import member
from tracker import domain
from tracker.domain.figures.breakdowns import BREAKDOWNS
from tracker.domain.history.position import Position


class Watched:
    """A member, or its position, that remembers which fields were read."""

    def __init__(self, of: object, seen: set[str], under: str = "") -> None:
        self._of, self._seen, self._under = of, seen, under

    def __getattr__(self, name: str) -> object:
        found = getattr(self._of, name)
        if isinstance(found, Position):
            return Watched(found, self._seen, f"{name}.")
        self._seen.add(f"{self._under}{name}")
        return found


@pytest.mark.parametrize("code", ["110", "210", "310", "619", "710", "810"])
@pytest.mark.parametrize("lapses", [None, date(2026, 9, 30)])
def test_flags_read_only_what_alike_members_share(code, lapses) -> None:
    one = member(code, lapses=lapses, characteristics=frozenset({"110"}))
    kinds, flags = set(), set()
    domain.figures.flags.kind_of(Watched(one, kinds))
    for flag in domain.figures.measures.ALL.flags:
        flag(Watched(one, flags))
    from_activity_and_lapse = {
        f"position.{name}"
        for name in ("activity", "is_neet", "is_not_known", "participates", "lapsed")
    }
    assert flags - from_activity_and_lapse <= kinds
    assert {"position.activity", "position.lapsed"} <= kinds


#: The columns from which the properties of a position are worked out.
DERIVED = {"is_not_known": {"activity", "lapses"}, "lapsed": {"lapses"}}


@pytest.mark.parametrize("by", BREAKDOWNS, ids=lambda by: by.name)
def test_a_breakdown_reads_only_the_columns_that_it_declares(by) -> None:
    seen: set[str] = set()
    for code in ("110", "210", "619", "810"):
        for lapses in (None, date(2026, 9, 30), date(2026, 12, 1)):
            by.groups(Watched(member(code, lapses=lapses), seen))
    names = {name.removeprefix("position.") for name in seen}
    read = {column for name in names for column in DERIVED.get(name, {name})}
    assert read == set(by.reads)


def test_alike_members_answer_alike_and_others_do_not() -> None:
    measures = domain.figures.measures.MeasureSet(domain.figures.measures.MEASURES)
    neet, lapsed = member("619"), member("619", lapses=date(2026, 9, 30))
    assert measures.answers(neet) == measures.answers(neet) != measures.answers(lapsed)
