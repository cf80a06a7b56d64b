"""Setting up: the first settings in a file, and the first steps. All invented."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values

from tests.recipes.conftest import ROOT

GIVEN = ("--authority", "359", "--database-number", "301", "--organisation", "Testham")


@pytest.fixture
def setup(tmp_path: Path):
    """Runs the command in an empty folder, as a process of its own."""

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        bare = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TRACKER_", "FLASK_", "DATABASE_", "SECRET_"))
        }
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi:app", "setup", *words],
            check=False,
            cwd=tmp_path,
            env={
                **bare,
                "PYTHONPATH": str(ROOT),
                "TRACKER_VAR": str(tmp_path / "var"),
                **settings,
            },
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


def test_the_settings_go_into_a_file_of_their_owner_alone(
    setup, tmp_path: Path
) -> None:
    done = setup(*GIVEN)
    assert done.returncode == 1, done.stderr
    file = tmp_path / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    written = dotenv_values(file)
    secret = written.pop("SECRET_KEY")
    assert secret is not None and len(secret) > 40
    assert secret not in done.stdout
    assert written == {
        "TRACKER_AUTHORITY": "359",
        "TRACKER_DATABASE_ID": "301",
        "TRACKER_ORGANISATION": "Testham",
    }
    assert "Next: First administrator." in done.stdout
    # The next run has them from the file, changes what is given, and keeps the key.
    again = setup("--supplier", "Testham Ltd")
    assert "Written to .env: TRACKER_SUPPLIER." in again.stdout
    assert dotenv_values(file) == {
        **written,
        "SECRET_KEY": secret,
        "TRACKER_SUPPLIER": "Testham Ltd",
    }


WRONG = [
    (("--authority", "999"), "No authority has the code 999"),
    (("--database-number", "12"), "Set TRACKER_DATABASE_ID to the three digits"),
    (("--colour", "#ffffff"), "TRACKER_COLOUR is #ffffff, whose contrast"),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG)
def test_a_setting_that_cannot_be_used_is_refused_and_nothing_written(
    setup, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = setup(*words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / ".env").exists()


def test_without_an_authority_it_names_the_option_and_that_more_follows(
    setup, tmp_path: Path
) -> None:
    done = setup()
    assert done.returncode == 1
    assert "flask setup --authority CODE" in " ".join(done.stdout.split())
    assert done.stdout.endswith(
        "0 of 3 steps done. Next: Authority. The other steps follow once it is set.\n"
    )
    # The program closes the folder that it makes, so its doctor has nothing to say.
    assert not (tmp_path / "var").stat().st_mode & 0o007


def test_what_the_environment_gives_is_not_written(setup, tmp_path: Path) -> None:
    done = setup(SECRET_KEY="x" * 40, TRACKER_AUTHORITY="359")
    assert done.returncode == 1
    assert not (tmp_path / ".env").exists()
    assert "359 Wigan" in done.stdout
