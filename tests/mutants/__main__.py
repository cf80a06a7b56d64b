"""Draws mutants, runs the tests that reach them, and lists those that survive."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.mutants import kept_results, reaching_tests, report, rooms, trees
from tests.mutants.changed_code import Mutant, Where
from tests.mutants.kept_results import Result
from tests.mutants.reaching_tests import in_minutes
from tests.mutants.running import Chosen, make_server, run
from tracker.config import from_environment

_PROGRESS_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """The mutants of a run and the name of its files.

    ``before`` are the results of an earlier run of the same faults, ``gone`` those of
    its faults whose code is no longer there.
    """

    name: str
    mutants: Sequence[Mutant]
    before: Sequence[Result] = ()
    gone: Sequence[tuple[Where, str]] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 1 where too few faults of the rooms with a bound are noticed."""
    options = _arguments(arguments)
    below = from_environment({**os.environ}).var.resolve() / "mutants"
    tree = options.tree.resolve()
    drawn = _drawn(options, tree, below)
    digest = trees.digest(tree)
    file = below / f"results-{drawn.name}-{digest[:8]}.csv"
    results = {each.key: each for each in _begun(file)}
    left = [each for each in drawn.mutants if each.key not in results]
    print(f"{len(drawn.mutants)} mutants, {len(left)} to run; results are in {file}.")
    if left:
        with _copies(tree, options.processes) as copies:
            kept_in = below / "reached" / digest
            for each in _run(left, copies, kept_in, options.tests):
                kept_results.add(file, each)
                results[each.key] = each
    # In a file of another draw there may be others.
    ours = [results[each.key] for each in drawn.mutants]
    _report(drawn, ours, below)
    return 0 if report.is_enough(ours) else 1


def _drawn(options: argparse.Namespace, tree: Path, below: Path) -> Drawn:
    if options.again is not None:
        before = kept_results.read(options.again)
        faults = [each.key for each in before]
        mutants, gone = rooms.drawn_before(tree, faults)
        name = _name(["again", options.again.stem], options)
        return Drawn(name, mutants, before, gone)
    mutants = rooms.draw(
        tree,
        below,
        rooms=options.rooms,
        only=options.only,
        size=options.sample,
        seeds=options.seed,
        processes=options.processes,
    )
    parts = ["sample", options.sample, "seed", *options.seed]
    if options.rooms != rooms.ROOMS:
        parts += [room.folder for room in options.rooms]
    parts += filter(None, [options.only])
    return Drawn(_name(parts, options), mutants)


def _name(parts: Sequence[object], options: argparse.Namespace) -> str:
    """The name of a run's files: runs with other arguments have files of their own."""
    if options.tests != reaching_tests.FOLDERS:
        parts = [*parts, "tests", *options.tests]
    return "-".join(map(str, parts)).replace("/", "-")


def _begun(file: Path) -> list[Result]:
    """The results of a run that was ended before its end; it goes on from there."""
    found = kept_results.read(file) if file.exists() else []
    kept_results.write(file, found)
    return found


@contextmanager
def _copies(tree: Path, processes: int) -> Iterator[list[Path]]:
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    # The account of the server passes through it.
    folder.chmod(0o711)
    places = [folder / f"copy-{number}" for number in range(processes)]
    try:
        with ThreadPoolExecutor(processes) as threads:
            list(threads.map(partial(trees.copy, tree), places))
        yield places
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(
    mutants: Sequence[Mutant],
    copies: Sequence[Path],
    kept_in: Path,
    folders: Sequence[str],
) -> Iterator[Result]:
    """The results as they come, with a line about those that survive."""
    make_server(copies[0], copies[0].with_name("server"))
    modules = {each.module for each in mutants}
    reached = reaching_tests.of_code(kept_in, copies, modules=modules, folders=folders)
    for test in sorted(reached.failed):
        print(f"Left out, as it fails without a fault: {test}")
    chosen = []
    for each in mutants:
        tests = reached.of(each.module, each.lines)
        chosen.append(Chosen(each, tests, reached.seconds_of(tests)))
    begun = shown = time.monotonic()
    for number, result in enumerate(run(chosen, copies), 1):
        yield result
        if not result.killed:
            print(f"{result.outcome}: {result}", flush=True)
        if (now := time.monotonic()) > shown + _PROGRESS_SECONDS:
            rest = (now - begun) / number * (len(chosen) - number)
            print(
                f"{number} of {len(chosen)}; about {in_minutes(rest)} left.", flush=True
            )
            shown = now


def _report(drawn: Drawn, results: Sequence[Result], below: Path) -> None:
    survivors = below / f"survivors-{drawn.name}.csv"
    report.write_survivors(results, survivors)
    for fault in drawn.gone:
        print(f"No longer there: {report.in_words(fault)}")
    if drawn.before:
        print(*report.compared(drawn.before, results, drawn.gone), sep="\n")
    print(*report.lines(results), sep="\n")
    print(f"All survivors are in {survivors}.")


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    known = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    known.add_argument(
        "--sample", type=int, default=500, help="how many mutants for each seed"
    )
    known.add_argument(
        "--seed", type=_numbers, default=(1,), help="which of them: 1, or 1,2 for both"
    )
    known.add_argument(
        "--rooms", type=_rooms, default=rooms.ROOMS, help="such as web,actions"
    )
    known.add_argument("--only", default="", help="a part of the modules' paths")
    known.add_argument(
        "--tree", type=Path, default=trees.ROOT, help="another folder of the repository"
    )
    known.add_argument(
        "--again", type=Path, help="the results of an earlier run, for the same faults"
    )
    known.add_argument(
        "--tests",
        type=lambda text: tuple(text.split(",")),
        default=reaching_tests.FOLDERS,
        help="the folders of tests that are run, such as web/adviser,actions",
    )
    known.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="how many at once"
    )
    return known.parse_args(arguments)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(each) for each in text.split(",")}))


def _rooms(text: str) -> tuple[rooms.Room, ...]:
    folders = {f"tracker/{each}" for each in text.split(",")}
    if unknown := folders - {room.folder for room in rooms.ROOMS}:
        raise argparse.ArgumentTypeError(f"not among the rooms: {', '.join(unknown)}")
    return tuple(room for room in rooms.ROOMS if room.folder in folders)


if __name__ == "__main__":
    sys.exit(main())
