"""The decisions that wait for an officer of the authority, and those that do not.

Doubtful lines, possible duplicates and questions: each list has a row of another
authority, and rows that differ from a waiting one in a single thing. All invented.
"""

from datetime import date
from typing import Any

import pytest

from tests.store import rows
from tests.store.rows import AT, AT_SCHOOL, BOTH, HERE, ON, THERE, THERE_ONLY, later
from tracker.store.people import doubtful_lines, duplicates, identity_questions
from tracker.store.people.doubtful_lines import Selection
from tracker.store.people.duplicates import PossibleDuplicate, TwoPeople
from tracker.store.people.identity_questions import Alike, Kind, Question

pytestmark = pytest.mark.usefixtures("inside")


def ids(some: Any) -> list[int]:
    return [each.id for each in some]


# --- doubtful lines ---


def candidate(number: int) -> list[dict[str, Any]]:
    return [{"person": number, "score": 0.5, "reasons": []}]


def test_lines_wait_in_the_order_of_their_worth_without_those_decided() -> None:
    here, again = rows.batch(), rows.batch(status="received")
    withdrawn, there = (
        rows.batch(status="withdrawn"),
        rows.batch(authority=THERE_ONLY),
    )
    least = rows.line(here, score=None, line=7, reasons=["Two", "Last"])
    less = rows.line(here, score=0.5, reasons=["Two"])
    most = rows.line(again, score=0.75, reasons=["One"])
    alike = rows.line(again, score=0.5, reasons=[])
    for outcome in ("new-in-area", "invalid", None):
        rows.line(here, outcome, score=1.0)
    rows.line(withdrawn, score=1.0)
    other = rows.line(there, score=1.0)
    waiting = [most, less, alike, least]
    for scope, found in ((HERE, waiting), (THERE, [other]), (BOTH, [other, *waiting])):
        assert ids(doubtful_lines.waiting(within=scope)) == found
        assert doubtful_lines.count(within=scope) == len(found)
        page = doubtful_lines.page(within=scope, offset=0, limit=2)
        assert ids(page) == found[:2]
    assert ids(doubtful_lines.page(within=HERE, offset=1, limit=2)) == waiting[1:3]
    for chosen, found in (
        (Selection(batch=here.id), [less, least]),
        (Selection(batch=there.id), []),
        (Selection(why="Two"), [less, least]),
        (Selection(why=""), [alike]),
        (Selection(batch=again.id, why="One"), [most]),
        (Selection(batch=here.id, why="One"), []),
    ):
        assert ids(doubtful_lines.waiting(chosen, within=HERE)) == found
        assert doubtful_lines.count(chosen, within=HERE) == len(found)
        page = doubtful_lines.page(chosen, within=HERE, offset=0, limit=1)
        assert ids(page) == found[:1]
    assert [
        (kind.batch.id, kind.why, kind.lines)
        for kind in doubtful_lines.kinds(within=HERE)
    ] == [(here.id, "Two", 2), (again.id, "", 1), (again.id, "One", 1)]
    shown = rows.items(doubtful_lines.items(within=HERE))
    assert sorted(shown, key=lambda item: item["id"])[0] == {
        "id": least,
        "about": f"Line 7 of batch {here.id}",
        "why": "Decide which young person it is about",
        "since": AT,
    }
    assert {item["id"] for item in shown} == set(waiting)
    every = [least, other, most]
    assert ids(doubtful_lines.some(every, within=HERE)) == [least, most]
    assert ids(doubtful_lines.some([other], within=BOTH)) == [other]


def test_a_line_is_worth_three_times_as_much_where_the_person_is_not_known() -> None:
    """By the newest position of its best candidate: 0.4 goes before 0.8."""
    here = rows.batch()
    people = [rows.person() for _ in range(3)]
    for number, days in zip(
        people,
        (
            [("2026-09-30", "310"), ("2026-10-31", "810")],
            [("2026-09-30", "810"), ("2026-10-31", "310")],
            [],
        ),
        strict=True,
    ):
        for day, activity in days:
            rows.position(number, date.fromisoformat(day), activity=activity)
    lost, busy, new = (
        rows.line(here, score=score, candidates=candidate(number))
        for number, score in zip(people, (0.4, 0.8, 0.85), strict=True)
    )
    no_ones = rows.line(here, score=0.8)
    order = [lost, new, busy, no_ones]
    assert ids(doubtful_lines.waiting(within=HERE)) == order
    for place, number in enumerate(order):
        after = order[(place + 1) % len(order)]
        assert doubtful_lines.following(number, within=HERE) == after
    assert doubtful_lines.following(lost, Selection(why="x"), within=HERE) is None
    assert doubtful_lines.following(lost, within=THERE) is None
    assert doubtful_lines.following(0, within=HERE) == lost


