"""Transfer files with faults: one sentence for each, no pupil lost. All invented."""

import random
import re
from datetime import date
from pathlib import Path

import pytest

from tests.feeds.transfer_files.written import ctf, pupil
from tracker.feeds.cells.line_problems import MARKS
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["transfer-files"]
CONTEXT = Context("359", date(2026, 7, 25))


def meant(*paths: Path) -> list[Interpretation]:
    return [
        FEED.interpret(row.values, row.restricted, row.line, CONTEXT)
        for row in FEED.read(paths, CONTEXT).rows
    ]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"Surname": ""}, "Surname"),
        ({"DOB": "14 Smarch"}, "DOB"),
        ({"UPN": "A359"}, "UPN"),
        ({"PostCode": "nowhere"}, "PostCode"),
        ({"Ethnicity": "QQQQ"}, "Ethnicity"),
        ({"sen": "Q"}, "SENprovision"),
        ({"left": "soon"}, "LeavingDate"),
        ({"NCyearActual": "7"}, "NCyearActual"),
    ],
)
def test_a_fault_is_named_with_its_column(
    tmp_path: Path, change: dict[str, str], column: str
) -> None:
    (found,) = meant(ctf(tmp_path / "sent.xml", [pupil(**change)]))
    assert column in {each.column for each in found.problems}
    assert all(each.line == 5 and each.message.endswith(".") for each in found.problems)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<CTfile><Header/><CTFpupilData/></CTfile>", "sent.xml has no pupil."),
        ("<CTfile><Header/><CTFpupilData><Pupil>", "sent.xml"),
        ("<NCCIS><FileHeader/></NCCIS>", "It looks like an NCCIS file"),
        ("Surname,Forename,DOB\n", "sent.xml is not a Common Transfer File (CTF)."),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "sent.xml"
    path.write_text(text)
    with pytest.raises(Unreadable) as refused:
        list(FEED.read([path], CONTEXT).rows)
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_september_of_files_is_read_quickly(tmp_path: Path) -> None:
    for number in range(60):
        rows = [pupil(UPN=f"A3594034{number:02}{each:03}") for each in range(40)]
        ctf(tmp_path / f"3594034_CTF_3594600_{number:03}.xml", rows)
    assert len(meant(tmp_path)) == 2_400


#: What a field of a well-formed file may hold by accident.
_ODD = (
    *("", "X", "XXXX", "MMMM", "LLLL", "0", "-1", "²", "٣٥٩", "1e3", "true", "Y11"),
    *("31/02/2010", "2026-13-01", "0001-01-01", "9999-12-31", "2026-07-17T00:00:00"),
    *("é" * 300, "a" * 3_000, "=1+1", "&lt;b&gt;", "  ", "O’Neil", "4777", "35"),
)


@pytest.mark.parametrize("seed", range(3))
def test_no_accident_in_a_field_ends_in_an_error_or_loses_a_pupil(
    samples: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    whole = [each.read_text() for each in sorted(samples.glob("*_CTF_*.xml"))]
    path = tmp_path / "3594034_CTF_3594600_001.xml"
    known = {column.name for column in FEED.columns} | MARKS
    for _ in range(150):
        text = chance.choice(whole)
        for _ in range(chance.randint(1, 4)):
            field = chance.choice(list(re.finditer(r">([^<>\n]*)</(\w+)>", text)))
            odd = chance.choice(_ODD)
            if chance.random() < 0.8:
                text = text[: field.start(1)] + odd + text[field.end(1) :]
            else:
                again = f"<{field[2]}>{odd}</{field[2]}>"
                text = text[: field.end()] + again + text[field.end() :]
        path.write_text(text)
        reading = FEED.read([path], CONTEXT)
        rows = list(reading.rows)
        outside = [each for each in reading.notes if "left out because" in each]
        counted = sum(int(each.rstrip(".").rpartition(" ")[2]) for each in outside)
        assert len(rows) + counted == text.count("<Pupil>")
        for row in rows:
            assert set(row.values) <= known and all(row.values.values())
            found = FEED.interpret(row.values, row.restricted, row.line, CONTEXT)
            assert all("\n" not in each.message for each in found.problems)
            kept = FEED.of_restricted(row.values, CONTEXT.as_at)
            FEED.interpret(kept, True, row.line, CONTEXT)
