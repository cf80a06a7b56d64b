"""The decision on each row of a hard list, with its chances and its reasons.

A reviewer reads "1 in 142 would be about another person", and a match is automatic by
such a figure. ``decided_rows.csv`` keeps them: a change is meant, and made there too.
``DRAW=1 pytest`` with this module writes the table again, to be read as a difference.
All people are invented.
"""

import csv
from collections.abc import Iterator
from os import environ
from pathlib import Path

import pytest

from tests.linkage.model.hard_lists import HardList, hard_list
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import prepare
from tracker.linkage.comparing.verdicts import Candidate, Doubtful, Matched, Unknown
from tracker.linkage.decisions.chances import Chances, rates
from tracker.linkage.decisions.matcher import Decision, Population, decide
from tracker.linkage.decisions.weighing import weigh

TABLE = Path(__file__).with_name("decided_rows.csv")


def figure(value: float) -> str:
    return f"{value:.4g}"


def shown(candidates: tuple[Candidate, ...]) -> str:
    """The candidates of a row, each with its chance and its reasons."""
    return "; ".join(
        f"{one.person} {figure(one.score)} {' '.join(one.reasons)}"
        for one in candidates
    )


def line(kind: str, row: Identity, decision: Decision) -> dict[str, str]:
    found = {
        "difficulty": kind,
        "row": f"{row.given} {row.family}",
        "decision": type(decision).__name__,
        "reasons": " ".join(decision.reasons),
    }
    match decision:
        case Matched():
            assert decision.score == pytest.approx(1 - decision.error)
            found |= {"person": str(decision.person), "by": decision.level}
            found |= {"error": figure(decision.error)}
            found |= {"candidates": shown(decision.others)}
        case Doubtful():
            found |= {"candidates": shown(decision.candidates)}
            found |= {"earlier": " ".join(map(str, decision.earlier))}
        case Unknown():
            found |= {"earlier": str(decision.same_as or ""), "by": decision.shares}
    return found


def weighed(made: HardList, population: Population) -> Iterator[dict[str, str]]:
    """How much likelier each row is its person's, and a relative's, than a stranger's.

    A row about a stranger is weighed against the first person on record.
    """
    prepared = [(each.row, prepare(each.row)) for each in made.listed]
    chances = Chances(population, prepared, rates().strangers)
    for each, (_, one) in zip(made.listed, prepared, strict=True):
        found = weigh(one, each.truth or 0, population, chances)
        yield {
            "likelihood": figure(found.likelihood),
            "relative": figure(found.relative),
        }


def test_each_row_of_a_hard_list_is_decided_as_the_table_has_it() -> None:
    made = hard_list(9, 1_500, 400)
    population = Population(made.held)
    rows = [each.row for each in made.listed]
    decisions = decide(rows, population, budget=1 / 1_000)
    found = [
        line(each.kind, each.row, decision) | weights
        for each, decision, weights in zip(
            made.listed, decisions, weighed(made, population), strict=True
        )
    ]
    names = [*dict.fromkeys(name for each in found for name in each)]
    if "DRAW" in environ:
        with TABLE.open("w", encoding="utf-8", newline="") as out:
            lines = csv.DictWriter(out, names, lineterminator="\n")
            lines.writeheader()
            lines.writerows(found)
    with TABLE.open(encoding="utf-8", newline="") as kept:
        for number, row in enumerate(csv.DictReader(kept)):
            assert {name: found[number].get(name, "") for name in row} == row
    assert number + 1 == len(found)