# --- possible duplicates ---


def suggested(one: int, other: int, score: float = 0.5, **columns: Any) -> None:
    usual = {"authority": HERE_ONLY, "reasons": ["Agrees: sex."], "found_on": ON}
    rows.added(
        PossibleDuplicate(person=one, other=other, score=score, **{**usual, **columns})
    )


HERE_ONLY = next(iter(HERE.authorities))


def apart(one: int, other: int, days: int = 0, authority: str = HERE_ONLY) -> None:
    rows.added(
        TwoPeople(
            person=one,
            other=other,
            authority=authority,
            decided_by="officer@example.org",
            decided_at=later(days),
        )
    )


def pairs_of(found: Any) -> list[tuple[int, int]]:
    return [(pair.person.id, pair.other.id) for pair in found]


def test_pairs_wait_until_they_are_decided_or_merged() -> None:
    a, b, c, d, e = (rows.person(f"Zel{name}", "Orr") for name in "abcde")
    x, y = (rows.person(authority=THERE_ONLY) for _ in range(2))
    merged = rows.person(merged_into=a)
    suggested(a, b, 0.5)
    suggested(a, c, 0.9)
    suggested(b, c, 0.5, reasons=[])
    suggested(a, merged, 1.0)
    suggested(d, e, 1.0)
    suggested(c, d, 0.4)
    apart(d, e)
    suggested(x, y, 0.8, authority=THERE_ONLY)
    waiting = [(a, c), (a, b), (b, c), (c, d)]
    assert pairs_of(duplicates.pairs(within=HERE)) == waiting
    assert pairs_of(duplicates.pairs(within=HERE, offset=1, limit=2)) == waiting[1:3]
    assert pairs_of(duplicates.pairs(within=THERE)) == [(x, y)]
    assert duplicates.count(within=HERE) == 4
    assert duplicates.count(within=BOTH) == 5
    first = duplicates.pairs(within=HERE)[0]
    assert (first.score, first.reasons, first.found_on) == (0.9, ["Agrees: sex."], ON)
    for one, other in ((a, c), (c, a)):
        found = duplicates.pair(one, other, within=HERE)
        assert found is not None
        assert pairs_of([found]) == [(a, c)]
        assert duplicates.pair(one, other, within=THERE) is None
    for one, other in ((a, d), (d, e), (a, merged), (x, y)):
        assert duplicates.pair(one, other, within=HERE) is None
    assert pairs_of(duplicates.around(b, within=HERE)) == [(a, b), (b, c)]
    assert pairs_of(duplicates.around(c, within=HERE)) == [(a, c), (b, c), (c, d)]
    assert duplicates.around(c, within=THERE) == []
    shown = sorted(
        rows.items(duplicates.items(within=HERE)),
        key=lambda item: (item["id"], item["other"]),
    )
    since = shown[0].pop("since")
    assert since.date() == ON
    assert shown[0] == {
        "id": a,
        "other": b,
        "person_id": a,
        "about": "Zela Orr and Zelb Orr",
        "why": "Agrees: sex.",
    }
    assert [(item["id"], item["other"]) for item in shown] == sorted(waiting)
    assert shown[2]["why"] == ""


def test_fifty_pairs_are_a_page_of_those_that_wait() -> None:
    first = rows.person()
    others = [rows.person() for _ in range(52)]
    for other in others:
        suggested(first, other)
    assert pairs_of(duplicates.pairs(within=HERE)) == [
        (first, other) for other in others[:50]
    ]


def test_decisions_that_two_are_different_people_come_newest_first() -> None:
    a, b, c = (rows.person() for _ in range(3))
    x, y = (rows.person(authority=THERE_ONLY) for _ in range(2))
    apart(a, b, 1)
    apart(a, c, 2)
    apart(b, c, 1)
    apart(x, y, 3, THERE_ONLY)
    found = duplicates.last_different(within=HERE, limit=9)
    assert pairs_of(found) == [(a, c), (a, b), (b, c)]
    assert (found[0].by, found[0].at) == ("officer@example.org", later(2))
    assert pairs_of(duplicates.last_different(within=HERE, limit=2)) == [(a, c), (a, b)]
    assert pairs_of(duplicates.last_different(within=THERE, limit=9)) == [(x, y)]
    assert duplicates.different_people(within=HERE) == {(a, b), (a, c), (b, c)}
    assert duplicates.different_people(within=THERE) == {(x, y)}
    assert len(duplicates.different_people(within=BOTH)) == 4


