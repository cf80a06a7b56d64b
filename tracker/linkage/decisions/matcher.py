"""Decides which person each row of a batch is about.

Identifiers come first, then exact particulars, both in plain code; only the remaining
rows are compared by Splink. Every match has a chance of being wrong, and the automatic
matches of a batch keep the sum of these chances within a budget. Every decision has its
reasons. Nothing here reads or writes files or the database.

See decisions 0012 and 0110.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, Prepared, prepare
from tracker.linkage.comparing.reasons import decided, why_doubtful
from tracker.linkage.comparing.verdicts import (
    Candidate,
    Decision,
    Doubtful,
    Matched,
    Unknown,
    ranked,
)
from tracker.linkage.decisions import error_budget
from tracker.linkage.decisions.chances import Chances, rates
from tracker.linkage.decisions.identifiers_first import Listed
from tracker.linkage.decisions.judgement import (
    SCORED_FROM,
    WORTH_A_LOOK_FROM,
    Verdict,
    judge,
)
from tracker.linkage.decisions.namesake_rate import namesake_rate
from tracker.linkage.decisions.new_people import Batch
from tracker.linkage.decisions.weighing import (
    Weighed,
    balance,
    candidate,
    weigh,
    with_numbers,
)
from tracker.linkage.model import second_process
from tracker.linkage.population.blocking import MOST_IN_A_BLOCK, keys, made_of
from tracker.linkage.population.known_records import Population
from tracker.linkage.population.own_name import is_another_name

SCORED = "scored"
NO_SIMILAR_RECORD = "No record is similar to this line."
#: The number of rows of an ordinary list that are added to those of the list at hand
#: when the share of strangers is counted.
_ORDINARY_ROWS = 50


def decide(
    rows: Sequence[Identity],
    population: Population,
    apart: Collection[tuple[int, int]] = (),
    *,
    places: Sequence[Hashable | None] = (),
    away: Collection[int] = (),
    budget: float = error_budget.DEFAULT,
) -> list[Decision]:
    """One decision for each row, in the order of the rows.

    ``apart`` holds (index of a row, person) pairs that a reviewer has decided are not
    the same; such a person is never matched to the row again. ``places`` has the place
    that each row names, and ``away`` the indexes of rows about people of other
    authorities; both are only used for rows about new people. ``budget`` is the share
    of automatic matches that may be expected to be wrong; with 0 no likelihood decides.
    The work grows with the number of rows: equal rows are decided once, and no row is
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
    prepared = {index: prepare(rows[index]) for index in first_like.values()}
    listed = [(rows[index], one) for index, one in prepared.items()]
    chances = Chances(population, listed, rates().strangers)
    decided_rows: dict[int, Decision] = {}
    open_rows: dict[int, Prepared] = {}
    for index, one in prepared.items():
        row, passed_over = rows[index], kept_apart.get(index, set())
        known = Listed(row, one, population, chances, passed_over)
        if decision := known.by_identifiers() or known.by_exact_particulars():
            decided_rows[index] = decision
        else:
            open_rows[index] = one
    decided_rows |= _Weighing(rows, population, chances).decide(open_rows, kept_apart)
    decisions = _within_budget([decided_rows[first] for first in like], budget)
    return Batch(rows, [prepared[first] for first in like], places, away).settle(
        decisions
    )


