"""What an institution may not pass on of a restricted pupil: offers, plans, places.

Everybody is invented.
"""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from tests.factories import (
    COLLEGE,
    SCHOOL,
    census,
    intentions,
    offers,
    pupil,
    register,
)
from tracker.extensions import db

pytestmark = pytest.mark.law("L-07")

MAY = date(2027, 5, 7)
PLACE, COURSE = "Quenchford Place", "Zymurgy"
CHOSEN = {"provider": PLACE, "course": COURSE, "stage": "Offer made"}


def stored(app: Flask, word: str) -> list[str]:
    """The tables of lines and facts that hold a word."""
    found = []
    with app.app_context():
        for table, column in (("staged_rows", "raw"), ("facts", "statement")):
            if db.session.scalar(
                text(f"SELECT count(*) FROM {table} WHERE {column}::text ILIKE :word"),
                {"word": f"%{word}%"},
            ):
                found.append(table)
        found += [
            "problems"
            for _ in db.session.execute(
                text("SELECT 1 FROM staged_rows WHERE problems::text ILIKE :word"),
                {"word": f"%{word}%"},
            )
        ]
    return found


@pytest.fixture
def send(tmp_path, load, clock) -> Any:
    """A pupil with this answer in the spring, and lists about them afterwards."""
    clock.set(date(2027, 1, 21))
    load("establishments", register(tmp_path / "edubasealldata.csv"))

    def answer(yssa: str, day: date = date(2027, 1, 21)) -> None:
        clock.set(day)
        path = census(tmp_path / f"{day}.csv", [pupil(1, yssa=yssa), pupil(2)])
        load("school-census", path, as_at=day)

    def of(by: str | None, *, feed: str = "offers", **cells: str) -> dict[str, Any]:
        clock.set(MAY)
        made = offers if feed == "offers" else intentions
        path = made(tmp_path / f"{by}-{feed}.csv", [{**pupil(1), **CHOSEN, **cells}])
        found: dict[str, Any] = load(feed, path, institution=by, as_at=MAY)
        return found

    of.answer = answer  # type: ignore[attr-defined]
    return of


CASES = [
    # the sender, the pupil's school in the row, what is kept of the offer
    (SCHOOL, "", False),
    (COLLEGE, "", True),  # the No was given to the school
    (COLLEGE, "Testham High School (invented)", True),
    (None, "Testham High School (invented)", False),
    (None, "Otherton College (invented)", True),
    (None, "", False),  # whose it is, is not known: every No binds it
]


@pytest.mark.parametrize(("by", "school", "kept"), CASES)
def test_an_offer_of_a_restricted_pupil(
    send, app, by: str | None, school: str, kept: bool
) -> None:
    send.answer("No")
    send(by, school=school)
    everywhere = ["staged_rows", "facts"] if kept else []
    assert stored(app, PLACE) == stored(app, COURSE) == everywhere


def test_a_plan_of_a_restricted_pupil_is_not_kept(send, app) -> None:
    send.answer("No")
    send(SCHOOL, feed="intended-destinations", destination="College")
    assert stored(app, PLACE) == stored(app, COURSE) == []


def test_an_unknown_word_of_a_restricted_pupil_is_quoted_nowhere(send, app) -> None:
    send.answer("No")
    send(SCHOOL, stage="Zebrafish")
    assert stored(app, "Zebrafish") == []


def test_a_no_of_an_earlier_day_that_comes_late_takes_the_offer_away(send, app) -> None:
    send.answer("Yes")
    send(SCHOOL)
    assert stored(app, PLACE) == ["staged_rows", "facts"]
    send.answer("No", date(2027, 5, 6))
    assert stored(app, PLACE) == []
