"""How many statements twelve ordinary acts send to the database, so that none grows.

Everybody is invented. A statement more is a wait more, on a busy day for everybody.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import (
    ALSO_HERE,
    COLLEGE,
    census,
    nccis,
    people,
    person,
    provider_list,
    pupil,
    register,
)
from tests.waiting import run_waiting
from tests.web.adviser.young import HERE_ONLY, TODAY
from tests.web.conftest import NOW, own_token
from tracker import actions, store
from tracker.domain.casework.contact import Outcome
from tracker.domain.history import membership
from tracker.domain.reference.activity import SEEKING

pytestmark = pytest.mark.menu_counts

MAY = date(2026, 5, 21)
#: The most statements of each act, with those of the sign-in, the lock and the audit.
MOST = {
    "a young person opened": 19,
    "the form opened": 17,
    "a call without an answer": 32,
    "a contact with a status and a next step": 42,
    "a contact that confirms": 39,
    "my day": 12,
    "a name found": 10,
    # After a save, the rows of that young person are made again.
    "the not known": 43,
    "the dashboard": 9,
    "a list behind a figure": 13,
    "a school's leavers": 15,
    "work to do": 11,
}


#: How often each act folds evidence. A save folds what is on record, what is about to
#: be, for the check of the return, and what has been stored, under the lock.
FOLDS = {
    "a young person opened": 1,
    "the form opened": 1,
    "a call without an answer": 1,
    "a contact with a status and a next step": 3,
    "a contact that confirms": 2,
}


@pytest.fixture
def folds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The young people whose evidence was folded."""
    found: list[int] = []
    real = membership._fold

    def counted(person: int, *more: Any, **named: Any) -> Any:
        found.append(person)
        return real(person, *more, **named)

    monkeypatch.setattr(membership, "_fold", counted)
    return found


@pytest.fixture
def council(pages: Flask, load: Any, tmp_path: Path) -> Flask:
    """A council in the middle of a month: files loaded, month ends and ledger made."""
    load("establishments", register(tmp_path / "register.csv"))
    rows = [pupil(number) for number in range(1, 20)]
    load("school-census", census(tmp_path / "census.csv", rows), as_at=MAY)
    looking = [
        person(number, activity=code, start="2026-09-07", ascertained="2026-09-14")
        for number, code in enumerate(("619", "619", "810", "230") * 6, 100)
    ]
    end = date(2026, 10, 31)
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", end, looking))
    students = people(12, first=200, postcode=ALSO_HERE)
    file = provider_list(tmp_path / "list.csv", students)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 11, 6))
    with pages.app_context():
        actions.history.positions.refresh([end, TODAY], within=HERE_ONLY)
    return pages


@pytest.fixture
def neet(council: Flask) -> int:
    """A young person who looks for work, with a contact of last week."""
    with council.app_context():
        members = store.history.positions.on(TODAY, within=HERE_ONLY)
        return next(each.person for each in members if each.position.is_neet)


def sends(client: FlaskClient, address: str, **entered: object) -> Callable[[], None]:
    """Sends a form; a date is in three parts."""
    page = client.get(address).get_data(as_text=True)
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page)
    assert seen is not None
    data: dict[str, Any] = {"csrf_token": own_token(client), "seen": seen[1]}
    for name, value in entered.items():
        is_day = isinstance(value, date)
        data[name] = [value.day, value.month, value.year] if is_day else value

    def act() -> None:
        answer = client.post(address, data=data)
        assert answer.status_code == 302, answer.get_data(as_text=True)

    return act


def opens(client: FlaskClient, address: str) -> Callable[[], None]:
    def act() -> None:
        assert client.get(address).status_code == 200

    act()  # what the first visit of a process reads is read
    return act


def test_ordinary_acts_send_few_statements(
    council: Flask, neet: int, signed_in: Any, queries: Any, folds: list[int]
) -> None:
    adviser, manager = signed_in("adviser"), signed_in("manager")
    data_manager = signed_in("data-manager")
    school = signed_in("school-user", institution="urn:106500")
    for client in (adviser, manager, school):
        client.get("/", follow_redirects=True)
    manager.get("/dashboard")
    with council.app_context():
        run_waiting(clock=lambda: NOW, day=lambda at: at.date())
    record = f"/people/{neet}"
    happened = f"{record}/what-happened"
    status = {"doing": "other", "kind": "none", "activity": SEEKING.code}
    steps = {
        "a young person opened": opens(adviser, record),
        "the form opened": opens(adviser, happened),
        "a call without an answer": sends(
            adviser, happened, outcome=str(Outcome.NO_ANSWER), next="proposed"
        ),
        "a contact with a status and a next step": sends(
            adviser,
            happened,
            outcome=str(Outcome.YOUNG_PERSON),
            note="The job ended.",
            number="07700 900977",
            next="day",
            due=TODAY + timedelta(days=9),
            starts=date(2026, 11, 21),
            neet_since=date(2026, 9, 7),
            **status,
        ),
        "a contact that confirms": sends(
            adviser,
            happened,
            outcome=str(Outcome.PARENT),
            doing="same",
            next="proposed",
        ),
        "my day": opens(adviser, "/my-day"),
        "a name found": opens(adviser, "/find?q=Holtby"),
        "the not known": opens(adviser, "/not-known"),
        "the dashboard": opens(manager, "/dashboard"),
        "a list behind a figure": opens(manager, "/figures/people?measure=neet"),
        "a school's leavers": opens(school, "/leavers"),
        "work to do": opens(data_manager, "/to-do"),
    }
    over, folded = {}, {}
    for name, act in steps.items():
        folds.clear()
        with queries() as statements:
            act()
        folded[name] = len(folds)
        if len(statements) > MOST[name]:
            over[name] = "\n".join(
                [f"{len(statements)} and not {MOST[name]}:", *statements]
            )
    assert not over, "\n\n".join(f"{name}: {each}" for name, each in over.items())
    assert MOST.keys() == steps.keys()
    assert folded == dict.fromkeys(steps, 0) | FOLDS
