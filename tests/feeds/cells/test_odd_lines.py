"""Lists with odd marks, encodings, letters and lengths. All people are invented."""

import pytest

from tracker.feeds.cells.written_names import plain
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation

HEAD = "Forename,Surname,DOB,StartDate,MiddleNames,ULN,UPN,EHCP\n"
ANN = "Ann,Holt,03/04/2009,07/09/2026,,,,"
JOE = "Joe,Marsh,04/05/2009,07/09/2026,,,,"
SUE = "Sue,Clegg,05/06/2009,07/09/2026,,,,"


def messages(found: Interpretation, *, stops: bool) -> str:
    return " ".join(each.message for each in found.problems if each.stops is stops)


@pytest.mark.parametrize(
    ("lines", "names", "stops"),
    [
        # two marks that are never closed seem to close each other
        ([ANN + '"E', JOE + '"E', SUE], ["Holt", "Clegg"], True),
        (['"' + ANN, '"' + JOE, SUE], ["Marsh", "Clegg"], True),
        # one that closes well may be an address, or another person
        ([ANN + '"E', JOE + 'E"', SUE], ["Holt", "Clegg"], False),
        (
            ['"Ann', 'Marie",Holt,03/04/2009,07/09/2026,,,,', SUE],
            ["Holt", "Clegg"],
            None,
        ),
    ],
)
def test_a_line_swallowed_by_a_quotation_mark_is_a_problem(
    write, understand, lines: list[str], names: list[str], stops: bool | None
) -> None:
    path = write("list.csv", HEAD + "\n".join(lines) + "\n")
    found = understand("provider-enrolment", path)
    assert [each.identity.family for each in found] == names
    assert ("quotation mark" in messages(found[0], stops=True)) is (stops is True)
    assert ("quotation mark" in messages(found[0], stops=False)) is (stops is False)
    assert found[1].usable


def test_the_swallowed_lines_are_not_kept_in_the_cell(write) -> None:
    path = write("list.csv", f'{HEAD}{ANN}"E\n{JOE}"E\n')
    (row,) = FEEDS["provider-enrolment"].read([path]).rows
    assert row.values["ehcp"] == "E"


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_mark_that_is_open_on_the_last_line(write, end: str) -> None:
    path = write("list.csv", f'{HEAD}{ANN}\n{JOE}"E{end}')
    with pytest.raises(Unreadable) as refused:
        list(FEEDS["provider-enrolment"].read([path]).rows)
    assert "A field on line 3 of list.csv does not end" in str(refused.value)


def test_headings_that_swallow_a_line(write) -> None:
    path = write("list.csv", f'{HEAD.strip()},"Mobile\n{ANN},"E\n{SUE}\n')
    with pytest.raises(Unreadable) as refused:
        list(FEEDS["provider-enrolment"].read([path]).rows)
    assert "on line 1 of" in str(refused.value)


