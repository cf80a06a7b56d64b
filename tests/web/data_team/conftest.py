"""Files that the data team uploads on its pages. Everybody is invented."""

import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    people,
    provider_list,
    register,
    unsure,
)
from tests.waiting import run_waiting
from tests.web.conftest import NOW, own_token
from tracker.access import authority_scope

OCTOBER, NOVEMBER = date(2026, 10, 9), date(2026, 11, 6)
WITHIN = authority_scope("359")
#: The current day of the pages, in the three parts of a form.
TODAY = [str(NOW.day), str(NOW.month), str(NOW.year)]


def text(answer: Any) -> str:
    return answer.get_data(as_text=True)


class Desk:
    """A data manager's browser, and the worker that does the requested work."""

    def __init__(self, pages: Flask, client: FlaskClient) -> None:
        self.pages = pages
        self.client = client

    def get(self, address: str) -> str:
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == 200, text(answer)
        return text(answer)

    def post(self, address: str, follow: bool = True, **data: Any) -> Any:
        sent = {"csrf_token": own_token(self.client), **data}
        return self.client.post(address, data=sent, follow_redirects=follow)

    def send(self, *files: Path, follow: bool = True) -> Any:
        """Uploads files on the page of imports."""
        streams = [(path.open("rb"), path.name) for path in files]
        try:
            return self.post("/imports", follow=follow, files=streams)
        finally:
            for stream, _ in streams:
                stream.close()

    def work(self) -> int:
        """Runs the worker until nothing waits; the number of tasks."""
        done = 0
        with self.pages.app_context():
            while more := run_waiting(clock=lambda: NOW, day=lambda at: at.date()):
                done += more
        return done

    def import_list(self, file: Path, sender: str = COLLEGE, **entered: Any) -> Any:
        """Uploads a list, enters its sender and today's date, and runs the worker."""
        upload = self.send(file, follow=False)
        self.post(
            upload.location,
            sender=sender,
            **{
                "feed": "provider-enrolment",
                "names": "changes",
                "as_at": TODAY,
                **entered,
            },
        )
        self.work()


@pytest.fixture
def desk(pages: Flask, signed_in) -> Desk:
    # Uploads that an earlier test left unanswered.
    shutil.rmtree(pages.config["TRACKER"].var / "uploads", ignore_errors=True)
    return Desk(pages, signed_in("data-manager"))


@pytest.fixture
def registered(tmp_path: Path, load) -> None:
    """The register of institutions, batch 1."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))


Loaded = Callable[..., Any]


@pytest.fixture
def college_list(tmp_path: Path, load, registered) -> Loaded:
    """Loads a college's list from the command line, like those of earlier months."""

    def run(
        rows: Sequence[dict[str, str]],
        name: str = "list.csv",
        *,
        as_at: date = OCTOBER,
        institution: str = COLLEGE,
        **more: Any,
    ) -> Any:
        file = provider_list(tmp_path / name, rows)
        return load(
            "provider-enrolment", file, institution=institution, as_at=as_at, **more
        )

    return run


@pytest.fixture
def doubtful(college_list) -> list[int]:
    """Two lines of the other college that may be about two students of the first."""
    known = people(3)
    college_list(known)
    again = [{**unsure(row), "postcode": "WN7 1AB"} for row in known[1:]]
    again = [{**row, "start": "02/11/2026"} for row in again]
    loaded = college_list(
        again, "second.csv", as_at=NOVEMBER, institution=OTHER_COLLEGE
    )
    assert loaded["outcomes"] == {"possible": 2}
    return [2, 3]
