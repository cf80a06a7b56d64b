"""Deciding which person each line is about, without undoing officers' decisions."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from tracker import feeds, store
from tracker.access import Scope, authority_scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.intake import late_restrictions
from tracker.actions.intake.interpret import Meanings, interpreted
from tracker.actions.intake.matching import (
    certain_matches,
    claims,
    known_people,
    numbers_alone,
)
from tracker.actions.intake.moving_in import own_numbers
from tracker.actions.intake.questions import adults, confidential_lines, door
from tracker.actions.intake.signals import signal_lines
from tracker.actions.work.tasks import Say, silent
from tracker.domain.casework.follow_up import working_days_after
from tracker.domain.history.person import Identity
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.feeds.nccis.codes_by_name import code_of
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation, Problem
from tracker.linkage.comparing.verdicts import Decision, Doubtful, Matched, Unknown
from tracker.linkage.decisions.matcher import decide
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import (
    ImportBatch,
    Line,
    Outcome,
    Status,
)

NOT_ENOUGH = (
    "No young person on record matches this, and no new record can be made without a "
    "forename, a surname and a date of birth."
)
NOT_ON_RECORD = (
    "This young person is not on record, and a list of contacts makes no record. Load "
    "the months of the earlier system that have them; then withdraw this list and "
    "apply it again."
)
NOT_KNOWN = (
    "No young person on record matches this, and no record is made of such a line. If "
    "another list brings them, withdraw this one afterwards and apply it again."
)
_LIVES_ELSEWHERE = "The postcode is in another authority."
_LED_ELSEWHERE = "The file says that authority {} is responsible."
#: The authority that a line belongs to must have it within this many working days.
FORWARD_WITHIN = 2


def match(
    batch: ImportBatch,
    *,
    act: Act,
    meanings: Meanings | None = None,
    say: Say = silent,
) -> None:
    """Decides every line of a received batch, with reasons, in one transaction.

    ``meanings`` are those worked out at receipt. Does nothing if another process has
    already matched the batch.
    """
    with store.people.records.changing(batch.authority):
        db.session.refresh(batch)
        if batch.status != Status.RECEIVED:
            return
        lines = [
            # For a line that was narrowed at receipt, the person is already decided.
            line
            for line in store.intake.import_batches.lines(batch.id)
            if line.outcome is None
        ]
        meant = [meaning for _, meaning in interpreted(batch, lines, meanings)]
        say(f"Looking for the young people in {len(lines):,} lines.", 0)
        elsewhere = _elsewhere(batch, lines, meant)
        decisions = decisions_of(batch, meant, elsewhere)
        if FEEDS[batch.feed].signal:
            found = signal_lines.decided(lines, meant, decisions, elsewhere)
            store.intake.decisions.decide(found)
        else:
            _settle(batch, lines, meant, decisions, elsewhere, act)
        confidential_lines.close()
        batch.status = Status.MATCHED
        batch.matched_against = store.people.records.mark()
        act.note(
            Action.IMPORT_MATCHED,
            f"batch {batch.id}",
            outcomes=store.intake.import_batches.outcomes(batch.id),
        )


def _settle(
    batch: ImportBatch,
    lines: list[Line],
    meant: list[Interpretation],
    decisions: list[Decision],
    elsewhere: Mapping[int, str],
    act: Act,
) -> None:
    """Stores the decisions, and all that follows from them for each line."""
    judged = _judged(lines, meant, decisions)
    leads: dict[int, str] = {}
    store.intake.decisions.decide(_decided(lines, decisions, elsewhere, leads))
    put_in_tray(batch.authority, leads, on=act.on)
    store.intake.decisions.refuse(adults.refused(judged))
    store.intake.decisions.refuse(_nameless(batch.feed, lines, meant, decisions))
    store.intake.decisions.refuse(_not_on_record(batch.feed, lines, meant, decisions))
    door.narrow(batch, judged)
    door.keep_no_more(batch, _refusing(batch, lines, decisions, elsewhere))
    late_restrictions.look_at_left_over(
        batch.authority,
        [
            meaning.identity
            for line, meaning, decision in zip(lines, meant, decisions, strict=True)
            if line.restricted and not isinstance(decision, Matched)
        ],
    )


def match_again(batch: ImportBatch, meanings: Meanings | None = None) -> None:
    """Decides the lines again that were taken for new people, inside the open
    transaction: another list may have named the same people since. In a withdrawn
    batch, those are the lines whose records have no other evidence.
    """
    lines = store.intake.import_batches.usable_lines(batch.id)
    gone = store.intake.import_batches.lines_without_evidence(batch.id)
    new = [line for line in lines if line.person is None or line.id in gone]
    if not new:
        return
    meant = [meaning for _, meaning in interpreted(batch, new, meanings)]
    elsewhere = _elsewhere(batch, new, meant)
    decisions = decisions_of(batch, meant, elsewhere)
    decided = zip(_decided(new, decisions, elsewhere, {}), decisions, strict=True)
    store.intake.decisions.decide(
        row for row, decision in decided if isinstance(decision, Matched | Doubtful)
    )
    late_restrictions.narrow(batch, _judged(new, meant, decisions))


def find_late(batch: ImportBatch, meanings: Meanings | None = None) -> None:
    """Looks again for the people of lines that were refused because they were not on
    record, inside the open transaction: a month may have brought them since.
    """
    refused = store.intake.decisions.refused_for(batch.id, _not_there(batch.feed))
    if not refused:
        return
    lines = [it for it in store.intake.import_batches.lines(batch.id) if it.raw]
    lines = [it for it in lines if it.id in refused]
    meant = [meaning for _, meaning in interpreted(batch, lines, meanings)]
    decisions = decisions_of(batch, meant, {})
    found = [
        (line, row, decision)
        for line, row, decision in zip(
            lines, _decided(lines, decisions, {}, {}), decisions, strict=True
        )
        if is_about_known(decision)
    ]
    store.intake.decisions.accept(line.id for line, _, _ in found)
    store.intake.decisions.decide(row for _, row, _ in found)


def decisions_of(
    batch: ImportBatch, meant: list[Interpretation], elsewhere: Mapping[int, str]
) -> list[Decision]:
    """The decisions about lines of a batch; ``elsewhere`` gives those of others."""
    scope = authority_scope(batch.authority)
    identities = [meaning.identity for meaning in meant]
    apart = remembered(identities, scope)
    with known_people.population(within=scope) as population:
        found = decide(
            identities,
            population,
            apart,
            places=_places(meant),
            away=elsewhere,
            budget=settings.of(batch.authority).budget,
        )
        found = own_numbers.looked_at(batch.feed, meant, found, population, apart)
        feed = FEEDS[batch.feed]
        if feed.unnamed or feed.by_number:
            found = numbers_alone.looked_at(identities, found, population, apart)
        if FEEDS[batch.feed].certain:
            found = certain_matches.looked_at(found)
        return claims.looked_at(batch, meant, found, population)


def _nameless(
    feed: str, lines: list[Line], meant: list[Interpretation], decisions: list[Decision]
) -> list[tuple[int, list[dict[str, Any]]]]:
    """Lines about unknown people that lack a detail which every new record needs."""
    return [
        (line.id, [asdict(Problem(line.line, missing, NOT_ENOUGH, stops=True))])
        for line, meaning, decision in zip(lines, meant, decisions, strict=True)
        if not isinstance(decision, Matched | Doubtful)
        and not own_numbers.makes_no_record(feed, meaning)
        and (missing := lacking(meaning.identity)) is not None
    ]


def _not_on_record(
    feed: str, lines: list[Line], meant: list[Interpretation], decisions: list[Decision]
) -> list[tuple[int, list[dict[str, Any]]]]:
    """Lines of which no record is made, about people who are not on record."""
    return [
        (line.id, [asdict(Problem(line.line, "", _not_there(feed), stops=True))])
        for line, meaning, decision in zip(lines, meant, decisions, strict=True)
        if own_numbers.makes_no_record(feed, meaning) and not is_about_known(decision)
    ]


def _not_there(feed: str) -> str:
    """The sentence about a line of a feed whose young person is not on record."""
    return NOT_ON_RECORD if own_numbers.is_of_earlier_system(FEEDS[feed]) else NOT_KNOWN


def is_about_known(decision: Decision) -> bool:
    """Whether a line is about a person on record, or may be."""
    if isinstance(decision, Doubtful):
        return bool(decision.candidates)
    return isinstance(decision, Matched)


def lacking(who: Identity) -> str | None:
    """The detail that a new record must have and this identity lacks, or None."""
    needed = {"DOB": who.born, "Forename": who.given, "Surname": who.family}
    return next((name for name, value in needed.items() if not value), None)


def _judged(
    lines: list[Line], meant: list[Interpretation], decisions: list[Decision]
) -> list[door.Judged]:
    return [
        (line, meaning, door.could_be(decision))
        for line, meaning, decision in zip(lines, meant, decisions, strict=True)
    ]


def _refusing(
    batch: ImportBatch,
    lines: list[Line],
    decisions: list[Decision],
    elsewhere: Container[int],
) -> list[Line]:
    """Lines about a new person, if another line of the batch about that person says No,
    however the two spell the names and whichever comes first.
    """
    first = {
        index: index if decision.same_as is None else decision.same_as
        for index, decision in enumerate(decisions)
        if isinstance(decision, Unknown) and index not in elsewhere
    }
    refused = {person for index, person in first.items() if lines[index].restricted}
    return [
        lines[index]
        for index, person in first.items()
        if person in refused and not lines[index].restricted
    ]


def record_digest(identity: Identity) -> str:
    """A digest of the identity in a row, under which a decision about it is kept."""
    return store.database.base.digest({"identity": repr(identity)}).hex()


def remembered(identities: list[Identity], scope: Scope) -> set[tuple[int, int]]:
    """The (line, person) pairs that an officer has decided are different people."""
    apart = store.people.merges.different_people(within=scope)
    if not apart:
        return set()
    return {
        (index, person)
        for index, identity in enumerate(identities)
        for person in apart.get(record_digest(identity), ())
    }


def _elsewhere(
    batch: ImportBatch, lines: list[Line], meant: list[Interpretation]
) -> dict[int, str]:
    """The other authority that a line belongs to, by index, for lines that have one."""
    postcodes = [meaning.identity.postcode or "" for meaning in meant]
    authority_of = feeds.cells.postcodes.authorities_of(set(postcodes))
    leads = (
        lead_authority(line.raw, authority_of[postcode])
        for line, postcode in zip(lines, postcodes, strict=True)
    )
    return {
        index: lead
        for index, (lead, meaning) in enumerate(zip(leads, meant, strict=True))
        if lead is not None
        and lead != batch.authority
        # What makes no record here is passed on to no other authority.
        and not own_numbers.makes_no_record(batch.feed, meaning)
    }


def _places(meant: list[Interpretation]) -> list[str | InstitutionRef | None]:
    """The institution at which each line places its young person, or None.

    One line may give a school's URN and the next its LAESTAB; the register shows that
    both are of one school.
    """
    register = store.institutions.register.directory()
    key_of: dict[InstitutionRef, str | InstitutionRef] = {}
    places: list[str | InstitutionRef | None] = []
    for meaning in meant:
        at = next(claims.places(meaning), None)
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
    """The row to store for each line; ``leads`` is filled with (line: authority)."""
    # Lines that follow one out of area follow the first of themselves that is not.
    leader_of: dict[int, int] = {}
    for index, decision in enumerate(decisions):
        line = lines[index]
        reasons = list(decision.reasons)
        if isinstance(decision, Matched):
            outcome = Outcome.RESTRICTED if line.restricted else Outcome.NO_CHANGE
            yield door.matched(line, decision, outcome)
        elif isinstance(decision, Doubtful):
            earlier = [lines[each] for each in decision.earlier]
            if earlier:
                reasons.append(where(earlier, line.file))
            same_as = earlier[0].id if len(earlier) == 1 else None
            yield door.doubtful(line, decision, reasons, same_as)
        elif index in elsewhere:
            lead = leads[line.id] = elsewhere[index]
            why = [*reasons, why_elsewhere(line.raw, lead)]
            yield line.id, Outcome.OUT_OF_AREA, None, None, None, None, why, []
        else:
            first = index if decision.same_as is None else decision.same_as
            leader = leader_of.setdefault(first, index)
            if leader != index:
                reasons.append(
                    f"{decision.shares} as {standing(lines[leader], line.file)}."
                )
            outcome = Outcome.RESTRICTED if line.restricted else Outcome.NEW
            same_as = lines[leader].id if leader != index else None
            yield line.id, outcome, None, same_as, None, None, reasons, []


def where(earlier: Iterable[Line], file: str) -> str:
    """A sentence with the earlier lines of the batch that another line contradicts."""
    return f"See {' and '.join(standing(line, file) for line in earlier)}."


def standing(line: Line, file: str) -> str:
    """The place of a line, for a sentence about a line of ``file``."""
    return f"line {line.line} of {'this file' if line.file == file else line.file}"


def put_in_tray(authority: str, leads: Mapping[int, str], *, on: date) -> None:
    """Holds lines of other authorities in the tray until they are passed on."""
    due = working_days_after(on, FORWARD_WITHIN)
    rows = ((row, lead[:3]) for row, lead in leads.items())
    store.intake.tray.hold(authority, rows, on=on, due_on=due)


def why_elsewhere(raw: Mapping[str, str], lead: str) -> str:
    """The sentence with the reason why a line is out of area."""
    by_file = lead_authority(raw, None) is not None
    return _LED_ELSEWHERE.format(lead[:3]) if by_file else _LIVES_ELSEWHERE


def lead_authority(raw: Mapping[str, str], by_postcode: str | None) -> str | None:
    """The authority responsible for a new person: from the file, else the postcode."""
    for name in ("TransferredToLACode", "LeadLEA"):
        if raw.get(name):
            return code_of(name, raw[name])  # a table may have its name
    return by_postcode