def encoded(*names: tuple[str, str]) -> bytes:
    """A list in which each name is in an encoding of its own."""
    return HEAD.encode() + b"".join(
        f"{name},Holt,03/04/2009,07/09/2026,,,,\n".encode(encoding)
        for name, encoding in names
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("plainly", [0, 9_000])
def test_a_stray_byte_spoils_no_other_name(
    write, understand, mark: bytes, plainly: int
) -> None:
    many = [("Ann", "utf-8")] * plainly
    content = encoded(("Zoë", "utf-8"), *many, ("Łucja", "utf-8"), ("Chloé", "cp1252"))
    path = write("list.csv", mark + content)
    found = understand("provider-enrolment", path)
    assert found[0].identity.given == "Zoë"
    assert [each.identity.given for each in found[-2:]] == ["Łucja", "Chloé"]
    assert not any(each.problems for each in found)
    reading = FEEDS["provider-enrolment"].read([path])
    assert list(reading.rows)
    assert [
        note.endswith("1. Look at names with accents.") for note in reading.notes
    ] == [True]


def test_a_list_of_windows_is_read_without_a_note(write) -> None:
    path = write("list.csv", encoded(("Zoë", "cp1252"), ("Chloé", "cp1252")))
    reading = FEEDS["provider-enrolment"].read([path])
    assert [row.values["forename"] for row in reading.rows] == ["Zoë", "Chloé"]
    assert reading.notes == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_without_a_mark(write, understand, encoding: str) -> None:
    path = write("list.csv", encoded(("Zoë", "utf-8")).decode().encode(encoding))
    (found,) = understand("provider-enrolment", path)
    assert found.identity.given == "Zoë"


@pytest.mark.parametrize(
    ("name", "spoilt"),
    [
        ("ZoÃ«", True),
        ("FranÃ§ois", True),
        ("Å\x81ucja", True),
        ("Oâ€™Dell", True),
        ("Zo\ufffd", True),
        ("Zoë", False),
        ("Ângela", False),
        ("Åse", False),
        ("JOSÉ", False),
        ("O’Dell", False),
    ],
)
def test_names_that_were_spoilt_on_the_way(write, understand, name, spoilt) -> None:
    (found,) = understand(
        "provider-enrolment", write("list.csv", encoded((name, "utf-8")))
    )
    assert ("wrong encoding" in messages(found, stops=False)) is spoilt
    assert found.usable


@pytest.mark.parametrize("blank", ["\n" * 5_000, "\r\n" * 90_000, " \n" * 40])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_empty_lines_above_a_list_are_skipped(write, blank: str, encoding: str) -> None:
    path = write("list.csv", f"{blank}{HEAD}{ANN}\n", encoding)
    (row,) = FEEDS["provider-enrolment"].read([path]).rows
    assert row.values["surname"] == "Holt"
    assert row.line == blank.count("\n") + 2


@pytest.mark.parametrize("cell", [0, 1, 4])
@pytest.mark.parametrize(
    ("length", "usable"), [(100, True), (101, False), (3_000, False)]
)
def test_a_name_of_more_than_100_letters_stops_its_line(
    write, understand, cell: int, length: int, usable: bool
) -> None:
    cells = ANN.split(",")
    cells[cell] = "x" * length
    path = write("list.csv", f"{HEAD}{','.join(cells)}\n{JOE}\n")
    long, joe = understand("provider-enrolment", path)
    assert long.usable is usable
    assert joe.usable


def test_a_long_cell_is_cut_and_the_sentence_short(write, understand) -> None:
    cells = [*ANN.split(",")[:3], "x" * 30_000, *ANN.split(",")[4:]]
    path = write("list.csv", HEAD + ",".join(cells) + "\n")
    (row,) = FEEDS["provider-enrolment"].read([path]).rows
    assert len(row.values["start"]) == 1_000
    (found,) = understand("provider-enrolment", path)
    messages = {each.message for each in found.problems if each.column == "StartDate"}
    assert (
        f"{'x' * 59}… is not a date. Enter a date, for example 28/04/2009." in messages
    )
    assert any("longer than 1,000 characters" in message for message in messages)
    assert found.usable


def test_the_apostrophe_of_a_text_cell_is_no_part_of_it(write, understand) -> None:
    path = write(
        "list.csv",
        f"{HEAD}Ann,Holt,'05/02/2009,'2026-09-07,,'1000000043,'F359403416001,'Y\n",
    )
    (found,) = understand("provider-enrolment", path)
    assert found.problems == ()
    assert (found.identity.upn, found.identity.uln) == ("F359403416001", "1000000043")
    assert f"{found.identity.born}" == "2009-02-05"


def test_a_name_may_begin_with_an_apostrophe(write, understand) -> None:
    path = write("list.csv", HEAD + ANN.replace("Holt", "'t Hooft") + "\n")
    assert understand("provider-enrolment", path)[0].identity.family == "'t Hooft"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Ann\x1b[31m", "Ann[31m"),
        ("A\u200bnn", "Ann"),
        ("\u202eAnn\u202c", "Ann"),
        ("\ufeffAnn\x07", "Ann"),
        ("Ann\tMarie", "Ann Marie"),
        ("Zoë", "Zoë"),
        ("\u200b", ""),
    ],
)
def test_invisible_signs_are_no_part_of_a_name(
    write, understand, given: str, meant: str
) -> None:
    assert plain(given) == meant
    path = write("list.csv", HEAD + ANN.replace("Ann", given) + "\n")
    assert understand("provider-enrolment", path)[0].identity.given == meant
    (row,) = FEEDS["provider-enrolment"].read([path]).rows
    assert row.values["forename"] == given.strip()
