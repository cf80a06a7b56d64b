"""A sender's headings, shown before a file is received."""

import pytest

from tests.factories import census, people, provider_list, pupil
from tracker import feeds
from tracker.feeds.file_reading import Unreadable

LISTS = "provider-enrolment"


def write(path, text: str):
    path.write_text(text, encoding="utf-8")
    return path


def test_our_own_headings_are_known(tmp_path) -> None:
    seen = feeds.seen_headings.seen(
        [provider_list(tmp_path / "a.csv", people(5))], LISTS
    )
    assert all(each.means for each in seen)
    forename = next(each for each in seen if each.means == "forename")
    assert len(forename.samples) == feeds.seen_headings.SAMPLES


def test_headings_stand_below_a_title(tmp_path) -> None:
    file = write(
        tmp_path / "a.csv",
        "Testham College,,,\n\nForename,Surname,DOB,Shoes\nA,B,1/9/2009,38\n",
    )
    seen = feeds.seen_headings.seen([file], LISTS)
    assert [(each.heading, each.means) for each in seen] == [
        ("Forename", "forename"),
        ("Surname", "surname"),
        ("DOB", "dob"),
        ("Shoes", None),
    ]
    assert seen[3].samples == ("38",)


def test_without_a_known_heading_the_first_full_row_is_shown(tmp_path) -> None:
    file = write(tmp_path / "a.csv", "List\nRed;Green;Blue\n1;2;3\n1;5;\n")
    seen = feeds.seen_headings.seen([file], LISTS)
    assert [(each.heading, each.samples) for each in seen] == [
        ("Red", ("1",)),
        ("Green", ("2", "5")),
        ("Blue", ("3",)),
    ]


def test_the_meaning_given_by_a_sender_wins_and_may_leave_a_column_out(
    tmp_path,
) -> None:
    file = write(tmp_path / "a.csv", "Surname,Legal,DOB\nA,B,1/9/2009\n")
    seen = feeds.seen_headings.seen([file], LISTS, {"Legal": "surname", "Surname": ""})
    assert [each.means for each in seen] == [None, "surname", "dob"]


def test_a_heading_that_stands_twice_is_one_column(tmp_path) -> None:
    file = write(tmp_path / "a.csv", "Surname,DOB,DOB,Shoes\nA,,1/9/2009,38\n")
    seen = feeds.seen_headings.seen([file], LISTS)
    assert [each.means for each in seen] == ["surname", "dob", "dob", None]


def test_a_census_has_columns_of_its_own(tmp_path) -> None:
    seen = feeds.seen_headings.seen(
        [census(tmp_path / "a.csv", [pupil(1)])], "school-census"
    )
    assert {"surname", "year_group", "yssa"} <= {each.means for each in seen}


@pytest.mark.parametrize("feed", ["nccis-file", "establishments", "nonsense"])
def test_other_feeds_fix_their_columns(tmp_path, feed) -> None:
    file = provider_list(tmp_path / "a.csv", people(1))
    assert feeds.seen_headings.seen([file], feed) == []


def test_a_message_has_no_headings(samples_of_census) -> None:
    assert feeds.seen_headings.seen([samples_of_census], "school-census") == []
    assert feeds.seen_headings.recognised([samples_of_census]) == "school-census"


NEEDED = [
    ((), ["Surname", "DOB", "StartDate"]),
    (("surname", "uln", "end"), []),
    (("full_name", "dob"), ["StartDate"]),
]


@pytest.mark.parametrize(("names", "missing"), NEEDED)
def test_the_missing_columns_of_a_list_are_named(names, missing) -> None:
    assert feeds.seen_headings.missing(names, LISTS) == missing


BAD = [
    (b"", "is empty"),
    (b"%PDF-1.7", "is a PDF"),
    (b"PK\x03\x04 torn", "is damaged"),
    (b"\x00\x01\x02\x03\x04\x05\x06\x07" * 99, "it cannot be read as text"),
]


@pytest.mark.parametrize(("content", "sentence"), BAD)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content, sentence) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=sentence):
        feeds.seen_headings.recognised([file])
