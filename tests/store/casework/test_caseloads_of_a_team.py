"""The caseloads of a whole team are counted and listed as each of them is.

They are read all at once, one caseload person by person. Everybody is invented.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from tests.store import rows
from tests.store.casework.test_scopes_of_casework import contact, hold, plan, user
from tests.store.rows import AT, AT_SCHOOL, BOTH, HERE, ON, THERE, THERE_ONLY
from tracker.access import Scope
from tracker.domain.reference.activity import NEET_NOT_KNOWN_OR_SEALED
from tracker.store.casework import caseload_mix, caseload_rows
from tracker.store.casework.caseload_mix import Mix
from tracker.store.casework.caseload_rows import Load, Only, Row
from tracker.store.database import base
from tracker.store.history import positions

EVERY = (None, *Only)


@pytest.fixture
def team(inside) -> list[int]:
    """Robin and Sam with people who differ in one thing each; Kim has none."""
    robin, sam, kim = (user(name) for name in ("Robin", "Sam", "Kim"))
    twins = [hold(rows.person("Ann", "Orr"), robin) for _ in range(3)]
    late = hold(rows.person("Bea", "Orr"), sam)
    never = [hold(rows.person(given, "Lee"), sam) for given in ("Cat", "Ann")]
    for person in (*twins, late):
        contact(person, -20)
    contact(twins[0], -30)
    contact(late, -5)
    plan(late, -1)
    plan(twins[1], -3)
    plan(twins[1], 4)
    plan(twins[2], -3)
    plan(twins[2], 4, withdrawn_at=AT)
    plan(never[0], None)

    # The record that stays decides, and everything of its records is the person's.
    kept = hold(rows.person("Dot", "Orr"), robin)
    gone = hold(rows.person("Dot", "Old", merged_into=kept), sam, days=9)
    contact(gone, -2)
    plan(gone, -2)
    # In a caseload by merged records alone: the newest of them decides.
    alone = rows.person("Eve", "Orr")
    first, second = (rows.person("Eve", "Old", merged_into=alone) for _ in range(2))
    hold(first, robin, days=-9)
    hold(second, sam, days=-3)
    contact(first, -40)
    plan(alone, -1)
    plan(second, 8)
    # A contact that was withdrawn was none.
    contact(never[1], -1).withdrawn_at = AT
    rows.flush()

    for person in (
        hold(rows.person(live=False), robin),
        hold(rows.person(details={"departure": "D"}), robin),
        hold(rows.person(merged_into=rows.person(live=False)), sam),
        hold(rows.person(merged_into=rows.person(details={"departure": "D"})), sam),
    ):
        contact(person, -90)
        plan(person, -9)
    left = hold(rows.person("Fay", "Orr", details={"departure": "X"}), sam)
    there = hold(rows.person(authority=THERE_ONLY), robin, authority=THERE_ONLY)
    contact(there, -50, THERE_ONLY)

    rows.position(kept, ON, status="P", activity="619")
    rows.position(gone, ON, status="P", activity="810", send=True)
    rows.position(alone, ON, status="G", activity="619", lapses=ON - timedelta(days=1))
    rows.position(late, ON, status="P", activity="810", send=True)
    rows.position(left, ON, status="D", activity="619", send=True)
    rows.position(twins[0], ON - timedelta(days=1), status="P", activity="619")
    rows.position(twins[1], ON, status="P", activity="310", send=True)
    return [robin, sam, kim]


def one_by_one(
    users: Sequence[int], scope: Scope, today: date, only: Only | None = None
) -> list[Row]:
    return caseload_rows.of_adviser(users, day=ON, today=today, within=scope, only=only)


@pytest.mark.parametrize("scope", [HERE, THERE, BOTH, AT_SCHOOL])
@pytest.mark.parametrize("today", [ON, ON + timedelta(days=5), ON - timedelta(days=9)])
def test_the_numbers_are_those_of_the_lists(team, scope, today) -> None:
    loads = caseload_rows.loads(today=today, within=scope, users=team)
    for each in team:
        of = {
            only: [
                row
                for row in one_by_one(team, scope, today, only)
                if row.adviser == each
            ]
            for only in EVERY
        }
        seen = [row.last_contact for row in of[None] if row.last_contact is not None]
        expected = Load(*(len(of[only]) for only in EVERY), min(seen, default=None))
        assert loads.get(each, Load(0, 0, 0, None)) == expected
    assert team[2] not in loads
    assert caseload_rows.loads(today=today, within=scope, users=[]) == {}


@pytest.mark.parametrize("scope", [HERE, THERE, BOTH, AT_SCHOOL])
@pytest.mark.parametrize("only", EVERY)
def test_each_page_of_all_caseloads_is_a_part_of_the_whole_list(
    team, scope, only
) -> None:
    query = {"day": ON, "today": ON, "within": scope, "only": only}
    for users in (team, team[:1], team[2:], []):
        whole = one_by_one(users, scope, ON, only)
        for offset in range(len(whole) + 2):
            for limit in (0, 1, 2, 50):
                page = caseload_rows.of_team(users, offset=offset, limit=limit, **query)
                assert page == whole[offset : offset + limit]


def test_what_the_list_of_all_caseloads_is_here(team) -> None:
    robin, sam, _ = team
    found = [
        (row.name, row.adviser, row.due)
        for row in caseload_rows.of_team(
            team, day=ON, today=ON, within=HERE, offset=0, limit=50
        )
    ]

    def day(days: int) -> date:
        return ON + timedelta(days=days)

    assert found == [
        ("Ann Lee", sam, None),
        ("Cat Lee", sam, None),
        ("Fay Orr", sam, None),
        ("Eve Orr", sam, day(8)),
        ("Ann Orr", robin, None),
        ("Ann Orr", robin, day(4)),
        ("Ann Orr", robin, day(-3)),
        ("Bea Orr", sam, day(-1)),
        ("Dot Orr", robin, day(-2)),
    ]


@pytest.mark.parametrize("scope", [HERE, THERE, BOTH, AT_SCHOOL])
@pytest.mark.parametrize("day", [ON, ON - timedelta(days=1), ON + timedelta(days=1)])
def test_the_mix_is_that_of_the_people_listed(team, scope, day) -> None:
    listed = caseload_rows.of_adviser(team, day=day, today=ON, within=scope)
    mixes = caseload_mix.mixes(team, day=day, within=scope)
    sizes = Counter(row.adviser for row in listed)
    assert {user: mix.people for user, mix in mixes.items()} == sizes
    assert caseload_mix.people_in(team, within=scope) == sizes
    for each, mix in mixes.items():
        members = [row.member for row in listed if row.adviser == each and row.member]
        where = [member.position for member in members]
        assert mix == Mix(
            mix.people,
            sum(position.is_neet for position in where),
            sum(position.is_not_known for position in where),
            sum(member.send for member in members),
        )


def test_those_in_no_caseload_are_counted_as_they_are_listed(team) -> None:
    yesterday = ON - timedelta(days=1)
    free = rows.person("Gus", "Orr")
    rows.position(free, ON, status="P", activity="619", send=True)
    lapsed = rows.person("Hal", "Orr")
    rows.position(lapsed, ON, status="G", activity="310", lapses=yesterday)
    hidden = rows.person("Ida", "Lee")
    rows.position(hidden, ON, status="P", activity="sealed")
    for record in (
        {"live": False},
        {"details": {"departure": "D"}},
        {"merged_into": free},
    ):
        rows.position(rows.person(**record), ON, status="P", activity="619")
    query = {"day": ON, "within": HERE}
    found = caseload_rows.unallocated(today=ON, **query)
    assert [row.person for row in found] == [hidden, free, lapsed]
    assert caseload_rows.count_unallocated(**query) == 3
    assert [
        (each.number, each.neet, each.not_known, each.plan)
        for each in caseload_mix.to_allocate(**query)
    ] == [
        (free, True, False, True),
        (lapsed, False, True, False),
        (hidden, False, False, False),
    ]
    # A merged record that is in a caseload is the person's.
    hold(rows.person(merged_into=free), team[0])
    assert caseload_rows.count_unallocated(**query) == 2


def test_the_index_of_those_to_find_has_the_codes_of_today(inside) -> None:
    """With another condition PostgreSQL would read every position of the day."""
    (codes,) = base.stream(
        "SELECT ARRAY(SELECT (regexp_matches(indexdef, '''([^'']+)''', 'g'))[1])"
        " FROM pg_indexes WHERE indexname = 'ix_positions_to_find'"
    )
    assert sorted(codes[0]) == sorted(positions.TRACKED + NEET_NOT_KNOWN_OR_SEALED)
