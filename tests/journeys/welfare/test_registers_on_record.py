"""Registers of education welfare on record. Everybody is invented."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import HERE, census, pupil, register
from tracker.actions.history import folding
from tracker.extensions import db
from tracker.store.people.records import Person

HOME, OTHER = "home-educated", "alternative-provision"
HEADINGS = {
    HOME: "Child's Surname,Child's Forename,DOB,Postcode,EHE Start Date,EHE End Date",
    OTHER: "Surname,Forename,DOB,UPN,AP Provider,AP Start Date,AP End Date",
}
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 6)


@pytest.fixture
def send(tmp_path: Path, load, clock):
    """Loads a register with these lines."""
    clock.set(date(2027, 1, 4))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    made = []

    def run(feed: str, *lines: str, as_at: date = NOVEMBER, **more):
        made.append(tmp_path / f"register {len(made)}.csv")
        made[-1].write_text(
            "\n".join([HEADINGS[feed], *lines]) + "\n", encoding="utf-8"
        )
        return load(feed, made[-1], as_at=as_at, **more)

    return run


@pytest.fixture
def where(app):
    """What a young person does on a day."""

    def read(family: str, on: date) -> str:
        with app.app_context():
            (person,) = db.session.query(Person).filter_by(family=family).all()
            ((_, position),) = folding.where_on([person.id], on)
            return position.activity.code

    return read


@pytest.fixture
def in_provision(app):
    """Whether a pupil has the characteristic on record."""

    def read(number: int) -> bool:
        with app.app_context():
            family = pupil(number)["family"]
            (person,) = db.session.query(Person).filter_by(family=family).all()
            return "200" in person.details.get("characteristics", [])

    return read


def test_a_child_at_home_joins_the_cohort_until_a_school_has_them(
    send, where, load, tmp_path: Path
) -> None:
    line = f"Quillfeather,Zoë,03/10/2010,{HERE},07/09/2026,"
    assert send(HOME, line)["outcomes"] == {"new-in-area": 1}
    assert where("Quillfeather", date(2026, 12, 1)) == "120"
    back = [{**pupil(1), "family": "Quillfeather", "given": "Zoë"}]
    back = [{**back[0], "born": "03/10/2010", "postcode": HERE}]
    file = census(tmp_path / "census.csv", back)
    load("school-census", file, as_at=date(2027, 1, 3))
    assert where("Quillfeather", date(2027, 1, 4)) == "110"


def test_a_sister_on_the_register_is_another_child(send, where, as_json) -> None:
    send(HOME, f"Quillfeather,Zoë,03/10/2010,{HERE},07/09/2026,")
    line = f"Quillfeather,Chloë,03/10/2010,{HERE},07/09/2026,"
    assert "matched-update" not in send(HOME, line)["outcomes"]


def test_a_placement_that_ends_takes_the_characteristic_off(
    send, in_provision, load, tmp_path: Path, flask
) -> None:
    file = census(tmp_path / "census.csv", [pupil(1), pupil(2)])
    load("school-census", file, as_at=OCTOBER)

    def line(number: int, end: str = "") -> str:
        one = pupil(number)
        who = (one["family"], one["given"], one["born"], one["upn"])
        return ",".join((*who, "The Forge", "07/09/2026", end))

    send(OTHER, line(1), line(2))
    assert [in_provision(n) for n in (1, 2)] == [True, True]
    done = send(OTHER, line(1, "18/12/2026"), as_at=date(2027, 1, 3))
    assert [in_provision(n) for n in (1, 2)] == [False, True]
    flask("imports", "withdraw", done["batch"])
    assert [in_provision(n) for n in (1, 2)] == [True, True]


def test_the_same_register_again_changes_nothing(send) -> None:
    line = f"Quillfeather,Zoë,03/10/2010,{HERE},07/09/2026,"
    send(HOME, line)
    again = send(HOME, line, as_at=date(2026, 12, 4))
    assert again["outcomes"] == {"matched-no-change": 1}
