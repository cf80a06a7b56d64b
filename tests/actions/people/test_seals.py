"""A sealed former identity is not shown without permission. All people are invented."""

import json
from datetime import date

import pytest
from sqlalchemy import text

from tests.factories import COLLEGE, provider_list
from tests.renamed_pupil import BEFORE, on_record, seal
from tracker import store
from tracker.access import authority_scope
from tracker.domain.history.identity.identity_statements import SEALED
from tracker.encryption import NotOpened, key_of
from tracker.extensions import db

WITHIN = authority_scope("359")
HIDDEN = ("Thaddeus", "Quillfeather", "THADDEUS", "QUILLFEATHER")


@pytest.fixture
def one(tmp_path, load, as_json) -> int:
    """A pupil with another name and sex in the register since this autumn."""
    return on_record(tmp_path, load, as_json)


def test_a_sealed_name_is_found_and_shown_nowhere(one, as_json, flask) -> None:
    assert as_json("people", "find", "Quillfeather")
    assert {each["field"] for each in as_json("identity", "list")} == {
        *("given", "family", "sex")
    }
    seal(as_json, one)
    assert as_json("people", "find", "Quillfeather") == []
    assert as_json("people", "find", "Thaddeus") == []
    assert as_json("identity", "list") == [], "no question shows it either"
    shown = flask("people", "show", one).out + str(as_json("people", "show", one))
    assert not any(name in shown for name in HIDDEN)
    assert as_json("people", "find", "Marchbank")[0]["person"] == one


def test_a_list_that_still_uses_it_makes_no_second_record(
    tmp_path, one, as_json, load
) -> None:
    seal(as_json, one)
    old = {**BEFORE, "sex": ""}
    load(
        "provider-enrolment",
        provider_list(tmp_path / "college.csv", [old]),
        institution=COLLEGE,
        as_at=date(2026, 11, 6),
    )
    assert as_json("people", "find", "Quillfeather") == []
    lines = as_json("imports", "show", 4)["lines"]
    assert [line["person"] for line in lines] == [one], lines[0]["reasons"]
    assert lines[0]["reasons"] == ["Known to the records."]
    assert as_json("identity", "list") == []


def test_a_seal_is_undone_as_any_other_entry(one, as_json) -> None:
    before = as_json("people", "show", one)
    seal(as_json, one)
    as_json("people", "seal", one, "--undo")
    assert as_json("people", "show", one)["identity"] == before["identity"]
    assert as_json("people", "find", "Quillfeather")


def test_the_audit_holds_nothing_of_a_sealed_identity(one, as_json, everything) -> None:
    seal(as_json, one)
    lines = [line for line in everything()["audit"] if "sealed" in str(line)]
    assert lines and not any(name in str(lines) for name in HIDDEN)
    assert SEALED in str(everything()["entries"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Enter the former given name, family name or sex."),
        (["--family", "MARCHBANK"], "is what is used now"),
    ],
)
def test_a_value_that_cannot_be_sealed_is_refused(one, flask, words, sentence) -> None:
    assert sentence in flask("people", "seal", one, *words, code=2).err


def test_what_is_sealed_is_encrypted_in_the_database(
    one, as_json, app, everything
) -> None:
    seal(as_json, one)
    with app.app_context():
        sealed, statement, names = db.session.execute(
            text(
                "SELECT f.sealed, f.statement::text, p.sealed_names FROM facts f"
                " JOIN people p ON p.id = f.person_id WHERE f.sealed IS NOT NULL"
            )
        ).first()
        assert json.loads(statement) == {"about": "sealed", "kind": "detail"}
        keys = app.config["TRACKER"].keys
        assert key_of(bytes(sealed)) == key_of(bytes(names)) == keys.all()[0].name
        # A value that is copied to another person opens nowhere.
        with pytest.raises(NotOpened, match="put in its place"):
            store.people.records.opened_names(one + 1, names)


def test_a_seal_survives_a_rotation_of_keys(one, as_json, flask) -> None:
    seal(as_json, one)
    done = as_json("keys", "rotate")
    assert done["problems"] == []
    assert done["things"]["sealed statements"] == 3
    assert done["things"]["sealed names"] == 1
    as_json("keys", "retire")
    assert as_json("people", "find", "Quillfeather") == []
    as_json("people", "seal", one, "--undo")
    assert as_json("people", "find", "Quillfeather")
