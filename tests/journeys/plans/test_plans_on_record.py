"""Plans of the team that keeps them, on record: the flag, its end and what is due.

Everybody is invented.
"""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from tests.factories import HERE, census, pupil, register
from tests.feeds.plans.sen2 import person, tables
from tracker import store
from tracker.access import authority_scope
from tracker.actions.intake.consequences.phase_transfers import KIND
from tracker.extensions import db

WITHIN = authority_scope("359")
HEAD = "Surname,Forename,DOB,UPN,Postcode,Plan Start Date,Cease Date,Phase Transfer Due"
OCTOBER, DECEMBER, MAY = date(2026, 10, 1), date(2026, 12, 1), date(2027, 5, 20)


@pytest.fixture
def on_record(tmp_path, load, clock):
    """A census with pupils of Year 11; the first has a plan by the school."""
    clock.set(date(2027, 1, 4))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n, sen="E" if n == 1 else "N") for n in range(1, 6)]
    load("school-census", census(tmp_path / "census.csv", rows), as_at=OCTOBER)


@pytest.fixture
def send(tmp_path, load):
    """Loads a list of plans with these lines: (pupil, start, end, phase due)."""
    made = []

    def run(*lines, as_at: date = DECEMBER, **more):
        path = tmp_path / f"plans {len(made)}.csv"
        made.append(path)
        rows = [_line(*line) for line in lines]
        path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        return load("plans", path, as_at=as_at, **more)

    return run


def _line(number: int, start: str = "", end: str = "", due: str = "") -> str:
    one = pupil(number)
    who = (one["family"], one["given"], one["born"], one["upn"], one["postcode"])
    return ",".join((*who, start, end, due))


@pytest.fixture
def has_plan(app):
    """Whether the record of a pupil has a plan."""

    def read(number: int) -> bool:
        query = sql("SELECT (details->>'send')::boolean FROM people WHERE family = :f")
        with app.app_context():
            (found,) = db.session.scalars(query, {"f": pupil(number)["family"]})
            return bool(found)

    return read


@pytest.fixture
def items(app):
    def read() -> list[tuple[str, date, bool]]:
        with app.app_context():
            found = store.work.items.of_kind(KIND, within=WITHIN)
            return [(each.why, each.due, each.done_at is None) for each in found]

    return read


def test_a_plan_sets_the_flag_and_its_end_takes_it_away(
    on_record, send, has_plan
) -> None:
    assert [has_plan(n) for n in (1, 2)] == [True, False]
    send((2, "01/03/2020"), (1, "01/03/2018", "30/11/2026"))
    assert [has_plan(n) for n in (1, 2)] == [False, True]


def test_a_census_does_not_bring_a_ceased_plan_back(
    tmp_path: Path, on_record, send, has_plan, load
) -> None:
    send((1, "01/03/2018", "30/11/2026"), (2, "01/03/2020"))
    rows = [pupil(1, sen="E"), pupil(2, sen="K"), pupil(3, sen="E")]
    load("school-census", census(tmp_path / "may.csv", rows), as_at=date(2027, 1, 3))
    assert [has_plan(n) for n in (1, 2, 3)] == [False, True, True]


def test_withdrawing_the_list_leaves_what_was_before(
    on_record, send, has_plan, as_json, flask
) -> None:
    batch = send((1, "01/03/2018", "30/11/2026"), (2, "01/03/2020", "", "31/03/2027"))
    flask("imports", "withdraw", batch["batch"])
    assert [has_plan(n) for n in (1, 2)] == [True, False]


def test_an_adult_is_here_by_a_plan_alone(
    tmp_path: Path, on_record, load, as_json
) -> None:
    path = tmp_path / "adults.csv"
    lines = (
        f"Quill,Ada,03/10/2004,,{HERE},01/03/2018,,",
        f"Quill,Bea,03/10/2004,,{HERE},01/03/2018,31/07/2026,",
    )
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    done = load("plans", path, as_at=DECEMBER)
    assert done["outcomes"] == {"new-in-area": 1, "invalid": 1}
    (found,) = as_json("people", "find", "Quill")
    assert found["given"] == "Ada"
    assert "no record is made" in done["problems"][0]["message"]


def test_a_phase_transfer_is_work_until_a_list_names_the_place(
    on_record, send, items
) -> None:
    line = (2, "01/03/2020", "", "31/03/2027")
    done = send(line)
    assert done["opened"] == 1
    ((why, due, is_open),) = items()
    assert due == date(2027, 3, 31) and is_open and "31 March 2027" in why
    # The same day in the list of the next month opens no second one.
    assert send(line, as_at=date(2026, 12, 31))["opened"] == 0
    assert len(items()) == 1
    send((2, "01/03/2020", "", ""), as_at=date(2027, 1, 3))
    assert [is_open for *_, is_open in items()] == [False]


def test_work_that_was_done_is_not_opened_again(
    app, on_record, send, items, clock
) -> None:
    line = (2, "01/03/2020", "", "31/03/2027")
    send(line)
    with app.app_context():
        db.session.execute(sql("UPDATE work_items SET done_at = now(), done_by = 'x'"))
        db.session.commit()
    send(line, as_at=date(2027, 1, 2))
    assert [is_open for *_, is_open in items()] == [False]


def test_a_day_that_has_passed_is_due_at_once(on_record, send, items) -> None:
    send((2, "01/03/2020", "", "31/03/2026"))
    ((why, due, _),) = items()
    assert due == date(2027, 1, 4) and "31 March 2026" in why


def test_withdrawing_takes_its_work_back(on_record, send, items, flask) -> None:
    batch = send((2, "01/03/2020", "", "31/03/2027"))
    flask("imports", "withdraw", batch["batch"])
    assert items() == []


def test_the_tables_of_sen2_find_the_same_pupil(
    tmp_path: Path, on_record, load, has_plan
) -> None:
    row = pupil(2)
    day, month, year = row["born"].split("/")
    known = {
        "person__surname": row["family"],
        "person__forename": row["given"],
        "person__personbirthdate": f"{year}-{month}-{day} 00:00:00",
        "person__upn": row["upn"],
        "person__sex": row["sex"],
    }
    paths = tables(tmp_path / "sen2", person(1, **known))
    assert load("plans", *paths, as_at=DECEMBER)["outcomes"] == {"matched-update": 1}
    assert has_plan(2)


def test_the_same_list_twice_changes_nothing(on_record, send, everything) -> None:
    send((2, "01/03/2020", "", "31/03/2027"))
    before = everything()
    again = send((2, "01/03/2020", "", "31/03/2027"))
    assert again["outcomes"] == {"matched-update": 1}
    assert everything()["evidence"] == before["evidence"]
    assert everything()["work_items"] == before["work_items"]
