"""What an earlier version stored is brought to this one, with nothing lost.

Each tagged version has its own tables: they are made by going back to its revision with
rows that a load has made, and are then brought forward, as its users will do it. The
baseline is the first, and a tag joins by itself.
"""

import re
import subprocess
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import ROOT
from tests.factories import COLLEGE, people, provider_list
from tests.held import all_rows
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db

_HEAD = re.compile(r'^HEAD = "(\w+)"$', re.M)


def git(*words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False
    )
    return done.stdout


def revisions() -> Iterator[tuple[str, str]]:
    """The name and the revision of each tagged version."""
    yield "baseline", store.tables.BASELINE
    for tag in git("tag", "--list", "v*").split():
        found = _HEAD.search(git("show", f"{tag}:tracker/store/tables.py"))
        if found is not None and not store.tables.is_older(found[1]):
            yield tag, found[1]


def held() -> dict[str, list[str]]:
    """Every row; of a return its file as it is sent, which is encrypted differently.

    Rows that are still to be made again are left out: to work out positions again, as
    the test does, adds some.
    """
    db.session.rollback()
    rows = all_rows()
    del rows["not_known_owed"]
    rows["return_runs"] = [
        store.nccis_return.runs.file_of(run).decode()
        for run in store.nccis_return.runs.runs(within=authority_scope("359"))
    ]
    db.session.rollback()
    return rows


@pytest.mark.parametrize("revision", [pytest.param(r, id=n) for n, r in revisions()])
def test_what_a_version_stored_is_all_there_afterwards(
    app: Flask, flask, load, clock, tmp_path, revision
) -> None:
    from alembic import command

    file = provider_list(tmp_path / "list.csv", people(4))
    load("provider-enrolment", file, institution=COLLEGE, as_at="2026-10-09")
    flask("returns", "prepare", "--period", "2026-10", "--out", tmp_path)
    with app.app_context():
        before = held()
        assert before["people"]
        assert before["audit"]
        db.session.remove()
        command.downgrade(store.tables.configuration(), revision)
        assert store.tables.current() == revision
    assert flask("imports", "list", "--json").json
    with app.app_context():
        assert store.tables.current() == store.tables.HEAD
        # A migration may delete what is worked out from the rest; it is made again.
        here = authority_scope("359")
        with store.database.base.transaction():
            everybody = store.people.records.everybody(within=here)
            actions.history.positions.rebuild(everybody, "359", on=clock.today())
        actions.history.positions.refresh(store.history.days.kept("359"), within=here)
        assert held() == before
    flask("audit", "seal")
    flask("returns", "prepare", "--period", "2026-10", "--out", tmp_path)
