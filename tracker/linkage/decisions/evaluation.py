"""The quality of the decisions, measured on invented lists whose truth is known.

``python -m tracker.linkage.decisions.evaluation`` prints it for lists with all, some
and no identifiers. Their people are drawn with a different seed from the people of the
training. A quarter of the rows is about people who are not on record, among them
brothers, sisters and twins of people who are.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.verdicts import Doubtful, Matched, Unknown
from tracker.linkage.decisions.matcher import decide
from tracker.linkage.model.invented_lists import (
    COLLEGE,
    NO_IDENTIFIERS,
    SCHOOL,
    Inventor,
    Source,
)
from tracker.linkage.population.known_records import Population

HOLD_OUT_SEED = 77
LISTS = {"school": SCHOOL, "college": COLLEGE, "no identifiers": NO_IDENTIFIERS}


@dataclass
class Evaluation:
    """The counts of a list: its decisions, and those that were wrong."""

    rows: int = 0
    automatic: int = 0
    wrong: int = 0
    doubtful: int = 0
    doubtful_without_the_person: int = 0
    known: int = 0
    missed: int = 0
    seconds: float = 0.0
    levels: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        right = 1 - self.wrong / self.automatic if self.automatic else 1.0
        return (
            f"{self.rows} rows in {self.seconds:.1f} s: {self.automatic} automatic "
            f"({right:.4%} right), {self.doubtful} doubtful "
            f"({self.doubtful / self.rows:.2%}), {self.missed} of {self.known} missed "
            f"({self.missed / max(self.known, 1):.2%}); {dict(self.levels)}"
        )


def invented_list(
    people: int, rows: int, source: Source, seed: int
) -> tuple[list[tuple[int, Identity]], list[tuple[int | None, Identity]]]:
    """A population, and rows with the true person, or None for a stranger."""
    inventor = Inventor(seed)
    first, years = date(2005, 9, 1), 11
    true = inventor.population(people + rows, first, years)
    strangers = true[people:]
    held = [(number, inventor.held(one)) for number, one in enumerate(true[:people])]
    listed: list[tuple[int | None, Identity]] = []
    for number in range(rows):
        luck = inventor.random.random()
        person_on_record = inventor.random.randrange(people)
        if luck < 0.75:
            known_as = held[person_on_record][1].other_names
            row = inventor.listed(true[person_on_record], source, known_as)
            listed.append((person_on_record, row))
            continue
        if luck < 0.77:
            stranger = inventor.sibling(true[person_on_record], first, years)
        elif luck < 0.78:
            stranger = inventor.twin(true[person_on_record])
        else:
            stranger = strangers[number]
        listed.append((None, inventor.listed(stranger, source)))
    return held, listed


def evaluate(
    people: int, rows: int, source: Source, seed: int = HOLD_OUT_SEED
) -> Evaluation:
    """Decides an invented list and counts the results."""
    held, listed = invented_list(people, rows, source, seed)
    started = time.perf_counter()
    decisions = decide([row for _, row in listed], Population(held))
    found = Evaluation(rows=len(listed), seconds=time.perf_counter() - started)
    for (truth, _), decision in zip(listed, decisions, strict=True):
        found.known += truth is not None
        match decision:
            case Matched(person=person, level=level):
                found.automatic += 1
                found.levels[level] += 1
                found.wrong += person != truth
            case Doubtful(candidates=candidates):
                found.doubtful += 1
                shown = [None, *(one.person for one in candidates)]
                found.doubtful_without_the_person += truth not in shown
            case Unknown():
                found.missed += truth is not None
    return found


def main() -> None:
    for name, source in LISTS.items():
        print(f"{name}: {evaluate(30_000, 8_000, source)}")


if __name__ == "__main__":
    main()
