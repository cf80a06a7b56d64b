"""The library that changes the clock of one process: Debian's faketime.

python -m tests.journeys.clock_library    finds it, or installs it, or says what to do
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

WHAT_TO_DO = """A test of a clock that jumps needs the library faketime, which is not on
this machine and could not be installed by itself. Install it, for example with

    sudo apt-get install -y faketime

and say make long again."""


def find() -> Path | None:
    """The library, if the machine has it."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


def find_or_install() -> Path | None:
    """The library, installed first where this process may do so."""
    found = find()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-yq", "--no-install-recommends", "faketime"],
        ):
            print(" ".join(words), flush=True)
            subprocess.run(words, check=False)
        found = find()
    return found


if __name__ == "__main__" and find_or_install() is None:
    sys.exit(WHAT_TO_DO)
