"""A death stops every list at once, and can be withdrawn. All people are invented."""

from datetime import date

import pytest

from tests.factories import COLLEGE, OTHER_COLLEGE, person, provider_list, register
from tracker import store
from tracker.access import authority_scope

WITHIN = authority_scope("359")
TODAY = date(2026, 11, 24)


@pytest.fixture
def one(tmp_path, load, as_json) -> int:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [{**person(1), "end": "01/10/2026"}]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", rows),
        institution=COLLEGE,
        as_at=date(2026, 10, 9),
    )
    return as_json("people", "find", person(1)["upn"])[0]["person"]


def unallocated(app) -> list[int]:
    with app.app_context():
        return [
            row.person
            for row in store.casework.caseload_rows.unallocated(
                day=TODAY, today=TODAY, within=WITHIN
            )
        ]


def test_a_person_who_died_is_on_no_list(app, one, as_json) -> None:
    as_json("positions", "refresh")
    assert unallocated(app) == [one]
    as_json("people", "died", one, "--on", "2026-11-20")
    assert unallocated(app) == []
    with app.app_context():
        assert (
            store.casework.caseload_rows.count_unallocated(day=TODAY, within=WITHIN)
            == 0
        )
    as_json("people", "died", one, "--undo")
    assert unallocated(app) == [one]


def test_a_later_list_of_a_college_does_not_bring_anybody_back(
    tmp_path, one, as_json, load, app
) -> None:
    as_json("people", "died", one, "--on", "2026-10-20")
    load(
        "provider-enrolment",
        provider_list(tmp_path / "later.csv", [person(1)]),
        institution=COLLEGE,
        as_at=date(2026, 11, 20),
    )
    as_json("positions", "refresh")
    assert unallocated(app) == []
    with app.app_context():
        kept = store.people.records.get(one, within=WITHIN)
        assert kept is not None and kept.details["departure"] == "D"


def test_open_questions_about_them_are_closed(
    tmp_path, one, as_json, load, app
) -> None:
    married = provider_list(tmp_path / "other.csv", [person(1, family="Unthank")])
    load(
        "provider-enrolment",
        married,
        institution=OTHER_COLLEGE,
        as_at=date(2026, 11, 2),
    )
    open_ = as_json("identity", "list")
    assert [each["person"] for each in open_] == [one]
    as_json("people", "died", one, "--on", "2026-11-20")
    assert as_json("identity", "list") == []
    as_json("people", "died", one, "--undo")
    again = as_json("identity", "list")
    assert [each["person"] for each in again] == [one]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--on", "2027-01-01"], "The date must be today or in the past."),
        (["--on", "2001-01-01"], "The date is before their date of birth."),
        ([], "Give either --on DATE or --undo."),
        (["--undo"], "No death is recorded"),
    ],
)
def test_what_cannot_be_is_refused(one, flask, words, sentence) -> None:
    assert sentence in flask("people", "died", one, *words, code=2).err


def test_recorded_twice_it_is_one_entry(one, as_json, everything) -> None:
    as_json("people", "died", one, "--on", "2026-11-20")
    before = len(everything()["entries"])
    as_json("people", "died", one, "--on", "2026-11-20")
    assert len(everything()["entries"]) == before
