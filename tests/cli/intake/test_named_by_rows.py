"""A provider that the rows give only by name is looked up in the register."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import COLLEGE, people, person, provider_list, register

OCTOBER = date(2026, 10, 9)
LIST = ("imports", "load", "provider-enrolment")


@pytest.mark.parametrize(
    "name", ["Testham College (invented)", "TESTHAM COLLEGE - INVENTED"]
)
def test_people_are_placed_where_exactly_one_institution_has_the_name(
    flask, as_json, registered, tmp_path, name
) -> None:
    rows = people(2, provider=name)
    file = provider_list(tmp_path / "list.csv", rows)
    done = flask(*LIST, file, "--as-at", OCTOBER, "--json").json
    assert done["applied"] and done["notes"] == done["alarms"] == []
    shown = flask("imports", "show", done["batch"], "--problems").out
    assert "register" not in shown
    (found,) = as_json("people", "find", rows[0]["upn"])
    position = as_json("people", "show", found["person"], "--on", OCTOBER)["position"]
    assert position["institution"] == f"urn:{COLLEGE}"


def test_a_name_of_several_institutions_raises_a_question(
    flask, load, tmp_path
) -> None:
    known = register(tmp_path / "edubasealldata20260901.csv")
    _append_namesake(known)
    load("establishments", known)
    rows = [
        person(1, provider="Testham College (invented)"),
        person(2, provider="Wheels Training", situation="Apprenticeship"),
    ]
    file = provider_list(tmp_path / "list.csv", rows)
    words = (*LIST, file, "--as-at", OCTOBER)
    assert (
        "Several in the register are called Testham College (invented); the rows do "
        "not say which of them it is, so their number is better."
    ) in flask(*words, "--yes", code=2).err
    named = ("--new-sender", "Wheels Training")
    named += ("--new-sender", "Testham College (invented)")
    answer = flask(*words, *named, "--json").json
    shown = flask("imports", "show", answer["batch"], "--problems").out
    assert "2 institutions in the register are called Testham College" in shown


def _append_namesake(known: Path) -> None:
    lines = known.read_text(encoding="cp1252").splitlines()
    college = next(line for line in lines if line.startswith(COLLEGE))
    other = college.replace(COLLEGE, "139999").replace("8600", "8699")
    with known.open("a", encoding="cp1252", newline="") as file:
        file.write(other.replace("10099991", "10099955") + "\n")


def test_the_question_does_not_claim_a_column_that_does_not_exist(
    flask, registered, tmp_path
) -> None:
    file = provider_list(tmp_path / "list.csv", people(2))
    done = flask(
        *(*LIST, file, "--as-at", OCTOBER, "--institution", "10077777"),
        *("--new-sender", "Wheels Training", "--json"),
    ).json
    shown = flask("imports", "show", done["batch"], "--problems").out
    assert "UKPRN 10077777 is not in the register" in shown
    assert "DfENo" not in shown


def test_yes_does_not_accept_a_sender_named_only_by_the_rows(
    flask, registered, tmp_path, everything
) -> None:
    rows = people(3, provider="Wheels Training", situation="Apprenticeship")
    file = provider_list(tmp_path / "list.csv", rows)
    words = (*LIST, file, "--as-at", OCTOBER)
    before = everything()
    question = "The rows call the sender Wheels Training, which is in no register"
    for more in ((), ("--yes",), ("--yes", "--new-sender", "Cogs Training")):
        answer = flask(*words, *more, code=2)
        assert ("Cogs" in answer.err) is ("Cogs Training" in more)
        assert (
            question in answer.err or "the rows call it Wheels Training" in answer.err
        )
        assert everything() == before
    done = flask(*words, "--new-sender", "wheels training", "--json").json
    assert done["applied"] and done["sender"] == {"name": "Wheels Training"}
    # The question is raised once.
    later = provider_list(tmp_path / "later.csv", rows[:2])
    again = flask(*LIST, later, "--as-at", "2026-11-06", "--json").json
    assert again["applied"] and again["alarms"] == []


def test_a_sender_with_a_name_of_several_has_to_give_its_number(
    flask, load, tmp_path
) -> None:
    known = register(tmp_path / "edubasealldata20260901.csv")
    _append_namesake(known)
    load("establishments", known)
    rows = people(2, provider="Testham College (invented)")
    words = (*LIST, provider_list(tmp_path / "list.csv", rows), "--as-at", OCTOBER)
    answer = flask(*words, "--yes", code=2)
    assert "as several institutions in the register are called" in answer.err
    assert flask(*words, "--institution", COLLEGE, "--json").json["applied"]
