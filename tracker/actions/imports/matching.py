"""Deciding whose each line is, and remembering what a person decided."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from tracker.access import Scope, authority_scope
from tracker.actions.imports import interpreting, known
from tracker.actions.imports.interpreting import interpreted
from tracker.actions.work import Say
from tracker.domain.follow_up import working_days_after
from tracker.domain.person import Identity
from tracker.extensions import db
from tracker.feeds import postcodes
from tracker.feeds.feed import Interpretation, Problem
from tracker.feeds.registry import FEEDS
from tracker.linkage.matcher import Decision, Doubtful, Matched, decide
from tracker.store import audit, base, evidence, imports, merges, people, tray
from tracker.store import decisions as written
from tracker.store.imports import USABLE, ImportBatch, Line, Outcome, Status

NO_PLAN = (
    "This learner is an adult with no education, health and care plan on record. "
    "Leave adults out, or enter EHCP = Y."
)
NOT_ENOUGH = (
    "Nobody on record matches this, and no new record can be made without a "
    "forename, a surname and a date of birth."
)
_LIVES_ELSEWHERE = "The postcode is in another authority."
_LED_ELSEWHERE = "The file says that authority {} is responsible."
#: Within so many working days the authority that it belongs to has been told.
FORWARD_WITHIN = 2


def match(batch: ImportBatch, *, by: str, at: datetime, say: Say | None = None) -> None:
    """Decides every line of a received batch, with reasons, in one transaction.

    Does nothing where somebody else has been faster.
    """
    scope = authority_scope(batch.authority)
    with base.transaction():
        people.hold(batch.authority)
        db.session.refresh(batch)
        if batch.status != Status.RECEIVED:
            return
        lines: list[Line] = []
        said_of: list[Interpretation] = []
        usable = (
            line for line in imports.lines(batch.id) if line.outcome != Outcome.INVALID
        )
        for line, said in interpreted(batch, usable):
            lines.append(line)
            said_of.append(said)
        identities = [said.identity for said in said_of]
        if say is not None:
            say(f"Looking for the young people in {len(lines):,} lines.", 0)
        decisions = decide(
            identities,
            known.population(within=scope),
            _remembered(identities, scope),
        )
        leads: dict[int, str] = {}
        written.decide(_decided(batch, lines, identities, decisions, leads))
        put_in_tray(batch.authority, leads, on=at.date())
        written.refuse(_adults(lines, said_of, decisions))
        written.refuse(_nameless(lines, said_of, decisions))
        keep_restricted(batch, _matched(lines, decisions))
        batch.status = Status.MATCHED
        batch.matched_against = people.mark()
        audit.write(
            authority=batch.authority,
            at=at,
            by=by,
            action="import matched",
            subject=f"batch {batch.id}",
            outcomes=imports.outcomes(batch.id),
        )


def match_again(batch: ImportBatch) -> None:
    """Decides those lines again that were taken for somebody new, in the transaction at
    hand: another list may have named the same people since.
    """
    scope = authority_scope(batch.authority)
    lines = [line for line in imports.lines(batch.id) if line.outcome in USABLE]
    keep_restricted(batch, [(line, line.person) for line in lines])
    new = [line for line in lines if line.person is None]
    if not new:
        return
    identities = [said.identity for _, said in interpreted(batch, new)]
    decisions = decide(
        identities, known.population(within=scope), _remembered(identities, scope)
    )
    written.decide(
        decided
        for decided, decision in zip(
            _decided(batch, new, identities, decisions, {}), decisions, strict=True
        )
        if isinstance(decision, Matched | Doubtful)
    )
    keep_restricted(batch, _matched(new, decisions))


def _nameless(
    lines: list[Line], said_of: list[Interpretation], decisions: list[Decision]
) -> list[tuple[int, list[dict[str, Any]]]]:
    """Lines of nobody known that lack what a new record needs to be found again."""
    return [
        (line.id, [asdict(Problem(line.line, missing, NOT_ENOUGH, stops=True))])
        for line, said, decision in zip(lines, said_of, decisions, strict=True)
        if not isinstance(decision, Matched | Doubtful)
        and (missing := lacking(said.identity)) is not None
    ]


def lacking(who: Identity) -> str | None:
    """What a new record may not go without and this one does, or None."""
    needed = (
        ("DOB", who.born),
        ("Forename", who.given),
        ("Surname", who.family),
    )
    return next((name for name, value in needed if not value), None)


def _adults(
    lines: list[Line], said_of: list[Interpretation], decisions: list[Decision]
) -> list[tuple[int, list[dict[str, Any]]]]:
    """Lines of adults of whom no plan is held, where only the records could tell."""
    asked = [index for index, said in enumerate(said_of) if said.needs_plan]
    candidates = {index: _could_be(decisions[index]) for index in asked}
    planned = people.with_plan(set().union(*candidates.values()))
    return [
        (
            lines[index].id,
            [asdict(Problem(lines[index].line, "DOB", NO_PLAN, stops=True))],
        )
        for index in asked
        if not candidates[index] & planned
    ]


def _could_be(decision: Decision) -> set[int]:
    if isinstance(decision, Matched):
        return {decision.person}
    if isinstance(decision, Doubtful):
        return {candidate.person for candidate in decision.candidates}
    return set()


def _matched(
    lines: list[Line], decisions: list[Decision]
) -> list[tuple[Line, int | None]]:
    return [
        (line, decision.person)
        for line, decision in zip(lines, decisions, strict=True)
        if isinstance(decision, Matched)
    ]


def keep_restricted(
    batch: ImportBatch, whose: Iterable[tuple[Line, int | None]]
) -> None:
    """Drops from (line, person) what may not be kept of whom it turns out to be about.

    The row of somebody who left never says so; the census before did.
    """
    feed = FEEDS[batch.feed]
    more = {
        line.id: (person, kept)
        for line, person in whose
        if person is not None
        and not line.restricted
        and len(kept := feed.of_restricted(line.raw)) < len(line.raw)
    }
    known = people.restricted({person for person, _ in more.values()})
    held_back = [(row, kept) for row, (person, kept) in more.items() if person in known]
    if held_back:
        written.restrict(held_back)
        interpreting.forget()


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
    leads: dict[int, str],
) -> Iterator[tuple[Any, ...]]:
    """What is stored of each line; ``leads`` fills up with (line: whose they are)."""
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
            earlier = [lines[each] for each in decision.earlier]
            if earlier:
                reasons.append(where(earlier, line.file))
            yield (
                line.id,
                Outcome.POSSIBLE,
                None,
                earlier[0].id if len(earlier) == 1 else None,
                score,
                reasons,
                candidates,
            )
        else:
            lead = lead_authority(line.raw, authority_of.get(identity.postcode or ""))
            if lead is not None and lead != batch.authority:
                elsewhere.add(index)
                leads[line.id] = lead
                yield (
                    line.id,
                    Outcome.OUT_OF_AREA,
                    None,
                    None,
                    None,
                    [*reasons, why_elsewhere(line.raw, lead)],
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


def where(earlier: Iterable[Line], file: str) -> str:
    """On which lines the rows stand that another row of the same batch contradicts."""
    places = [
        f"line {line.line} of {'this file' if line.file == file else line.file}"
        for line in earlier
    ]
    return f"See {' and '.join(places)}."


def put_in_tray(authority: str, leads: Mapping[int, str], *, on: date) -> None:
    """Holds lines of other authorities until they are passed on."""
    due = working_days_after(on, FORWARD_WITHIN)
    tray.hold(
        authority,
        ((row, lead[:3]) for row, lead in leads.items()),
        on=on,
        due_on=due,
    )


def why_elsewhere(raw: Mapping[str, str], lead: str) -> str:
    """Why a line is out of area, for whoever reads it."""
    by_file = lead_authority(raw, None) is not None
    return _LED_ELSEWHERE.format(lead[:3]) if by_file else _LIVES_ELSEWHERE


def lead_authority(raw: Mapping[str, str], by_postcode: str | None) -> str | None:
    """Who is responsible for somebody new: the file may say, else the postcode does."""
    return raw.get("TransferredToLACode") or raw.get("LeadLEA") or by_postcode
