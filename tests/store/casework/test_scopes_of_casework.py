"""Caseloads, planned contacts and accounts of an authority, beside another's.

Each list has a row that differs from a wanted one in a single thing. All invented.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.store import rows
from tests.store.rows import (
    AT,
    AT_SCHOOL,
    BOTH,
    HERE,
    ON,
    OTHER_SCHOOL,
    SCHOOL,
    THERE,
    THERE_ONLY,
    later,
)
from tracker.store.accounts import reviews, sessions, users
from tracker.store.accounts.sessions import SignedIn
from tracker.store.accounts.users import User
from tracker.store.casework import (
    caseload_rows,
    caseloads,
    contacts,
    entries,
    follow_ups,
)
from tracker.store.casework.caseload_rows import Load, Only
from tracker.store.casework.caseloads import Cover, HandedOver, HandOver, Held
from tracker.store.casework.contacts import Contact
from tracker.store.casework.follow_ups import FollowUp
from tracker.store.history.evidence import Entry
from tracker.store.work.items import Selection

pytestmark = pytest.mark.usefixtures("inside")

HERE_ONLY = "359"


def ids(some: Any) -> list[int]:
    return [each.id for each in some]


def user(name: str, role: str = "adviser", **columns: Any) -> int:
    usual = {
        "authority": HERE_ONLY,
        "email": f"{name.lower()}@example.org",
        "password": "a digest",
        "invited_at": AT,
    }
    number: int = rows.added(User(name=name, role=role, **{**usual, **columns})).id
    return number


def hand_over(authority: str = HERE_ONLY, **columns: Any) -> int:
    usual = {"moved": [], "made_at": AT, "made_by": "leader@example.org"}
    made = HandOver(authority=authority, **{**usual, **columns})
    number: int = rows.added(made).id
    return number


def hold(
    person: int, adviser: int, *, days: int = 0, authority: str = HERE_ONLY
) -> int:
    since = ON + timedelta(days=days)
    made = hand_over(authority)
    rows.added(
        Held(
            person_id=person,
            authority=authority,
            user_id=adviser,
            since=since,
            hand_over_id=made,
        )
    )
    return person


def contact(person: int, days: int = 0, authority: str = HERE_ONLY) -> Contact:
    entry = rows.added(
        Entry(authority=authority, source="contact", made_by="me", recorded_at=AT)
    )
    made: Contact = rows.added(
        Contact(
            authority=authority,
            person_id=person,
            entry_id=entry.id,
            made_on=ON + timedelta(days=days),
            outcome="no answer",
            channel="phone",
            written_at=AT,
            written_by="me@example.org",
        )
    )
    return made


def plan(
    person: int, days: int | None = 0, authority: str = HERE_ONLY, **columns: Any
) -> None:
    due = None if days is None else ON + timedelta(days=days)
    usual = {"what": "", "set_at": AT, "set_by": "me@example.org"}
    rows.added(
        FollowUp(authority=authority, person_id=person, due=due, **{**usual, **columns})
    )


def test_a_caseload_has_its_living_people_the_longest_ago_contacted_first() -> None:
    adviser, other = user("Robin"), user("Sam")
    bea, ann, new = (
        hold(rows.person(given, "Orr"), adviser) for given in ("Bea", "Ann", "Cat")
    )
    late = hold(rows.person("Dot", "Lee"), adviser)
    hold(rows.person(live=False), adviser)
    hold(rows.person(details={"departure": "D"}), adviser)
    sams = hold(rows.person("Eve", "Orr"), other)
    theirs = hold(rows.person(authority=THERE_ONLY), adviser, authority=THERE_ONLY)
    contact(bea, -20)
    contact(ann, -20)
    contact(late, -5)
    plan(bea, -1)
    plan(ann, 0)

    def of(*advisers: int, scope: Any = HERE, **more: Any) -> list[int]:
        found = caseload_rows.of_adviser(
            advisers, day=ON, today=ON, within=scope, **more
        )
        return [row.person for row in found]

    order = [new, ann, bea, late]
    assert of(adviser) == order
    assert of(adviser, other) == [new, sams, ann, bea, late]
    assert of(adviser, offset=1, limit=2) == order[1:3]
    assert of(adviser, only=Only.OVERDUE) == [bea]
    assert of(adviser, only=Only.NEVER_CONTACTED) == [new]
    assert of(adviser, scope=THERE) == [theirs]
    assert of(adviser, scope=AT_SCHOOL) == []
    assert of() == []

    def loads(scope: Any, today: date = ON) -> dict[int, Load]:
        return caseload_rows.loads(today=today, within=scope, users=[adviser, other])

    assert loads(HERE) == {
        adviser: Load(4, 1, 1, ON - timedelta(days=20)),
        other: Load(1, 0, 1, None),
    }
    assert loads(HERE, ON + timedelta(days=1))[adviser].overdue == 2
    assert loads(THERE) == {adviser: Load(1, 0, 1, None)}
    assert loads(AT_SCHOOL) == {}


def test_people_may_be_urgent_by_a_plan_a_lapse_or_their_activity() -> None:
    adviser = user("Robin")
    soon = ON + caseload_rows.LAPSING_WITHIN
    due, neet, lapsing, calm = (
        hold(rows.person(given), adviser) for given in ("A", "B", "C", "D")
    )
    plan(due, 0)
    plan(calm, 1)
    rows.position(neet, ON, status="P", activity="619")
    rows.position(lapsing, ON, status="P", lapses=soon)
    rows.position(calm, ON, status="P", lapses=soon + timedelta(days=1))

    def urgent(scope: Any, *advisers: int) -> set[int]:
        found = caseload_rows.perhaps_urgent(advisers, day=ON, today=ON, within=scope)
        return {row.person for row in found}

    assert urgent(HERE, adviser) == {due, neet, lapsing}
    assert urgent(THERE, adviser) == set()
    assert urgent(HERE) == set()


def test_the_unallocated_are_tracked_and_neet_not_known_or_lapsed() -> None:
    yesterday = ON - timedelta(days=1)

    def known(given: str, activity: str = "310", **columns: Any) -> int:
        number = rows.person(given, "Orr", **columns.pop("record", {}))
        rows.position(number, ON, **{"status": "P", "activity": activity, **columns})
        return number

    not_known, neet = known("Bea", "810"), known("Ann", "619")
    lapsed = known("Cat", lapses=yesterday)
    known("Dot", lapses=ON)
    known("Eve", "619", status="D")
    known("Fay", "619", record={"live": False})
    hold(known("Gay", "619"), user("Robin"))
    known("Hal", "619", authority=THERE_ONLY, record={"authority": THERE_ONLY})
    order = [neet, not_known, lapsed]

    def unallocated(scope: Any, **more: Any) -> list[int]:
        found = caseload_rows.unallocated(day=ON, today=ON, within=scope, **more)
        return [row.person for row in found]

    assert unallocated(HERE) == order
    assert unallocated(HERE, offset=1, limit=1) == order[1:2]
    assert len(unallocated(THERE)) == 1
    assert unallocated(AT_SCHOOL) == []
    count = caseload_rows.count_unallocated
    assert count(day=ON, within=HERE) == 3
    assert count(day=ON, within=THERE) == 1
    assert count(day=yesterday, within=HERE) == 0


def test_the_newest_planned_contact_is_work_of_who_has_the_young_person() -> None:
    robin, sam = user("Robin"), user("Sam")
    held, merged_held = rows.person("Zela", "Orr"), rows.person("Zelb", "Orr")
    hold(held, robin)
    plan(held, 9)
    plan(held, 3, what="Ring the college")
    plan(held, 1, withdrawn_at=AT)
    gone = rows.person(merged_into=merged_held)
    hold(gone, sam)
    plan(gone, 4)
    alone = rows.person("Zelc", "Orr")
    plan(alone, 5)
    over = rows.person()
    plan(over, 5)
    plan(over, None)
    plan(rows.person(live=False), 5)
    plan(rows.person(details={"departure": "D"}), 5)
    dead = rows.person(details={"departure": "D"})
    plan(rows.person(merged_into=dead), 5)
    plan(rows.person(merged_into=rows.person(live=False)), 5)
    theirs = rows.person(authority=THERE_ONLY)
    plan(theirs, 5, THERE_ONLY)

    def shown(scope: Any, **more: Any) -> dict[int, dict[str, Any]]:
        found = rows.items(follow_ups.items(within=scope, **more))
        return {item["id"]: item for item in found}

    found = shown(HERE)
    assert set(found) == {held, merged_held, alone}
    assert found[held] == {
        "id": held,
        "person_id": held,
        "why": "Ring the college",
        "owner_id": robin,
        "due": ON + timedelta(days=3),
        "since": AT,
    }
    assert found[merged_held]["owner_id"] == sam
    assert found[merged_held]["why"] == "Next contact"
    assert "owner_id" not in found[alone]
    assert set(shown(THERE)) == {theirs}
    assert shown(AT_SCHOOL) == {}
    assert set(shown(HERE, users=[robin])) == {held}
    assert set(shown(HERE, users=[sam])) == {merged_held}
    assert shown(HERE, users=[]) == {}
    for scope, counted in ((HERE, {robin: 1, sam: 1, None: 1}), (THERE, {None: 1})):
        kinds = {"follow-up": ("adviser", follow_ups.items(within=scope))}
        chosen = Selection(kinds, ON)
        assert {each.owner_id: each.items for each in chosen.groups()} == counted
        assert len(chosen.page()) == sum(counted.values())
    # A page has the names, in whatever order, and in parts as in one.
    kinds = {"follow-up": ("adviser", follow_ups.items(within=HERE))}
    orders = {
        ("due", False): ["Zela Orr", "Zelb Orr", "Zelc Orr"],
        ("due", True): ["Zelc Orr", "Zelb Orr", "Zela Orr"],
        ("about", False): ["Zela Orr", "Zelb Orr", "Zelc Orr"],
        ("about", True): ["Zelc Orr", "Zelb Orr", "Zela Orr"],
    }
    for (order, descending), names in orders.items():
        whole = Selection(kinds, ON).page(order=order, descending=descending)
        assert [each.about for each in whole] == names
        parts = [
            Selection(kinds, ON).page(
                order=order, descending=descending, offset=at, limit=1
            )
            for at in range(3)
        ]
        assert [one for part in parts for one in part] == list(whole)
    # The record that stays counts before one that is merged into it.
    hold(merged_held, robin, days=-9)
    assert shown(HERE)[merged_held]["owner_id"] == robin


def test_advisers_have_an_open_account_with_a_caseload() -> None:
    also = user("Ann", id=9_000, email="also@example.org")
    b, a = user("Bea"), user("Ann")
    user("Cat", closed_at=AT)
    user("Dot", "administrator")
    theirs = user("Eve", authority=THERE_ONLY)
    assert ids(caseloads.advisers(within=HERE)) == [a, also, b]
    assert ids(caseloads.advisers(within=THERE)) == [theirs]


def test_cover_is_shown_to_its_last_day_and_in_its_authority() -> None:
    adviser, colleague = user("Robin"), user("Sam")

    def cover(first: int, last: int, **columns: Any) -> int:
        made = Cover(
            user_id=adviser,
            colleague_id=colleague,
            first=ON + timedelta(days=first),
            last=ON + timedelta(days=last),
            made_at=AT,
            made_by="me@example.org",
            **{"authority": HERE_ONLY, **columns},
        )
        number: int = rows.added(made).id
        return number

    to_come, last_day = cover(5, 6), cover(-3, 0)
    over = cover(-3, -1)
    cover(0, 5, ended_at=AT)
    theirs = cover(0, 5, authority=THERE_ONLY)
    assert ids(caseloads.covers(ON, within=HERE)) == [last_day, to_come]
    assert ids(caseloads.covers(ON, within=THERE)) == [theirs]
    assert caseloads.covers(ON, within=AT_SCHOOL) == []
    assert ids([caseloads.cover(over, within=HERE)]) == [over]
    assert caseloads.cover(theirs, within=HERE) is None


def test_hand_overs_and_contacts_are_found_in_their_authority() -> None:
    first = hand_over(note="Autumn", moved=[[1, 9, None], [2, 8, 9], [3, 9, 8]])
    every = [first, *(hand_over() for _ in range(11))]
    theirs = hand_over(THERE_ONLY)
    newest = caseloads.newest_hand_overs
    assert [each.number for each in newest(within=HERE)] == every[:1:-1]
    assert [each.number for each in newest(within=HERE, limit=2)] == every[:-3:-1]
    assert newest(within=HERE, limit=12)[-1] == HandedOver(
        first, 3, (8, 9), "Autumn", AT, "leader@example.org", None, None
    )
    assert newest(within=AT_SCHOOL) == []
    assert ids([caseloads.hand_over(first, within=HERE)]) == [first]
    for number, scope in ((first, THERE), (theirs, HERE), (first, AT_SCHOOL)):
        assert caseloads.hand_over(number, within=scope) is None
    made = contact(rows.person())
    assert ids([contacts.get(made.id, within=HERE)]) == [made.id]
    assert ids([entries.get(made.entry_id, within=HERE)]) == [made.entry_id]
    for scope in (THERE, AT_SCHOOL):
        assert contacts.get(made.id, within=scope) is None
        assert entries.get(made.entry_id, within=scope) is None
        assert contacts.session(0, within=scope) is None


AT_WORK = {"role": "school-user", "institution": SCHOOL}


def test_accounts_are_those_of_the_authority() -> None:
    also = user("Dot", id=9_000, email="eve@example.org", **AT_WORK)
    b, a = user("Bea"), user("Ann", **AT_WORK)
    shut = user("Aaa", closed_at=AT)
    shut_there = user("Abe", closed_at=AT, **AT_WORK)
    long_ago = user("Cat", closed_at=later(-1))
    other = user("Dot", role="school-user", institution=OTHER_SCHOOL)
    theirs = user("Fay", authority=THERE_ONLY, **AT_WORK)
    every = [a, b, other, also, shut, shut_there, long_ago]
    assert ids(users.everybody(within=HERE)) == every
    assert ids(users.everybody(within=THERE)) == [theirs]
    assert set(users.names(within=HERE)) == {
        f"{name}@example.org"
        for name in ("bea", "ann", "aaa", "abe", "cat", "dot", "eve")
    }
    assert users.names(within=THERE) == {"fay@example.org": "Fay"}
    assert users.by_institution(within=HERE) == {SCHOOL: 2, OTHER_SCHOOL: 1}
    assert users.by_institution(within=BOTH) == {SCHOOL: 3, OTHER_SCHOOL: 1}
    assert ids([users.get(a, within=HERE)]) == [a]
    assert users.get(theirs, within=HERE) is None
    assert ids(reviews.open_accounts(within=HERE)) == [a, b, other, also]
    assert ids(reviews.open_accounts(within=THERE)) == [theirs]
    assert ids(reviews.closed_since(AT, within=HERE)) == [shut, shut_there]
    assert reviews.closed_since(AT, within=THERE) == []
    for number, days in ((a, -3), (a, -1), (b, -2)):
        rows.added(
            SignedIn(
                digest=f"{number}{days}".zfill(64),
                user_id=number,
                began_at=later(-9),
                seen_at=later(days),
                how="password",
                proved_at=later(-9),
                device="Firefox",
            )
        )
    seen = sessions.seen(within=HERE)
    assert [(each.user.id, each.last) for each in seen] == [
        *((a, later(-1)), (b, later(-2))),
        *((number, None) for number in every[2:]),
    ]
    of_school = sessions.seen(within=HERE, institution=SCHOOL)
    assert [each.user.id for each in of_school] == [a, also, shut_there]
    assert [each.user.id for each in sessions.seen(within=THERE)] == [theirs]
