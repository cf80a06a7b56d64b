"""Lines by which an institution claims a young person at another institution.

A college's user can write any name and date of birth into a list. Without a number that
the records have too, such a line moves no young person until the data team has seen
where they are, and decided.

See decision 0115.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tracker import store
from tracker.domain.history.details.attribution import key_by
from tracker.domain.history.evidence import Doing
from tracker.domain.history.membership import fold
from tracker.domain.history.person import Identity
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.row_meaning import Interpretation
from tracker.linkage.comparing.verdicts import Candidate, Decision, Doubtful, Matched
from tracker.linkage.population.known_records import Population
from tracker.store.intake.import_batches import ImportBatch

WAITS = (
    "At {place} on {day} by another source, and the line gives no UPN or ULN that is "
    "on record."
)


def looked_at(
    batch: ImportBatch,
    meant: Sequence[Interpretation],
    decisions: Sequence[Decision],
    population: Population,
) -> list[Decision]:
    """The decisions about an institution's own list. Lines that claim a young person at
    another institution become doubtful and wait for an officer.
    """
    if not store.intake.sendings.is_sender(
        batch.received_by, authority=batch.authority
    ):
        return list(decisions)
    claimed: dict[int, list[int]] = {}
    for index, (meaning, decision) in enumerate(zip(meant, decisions, strict=True)):
        if isinstance(decision, Matched) and not _knows(
            meaning.identity, population.identity(decision.person)
        ):
            claimed.setdefault(decision.person, []).append(index)
    found = list(decisions)
    for index, reason in _held(batch, meant, claimed):
        found[index] = _waiting(decisions[index], reason)
    return found


def _knows(row: Identity, known: Identity) -> bool:
    """Whether a line has one of the young person's numbers."""
    upns = {known.upn, *known.former_upns} - {None}
    return row.upn in upns or (row.uln is not None and row.uln == known.uln)


def _waiting(decision: Decision, reason: str) -> Decision:
    assert isinstance(decision, Matched)
    candidate = Candidate(decision.person, decision.score, decision.reasons)
    return Doubtful((candidate, *decision.others), (reason,))


def _held(
    batch: ImportBatch,
    meant: Sequence[Interpretation],
    claimed: Mapping[int, Sequence[int]],
) -> Iterator[tuple[int, str]]:
    """Lines about people who are at another place on the last day that the line covers.

    Each is given by its index, with the sentence that names the place. What is sealed
    makes no difference, because the sender sees which lines wait.
    """
    register = store.institutions.register.directory()
    for person, evidence in store.history.evidence.histories(claimed):
        days = {index: _last_day(meant[index]) for index in claimed[person]}
        folded = fold(
            person,
            batch.authority,
            without_sealed(evidence),
            on=sorted(set(days.values())),
            resolve=register.resolve,
        )
        where = {each.as_of: each.position for each in folded.members} if folded else {}
        for index, day in days.items():
            there = where.get(day)
            if there is None or there.institution is None or there.is_not_known:
                continue
            claimed_at = (key_by(at, register.resolve) for at in places(meant[index]))
            if there.institution not in claimed_at:
                name = there.institution_name or there.institution
                yield index, WAITS.format(place=name, day=say_date(day))


def _doings(meaning: Interpretation) -> Iterator[Doing]:
    return (each for each in meaning.statements if isinstance(each, Doing))


def places(meaning: Interpretation) -> Iterator[InstitutionRef | None]:
    """The institution of each activity in a line, None for an activity without one."""
    return (doing.at for doing in _doings(meaning))


def _last_day(meaning: Interpretation) -> date:
    """The last day for which a line places its young person at an institution."""
    ends = [doing.ends for doing in _doings(meaning) if doing.ends is not None]
    return min([*ends, meaning.as_at])
