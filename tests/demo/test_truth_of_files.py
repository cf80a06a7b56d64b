"""The truth against the files, read back by plain means: whose line is it?

The people are invented.
"""

import csv
import io
import re
import zipfile
from collections import defaultdict
from datetime import date, datetime

import pytest

ENCODINGS = ("utf-8-sig", "cp1252")


@pytest.fixture(scope="module")
def truth(plan):
    lines = defaultdict(dict)
    with plan.truth_path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            lines[row["file"]][int(row["line"])] = row["person"]
    return lines


@pytest.fixture(scope="module")
def people(plan):
    with plan.people_path.open(encoding="utf-8", newline="") as rows:
        return {row["person"]: row for row in csv.DictReader(rows)}


def _bytes(plan, file):
    outer, zipped, inner = file.partition(".zip/")
    if zipped:
        with zipfile.ZipFile(plan.folder / f"{outer}.zip") as archive:
            return archive.read(inner)
    return (plan.folder / file).read_bytes()


def _text(content):
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("neither UTF-8 nor Windows-1252")


def _table(plan, file):
    """Lines by number as dictionaries, and the numbers of all lines with data."""
    if file.endswith(".xlsx"):
        from python_calamine import CalamineWorkbook

        sheet = CalamineWorkbook.from_path(plan.folder / file).get_sheet_by_index(0)
        lines = sheet.to_python(skip_empty_area=False)
    else:
        text = _text(_bytes(plan, file))
        head = text[:2000]
        delimiter = max(",;\t", key=head.count)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    at = next(
        number
        for number, cells in enumerate(lines)
        if {str(cell).lower() for cell in cells}
        & {"dob", "date of birth", "dateofbirth", "pupilonrolltableid"}
    )
    headings = [
        str(cell).lower().replace("dateofbirth", "date of birth") for cell in lines[at]
    ]
    return {
        number: dict(zip(headings, cells, strict=False))
        for number, cells in enumerate(lines[at + 1 :], start=at + 2)
        if any(cells)
    }


def _born(cell):
    if isinstance(cell, date):
        return cell
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y", "%Y-%b-%d 00:00:00"):
        try:
            return datetime.strptime(cell, form).date()
        except ValueError:
            continue
    raise AssertionError(f"{cell} is no date")


def _could_be(born, true):
    swapped = (born.year, born.day, born.month) == (true.year, true.month, true.day)
    return swapped or abs((born - true).days) <= 10


def _tables(truth):
    return [name for name in truth if not name.endswith(".xml")]


def test_every_line_of_every_table_has_its_person_and_no_other_line_has_one(
    plan, truth
):
    assert len(_tables(truth)) > 60
    for file in _tables(truth):
        assert set(_table(plan, file)) == set(truth[file]), file


def test_every_line_of_every_table_is_about_the_person_of_the_truth(
    plan, truth, people
):
    for file in _tables(truth):
        for number, row in _table(plan, file).items():
            person = people[truth[file][number]]
            born = _born(row.get("dob") or row.get("date of birth"))
            assert _could_be(born, date.fromisoformat(person["born"])), (file, number)
            upn = str(row.get("upn") or "").strip()
            assert upn in ("", person["upn"], person["temporary_upn"]), (file, number)


def test_every_record_of_the_xml_stands_on_the_line_that_the_truth_says(
    plan, truth, people
):
    files = [name for name in truth if name.endswith(".xml")]
    apart = [name for name in files if name.startswith(("transfers/", "records/"))]
    assert len(apart) > 3 and len(files) - len(apart) == 5
    for file in files:
        lines = _text(_bytes(plan, file)).split("\n")
        records = {
            number
            for number, line in enumerate(lines, start=1)
            if line.startswith(("<YoungPersonsRecord>", "<PupilOnRoll>", "<Pupil>"))
            or line.startswith(("<PupilNoLongerOnRoll>", "<Learner>"))
        }
        assert records == set(truth[file])
        for number in records:
            person = people[truth[file][number]]
            born = re.search(r"<(DOB|DateOfBirth)>(.*?)</", lines[number - 1])[2]
            true = date.fromisoformat(person["born"])
            assert _could_be(date.fromisoformat(born), true), (file, number)


def test_two_lines_of_one_person_have_one_key_across_files(truth):
    files_of = defaultdict(set)
    for file, lines in truth.items():
        for person in lines.values():
            files_of[person].add(file.partition("/")[0])
    everywhere = [each for each, kinds in files_of.items() if len(kinds) >= 3]
    assert len(everywhere) > 200


def test_a_uln_is_the_persons_own_wherever_a_spreadsheet_has_left_it_whole(
    plan, truth, people
):
    read = wrong = 0
    for file in _tables(truth):
        for number, row in _table(plan, file).items():
            cell = row.get("uln") or row.get("unique learner number") or ""
            uln = str(int(cell)) if isinstance(cell, float) else str(cell)
            if not re.fullmatch(r"\d{10}", uln) or uln == "9999999999":
                continue
            read += 1
            wrong += uln != people[truth[file][number]]["uln"]
    assert read > 500
    assert wrong == 0
