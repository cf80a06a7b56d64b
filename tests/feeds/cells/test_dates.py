"""Dates as senders write them."""

from datetime import date

import pytest

from tracker.feeds.cells.dates import parse_date

THIRD_OF_APRIL = date(2009, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2009",
        "3/4/2009",
        "3/4/09",
        "03-04-2009",
        "3.4.2009",
        " 03/04/2009 ",
        "03/04/2009 00:00",
        "03/04/2009 00:00:00",
        "2009-04-03",
        "2009/04/03",
        "2009-04-03 00:00:00",
        "2009-04-03T00:00:00",
        "2009-04-03T00:00:00Z",
        "2009-Apr-03 00:00:00",
        "3 April 2009",
        "3rd Apr 2009",
        "03-Apr-2009",
        "03-Apr-09",
        "20090403",
        "39906",  # a spreadsheet's serial number
        "39906.0",
        "39906.5",
    ],
)
def test_the_day_comes_before_the_month(text: str) -> None:
    assert parse_date(text) == THIRD_OF_APRIL


@pytest.mark.parametrize(
    ("text", "born"), [("44629", date(2022, 3, 9)), ("1/1/99", date(1999, 1, 1))]
)
def test_serial_numbers_and_short_years(text: str, born: date) -> None:
    assert parse_date(text) == born


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_cell_is_no_date_and_no_mistake(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("04/28/2009", "has the month first"),
        ("31/02/2009", "is not a real date"),
        ("30/13/2008", "is not a real date"),
        ("00/04/2009", "is not a real date"),
        ("3 Avril 2009", "is not a real date"),
        ("03/04/0209", "a year that cannot be right"),
        ("2009", "is not a date"),
        ("tomorrow", "is not a date"),
        ("99999", "is not a date"),
    ],
)
def test_a_cell_that_is_no_date_gets_a_sentence(text: str, says: str) -> None:
    assert says in str(parse_date(text))
