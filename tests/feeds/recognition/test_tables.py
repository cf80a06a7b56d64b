"""Tables as senders make them: encodings, delimiters, titles, lines, spreadsheets."""

from datetime import date

import pytest

from tracker.feeds.cells.line_problems import BEYOND
from tracker.feeds.feed_columns import Column
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.sources import Stored
from tracker.feeds.recognition.tables import Table, Wanted, open_tables, renamed

COLUMNS = (
    Column("surname", "Surname", ("LastName",)),
    Column("forename", "Forename"),
    Column("dob", "DOB", ("Date of Birth",)),
    Column("uln", "ULN"),
)
WANTED = Wanted("provider-enrolment", "a list", COLUMNS, (("surname",), ("dob",)))
ROW = {"surname": "Müller", "forename": "Zoë", "dob": "03/04/2009"}
TEXT = "Surname,Forename,DOB\nMüller,Zoë,03/04/2009\n"


def opened(path, **rest) -> list[Table]:
    file = Stored(path.name, lambda: path.open("rb"))
    return list(open_tables([file], Wanted(**{**WANTED.__dict__, **rest})))


def rows_of(path, **rest) -> list[tuple[int, dict[str, str]]]:
    return [row for table in opened(path, **rest) for row in table.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-bom"]
)
def test_every_encoding_gives_the_same_text(write, encoding: str) -> None:
    content = (
        b"\xff\xfe" + TEXT.encode("utf-16-le")
        if encoding == "utf-16-le-bom"
        else TEXT.encode(encoding)
    )
    assert rows_of(write("list.csv", content)) == [(2, ROW)]


def test_a_late_foreign_letter_still_decides_the_encoding(write) -> None:
    lines = "".join(f"Plain{n},Ann,03/04/2009\n" for n in range(20_000))
    content = (TEXT.splitlines()[0] + "\n" + lines).encode() + "Müller,Zoë,x\n".encode(
        "cp1252"
    )
    assert rows_of(write("list.csv", content))[-1][1]["surname"] == "Müller"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end(write, delimiter: str, end: str) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", end)
    assert rows_of(write("list.txt", text)) == [(2, ROW)]


def test_commas_inside_semicolon_lists_do_not_mislead(write) -> None:
    text = 'Surname;Forename;DOB\n"Holt, Jr";Amina;03/04/2009\nA,B;C,D;03/04/2009\n'
    assert [row["surname"] for _, row in rows_of(write("list.csv", text))] == [
        "Holt, Jr",
        "A,B",
    ]


def test_titles_above_the_headings_are_passed_over(write) -> None:
    text = "Testham College,,\n\nEnrolments as at,9 October,\n" + TEXT
    assert rows_of(write("list.csv", text)) == [(5, ROW)]


def test_blank_rows_and_columns_at_the_end_are_skipped(write) -> None:
    text = "Surname,Forename,DOB,,,\nMüller,Zoë,03/04/2009,,,\n,,,,,\n\n , ,\n"
    assert rows_of(write("list.csv", text)) == [(2, ROW)]


def test_lines_are_those_of_the_file(write) -> None:
    text = (
        "Surname,Forename,DOB\n"
        'Holt,"Ann\nMarie",1\n'  # a line break inside quotation marks
        "\n"
        "Marsh,Joe,2\n"
    )
    lines = [(line, row["surname"]) for line, row in rows_of(write("list.csv", text))]
    assert lines == [(2, "Holt"), (5, "Marsh")]


def test_headings_pasted_in_again_are_no_rows(write) -> None:
    more = "".join(f"Plain{n},Ann,03/04/2009\n" for n in range(30))
    path = write("list.csv", TEXT + more + TEXT)
    assert len(rows_of(path)) == 32


def test_case_spaces_and_punctuation_of_headings_do_not_matter(write) -> None:
    text = "LAST NAME,fore-name,Date_of birth\nMüller,Zoë,03/04/2009\n"
    assert rows_of(write("list.csv", text)) == [(2, ROW)]


def test_a_senders_own_headings_are_read_by_their_aliases(write) -> None:
    text = "Nachname,Forename,Geboren\nMüller,Zoë,03/04/2009\n"
    taught = {"Nachname": "surname", "Geboren": "dob"}
    path = write("list.csv", text)
    assert rows_of(path, aliases=taught) == [(2, ROW)]
    (table,) = opened(path, aliases=taught)
    assert renamed([table], COLUMNS) == {"Surname": "Nachname", "DOB": "Geboren"}


def test_a_row_with_too_many_cells_is_marked(write) -> None:
    text = TEXT + "Holt,Ann,12,High Street,03/04/2009\n"
    rows = rows_of(write("list.csv", text))
    assert BEYOND not in rows[0][1]
    assert BEYOND in rows[1][1]


def test_spreadsheet_cells_become_the_text_that_was_meant(workbook) -> None:
    path = workbook(
        Learners=[
            ["Surname", "Forename", "DOB", "ULN"],
            ["Müller", "Zoë", date(2009, 4, 3), 1234567805],
            ["Holt", "Ann", 39906, "1.23457E+09"],
        ]
    )
    assert rows_of(path) == [
        (2, {**ROW, "dob": "2009-04-03", "uln": "1234567805"}),
        (
            3,
            {
                "surname": "Holt",
                "forename": "Ann",
                "dob": "39906",
                "uln": "1.23457E+09",
            },
        ),
    ]