@dataclass(frozen=True, slots=True)
class _Open:
    """A row to be weighed: the people similar to it, and notes on full blocks."""

    row: Prepared
    judged: list[tuple[Verdict, Weighed]]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Weighing:
    """Decides the rows that need a comparison of all fields."""

    _rows: Sequence[Identity]
    _population: Population
    _chances: Chances

    def decide(
        self, rows: Mapping[int, Prepared], apart: Mapping[int, Collection[int]]
    ) -> dict[int, Decision]:
        if not rows:
            return {}
        similar, crowded = self._pairs(rows)
        opened = {
            index: self._judged(
                prepared,
                [each for each in similar[index] if each not in apart.get(index, ())],
                crowded.get(index),
            )
            for index, prepared in rows.items()
        }
        strangers = self._strangers(opened)
        namesakes = namesake_rate(
            ((self._rows[index], one) for index, one in rows.items()),
            self._population,
            self._chances,
        )
        return {
            index: self._decision(self._rows[index], each, strangers, namesakes)
            for index, each in opened.items()
        }

    def _pairs(
        self, rows: Mapping[int, Prepared]
    ) -> tuple[Mapping[int, list[int]], Mapping[int, str]]:
        """The people similar to each row, by Splink, and a key that too many share."""
        population = self._population
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
                    crowded[index] = made_of(key)
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
        found: dict[int, list[int]] = defaultdict(list)
        if left:
            names = population.name_counts()
            for pair in second_process.score(left, right, names, SCORED_FROM):
                found[pair.left].append(pair.right)
        for index in rows:
            # Splink gets only one date of birth for each person.
            found[index] += [
                person
                for person in population.namesakes(self._rows[index])
                if person not in found[index]
                and population.identity(person).other_births
            ]
        return found, crowded

    def _judged(
        self, row: Prepared, people: Sequence[int], crowded: str | None
    ) -> _Open:
        weighed = [
            with_numbers(
                weigh(row, one, self._population, self._chances), self._chances
            )
            for one in people
        ]
        balanced = balance(weighed, self._chances)
        judged = [
            (self._verdict(row, one, balanced.alone[one.person]), one)
            for one in weighed
        ]
        note = (
            f"More than {MOST_IN_A_BLOCK} people have the same {crowded}; only closer "
            "ones were compared."
        )
        similar = [each for each in judged if each[0] is not Verdict.NO_MATCH]
        return _Open(row, similar, (note,) if crowded else ())

    def _verdict(self, row: Prepared, one: Weighed, probability: float) -> Verdict:
        """The verdict on one person; a given name of its own goes to review."""
        verdict = judge(one.agreement, probability)
        if verdict is not Verdict.COUNTED:
            return verdict
        held = self._population.prepared(one.person)
        names = self._chances.names
        another = is_another_name(row, held, one.agreement, names)
        if one.agreement.given is Level.SHORT_FORM:
            # Abbie may well be short for Abigail, but Sam need not be for Samantha.
            another = another and one.agreement.sex is not Level.SAME
        return Verdict.LOOK if another else verdict

    def _strangers(self, opened: Mapping[int, _Open]) -> float:
        """The share of this list's rows that are about strangers.

        It is counted on rows without a similar record, so that a list of another town
        is trusted less than a school's.
        """
        alike = sum(
            any(
                one.agreement.looks_like_a_twin
                or balance([one], self._chances).alone[one.person] >= WORTH_A_LOOK_FROM
                for _, one in each.judged
            )
            for each in opened.values()
        )
        ordinary = self._chances.strangers * _ORDINARY_ROWS
        found = len(opened) - alike + ordinary
        return min(found / (len(self._rows) + _ORDINARY_ROWS), 0.95)

    def _decision(
        self, row: Identity, each: _Open, strangers: float, namesakes: float
    ) -> Decision:
        if not each.judged:
            return Unknown((NO_SIMILAR_RECORD, *each.notes))
        weighed = [one for _, one in each.judged]
        balanced = balance(
            weighed, self._chances, strangers=strangers, of_number=namesakes
        )
        candidates = ranked(
            [candidate(row, one, balanced, self._population) for one in weighed]
        )
        verdict, one = max(
            each.judged,
            key=lambda one: (balanced.shares[one[1].person], -one[1].person),
        )
        if verdict is not Verdict.COUNTED:
            agreements = [one.agreement for one in weighed]
            return Doubtful(candidates, (why_doubtful(agreements), *each.notes))
        error = balanced.error(one.person)
        held = self._population.identity(one.person)
        reasons = decided(_what_agrees(one.agreement), one.agreement, row, held)
        reasons += each.notes
        return Matched(one.person, SCORED, 1 - error, reasons, error, candidates)


def _within_budget(decisions: Sequence[Decision], budget: float) -> list[Decision]:
    """The decisions, with matches beyond the budget of wrong ones made doubtful.

    Every match has some chance of being wrong. With a budget of 0, identifiers and
    exact particulars still decide, and likelihood never does.
    """
    matched = {
        index: each for index, each in enumerate(decisions) if isinstance(each, Matched)
    }
    if budget > 0:
        errors = ((index, each.error) for index, each in matched.items())
        taken = error_budget.within(errors, budget)
    else:
        taken = {index for index, each in matched.items() if each.level != SCORED}
    doubted = {
        index: _doubted(matched[index], budget) for index in matched.keys() - taken
    }
    return [doubted.get(index, each) for index, each in enumerate(decisions)]


def _doubted(match: Matched, budget: float) -> Doubtful:
    candidates = match.others
    if match.person not in [one.person for one in candidates]:
        first = Candidate(match.person, round(match.score, 6), match.reasons)
        candidates = ranked([first, *candidates])
    one_in = round(1 / match.error)
    how_many = f"1 in {one_in:,}" if one_in > 1 else "most"
    return Doubtful(
        candidates,
        (
            f"Of lines like this, {how_many} would be about another person. "
            f"{error_budget.in_words(budget)}",
        ),
    )


def _what_agrees(agreement: Agreement) -> str:
    """What a match without a number or exact particulars is based on, in words."""
    if agreement.family is Level.DIFFERENT:
        name = "given name"
    else:
        name = "name" if agreement.name_is_exact else "a name that is nearly the same"
    if agreement.postcode is Level.SAME:
        return f"{name}, date of birth and postcode"
    return f"{name} and date of birth, which hardly any stranger shares"
