"""Whose row is this? Decides a batch of rows against everybody who is known.

Identifiers first, then exact particulars, both in plain code; only what is left over is
weighed by Splink, and a verdict of our own stands between its score and an automatic
match. Every decision carries its reasons. Nothing here reads or writes anything.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence

from tracker.domain.person import Identity
from tracker.linkage import second_process
from tracker.linkage.batch import Batch
from tracker.linkage.blocking import MOST_IN_A_BLOCK, keys, says
from tracker.linkage.comparisons import Agreement, Level, Prepared, compare, prepare
from tracker.linkage.decisions import (
    Candidate,
    Decision,
    Doubtful,
    Matched,
    Unknown,
    ranked,
)
from tracker.linkage.identifiers_first import by_exact_particulars, by_identifiers
from tracker.linkage.judgement import SCORED_FROM, Context, Verdict, judge
from tracker.linkage.names import short_form_links
from tracker.linkage.population import Population
from tracker.linkage.reasons import sentences
from tracker.linkage.scoring import Scored

__all__ = [
    "Candidate",
    "Decision",
    "Doubtful",
    "Matched",
    "Population",
    "Unknown",
    "decide",
]

#: Among fewer people a spelling that nobody bears may be a name all the same: Bella is
#: a twin of Ella, and not a slip, though the first school's list has no other Bella.
ENOUGH_TO_KNOW_NAMES = 5_000

SCORED = "scored"
NOBODY_LIKE_THIS = "Nobody in the records is like this."


def decide(
    rows: Sequence[Identity],
    population: Population,
    apart: Collection[tuple[int, int]] = (),
    *,
    places: Sequence[Hashable | None] = (),
    away: Collection[int] = (),
) -> list[Decision]:
    """One decision a row, in the order of the rows.

    ``apart`` holds (index of a row, person) that somebody has decided are not the same;
    such a person is never the row's again. ``places`` says where each row places
    somebody, and ``away`` holds the indexes of rows about people of other authorities;
    both are only asked about rows of somebody new. The work grows with the number of
    rows: rows that are the same in every respect are decided once, and no row is
    compared with more than a bounded number of people.
    """
    kept_apart: dict[int, set[int]] = defaultdict(set)
    for index, person in apart:
        kept_apart[index].add(person)
    first_like: dict[tuple[Identity, frozenset[int]], int] = {}
    like = [
        first_like.setdefault((row, frozenset(kept_apart.get(index, ()))), index)
        for index, row in enumerate(rows)
    ]
    decided: dict[int, Decision] = {}
    open_rows: dict[int, Prepared] = {}
    for index in first_like.values():
        row, passed_over = rows[index], kept_apart.get(index, set())
        prepared = prepare(row)
        decision = by_identifiers(
            row, prepared, population, passed_over
        ) or by_exact_particulars(row, prepared, population, passed_over)
        if decision:
            decided[index] = decision
        else:
            open_rows[index] = prepared
    decided |= _weigh(open_rows, population, kept_apart)
    return Batch(rows, places, away).settle([decided[first] for first in like])


def _weigh(
    rows: Mapping[int, Prepared],
    population: Population,
    apart: Mapping[int, Collection[int]],
) -> dict[int, Decision]:
    """The decisions on rows that only a comparison of everything can decide."""
    if not rows:
        return {}
    blocks = population.blocks(rows.values())
    left: list[tuple[int, Prepared, list[str]]] = []
    crowded: dict[int, str] = {}
    needed: dict[int, set[str]] = defaultdict(set)
    for index, prepared in rows.items():
        useful = []
        for key in sorted(keys(prepared)):
            sharing = blocks.get(key)
            if not sharing:
                continue
            if len(sharing) > MOST_IN_A_BLOCK:
                crowded[index] = says(key)
                continue
            useful.append(key)
            for person in sharing:
                needed[person].add(key)
        if useful:
            left.append((index, prepared, useful))
    right = [
        (person, population.prepared(person), shared)
        for person, shared in sorted(needed.items())
    ]
    scored = (
        second_process.score(
            left,
            right,
            people=len(population),
            given_counts=population.how_many("given"),
            family_counts=population.how_many("family"),
            at_least=SCORED_FROM,
        )
        if left
        else []
    )
    pairs: dict[int, list[Scored]] = defaultdict(list)
    for pair in scored:
        if pair.right not in apart.get(pair.left, ()):
            pairs[pair.left].append(pair)
    return {
        index: _decision(prepared, pairs.get(index, ()), population, crowded.get(index))
        for index, prepared in rows.items()
    }


def _decision(
    row: Prepared,
    pairs: Sequence[Scored],
    population: Population,
    crowded: str | None,
) -> Decision:
    judged: list[tuple[Verdict, Candidate, Agreement]] = []
    for pair in pairs:
        agreement = compare(row, population.prepared(pair.right))
        verdict = judge(agreement, pair.probability, _context(row, population))
        if verdict is not Verdict.NOBODY:
            candidate = Candidate(
                pair.right, round(pair.probability, 6), sentences(agreement)
            )
            judged.append((verdict, candidate, agreement))
    notes = (
        (
            f"More than {MOST_IN_A_BLOCK} people have the same {crowded}; only closer "
            "ones were compared.",
        )
        if crowded
        else ()
    )
    if not judged:
        return Unknown((NOBODY_LIKE_THIS, *notes))
    # A twin beside the one whose name it is does not make the row doubtful.
    rivals = [each for each in judged if not each[2].looks_like_a_twin]
    if len(rivals) == 1 and rivals[0][0] is Verdict.SAFE:
        candidate = rivals[0][1]
        return Matched(candidate.person, SCORED, candidate.score, candidate.reasons)
    return Doubtful(
        ranked([candidate for _, candidate, _ in judged]),
        (_why_doubtful([agreement for _, _, agreement in judged]), *notes),
    )


def _context(row: Prepared, population: Population) -> Context:
    return Context(
        given_is_a_name=len(population) < ENOUGH_TO_KNOW_NAMES
        or population.is_borne(row.given)
        or bool(short_form_links(row.given)),
        name_is_unique=len(population.by_name.get((row.given, row.family), ())) <= 1,
    )


def _why_doubtful(agreements: Sequence[Agreement]) -> str:
    if len(agreements) > 1:
        return f"{len(agreements)} people could be meant."
    [agreement] = agreements
    if agreement.looks_like_a_twin:
        return "May be a twin: only the given name differs."
    if agreement.name_is_close and agreement.born is Level.SAME:
        return "Name and date of birth agree; that alone is not enough."
    return "Close, but not close enough to be certain."
