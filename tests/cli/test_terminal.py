"""Answers at a terminal: within its width, and a page at a time."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.recipes.conftest import ROOT

LONG = "A reason that is far longer than the terminal is wide, in one cell"
TABLE = f"""
from tracker.cli import terminal
terminal.show(terminal.table(
    ["number", "place", "reason"],
    [["1,204", "Zoë’s College", {LONG!r}], ["7", "Ashton", "Short"]],
))
"""
MANY = "from tracker.cli import terminal; terminal.show(f'line {n}' for n in range(90))"


def at_terminal(code: str, *, columns: int, rows: int = 40, pager: str = "cat") -> str:
    """What Python code shows at a terminal of that size."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    unsized = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**unsized, "PAGER": pager, "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # the terminal's end, as Linux reports it
                break
            if not part:
                break
            shown += part
        os.close(ours)
    assert process.returncode == 0, shown
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [30, 44, 60])
def test_a_table_stays_within_the_terminal_and_loses_nothing(columns: int) -> None:
    lines = at_terminal(TABLE, columns=columns).splitlines()
    assert max(map(len, lines)) <= columns
    assert lines[0].split() == ["number", "place", "reason"]
    # The words go on below, in their column.
    begins = lines[0].index("reason")
    words = " ".join(line[begins:].strip() for line in lines[1:])
    assert " ".join(words.split()) == f"{LONG} Short"
    assert any(line.lstrip().startswith("1,204") for line in lines)


def test_a_table_with_room_is_as_in_a_file() -> None:
    wide = at_terminal(TABLE, columns=200)
    piped = subprocess.run(
        [sys.executable, "-c", TABLE],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout
    assert wide == piped
    assert piped.splitlines() == [
        "number  place          reason",
        f" 1,204  Zoë’s College  {LONG}",
        "     7  Ashton         Short",
    ]


def test_a_long_answer_goes_through_the_pager(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n")
    pager.chmod(0o755)
    every = [f"line {n}" for n in range(90)]
    paged = at_terminal(MANY, columns=80, rows=40, pager=str(pager)).splitlines()
    assert paged == ["PAGED", *every]
    # With room for all of it there is nothing to page.
    whole = at_terminal(MANY, columns=80, rows=100, pager=str(pager)).splitlines()
    assert whole == every


def test_a_reader_that_leaves_the_pager_early_ends_the_command(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\nhead -n 3\n")
    pager.chmod(0o755)
    many = MANY.replace("90", "200_000")
    shown = at_terminal(many, columns=80, pager=str(pager)).splitlines()
    assert shown == ["line 0", "line 1", "line 2"]