# --- questions ---


def asks(
    person: int,
    field: str = "family",
    *,
    days: int = 0,
    kind: Kind = Kind.IDENTITY,
    alike: str = "another",
    claimant: str = "school-census|urn:106500",
    **columns: Any,
) -> int:
    made = Question(
        person_id=person,
        kind=kind,
        as_at=later(days).date(),
        field=field,
        details={"alike": alike, "claimant": claimant},
        **{"authority": HERE_ONLY, **columns},
    )
    number: int = rows.added(made).id
    return number


def test_questions_wait_newest_first_and_those_of_a_kind_together() -> None:
    a, b = rows.person("Zela", "Orr"), rows.person("Zelb", "Orr")
    x = rows.person(authority=THERE_ONLY)
    batch = rows.batch()
    old = asks(a, "family")
    moved = asks(a, "home", kind=Kind.MOVED, alike="", claimant="ucas|", days=2)
    new = asks(b, "family", days=2)
    born = asks(b, "born", days=2, alike="digit")
    asks(b, "sex", kind=Kind.CONFLICT)
    asks(b, "sex", batch_id=batch.id)
    other = asks(x, authority=THERE_ONLY)
    questions = identity_questions
    waiting = [moved, born, new, old]
    assert ids(questions.to_decide(within=HERE)) == waiting
    assert ids(questions.to_decide(within=HERE, offset=1, limit=2)) == waiting[1:3]
    assert questions.numbers(within=HERE) == waiting
    assert questions.count(within=HERE) == 4
    for scope, found in ((THERE, [other]), (AT_SCHOOL, []), (BOTH, [*waiting, other])):
        assert set(ids(questions.to_decide(within=scope))) == set(found)
        assert questions.count(within=scope) == len(found)
        assert len(questions.alike(within=scope)) == min(len(found), 3)
        assert set(ids(questions.some([*waiting, other], within=scope))) == set(found)
    census = "school-census|urn:106500"
    assert questions.alike(within=HERE) == [
        Alike("family", "another", census, 2),
        Alike("born", "digit", census, 1),
        Alike("home", "", "ucas|", 1),
    ]
    like = ("family", "another", census)
    assert questions.numbers(within=HERE, like=like) == [new, old]
    assert ids(questions.to_decide(within=HERE, like=like)) == [new, old]
    assert questions.count(within=HERE, like=like) == 2
    for unlike in (
        ("born", "another", census),
        ("family", "digit", census),
        ("family", "another", "ucas|"),
    ):
        assert questions.count(within=HERE, like=unlike) == 0
    assert ids(questions.some([new, moved, old], within=HERE)) == [old, moved, new]
    assert questions.some([born], within=THERE) == []


def test_a_question_of_a_batch_is_none_to_decide_by_itself() -> None:
    number = rows.person()
    of_batch = asks(number, batch_id=rows.batch().id)
    assert identity_questions.some([of_batch], within=HERE) == []
    assert identity_questions.count(within=HERE) == 0


def test_questions_as_work_items_name_the_field_and_no_value() -> None:
    number = rows.person("Zela", "Orr")
    asks(number, "born")
    [item] = rows.items(identity_questions.items(within=HERE))
    assert item.pop("since").date() == ON
    assert item.pop("id")
    assert item == {
        "person_id": number,
        "why": "Sources differ: Date of birth",
    }
    assert rows.items(identity_questions.items(within=THERE)) == []


def test_the_questions_about_the_people_of_a_batch_are_counted() -> None:
    a, b, c = (rows.person() for _ in range(3))
    batch, other = rows.batch(), rows.batch()
    rows.line(batch, "matched-update", person_id=a)
    rows.line(batch, "matched-update", person_id=a)
    rows.line(batch, person_id=None)
    rows.line(other, "matched-update", person_id=b)
    for number in (a, a, b, c):
        asks(number, "family" if number != a else f"field{rows.line(other)}")
    count = identity_questions.count_of_batch
    assert count(batch.id, within=HERE) == 2
    assert count(other.id, within=HERE) == 1
    assert count(batch.id, within=THERE) == 0
    assert count(0, within=HERE) == 0
