"""The steps of benchmarks, each run in its own process: files, and measured work.

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

from tests.acts import act
from tests.bench import bare, invented
from tests.bench.measuring import megabytes

Result = dict[str, Any]


class Stopwatch:
    """Wall and CPU time of the work alone, without its preparation."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), self._used()
        yield
        self.wall, self.cpu = time.perf_counter() - wall, self._used() - cpu

    @staticmethod
    def _used() -> float:
        """The time of this process and of those that it started and waited for."""
        both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        return sum(r.ru_utime + r.ru_stime for r in map(resource.getrusage, both))


def make_nccis(watch: Stopwatch, path: str, size: str, held: str) -> Result:
    with watch.running():
        invented.nccis_file(Path(path), int(size), held=held == "True")
    return {"bytes": Path(path).stat().st_size}


def make_enrolment(watch: Stopwatch, path: str, rows: str, known: str) -> Result:
    with watch.running():
        invented.enrolment_file(Path(path), int(rows), int(known))
    return {"bytes": Path(path).stat().st_size}


def make_census(watch: Stopwatch, path: str, pupils: str, later: str) -> Result:
    with watch.running():
        invented.census_file(Path(path), int(pupils), later=later == "True")
    return {"bytes": Path(path).stat().st_size}


def check(watch: Stopwatch, path: str) -> Result:
    with watch.running():
        from tracker import returns

        report = returns.check.check(Path(path), None)
    return {
        "records": report.records,
        "issues": len(report.issues),
        "file_errors": len(report.file_errors),
        "ruleset": report.label,
    }


def make_namesakes(watch: Stopwatch, path: str, size: str) -> Result:
    with watch.running():
        invented.namesakes_file(Path(path), int(size))
    return {"bytes": Path(path).stat().st_size}


def check_beside_parse(watch: Stopwatch, path: str) -> Result:
    """Checks a file and parses it bare in turn, after each has run once."""
    from tracker import returns

    file = Path(path)
    return _in_turn(
        watch,
        "parse",
        lambda: returns.check.check(file, None),
        lambda: bare.parse(file),
    )


def prepare(watch: Stopwatch) -> Result:
    with _application():
        with watch.running():
            made = _prepared()
        return {
            "records": made.run.records,
            "bytes": len(made.file),
            "issues": sum(made.run.issues.values()),
        }


def prepare_beside_write(watch: Stopwatch, owed: str) -> Result:
    """Prepares a return, and writes the same file bare, in turn.

    ``owed``: no positions of the month end exist yet, as after a change of that day.
    """
    with _application():
        elements = bare.plain(_prepared().file)
        return _in_turn(
            watch,
            "write",
            _prepared,
            lambda: bare.write(elements),
            before=_forgotten if owed == "True" else lambda: None,
        )


def _forgotten() -> None:
    from tracker import store

    with store.database.base.transaction():
        store.history.derivations.forget_all()
        store.database.base.analyze_grown("positions")


def _prepared() -> Any:
    from tracker import actions

    return actions.nccis_return.prepare.prepare(
        invented.PERIOD,
        database=invented.DATABASE,
        supplier="Tracker",
        act=act(by="benchmark", at=datetime(2026, 11, 4, 9, tzinfo=UTC)),
    )


def _in_turn(
    watch: Stopwatch,
    name: str,
    ours: Callable[[], Any],
    least: Callable[[], Any],
    before: Callable[[], Any] = lambda: None,
) -> Result:
    """The best of several runs of both, in turn, so that both have the same conditions.

    Quick work is run more often, because a millisecond of noise matters more there.
    The time of ``before`` each run of ours is not counted.
    """
    timed = Stopwatch()
    with timed.running():
        ours()
    best: list[Stopwatch] = []
    times = 3 if timed.wall > 1 else 9
    for work in (least, ours) * times:
        if work is ours:
            before()
        timed = Stopwatch()
        with timed.running():
            work()
        best.append(timed)
    bare_best = min(each.wall for each in best[::2])
    bare_cpu = min(each.cpu for each in best[::2])
    ours_cpu = min(each.cpu for each in best[1::2])
    ours_best = min(best[1::2], key=lambda each: each.wall)
    watch.wall, watch.cpu = ours_best.wall, ours_best.cpu
    return {
        "beside": name,
        "bare_seconds": round(bare_best, 3),
        "times_bare": round(ours_best.wall / bare_best, 2),
        # More reliable than wall time on a machine with other work.
        "times_bare_cpu": round(ours_cpu / bare_cpu, 2),
    }


def refresh(watch: Stopwatch, day: str) -> Result:
    with _application():
        from tracker import actions
        from tracker.access import authority_scope

        scope = authority_scope(invented.AUTHORITY)
        with watch.running():
            made = actions.history.positions.refresh(
                [date.fromisoformat(day)], within=scope
            )
        return {"positions": made}


def ledger(watch: Stopwatch, day: str) -> Result:
    """The ledgers that the pages of a day need, once positions are made."""
    with _application():
        from tracker import actions
        from tracker.access import authority_scope

        scope, on = authority_scope(invented.AUTHORITY), date.fromisoformat(day)
        ledgers = actions.year.cohort_ledgers
        wanted = ledgers.all_of(on)
        actions.history.positions.refresh(
            sorted(ledgers.days_of(wanted, on=on)), within=scope
        )
        with watch.running():
            made = ledgers.refresh(wanted, within=scope, on=on)
        return {"rows": made}


@contextmanager
def _application() -> Iterator[None]:
    """The application with its database running and connected."""
    from tracker.app import create_app

    app = create_app()
    app.extensions["tracker"]()
    with app.app_context():
        from tracker import store

        store.tables.bring_up_to_date(embedded=True)
        store.database.shown.show([invented.AUTHORITY])
        yield


STEPS: dict[str, Callable[..., Result]] = {
    each.__name__: each
    for each in (
        *(make_nccis, make_namesakes, make_enrolment, make_census),
        *(check, check_beside_parse, prepare, prepare_beside_write, refresh),
        ledger,
    )
}


def _own_peak() -> int:
    """The most memory of this process; Linux counts that of its parent with it."""
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text("ascii", "replace")
        return int(status.partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(name: str, *arguments: str) -> None:
    watch = Stopwatch()
    result = STEPS[name](watch, *arguments)
    peak = max(_own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(
        json.dumps(
            {
                "wall": watch.wall,
                "cpu": watch.cpu,
                "peak_mb": megabytes(peak),
                "result": result,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
