"""What is run in a process of its own: files made, and work that measures itself.

``python -m tests.bench.steps NAME ARGUMENT...`` prints one line of JSON at its end.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.bench import invented
from tests.bench.measuring import megabytes

Told = dict[str, Any]


class Stopwatch:
    """Wall and CPU time of the work alone, without what had to be there before it."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), self._used()
        yield
        self.wall, self.cpu = time.perf_counter() - wall, self._used() - cpu

    @staticmethod
    def _used() -> float:
        """Of this process and those that it started and waited for."""
        both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        return sum(r.ru_utime + r.ru_stime for r in map(resource.getrusage, both))


def make_nccis(watch: Stopwatch, path: str, size: str, held: str) -> Told:
    with watch.running():
        invented.nccis_file(Path(path), int(size), held=held == "True")
    return {"bytes": Path(path).stat().st_size}


def make_enrolment(watch: Stopwatch, path: str, rows: str, known: str) -> Told:
    with watch.running():
        invented.enrolment_file(Path(path), int(rows), int(known))
    return {"bytes": Path(path).stat().st_size}


def make_census(watch: Stopwatch, path: str, pupils: str, later: str) -> Told:
    with watch.running():
        invented.census_file(Path(path), int(pupils), later=later == "True")
    return {"bytes": Path(path).stat().st_size}


def check(watch: Stopwatch, path: str) -> Told:
    with watch.running():
        from tracker.returns.check import check as judged

        report = judged(Path(path), None)
    return {
        "records": report.records,
        "issues": len(report.issues),
        "file_errors": len(report.file_errors),
        "ruleset": report.label,
    }


def prepare(watch: Stopwatch) -> Told:
    with _application():
        from tracker.actions import returns

        with watch.running():
            made = returns.prepare(
                invented.AUTHORITY,
                invented.PERIOD,
                database=invented.DATABASE,
                supplier="Tracker",
                sent=date(2026, 11, 4),
                by="benchmark",
                at=datetime(2026, 11, 4, 9, tzinfo=UTC),
            )
        return {
            "records": made.run.records,
            "bytes": len(made.file),
            "issues": sum(made.run.issues.values()),
        }


def refresh(watch: Stopwatch, day: str) -> Told:
    with _application():
        from tracker.access import authority_scope
        from tracker.actions import positions

        scope = authority_scope(invented.AUTHORITY)
        with watch.running():
            made = positions.refresh([date.fromisoformat(day)], within=scope)
        return {"positions": made}


@contextmanager
def _application() -> Iterator[None]:
    """The application with its database running and connected."""
    from tracker.app import create_app

    app = create_app()
    app.extensions["tracker"]()
    with app.app_context():
        from tracker.store import tables

        tables.bring_up_to_date(embedded=True)
        yield


STEPS: dict[str, Callable[..., Told]] = {
    each.__name__: each
    for each in (make_nccis, make_enrolment, make_census, check, prepare, refresh)
}


def main(name: str, *arguments: str) -> None:
    watch = Stopwatch()
    told = STEPS[name](watch, *arguments)
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        json.dumps(
            {
                "wall": watch.wall,
                "cpu": watch.cpu,
                "peak_mb": megabytes(peak),
                "told": told,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
