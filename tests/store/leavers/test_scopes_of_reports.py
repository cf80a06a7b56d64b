"""What schools report of their leavers, beside what other schools and councils have.

Notices and corrections, and the lines of the audit. All are invented.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.store import rows
from tests.store.rows import (
    AT,
    BOTH,
    HERE,
    ON,
    OTHER_SCHOOL,
    SCHOOL,
    THERE,
    THERE_ONLY,
    later,
)
from tracker.store.accounts import audit
from tracker.store.accounts.audit import Action, AuditLine, Criteria
from tracker.store.leavers import corrections, notices
from tracker.store.leavers.corrections import Correction
from tracker.store.leavers.notices import Notice

pytestmark = pytest.mark.usefixtures("inside")

HERE_ONLY = "359"


def ids(some: Any) -> list[int]:
    return [each.id for each in some]


def notice(school: str = SCHOOL, **columns: Any) -> int:
    usual = {
        "authority": HERE_ONLY,
        "given": "Amina",
        "family": "Holtby",
        "last_day": ON,
        "state": "open",
        "reported_by": "school@example.org",
        "reported_at": AT,
    }
    number: int = rows.added(Notice(institution=school, **{**usual, **columns})).id
    return number


DECIDED = {"decided_by": "officer@example.org", "decided_at": AT}


def test_notices_are_those_of_the_authority_or_of_some_schools() -> None:
    first, second = notice(), notice()
    other = notice(OTHER_SCHOOL)
    theirs = notice(authority=THERE_ONLY)
    total, page = notices.page(within=HERE)
    assert (total, ids(page)) == (3, [other, second, first])
    total, page = notices.page(within=HERE, of=[SCHOOL], offset=1, limit=1)
    assert (total, ids(page)) == (2, [first])
    total, page = notices.page(within=THERE)
    assert (total, ids(page)) == (1, [theirs])
    get = notices.get
    assert ids([get(first, within=HERE)]) == [first]
    assert ids([get(first, within=HERE, of=[SCHOOL])]) == [first]
    assert get(first, within=HERE, of=[OTHER_SCHOOL]) is None
    assert get(first, within=HERE, of=[]) is None
    assert get(first, within=THERE) is None
    assert get(theirs, within=HERE) is None


def test_fifty_notices_and_corrections_are_a_page() -> None:
    number = rows.person()
    reported = [(notice(), correction(number)) for _ in range(52)]
    total, page = notices.page(within=HERE)
    assert (total, ids(page)) == (52, [each for each, _ in reported[:1:-1]])
    total, found = corrections.page(within=HERE, of=[SCHOOL])
    assert total == 52
    assert [it.id for it in found] == [each for _, each in reported[:1:-1]]


def test_the_notices_about_a_young_person_that_were_not_taken_back() -> None:
    number, other = rows.person(), rows.person()
    settled = notice(person_id=number, state="settled", **DECIDED)
    recorded = notice(person_id=number, state="recorded")
    notice(person_id=number, state="taken back")
    notice(person_id=other)
    theirs = notice(person_id=number, authority=THERE_ONLY)
    assert ids(notices.about(number, within=HERE)) == [recorded, settled]
    assert ids(notices.about(number, within=THERE)) == [theirs]


def test_notices_as_work_items_are_open_elsewhere_or_settled() -> None:
    number = rows.person()
    nameless = notice()
    listed = notice(person_id=number)
    away = notice(lives_in="350", person_id=number, state="lives elsewhere")
    settled = notice(state="settled", **DECIDED)
    notice(state="recorded")
    notice(state="taken back")
    theirs = notice(authority=THERE_ONLY)
    shown = {item["id"]: item for item in rows.items(notices.items(within=HERE))}
    assert set(shown) == {nameless, listed, away, settled}
    assert shown[nameless] == {
        "id": nameless,
        "institution": SCHOOL,
        "about": "Amina Holtby",
        "why": "No young person there has that name, or more than one has",
        "since": AT,
    }
    assert shown[listed]["why"] == "A list of a later day still has them there"
    assert shown[listed]["person_id"] == number
    assert shown[away]["why"] == "To be passed on to Bolton"
    assert shown[settled]["done_by"] == "officer@example.org"
    assert shown[settled]["done_at"] == AT
    assert [it["id"] for it in rows.items(notices.items(within=THERE))] == [theirs]


def correction(person: int, school: str = SCHOOL, **columns: Any) -> int:
    usual = {
        "authority": HERE_ONLY,
        "doing": "apprenticeship",
        "how": "telephone",
        "reported_by": "school@example.org",
        "reported_at": AT,
    }
    made = Correction(institution=school, person_id=person, **{**usual, **columns})
    number: int = rows.added(made).id
    return number


def test_corrections_are_those_of_the_authority_or_of_some_schools() -> None:
    one, other = rows.person("Zela", "Orr"), rows.person()
    first, second = correction(one), correction(other)
    elsewhere = correction(one, OTHER_SCHOOL)
    theirs = correction(one, authority=THERE_ONLY)

    def page(**wanted: Any) -> tuple[int, list[int]]:
        total, found = corrections.page(**wanted)
        return total, [it.id for it in found]

    every = [SCHOOL, OTHER_SCHOOL]
    assert page(within=HERE, of=every) == (3, [elsewhere, second, first])
    assert page(within=HERE, of=[SCHOOL]) == (2, [second, first])
    assert page(within=HERE, of=every, person=one) == (2, [elsewhere, first])
    assert page(within=HERE, of=[SCHOOL], person=other) == (1, [second])
    assert page(within=HERE, of=every, offset=1, limit=1) == (3, [second])
    assert page(within=THERE, of=every) == (1, [theirs])
    assert page(within=BOTH, of=every)[0] == 4
    found = corrections.get(first, within=HERE)
    assert found is not None
    assert (found.correction.id, found.person.id) == (first, one)
    assert corrections.get(first, within=THERE) is None
    assert corrections.get(theirs, within=HERE) is None


def test_corrections_as_work_items_have_the_activity_and_the_place() -> None:
    number = rows.person("Zela", "Orr")
    bare = correction(number)
    placed = correction(number, place_name="Zel College", state="accepted", **DECIDED)
    theirs = correction(number, authority=THERE_ONLY)
    shown = {item["id"]: item for item in rows.items(corrections.items(within=HERE))}
    assert set(shown) == {bare, placed}
    assert shown[bare] == {
        "id": bare,
        "person_id": number,
        "institution": SCHOOL,
        "why": "In an apprenticeship",
        "since": AT,
    }
    assert shown[placed]["why"] == "In an apprenticeship: Zel College"
    assert shown[placed]["done_by"] == "officer@example.org"
    assert [it["id"] for it in rows.items(corrections.items(within=THERE))] == [theirs]


def test_the_state_of_the_newest_correction_of_each_person() -> None:
    one, other, silent = rows.person(), rows.person(), rows.person()
    correction(one, state="declined", **DECIDED)
    correction(one)
    correction(other, state="accepted", **DECIDED)
    correction(other, OTHER_SCHOOL)
    correction(one, state="accepted", authority=THERE_ONLY, **DECIDED)
    states, every = corrections.states, [one, other, silent]
    assert states(every, of=[SCHOOL], within=HERE) == {
        one: "waiting",
        other: "accepted",
    }
    assert states([other], of=[SCHOOL], within=HERE) == {other: "accepted"}
    assert states(every, of=[OTHER_SCHOOL], within=HERE) == {other: "waiting"}
    assert states(every, of=[SCHOOL], within=THERE) == {one: "accepted"}


def line(
    by: str = "a",
    action: Action = Action.SIGNED_IN,
    subject: str = "user 1",
    days: int = 0,
    authority: str = HERE_ONLY,
) -> int:
    made = AuditLine(
        authority=authority,
        at=later(days),
        by=by,
        action=action.value,
        subject=subject,
        detail={},
    )
    number: int = rows.added(made).id
    return number


def test_the_audit_is_searched_by_user_action_subject_and_time() -> None:
    """The moment at which a search ends is no longer part of it."""
    old = line(days=-2)
    other = line("b", Action.SIGNED_OUT, "user 2", days=-1)
    new, newer = line(), line("b")
    theirs = line("c", authority=THERE_ONLY)

    def found(scope: Any = HERE, **wanted: Any) -> list[int]:
        criteria = Criteria(**wanted)
        page = ids(audit.lines(criteria, within=scope, offset=0, limit=9))
        assert ids(audit.every_line(criteria, within=scope)) == page
        assert audit.count(criteria, within=scope) == len(page)
        return page

    assert found() == [newer, new, other, old]
    assert found(by="a") == [new, old]
    assert found(actions=(Action.SIGNED_OUT,)) == [other]
    assert found(actions=(Action.SIGNED_OUT, Action.SIGNED_IN)) == found()
    assert found(actions=()) == []
    assert found(subject="user 2") == [other]
    assert found(first=later(-1)) == [newer, new, other]
    assert found(until=later(-1)) == [old]
    assert found(by="b", subject="user 1", first=later(-1)) == [newer]
    assert found(THERE) == [theirs]
    assert found(BOTH) == [theirs, newer, new, other, old]
    some = audit.lines(Criteria(), within=HERE, offset=1, limit=2)
    assert ids(some) == [new, other]
    assert audit.actors(within=HERE) == ["a", "b"]
    assert audit.actors(within=THERE) == ["c"]
    assert audit.actors(within=BOTH) == ["a", "b", "c"]


def test_different_subjects_are_counted_by_day_and_user_the_most_first() -> None:
    """By the days of the place: 23:30 in summer is the next day in London."""
    summer = AT - timedelta(days=120)
    at = summer.replace(hour=23, minute=30)
    for by, subject, moment in (
        *(("a", f"user {n}", at) for n in range(3)),
        ("a", "user 1", at),
        ("b", "user 1", at),
        ("a", "user 1", at - timedelta(hours=1)),
        ("a", "user 9", AT - timedelta(days=200)),
    ):
        rows.added(
            AuditLine(
                authority=HERE_ONLY,
                at=moment,
                by=by,
                action=Action.SIGNED_IN.value,
                subject=subject,
                detail={},
            )
        )
    line(action=Action.SIGNED_OUT)
    line(authority=THERE_ONLY)
    day = date(at.year, at.month, at.day)

    def counted(scope: Any = HERE, zone: str = "Europe/London", most: int = 9) -> Any:
        return audit.different_subjects(
            Action.SIGNED_IN,
            within=scope,
            first=AT - timedelta(days=199),
            zone=zone,
            most=most,
        )

    after = day + timedelta(days=1)
    assert counted() == [(after, "a", 3), (after, "b", 1), (day, "a", 1)]
    assert counted(zone="UTC") == [(day, "a", 3), (day, "b", 1)]
    assert counted(most=1) == [(after, "a", 3)]
    assert counted(THERE) == [(ON, "a", 1)]
