"""People who may be on record twice: pairs for a reviewer to look at."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from tracker.linkage.comparing.comparisons import Agreement, Level, Prepared, compare
from tracker.linkage.comparing.reasons import compared, gives_sealed
from tracker.linkage.decisions.judgement import SCORED_FROM, Verdict, judge
from tracker.linkage.model import scoring
from tracker.linkage.population.blocking import MOST_IN_A_BLOCK, keys
from tracker.linkage.population.known_records import Population
from tracker.linkage.population.number_fits import disagreement


class Suggestion(NamedTuple):
    """Two people who may be one, the probability (0 to 1), and the reasons."""

    person: int
    other: int
    score: float
    reasons: tuple[str, ...]


def suggest_duplicates(
    population: Population, apart: Collection[tuple[int, int]] = ()
) -> list[Suggestion]:
    """Pairs of people who may be one person, the likeliest first.

    ``apart`` holds pairs that a reviewer has decided are two people, in either order.
    Twins, who agree in everything but the given name, are not suggested. The work grows
    with the number of people, because only people who share a key are compared.
    """
    kept_apart = {frozenset(pair) for pair in apart}
    blocks: dict[str, list[int]] = defaultdict(list)
    for person in population.people:
        for key in keys(population.prepared(person)):
            blocks[key].append(person)
    shared: dict[int, list[str]] = defaultdict(list)
    for key, people in blocks.items():
        if 1 < len(people) <= MOST_IN_A_BLOCK:
            for person in people:
                shared[person].append(key)
    scored = scoring.score(
        [
            (person, population.prepared(person), found)
            for person, found in sorted(shared.items())
        ],
        None,
        population.name_counts(),
        at_least=SCORED_FROM,
    )
    suggestions = []
    for pair in scored:
        if frozenset((pair.left, pair.right)) in kept_apart:
            continue
        one, other = population.prepared(pair.left), population.prepared(pair.right)
        agreement = compare(one, other)
        identities = [population.identity(each) for each in (pair.left, pair.right)]
        if gives_sealed(*identities) or gives_sealed(*identities[::-1]):
            continue  # the suggestion would reveal whose former name it is
        if _may_be_one(one, other, agreement, pair.probability):
            person, second = sorted((pair.left, pair.right))
            reasons = compared(
                agreement, population.identity(person), population.identity(second)
            )
            score = round(pair.probability, 6)
            suggestions.append(Suggestion(person, second, score, reasons))
    return sorted(suggestions, key=lambda one: (-one.score, one.person, one.other))


def _may_be_one(
    one: Prepared, other: Prepared, agreement: Agreement, probability: float
) -> bool:
    if kinds := agreement.numbers(Level.SAME):
        return disagreement(one, other, agreement, kinds) is None
    if agreement.looks_like_a_twin:
        return False
    return judge(agreement, probability) is not Verdict.NO_MATCH
