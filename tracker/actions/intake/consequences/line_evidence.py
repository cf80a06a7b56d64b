"""The evidence that the lines of a batch give."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from tracker import store
from tracker.actions.act import Act
from tracker.actions.history import passed_entries
from tracker.actions.intake.consequences import ended_characteristics
from tracker.actions.intake.interpret import (
    Meanings,
    context_of,
    interpreted,
    with_register,
)
from tracker.actions.intake.moving_in import own_numbers
from tracker.domain.history.evidence import Detail, Tier
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation
from tracker.store.history.evidence import NewEvidence
from tracker.store.intake.import_batches import ImportBatch, Line, Outcome


def evidence_of(
    batch: ImportBatch, lines: Iterable[Line], meanings: Meanings | None = None
) -> list[NewEvidence]:
    """The evidence that each line gives about the record it was matched with.

    The activity is interpreted by the date of birth on record, because a college that
    writes 2010 for 2009 has not made an adult student a pupil of Year 11.
    """
    tier = Tier(FEEDS[batch.feed].tier)
    repeats = own_numbers.is_of_earlier_system(FEEDS[batch.feed])
    meant = list(interpreted(batch, lines, meanings))
    if any(meaning.ended for _, meaning in meant):
        meant = list(ended_characteristics.without_ended(meant))
    born = store.people.identities.born_on(
        {line.person for line, _ in meant if line.person is not None}
    )
    context = with_register(context_of(batch))
    evidence = []
    for line, meaning in meant:
        assert line.person is not None
        on_record = born.get(line.person)
        as_born = _as_born(meaning, line, on_record, batch.feed, context)
        if repeats and line.outcome != Outcome.NEW:
            as_born = _without_details(as_born)
        who = (line.person, line.id, tier)
        for as_at, statements in as_born.by_day:
            evidence.append(NewEvidence(*who, as_at, statements, as_born.question))
        if passed_on := meaning.passed_on:
            evidence += passed_entries.of_lines(line.person, line.id, passed_on)
    return evidence


def record(
    batch: ImportBatch, evidence: Sequence[NewEvidence], *, act: Act
) -> set[int]:
    """Records the evidence of lines of a batch, inside the open transaction; returns
    the places of what was not on record.
    """
    own = act.open_entry(batch.feed, batch.id)
    entries = [own] * len(evidence)
    if any(each.passed_on for each in evidence):
        entries = passed_entries.opened(own, batch.id, evidence, act=act)
    people = {each.person for each in evidence}
    unsupported = store.history.evidence_changes.only_withdrawn(people)
    stored, new = store.history.evidence.record_all(entries, batch.authority, evidence)
    fresh = new | unsupported
    return {place for place, facts in enumerate(stored) if not fresh.isdisjoint(facts)}


def _without_details(meaning: Interpretation) -> Interpretation:
    """The meaning of a row that repeats who the young person is, about one on record.

    Its months have that already, and all files of the system are one source: repeated
    in another list, a name would outweigh an officer's question about it.
    """
    doing = (each for each in meaning.statements if not isinstance(each, Detail))
    return replace(meaning, statements=tuple(doing))


def _as_born(
    meaning: Interpretation,
    line: Line,
    born: date | None,
    feed: str,
    context: Context,
) -> Interpretation:
    """The meaning of a line whose date of birth differs from the one on record: its own
    details, with the activity that follows from the date on record."""
    given = meaning.identity.born
    if born is None or given in (None, born) or "dob" not in line.raw:
        return meaning
    raw = {**line.raw, "dob": born.isoformat()}
    by_record = FEEDS[feed].interpret(raw, line.restricted, line.line, context)
    if not by_record.usable:
        return meaning
    details = [each for each in meaning.statements if isinstance(each, Detail)]
    doing = [each for each in by_record.statements if not isinstance(each, Detail)]
    return replace(
        meaning,
        statements=(*details, *doing),
        earlier=by_record.earlier,
        question=by_record.question,
    )
