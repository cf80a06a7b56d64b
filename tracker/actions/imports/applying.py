"""Turning a matched batch into evidence: previewed, applied, withdrawn whole."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import text

from tracker.access import authority_scope
from tracker.actions import positions as derive
from tracker.actions.imports import (
    after_a_no,
    another_sender,
    door,
    known,
    open_questions,
    unlike_last,
)
from tracker.actions.imports.answers import NO_ANSWERS, Answers
from tracker.actions.imports.interpreting import (
    Meanings,
    context_of,
    interpreted,
    with_register,
)
from tracker.actions.imports.matching import match_again
from tracker.actions.imports.open_questions import Unanswered
from tracker.actions.imports.receiving import TOLD_EVERY
from tracker.actions.work import Say
from tracker.domain.counted import counted
from tracker.domain.evidence import Detail, Doing, Evidence, Tier
from tracker.domain.institution import key_of
from tracker.domain.membership import Folded
from tracker.domain.position import Position, difference
from tracker.extensions import db
from tracker.feeds.feed import Context, Interpretation
from tracker.feeds.registry import FEEDS
from tracker.store import (
    audit,
    base,
    evidence,
    identities,
    imports,
    institutions,
    people,
    positions,
    questions,
)
from tracker.store import decisions as written
from tracker.store.evidence import Telling
from tracker.store.imports import USABLE, ImportBatch, Line, Outcome, Status

#: From here on a batch changes what the database has to plan for.
MANY_LINES = 1000


class NotApplicable(Exception):
    """The batch cannot be applied or withdrawn as it stands; the text says why."""


class UnlikeLastTime(Unanswered):
    """The batch would do something unusual; ``effect`` says what. Nothing was done."""

    def __init__(self, effect: "Effect") -> None:
        super().__init__(open_questions.unusual(effect.alarms))
        self.effect = effect


@dataclass(slots=True)
class Effect:
    """What applying a batch does: how many lines came out how, and who moved."""

    outcomes: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    alarms: list[str] = field(default_factory=list)
    automatic: int = 0
    expected_wrong: float = 0.0
    people: frozenset[int] = frozenset()


class _Unwanted(Exception):
    """Ends a preview: everything that it did is rolled back."""


def preview(
    batch: ImportBatch, *, by: str, at: datetime, on: date, say: Say | None = None
) -> Effect:
    """What ``apply`` would do. Nothing is kept."""
    effect = Effect()
    try:
        with base.transaction():
            people.hold(batch.authority)
            effect = _apply(batch, by=by, at=at, on=on, meanings=None, say=say)
            raise _Unwanted
    except _Unwanted:
        return effect


def apply(
    batch: ImportBatch,
    *,
    by: str,
    at: datetime,
    on: date,
    confirmed: bool = False,
    seen: Collection[str] | None = None,
    answers: Answers = NO_ANSWERS,
    meanings: Meanings | None = None,
    say: Say | None = None,
) -> Effect:
    """Makes evidence of every usable line, in one transaction.

    ``at`` is the moment from which it is known, ``on`` the day to make positions for,
    ``meanings`` what the same load worked out when it received the batch.
    ``answers`` are those to what is unknown of the batch. Raises NotApplicable,
    open_questions.Unanswered and WrongAnswer, and UnlikeLastTime where something is
    unusual that was not ``confirmed``, now (of those ``seen``) or before; then nothing
    is done.
    """
    scope = authority_scope(batch.authority)
    with base.transaction():
        people.hold(batch.authority)
        mark = people.mark()
        _lock(batch)
        if batch.status != Status.APPLIED:
            open_questions.settle_of_batch(batch, answers, by=by, at=at)
        effect = _apply(batch, by=by, at=at, on=on, meanings=meanings, say=say)
        if not open_questions.confirm(
            batch, effect.alarms, confirmed=confirmed, seen=seen, by=by, at=at
        ):
            raise UnlikeLastTime(effect)
        audit.write(
            authority=batch.authority,
            at=at,
            by=by,
            action="import applied",
            subject=f"batch {batch.id}",
            outcomes=effect.outcomes,
        )
        known.changed(mark, effect.people, within=scope)
    return effect


def _apply(
    batch: ImportBatch,
    *,
    by: str,
    at: datetime,
    on: date,
    meanings: Meanings | None,
    say: Say | None,
) -> Effect:
    _lock(batch)
    if batch.status == Status.APPLIED:
        raise NotApplicable(f"Batch {batch.id} has already been applied.")
    if batch.status == Status.RECEIVED:
        raise NotApplicable(f"Batch {batch.id} has not been matched yet.")
    if batch.matched_against != people.mark():
        match_again(batch, meanings)
    lines = [line for line in imports.lines(batch.id) if line.outcome in USABLE]
    if door.look_again(batch, lines, meanings):
        lines = [line for line in imports.lines(batch.id) if line.outcome in USABLE]
    numbered = _number(batch, lines)
    entry = evidence.open_entry(
        authority=batch.authority, batch_id=batch.id, source=batch.feed, by=by, at=at
    )
    tellings = tell(batch, numbered, meanings)
    # A line may have been matched with a record that was merged into another since.
    told_of = set(people.roots({telling.person for telling in tellings}).values())
    before = positions.carried_to(told_of, on)
    fresh = evidence.record(entry, batch.authority, tellings)
    if len(tellings) >= MANY_LINES:
        base.take_stock("people", "facts", "evidence", "entries", "staged_rows")
    watch = _Watch(batch.id, out_of=len(told_of), say=say)
    batch.status = Status.APPLIED
    after_a_no.refold(told_of, batch.authority, on=on, seen=watch)
    effect = Effect(people=frozenset(watch.people))
    changes: Counter[str] = Counter()
    for person in watch.people:
        changes[difference(before.get(person), watch.positions.get(person))] += 1
    effect.changes = dict(sorted(changes.items()))
    written.set_outcomes(
        _outcomes(numbered, {tellings[each].row for each in fresh}, watch)
    )
    written.offer_earlier(batch.id)
    raised = {(person, questions.Kind.CONFLICT) for person in watch.conflicting}
    raised |= {
        (person, questions.Kind.NOT_ON_ROLL) for person in absent(batch, watch.people)
    }
    questions.raise_all(batch.authority, batch.id, batch.as_at, sorted(raised))
    effect.asked = dict(Counter(kind.value for _, kind in raised))
    if watch.asking:
        effect.asked[questions.Kind.IDENTITY.value] = len(watch.asking)
    effect.outcomes = imports.outcomes(batch.id)
    effect.automatic, effect.expected_wrong = imports.expected_wrong(batch.id)
    effect.alarms = [
        *another_sender.to_confirm(batch),
        *unlike_last.alarms(batch, effect.changes, on),
    ]
    return effect


def _lock(batch: ImportBatch) -> None:
    """Two people who apply one batch at once wait for each other."""
    db.session.execute(
        text("SELECT 1 FROM import_batches WHERE id = :id FOR UPDATE"), {"id": batch.id}
    )
    db.session.refresh(batch)


def _number(batch: ImportBatch, lines: Sequence[Line]) -> Sequence[Line]:
    """Gives everybody new a record, one for all lines that are the same person."""
    leaders = [line for line in lines if line.person is None and line.same_as is None]
    new = dict(
        zip(
            (line.id for line in leaders),
            people.create(batch.authority, len(leaders)),
            strict=True,
        )
    )
    for line in leaders:
        line.person = new[line.id]
    became = {line.id: line.person for line in lines}
    for line in lines:
        if line.person is None and line.same_as is not None:
            if became.get(line.same_as) is None:
                # The line that it follows was refused, or waits: those that follow it
                # are one person all the same.
                (became[line.same_as],) = people.create(batch.authority, 1)
            line.person = became[line.same_as]
    return lines


def tell(
    batch: ImportBatch, lines: Iterable[Line], meanings: Meanings | None = None
) -> list[Telling]:
    """What each line says, as evidence about the record that it was matched with.

    What it means for where somebody is goes by the date of birth on record: a college
    that writes 2010 for 2009 has not made an adult student a pupil of Year 11.
    """
    tier = Tier(FEEDS[batch.feed].tier)
    told = list(interpreted(batch, lines, meanings))
    born = identities.born_on(
        {line.person for line, _ in told if line.person is not None}
    )
    context = with_register(context_of(batch))
    tellings = []
    for line, said in told:
        assert line.person is not None
        meant = _as_born(said, line, born.get(line.person), batch.feed, context)
        for as_at, statements in meant.by_day:
            tellings.append(Telling(line.person, line.id, tier, as_at, statements))
    return tellings


def _as_born(
    said: Interpretation, line: Line, born: date | None, feed: str, context: Context
) -> Interpretation:
    """What a line says of somebody born on another day than it gives: its own details,
    and the activity that it means for them."""
    given = said.identity.born
    if born is None or given in (None, born) or "dob" not in line.raw:
        return said
    raw = {**line.raw, "dob": born.isoformat()}
    meant: Interpretation = FEEDS[feed].interpret(
        raw, line.restricted, line.line, context
    )
    if not meant.usable:
        return said
    details = [each for each in said.statements if isinstance(each, Detail)]
    doing = [each for each in meant.statements if not isinstance(each, Detail)]
    return replace(said, statements=(*details, *doing), earlier=meant.earlier)


class _Watch:
    """Sees everybody as they are folded: where they are now, whose lines lost, and of
    whose names, date of birth or sex a line makes a question."""

    def __init__(self, batch_id: int, *, out_of: int, say: Say | None) -> None:
        self.batch_id = batch_id
        self.out_of = out_of
        self.say = say
        self.people: set[int] = set()
        self.positions: dict[int, Position] = {}
        self.conflicting: set[int] = set()
        self.losing: set[tuple[str | None, int | None]] = set()
        self.asking: set[int] = set()

    def __call__(self, person: int, folded: Folded | None) -> None:
        if self.say is not None and len(self.people) % TOLD_EVERY == 0:
            self.say("Working out where everybody is.", len(self.people), self.out_of)
        self.people.add(person)
        if folded is None:
            return
        for member in folded.members:
            self.positions[person] = member.position
        for question in folded.known.questions:
            for batch, file, line in question.lines:
                if batch == self.batch_id:
                    self.asking.add(person)
                    if not question.changed:
                        self.losing.add((file, line))
        if not any(spell.questioned for spell in folded.spells):
            return
        for told in folded.told:
            source = told.source
            if source.batch != self.batch_id or not isinstance(told.statement, Doing):
                continue
            if _overruled(told, told.statement, folded):
                self.conflicting.add(person)
                self.losing.add((source.file, source.line))


def _overruled(told: Evidence, doing: Doing, folded: Folded) -> bool:
    """Whether the days that a line vouches for went to somebody else."""
    if doing.gone_by:
        return False  # it vouches for no day
    starts = doing.starts or doing.ends or told.as_at
    reach = max(told.as_at, starts)
    if doing.ends is not None:
        reach = max(min(doing.ends, reach), starts)
    return not any(
        spell.covers(reach) and any(told is each for each in spell.evidence)
        for spell in folded.spells
    )


def _outcomes(
    lines: Sequence[Line], fresh: set[int | None], watch: _Watch
) -> Iterable[tuple[int, str, int | None]]:
    for line in lines:
        outcome = line.outcome
        if outcome in (Outcome.NO_CHANGE, Outcome.UPDATE, Outcome.CONFLICT):
            if (line.file, line.line) in watch.losing:
                outcome = Outcome.CONFLICT
            else:
                outcome = Outcome.UPDATE if line.id in fresh else Outcome.NO_CHANGE
        assert outcome is not None
        yield line.id, str(outcome), line.person


def absent(batch: ImportBatch, present: set[int]) -> set[int]:
    """Who was at the sender's on the day of a list that names everybody there, and is
    not on it. Whoever is not known any more has been asked about already.
    """
    context = context_of(batch)
    if not batch.complete or context.institution is None:
        return set()
    sender = institutions.directory().resolve(context.institution)
    # A training provider is in no register and is known by its own number.
    place = sender.key if sender is not None else key_of(context.institution)
    if place is None:
        return set()
    scope = authority_scope(batch.authority)
    seen_there = positions.ever_at(place, within=scope)
    seen_there |= set(people.roots(imports.told_of_by_sender(batch)).values())
    return {
        person
        for person, position in derive.where_on(seen_there - present, batch.as_at)
        if position.institution == place and not position.is_not_known
    }


def withdraw(
    batch: ImportBatch, *, by: str, at: datetime, on: date, say: Say | None = None
) -> int:
    """Takes back all that a batch told; returns whose history it touched.

    Decisions about its lines are kept, so that it can be applied again.
    """
    with base.transaction():
        people.hold(batch.authority)
        _lock(batch)
        if batch.status != Status.APPLIED:
            raise NotApplicable(
                f"Batch {batch.id} is not applied: it is {batch.status}."
            )
        records = evidence.withdraw_batch(batch.id, by=by, at=at)
        questions.drop(batch.id)
        touched = set(people.roots(records).values())
        if say is not None:
            histories = counted(len(touched), "history", "histories")
            say(f"Working out {histories} again without it.", 0)
        batch.status = Status.WITHDRAWN
        after_a_no.refold(touched, batch.authority, on=on)
        audit.write(
            authority=batch.authority,
            at=at,
            by=by,
            action="import withdrawn",
            subject=f"batch {batch.id}",
            people=len(touched),
        )
    return len(touched)
