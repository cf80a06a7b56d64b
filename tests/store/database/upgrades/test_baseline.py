"""The first migration makes what the 91 before it made, and takes their database over.

Every other database is refused in one sentence, at every door, with nothing changed.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url

from tests.conftest import ROOT, environment, runner
from tests.store.database.own_server import application, own_folder
from tests.store.database.upgrades.new_database import new_database
from tests.store.database.upgrades.schema_dump import normalised, schema_of
from tracker import store
from tracker.extensions import OWNER, db

MADE_BY_THE_91 = Path(__file__).with_name("tables_at_0091.sql")
BASELINE = store.tables.MIGRATIONS / "baseline"

OLDER = (
    "The database is at revision {0}, and this version upgrades from 0091 on. First "
    "upgrade it with commit 22234563: `git checkout 22234563`, `flask db upgrade` with "
    "the same settings, then come back to this version.\n"
)
NEWER = (
    "The database is at revision {0}, which this version does not know: a newer "
    "version made it. Install that version or a newer one.\n"
)
#: Everything that brings a database up to date, or says whether it is.
DOORS = [
    ("db", "upgrade"),
    ("demo", "--people", "20"),
    ("serve", "--port", "8765"),
    ("work",),
    ("setup", "--authority", "359", "--file", "nowhere/.env"),
    ("imports", "list"),
]


@pytest.fixture
def empty(var: Path, tmp_path: Path, _application: Flask) -> Iterator[Flask]:
    """A database of the council's own server, with nothing in it yet."""
    with new_database(var, tmp_path) as app:
        yield app


@pytest.fixture(scope="module")
def _made(
    var: Path, tmp_path_factory: pytest.TempPathFactory, _application: Flask
) -> Iterator[Flask]:
    with new_database(var, tmp_path_factory.mktemp("council")) as app:
        runner(app)("db", "upgrade")
        yield app


@pytest.fixture
def made(_made: Flask) -> Flask:
    """The same with its tables, which no test changes but for their revision."""
    set_revisions(_made, store.tables.HEAD)
    return _made


def as_owner(app: Flask, *statements: str) -> list[Any]:
    """Runs statements as the owner of the tables, and gives the rows of the last."""
    with app.app_context(), db.engines[OWNER].begin() as owner:
        sql = owner.connection.cursor()
        for statement in statements:
            sql.execute(statement)
        return [] if sql.description is None else sql.fetchall()


def set_revisions(app: Flask, *revisions: str) -> None:
    as_owner(
        app,
        "DELETE FROM alembic_version",
        *(f"INSERT INTO alembic_version VALUES ('{each}')" for each in revisions),
    )


def schema(app: Flask) -> str:
    """The tables of the database, without the functions that come with the rights."""
    address = make_url(app.config["TRACKER"].database_owner_url)
    plain = address.set(drivername="postgresql")
    return schema_of(plain.render_as_string(hide_password=False))


def rows(app: Flask) -> dict[str, list[str]]:
    """Every row of each table that has one, as the owner of the tables reads it."""
    tables = as_owner(
        app,
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
        " AND relnamespace = 'public'::regnamespace",
    )
    each = (f"SELECT '{name}', t::text FROM \"{name}\" t" for (name,) in tables)
    found: dict[str, list[str]] = {}
    for table, row in sorted(as_owner(app, " UNION ALL ".join(each))):
        found.setdefault(table, []).append(row)
    return found


def catalogue(app: Flask) -> list[Any]:
    """What is in the database, by its numbers: made again, it has others."""
    numbers = (
        f"(SELECT array_agg(oid ORDER BY oid) FROM {each})"
        for each in ("pg_class", "pg_proc", "pg_policy", "pg_trigger", "pg_constraint")
    )
    return as_owner(app, f"SELECT {', '.join(numbers)}")


