"""Open questions about a file, which a page or a command has to answer.

A question about what is unknown (day, sender, authority) comes before the file is
received, and nothing of the file is stored until it is answered. A question about what
is unusual comes when a batch is applied. A batch without a usable line is not applied
at all. The answers are stored with the batch, with their author and time.

See decision 0084.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracker import store
from tracker.actions.act import Act
from tracker.actions.intake.questions.answers import Answers, check, named
from tracker.actions.intake.questions.named_sender import (
    number_of,
    say_several_unknown,
    say_unknown,
    standing,
)
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import ImportBatch, Outcome
from tracker.wording.counts import counted

#: This many other authorities are named; the rest are only counted.
_MOST_NAMED = 5


class Kind(StrEnum):
    """The kinds of question, in the order in which they are put."""

    DAY = "as-at date"
    INSTITUTION = "institution"
    SENDER = "new sender"
    AUTHORITIES = "other authorities"
    DATABASE = "database"
    UNUSABLE = "nothing usable"
    UNUSUAL = "unusual"


#: The option of a command that answers; no option makes an unusable file usable.
OPTIONS = {
    Kind.DAY: "--as-at DATE",
    Kind.INSTITUTION: "--institution NUMBER",
    Kind.SENDER: "--new-sender NAME",
    Kind.AUTHORITIES: "--other-authorities",
    Kind.DATABASE: "--database NUMBER",
    Kind.UNUSUAL: "--yes",
}


@dataclass(frozen=True, slots=True)
class Question:
    """An open question about a file: its kind, and the facts in a sentence.

    ``senders`` are those that need a name, if the question is about several.
    """

    kind: Kind
    sentence: str
    senders: tuple[InstitutionRef, ...] = ()

    @property
    def option(self) -> str | None:
        """The option of the command that answers it; None if there is none."""
        if not self.senders:
            return OPTIONS.get(self.kind)
        numbers = [(ref, number_of(ref)) for ref in self.senders]
        answers = [f"{number} NAME" if number else ref.name for ref, number in numbers]
        return " ".join(f'--new-sender "{each}"' for each in answers)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "question": self.sentence,
            "answer": self.option,
        }


class Unanswered(Exception):
    """The open ``questions`` have to be answered first. Nothing was done."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(" ".join(each.sentence for each in questions))
        self.questions = tuple(questions)


def of_file(
    files: Sequence[str],
    *,
    authority: str,
    gives_day: bool,
    sender: InstitutionRef | None,
    named: Sequence[str] = (),
) -> list[Question]:
    """All questions about what is unknown of files, answered or not.

    ``gives_day`` is true if the files give their own day, ``sender`` is the sender that
    they or the user name, ``named`` are the authorities in their header.
    """
    what = together(files)
    no_day = f"{what} gives no date, so its as-at date has to be entered."
    found = [] if gives_day else [Question(Kind.DAY, no_day)]
    found += of_sender(sender, authority)
    others = [code for code in dict.fromkeys(named) if code != authority]
    if others:
        found.append(_of_authorities(what, authority, others, besides=named))
    return found


def to_come(as_at: date | None, on: date) -> str | None:
    """What is wrong with a given as-at date, if it is after today; otherwise None."""
    if as_at is None or as_at <= on:
        return None
    return f"{say_date(as_at)} is in the future. Enter the as-at date of the file."


def together(files: Sequence[str]) -> str:
    """Files by the name of the first, as a sentence names them."""
    return files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"


def of_sender(sender: InstitutionRef | None, authority: str) -> list[Question]:
    """The question about a sender in no register; none about a sender that is known."""
    if sender is None or standing(sender, authority) is not None:
        return []
    return [Question(Kind.SENDER, say_unknown(sender))]


def of_senders(unknown: Sequence[InstitutionRef]) -> list[Question]:
    """The question about several senders in a file's rows that are in no register."""
    if not unknown:
        return []
    return [Question(Kind.SENDER, say_several_unknown(unknown), tuple(unknown))]


