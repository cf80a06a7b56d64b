"""Applying a matched batch: previewed, turned into evidence, withdrawn as a whole."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.history import folding, positions
from tracker.actions.intake import late_restrictions, unusual
from tracker.actions.intake.consequences import (
    line_evidence,
    phase_transfers,
    while_listed,
)
from tracker.actions.intake.consequences.line_evidence import evidence_of
from tracker.actions.intake.effect import Effect, Watch, brought
from tracker.actions.intake.interpret import (
    Meanings,
    context_of,
)
from tracker.actions.intake.matching import known_people, match
from tracker.actions.intake.moving_in import (
    moved_contacts,
    moved_documents,
    unusual_rows,
)
from tracker.actions.intake.questions import (
    another_sender,
    door,
    left_already,
    next_steps,
    open_questions,
    sixteenth_birthdays,
)
from tracker.actions.intake.questions.answers import NO_ANSWERS, Answers
from tracker.actions.intake.questions.open_questions import Unanswered
from tracker.actions.intake.signals import signal_items
from tracker.actions.work.tasks import Say, silent
from tracker.domain.history.details.attribution import key_by
from tracker.domain.history.position import Position, difference
from tracker.domain.law.gateways import EARLIER_SYSTEM
from tracker.extensions import db
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.history.evidence import NewEvidence
from tracker.store.intake.import_batches import (
    ImportBatch,
    Line,
    Outcome,
    Status,
)
from tracker.wording.counts import counted

#: A batch of this many lines changes what the database's planner must know.
MANY_LINES = 1000


class NotApplicable(Refusal):
    """The batch cannot be applied or withdrawn as it is; the text gives the reason."""


class UnlikeLastTime(Unanswered):
    """The batch would do something unusual, listed in ``effect``. Nothing was done."""

    def __init__(self, effect: "Effect") -> None:
        super().__init__(open_questions.unusual(effect.alarms))
        self.effect = effect


class _Unwanted(Exception):
    """Ends a preview, so that everything it did is rolled back."""


def preview(batch: ImportBatch, *, act: Act, say: Say = silent) -> Effect:
    """The effect that ``apply`` would have. Nothing is kept."""
    effect = Effect()
    try:
        with store.people.records.changing(batch.authority):
            effect = _apply(batch, act=act, meanings=None, say=say)
            raise _Unwanted
    except _Unwanted:
        return effect


def apply(
    batch: ImportBatch,
    *,
    act: Act,
    confirmed: bool = False,
    seen: Collection[str] | None = None,
    answers: Answers = NO_ANSWERS,
    meanings: Meanings | None = None,
    say: Say = silent,
) -> Effect:
    """Turns every usable line of a batch into evidence, in one transaction.

    ``act.at`` is the moment at which the evidence is recorded, ``act.on`` the day to
    make positions for. ``meanings`` are those that the same load worked out when it
    received the batch, ``answers`` the answers to what is unknown about the batch.
    Raises NotApplicable, open_questions.Unanswered and answers.WrongAnswer. Raises
    UnlikeLastTime if something unusual is not ``confirmed`` now (among the alarms
    ``seen``) and was not confirmed before. After an error nothing has changed.
    """
    scope = authority_scope(batch.authority)
    with store.people.records.changing(batch.authority):
        mark = store.people.records.mark()
        _lock(batch)
        again = batch.status == Status.WITHDRAWN
        if batch.status in (Status.MATCHED, Status.WITHDRAWN):
            match.find_late(batch, meanings)
        if batch.status != Status.APPLIED:
            open_questions.settle_of_batch(batch, answers, act=act)
        effect = _apply(batch, act=act, meanings=meanings, say=say)
        if not open_questions.confirm(
            batch,
            effect.alarms,
            confirmed=confirmed,
            seen=seen,
            again=again,
            act=act,
        ):
            raise UnlikeLastTime(effect)
        act.note(Action.IMPORT_APPLIED, f"batch {batch.id}", outcomes=effect.outcomes)
        known_people.changed(mark, effect.people, within=scope)
        left_already.compare_with_notices(
            effect.people, subject=f"batch {batch.id}", act=act
        )
    return effect


def _apply(
    batch: ImportBatch, *, act: Act, meanings: Meanings | None, say: Say
) -> Effect:
    """Applies a batch stage by stage, each from the results of those before it."""
    _lock(batch)
    if batch.status == Status.APPLIED:
        raise NotApplicable(f"Batch {batch.id} has already been applied.")
    if batch.status == Status.RECEIVED:
        raise NotApplicable(f"Batch {batch.id} has not been matched yet.")
    if signal_items.is_signal(batch):
        return _of_signals(batch, signal_items.apply(batch, act=act), act.on)
    lines = _usable_lines(batch, meanings)
    _number(batch, lines)
    evidence = evidence_of(batch, lines, meanings)
    is_whole = batch.complete and FEEDS[batch.feed].while_listed
    gone = while_listed.missing(batch, lines, meanings) if is_whole else None
    if gone is not None:
        evidence += gone.evidence
    # A line may be matched with a record that has since been merged into another.
    people = store.people.records.persons_of({each.person for each in evidence})
    before = positions.on_record(people, batch.authority, on=act.on)
    fresh = _record(batch, evidence, act)
    batch.status = Status.APPLIED
    if FEEDS[batch.feed].gateway == EARLIER_SYSTEM:
        fresh |= moved_contacts.write(batch, lines, meanings, act=act)
        moved_documents.write(batch, lines, meanings, act=act)
    opened = phase_transfers.follow(batch, lines, meanings, act=act)
    watch, turned = Watch(batch.id, out_of=len(people), say=say), list[str]()
    with sixteenth_birthdays.followed(
        people, within=authority_scope(batch.authority), act=act, say=turned.append
    ):
        for person, folded in late_restrictions.refolded(
            people, batch.authority, on=act.on
        ):
            watch.note(person, folded)
    store.intake.decisions.set_outcomes(_outcomes(lines, fresh, watch))
    store.intake.decisions.offer_earlier(batch.id)
    raised = _raise_questions(batch, watch, evidence)
    effect = _effect(batch, watch, before, raised, act.on)
    brings = brought((each.person, each.statements) for each in evidence)
    effect = replace(effect, opened=opened, turned=turned, brings=brings)
    if gone is None:
        return effect
    return replace(
        effect,
        turned=[*turned, *gone.sentences],
        alarms=[*effect.alarms, *gone.alarms],
    )


def _usable_lines(batch: ImportBatch, meanings: Meanings | None) -> list[Line]:
    """The lines that can become evidence, matched and narrowed by what is known now."""
    match.find_late(batch, meanings)
    if batch.matched_against != store.people.records.mark():
        match.match_again(batch, meanings)
    lines = store.intake.import_batches.usable_lines(batch.id)
    if door.look_again(batch, lines, meanings):
        lines = store.intake.import_batches.usable_lines(batch.id)
    return lines


def _record(
    batch: ImportBatch, evidence: Sequence[NewEvidence], act: Act
) -> set[int | None]:
    """Records the evidence; returns the lines of which some was not on record."""
    fresh = line_evidence.record(batch, evidence, act=act)
    if len(evidence) >= MANY_LINES:
        store.database.base.analyze_grown(
            "people", "facts", "evidence", "entries", "staged_rows"
        )
    return {evidence[each].row for each in fresh}


def _raise_questions(
    batch: ImportBatch, watch: Watch, evidence: Sequence[NewEvidence]
) -> dict[str, int]:
    """Raises the questions that the batch leads to; returns how many of each kind."""
    kinds = store.people.identity_questions.Kind
    raised = {(person, kinds.CONFLICT) for person in watch.conflicting}
    raised |= {(person, kinds.NOT_ON_ROLL) for person in absent(batch, watch.people)}
    raised |= next_steps.raised(evidence, watch.positions)
    store.people.identity_questions.raise_all(
        batch.authority, batch.id, batch.as_at, sorted(raised)
    )
    counts = Counter(kind.value for _, kind in raised)
    if watch.questioned:
        counts[kinds.IDENTITY.value] = len(watch.questioned)
    return dict(counts)


def _effect(
    batch: ImportBatch,
    watch: Watch,
    before: Mapping[int, Position],
    raised: dict[str, int],
    on: date,
) -> Effect:
    changes = Counter(
        difference(before.get(person), watch.positions.get(person))
        for person in watch.people
    )
    automatic, wrong = store.intake.import_batches.expected_wrong(batch.id)
    to_confirm = another_sender.to_confirm(batch)
    return Effect(
        outcomes=store.intake.import_batches.outcomes(batch.id),
        changes=dict(sorted(changes.items())),
        raised=raised,
        alarms=[
            *to_confirm,
            *unusual.alarms(batch, changes, on, raised=raised),
            *unusual_rows.alarms(batch),
        ],
        automatic=automatic,
        expected_wrong=wrong,
        people=frozenset(watch.people),
    )


def _of_signals(batch: ImportBatch, opened: int, on: date) -> Effect:
    """The effect of a batch that is no evidence: it changes no history."""
    automatic, wrong = store.intake.import_batches.expected_wrong(batch.id)
    return Effect(
        outcomes=store.intake.import_batches.outcomes(batch.id),
        opened=opened,
        alarms=unusual.alarms(batch, {}, on, raised={}),
        automatic=automatic,
        expected_wrong=wrong,
    )


def _lock(batch: ImportBatch) -> None:
    """Makes two users who apply one batch at once wait for each other."""
    db.session.refresh(batch, with_for_update=True)


def _number(batch: ImportBatch, lines: Sequence[Line]) -> None:
    """Creates a record for each new person: one for all lines about the same person."""
    leaders = [line for line in lines if line.person is None and line.same_as is None]
    new = store.people.records.create(batch.authority, len(leaders))
    for line, number in zip(leaders, new, strict=True):
        line.person = number
    became = {line.id: line.person for line in lines}
    for line in lines:
        if line.person is None and line.same_as is not None:
            if became.get(line.same_as) is None:
                # The first line was refused or waits. The lines that follow it are
                # about one person all the same.
                (became[line.same_as],) = store.people.records.create(
                    batch.authority, 1
                )
            line.person = became[line.same_as]


def _outcomes(
    lines: Sequence[Line], fresh: set[int | None], watch: Watch
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
    """The people who were at the sender's on the day of a complete roll and are not on
    it. People who are not known are left out: advisers have to contact them anyway.
    """
    context = context_of(batch)
    # A training provider is in no register: its key is its own number.
    place = key_by(context.institution, store.institutions.register.directory().resolve)
    if not batch.complete or place is None:
        return set()
    scope = authority_scope(batch.authority)
    seen_there = store.history.positions.ever_at(place, within=scope)
    sent = store.intake.import_batches.records_from_sender(batch)
    seen_there |= store.people.records.persons_of(sent)
    return {
        person
        for person, position in folding.where_on(seen_there - present, batch.as_at)
        if position.institution == place and not position.is_not_known
    }


def withdraw(batch: ImportBatch, *, act: Act, say: Say = silent) -> int:
    """Withdraws all evidence of a batch; returns the number of people it concerned.

    The decisions about its lines are kept, so that it can be applied again. Raises
    NotApplicable if the batch is not applied.
    """
    with store.people.records.changing(batch.authority):
        _lock(batch)
        if batch.status != Status.APPLIED:
            raise NotApplicable(
                f"Batch {batch.id} is not applied: it is {batch.status}."
            )
        records = store.history.evidence_changes.withdraw_batch(
            batch.id, by=act.by, at=act.at
        )
        store.people.identity_questions.drop(batch.id)
        touched = store.people.records.persons_of(records)
        histories = counted(len(touched), "history", "histories")
        say(f"Working out {histories} again without it.", 0)
        batch.status = Status.WITHDRAWN
        moved_contacts.withdraw(batch, at=act.at)
        moved_documents.withdraw(batch, at=act.at)
        scope = authority_scope(batch.authority)
        with sixteenth_birthdays.followed(touched, within=scope, act=act):
            late_restrictions.refold(touched, batch.authority, on=act.on)
        if signal_items.is_signal(batch):
            signal_items.withdraw(batch)
        phase_transfers.withdraw(batch)
        act.note(Action.IMPORT_WITHDRAWN, f"batch {batch.id}", people=len(touched))
    return len(touched)
