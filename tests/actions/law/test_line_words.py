"""Lines of files and records of returns in the words of a young person's own copy."""

import re

import pytest

from tracker.actions.law.subject_copy.line_words import cells, record
from tracker.domain.law.subject_copy.in_plain_words import part
from tracker.feeds.registry import FEEDS
from tracker.returns.record import COLUMNS

PERSONAL = {
    column.name
    for feed in FEEDS.values()
    if not feed.of_institutions
    for column in feed.columns
}


@pytest.mark.law("D-05")
@pytest.mark.parametrize(
    ("feed", "values", "words"),
    [
        (
            "nccis-file",
            {"SENDFlag": "N", "ActivityCode": "210", "Ethnicity": "WBRI"},
            "Ethnicity: WBRI – White British; EHC plan: No; "
            "Activity: 210 – School sixth form, full time",
        ),
        (
            "nccis-file",
            {"Characteristics": "110 180", "DOB": "2009-03-11"},
            "Date of birth: 11 March 2009; "
            "Characteristics: 110 – In care, 180 – Pregnant",
        ),
        # A code that no list has, and what another system wrote in its place.
        (
            "nccis-file",
            {"ActivityCode": "999", "CohortStatus": "Primary"},
            "How you are counted: Primary; Activity: 999",
        ),
        (
            "school-census",
            {"ethnicity": "wcor", "sen": "K", "yssa": "UNS", "meals": "true"},
            "Whether the school may pass on more than name and address: UNS – No "
            "answer sought yet; Ethnicity: wcor – White British; "
            "Special educational needs: K – SEN support; Free school meals: true",
        ),
        (
            "provider-enrolment",
            {"start": "04/09/2026", "end": "soon", "withdrawal": "97", "odd_key": "x"},
            "First day of the course: 4 September 2026; Last day of the course: soon; "
            "Reason for leaving: 97 – Another reason; Odd key: x",
        ),
        ("intended-destinations", {"applied": "Y"}, "Applied: Yes"),
        ("a kind of file that went", {"sex": "F"}, "Sex: Female"),
        ("offers", {}, ""),
    ],
)
def test_each_cell_is_in_words_and_in_the_order_of_its_file(
    feed: str, values: dict[str, str], words: str
) -> None:
    assert cells(feed, values) == words


@pytest.mark.law("D-05")
def test_a_record_of_the_return_has_each_code_with_its_title() -> None:
    given = {
        "ActivityCode": "640",
        "CharacteristicCode": ["110", "180"],
        "Year11GuaranteeStatus": "110",
        "LeadLEA": "359",
        "NEETStartDate": None,
    }
    assert record(given) == (
        "Lead authority: 359 – Wigan; September Guarantee in Year 11: 110 – Offer made;"
        " Characteristics: 110 – In care, 180 – Pregnant; "
        "Activity: 640 – Not available: illness"
    )


@pytest.mark.law("D-05")
def test_no_column_of_a_feed_or_of_the_return_shows_its_name_of_the_program() -> None:
    """A column that is declared next year too: add it to part_words.csv."""
    raw = re.compile(r"_|[a-z]{2}[A-Z]|^(?:dob|sen|ehcp|lea|yssa|estab)$")
    shown = {name: part(name) for name in PERSONAL | set(COLUMNS)}
    assert {name: words for name, words in shown.items() if raw.search(words)} == {}
