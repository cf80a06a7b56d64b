"""Records that may be one person are looked for, and decisions about them kept."""

from datetime import UTC, datetime

import pytest

from tests.acts import act
from tests.factories import COLLEGE, person, provider_list, register, unsure
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import AuditLine

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WITHIN = authority_scope("359")
BY = "data-manager@example.org"


@pytest.fixture
def twice(tmp_path, load, as_json, inside) -> list[int]:
    """Two people, one of them with two records: an officer decided a line wrongly."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    first = person(1)
    one = provider_list(tmp_path / "one.csv", [first, person(2)])
    load("provider-enrolment", one, institution=COLLEGE)
    again = {**unsure(first), "postcode": "WN2 3AB"}
    two = provider_list(tmp_path / "two.csv", [again])
    load("provider-enrolment", two, institution=COLLEGE)
    for line in store.people.doubtful_lines.waiting(within=WITHIN):
        as_json("matching", "resolve", line.id, "--new")
    numbers = store.people.records.everybody(within=WITHIN)
    assert len(numbers) == 3
    return numbers


def look() -> list[tuple[int, int]]:
    task = actions.work.tasks.request(
        "find duplicates",
        act=act(by=BY, at=NOW, authority="359"),
        subject=actions.people.duplicates.SUBJECT,
    )
    actions.work.tasks.run(task.id, clock=lambda: NOW, day=lambda at: at.date())
    done = store.work.tasks.get(task.id, within=WITHIN)
    assert done is not None
    assert done.state == "done", done.problem
    assert done.result["people"] == len(store.people.records.everybody(within=WITHIN))
    return [
        (pair.person.id, pair.other.id)
        for pair in store.people.duplicates.pairs(within=WITHIN)
    ]


@pytest.mark.law("D-11")
def test_the_pair_is_found_with_a_score_and_reasons(twice) -> None:
    assert look() == [(twice[0], twice[2])]
    (pair,) = store.people.duplicates.pairs(within=WITHIN)
    assert 0.1 < pair.score <= 1
    assert "date of birth" in pair.reasons[0]
    assert store.people.duplicates.pair(twice[2], twice[0], within=WITHIN) == pair
    assert store.people.duplicates.around(twice[2], within=WITHIN) == [pair]


def test_a_second_search_finds_the_same_pairs(twice) -> None:
    assert look() == look()


def test_no_pair_of_another_authority_is_shown(twice) -> None:
    look()
    assert store.people.duplicates.pairs(within=authority_scope("350")) == []
    assert store.people.duplicates.count(within=authority_scope("350")) == 0


def test_marked_as_different_they_are_not_suggested_again(twice) -> None:
    look()
    pairs = actions.people.duplicates.mark_different(
        [twice[2], twice[0]], within=WITHIN, act=act(by=BY, at=NOW)
    )
    assert pairs == 1
    assert store.people.duplicates.count(within=WITHIN) == 0
    assert look() == []


def test_one_line_of_the_audit_lists_all_people_marked_as_different(twice) -> None:
    pairs = actions.people.duplicates.mark_different(
        twice, within=WITHIN, act=act(by=BY, at=NOW)
    )
    (line,) = db.session.query(AuditLine).filter_by(action="people marked different")
    one, *others = sorted(twice)
    assert pairs == 3
    assert line.subject == f"person {one}"
    assert line.detail == {"people": sorted(twice), "other": others}


def test_unmarked_they_are_suggested_again(twice) -> None:
    actions.people.duplicates.mark_different(
        twice, within=WITHIN, act=act(by=BY, at=NOW)
    )
    assert look() == []
    actions.people.duplicates.unmark_different(
        twice[2], twice[0], within=WITHIN, act=act(by=BY, at=NOW)
    )
    assert look() == [(twice[0], twice[2])]


def test_merged_records_are_no_longer_suggested(twice, as_json) -> None:
    look()
    as_json("people", "merge", "--yes", twice[0], twice[2])
    assert store.people.duplicates.count(within=WITHIN) == 0


@pytest.mark.parametrize("numbers", [[], [1], [1, 1], [1, 99_999]])
def test_a_missing_record_is_not_marked_as_different(twice, numbers) -> None:
    with pytest.raises(Refusal):
        actions.people.duplicates.mark_different(
            numbers, within=WITHIN, act=act(by=BY, at=NOW)
        )
