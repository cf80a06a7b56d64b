"""Lists that DfE sends back: every layout that is likely, and no line lost."""

from pathlib import Path

import pytest

from tracker.feeds.file_reading import Unreadable
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.return_answers.answer_columns import NAME
from tracker.feeds.seen_headings import seen

FEED = FEEDS[NAME]


def read(folder: Path, content: str, name: str = "errors.csv", **more):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    reading = FEED.read([path], **more)
    return list(reading.rows), reading


def values(folder: Path, content: str, name: str = "errors.csv") -> list[dict]:
    return [row.values for row in read(folder, content, name)[0]]


def test_a_table_is_read_by_its_headings(tmp_path: Path) -> None:
    rows, reading = read(
        tmp_path,
        "Year Group,YPID,Error No.,Error description,Data item,Submitted value,Level\n"
        "12,3599000000001,229,Age,ActivityCode,210,Priority 1\n",
    )
    ((row),) = rows
    assert row.line == 2
    assert row.values == {
        "YoungPersonsID": "3599000000001",
        "code": "229",
        "message": "Age",
        "field": "ActivityCode",
        "priority": "Priority 1",
    }
    assert reading.notes == ["Columns not read: Year Group."]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("229", ["229"]),
        ("E229", ["229"]),
        ("Error 030", ["30"]),
        ("229.0", ["229"]),
        ("229; 030 / 5", ["229", "30", "5"]),
        ("DUP-ULN", ["DUP-ULN"]),
        ("٢٢٩", ["٢٢٩"]),
    ],
)
def test_the_number_of_a_rule_is_read_and_none_is_guessed(
    tmp_path: Path, cell: str, codes: list[str]
) -> None:
    found = values(tmp_path, f"YPID,Error Code\n3599000000001,{cell}\n")
    assert [each["code"] for each in found] == codes


def test_a_number_before_the_message_is_that_of_the_rule(tmp_path: Path) -> None:
    given = "YPID,Error\n1,229: the age\n2,Postcode is missing\n"
    assert [each.get("code") for each in values(tmp_path, given)] == ["229", None]


def test_what_was_sent_in_a_field_is_not_kept(tmp_path: Path) -> None:
    (found,) = values(tmp_path, "YPID,Error Code,Value\n1,229,Secret Lane 4\n")
    assert "Secret Lane 4" not in found.values()


def test_a_council_is_known_by_its_name_or_its_code(tmp_path: Path) -> None:
    given = "YPID,Claimed By,LA\n1,Bolton,E08000010\n2,350,Atlantis\n"
    found = values(tmp_path, given)
    assert [each["other_authority"] for each in found] == ["350", "350"]
    assert found[1]["LeadLEA"] == "Atlantis"


@pytest.mark.parametrize(
    "content",
    [
        "<R><YP><YPID>1</YPID><Errors><Error><Code>5</Code><Message>a</Message></Error>"
        "<Error><Code>8</Code><Message>b</Message></Error></Errors></YP></R>",
        "<R><Error><YPID>1</YPID><ErrorCode>5</ErrorCode><ErrorMessage>a</ErrorMessage>"
        "</Error><Error><YPID>1</YPID><ErrorCode>8</ErrorCode><ErrorMessage>b"
        "</ErrorMessage></Error></R>",
        '<R xmlns="urn:dfe"><E YPID="1" Code="5">a</E><E Code="8" YPID="1">b</E></R>',
        "<R><Person><YPID>1</YPID><ErrorCode>5</ErrorCode><Message>a</Message>"
        "<ErrorCode>8</ErrorCode><Message>b</Message></Person></R>",
        "<R><Rule><Code>5</Code><Message>a</Message><P><YPID>1</YPID></P></Rule>"
        "<Rule><Code>8</Code><Message>b</Message><P><YPID>1</YPID></P></Rule></R>",
    ],
)
def test_xml_of_any_shape_has_the_same_errors(tmp_path: Path, content: str) -> None:
    found = values(tmp_path, content, "errors.xml")
    assert [
        (each["YoungPersonsID"], each["code"], each["message"]) for each in found
    ] == [("1", "5", "a"), ("1", "8", "b")]


def test_an_error_without_a_person_in_xml_is_a_line_too(tmp_path: Path) -> None:
    given = "<R><Header><Message>Hello</Message></Header><E><Code>240</Code></E></R>"
    assert values(tmp_path, given, "errors.xml") == [{"code": "240"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "YPID,Error Code\n"),
        ("a.xml", "<R><Header><LEA>359</LEA></Header></R>"),
        ("a.xml", "<R/>"),
    ],
)
def test_a_list_without_a_line_is_refused(
    tmp_path: Path, name: str, content: str
) -> None:
    with pytest.raises(
        Unreadable, match=r"no error or duplicate|no rows|headings|is not read"
    ):
        read(tmp_path, content, name)


@pytest.mark.parametrize(
    "content",
    [
        "<R><E><Code>5</Code>",
        "<R><E a='1' a='2'/></R>",
        '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>',
    ],
)
def test_broken_xml_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    with pytest.raises(Unreadable):
        read(tmp_path, content, "a.xml")


def test_it_is_known_by_its_headings_and_by_no_others(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    path.write_text("YPID,Error Code\n1,2\n", encoding="utf-8")
    assert recognise(path) == NAME
    path.write_text("YPID,ActivityCode,Priority\n1,2,3\n", encoding="utf-8")
    assert recognise(path) != NAME


def test_headings_of_ones_own_are_shown_to_be_explained(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    path.write_text("Kennung,Fault,Words\n1,2,3\n", encoding="utf-8")
    assert [each.means for each in seen([path], NAME)] == [None, None, None]
    aliases = {"Kennung": "YoungPersonsID", "Fault": "code", "Words": ""}
    (row,) = FEED.read([path], aliases=aliases).rows
    assert row.values == {"YoungPersonsID": "1", "code": "2"}