@pytest.fixture
def without_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables are made alone: rights, their rules and functions are of today."""
    monkeypatch.setattr(store.database.rights, "apply", lambda owner: None)


class TestEqual:
    def test_it_makes_the_tables_that_the_91_migrations_made(
        self, empty, without_rights
    ) -> None:
        from alembic import command

        with empty.app_context():
            command.upgrade(store.tables.configuration(), store.tables.BASELINE)
        expected = normalised(MADE_BY_THE_91.read_text("utf-8"))
        assert schema(empty).splitlines() == expected.splitlines()

    def test_the_comparison_sees_more_than_tables_and_columns(self) -> None:
        expected = normalised(MADE_BY_THE_91.read_text("utf-8"))
        for part in (
            "\n    postcode character varying,\n    upn character varying,\n",
            "mark uuid DEFAULT gen_random_uuid() NOT NULL",
            "ALTER COLUMN content SET STORAGE EXTERNAL;",
            "ATTACH PARTITION public.audit_rest DEFAULT;",
            "CREATE TRIGGER audit_stays BEFORE DELETE OR UPDATE ON public.audit FOR",
        ):
            assert part in expected

    def test_every_file_is_run_once(self) -> None:
        from alembic.script import ScriptDirectory

        script = ScriptDirectory.from_config(store.tables.configuration())
        subjects = script.get_revision(store.tables.BASELINE).module.SUBJECTS
        assert sorted(subjects) == sorted(each.stem for each in BASELINE.glob("*.sql"))

    def test_it_is_the_first_and_the_only_one_without_another_before(self) -> None:
        from alembic.script import ScriptDirectory

        script = ScriptDirectory.from_config(store.tables.configuration())
        assert script.get_bases() == [store.tables.BASELINE]

    def test_a_database_of_the_91_migrations_is_taken_as_it_is(self, empty) -> None:
        from alembic.autogenerate import compare_metadata
        from alembic.runtime.migration import MigrationContext

        as_owner(empty, MADE_BY_THE_91.read_text("utf-8"))
        as_owner(
            empty,
            "INSERT INTO alembic_version VALUES ('0091')",
            "SELECT audit_month('2026-10-01')",
            "INSERT INTO audit (authority, at, by, action, subject, detail) VALUES"
            " ('359', '2026-10-05', 'sam', 'signed in', 'user 1', '{}'),"
            " ('359', '2026-11-05', 'sam', 'signed in', 'user 1', '{}')",
            "INSERT INTO settings (authority, name, value) VALUES ('359', 'x', '1')",
            "INSERT INTO people (authority, live, given, family, middle, other_names,"
            " former_upns, ypids, details, search) VALUES"
            " ('359', true, 'Rowena', 'Tranmere', '', '[]', '{}', '{}', '{}', '{}')",
            "INSERT INTO procrastinate_jobs (queue_name, task_name)"
            " VALUES ('work', 'do')",
        )
        before = rows(empty)
        assert len(before["audit_2026_10"]) == 1
        assert before["people"]
        done = runner(empty)("db", "upgrade", "--json").json
        assert done == {"before": "0091", "after": store.tables.HEAD}
        assert rows(empty) == before
        with empty.app_context(), db.engines[OWNER].connect() as owner:
            context = MigrationContext.configure(
                owner,
                opts={
                    "compare_server_default": True,
                    "include_name": store.work.queue.is_ours,
                },
            )
            assert compare_metadata(context, db.metadata) == []
        assert runner(empty)("imports", "list", "--json").json == []


class TestRefused:
    @pytest.mark.parametrize("words", DOORS, ids=lambda words: words[0])
    @pytest.mark.parametrize(
        ("revision", "sentence"), [("0090", OLDER), ("0092", NEWER)]
    )
    def test_another_revision_is_one_sentence_at_every_door(
        self, made, tmp_path, monkeypatch, words, revision, sentence
    ) -> None:
        monkeypatch.setattr(store.tables, "is_known", lambda it: it == "0091")
        monkeypatch.setenv("SECRET_KEY", "of the tests")
        set_revisions(made, revision)
        before, held = catalogue(made), rows(made)
        words = tuple(each.replace("nowhere", str(tmp_path)) for each in words)
        answer = runner(made)(*words, code=2)
        assert (answer.out, answer.err) == ("", sentence.format(revision))
        assert catalogue(made) == before
        assert rows(made) == held

    @pytest.mark.parametrize("revision", ["0001", "0029", "0090"])
    def test_every_older_one_is_known_as_older(self, made, revision) -> None:
        set_revisions(made, revision)
        answer = runner(made)("db", "current", code=1)
        assert (answer.out, answer.err) == (OLDER.format(revision), "")

    @pytest.mark.parametrize("revision", ["9999", "009", "head", "3f2a9c0d1e5b", ""])
    def test_what_no_older_version_had_is_taken_for_a_newer_one(
        self, made, revision
    ) -> None:
        set_revisions(made, revision)
        assert runner(made)("db", "upgrade", code=2).err == NEWER.format(revision)

    def test_the_embedded_database_too(self) -> None:
        with own_folder() as folder, application(folder) as app:
            flask = runner(app)
            flask("imports", "list")
            set_revisions(app, "0042")
            for words in (("imports", "list"), ("demo", "--people", "20")):
                answer = flask(*words, code=2)
                assert (answer.out, answer.err) == ("", OLDER.format("0042"))
            assert as_owner(app, "SELECT * FROM alembic_version") == [("0042",)]

    def test_the_doctor_says_so_instead_of_naming_a_command_that_refuses(
        self, made
    ) -> None:
        set_revisions(made, "0090")
        says = OLDER.format("0090").strip()
        found = runner(made)("doctor", "--json", code=1).json["findings"]
        assert {"check": "Tables of the database", "says": says} in found

    def test_two_revisions(self, made) -> None:
        set_revisions(made, "0091", "0090")
        for words in (("db", "upgrade"), ("imports", "list")):
            assert runner(made)(*words, code=2).err == (
                "The table alembic_version has the revisions 0090 and 0091, and should "
                "have one. Restore a backup, or ask the team that develops Tracker.\n"
            )

    def test_tables_without_a_revision(self, made) -> None:
        set_revisions(made)
        before, held = catalogue(made), rows(made)
        answer = runner(made)("db", "upgrade", code=2)
        assert answer.err.startswith(
            "The database has tables of Tracker's names (account_letters, "
            "account_links, account_reviews and "
        )
        assert "and no revision that says which version made them" in answer.err
        as_owner(made, "ALTER TABLE alembic_version RENAME TO set_aside")
        assert runner(made)("imports", "list", code=2).err == answer.err
        as_owner(made, "ALTER TABLE set_aside RENAME TO alembic_version")
        assert (catalogue(made), rows(made)) == (before, held)

    def test_a_foreign_table_of_a_name_that_we_need(self, empty) -> None:
        """Another program's users: nothing of ours is made beside them."""
        as_owner(empty, "CREATE TABLE users (name text)")
        before = schema(empty)
        assert runner(empty)("db", "upgrade", code=2).err == (
            "The database has tables of Tracker's names (users), and no revision that "
            "says which version made them. Set TRACKER_VAR to a new folder, or "
            "DATABASE_URL to an empty database.\n"
        )
        assert schema(empty) == before


