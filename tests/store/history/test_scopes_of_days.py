"""Positions, days and leavers of a scope, each beside those of another."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import AUTHORITY
from tests.store import rows
from tests.store.rows import (
    AT_SCHOOL,
    BOTH,
    HERE,
    OTHER_SCHOOL,
    SCHOOL,
    THERE,
    THERE_ONLY,
)
from tracker.domain.history.destination_category import Category
from tracker.domain.leavers.leaver import Kind
from tracker.store.history import days, derivations, leaver_rows, leaving, positions
from tracker.store.history.days import PositionDay
from tracker.store.history.leaving import Stage

pytestmark = pytest.mark.usefixtures("inside")

DAY, BEFORE = date(2026, 10, 31), date(2026, 9, 30)
BORN = date(2010, 3, 4)
NEET, EDUCATION = Category.NEET, Category.SCHOOL_SIXTH_FORM


def test_people_without_a_position_are_living_born_and_not_merged() -> None:
    lacking, with_one = rows.person(born=BORN), rows.person(born=BORN)
    earlier = rows.person(born=BORN)
    rows.position(with_one, DAY)
    rows.position(earlier, BEFORE)
    rows.person(born=None)
    rows.person(born=BORN, live=False)
    rows.person(born=BORN, merged_into=lacking)
    there = rows.person(born=BORN, authority=THERE_ONLY)
    missing = positions.missing
    assert missing(DAY, within=HERE) == {lacking, earlier}
    assert missing(DAY, within=THERE) == {there}
    assert missing(DAY, within=AT_SCHOOL) == set()
    assert missing(DAY, within=HERE, people=[earlier, with_one, there]) == {earlier}
    assert missing(DAY, within=HERE, people=[]) == set()


def test_merged_records_are_missing_from_their_first_to_their_last_day() -> None:
    stays = rows.person()
    merged = {
        days: rows.person(merged_into=stays, merged_on=DAY - timedelta(days=days))
        for days in (-1, 0, 10, 31, 32)
    }
    stored = rows.person(merged_into=stays, merged_on=DAY)
    rows.position(stored, DAY)
    rows.position(merged[10], BEFORE)
    rows.person(merged_into=stays, merged_on=DAY, authority=THERE_ONLY)
    found = positions.merged_missing(BEFORE, DAY, within=HERE)
    assert found == {merged[0], merged[10], merged[31]}
    assert positions.merged_missing(BEFORE, DAY, within=AT_SCHOOL) == set()


def test_stored_positions_are_those_of_the_day_and_the_authority() -> None:
    b, a = rows.person(), rows.person()
    there = rows.person(authority=THERE_ONLY)
    rows.position(a, DAY, institution=SCHOOL, institution_name="Zel School")
    rows.position(b, DAY, institution=SCHOOL, institution_name="A School")
    rows.position(b, BEFORE, institution=OTHER_SCHOOL, institution_name="Old School")
    rows.position(there, DAY, authority=THERE_ONLY, institution=SCHOOL)
    on = positions.on
    assert [each.person for each in on(DAY, within=HERE)] == [b, a]
    assert [each.person for each in on(BEFORE, within=HERE)] == [b]
    assert [each.person for each in on(DAY, within=THERE)] == [there]
    assert on(DAY, within=AT_SCHOOL) == []
    assert positions.ever_at(SCHOOL, within=HERE) == {a, b}
    assert positions.ever_at(OTHER_SCHOOL, within=HERE) == {b}
    assert positions.ever_at(SCHOOL, within=THERE) == {there}
    assert positions.ever_at(SCHOOL, within=AT_SCHOOL) == set()
    names_of = positions.names_of
    wanted = [SCHOOL, OTHER_SCHOOL]
    assert names_of(wanted, DAY, within=HERE) == {SCHOOL: "A School"}
    assert names_of(wanted, BEFORE, within=HERE) == {OTHER_SCHOOL: "Old School"}
    assert names_of([OTHER_SCHOOL], DAY, within=HERE) == {}
    assert names_of(wanted, DAY, within=THERE) == {}


def test_a_day_is_complete_where_every_authority_of_the_scope_is() -> None:
    def kept(day: date, complete: bool, authority: str = AUTHORITY) -> None:
        rows.added(PositionDay(authority=authority, as_of=day, complete=complete))

    first, second, third = (DAY + timedelta(days=n) for n in range(3))
    derivations.renew()
    days.complete(AUTHORITY, [first, second])
    days.complete(THERE_ONLY, [first])
    kept(third, False)
    kept(third, False, THERE_ONLY)
    every = [first, second, third]
    for scope, complete in ((HERE, {first, second}), (THERE, {first}), (BOTH, {first})):
        assert days.complete_among(every, within=scope) == complete
        assert days.complete_among([], within=scope) == set()
        assert days.complete_among([third], within=scope) == set()
        for day in every:
            assert days.are_complete([day], within=scope) is (day in complete)
        assert days.are_complete([], within=scope)
        assert days.are_complete(every[:2], within=scope) is (scope == HERE)
        assert days.newest(third, within=scope) == max(complete)
        assert days.newest(first, within=scope) == first
        assert days.newest(first - timedelta(days=1), within=scope) is None


YEAR_11, POST_16 = Stage.YEAR_11, Stage.POST_16


def test_leavers_are_born_in_the_years_that_finish_their_stage() -> None:
    """Year 11 of 2026 was born from 1 September 2009 to 31 August 2010."""
    born = {
        day: rows.person(born=day)
        for day in (
            *(date(2008, 8, 31), date(2009, 8, 31), date(2009, 9, 1)),
            *(date(2010, 8, 31), date(2010, 9, 1), date(2011, 8, 31)),
        )
    }
    a, b, c, d, e, f = born
    rows.person(born=c, live=False)
    rows.person(born=c, merged_into=born[c])
    there = rows.person(born=c, authority=THERE_ONLY)

    def left(*wanted: tuple[int, Stage], **more: Any) -> list[date]:
        found = leaving.may_have_left(wanted, **{"within": HERE, **more})
        assert list(found) == sorted(found)
        return list(found.values())

    assert left((2026, YEAR_11)) == [c, d]
    assert left((2025, YEAR_11)) == [b]
    assert left((2027, YEAR_11)) == [e, f]
    assert left((2026, POST_16)) == [a, b]
    assert left((2025, POST_16)) == [a]
    assert left((2026, YEAR_11), (2025, YEAR_11)) == [b, c, d]
    assert left((2026, YEAR_11), (2026, POST_16)) == [a, b, c, d]
    assert left((2026, YEAR_11), only=[born[d], born[e], there]) == [d]
    assert left((2026, YEAR_11), within=THERE) == [c]
    assert left((2026, YEAR_11), within=AT_SCHOOL) == []


def test_leavers_of_an_institution_are_shown_to_its_own_users_alone() -> None:
    b, a, out = rows.person(), rows.person(), rows.person()
    rows.leaver(a)
    rows.leaver(b, listed=False)
    rows.leaver(out, institution=OTHER_SCHOOL)
    old = rows.person()
    rows.leaver(old, left=2025)
    older = rows.person()
    rows.leaver(older, stage="16 to 18")
    there = rows.person(authority=THERE_ONLY)
    rows.leaver(there, authority=THERE_ONLY)

    def of(school: str, scope: Any, left: int = 2026, stage: Stage = YEAR_11) -> Any:
        found = leaver_rows.of(school, left, stage, within=scope)
        return [leaver.person for leaver in found]

    for scope in (HERE, AT_SCHOOL):
        assert of(SCHOOL, scope) == [b, a]
        assert of(SCHOOL, scope, left=2025) == [old]
        assert of(SCHOOL, scope, stage=POST_16) == [older]
    assert of(OTHER_SCHOOL, HERE) == [out]
    assert of(OTHER_SCHOOL, AT_SCHOOL) == []
    assert of(SCHOOL, THERE) == [there]

    every, years = [a, b, out, old, older, there], [2025, 2026]

    def listed(*given: Any, within: Any) -> set[int]:
        return set(leaver_rows.names(*given, within=within))

    assert listed(every, years, within=HERE) == {a, out, old, older}
    assert listed(every, [2026], within=HERE) == {a, out, older}
    assert listed([a, b], years, within=HERE) == {a}
    assert listed(every, years, within=AT_SCHOOL) == {a, old, older}
    assert listed(every, years, within=THERE) == {there}

    institutions = leaver_rows.institutions
    assert institutions(2026, within=HERE) == {
        (SCHOOL, POST_16): 1,
        (SCHOOL, YEAR_11): 2,
        (OTHER_SCHOOL, YEAR_11): 1,
    }
    assert list(institutions(2026, within=HERE)) == [
        *((SCHOOL, POST_16), (SCHOOL, YEAR_11), (OTHER_SCHOOL, YEAR_11))
    ]
    assert institutions(2026, within=AT_SCHOOL) == {
        (SCHOOL, POST_16): 1,
        (SCHOOL, YEAR_11): 2,
    }
    assert institutions(2025, within=THERE) == {}


def test_the_kinds_of_leavers_are_counted_by_school_and_for_the_authority() -> None:
    people = [rows.person() for _ in range(6)]
    for number in people[:2]:
        rows.leaver(number, sex="M", category=str(NEET), in_march=str(EDUCATION))
    rows.leaver(people[2], institution=OTHER_SCHOOL, listed=False)
    rows.leaver(people[3], left=2025)
    rows.leaver(people[4], stage="16 to 18")
    rows.leaver(people[5], authority=THERE_ONLY)

    def of(school: str, scope: Any, stage: Stage = YEAR_11) -> dict[int, list[int]]:
        found = leaver_rows.kinds_of(school, [2025, 2026, 2024], stage, within=scope)
        return {year: sorted(kinds.values()) for year, kinds in found.items()}

    assert of(SCHOOL, HERE) == {2025: [1], 2026: [2], 2024: []}
    assert of(SCHOOL, AT_SCHOOL) == {2025: [1], 2026: [2], 2024: []}
    assert of(OTHER_SCHOOL, HERE) == {2025: [], 2026: [1], 2024: []}
    assert of(OTHER_SCHOOL, AT_SCHOOL) == {2025: [], 2026: [], 2024: []}
    assert of(SCHOOL, THERE) == {2025: [], 2026: [1], 2024: []}
    assert of(SCHOOL, HERE, POST_16) == {2025: [], 2026: [1], 2024: []}
    kinds = leaver_rows.kinds
    every = kinds([2026], YEAR_11, within=AT_SCHOOL)
    assert kinds([2026], YEAR_11, within=HERE) == every
    assert sorted(every[2026].values()) == [1, 2]
    [two] = [kind for kind, count in every[2026].items() if count == 2]
    assert isinstance(two, Kind)
    assert (two.listed, two.sex, two.now, two.in_march) == (
        True,
        *("M", NEET, EDUCATION),
    )
    assert kinds([], YEAR_11, within=HERE) == {}
