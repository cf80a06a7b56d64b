"""The activity history of earlier systems, as vendors export it. All invented."""

from datetime import date

import pytest

from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context
from tracker.feeds.headings import own_words
from tracker.feeds.registry import FEEDS, recognise

FEED = FEEDS["earlier-activities"]
DAY = Context("359", date(2026, 11, 30), database="359")
SITUATIONS = (
    "YPID;UPN;Situation;Situation Start Date;Situation End Date;Date Verified;"
    "Provider Name;UKPRN\n"
)


@pytest.fixture
def one(write):
    def meaning(rest: str, *, aliases=None):
        path = write("s.csv", f"{SITUATIONS}3590000010077;;{rest}\n")
        (row,) = FEED.read([path], DAY, aliases=aliases).rows
        return FEED.interpret(row.values, row.restricted, row.line, DAY)

    return meaning


def doing(found) -> Doing:
    (only,) = (it for it in found.statements if isinstance(it, Doing))
    return only


def test_a_situation_with_its_days_and_place(one) -> None:
    found = one("230;08/09/2025;10/07/2026;01/03/2026;Wigan College;10007527")
    assert doing(found) == Doing(
        "230",
        at=InstitutionRef(ukprn="10007527", name="Wigan College"),
        starts=date(2025, 9, 8),
        ends=date(2026, 7, 10),
    )
    assert FEED.tier is Tier.ADVISER


@pytest.mark.parametrize(
    ("days", "as_at"),
    [
        # One that goes on is as at its confirmation, never the day of the export.
        ("08/09/2025;;01/03/2026", date(2026, 3, 1)),
        ("08/09/2025;;", date(2025, 9, 8)),
        ("08/09/2025;10/07/2026;01/03/2026", date(2026, 7, 10)),
        ("08/09/2025;10/07/2026;", date(2026, 7, 10)),
        ("08/09/2025;;01/01/2027", date(2026, 11, 30)),
        # An end that is to come is a plan.
        ("08/09/2026;10/07/2027;", date(2026, 9, 8)),
    ],
)
def test_an_activity_is_as_at_its_last_confirmation(one, days, as_at) -> None:
    assert one(f"230;{days};;").as_at == as_at


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("610", "610"),
        ("230 - Further education", "230"),
        ("NEET Seeking employment, education or training", "619"),
    ],
)
def test_names_of_activities_are_read(one, cell, code) -> None:
    found = one(f"{cell};08/09/2025;;;;")
    assert found.usable, [each.message for each in found.problems]
    assert doing(found).activity == code


def test_a_word_of_the_vendor_is_explained_once(one) -> None:
    row = "Gone fishing;08/09/2025;;;;"
    assert not one(row).usable
    word = own_words.as_heading("Activity", "Gone fishing")
    assert doing(one(row, aliases={word: "619"})).activity == "619"


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        (";08/09/2025;;;;", "There is no activity."),
        ("230;;;;;", "There is no first day."),
        ("230;01/12/2026;;;;", "after the day of the list"),
        ("230;08/09/2025;01/09/2025;;;", "It ends before it starts."),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(one, rest, sentence) -> None:
    found = one(rest)
    assert not found.usable
    assert any(sentence in each.message for each in found.problems)


def test_a_sealed_activity_is_encrypted_with_its_place() -> None:
    raw = {"activity": "710", "place": "x", "start": "08/09/2025"}
    assert FEED.sealed_cells(raw) == {"activity", "place"}
    assert FEED.sealed_cells({"activity": "230", "place": "x"}) == frozenset()


def test_the_history_is_recognised_by_its_headings(write) -> None:
    assert recognise(write("s.csv", f"{SITUATIONS}1;;230;;;;;\n")) == FEED.name