def _of_authorities(
    what: str, authority: str, others: Sequence[str], *, besides: Sequence[str]
) -> Question:
    named = ", ".join(map(_authority, others))
    ours = _authority(authority)
    instead = f"besides {ours}" if authority in besides else f"and not {ours}"
    return Question(
        Kind.AUTHORITIES,
        f"The header of {what} names {named} {instead}, for which it is being loaded.",
    )


def of_records(
    what: str, authority: str, others: Sequence[str], *, ours: int
) -> Question:
    """The question about records that name other authorities as their lead, the most
    frequent first. ``ours`` is the number of records that this authority leads.
    """
    named = ", ".join(map(_authority, others[:_MOST_NAMED]))
    more = len(others) - _MOST_NAMED
    beyond = f" and {more} more" if more > 0 else ""
    which = "Most records" if ours else "The records"
    return Question(
        Kind.AUTHORITIES,
        f"{which} of {what} are led by {named}{beyond} and not by "
        f"{_authority(authority)}, for which it is being loaded.",
    )


def without_sender(what: str) -> Question:
    """The question about a list of which nothing shows the school or college."""
    return Question(
        Kind.INSTITUTION,
        f"Neither {what} nor any of its rows names the school, college or provider "
        "that it is of, so no row of it can be used. Enter its sender.",
    )


def without_authority(what: str) -> Question:
    """The question about records if nothing shows which authority they belong to."""
    return Question(
        Kind.AUTHORITIES,
        f"Neither the header of {what} nor its records say which authority it is of.",
    )


def of_database(what: str) -> Question:
    """The question about a list with an earlier system's own numbers of its people."""
    return Question(
        Kind.DATABASE,
        f"{what} has the system's own numbers of its young people, and no month of it "
        "has been moved in to show their database. Load its months first, or enter the "
        "number of its database: the three digits with which each ID in its monthly "
        "files begins.",
    )


def _authority(code: str) -> str:
    known = AUTHORITIES.get(code)
    return f"{known.title} ({code})" if known is not None else f"authority {code[:20]}"


def open_of(
    questions: Sequence[Question], answers: Answers, *, as_at: date | None
) -> list[Question]:
    """The questions that these answers leave open."""
    return [each for each in questions if _answer(each, answers, as_at) is None]


def _answer(question: Question, answers: Answers, as_at: date | None) -> Any:
    if question.kind is Kind.DAY:
        return as_at.isoformat() if as_at is not None else None
    if question.kind is Kind.SENDER:
        names = named(question.senders, answers)
        if len(names) < len(question.senders):
            return None
        return ", ".join(names.values() or answers.new_senders) or None
    if question.kind is Kind.DATABASE:
        return answers.database or None
    return (question.kind is Kind.AUTHORITIES and answers.other_authorities) or None


def _unusable(batch: ImportBatch) -> int:
    """The number of invalid lines. In an institution's own list, lines that are invalid
    only because of the records do not count. Otherwise a list of one such line would
    show its sender, by being applied or not, whether the council knows the person.
    """
    if store.intake.sendings.is_sender(batch.received_by, authority=batch.authority):
        return store.intake.import_batches.invalid_by_itself(batch.id)
    return store.intake.import_batches.outcomes(batch.id).get(Outcome.INVALID, 0)


def of_batch(batch: ImportBatch) -> list[Question]:
    """The questions that keep a batch from being applied, except what is unusual.

    The sender was looked up when the batch was received. If the register has been
    withdrawn since, there is nothing to look it up in again.
    """
    found = []
    if batch.sender is not None and len(store.institutions.register.directory()):
        found += of_sender(InstitutionRef(**batch.sender), batch.authority)
    if batch.rows and _unusable(batch) == batch.rows:
        lines = counted(batch.rows, "line")
        every = "Its only line" if batch.rows == 1 else f"Each of its {lines}"
        sentence = (
            f"{every} is invalid, so there is nothing to apply. Correct the file and "
            "load it again."
        )
        found.append(Question(Kind.UNUSABLE, sentence))
    return found


