"""A school and two colleges with their users, and a worker for the waiting tasks."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.acts import act
from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    SCHOOL,
    census,
    provider_list,
    pupil,
    register,
)
from tests.waiting import run_waiting
from tests.web.conftest import NOW, token
from tracker import actions
from tracker.actions.act import Act
from tracker.domain.reference.england import HERE

COLLEGE_KEY, OTHER_KEY = f"urn:{COLLEGE}", f"urn:{OTHER_COLLEGE}"
SCHOOL_KEY = f"urn:{SCHOOL}"
#: Birthdays of twenty pupils who were in Year 11 in summer 2026.
BORN = [date(2009, 10, day) for day in range(1, 21)]


def text(answer: Any) -> str:
    found: str = answer.get_data(as_text=True)
    return found


@pytest.fixture
def registered(pages: Flask, tmp_path: Path, load) -> Flask:
    """The pages, with a register of the school and the colleges."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return pages


@pytest.fixture
def leavers(registered: Flask, tmp_path: Path, load) -> list[dict[str, str]]:
    """Twenty pupils who left the school in summer 2026."""
    rows = [pupil(n, day) for n, day in enumerate(BORN, start=1)]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    return rows


@pytest.fixture
def at_college(leavers, tmp_path: Path, load) -> list[dict[str, str]]:
    """The first twelve leavers, on the college's complete list of 9 October."""
    rows = [{**row, "start": "07/09/2026"} for row in leavers[:12]]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "college.csv", rows),
        institution=COLLEGE,
        as_at=date(2026, 10, 9),
        complete=True,
    )
    return rows


@pytest.fixture
def worked(pages: Flask) -> Callable[[], int]:
    """Runs the waiting tasks of the worker; the number of tasks."""

    def run() -> int:
        with pages.app_context():
            return run_waiting(
                clock=lambda: NOW, day=lambda at: at.astimezone(HERE).date()
            )

    return run


Post = Callable[..., Any]


@pytest.fixture
def post() -> Post:
    """Sends the form of the page ``of`` to the address ``to``, or to ``of`` itself."""

    def send(client: FlaskClient, of: str, to: str | None = None, **data: Any) -> Any:
        number = token(text(client.get(of)))
        return client.post(to or of, data={**data, "csrf_token": number})

    return send


@pytest.fixture
def send_list(tmp_path: Path, post: Post, worked) -> Callable[..., str]:
    """Uploads a list on the page and lets it be read; its address."""

    def send(client: FlaskClient, rows, *, name="list.csv", complete=True) -> str:
        file = provider_list(tmp_path / "sent.csv", rows)
        answer = post(
            client,
            "/lists/new",
            file=(io.BytesIO(file.read_bytes()), name),
            names="complete" if complete else "changes",
            as_at=["20", "11", "2026"],
        )
        assert answer.status_code == 302, text(answer)
        worked()
        return str(answer.location)

    return send


@pytest.fixture
def college(registered: Flask, signed_in) -> FlaskClient:
    return signed_in("college-user", COLLEGE_KEY)


@pytest.fixture
def school(registered: Flask, signed_in) -> FlaskClient:
    return signed_in("school-user", SCHOOL_KEY)


@pytest.fixture
def owner() -> Act:
    """An act of the asset owner."""
    return act(by="asset-owner@example.org", at=NOW)


@pytest.fixture
def suspended(registered: Flask, owner: Act) -> None:
    """While the asset owner has suspended that schools see their leavers."""
    with registered.app_context():
        actions.law.suspending.suspend(
            "leavers", on=owner.on, reason="Wrong codes", act=owner
        )
