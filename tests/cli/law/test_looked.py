"""flask looked: one record, one user, and what deserves a second look."""

from datetime import timedelta

import pytest

from tests.acts import NOON, act
from tests.web.adviser.young import young
from tracker.store.accounts.audit import Action

pytestmark = pytest.mark.law("D-18")


@pytest.fixture
def person(inside) -> int:
    """A young person whose record was opened in the night before the commands run."""
    number = young("Amina", "Holtby")
    act(by="a@example.org", at=NOON - timedelta(hours=33)).note_alone(
        Action.PERSON_OPENED, f"person {number}", why="own caseload"
    )
    return number


def test_a_record_a_user_and_the_list_for_review(person, as_json) -> None:
    (look,) = as_json("looked", "--person", person)
    assert (look["by"], look["why"]) == ("a@example.org", "own caseload")
    (look,) = as_json("looked", "--user", "a@example.org")
    assert look["people"] == [person]
    (entry,) = as_json("looked", "--second-look")
    assert (entry["kind"], entry["by"], entry["finding"]) == (
        *("hours", "a@example.org"),
        None,
    )
    looks = as_json("looked", "--person", person)
    assert len(looks) == 3, "the command is a look too"


def test_an_opening_of_what_is_sealed_is_a_look_with_its_reason(
    person, as_json
) -> None:
    """It counts for the list for review as the opening of a record does."""
    with_reason = {"people": [person], "reason": "a worry about their safety"}
    act(by="b@example.org", at=NOON - timedelta(hours=33)).note_alone(
        Action.SEALED_OPENED, f"person {person}", **with_reason
    )
    newest, _ = as_json("looked", "--person", person)
    assert (newest["action"], newest["why"]) == (
        *("sealed opened", "a worry about their safety"),
    )
    (look,) = as_json("looked", "--user", "b@example.org")
    assert (look["why"], look["people"]) == ("a worry about their safety", [person])
    listed = as_json("looked", "--second-look")
    assert ("hours", "b@example.org") in {(it["kind"], it["by"]) for it in listed}


def test_one_choice_is_needed_and_the_person_must_exist(inside, flask) -> None:
    assert "Give one of" in flask("looked", code=2).err
    assert (
        "Give one of" in flask(*("looked", "--person", 1, "--second-look"), code=2).err
    )
    assert "no young person 77" in flask("looked", "--person", 77, code=2).err
