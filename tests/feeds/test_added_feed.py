"""A new feed is one folder: nothing else changes for its files to become evidence.

The feed is that of the recipe in CONTRIBUTING.md.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.factories import COLLEGE, register
from tests.feeds.conftest import Write
from tests.recipes.conftest import carry_out
from tracker import feeds
from tracker.extensions import db
from tracker.feeds.registry import FEEDS, look_again, recognise, rolls

NAME = "youth-hub-visits"

VISITS = (
    "Forename,Surname,DOB,Postcode,YouthHub,Phone\n"
    "Amina,Holtby,03/10/2009,WN1 1AZ,Wigan,07700 900123\n"
    "Bryn,Ashcombe,04/11/2009,WN1 1AZ,Wigan,\n"
)


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder stands beside those of the other feeds."""
    carry_out("A feed", tmp_path)
    with monkeypatch.context() as changed:
        changed.setattr(
            feeds, "__path__", [*feeds.__path__, str(tmp_path / "tracker" / "feeds")]
        )
        look_again()
        # The server of confined processes began with the feeds of the tree.
        changed.setattr(
            feeds.confined, "read", lambda feed, *it, **by: feed.read(*it, **by)
        )
        yield
    for module in [each for each in sys.modules if ".feeds.youth_hubs" in each]:
        del sys.modules[module]
    look_again()
    assert NAME not in FEEDS


@pytest.fixture
def agree(flask):
    """Agrees with the invented youth hub that its lists may come in."""

    def make(reference: str, *, sign: bool = True, last: str = "2027-07-31") -> None:
        flask(
            *("agreements", "propose", reference, "--gateway", "service-list"),
            *("--with", "Testham Youth Hub", "--fields", "name,born,postcode,phone"),
            *("--from", "2026-09-01", "--to", last, "--review", last),
            *("--for", "Bethan"),
        )
        if sign:
            flask("agreements", "sign", reference, "--for", "Judith")

    return make


@pytest.mark.law("L-09")
@pytest.mark.usefixtures("added")
def test_without_an_agreement_nothing_of_its_files_is_stored(
    flask, agree, app: Flask, clock, write: Write
) -> None:
    load = ("imports", "load", NAME, write("visits.csv", VISITS))
    load = (*load, "--as-at", "2026-10-09")
    reasons = [flask(*load, code=2).err]
    agree("IN-1", sign=False)
    reasons.append(flask(*load, code=2).err)
    today = clock.today()
    clock.set(date(2026, 9, 2))
    agree("IN-2", last="2026-09-30")
    clock.set(today)
    reasons.append(flask(*load, code=2).err)
    assert (
        "No agreement with the sender covers “Lists of support services”"
        in (reasons[0])
    )
    assert "Agreement IN-1 with the sender is not signed yet" in reasons[1]
    assert "IN-2 with the sender ended on 30 September 2026" in reasons[2]
    with app.app_context():
        for table in ("import_batches", "staged_rows", "people", "evidence"):
            assert not db.session.scalar(text(f"SELECT count(*) FROM {table}"))


@pytest.mark.usefixtures("added")
def test_a_file_of_a_new_feed_becomes_evidence(
    flask, load, agree, app: Flask, write: Write
) -> None:
    agree("IN-1")
    path = write("visits.csv", VISITS)
    assert recognise(path) == NAME
    assert NAME in flask("imports", "load", "nonsense", "x", code=2).err
    loaded = load(NAME, path, as_at="2026-10-09")
    assert loaded["applied"] and loaded["outcomes"] == {"new-in-area": 2}
    with app.app_context():
        found = db.session.execute(
            text(
                "SELECT DISTINCT f.statement->>'phone' FROM evidence e"
                " JOIN entries n ON n.id = e.entry_id"
                " CROSS JOIN LATERAL unnest(e.facts) AS u(id)"
                " JOIN facts f ON f.id = u.id"
                " WHERE n.source = :feed AND f.statement->>'about' = 'phone'"
            ),
            {"feed": NAME},
        )
        assert found.scalars().all() == ["07700 900123"]
    assert flask("imports", "withdraw", loaded["batch"]).code == 0


@pytest.mark.usefixtures("added")
def test_its_declaration_decides_how_it_differs(flask, load, write: Write) -> None:
    load("establishments", register(write("edubasealldata20260901.csv", "")))
    path = write("visits.csv", VISITS)
    as_list = ("provider-enrolment", path, "--institution", COLLEGE)
    refused = flask("imports", "load", *as_list, "--as-at", "2026-10-09", code=None)
    assert "It looks like a list of visits to a youth hub; import it" in refused.err
    assert NAME not in rolls()
    unknown = flask("imports", "template", NAME, code=2)
    assert f"'{NAME}' is not one of 'provider-enrolment'" in unknown.err
    others = ("imports", "load", NAME, path, "--other-authorities")
    assert "applies only to an NCCIS file" in flask(*others, code=2).err
