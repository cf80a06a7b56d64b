"""One piece of work in a process of its own, with its times and its peak memory."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.invented import AUTHORITY, DATABASE
from tracker.packing.program_files import FOLDER


class Failed(Exception):
    """A process ended with an error; the text is its output."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The time and memory of one piece of work.

    ``cpu`` is that of the process itself; PostgreSQL's processes are not in it, nor in
    ``peak_mb``, which is the most that the process held at once. ``stages`` are wall
    times of its parts, ``result`` has the details of its result.
    """

    wall: float
    cpu: float
    peak_mb: float
    stages: Mapping[str, float] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)


class Place:
    """A folder for one benchmark, with an embedded database below it if need be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = {
            **os.environ,
            "FLASK_APP": "wsgi:app",
            "TRACKER_VAR": str(folder / "var"),
            "TRACKER_AUTHORITY": AUTHORITY,
            "TRACKER_DATABASE_ID": DATABASE,
        }
        self._environment.pop("DATABASE_URL", None)

    def step(self, name: str, *arguments: object) -> Measure:
        """Runs a function of ``steps`` in a process of its own, which measures itself.

        Raises Failed.
        """
        with self._process(
            "tests.bench.steps", name, *map(str, arguments), accepted=(0,)
        ) as process:
            assert process.stdout is not None
            output = process.stdout.read()
        return Measure(**json.loads(output.splitlines()[-1]))

    def command(self, *arguments: object, stages: Sequence[str] = ()) -> Measure:
        """Runs ``flask`` with these arguments, from start to end.

        ``stages`` are the stages that end with each line of its output, in order; the
        last stage ends with the process. Raises Failed.
        """
        times: dict[str, float] = {}
        names, last_line = list(stages), ""
        began = last = time.perf_counter()
        with self._process("flask", *map(str, arguments), accepted=(0, 1)) as process:
            assert process.stdout is not None
            for line in process.stdout:
                last_line = line.strip() or last_line
                if len(names) > 1:
                    now = time.perf_counter()
                    times[names.pop(0)], last = now - last, now
        ended = time.perf_counter()
        if names:
            times[names[0]] = ended - last
        return Measure(
            wall=ended - began,
            cpu=process.cpu,
            peak_mb=process.peak_mb,
            stages=times,
            result={"last_line": last_line},
        )

    @contextmanager
    def _process(
        self, module: str, *arguments: str, accepted: tuple[int, ...]
    ) -> Iterator["_Process"]:
        with (self.folder / "errors").open("w+b") as errors:
            process = _Process(
                [sys.executable, "-m", module, *arguments],
                cwd=FOLDER,
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
            with process:
                yield process
            if process.returncode not in accepted:
                errors.seek(0)
                text = errors.read().decode(errors="replace").strip()
                raise Failed(f"{module} {' '.join(arguments)}: {text}")


class _Process(subprocess.Popen[str]):
    """A process with the system's counts of its time and memory, once it has ended."""

    cpu = 0.0
    peak_mb = 0.0

    # Only this method of the standard library waits, and it does not read the counts.
    def _try_wait(self, wait_flags: int) -> tuple[int, int]:
        try:
            pid, status, used = os.wait4(self.pid, wait_flags)
        except ChildProcessError:
            return self.pid, 0
        if pid == self.pid:
            self.cpu = used.ru_utime + used.ru_stime
            self.peak_mb = megabytes(used.ru_maxrss)
        return pid, status


def megabytes(most: int) -> float:
    """The system's count of the largest memory, which is in kilobytes on Linux."""
    return most / 1024 if sys.platform != "darwin" else most / 1024 / 1024
