"""A place for those who have none: who may have one, how far it is, what is wrong."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)
from tracker.domain.year.allocation import (
    Answer,
    NewAnswer,
    NewProposal,
    Party,
    Standing,
    problems,
    problems_of_answer,
    why_not,
)

TODAY = date(2026, 8, 20)
DAY = timedelta(days=1)
LAKE = Institution("ukprn:10000001", "Lake College", InstitutionKind.FURTHER_EDUCATION)
NEW = NewProposal(
    InstitutionRef(ukprn="10000001", name="Lake College"),
    LAKE.key,
    "Motor vehicle",
    "Near home",
    TODAY,
    TODAY + 7 * DAY,
)

#: plan, applied, offer, accepted, allocated, enrolled, week 2, ...
FOR_WHOM = [
    ("!!!!!......", None),
    ("!!!!.......", None),  # it is not due yet
    ("++!!!!-----", None),  # in September, not arrived
    ("...........", None),
    ("++++-......", "has an offer already"),
    ("+!!!-+.....", "has arrived in learning or work already"),
    ("!----......", "needs no offer"),
    ("!!!!+......", "has an allocated place already"),
    ("!!!!!?.....", "may have a place that is not shown here"),
]


@pytest.mark.parametrize(("marks", "because"), FOR_WHOM)
def test_a_place_is_for_those_without_offer_and_place(
    marks: str, because: str | None
) -> None:
    found = why_not(marks)
    assert found is None if because is None else found and found.startswith(because)


YES, NO, AGREED = Answer.ACCEPTED, Answer.DECLINED, Answer.AGREED
HOW_FAR = [
    # provider, young person, stage, closed
    (None, None, "proposed", False),
    (None, AGREED, "proposed", False),
    (YES, None, "allocated", False),
    (YES, AGREED, "allocated", True),
    (NO, None, "turned-down", True),
    (NO, AGREED, "turned-down", True),
    (YES, NO, "turned-down", True),
    (None, NO, "turned-down", True),
]


@pytest.mark.parametrize(("provider", "young", "stage", "closed"), HOW_FAR)
def test_how_far_a_proposal_is(
    provider: Answer | None, young: Answer | None, stage: str, closed: bool
) -> None:
    standing = Standing(provider, young)
    assert (standing.stage, standing.is_closed) == (stage, closed)


WRONG = [
    ({"key": None, "at": None}, None, "provider", "of the register"),
    ({}, replace(LAKE, closed=TODAY), "provider", "Lake College closed on 20 August"),
    (
        {},
        replace(LAKE, kind=InstitutionKind.CUSTODY),
        "provider",
        "is a secure institution",
    ),
    ({"why": ""}, LAKE, "why", "Enter why this place."),
    ({"why": "x" * 501}, LAKE, "why", "500 characters"),
    ({"course": "x" * 201}, LAKE, "course", "200 characters"),
    ({"proposed_on": None}, LAKE, "proposed_on", "Enter the day of the proposal."),
    ({"proposed_on": TODAY + DAY}, LAKE, "proposed_on", "in the past"),
    ({"proposed_on": TODAY - 367 * DAY}, LAKE, "proposed_on", "within the past year"),
    ({"due": None}, LAKE, "due", "Enter the day by which"),
    ({"due": TODAY - DAY}, LAKE, "due", "before today"),
    ({"due": TODAY + 85 * DAY}, LAKE, "due", "within twelve weeks"),
]


@pytest.mark.parametrize(("changed", "place", "field", "sentence"), WRONG)
def test_what_is_wrong_with_a_proposal(changed, place, field, sentence) -> None:
    ((named, words),) = problems(replace(NEW, **changed), place, TODAY)
    assert named == field
    assert sentence in words


def test_all_that_is_wrong_is_named_at_once() -> None:
    nothing = NewProposal(None, None, "", "", None, None)
    fields = [field for field, _ in problems(nothing, None, TODAY)]
    assert fields == ["provider", "why", "proposed_on", "due"]
    assert not list(problems(NEW, LAKE, TODAY))
    # One that closes later is still open.
    assert not list(problems(NEW, replace(LAKE, closed=TODAY + DAY), TODAY))


ACCEPTED = NewAnswer(Party.PROVIDER, YES, TODAY, starts_on=TODAY + 20 * DAY)
DECLINED = NewAnswer(Party.YOUNG_PERSON, NO, TODAY, why="Too far")
WRONG_ANSWERS = [
    (replace(ACCEPTED, answer=None, starts_on=None), "answer", "what the provider"),
    (replace(ACCEPTED, answer=AGREED, starts_on=None), "answer", "what the provider"),
    (replace(ACCEPTED, on=None), "answered_on", "Enter the day of the answer."),
    (replace(ACCEPTED, on=TODAY + DAY), "answered_on", "in the past"),
    (replace(ACCEPTED, on=TODAY - 8 * DAY), "answered_on", "before the proposal of"),
    (replace(DECLINED, why=""), "why", "why the young person declined"),
    (replace(DECLINED, why="x" * 501), "why", "500 characters"),
    (replace(DECLINED, starts_on=TODAY), "starts_on", "only an accepted place"),
    (replace(ACCEPTED, starts_on=TODAY - 8 * DAY), "starts_on", "after the proposal"),
    (replace(ACCEPTED, starts_on=TODAY + 367 * DAY), "starts_on", "within a year"),
]


@pytest.mark.parametrize(("new", "field", "sentence"), WRONG_ANSWERS)
def test_what_is_wrong_with_an_answer(new, field, sentence) -> None:
    ((named, words),) = problems_of_answer(new, TODAY - 7 * DAY, TODAY)
    assert named == field
    assert sentence in words


@pytest.mark.parametrize("new", [ACCEPTED, DECLINED])
def test_an_answer_with_all_that_it_needs_is_right(new: NewAnswer) -> None:
    assert not list(problems_of_answer(new, TODAY - 7 * DAY, TODAY))