class TestMade:
    def test_beside_other_tables(self, empty) -> None:
        """As PostGIS puts some into public, or a council its own."""
        as_owner(empty, "CREATE TABLE spatial_ref_sys AS SELECT 27700 AS srid")
        runner(empty)("db", "upgrade")
        assert as_owner(empty, "SELECT * FROM spatial_ref_sys") == [(27700,)]
        assert runner(empty)("imports", "list", "--json").json == []

    def test_after_an_empty_table_of_revisions(self, empty) -> None:
        as_owner(empty, "CREATE TABLE alembic_version (version_num varchar(32))")
        done = runner(empty)("db", "upgrade", "--json").json
        assert done == {"before": None, "after": store.tables.HEAD}

    @pytest.mark.sample("half-way", because="a server of its own for each")
    @pytest.mark.parametrize(
        ("killed", "tables"),
        [
            ("Path.read_text = at('law.sql', Path.read_text)", False),
            ("rights.apply = die", True),
        ],
        ids=["half-way", "before its rights"],
    )
    def test_once_more_after_it_was_killed(
        self, empty, tmp_path, killed, tables
    ) -> None:
        here = empty.config["TRACKER"]
        script = (
            "import os, sys\n"
            "from pathlib import Path\n"
            "from tracker.store.database import rights\n"
            "def die(*rest): os._exit(9)\n"
            "def at(name, read):\n"
            "    return lambda it, *rest, **more: die() if it.name == name"
            " else read(it, *rest, **more)\n"
            f"{killed}\n"
            "from flask.cli import main\n"
            "sys.argv = ['flask', 'db', 'upgrade']; main()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=environment(
                tmp_path,
                DATABASE_URL=str(here.database_url),
                DATABASE_OWNER_URL=str(here.database_owner_url),
                DATABASE_INSTITUTION_URL=str(here.database_institution_url),
            ),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 9, done.stderr
        assert ("CREATE TABLE public.people" in schema(empty)) is tables
        flask = runner(empty)
        assert flask("db", "current", "--json", code=1).json["owed"] is True
        assert flask("db", "upgrade", "--json").json["after"] == store.tables.HEAD
        assert flask("imports", "list", "--json").json == []

    def test_by_a_program_in_a_folder_of_any_name(
        self, empty, tmp_path: Path, monkeypatch
    ) -> None:
        folder = tmp_path / "the council's own, 100%d of it"
        shutil.copytree(store.tables.MIGRATIONS, folder)
        monkeypatch.setattr(store.tables, "MIGRATIONS", folder)
        done = runner(empty)("db", "upgrade", "--json").json
        assert done["after"] == store.tables.HEAD
