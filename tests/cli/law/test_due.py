"""flask disposals due: what it counts adds up. Everybody is invented."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import COLLEGE, people, person, provider_list
from tracker import store


@pytest.mark.law("N-20", "D-04")
def test_what_is_due_adds_up(
    app: Any, flask: Any, registered: None, load: Any, clock: Any, tmp_path: Path
) -> None:
    """A line of an adult is invalid too, and its file never applied: it counts once."""
    rows = people(3, first=40)
    learners = provider_list(tmp_path / "list.csv", rows)
    load("provider-enrolment", learners, institution=COLLEGE, as_at=clock.today())
    old = provider_list(tmp_path / "old.csv", [person(8, date(1990, 5, 1))])
    load("provider-enrolment", old, institution=COLLEGE, as_at=clock.today())
    clock.set(date(2031, 9, 1))
    flask("disposals", "confirm", "record", "return", "--for", "Judith")
    flask("disposals", "hold", 1, "--because", "A claim")
    due = flask("disposals", "due", "--json").json
    assert due["past"] == due["people"] + sum(due["kept"].values())
    assert due["rows_together"] == sum(due["rows"].values())
    assert "search_keys" not in due["rows"]
    every = sum(each["lines"] for each in due["lines"])
    assert due["lines_and_cases"] == every + due["cases"]
    with app.app_context():
        assert every == store.database.base.number(
            "SELECT count(*) FROM staged_rows WHERE person_id IS NULL"
        )
    shown = flask("disposals", "due").out
    together = [int(it.split()[1]) for it in shown.splitlines() if "Together" in it]
    assert together == [due["past"], due["rows_together"], due["lines_and_cases"]]
