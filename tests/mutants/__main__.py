"""Draws mutants, runs the tests that reach them, and lists those that survive."""

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutants import reaching_tests
from tests.mutants.changed_code import Mutant, Place, places, sample
from tests.mutants.running import Result, run
from tracker.config import from_environment

ROOT = Path(__file__).parents[2]
#: Where faults are made; in the last of them only in functions that get a scope.
WHOLE = ("tracker/domain", "tracker/returns/rules", "tracker/linkage")
SCOPES = "tracker/store"
#: The share that the tests are to notice.
AT_LEAST = 0.95
#: Survivors that change nothing which a user could see, with the reason.
EQUIVALENT = Path(__file__).with_name("equivalent.csv")


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 1 where the tests notice fewer than ``AT_LEAST`` of the faults."""
    options = _arguments(arguments)
    below = from_environment({**os.environ}).var / "mutants"
    chosen = sample(_places(options.only), size=options.sample, seed=options.seed)
    reached = reaching_tests.of_code(
        ROOT, below / "reached", processes=options.processes
    )
    pairs = [(each, reached.of(each.module, each.lines)) for each in chosen]
    results = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for result in run(
            pairs, root=ROOT, below=Path(folder), processes=options.processes
        ):
            results.append(result)
            if not result.killed:
                print(f"{result.outcome}: {result.mutant}", flush=True)
            if len(results) % 25 == 0:
                print(f"{len(results)} of {len(chosen)} ...", flush=True)
    return _report(results, below / f"survivors-{options.seed}.csv")


def _places(only: str) -> list[Place]:
    return [
        place
        for top in (*WHOLE, SCOPES)
        for path in sorted((ROOT / top).rglob("*.py"))
        if "migrations" not in path.parts
        if only in str(path)
        for place in places(ROOT, path.relative_to(ROOT), scopes_only=top == SCOPES)
    ]


def _report(results: Sequence[Result], file: Path) -> int:
    reasons = _reasons()
    survivors = [each for each in results if not each.killed]
    unexplained = [each for each in survivors if _key(each.mutant) not in reasons]
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(["module", "line", "before", "after", "tests", "why equivalent"])
        for each in survivors:
            mutant = each.mutant
            why = reasons.get(_key(mutant), "")
            where = (str(mutant.module), mutant.lines[0])
            lines.writerow([*where, mutant.before, mutant.after, each.tests, why])
    share = 1 - len(survivors) / max(len(results), 1)
    print(
        f"{len(results)} mutants, {len(results) - len(survivors)} killed "
        f"({share:.1%}), {len(survivors)} survived, of which "
        f"{len(survivors) - len(unexplained)} are known to be equivalent. "
        f"All survivors are in {file}."
    )
    return 0 if share >= AT_LEAST else 1


def _key(mutant: Mutant) -> tuple[str, str, str]:
    return str(mutant.module), mutant.before, mutant.after


def _reasons() -> dict[tuple[str, str, str], str]:
    with EQUIVALENT.open(encoding="utf-8", newline="") as lines:
        return {
            (row["module"], row["before"], row["after"]): row["why"]
            for row in csv.DictReader(lines)
        }


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    known = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    known.add_argument("--sample", type=int, default=500, help="how many mutants")
    known.add_argument("--seed", type=int, default=1, help="which of them")
    known.add_argument("--only", default="", help="a part of the modules' paths")
    known.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="how many at once"
    )
    return known.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
