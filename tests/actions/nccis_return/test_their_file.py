"""A file of another system that is not what it should be: one sentence, no result."""

from datetime import date

import pytest

from tests.factories import nccis, person, register

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)


def rows(*numbers: int, **more: str) -> list[dict[str, str]]:
    return [
        {**person(n), "activity": "230", "ypid": f"331000001{n:04}", **more}
        for n in numbers
    ]


@pytest.fixture
def compare(tmp_path, as_json):
    def run(content: list[dict[str, str]], end: date = OCTOBER, code: int | None = 2):
        file = nccis(tmp_path / "theirs.xml", end, content)
        return as_json("moving-in", "compare", file, code=code)

    return run


@pytest.fixture
def moved_in(tmp_path, load):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("nccis-file", nccis(tmp_path / "s.xml", SEPTEMBER, rows(1, 2, 3, 4)))


def test_a_file_of_another_authority_is_not_compared(
    moved_in, compare, as_json
) -> None:
    refused = compare(rows(1, 2, lead="350"))
    assert "is of Bolton and not of Wigan" in refused["error"]
    assert as_json("moving-in", "compared") == []


def test_a_day_within_a_month_is_refused(moved_in, compare, tmp_path, as_json) -> None:
    refused = compare(rows(1), end=date(2026, 10, 15))
    assert "15 October 2026, which is not the last day of a month" in refused["error"]
    file = nccis(tmp_path / "mid.xml", date(2026, 10, 15), rows(1))
    refused = as_json("moving-in", "load", file, code=2)
    assert "15 October 2026, which is not the last day of a month" in refused["error"]


def test_a_file_without_records_is_called_that(moved_in, compare) -> None:
    assert "has no records" in compare([])["error"]


def test_a_month_that_is_loaded_from_another_file_is_named(
    moved_in, tmp_path, flask
) -> None:
    other = nccis(tmp_path / "again.xml", SEPTEMBER, rows(1, 2, 3))
    answer = flask("moving-in", "load", other, code=1)
    assert "September 2026 (batch " in answer.err
    assert "is loaded already from another file" in answer.err


def why(tmp_path, as_json, content: list[dict[str, str]]) -> dict[str, str]:
    """The differences of a comparison in the words of its workbook."""
    from python_calamine import CalamineWorkbook

    file, out = nccis(tmp_path / "o.xml", OCTOBER, content), tmp_path / "o.xlsx"
    as_json("moving-in", "compare", file, "--out", out, code=None)
    sheet = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("Differences")
    return {row[9]: row[8] for row in sheet.to_python()[4:]}


def test_each_who_is_not_in_theirs_has_a_true_reason(
    moved_in, tmp_path, as_json
) -> None:
    content = [*rows(1, 2, 5), *rows(3, lead="350")]
    found = why(tmp_path, as_json, content)
    assert (
        found["in their file, but led by another authority: Bolton"] == "Not in theirs"
    )
    assert found["not in this file; moved in from theirs up to 30 September 2026"] == (
        "Not in theirs"
    )
    assert "no file of theirs has had them" not in found


def test_ids_of_two_databases_are_no_difference(moved_in, tmp_path, as_json) -> None:
    file, out = (
        nccis(tmp_path / "o.xml", OCTOBER, rows(1, 2, 3, 4)),
        tmp_path / "o.xlsx",
    )
    from python_calamine import CalamineWorkbook

    as_json("moving-in", "compare", file, "--out", out, code=None)
    sheet = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("Differences")
    fields = {row[5] for row in sheet.to_python()[4:]}
    assert not fields & {"Young person's ID", "Previous ID"}
