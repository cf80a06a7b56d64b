"""A young person's details in words."""

from datetime import date

import pytest

from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.particulars import BY_NAME, Particulars
from tracker.domain.history.person import Identity
from tracker.domain.reference.codes import COHORT_STATUSES
from tracker.wording.details import in_words, rows

LETTER = {"county": "Sham", "line1": "1 Row", "postcode": "ZZ1", "town": "Ham"}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("address", LETTER, "1 Row, Ham, Sham, ZZ1"),
        ("parent", {"name": "Kim Ashby", "address": "1 Row"}, "Kim Ashby, 1 Row"),
        ("preferred_contact", {"how": "email", "when": "at noon"}, "email, at noon"),
        ("interpreter", {"needed_by": "both", "language": "Polish"}, "Polish, both"),
        ("sex", "F", "Female"),
        ("ethnicity", "no such code", "no such code"),
        ("send", True, "Yes"),
        ("send", False, ""),
        ("form_group", None, ""),
        ("other_names", (("Zo", "Ash"), ("", "Ashby")), "Zo Ash,  Ashby"),
        ("former_upns", ("A1", "B2"), "A1, B2"),
        ("born", date(2009, 3, 4), "4 March 2009"),
        (
            "departure",
            Departure("E", None, date(2026, 10, 5)),
            f"{COHORT_STATUSES['E'].title}, on 5 October 2026",
        ),
    ],
)
def test_each_kind_of_value(name: str, value: object, words: str) -> None:
    assert in_words(BY_NAME[name], value) == words


def test_characteristics_are_titles_in_the_order_of_their_codes() -> None:
    held = frozenset(("140", "110"))
    assert (
        in_words(BY_NAME["characteristics"], held)
        == "In care, Caring for another person"
    )


def test_only_details_with_a_permission_of_the_reader_are_rows() -> None:
    known = Particulars(Identity(upn="Z35940221900A"), phone="07700 900123")
    every = {detail.name for detail, _ in rows(known)}
    assert every == {"upn", "phone"}
    leavers = {detail.name for detail, _ in rows(known, {"see leavers"})}
    assert leavers == {"upn"}
    assert list(rows(known, {"see figures"})) == []


@pytest.mark.law("D-13")
def test_an_alert_is_a_row_only_for_those_who_see_caseloads() -> None:
    known = Particulars(Identity(), safeguarding="Call first", lone_worker="Not alone")
    assert list(rows(known, {"see people", "see leavers"})) == []
    shown = [text for _, text in rows(known, {"see caseload"})]
    assert shown == ["Call first", "Not alone"]
