"""The report of a run: shares by room, survivors, changes since an earlier run."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.mutants.changed_code import Where
from tests.mutants.kept_results import Result
from tests.mutants.rooms import BOUND, ROOMS, room_of

#: The share that the tests are to notice in the rooms of ``BOUND``.
AT_LEAST = 0.95
#: Survivors that change nothing which a user could see, with the reason.
EQUIVALENT = Path(__file__).with_name("equivalent.csv")


def is_enough(results: Iterable[Result]) -> bool:
    """Whether the tests notice the share that they are to notice."""
    bound = [each for each in results if room_of(each.where.module) in BOUND]
    return not bound or _share(bound) >= AT_LEAST


def lines(results: Sequence[Result]) -> list[str]:
    """A line for each room, for the rooms with a bound, and for all together."""
    found = []
    for room in ROOMS:
        here = [each for each in results if room_of(each.where.module) == room]
        if here:
            found.append(_line(str(room), here))
    bound = [each for each in results if room_of(each.where.module) in BOUND]
    if bound:
        words = "reached" if is_enough(results) else "not reached"
        found.append(f"{_line('rooms with a bound', bound)}; {AT_LEAST:.0%} is {words}")
    found.append(_line("all", results))
    return found


def write_survivors(results: Iterable[Result], file: Path) -> None:
    reasons = _reasons()
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["module", "line", "before", "after", "tests", "why equivalent"])
        for each in results:
            if not each.killed:
                why = reasons.get(_key(each), "")
                where = (str(each.where.module), each.line, each.where.before)
                rows.writerow([*where, each.after, each.tests, why])


def compared(
    before: Iterable[Result], results: Iterable[Result], gone: Sequence[object]
) -> list[str]:
    """What has changed since an earlier run of the same faults, and what is gone."""
    earlier = {each.key: each for each in before}
    lost, won = [], []
    for each in results:
        was = earlier[each.key]
        if was.killed and not each.killed:
            by = was.noticed_by or "a run that could not begin"
            lost.append(f"  {each}, which {by} noticed")
        elif each.killed and not was.killed:
            won.append(f"  {each}, which {each.noticed_by} notices")
    return [
        f"{len(lost)} were noticed before and are not now:",
        *lost,
        f"{len(won)} are noticed now and were not before:",
        *won,
        f"{len(gone)} are not run, as their code is no longer there.",
    ]


def in_words(fault: tuple[Where, str]) -> str:
    where, after = fault
    place = f"{where.module}, {where.function or 'outside a function'}"
    return f"{place}: {where.before}  ->  {after}"


def _line(name: str, results: Sequence[Result]) -> str:
    survivors = [each for each in results if not each.killed]
    reasons = _reasons()
    known = sum(_key(each) in reasons for each in survivors)
    return (
        f"{name}: {len(results)} mutants, {len(results) - len(survivors)} killed "
        f"({_share(results):.1%}), {len(survivors)} survived, of which {known} are "
        "known to be equivalent"
    )


def _share(results: Sequence[Result]) -> float:
    return sum(each.killed for each in results) / max(len(results), 1)


def _key(each: Result) -> tuple[str, str, str]:
    return str(each.where.module), each.where.before, each.after


def _reasons() -> dict[tuple[str, str, str], str]:
    with EQUIVALENT.open(encoding="utf-8", newline="") as rows:
        return {
            (row["module"], row["before"], row["after"]): row["why"]
            for row in csv.DictReader(rows)
        }
