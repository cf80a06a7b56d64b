"""Rows with the number of a pupil and no name, and what is kept of why they match.

A return about children in care has no names. A row of it is about the one person on
record who has its number, where the birthday is the same and the sex is no other. A
temporary number, or one that several people have, waits for a person to look.

See decision 0239.
"""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Upn
from tracker.linkage.comparing.comparisons import Level, compare, prepare
from tracker.linkage.comparing.reasons import as_kept
from tracker.linkage.comparing.verdicts import Candidate, Decision, Doubtful, Matched
from tracker.linkage.decisions.identifiers_first import UPN
from tracker.linkage.population.known_records import Population

FITS = "The UPN, with the date of birth fitting; the line has no name."
TEMPORARY = (
    "The UPN and the date of birth fit, but the UPN is temporary and the line has no "
    "name."
)
ANOTHER_BIRTHDAY = (
    "The UPN fits, but the date of birth or the sex does not, and the line has no name."
)
SEVERAL = "Several people on record have this UPN, and the line has no name."


def looked_at(
    rows: Sequence[Identity],
    decisions: Sequence[Decision],
    population: Population,
    apart: set[tuple[int, int]],
) -> list[Decision]:
    """The decisions, in the order of the rows, without the values of a row in their
    reasons. ``apart`` are the (row, person) pairs that a reviewer has parted.
    """
    return [
        _unquoted(_by_number(index, row, decision, population, apart), row)
        for index, (row, decision) in enumerate(zip(rows, decisions, strict=True))
    ]


def _by_number(
    index: int,
    row: Identity,
    decision: Decision,
    population: Population,
    apart: set[tuple[int, int]],
) -> Decision:
    if row.upn is None or row.given or row.family:
        return decision
    owners = [
        person
        for person in population.sharing("upn", row.upn)
        if (index, person) not in apart
    ]
    if not owners:
        return decision
    if len(owners) > 1:
        return _doubtful(owners, SEVERAL)
    [owner] = owners
    agreement = compare(prepare(row), population.prepared(owner))
    if agreement.born is not Level.SAME or agreement.sex is Level.DIFFERENT:
        return _doubtful(owners, ANOTHER_BIRTHDAY)
    if Upn.is_temporary(row.upn):
        return _doubtful(owners, TEMPORARY)
    return Matched(owner, UPN, 1.0, (FITS,))


def _doubtful(people: Sequence[int], why: str) -> Doubtful:
    share = round(1 / len(people), 6)
    return Doubtful(tuple(Candidate(each, share, (why,)) for each in people), (why,))


def _unquoted(decision: Decision, row: Identity) -> Decision:
    """The decision with reasons that quote no cell of the row."""
    reasons = _plain(decision.reasons, row)
    if isinstance(decision, Matched):
        others = _candidates(decision.others, row)
        return replace(decision, reasons=reasons, others=others)
    if isinstance(decision, Doubtful):
        candidates = _candidates(decision.candidates, row)
        return replace(decision, reasons=reasons, candidates=candidates)
    return replace(decision, reasons=reasons)


def _candidates(
    candidates: Sequence[Candidate], row: Identity
) -> tuple[Candidate, ...]:
    return tuple(
        replace(each, reasons=_plain(each.reasons, row)) for each in candidates
    )


def _plain(reasons: Sequence[str], row: Identity) -> tuple[str, ...]:
    return tuple(as_kept(reasons, row, Identity()))
