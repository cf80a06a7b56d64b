"""The sender of a file: by any number or key, and with its own columns."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from flask import Flask

from tests.acts import act
from tests.factories import (
    ACADEMY,
    COLLEGE,
    SCHOOL,
    links,
    people,
    provider_list,
    register,
)
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.intake.questions.open_questions import Unanswered
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


@contextmanager
def without_a_collector() -> Iterator[None]:
    """A process that serves frees a ring of objects late, and holds their files."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def held_of(folder: Path) -> list[Path]:
    """The files of a folder that this process, or one that reads for it, has open."""
    found: list[Path] = []
    for each in (first := psutil.Process(), *first.children(recursive=True)):
        for number in Path(f"/proc/{each.pid}/fd").iterdir():
            # The one that listed them is gone.
            with suppress(FileNotFoundError):
                found.append(number.readlink())
    return [each for each in found if each.is_relative_to(folder)]


def test_a_load_leaves_no_file_of_people_open(tmp_path, load, inside: Flask) -> None:
    with without_a_collector():
        load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
        file = provider_list(tmp_path / "list.csv", people(3))
        load("provider-enrolment", file, institution=COLLEGE, as_at=NOW.date())
        assert held_of(tmp_path) == []


def test_a_reading_ends_with_the_question_that_stops_it(
    tmp_path, load, inside: Flask
) -> None:
    """Whatever keeps the refusal, no process waits with the file in hand."""
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    kept = tmp_path / "kept"
    kept.mkdir()
    file = provider_list(kept / "list.csv", people(3))
    with without_a_collector(), pytest.raises(Unanswered) as stopped:
        actions.intake.load.load(
            "provider-enrolment",
            [file],
            institution=COLLEGE,
            as_at=None,
            complete=False,
            confirm=lambda _: False,
            act=act(),
        )
    assert stopped.value.questions
    assert len(held_of(kept)) <= 1, "only what the refusal itself holds"
