"""Scores of linkage, against the truth that only the demo knows."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

DOUBTFUL = "possible"


@dataclass(frozen=True, slots=True)
class Assigned:
    """The result of matching one line; ``person`` is our number, if there is one."""

    file: str
    line: int
    outcome: str
    person: int | None
    automatic: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Shares and counts. ``missed`` are lines with a new record for a known person."""

    lines: int
    matched: int
    wrong: int
    doubtful_lines: int
    missed_lines: int

    @property
    def right(self) -> float:
        return 1 - self.wrong / self.matched if self.matched else 1.0

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "right": self.right,
            "doubtful": self.doubtful_lines / self.lines if self.lines else 0.0,
            "missed": self.missed_lines / self.lines if self.lines else 0.0,
        }


def names(folder: Path, paths: Sequence[Path]) -> dict[str, str]:
    """The name in the truth for each file name of a batch."""
    found = {}
    for path in paths:
        below = path.relative_to(folder).as_posix()
        found[path.name] = below
        if path.is_dir():
            found.update({part.name: f"{below}/{part.name}" for part in path.iterdir()})
        elif path.suffix == ".zip":
            from zipfile import ZipFile

            with ZipFile(path) as archive:
                found.update(
                    {
                        Path(part).name: f"{below}/{Path(part).name}"
                        for part in archive.namelist()
                    }
                )
    return found


def score(truth_path: Path, assigned: Iterable[Assigned]) -> Score:
    """Compares every line with the truth, in the order in which they were loaded.

    One of our numbers stands for the true person of the first line that it was given
    to.
    """
    with truth_path.open(encoding="utf-8", newline="") as rows:
        truth = {(r["file"], int(r["line"])): r["person"] for r in csv.DictReader(rows)}
    whose: dict[int, str] = {}
    known: set[str] = set()
    lines = matched = wrong = doubtful = missed = 0
    for each in assigned:
        true = truth.get((each.file, each.line))
        if true is None:
            continue
        lines += 1
        if each.outcome == DOUBTFUL:
            doubtful += 1
            continue
        if each.person is None:
            continue
        if each.person not in whose:
            whose[each.person] = true
            missed += true in known
            known.add(true)
            continue
        matched += 1
        wrong += whose[each.person] != true
    return Score(lines, matched, wrong, doubtful, missed)
