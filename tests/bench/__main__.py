"""Runs the benchmarks, prints a table, and keeps it as JSON in ``var/bench``."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tests.bench import report
from tests.bench.benchmarks import BENCHMARKS, Benchmark
from tests.bench.invented import DATABASE
from tests.bench.measuring import Failed, Place
from tracker.config import from_environment


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmarks of the command line; returns the exit code."""
    options = _arguments(arguments)
    settings = from_environment({"TRACKER_DATABASE_ID": DATABASE, **os.environ})
    folder = settings.var / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    results: list[report.Result] = []
    failed = False
    for each in BENCHMARKS:
        if options.only and each.name not in options.only:
            continue
        for usual in options.sizes or each.sizes:
            size = max(usual // 10, 1) if options.quick else usual
            print(f"{each.name}: {size:,} {each.title} ...", flush=True)
            try:
                results += _run(each, size, folder)
            except Failed as failure:
                # The other results are still useful.
                print(failure, file=sys.stderr)
                failed = True
    summary = report.as_json(
        results, at=datetime.now().astimezone(), quick=options.quick
    )
    kept = report.keep(summary, folder)
    print(f"\n{report.table(summary)}\n")
    print("PostgreSQL's own time and memory are not counted.")
    print(f"Kept in {kept}.")
    return 2 if failed else 0


def _run(benchmark: Benchmark, size: int, folder: Path) -> list[report.Result]:
    """One benchmark at one size, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(
        prefix="run-", dir=folder, ignore_cleanup_errors=True
    ) as own:
        return [
            report.Result(part, size, measure)
            for part, measure in benchmark.run(Place(Path(own)), size)
        ]


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [each.name for each in BENCHMARKS]
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=names, help="one of them; may be repeated"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the sizes, to see that it runs"
    )
    parser.add_argument(
        "--size", action="append", type=int, dest="sizes", help="other sizes than usual"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