def unusual(alarms: Sequence[str]) -> list[Question]:
    """The questions about what is unusual in a batch, or in the effect that it has."""
    return [Question(Kind.UNUSUAL, alarm) for alarm in alarms]


def settle(
    batch: ImportBatch,
    questions: Sequence[Question],
    answers: Answers,
    *,
    as_at: date | None = None,
    act: Act,
) -> None:
    """Stores the answers with the batch, inside the open transaction.

    Raises Unanswered if one is missing.
    """
    still_open = open_of(questions, answers, as_at=as_at)
    if still_open:
        raise Unanswered(still_open)
    for each in questions:
        if each.kind is Kind.SENDER:
            for sender, name in _named_of(batch, each, answers).items():
                key = key_of(sender)
                assert key is not None  # a question about a sender is about its number
                store.intake.new_senders.remember(
                    batch.authority, key, name, by=act.by, at=act.at
                )
        _keep(batch, each, _answer(each, answers, as_at), act=act)


def settle_of_batch(batch: ImportBatch, answers: Answers, *, act: Act) -> None:
    """Stores the answers to what is unknown about a batch that is to be applied.

    Raises WrongAnswer, and Unanswered, also for a batch without a usable line.
    """
    questions = of_batch(batch)
    if useless := [each for each in questions if each.kind is Kind.UNUSABLE]:
        raise Unanswered(useless)
    if answers.new_senders:
        sender = InstitutionRef(**batch.sender) if batch.sender else None
        answers = check(answers, sender=sender, authority=batch.authority)
    settle(batch, questions, answers, act=act)


def _named_of(
    batch: ImportBatch, question: Question, answers: Answers
) -> dict[InstitutionRef, str]:
    """The senders that a question is about, with the names given to them."""
    if question.senders:
        return named(question.senders, answers)
    return {InstitutionRef(**(batch.sender or {})): answers.new_senders[0]}


def _keep(batch: ImportBatch, question: Question, answer: Any, *, act: Act) -> None:
    store.intake.batch_answers.keep(
        batch.id,
        kind=question.kind,
        question=question.sentence,
        answer=answer,
        by=act.by,
        at=act.at,
    )
    act.note(
        Action.IMPORT_QUESTION_ANSWERED,
        f"batch {batch.id}",
        question=question.kind,
        answer="yes" if answer is True else answer,
    )


def unconfirmed(batch: ImportBatch, alarms: Sequence[str], *, again: bool) -> list[str]:
    """The alarms that were not confirmed for this batch in these very words.

    Of a batch that is applied ``again`` after it was withdrawn, everything unusual is
    confirmed again: there was a reason to withdraw it.
    """
    if again:
        return list(alarms)
    if not alarms:
        return []
    confirmed = {
        each.question
        for each in store.intake.batch_answers.of(batch.id)
        if each.kind == Kind.UNUSUAL
    }
    return [alarm for alarm in alarms if alarm not in confirmed]


def confirm(
    batch: ImportBatch,
    alarms: Sequence[str],
    *,
    confirmed: bool,
    seen: Collection[str] | None,
    again: bool = False,
    act: Act,
) -> bool:
    """Whether everything unusual is confirmed, now or before; stores what is confirmed.

    ``seen`` are the alarms that the user saw before they ``confirmed``; None means all
    alarms, as with --yes. What has become unusual since is a new question, and so is
    everything when the batch is applied ``again``.
    """
    new = unconfirmed(batch, alarms, again=again)
    if not confirmed or any(seen is not None and each not in seen for each in new):
        return not new
    for question in unusual(new):
        _keep(batch, question, True, act=act)
    return True
