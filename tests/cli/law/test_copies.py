"""A young person's own copy has everything that is theirs, and nothing of another.

What is theirs is looked for independently of the declaration: every table is searched
for the number of their record, and for words that were planted by the real routes.
Everybody is invented.
"""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.cli.law.everything_held import (
    HERE,
    HERS,
    OFFICER,
    OTHERS,
    OWNER,
    SEALED,
    SHARED,
    Known,
    by,
    contact,
    plant,
    rows_with,
)
from tests.journeys.moving_in.exported_documents import PDF
from tests.linkage.people import upn
from tests.web.adviser.young import young
from tests.web.conftest import make
from tracker import actions, store
from tracker.domain.law.cases.case_kinds import KINDS, Step
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.law.subject_copy.redacting import Redaction, redacted
from tracker.store.accounts.audit import Action, Criteria


@pytest.fixture
def known(app: Flask, registered: None, load: Any, flask: Any, tmp_path: Path) -> Known:
    return plant(app, load, flask, tmp_path)


def rows_in(copy: dict[str, Any]) -> set[str]:
    """Every row that a copy has, as "contacts 12"."""
    rows = [row for section in copy["sections"] for row in section["rows"]]
    return {row["row"] for row in rows} | {it for row in rows for it in row["inside"]}


@pytest.fixture
def hers(app: Flask, known: Known) -> dict[str, str]:
    """Every row with one of her numbers or her words, but for lines of candidates."""
    with app.app_context():
        numbers = (known.number, known.merged)
        found = rows_with(*(rf"(^|[^0-9]){each}([^0-9]|$)" for each in numbers), *HERS)
        (doubtful,) = rows_with("Candlemaybe")
    assert doubtful in found, "it lists her as a candidate"
    del found[doubtful]
    return found


@pytest.fixture
def copy(
    app: Flask, known: Known, hers: Any, flask: Any, tmp_path: Path
) -> dict[str, Any]:
    """Her copy, prepared by an officer and approved by an asset owner."""
    with app.app_context():
        make("information-officer"), make("asset-owner")
        case = actions.law.cases.opening.open_case(
            KINDS["subject-access"],
            "Everything",
            received=by().on,
            requester=Requester.YOUNG_PERSON,
            people=[known.number],
            within=HERE,
            act=by(OFFICER),
        )
        given: dict[str, Any] = {"within": HERE, "act": by(OFFICER)}
        actions.law.cases.case_steps.take(
            case.id, Step.IDENTITY, evidence="met", **given
        )
        actions.law.subject_copy.preparing.prepare(case.id, **given)
        actions.law.cases.deciding.decide(case.id, "given", "All of it", **given)
        actions.law.cases.deciding.approve(case.id, "", within=HERE, act=by(OWNER))
    out = tmp_path / "copy.json"
    flask("copies", "write", "SA-1", "--out", out)
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


@pytest.mark.law("D-05", "N-18", "O11")
def test_the_copy_has_every_row_about_her(
    hers: dict[str, str], copy: dict[str, Any]
) -> None:
    missing = {row: whole for row, whole in hers.items() if row not in rows_in(copy)}
    assert missing == {}
    tables = {row.partition(" ")[0] for row in hers}
    assert {"people", "facts", "staged_rows", "contacts", "hand_overs"} <= tables
    assert {"documents", "document_files"} <= tables
    assert {"work_items", "positions", "return_records", "merges", "audit"} <= tables
    whole = json.dumps(copy, ensure_ascii=False).casefold()
    words = (*HERS, *SEALED, *SHARED)
    assert [each for each in words if each.casefold() not in whole] == []


@pytest.mark.law("D-05")
def test_the_documents_are_given_beside_the_copy(
    copy: dict[str, Any], flask: Any, tmp_path: Path
) -> None:
    out = tmp_path / "copy.zip"
    flask("copies", "write", "SA-1", "--out", out)
    with zipfile.ZipFile(out) as given:
        assert given.namelist() == ["001 marrowsilk.pdf"]
        assert given.read("001 marrowsilk.pdf") == PDF


@pytest.mark.law("D-05", "D-07")
def test_leaving_out_the_name_of_a_file_leaves_the_file_out(
    app: Flask, known: Known
) -> None:
    copied = actions.law.subject_copy.copied_documents
    with app.app_context():
        sections = actions.law.subject_copy.gathering.gather(known.number, within=HERE)
        assert len(copied.files(sections)) == 1
        (place,) = (
            row.place_of(held)
            for section in sections
            for row in section.rows
            for held in row.fields
            if row.table == "document_files" and held.label == "Name of the file"
        )
        without, _ = redacted(sections, [Redaction(place, "", "other-person")])
        assert copied.files(without) == []
        with zipfile.ZipFile(io.BytesIO(copied.packed(without))) as nothing:
            assert nothing.namelist() == []


