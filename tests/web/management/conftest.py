"""A small authority with figures worth looking at. Everybody in it is invented."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import ALSO_HERE, Row, nccis, person, register
from tests.waiting import run_waiting
from tests.web.conftest import NOW, SignedInBrowser
from tracker import actions, reporting
from tracker.access import authority_scope

END = date(2026, 10, 31)
MONTH = "2026-10"
HERE = authority_scope("359")

#: The number of young people by activity code: learning, apprentices, looking for work,
#: not known.
DOING = {"230": 60, "310": 8, "619": 9, "810": 7}
COUNTS = {"participating": 68, "neet": 9, "not_known": 7, "neet_or_not_known": 16}
COHORT = sum(DOING.values())


def everybody() -> Iterator[Row]:
    number = 0
    for code, count in DOING.items():
        for place in range(count):
            number += 1
            yield person(
                number,
                activity=code,
                start="2026-09-07",
                ascertained="2026-09-14",
                verified="" if code == "810" else "2026-10-20",
                postcode=ALSO_HERE if place % 3 == 0 else "WN1 1AZ",
            )


@pytest.fixture
def cohort(pages: Flask, load, tmp_path: Path) -> Flask:
    """The application with 84 young people, and their positions on two days."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", END, everybody()))
    reporting.panels.divided._protected.cache_clear()
    with pages.app_context():
        actions.history.positions.refresh([END, NOW.date()], within=HERE)
    return pages


@pytest.fixture
def worked(cohort: Flask) -> Flask:
    """As ``cohort``, after the worker has done what a first visit to a page needs."""
    run(cohort)
    return cohort


def run(app: Flask) -> int:
    """Runs the waiting tasks of the worker."""
    with app.app_context():
        return run_waiting(clock=lambda: NOW, day=lambda at: at.date())


@pytest.fixture
def boss(cohort: Flask, signed_in: SignedInBrowser):
    """The browser of a manager, who may open the list behind every figure."""
    return signed_in("manager")


@pytest.fixture
def auditor(cohort: Flask, signed_in: SignedInBrowser):
    """The browser of an auditor, who sees figures and no young person."""
    return signed_in("auditor")
