"""A new feed is one folder: nothing else changes for its files to become evidence."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.factories import COLLEGE, register
from tests.feeds.conftest import Write
from tracker import feeds
from tracker.extensions import db
from tracker.feeds.registry import FEEDS, look_again, recognise, rolls

ROOT = Path(__file__).parents[2]
NAME = "youth-hub-visits"

#: The declaration, its columns and the meaning of a row of an invented feed.
SOURCE = '''"""Visits to youth hubs: an invented list of the young people who came."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tracker.domain.history.evidence import Tier
from tracker.domain.history.details.detail_statements import detail
from tracker.feeds.cells.row import Row, person_details, titles_of
from tracker.feeds.declaration import (
    Column,
    Context,
    Feed,
    Interpretation,
    RawRow,
    Reading,
    Signature,
)
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.tables import Wanted, open_tables

NAME, NOUN = "youth-hub-visits", "a list of visits to a youth hub"
COLUMNS = (
    Column("forename", "Forename"),
    Column("surname", "Surname", required=True),
    Column("dob", "DOB", kind="date"),
    Column("postcode", "Postcode", kind="postcode"),
    Column("hub", "YouthHub"),
    Column("phone", "Phone"),
)
NEEDS = (("surname",), ("dob",), ("hub",))


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    wanted = Wanted(NAME, NOUN, COLUMNS, NEEDS, aliases)
    tables = [each for file in only(paths, NOUN) for each in open_tables(file, wanted)]
    rows = (
        RawRow(line, table.file, values)
        for table in tables
        for line, values in table.rows
    )
    return Reading("list", rows)


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    row = Row(raw, line, titles_of(COLUMNS))
    identity = row.identity(context.as_at)
    statements = person_details(identity)
    if row.text("phone"):
        statements.append(detail("phone", phone=row.text("phone")))
    return Interpretation(
        identity, tuple(statements), tuple(row.problems), context.as_at
    )


FEED = Feed(
    name=NAME,
    title="Visits to youth hubs",
    noun=NOUN,
    sender="youth hubs (invented)",
    frequency="every month",
    silence="Nothing.",
    signature=Signature(
        headings=(frozenset({"youthhub"}),), columns=COLUMNS, needs=NEEDS
    ),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
)
'''
VISITS = (
    "Forename,Surname,DOB,Postcode,YouthHub,Phone\n"
    "Amina,Holtby,03/10/2009,WN1 1AZ,Wigan,07700 900123\n"
    "Bryn,Ashcombe,04/11/2009,WN1 1AZ,Wigan,\n"
)


def add_to(folder: Path) -> None:
    """Writes the folder of the invented feed, and no other file."""
    (folder / "youth_hubs").mkdir()
    (folder / "youth_hubs" / "__init__.py").write_text(
        '"""Visits to youth hubs."""\n\nfrom tracker.feeds.youth_hubs import feed\n'
    )
    (folder / "youth_hubs" / "feed.py").write_text(SOURCE)


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder stands beside those of the other feeds."""
    beside = tmp_path / "feeds"
    beside.mkdir()
    add_to(beside)
    with monkeypatch.context() as changed:
        changed.setattr(feeds, "__path__", [*feeds.__path__, str(beside)])
        look_again()
        yield
    for module in [each for each in sys.modules if ".feeds.youth_hubs" in each]:
        del sys.modules[module]
    look_again()
    assert NAME not in FEEDS


@pytest.mark.usefixtures("added")
def test_a_file_of_a_new_feed_becomes_evidence(
    flask, load, app: Flask, write: Write
) -> None:
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
    assert f"'{NAME}' is not 'provider-enrolment'" in unknown.err
    others = ("imports", "load", NAME, path, "--other-authorities")
    assert "applies only to an NCCIS file" in flask(*others, code=2).err


def test_the_map_and_the_contracts_hold_with_a_new_feed(tmp_path: Path) -> None:
    """In a copy of the repository with the folder, its own tests of the map pass."""
    for name in ("tracker", "tests", "reports"):
        leave_out = shutil.ignore_patterns("__pycache__", "samples")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=leave_out)
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    add_to(tmp_path / "tracker" / "feeds")
    for words in (
        ("-m", "pytest", "-p", "no:cacheprovider", "tests/repository/test_map.py"),
        ("-c", "from importlinter.cli import lint_imports; exit(lint_imports())"),
    ):
        done = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
