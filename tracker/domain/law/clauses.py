"""The clauses of notice and law, and what the last run of the tests shows of each.

``clauses.csv`` lists the clauses of the privacy notice (N), of education law (L), of
data protection law (D) and of what is sent (O). A clause that is postponed has the day
and the number of the decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables


class State(StrEnum):
    """What the tests of one run show of a clause."""

    SHOWN = "shown"
    FAILED = "failed"
    POSTPONED = "postponed"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause by its identifier, with its heading in the specification.

    ``postponed_on`` and ``decision`` are set where a decision postpones it.
    """

    id: str
    title: str
    postponed_on: date | None
    decision: str

    def state(self, outcomes: Sequence[str]) -> State:
        """The state of the clause. ``outcomes`` are those of its tests, in pytest's
        words; only "passed" shows anything.
        """
        if any(outcome != "passed" for outcome in outcomes):
            return State.FAILED
        if outcomes:
            return State.SHOWN
        return State.POSTPONED if self.postponed_on else State.NOT_SHOWN


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run of the tests: its commit, its moment, and the outcomes by clause.

    ``changed`` means that files differed from the commit. ``outcomes`` has the outcome
    of each test, by the test's name, for every clause that a test is marked with.
    """

    commit: str
    changed: bool
    at: str
    outcomes: Mapping[str, Mapping[str, str]]


def read_run(stored: object) -> Run:
    """The run in the results file that the tests write, read as JSON.

    Raises ValueError where it has another shape.
    """
    match stored:
        case {
            "commit": str(commit),
            "changed": bool(changed),
            "at": str(at),
            "clauses": dict(clauses),
        } if all(
            isinstance(tests, dict)
            and all(isinstance(each, str) for pair in tests.items() for each in pair)
            for tests in clauses.values()
        ):
            return Run(commit, changed, at, clauses)
    raise ValueError("not a results file of the tests")


def _clause(row: dict[str, str]) -> Clause:
    postponed = row["postponed on"]
    if bool(postponed) != bool(row["decision"]):
        raise ValueError("a clause is postponed by a decision with its day")
    return Clause(
        row["id"],
        row["title"],
        date.fromisoformat(postponed) if postponed else None,
        row["decision"],
    )


#: Every clause, in the order of the page.
CLAUSES = tables.read(Path(__file__).with_name("clauses.csv"), _clause)
