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


def test_one_choice_is_needed_and_the_person_must_exist(inside, flask) -> None:
    assert "Give one of" in flask("looked", code=2).err
    assert (
        "Give one of" in flask(*("looked", "--person", 1, "--second-look"), code=2).err
    )
    assert "no young person 77" in flask("looked", "--person", 77, code=2).err
