"""Deciding whose each line is, and remembering what a person decided."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from tracker.access import Scope, authority_scope
from tracker.actions.imports import known
from tracker.actions.imports.interpreting import Meanings, interpreted
from tracker.actions.work import Say
from tracker.domain.evidence import Doing
from tracker.domain.follow_up import working_days_after
from tracker.domain.institution import InstitutionRef
from tracker.domain.person import Identity
from tracker.extensions import db
from tracker.feeds import postcodes
from tracker.feeds.feed import Interpretation, Problem
from tracker.feeds.registry import FEEDS
from tracker.linkage.matcher import Decision, Doubtful, Matched, Unknown, decide
from tracker.store import (
    audit,
    base,
    evidence,
    imports,
    institutions,
    merges,
    people,
    tray,
)
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


def match(
    batch: ImportBatch,
    *,
    by: str,
    at: datetime,
    meanings: Meanings | None = None,
    say: Say | None = None,
) -> None:
    """Decides every line of a received batch, with reasons, in one transaction.

    ``meanings`` are what receiving it worked out. Does nothing where another process
    has matched it first.
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
        for line, said in interpreted(batch, usable, meanings):
            lines.append(line)
            said_of.append(said)
        identities = [said.identity for said in said_of]
        if say is not None:
            say(f"Looking for the young people in {len(lines):,} lines.", 0)
        elsewhere = _elsewhere(batch, lines, identities)
        decisions = _decisions(identities, said_of, elsewhere, scope)
        leads: dict[int, str] = {}
        written.decide(_decided(lines, decisions, elsewhere, leads))
        put_in_tray(batch.authority, leads, on=at.date())
        written.refuse(_adults(lines, said_of, decisions))
        written.refuse(_nameless(lines, said_of, decisions))
        keep_restricted(batch, _matched(lines, decisions))
        _hold_back(_said_no(batch, lines, decisions, elsewhere))
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


def match_again(batch: ImportBatch, meanings: Meanings | None = None) -> None:
    """Decides those lines again that were taken for somebody new, in the transaction at
    hand: another list may have named the same people since.
    """
    scope = authority_scope(batch.authority)
    lines = [line for line in imports.lines(batch.id) if line.outcome in USABLE]
    keep_restricted(batch, [(line, line.person) for line in lines])
    new = [line for line in lines if line.person is None]
    if not new:
        return
    said_of = [said for _, said in interpreted(batch, new, meanings)]
    identities = [said.identity for said in said_of]
    elsewhere = _elsewhere(batch, new, identities)
    decisions = _decisions(identities, said_of, elsewhere, scope)
    written.decide(
        decided
        for decided, decision in zip(
            _decided(new, decisions, elsewhere, {}), decisions, strict=True
        )
        if isinstance(decision, Matched | Doubtful)
    )
    keep_restricted(batch, _matched(new, decisions))


def _decisions(
    identities: list[Identity],
    said_of: list[Interpretation],
    elsewhere: Mapping[int, str],
    scope: Scope,
) -> list[Decision]:
    with known.population(within=scope) as population:
        return decide(
            identities,
            population,
            _remembered(identities, scope),
            places=_places(said_of),
            away=elsewhere,
        )


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
    _hold_back([(row, kept) for row, (person, kept) in more.items() if person in known])


def _said_no(
    batch: ImportBatch,
    lines: list[Line],
    decisions: list[Decision],
    elsewhere: Container[int],
) -> list[tuple[int, Mapping[str, str]]]:
    """What may be kept of lines about somebody new of whom another line of the batch
    says no, however their names are spelled in it and whichever comes first.
    """
    feed = FEEDS[batch.feed]
    first = {
        index: index if decision.same_as is None else decision.same_as
        for index, decision in enumerate(decisions)
        if isinstance(decision, Unknown) and index not in elsewhere
    }
    refused = {person for index, person in first.items() if lines[index].restricted}
    return [
        (lines[index].id, kept)
        for index, person in first.items()
        if person in refused
        and not lines[index].restricted
        and len(kept := feed.of_restricted(lines[index].raw)) < len(lines[index].raw)
    ]


def _hold_back(rows: list[tuple[int, Mapping[str, str]]]) -> None:
    if rows:
        written.restrict(rows)


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


def _elsewhere(
    batch: ImportBatch, lines: list[Line], identities: list[Identity]
) -> dict[int, str]:
    """The other authority that each line belongs to, by index, where one does."""
    authority_of = postcodes.authorities_of(
        {identity.postcode for identity in identities if identity.postcode}
    )
    leads = (
        lead_authority(line.raw, authority_of.get(identity.postcode or ""))
        for line, identity in zip(lines, identities, strict=True)
    )
    return {
        index: lead
        for index, lead in enumerate(leads)
        if lead is not None and lead != batch.authority
    }


def _places(said_of: list[Interpretation]) -> list[str | InstitutionRef | None]:
    """Where each line places somebody, so far as it says. One line may name a school by
    its URN and the next by its LAESTAB: the register knows that it is one.
    """
    register = institutions.directory()
    key_of: dict[InstitutionRef, str | InstitutionRef] = {}
    places: list[str | InstitutionRef | None] = []
    for said in said_of:
        at = next(
            (each.at for each in said.statements if isinstance(each, Doing)), None
        )
        if at is not None and at not in key_of:
            found = register.resolve(at)
            key_of[at] = at if found is None else found.key
        places.append(None if at is None else key_of[at])
    return places


def _decided(
    lines: list[Line],
    decisions: list[Decision],
    elsewhere: Mapping[int, str],
    leads: dict[int, str],
) -> Iterator[tuple[Any, ...]]:
    """What is stored of each line; ``leads`` fills up with (line: whose they are)."""
    # Whoever follows a line that is out of area follows the first of them who is not.
    leader_of: dict[int, int] = {}
    for index, decision in enumerate(decisions):
        line = lines[index]
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
        elif index in elsewhere:
            lead = leads[line.id] = elsewhere[index]
            why = [*reasons, why_elsewhere(line.raw, lead)]
            yield line.id, Outcome.OUT_OF_AREA, None, None, None, why, []
        else:
            first = index if decision.same_as is None else decision.same_as
            leader = leader_of.setdefault(first, index)
            if leader != index:
                reasons.append(
                    f"{decision.shares} as {standing(lines[leader], line.file)}."
                )
            outcome = Outcome.RESTRICTED if line.restricted else Outcome.NEW
            same_as = lines[leader].id if leader != index else None
            yield line.id, outcome, None, same_as, None, reasons, []


def where(earlier: Iterable[Line], file: str) -> str:
    """On which lines the rows stand that another row of the same batch contradicts."""
    return f"See {' and '.join(standing(line, file) for line in earlier)}."


def standing(line: Line, file: str) -> str:
    """Where a line stands, said in a line of ``file``."""
    return f"line {line.line} of {'this file' if line.file == file else line.file}"


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