def test_the_sheet_with_the_headings_is_found_among_others(workbook) -> None:
    path = workbook(
        Notes=[["Please read"], ["Surname means family name"]],
        Learners=[
            ["Testham College"],
            [],
            ["Surname", "Forename", "DOB"],
            ["Müller", "Zoë", "03/04/2009"],
        ],
        Empty=[],
    )
    assert rows_of(path) == [(4, ROW)]


def test_two_sheets_of_one_kind_are_both_read(workbook) -> None:
    head = ["Surname", "Forename", "DOB"]
    path = workbook(
        Starters=[head, ["Holt", "Ann", "03/04/2009"]],
        Leavers=[head, ["Marsh", "Joe", "03/04/2009"]],
    )
    tables = opened(path)
    assert [table.file for table in tables] == [
        "list.xlsx (Starters)",
        "list.xlsx (Leavers)",
    ]
    assert [row["surname"] for table in tables for _, row in table.rows] == [
        "Holt",
        "Marsh",
    ]


HIDDEN = [
    # what is hidden, how; the sentence
    (["Old"], "hide", "Left out the hidden sheet Old."),
    (["Old"], "very_hidden", "Left out the hidden sheet Old."),
    (["Old", "Older"], "hide", "Left out the hidden sheets Old, Older."),
]


@pytest.mark.parametrize(("names", "how", "sentence"), HIDDEN)
def test_a_hidden_sheet_is_left_out_and_named(workbook, names, how, sentence) -> None:
    head = ["Surname", "Forename", "DOB"]
    old = {name: [head, ["Holt", "Ann", "03/04/2008"]] for name in names}
    now = [head, ["Müller", "Zoë", "03/04/2009"]]
    path = workbook(**old, Now=now, hidden=dict.fromkeys(names, how))
    (table,) = opened(path)
    notes: list[str] = []
    assert list(table.noting(notes)) == [(2, ROW)]
    assert notes == [sentence]


def test_an_empty_hidden_sheet_has_no_note(workbook) -> None:
    now = [["Surname", "Forename", "DOB"], ["Müller", "Zoë", "03/04/2009"]]
    (table,) = opened(workbook(Now=now, Empty=[], hidden={"Empty": "hide"}))
    assert table.notes == []


def test_where_only_a_hidden_sheet_holds_anything_it_is_to_be_unhidden(
    workbook,
) -> None:
    now = [["Surname", "Forename", "DOB"], ["Müller", "Zoë", "03/04/2009"]]
    path = workbook(Cover=[], List=now, hidden={"List": "hide"})
    with pytest.raises(Unreadable, match="List, is hidden; unhide it and send"):
        opened(path)


def test_a_cover_beside_a_hidden_list_is_refused_with_the_sheet_named(workbook) -> None:
    now = [["Surname", "Forename", "DOB"], ["Müller", "Zoë", "03/04/2009"]]
    path = workbook(Cover=[["Testham"]], List=now, hidden={"List": "hide"})
    with pytest.raises(Unreadable, match="Left out the hidden sheet List"):
        opened(path)


AGAIN = [
    # the headings, a row, the date of birth that is read, the note
    ("Surname,DOB,DOB", "Holt,,1", "1", "DOB stands twice; "),
    ("Surname,DOB,DOB", "Holt,1,", "1", "DOB stands twice; "),
    ("Surname,DOB,DOB", "Holt,1,2", "1", "DOB stands twice; "),
    ("Surname,DOB,dob,D.O.B.", "Holt,,,3", "3", "DOB stands 3 times; "),
    (
        "Surname,Date of birth,DOB",
        "Holt,,2",
        "2",
        "Date of birth and DOB are both read as DOB; ",
    ),
    ("Surname,DOB,DOB,DOB", "Holt", None, "DOB stands 3 times; "),
]


@pytest.mark.parametrize(("head", "row", "born", "says"), AGAIN)
def test_of_two_columns_the_first_that_is_filled_in_is_used(
    write, head, row, born, says
) -> None:
    (table,) = opened(write("list.csv", f"{head}\n{row}\n"))
    notes: list[str] = []
    ((_, values),) = table.noting(notes)
    assert values.get("dob") == born
    assert notes == [f"{says}the first that is filled in is used."]
    assert table.unread == []


def test_columns_that_are_none_of_ours_are_named(write) -> None:
    (table,) = opened(write("list.csv", "Surname,Shoes,DOB,,Hat\nHolt,38,1,,L\n"))
    assert table.unread == ["Shoes", "Hat"]


def test_a_row_of_groups_above_the_headings_is_a_title(workbook) -> None:
    path = workbook(
        Learners=[
            ["Learner", None, "Born"],
            ["Surname", "Forename", "DOB"],
            ["Müller", "Zoë", "03/04/2009"],
        ]
    )
    assert rows_of(path) == [(3, ROW)]
