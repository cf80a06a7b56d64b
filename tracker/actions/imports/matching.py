"""Deciding whose each line is, and remembering what a person decided."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tracker.access import Scope, authority_scope
from tracker.actions.imports import known
from tracker.actions.imports.interpreting import interpreted
from tracker.domain.person import Identity
from tracker.feeds import postcodes
from tracker.linkage.matcher import Decision, Doubtful, Matched, decide
from tracker.store import audit, base, evidence, imports, merges
from tracker.store.imports import ImportBatch, Line, Outcome, Status

LIVES_ELSEWHERE = "The postcode is in another authority."


def match(batch: ImportBatch, *, by: str, at: datetime) -> None:
    """Decides every line of a received batch, with reasons, in one transaction."""
    scope = authority_scope(batch.authority)
    with base.transaction():
        lines, identities = [], []
        usable = (
            line for line in imports.lines(batch.id) if line.outcome != Outcome.INVALID
        )
        for line, said in interpreted(batch, usable):
            lines.append(line)
            identities.append(said.identity)
        decisions = decide(
            identities,
            known.population(within=scope),
            _remembered(identities, scope),
        )
        imports.decide(_decided(batch, lines, identities, decisions))
        batch.status = Status.MATCHED
        audit.write(
            authority=batch.authority,
            at=at,
            by=by,
            action="import matched",
            subject=f"batch {batch.id}",
            outcomes=imports.outcomes(batch.id),
        )


def record_digest(identity: Identity) -> str:
    """What a row says of itself, so that a decision about it is remembered."""
    return evidence.digest({"identity": repr(identity)}).hex()


def _remembered(identities: list[Identity], scope: Scope) -> set[tuple[int, int]]:
    """The (line, person) pairs that somebody has said are not the same."""
    apart = merges.told_apart(within=scope)
    if not apart:
        return set()
    return {
        (index, person)
        for index, identity in enumerate(identities)
        for person in apart.get(record_digest(identity), ())
    }


def _decided(
    batch: ImportBatch,
    lines: list[Line],
    identities: list[Identity],
    decisions: list[Decision],
) -> Iterator[tuple[Any, ...]]:
    unknown = {
        identity.postcode
        for identity, decision in zip(identities, decisions, strict=True)
        if not isinstance(decision, Matched | Doubtful) and identity.postcode
    }
    authority_of = postcodes.authorities_of(unknown)
    elsewhere: set[int] = set()
    for index, decision in enumerate(decisions):
        line, identity = lines[index], identities[index]
        reasons = list(decision.reasons)
        if isinstance(decision, Matched):
            outcome = Outcome.RESTRICTED if line.restricted else Outcome.NO_CHANGE
            yield (
                line.id,
                outcome,
                decision.person,
                None,
                decision.score,
                reasons,
                [],
            )
        elif isinstance(decision, Doubtful):
            candidates = [
                {"person": c.person, "score": c.score, "reasons": list(c.reasons)}
                for c in decision.candidates
            ]
            score = max((c.score for c in decision.candidates), default=None)
            yield line.id, Outcome.POSSIBLE, None, None, score, reasons, candidates
        else:
            lead = lead_authority(
                batch, line, authority_of.get(identity.postcode or "")
            )
            if lead not in (None, batch.authority):
                elsewhere.add(index)
                yield (
                    line.id,
                    Outcome.OUT_OF_AREA,
                    None,
                    None,
                    None,
                    [*reasons, LIVES_ELSEWHERE],
                    [],
                )
                continue
            first = decision.same_as
            leader = (
                lines[first].id
                if first is not None and first not in elsewhere
                else None
            )
            outcome = Outcome.RESTRICTED if line.restricted else Outcome.NEW
            yield line.id, outcome, None, leader, None, reasons, []


def lead_authority(
    batch: ImportBatch, line: Line, by_postcode: str | None
) -> str | None:
    """Who is responsible for somebody new: the file may say, else the postcode does."""
    return line.raw.get("LeadLEA") or by_postcode
