"""Statuses and contacts as one list, and the bar of a status's currency."""

from datetime import date

import pytest

from tests.web.adviser.young import TODAY, doing, record_evidence, young
from tracker import domain
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.history.position import Position
from tracker.web.adviser.person_page.events import currency

UNKNOWN = domain.reference.activity.NOT_KNOWN_COMPULSORY
JOB = domain.reference.activity.JOB_WITHOUT_TRAINING
CONFIRMED, LAPSES = date(2026, 10, 1), date(2026, 12, 30)


@pytest.fixture
def shown(pages, signed_in, fill):
    """Opens the page of a young person with one status and two contacts, by a query."""
    client = signed_in("adviser")
    with pages.app_context():
        number = young(phone="01942 000000")
        record_evidence(number, doing(JOB), as_at=date(2026, 9, 10))
    for outcome in (Outcome.NO_ANSWER, Outcome.YOUNG_PERSON):
        fill(
            client,
            f"/people/{number}/contact",
            outcome=str(outcome),
            channel=str(Channel.PHONE),
            made_on=TODAY,
            next="proposed",
        )

    def page(query: str = "") -> str:
        answer = client.get(f"/people/{number}{query}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    return page


@pytest.mark.parametrize(
    ("query", "entries"),
    [
        ("", {"is-tried": 1, "is-reached": 1, "is-status": 1}),
        ("?show=contacts", {"is-tried": 1, "is-reached": 1, "is-status": 0}),
        ("?show=statuses", {"is-tried": 0, "is-reached": 0, "is-status": 1}),
        ("?show=secrets", {"is-tried": 1, "is-reached": 1, "is-status": 1}),
    ],
)
def test_the_address_cuts_the_list(shown, query, entries) -> None:
    page = shown(query)
    assert {mark: page.count(f'<li class="{mark}">') for mark in entries} == entries


def test_each_cut_says_how_many_it_shows(shown) -> None:
    page = shown()
    for words in ("Everything <b>3</b>", "Statuses <b>1</b>", "Contacts <b>2</b>"):
        assert words in page


def test_reached_and_tried_are_drawn_apart(shown) -> None:
    page = shown()
    assert page.count("<circle") == 2
    assert page.count('tracker-timeline__dot is-reached"') == 1


def position(lapses: date | None, review: date | None = None) -> Position:
    return Position(
        day=TODAY,
        activity=JOB,
        starts=CONFIRMED,
        ascertained=CONFIRMED,
        verified=CONFIRMED,
        lapses=lapses,
        review=review,
    )


def test_the_bar_is_filled_from_the_confirmation_to_today() -> None:
    bar = currency(position(LAPSES, review=date(2026, 11, 15)), TODAY)
    assert bar is not None
    assert (bar.used, bar.days_left, bar.review) == (60.0, 36, 50.0)


@pytest.mark.parametrize(
    ("lapses", "today", "used"),
    [(LAPSES, date(2027, 2, 1), 100), (LAPSES, date(2026, 9, 1), 0)],
)
def test_the_bar_ends_where_the_status_does(lapses, today, used) -> None:
    bar = currency(position(lapses), today)
    assert bar is not None
    assert bar.used == used


def test_what_does_not_lapse_has_no_bar() -> None:
    assert currency(position(None), TODAY) is None
    assert currency(position(CONFIRMED), TODAY) is None
    # Up to Year 11 "not known" ends with the school year, and lapses into nothing.
    unknown = position(LAPSES)._replace(activity=UNKNOWN)
    assert currency(unknown, TODAY) is None
    assert currency(None, TODAY) is None
