"""flask releases: prepared, shown, approved by another. Everybody here is invented."""

import pytest

from tests.actions.law import released_people
from tests.actions.law.released_people import Some

TABLE = (
    *("--measure", "neet", "--by", "sex", "--on", "2026-10-31", "--to", "health"),
    *("--recipient", "The care board", "--purpose", "Planning"),
)


@pytest.fixture
def people(app, flask):
    with app.app_context():
        released_people.add(released_people.of(Some(400, 30, "F"), Some(420, 41, "M")))


@pytest.mark.law("O10")
def test_a_release_is_prepared_listed_and_shown(people, flask, as_json):
    assert flask("releases", "list").out == "None.\n"
    made = as_json("releases", "prepare", *TABLE)
    assert made["hidden"] == []
    assert made["table"][1] == {
        **{"Sex": "Female", "People": 400, "NEET": 30},
        "Percent": 7.5,
    }
    assert as_json("releases", "show", made["id"]) == made
    (listed,) = as_json("releases", "list")
    assert (listed["state"], listed["mark"]) == ("to approve", made["mark"])
    words = flask("releases", "show", made["id"]).out
    assert "To The care board (health), mark" in words


@pytest.mark.law("O10", "D-16")
def test_the_same_user_cannot_approve_and_no_file_is_written(people, flask, tmp_path):
    number = flask("releases", "prepare", *TABLE).out.split()[1].strip(",")
    refused = flask("releases", "approve", number, code=2)
    assert "was prepared by you" in refused.err
    out = tmp_path / "out.csv"
    refused = flask("releases", "show", number, "--out", out, code=2)
    assert "is not approved, so it may not leave" in refused.err
    assert not out.exists()
    assert flask("releases", "approve", number, "--decline").out == (
        f"Release {number} is declined.\n"
    )


def test_more_than_three_breakdowns_are_refused_in_a_sentence(people, flask):
    by = [each for name in ("need", "area", "ethnicity") for each in ("--by", name)]
    assert flask("releases", "prepare", *TABLE, *by, code=2).err == (
        "Choose at most 3 different breakdowns of the list.\n"
    )


EXTRACT = (
    *("releases", "extract", "--measure", "neet", "--by", "sex"),
    *("--on", "2026-10-31", "--recipient", "University of Northbury"),
    *("--purpose", "Who is helped"),
)


@pytest.mark.law("O10", "L-09", "D-16")
def test_an_extract_without_an_agreement_is_refused(people, flask):
    refused = flask(*EXTRACT, code=2)
    assert "No agreement with University of Northbury" in refused.err
    assert flask("releases", "list").out == "None.\n"


@pytest.mark.law("O10", "N-15")
def test_an_extract_is_prepared_approved_by_another_and_written(
    people, flask, as_json, tmp_path
):
    flask(
        *("agreements", "propose", "R-1", "--gateway", "research"),
        *("--with", "University of Northbury", "--fields", "sex,status"),
        *("--from", "2026-09-01", "--to", "2027-07-31", "--review", "2027-06-01"),
        *("--for", "Bethan"),
    )
    flask("agreements", "sign", "R-1", "--for", "Judith")
    made = as_json(*EXTRACT, "--for", "Bethan")
    assert (made["rows"], made["agreement"]) == (True, "R-1")
    assert "are not in this extract" in flask("releases", "show", made["id"]).out
    out = tmp_path / "extract.csv"
    flask("releases", "show", made["id"], "--out", out, code=2)
    assert not out.exists()
    assert "prepared by you" in (
        flask("releases", "approve", made["id"], "--for", "Bethan", code=2).err
    )
    flask("releases", "approve", made["id"], "--for", "Judith")
    flask("releases", "show", made["id"], "--out", out)
    assert out.read_text("utf-8-sig").count("Female") == 400
    (listed,) = as_json("disclosures", "list")
    assert (listed["mark"], listed["people"]) == ("D-2026-1", 820)
