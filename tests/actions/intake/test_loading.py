"""The sender of a file: by any number or key, and with its own columns."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.factories import ACADEMY, COLLEGE, SCHOOL, links, people, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.domain.reference.institution import InstitutionRef

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)

NUMBERS = [
    (None, None),
    ("106500", InstitutionRef(urn="106500")),
    ("urn:106500", InstitutionRef(urn="106500")),
    (" 359/4034 ", InstitutionRef(laestab="3594034")),
    ("laestab:3594034", InstitutionRef(laestab="3594034")),
    ("4034", InstitutionRef(laestab="3594034")),
    ("10099991", InstitutionRef(ukprn="10099991")),
    ("ukprn:10099991", InstitutionRef(ukprn="10099991")),
]


@pytest.mark.parametrize(("number", "ref"), NUMBERS)
def test_an_institution_is_known_by_its_number_or_key(number, ref) -> None:
    assert actions.intake.load.reference(number, "359") == ref


@pytest.mark.parametrize("number", ["", "12345", "college", "name:college", "1" * 9])
def test_a_value_that_is_no_number_is_reported(number) -> None:
    with pytest.raises(
        actions.intake.load.NotAnInstitution, match="a URN has 6 digits"
    ):
        actions.intake.load.reference(number, "359")


def test_a_school_and_its_academy_are_remembered_as_one_sender(
    tmp_path, load, inside
) -> None:
    load(
        "establishments",
        register(tmp_path / "edubasealldata.csv", academy=True),
        links(tmp_path / "links_edubasealldata.csv"),
    )
    refs = [
        actions.intake.load.reference(each, "359")
        for each in (SCHOOL, ACADEMY, "3594034")
    ]
    (key,) = {actions.intake.load.sender_key(ref) for ref in refs}
    assert key in (f"urn:{SCHOOL}", f"urn:{ACADEMY}")
    assert (
        actions.intake.load.sender_key(InstitutionRef(ukprn="10012345"))
        == "ukprn:10012345"
    )
    assert actions.intake.load.sender_key(None) is None


def test_the_columns_of_a_sender_are_used_by_pages_and_commands(
    tmp_path, load, as_json, inside: Flask
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    with store.database.base.transaction():
        store.intake.sender_columns.remember(
            "359",
            "provider-enrolment",
            f"urn:{COLLEGE}",
            {"First": "forename", "Last": "surname", "Came": "start", "Course": ""},
            by="data-manager@example.org",
            at=NOW,
        )
    (row,) = people(1)
    file = tmp_path / "odd.csv"
    file.write_text(
        "First,Last,DOB,Postcode,Came,Course\n"
        f"{row['given']},{row['family']},{row['born']},{row['postcode']},7/9/2026,A\n"
    )
    done = load("provider-enrolment", file, institution=COLLEGE, as_at=NOW.date())
    (line,) = store.intake.batch_pages.lines(done["batch"], None, limit=None)
    assert set(line.raw) == {"forename", "surname", "dob", "postcode", "start"}


def test_an_answer_about_one_sender_does_not_hold_for_another(inside: Flask) -> None:
    with store.database.base.transaction():
        for sender, means in (("urn:1", "surname"), ("urn:2", "")):
            store.intake.sender_columns.remember(
                "359",
                "provider-enrolment",
                sender,
                {"Name": means},
                by="data-manager@example.org",
                at=NOW,
            )
    assert store.intake.sender_columns.aliases(
        "359", "provider-enrolment", "urn:1"
    ) == {"Name": "surname"}
    assert store.intake.sender_columns.aliases(
        "359", "provider-enrolment", "urn:2"
    ) == {"Name": ""}
    assert (
        store.intake.sender_columns.aliases("350", "provider-enrolment", "urn:1") == {}
    )
    assert store.intake.sender_columns.columns(within=authority_scope("350")) == []
    assert len(store.intake.sender_columns.columns(within=authority_scope("359"))) == 2
