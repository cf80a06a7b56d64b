"""The statement that confirms a present activity. All of them are invented."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.statements import ADVISER, CENSUS, ROLL, SELF, position, says
from tracker.domain.history.evidence import Doing, Evidence
from tracker.domain.history.position import Position
from tracker.domain.history.spells import spells
from tracker.domain.history.still_doing import heard_the_same, still_the_same
from tracker.domain.reference.activity import HIDDEN
from tracker.domain.reference.institution import InstitutionRef

BORN, TODAY = "2009-03-10", "2026-11-24"
LAKE = says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")


def confirming(*evidence: Evidence, on: str = TODAY) -> Doing | None:
    return still_the_same(
        spells(evidence), position(evidence, on, BORN), date.fromisoformat(on)
    )


def test_the_newest_statement_confirms_it() -> None:
    newer = says(ADVISER, "230", "2026-09-07", "2026-10-18", "Lake")
    assert confirming(LAKE, newer) == newer.statement
    assert confirming(newer, LAKE) == newer.statement


def test_of_one_day_the_better_source_confirms_it() -> None:
    adviser = says(ADVISER, "230", "2026-09-07", "2026-09-18", "Lake")
    assert confirming(adviser, LAKE) == LAKE.statement
    own = says(SELF, "230", "2026-09-01", "2026-09-18", "Lake")
    assert confirming(LAKE, own) == LAKE.statement


def test_a_statement_without_a_start_gets_that_of_the_spell() -> None:
    october = says(ROLL, "230", None, "2026-10-18", "Lake")
    assert confirming(LAKE, october) == Doing(
        "230", at=InstitutionRef(name="Lake"), starts=date(2026, 9, 5)
    )


def test_a_statement_of_an_end_does_not_confirm() -> None:
    leaving = says(ROLL, "230", "2026-09-05", "2026-10-18", "Lake", ends="2026-12-01")
    assert confirming(LAKE, leaving) == LAKE.statement
    assert confirming(leaving) is None


#: What a contact cannot confirm, or not without the day of the next review.
UNCONFIRMED = [
    says(ADVISER, "810", "2026-09-05", "2026-10-18"),  # not known
    # an activity with a review needs a new review date
    says(ADVISER, "350", "2026-09-05", "2026-11-18", review="2026-12-20"),
    says(ADVISER, "616", "2026-09-05", "2026-11-18"),
    says(CENSUS, "110", "2021-09-03", "2025-05-21", "Hill"),  # over since Year 11
]


@pytest.mark.parametrize("evidence", UNCONFIRMED)
def test_what_cannot_be_confirmed(evidence: Evidence) -> None:
    assert confirming(evidence) is None


def test_without_a_position_there_is_nothing_to_confirm() -> None:
    assert still_the_same((), None, date(2026, 11, 24)) is None


def test_a_stretch_of_another_day_or_activity_confirms_nothing() -> None:
    there: Position = position([LAKE], TODAY, BORN)
    history = spells([LAKE])
    assert still_the_same(history, there, date(2026, 9, 4)) is None
    assert still_the_same(history, there, date(2026, 9, 5)) == LAKE.statement
    work = position([says(ADVISER, "330", "2026-09-05", "2026-09-18")], TODAY, BORN)
    assert still_the_same(history, work, date(2026, 11, 24)) is None


def test_a_lapsed_activity_may_be_confirmed() -> None:
    assert confirming(LAKE, on="2027-09-20") == LAKE.statement


@pytest.mark.parametrize(
    ("evidence", "repeated"),
    [
        (LAKE, True),
        (LAKE._replace(statement=replace(LAKE.statement, activity=HIDDEN.code)), False),
        # An activity with a review keeps the one on record: hearsay sets no other.
        *zip(UNCONFIRMED, (False, True, True, False), strict=True),
    ],
)
def test_hearsay_repeats_what_is_on_record(evidence: Evidence, repeated: bool) -> None:
    day = date.fromisoformat(TODAY)
    found = heard_the_same(spells([evidence]), position([evidence], TODAY, BORN), day)
    assert found == (evidence.statement if repeated else None)
