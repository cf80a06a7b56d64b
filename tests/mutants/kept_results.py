"""The results of a run as a file, which grows as they come and is read to go on."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.mutants.changed_code import Mutant, Where

_COLUMNS = (
    *("module", "line", "function", "text", "before", "number", "after"),
    *("outcome", "tests", "seconds", "noticed by"),
)


class Outcome(StrEnum):
    """The outcome of a mutant; one that no test reaches survives."""

    KILLED = "killed"
    TOO_LONG = "killed, as it never ends"
    SURVIVED = "survived"
    UNREACHED = "survived, as no test reaches it"

    @property
    def killed(self) -> bool:
        return self in (Outcome.KILLED, Outcome.TOO_LONG)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a fault, with the number of tests that were chosen for it.

    ``noticed_by`` is the test that failed; empty if none did, or none could begin.
    """

    where: Where
    line: int
    after: str
    outcome: Outcome
    tests: int = 0
    seconds: float = 0.0
    noticed_by: str = ""

    @property
    def key(self) -> tuple[Where, str]:
        return self.where, self.after

    @property
    def killed(self) -> bool:
        return self.outcome.killed

    def __str__(self) -> str:
        before = self.where.before
        return f"{self.where.module}:{self.line}: {before}  ->  {self.after}"


def result(
    mutant: Mutant,
    outcome: Outcome,
    tests: int = 0,
    seconds: float = 0.0,
    noticed_by: str = "",
) -> Result:
    line = mutant.lines[0]
    return Result(mutant.where, line, mutant.after, outcome, tests, seconds, noticed_by)


def read(file: Path) -> list[Result]:
    """The results in a file. A last line that was cut off does not count."""
    whole, _, _ = file.read_text("utf-8").rpartition("\n")
    return [
        Result(
            where=Where(
                module=Path(row["module"]),
                function=row["function"],
                text=row["text"],
                before=row["before"],
                number=int(row["number"]),
            ),
            line=int(row["line"]),
            after=row["after"],
            outcome=Outcome(row["outcome"]),
            tests=int(row["tests"]),
            seconds=float(row["seconds"]),
            noticed_by=row["noticed by"],
        )
        for row in csv.DictReader(io.StringIO(f"{whole}\n", newline=""))
    ]


def write(file: Path, results: Iterable[Result]) -> None:
    """Writes a file with these results, which others may be added to."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow(_COLUMNS)
    for each in results:
        add(file, each)


def add(file: Path, each: Result) -> None:
    where = each.where
    with file.open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow(
            [
                *(where.module, each.line, where.function, where.text, where.before),
                *(where.number, each.after, each.outcome, each.tests),
                *(f"{each.seconds:.1f}", each.noticed_by),
            ]
        )
