"""Runs all that needs no database, side by side; one line for each check.

python -m tests.quick [SUBJECT ...]    the tests of these subjects, and of those above
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from tests.quick.subjects import ROOT, NoSubject, folders

BIN = Path(sys.executable).parent
CHECKS = {
    "import contracts": [BIN / "lint-imports", "--no-cache"],
    "style": [BIN / "ruff", "check", "-q", "."],
    "format": [BIN / "ruff", "format", "--check", "-q", "."],
}
#: Without pytest-xdist: what it says of 12,000 short tests takes a third of their time.
TESTS = [
    *(sys.executable, "-m", "pytest", "-p", "tests.quick.starting_nothing"),
    *("-n", "0"),
]
PROCESSORS = os.cpu_count() or 1
_NO_TEST = 5  # the exit code of pytest


def main(words: Sequence[str]) -> int:
    """Runs every check, prints what failed last, and gives the exit code."""
    try:
        places = folders(words) or ["tests"]
    except NoSubject as error:
        print(error, file=sys.stderr)
        return 2
    # Twice as many as processors, so that none idles while another one has much left.
    parts = PROCESSORS if words else 2 * PROCESSORS
    waiting: list[tuple[str, Sequence[Any]]] = [("types", [BIN / "mypy"])]
    waiting += [
        (f"tests {part + 1} of {parts}", [*TESTS, f"--part={part}/{parts}", *places])
        for part in range(parts)
    ]
    waiting += CHECKS.items()
    begun = time.monotonic()
    running: dict[str, tuple[subprocess.Popen[bytes], IO[bytes]]] = {}
    failed: list[str] = []
    try:
        while waiting or running:
            while waiting and len(running) < PROCESSORS:
                name, command = waiting.pop(0)
                running[name] = _started(command)
            time.sleep(0.05)
            for name, (process, written) in list(running.items()):
                if process.poll() is None:
                    continue
                del running[name]
                written.seek(0)
                text = written.read().decode("utf-8", "replace").strip()
                result, is_well = _result(name, process.returncode, text)
                print(
                    f"{name:<18}{time.monotonic() - begun:4.0f} s  {result}", flush=True
                )
                if not is_well:
                    failed.append(f"\n{name}:\n{text}")
    except KeyboardInterrupt:
        return 130
    finally:
        for process, _ in running.values():
            # Each is the first of a group, with the processes that share its tests.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    print(*failed, sep="\n", end="\n" if failed else "")
    return 1 if failed else 0


def _started(command: Sequence[Any]) -> tuple["subprocess.Popen[bytes]", IO[bytes]]:
    written = tempfile.TemporaryFile()  # noqa: SIM115 - read when the process has ended
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=written,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    return process, written


def _result(name: str, code: int, text: str) -> tuple[str, bool]:
    of_tests = name.startswith("tests")
    if of_tests and code == _NO_TEST:
        return "No test here can do without a database.", True
    if code:
        return "failed", False
    return (text.rpartition("\n")[2] if of_tests else "well"), True


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main(" ".join(sys.argv[1:]).replace(",", " ").split()))