@pytest.mark.law("D-05")
def test_the_copy_is_in_the_words_of_pages(copy: dict[str, Any]) -> None:
    """No code, no name of a column and no source as the program names it."""
    fields = [
        (held["label"], held["text"])
        for section in copy["sections"]
        for row in section["rows"]
        for held in row["held"]
    ]
    lines = [f"{label}: {text}" for label, text in fields]
    used = ", the value that is used"
    census = "from the school census of 1 October 2026"
    born = next(it for it in lines if it.startswith("Date of birth: ") and census in it)
    assert born.endswith(used)
    assert any(it.startswith("What you do: ") for it in lines)
    strange = re.compile(
        r"change of [a-z-]+:|\bstanding \d|\bfield [a-z]+\b|sealed-|line1"
        r"|:\s*\d{3}\b(?! –)"
        r"|matched-|subject-access|\bYN\b|not-shown|\bNone\b|, ?,|\b[a-z]+_[a-z]+:"
    )
    assert [it for it in lines if strange.search(it)] == []
    about = {each["heading"]: each["about"] for each in copy["sections"]}
    assert "works these out" in about["Where you stand on a day"]


def test_institutions_have_their_names_in_the_copy(copy: dict[str, Any]) -> None:
    whole = json.dumps(copy, ensure_ascii=False)
    assert re.findall(r"\b(?:urn|laestab|ukprn):\d+", whole) == []
    assert "Testham High" in whole


@pytest.mark.law("D-05", "D-07")
def test_the_copy_has_nothing_of_another_person(
    known: Known, copy: dict[str, Any]
) -> None:
    whole = json.dumps(copy, ensure_ascii=False).casefold()
    assert [each for each in OTHERS if each.casefold() in whole] == []
    assert str(known.sister) not in whole
    assert upn(2).casefold() not in whole


@pytest.mark.law("D-05", "D-07")
def test_a_record_that_was_merged_by_mistake_has_the_merge_and_not_the_other_person(
    app: Flask, known: Known
) -> None:
    with app.app_context():
        sections = actions.law.subject_copy.gathering.gather(known.sister, within=HERE)
    rows = [row for section in sections for row in section.rows]
    assert {"merges", "contacts", "staged_rows"} <= {row.table for row in rows}
    whole = repr(rows).casefold()
    assert "grumblefax" in whole and str(known.number) not in whole
    # The note of a hand-over is about everybody who was moved.
    hers = {*HERS, *SEALED} - {"snizzlewick"}
    assert [each for each in hers if each.casefold() in whole] == []


@pytest.mark.law("D-07")
def test_a_copy_that_is_not_approved_is_refused_and_no_file_is_made(
    app: Flask, flask: Any, tmp_path: Path
) -> None:
    with app.app_context():
        number = young("Ottiline", "Quillfeather")
    flask(
        "cases",
        "open",
        "subject-access",
        "All",
        "--received",
        "2026-11-04",
        "--person",
        number,
    )
    out = tmp_path / "copy.pdf"
    assert "No copy has been prepared" in flask("copies", "show", "SA-1", code=2).err
    flask("copies", "prepare", "SA-1")
    flask("cases", "event", "SA-1", "identity", "--evidence", "met")
    answer = flask("copies", "write", "SA-1", "--out", out, code=2)
    assert "is not approved" in answer.err
    assert not out.exists()
    with app.app_context():
        (line,) = store.accounts.audit.lines(
            Criteria(actions=(Action.DISCLOSURE_REFUSED,)),
            within=HERE,
            offset=0,
            limit=9,
        )
    assert line.subject == "gateway copy"


def test_words_are_left_out_and_put_back_from_the_command_line(
    app: Flask, flask: Any
) -> None:
    with app.app_context():
        number = young("Ottiline", "Quillfeather")
        contact(number, "Her aunt Zebedia phoned")
    flask(
        "cases",
        "open",
        "subject-access",
        "All",
        "--received",
        "2026-11-04",
        "--person",
        number,
    )
    flask("copies", "prepare", "SA-1")
    done = ("copies", "leave-out", "SA-1", "--code", "other-person")
    found = flask(*done, "--words", "aunt zebedia", "--json").json
    assert found == {"case": "SA-1", "places": 2}, "the note and the next step"
    assert "does not have" in flask(*done, "--words", "uncle", code=2).err
    shown = flask("copies", "show", "SA-1", "--json").json
    assert {"heading": "Contacts with you", "rows": 1} in shown["sections"]
    (entry,) = shown["left_out"]
    assert (
        flask("copies", "put-back", "SA-1", entry["number"], "--json").json["left_out"]
        == []
    )
    flask("cases", "event", "SA-1", "close", "--note", "Withdrawn")
    assert "No copy has been prepared" in flask("copies", "show", "SA-1", code=2).err
