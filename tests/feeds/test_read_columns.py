"""The columns of a feed are a table beside it, and a wrong table is refused."""

from pathlib import Path

import pytest

from tracker.feeds.feed_columns import Column, read_columns

HEADINGS = "name,title,aliases,required,states,tables\n"


@pytest.fixture
def table(tmp_path: Path):
    def table(rows: str, headings: str = HEADINGS) -> Path:
        path = tmp_path / "columns.csv"
        path.write_text(headings + rows, encoding="utf-8")
        return path

    return table


def test_a_column_belongs_to_each_table_that_its_row_names(table) -> None:
    path = table("dob,DOB,BirthDate|Born,yes,,visits|leavers\nhub,,,,,visits\n")
    born = Column("dob", "DOB", ("BirthDate", "Born"), required=True)
    assert read_columns(path) == {
        "visits": (born, Column("hub", "hub")),
        "leavers": (born,),
    }


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",DOB,,,,visits", "line 2: a name and the tables that have the column are"),
        ("dob,DOB,,,,", "line 2: a name and the tables that have the column are"),
        ("dob,DOB,,maybe,,visits", "line 2: 'maybe'"),
        ("dob,DOB,,,birth,visits", "line 2: 'birth' is not a subject and a field"),
        ("dob,DOB,,yes", "line 2: not as many cells as columns"),
        ("dob,DOB,,,,visits\ndob,Born,,,,visits", "has dob of visits twice"),
    ],
)
def test_a_wrong_row_is_refused_in_a_sentence(table, row: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=rf"^columns\.csv.* ?{sentence}"):
        read_columns(table(f"{row}\n"))


def test_a_property_that_no_column_has_is_refused(table) -> None:
    path = table("dob,10,visits\n", headings="name,width,tables\n")
    with pytest.raises(ValueError, match=r"columns\.csv, line 2: .*'width'"):
        read_columns(path)
