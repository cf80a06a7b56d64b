"""The answer for the week as a user gives it, and what the council has after it."""

import re
from datetime import date

import pytest
from sqlalchemy import text as sql

from tests.factories import OTHER_COLLEGE, people, provider_list
from tests.web.school.conftest import text
from tracker.extensions import db

WEEK = "/lists/week"
TODAY, FRIDAY = "2026-11-24", "2026-11-20"
LISTED = "2026-10-09"


def number_of(page: str, row) -> str:
    """The number by which the page's form knows a student."""
    found = re.search(rf'id="who-(\d+)"[^>]*>{row["given"]} {row["family"]}', page)
    assert found is not None, row
    return found[1]


@pytest.fixture
def answer(post, worked):
    """Answers on the page as a user would: (student, answer, last day), and the button
    that is pressed. The worker then runs.
    """

    def send(client, *chosen, step="others", day=TODAY, page=None, **more):
        page = page or text(client.get(WEEK))
        data = {"day": day, "step": step, **more}
        for row, choice, last in chosen:
            number = row if isinstance(row, str) else number_of(page, row)
            data |= {f"answer-{number}": choice, f"last-{number}": last}
        found = post(client, WEEK, **data)
        worked()
        return found

    return send


@pytest.fixture
def elsewhere(load, tmp_path, registered):
    """One student, on the complete list of the other college."""
    rows = people(1, first=80)
    load(
        "provider-enrolment",
        provider_list(tmp_path / "other.csv", rows),
        institution=OTHER_COLLEGE,
        as_at=date(2026, 11, 6),
        complete=True,
    )
    return rows


@pytest.fixture
def where(as_json):
    """The institution of a young person, the day it was verified, and its last day."""

    def ask(row):
        (found,) = as_json("people", "find", row["upn"])
        shown = as_json("people", "show", found["person"], "--on", TODAY)
        now = shown["position"]
        return now["institution"], now["verified"], shown["spells"][-1]["ends"]

    return ask


@pytest.fixture
def waiting(pages):
    """(kind, person, why) of the work items that are open."""

    def ask():
        with pages.app_context():
            found = db.session.execute(
                sql(
                    "SELECT kind, person_id, why FROM work_items"
                    " WHERE done_at IS NULL ORDER BY id"
                )
            )
            return [tuple(each) for each in found]

    return ask
