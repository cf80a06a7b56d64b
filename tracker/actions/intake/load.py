"""Loads a file: receives, matches and applies it, or resumes a load that stopped."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tracker import confinement, linkage, store
from tracker.access import authority_scope
from tracker.actions import intake
from tracker.actions.act import Act
from tracker.actions.intake import receive, register, waiting_files, way_in
from tracker.actions.intake.interpret import Meanings
from tracker.actions.intake.matching import match
from tracker.actions.intake.moving_in.own_numbers import is_of_earlier_system
from tracker.actions.intake.questions import open_questions
from tracker.actions.intake.questions.answers import (
    NO_ANSWERS,
    Answers,
    named_itself,
)
from tracker.actions.intake.questions.open_questions import (
    Kind,
    Question,
    Unanswered,
)
from tracker.actions.work.tasks import Say, silent
from tracker.domain.history.details.attribution import key_by
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.identifiers import LaEstab, Ukprn, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.declaration import Feed
from tracker.feeds.reading.open_files import opened
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal
from tracker.store.intake.import_batches import ImportBatch, Status
from tracker.wording.counts import counted, expected_wrong_matches

Confirm = Callable[[list[str]], bool]


class NotAnInstitution(Refusal):
    """The text given is not the number of an institution; the message names it."""


@dataclass(slots=True)
class Loaded:
    """The result of loading files, as the command prints it."""

    batch: ImportBatch
    effect: intake.effect.Effect
    problems: list[dict[str, Any]]
    questions: Sequence[Question]
    already: bool

    @property
    def applied(self) -> bool:
        return self.batch.status == Status.APPLIED

    def as_json(self) -> dict[str, Any]:
        return {
            "batch": self.batch.id,
            "rows": self.batch.rows,
            "as_at": self.batch.as_at,
            "sender": self.batch.sender,
            **self.effect.as_json(),
            "expected_wrong": round(self.effect.expected_wrong, 4),
            "questions": [each.as_json() for each in self.questions],
            "applied": self.applied,
            "already_loaded": self.already,
            "problems": self.problems,
            "notes": self.batch.notes,
        }


def load(
    feed: str,
    files: Sequence[Path],
    *,
    institution: str | None,
    as_at: date | None,
    complete: bool,
    act: Act,
    confirm: Confirm,
    answers: Answers = NO_ANSWERS,
    received: Callable[[ImportBatch], None] = lambda batch: None,
    say: Say = silent,
) -> Loaded:
    """Loads files as one batch; loading the same files again resumes where it stopped.

    ``confirm`` is called with what is unusual, ``answers`` are the answers to what is
    unknown. ``received`` is called with the batch before it is matched.
    Raises NotAnInstitution, open_questions.Unanswered, answers.WrongAnswer,
    feeds.file_reading.Unreadable, virus_scanner.NotClean and ScannerSilent.
    """
    files = opened(files)
    waiting_files.scan(files)
    again = False
    meanings = Meanings()
    try:
        batch = receive_files(
            feed,
            files,
            institution=institution,
            as_at=as_at,
            complete=complete,
            act=act,
            answers=answers,
            meanings=meanings,
            say=say,
        )
        if not register.is_of(batch):
            say(f"Received {counted(batch.rows, 'line')} as batch {batch.id}.")
    except receive.AlreadyLoaded as known:
        batch = known.batch
        again = True
    received(batch)
    loaded = carry_on(
        batch,
        confirm=confirm,
        act=act,
        # Answers given when the files were received are stored with the batch.
        answers=answers if again else NO_ANSWERS,
        meanings=meanings,
        say=say,
    )
    loaded.already = again and loaded.already
    return loaded


def receive_files(
    feed: str,
    files: Sequence[Path],
    *,
    institution: str | None,
    as_at: date | None,
    complete: bool,
    act: Act,
    notes: Sequence[str] = (),
    answers: Answers = NO_ANSWERS,
    meanings: Meanings | None = None,
    say: Say = silent,
) -> ImportBatch:
    """Receives files as one batch, read with the headings that their sender uses.

    A register is applied at once, unless it is far smaller than the one on record.
    ``meanings`` is filled with the meaning of each line, so that the same load can
    match and apply the batch with it. Raises NotAnInstitution, receive.AlreadyLoaded,
    open_questions.Unanswered, answers.WrongAnswer and feeds.file_reading.Unreadable.
    """
    if (wrong := open_questions.to_come(as_at, act.on)) is not None:
        raise intake.questions.answers.WrongAnswer(wrong)
    confinement.processes.get_ready()
    if FEEDS[feed].of_institutions:
        return register.load(files, feed=FEEDS[feed], act=act, as_at=as_at)
    linkage.model.second_process.get_ready()
    own_team = way_in.is_of_own_team(FEEDS[feed])
    if has_name_alone(FEEDS[feed]) and not institution and not own_team:
        institution = named_in(answers)
    sender = sender_of(FEEDS[feed], institution, act.authority)
    if has_name_alone(FEEDS[feed]):
        answers = named_itself(sender, answers, act.authority)
    if own_team and sender is not None and answers.new_senders:
        sender = _as_typed(sender, answers)
    key = way_in.key_of(FEEDS[feed], sender_key(sender))
    mapping = store.intake.sender_columns
    return receive.receive(
        FEEDS[feed],
        files,
        act=act,
        institution=sender,
        as_at=as_at,
        complete=complete,
        answers=answers,
        notes=notes,
        aliases=mapping.aliases(act.authority, feed, key) if key else None,
        mapped_at=mapping.changed_at(act.authority, feed, key) if key else None,
        meanings=meanings,
        say=say,
    )


def carry_on(
    batch: ImportBatch,
    *,
    confirm: Confirm,
    act: Act,
    answers: Answers = NO_ANSWERS,
    meanings: Meanings | None = None,
    say: Say = silent,
) -> Loaded:
    """Matches and applies a batch, as far as that has not been done yet.

    ``say`` is called with the expected number of wrong matches before any is applied.
    A batch that is not applied is returned with its open questions. Raises
    answers.WrongAnswer, and open_questions.Unanswered if an option of the command can
    answer.
    """
    already = batch.status == Status.APPLIED
    effect = intake.effect.Effect()
    questions: Sequence[Question] = ()
    if batch.status == Status.RECEIVED:
        match.match(batch, act=act, meanings=meanings, say=say)
        say("Matched every line.")
    automatic, wrong = store.intake.import_batches.expected_wrong(batch.id)
    if automatic and not already:
        say(expected_wrong_matches(wrong, automatic))
    seen: list[str] | None = None
    to_be_done = not already
    while to_be_done:
        to_be_done = False
        try:
            effect = apply(
                batch,
                act=act,
                confirmed=seen is not None,
                seen=seen,
                answers=answers,
                meanings=meanings,
                say=say,
            )
        except intake.apply.NotApplicable:
            # Another process has loaded the same file at the same moment.
            if batch.status != Status.APPLIED:
                raise
        except intake.apply.UnlikeLastTime as unlike:
            # Something else may have become unusual while the user was answering.
            if to_be_done := confirm(unlike.effect.alarms):
                seen = unlike.effect.alarms
            else:
                effect = intake.effect.Effect(alarms=unlike.effect.alarms)
                questions = unlike.questions
        except open_questions.Unanswered as unanswered:
            if any(each.option is not None for each in unanswered.questions):
                raise
            questions = unanswered.questions
    effect.outcomes = store.intake.import_batches.outcomes(batch.id)
    effect.automatic, effect.expected_wrong = automatic, wrong
    problems = store.intake.import_batches.problems(batch.id)
    return Loaded(batch, effect, problems, questions, already)


def apply(
    batch: ImportBatch,
    *,
    act: Act,
    confirmed: bool,
    seen: Collection[str] | None,
    answers: Answers,
    meanings: Meanings | None = None,
    say: Say,
) -> intake.effect.Effect:
    """Applies a batch of any kind; see ``apply.apply`` and ``register.apply_again``."""
    if register.is_of(batch):
        return register.apply_again(batch, act=act, confirmed=confirmed, seen=seen)
    return intake.apply.apply(
        batch,
        act=act,
        confirmed=confirmed,
        seen=seen,
        answers=answers,
        meanings=meanings,
        say=say,
    )


def preview(batch: ImportBatch, *, act: Act, say: Say = silent) -> intake.effect.Effect:
    """The effect that applying a batch would have."""
    if register.is_of(batch):
        return intake.effect.Effect(alarms=register.alarms(batch))
    if batch.status == Status.RECEIVED:
        match.match(batch, act=act, say=say)
    return intake.apply.preview(batch, act=act, say=say)


def withdraw(batch: ImportBatch, *, act: Act, say: Say = silent) -> int:
    """Withdraws a batch; returns the number of people whose history changed."""
    if register.is_of(batch):
        register.withdraw(batch, act=act)
        return 0
    return intake.apply.withdraw(batch, act=act, say=say)


def reference(number: str | None, authority: str) -> InstitutionRef | None:
    """The institution with this number (URN, LAESTAB or UKPRN), or with this key.

    None without a number. Raises NotAnInstitution for text that is no such number.
    """
    if number is None:
        return None
    digits = number.strip().replace("/", "").replace(" ", "")
    for kind in ("urn:", "laestab:", "ukprn:"):
        digits = digits.removeprefix(kind)
    if len(digits) == 6 and (urn := Urn.parse(digits)).value:
        return InstitutionRef(urn=urn.value)
    if len(digits) == 8 and (ukprn := Ukprn.parse(digits)).value:
        return InstitutionRef(ukprn=ukprn.value)
    if (laestab := LaEstab.parse(digits, authority)).value:
        return InstitutionRef(laestab=laestab.value)
    raise NotAnInstitution(
        f"{number} is not an institution's number: a URN has 6 digits, a DfE number 7, "
        "a UKPRN 8.",
        "institution",
    )


def sender_of(feed: Feed, number: str | None, authority: str) -> InstitutionRef | None:
    """The sender of a file with this number or key: an institution, the council that
    sends a feed of councils, or the earlier system, service or team of this name.

    Raises NotAnInstitution, also where a feed of councils has no sender, or this one,
    and way_in.NotAgreed for a service without an agreement.
    """
    if way_in.is_of_service(feed):
        return way_in.service_called(feed, number or "", authority)
    if is_of_earlier_system(feed) or way_in.is_of_own_team(feed):
        name = " ".join((number or "").removeprefix("name:").split())
        return _called(name, authority) if name else None
    if not feed.from_authorities:
        return reference(number, authority)
    code = (number or "").strip().removeprefix("authority:")
    if code not in AUTHORITIES or code == authority:
        raise NotAnInstitution(
            f"{code or 'Nothing'} is not the code of another council, such as 350. "
            f"Give that of the council that sent {feed.noun}.",
            "institution",
        )
    return InstitutionRef(authority=code)


def _as_typed(sender: InstitutionRef, answers: Answers) -> InstitutionRef:
    """A new team of the council, in the capitals in which its name was typed."""
    (name, *_) = answers.new_senders
    same = name.casefold() == (sender.name or "").casefold()
    return InstitutionRef(name=name) if same else sender


def _called(name: str, authority: str) -> InstitutionRef:
    """A sender with this name alone, in the capitals in which it is remembered."""
    typed = InstitutionRef(name=name)
    key = sender_key(typed) or ""
    known = store.intake.new_senders.names([key], within=authority_scope(authority))
    return InstitutionRef(name=known.get(key, name))


def has_name_alone(feed: Feed) -> bool:
    """Whether the sender of a feed's files has a name and no number: the council's
    earlier system, a support service, or a team of the council, which need not be
    named.
    """
    of_service = way_in.is_of_service(feed) or way_in.is_of_own_team(feed)
    return of_service or is_of_earlier_system(feed)


def named_in(answers: Answers) -> str:
    """The name of an earlier system, or of a service, as it was given for a new sender.
    Raises Unanswered where none was: its words and headings are kept under its name.
    """
    if len(answers.new_senders) == 1:
        return answers.new_senders[0]
    raise Unanswered(
        [
            Question(
                Kind.SENDER,
                "Its sender is an earlier system or a service, which has a name and no "
                "number. Enter what it is called; its words are kept under that name.",
            )
        ]
    )


def sender_key(sender: InstitutionRef | None) -> str | None:
    """The key of a sender: from the register, or else from its own number."""
    return key_by(sender, store.institutions.register.directory().resolve)
