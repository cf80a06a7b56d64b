"""The service's own tables: a wrong row fails with its file and line."""

import csv
from pathlib import Path

import pytest

from tracker.domain.reference import codes, tables


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code,years\nA,1\nB,x\n", "t.csv, line 3: .*'x'"),
        ('code,years\n"A\nB",1\nC,\n', "t.csv, line 4: "),
        ("code,years\nA\n", "t.csv, line 2: not as many cells as columns"),
        ("code,years\nA,1,2\n", "t.csv, line 2: not as many cells as columns"),
        ("code,year\nA,1\n", "t.csv, line 2: 'years'"),
    ],
)
def test_a_wrong_row_fails_with_its_file_and_line(
    tmp_path: Path, text: str, fault: str
) -> None:
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        tables.read(file, lambda row: (row["code"], int(row["years"])))


def test_a_quote_within_a_cell_fails(tmp_path: Path) -> None:
    """It would be read as another text, without a word."""
    file = tmp_path / "t.csv"
    file.write_text('code\n"A"x\n', encoding="utf-8")
    with pytest.raises(csv.Error):
        tables.read(file, dict)


def test_the_rows_are_read_in_order_without_their_notes(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("code,note\nŁ,the first\nA,\n", encoding="utf-8")
    assert tables.read(file, dict) == [{"code": "Ł"}, {"code": "A"}]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("In care,", ",", "missing 1 required positional argument: 'title'"),
        (",vulnerable", ",vulnerble", "unexpected keyword argument 'vulnerble'"),
        ("own child,,,no", "own child,,,perhaps", "line 3: 'perhaps'"),
        ("need,2022", "need,2022-23", "line 12: .*'2022-23'"),
    ],
)
def test_a_wrong_code_fails_with_its_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, fault: str
) -> None:
    text = Path(codes.__file__).with_name("characteristics.csv").read_text("utf-8")
    assert old in text
    wrong = text.replace(old, new)
    (tmp_path / "characteristics.csv").write_text(wrong, encoding="utf-8")
    monkeypatch.setattr(codes, "__file__", str(tmp_path / "codes.py"))
    with pytest.raises(ValueError, match=rf"characteristics\.csv, .*{fault}"):
        codes._codes(codes.Characteristic, "characteristics.csv")


def test_every_code_with_a_name_is_in_a_list() -> None:
    lists = [it for it in vars(codes).values() if isinstance(it, codes.CodeList)]
    named = {
        name: value
        for name, value in vars(codes).items()
        if name.isupper() and isinstance(value, str)
    }
    assert "OFFER_MADE" in named
    assert [
        name
        for name, value in named.items()
        if not any(value in each for each in lists)
    ] == []


def test_a_cell_is_read_as_its_column_and_an_empty_one_left_out() -> None:
    row = {"code": "A", "first_year": "2020", "vulnerable": "no", "title": ""}
    columns = {"first_year": int, "vulnerable": tables.YES_OR_NO.__getitem__}
    assert tables.meant(row, columns) == {
        "code": "A",
        "first_year": 2020,
        "vulnerable": False,
    }


def test_a_condition_is_yes_or_no() -> None:
    assert tables.YES_OR_NO == {"yes": True, "no": False}


def test_one_of_some_words_and_no_other() -> None:
    read = tables.one_of("yes", "perhaps")
    assert (read("yes"), read("perhaps")) == ("yes", "perhaps")
    with pytest.raises(KeyError):
        read("no")
