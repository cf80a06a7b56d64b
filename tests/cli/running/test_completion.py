"""The shell completes commands, feeds and roles, as docs/guides/command-line.md has it.

A package of the program is tested the same way in tests/package.
"""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

_PROGRAM = (sys.executable, "-c", "from tracker.app import command; command()")


def completed(typed: str, instruction: str) -> str:
    """The output of the program for the words that were typed."""
    done = subprocess.run(
        _PROGRAM,
        cwd=ROOT,
        env={
            **os.environ,
            "_FLASK_COMPLETE": instruction,
            "COMP_WORDS": typed,
            "COMP_CWORD": str(len(typed.split()) - 1),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("flask imp", {"imports"}),
        ("flask imports pr", {"preview"}),
        ("flask imports load prov", {"provider-enrolment"}),
        ("flask users invite sam@example.org --role adv", {"adviser"}),
        ("flask imports show --out", {"--outcome"}),
    ],
)
def test_what_was_begun_is_completed(typed: str, found: set[str]) -> None:
    words = {
        line.partition(",")[2]
        for line in completed(typed, "bash_complete").splitlines()
    }
    assert words == found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    line = f"_FLASK_COMPLETE={shell}_source flask"
    assert line in (ROOT / "docs" / "guides" / "command-line.md").read_text("utf-8")
    assert "_FLASK_COMPLETE" in completed("flask", f"{shell}_source")
