"""A former identity that is sealed is shown to nobody. Everybody here is invented."""

from datetime import date

import pytest

from tests.factories import COLLEGE, provider_list
from tests.renamed_pupil import BEFORE, on_record, seal
from tracker.access import authority_scope
from tracker.domain.history.identity.identity_statements import SEALED

WITHIN = authority_scope("359")
HIDDEN = ("Thaddeus", "Quillfeather", "THADDEUS", "QUILLFEATHER")


@pytest.fixture
def one(tmp_path, load, told) -> int:
    """A pupil whose register says another name and sex since this autumn."""
    return on_record(tmp_path, load, told)


def test_what_is_sealed_is_found_and_shown_nowhere(one, told, flask) -> None:
    assert told("people", "find", "Quillfeather")
    assert {each["field"] for each in told("identity", "list")} == {
        *("given", "family", "sex")
    }
    seal(told, one)
    assert told("people", "find", "Quillfeather") == []
    assert told("people", "find", "Thaddeus") == []
    assert told("identity", "list") == [], "no question shows it either"
    shown = flask("people", "show", one).out + str(told("people", "show", one))
    assert not any(name in shown for name in HIDDEN)
    assert told("people", "find", "Marchbank")[0]["person"] == one


def test_a_list_that_still_uses_it_makes_no_second_record(
    tmp_path, one, told, load
) -> None:
    seal(told, one)
    old = {**BEFORE, "sex": ""}
    load(
        "provider-enrolment",
        provider_list(tmp_path / "college.csv", [old]),
        institution=COLLEGE,
        as_at=date(2026, 11, 6),
    )
    assert told("people", "find", "Quillfeather") == []
    lines = told("imports", "show", 4)["lines"]
    assert [line["person"] for line in lines] == [one], lines[0]["reasons"]
    assert lines[0]["reasons"] == ["Known to the records."]
    assert told("identity", "list") == []


def test_it_is_undone_like_all_else(one, told) -> None:
    before = told("people", "show", one)
    seal(told, one)
    told("people", "seal", one, "--undo")
    assert told("people", "show", one)["identity"] == before["identity"]
    assert told("people", "find", "Quillfeather")


def test_nothing_of_it_stands_in_the_audit(one, told, everything) -> None:
    seal(told, one)
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
def test_what_cannot_be_sealed_is_refused(one, flask, words, sentence) -> None:
    assert sentence in flask("people", "seal", one, *words, code=2).err
