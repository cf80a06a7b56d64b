"""COLLECT downloads: restricted pupils in them, and notes on incomplete ones.

All people are invented.
"""

from datetime import date
from pathlib import Path

import pytest

from tracker.feeds.census.feed import FEED
from tracker.feeds.file_reading import Unreadable


def family(folder: Path, **tables: str) -> Path:
    """A COLLECT download of these tables."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


ON = "pupilonrolltableid,surname,forename,dob,upn,yssa,ncyearactual\n"
OFF = "pupilnolongeronrolltableid,surname,forename,dob,upn,leavingdate,sex\n"
SCHOOLS = "schoolcensustableid,lea,estab,term,year\ns1,359,4034,Autumn,2026\n"


@pytest.mark.parametrize(
    ("on", "off", "restricted"),
    [
        # the row on roll restricts the row of the same pupil who left, by UPN or name
        ("Holt,Ann,03/04/2011,F1,No", "Marsh,Ann,03/04/2011,F1", True),
        ("Holt,Ann,03/04/2011,F1,No", "HOLT,ann,2011-04-03,", True),
        ("Holt,Ann,03/04/2011,F1,No", "Holt,A\u200bnn,'03/04/2011,", True),
        ("Holt,Ann,03/04/2011,F1,'No", "Holt,Ann,03/04/2011,F1", True),
        ("Holt,Ann,03/04/2011,F1,Yes", "Holt,Ann,03/04/2011,F1", False),
        ("Holt,Ann,03/04/2011,F1,No", "Holt,Joe,03/04/2011,F2", False),
    ],
)
def test_a_pupil_restricted_on_roll_is_restricted_among_the_leavers(
    tmp_path: Path, on: str, off: str, restricted: bool
) -> None:
    # pupilnolongeronroll sorts before pupilonroll
    folder = family(
        tmp_path,
        pupilonroll=f"{ON}1,{on},11\n",
        pupilnolongeronroll=f"{OFF}1,{off},17/07/2026,F\n",
        schoolcensus=SCHOOLS,
    )
    rows = list(FEED.read([folder]).rows)
    (left,) = [row for row in rows if row.file == "pupilnolongeronroll.csv"]
    assert left.restricted is restricted
    assert ("sex" in left.values) is not restricted


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        # the answer is kept; the whole history decides whether it counts
        ({"surname": "Holt", "sen": "E", "yssa": "Yes"}, {"surname", "yssa"}),
        ({"surname": "Holt", "sen": "E", "roll": "off"}, {"surname", "roll"}),
        ({"surname": "Holt", "enrol_status": "C"}, {"surname"}),
        ({"surname": "Holt", "enrol_status": "G"}, {"surname", "roll"}),
        (
            {"surname": "Holt", "upn": "F1", "postcode": "WN1 1AZ"},
            {"surname", "postcode"},
        ),
    ],
)
def test_the_cells_that_are_kept_of_a_restricted_row(
    raw: dict[str, str], kept: set[str]
) -> None:
    assert set(FEED.of_restricted(raw, date(2026, 10, 1))) == kept


@pytest.mark.parametrize("rows", ["", "\n\n", ",,,,,,\n , ,,,,,\n"])
def test_a_download_without_a_pupil_is_refused(tmp_path: Path, rows: str) -> None:
    folder = family(tmp_path, pupilonroll=ON + rows, schoolcensus=SCHOOLS)
    with pytest.raises(Unreadable) as refused:
        list(FEED.read([folder]).rows)
    assert str(refused.value) == "pupilonroll.csv has headings but no rows."


@pytest.mark.parametrize("on", [{}, {"pupilonroll": ON}])
def test_a_download_of_leavers_alone_has_a_note(
    tmp_path: Path, on: dict[str, str]
) -> None:
    off = f"{OFF}1,Holt,Ann,03/04/2011,,17/07/2026,F\n"
    folder = family(tmp_path, pupilnolongeronroll=off, schoolcensus=SCHOOLS, **on)
    reading = FEED.read([folder])
    assert len(list(reading.rows)) == 1
    assert any("It has no pupil on roll" in note for note in reading.notes)


def test_a_misread_line_beside_the_pupils_is_a_note(tmp_path: Path) -> None:
    folder = family(
        tmp_path,
        pupilonroll=f"{ON}1,Holt,Ann,03/04/2011,,Yes,11\n2,Marsh,Joe,03/04/2011,,,11\n",
        schoolcensus=SCHOOLS,
        addresses='pupilonrolltableid,postcode,town\n1,WN1 1AZ,"W\n2,WN2 3AB,"X\n',
    )
    reading = FEED.read([folder])
    assert [row.values.get("postcode") for row in reading.rows] == [None, None]
    assert any("Line 2 of addresses.csv may be misread" in n for n in reading.notes)
