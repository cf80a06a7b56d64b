"""What has to be answered about a file before it counts, on a page and by a command.

What is unknown (its day, its sender, whose authority it is of) is asked before a file
is received, and nothing of the file is stored until it is answered. What is unusual is
asked when a batch is applied, and a batch of which nothing can be used is not applied
at all. Answers stay with the batch, with who gave them and when.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tracker.actions.imports.whose_list import (
    by_number,
    has_number,
    say_unknown,
    standing,
)
from tracker.domain.academic_year import say_date
from tracker.domain.codes import AUTHORITIES
from tracker.domain.counted import counted
from tracker.domain.institution import InstitutionRef, key_of
from tracker.store import (
    audit,
    batch_answers,
    imports,
    institutions,
    new_senders,
    sendings,
)
from tracker.store.imports import ImportBatch, Outcome

#: So many other authorities are named; of the rest the number is given.
_MOST_NAMED = 5
#: A sender's name is shown in lists and titles.
LONGEST_NAME = 120


class Kind(StrEnum):
    """What is asked, in the order in which it is asked."""

    DAY = "as-at date"
    INSTITUTION = "institution"
    SENDER = "new sender"
    AUTHORITIES = "other authorities"
    UNUSABLE = "nothing usable"
    UNUSUAL = "unusual"


#: The option of a command that answers; no option makes an unusable file usable.
OPTIONS = {
    Kind.DAY: "--as-at DATE",
    Kind.INSTITUTION: "--institution NUMBER",
    Kind.SENDER: "--new-sender NAME",
    Kind.AUTHORITIES: "--other-authorities",
    Kind.UNUSUAL: "--yes",
}


@dataclass(frozen=True, slots=True)
class Question:
    """An open question about a file: its kind, and the facts in a sentence."""

    kind: Kind
    sentence: str

    @property
    def option(self) -> str | None:
        """What answers it on the command line, None where nothing does."""
        return OPTIONS.get(self.kind)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "question": self.sentence,
            "answer": self.option,
        }


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said by name about a file, beside its day: the name of a sender that is
    in no register, and that it is of other authorities.
    """

    new_sender: str | None = None
    other_authorities: bool = False


NO_ANSWERS = Answers()


class Unanswered(Exception):
    """Something has to be answered first; ``questions`` says what. Nothing was done."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(" ".join(each.sentence for each in questions))
        self.questions = tuple(questions)


class WrongAnswer(Exception):
    """An answer to a question that does not arise, or no answer; the text says why."""


def of_file(
    files: Sequence[str],
    *,
    authority: str,
    gives_day: bool,
    sender: InstitutionRef | None,
    named: Sequence[str] = (),
) -> list[Question]:
    """All that is unknown of files, whether it was answered or not.

    ``gives_day`` says whether they give their day themselves, ``sender`` who sent them
    by their own word or another's, ``named`` are the authorities of their header.
    """
    what = together(files)
    found = [] if gives_day else [_of_day(what)]
    found += of_sender(sender, authority)
    others = [code for code in dict.fromkeys(named) if code != authority]
    if others:
        found.append(_of_authorities(what, authority, others, besides=named))
    return found


def to_come(as_at: date | None, on: date) -> str | None:
    """What is wrong with an as-at date that was given, where it is after today."""
    if as_at is None or as_at <= on:
        return None
    return f"{say_date(as_at)} is in the future. Enter the as-at date of the file."


def together(files: Sequence[str]) -> str:
    """Files by the name of the first, as a sentence names them."""
    return files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"


def of_sender(sender: InstitutionRef | None, authority: str) -> list[Question]:
    """The question about a sender that no register has; none about a known one."""
    unknown = _of_sender(sender, authority) if sender is not None else None
    return [unknown] if unknown is not None else []


def _of_day(what: str) -> Question:
    return Question(
        Kind.DAY, f"{what} gives no date, so its as-at date has to be entered."
    )


def _of_sender(sender: InstitutionRef, authority: str) -> Question | None:
    if standing(sender, authority) is not None:
        return None
    return Question(Kind.SENDER, say_unknown(sender))


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
    """About records that say themselves that others lead them, the most frequent first;
    ``ours`` are led by this authority.
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


def of_nobody(what: str) -> Question:
    """About records of which nothing says whose they are."""
    return Question(
        Kind.AUTHORITIES,
        f"Neither the header of {what} nor its records say which authority it is of.",
    )


def _authority(code: str) -> str:
    known = AUTHORITIES.get(code)
    return f"{known.title} ({code})" if known is not None else f"authority {code[:20]}"


def open_of(
    asked: Sequence[Question], answers: Answers, *, as_at: date | None
) -> list[Question]:
    """Those of some questions that these answers leave open."""
    return [each for each in asked if _answer(each.kind, answers, as_at) is None]


def _answer(kind: Kind, answers: Answers, as_at: date | None) -> Any:
    if kind is Kind.DAY:
        return as_at.isoformat() if as_at is not None else None
    if kind is Kind.SENDER:
        return answers.new_sender
    return (kind is Kind.AUTHORITIES and answers.other_authorities) or None


def check(
    answers: Answers, *, sender: InstitutionRef | None, authority: str
) -> Answers:
    """The answers tidied. Raises WrongAnswer for a name that cannot be a new sender's.

    A name given for a number that is known means that the number is a slip.
    """
    if answers.new_sender is None:
        return answers
    name = " ".join(answers.new_sender.split())
    if not any(letter.isalpha() for letter in name) or not name.isprintable():
        raise WrongAnswer("Enter the name of the new sender in letters.")
    if len(name) > LONGEST_NAME:
        raise WrongAnswer(
            f"The name of the new sender must be {LONGEST_NAME} characters or fewer."
        )
    if sender is None:
        raise WrongAnswer(
            f"{name} was given as a new sender, but there is no number of one that is "
            "in no register: neither as the sender nor alone in every row. Give its "
            "URN, UKPRN or LAESTAB too."
        )
    if not has_number(sender) and (sender.name or "").casefold() != name.casefold():
        raise WrongAnswer(
            f"{name} was given as a new sender, but the rows call it {sender.name}. "
            "Enter it as the rows have it, or give its number too."
        )
    if sender.laestab is not None and sender.laestab[:3] not in AUTHORITIES:
        raise WrongAnswer(
            f"The DfE number {sender.laestab} begins with {sender.laestab[:3]}, which "
            "is no authority, so it cannot be that of a new sender."
        )
    known = standing(sender, authority)
    if known is not None and known.casefold() != name.casefold():
        raise WrongAnswer(
            f"{by_number(sender)} is {known}, so {name} cannot be a new sender with "
            "that number. Check the number."
        )
    return Answers(name, answers.other_authorities)


def _unusable(batch: ImportBatch) -> int:
    """How many lines are invalid. Of an institution's own list those are left out that
    only the records refuse: else it stays with the council unless they know somebody.
    """
    if sendings.is_sender(batch.received_by, authority=batch.authority):
        return imports.invalid_by_itself(batch.id)
    return imports.outcomes(batch.id).get(Outcome.INVALID, 0)


def of_batch(batch: ImportBatch) -> list[Question]:
    """What keeps a batch from being applied, but for what applying it finds unusual.

    Its sender was looked up when it was received: where the register was withdrawn
    since, there is nothing to look it up in again.
    """
    found = []
    if batch.sender is not None and len(institutions.directory()):
        found += of_sender(InstitutionRef(**batch.sender), batch.authority)
    if batch.rows and _unusable(batch) == batch.rows:
        found.append(
            Question(
                Kind.UNUSABLE,
                f"{_every(batch.rows)} is invalid, so there is nothing to apply. "
                "Correct the file and load it again.",
            )
        )
    return found


def _every(lines: int) -> str:
    return "Its only line" if lines == 1 else f"Each of its {counted(lines, 'line')}"


def unusual(alarms: Sequence[str]) -> list[Question]:
    """What is unusual about a batch, or about what applying it would do."""
    return [Question(Kind.UNUSUAL, alarm) for alarm in alarms]


def settle(
    batch: ImportBatch,
    asked: Sequence[Question],
    answers: Answers,
    *,
    as_at: date | None = None,
    by: str,
    at: datetime,
) -> None:
    """Keeps the answers with the batch, in the transaction at hand.

    Raises Unanswered where one is missing.
    """
    still_open = open_of(asked, answers, as_at=as_at)
    if still_open:
        raise Unanswered(still_open)
    for each in asked:
        if each.kind is Kind.SENDER:
            _name_sender(batch, answers.new_sender or "", by=by, at=at)
        _keep(batch, each, _answer(each.kind, answers, as_at), by=by, at=at)


def settle_of_batch(
    batch: ImportBatch, answers: Answers, *, by: str, at: datetime
) -> None:
    """Keeps the answers to what is unknown of a batch that is to be applied.

    Raises Unanswered, also for a batch of which nothing can be used, and WrongAnswer.
    """
    asked = of_batch(batch)
    if useless := [each for each in asked if each.kind is Kind.UNUSABLE]:
        raise Unanswered(useless)
    if answers.new_sender is not None:
        sender = InstitutionRef(**batch.sender) if batch.sender else None
        answers = check(answers, sender=sender, authority=batch.authority)
    settle(batch, asked, answers, by=by, at=at)


def _name_sender(batch: ImportBatch, name: str, *, by: str, at: datetime) -> None:
    key = key_of(InstitutionRef(**(batch.sender or {})))
    assert key is not None  # a question about a sender is about its number
    new_senders.remember(batch.authority, key, name, by=by, at=at)


def _keep(
    batch: ImportBatch, question: Question, answer: Any, *, by: str, at: datetime
) -> None:
    batch_answers.keep(
        batch.id,
        kind=question.kind,
        question=question.sentence,
        answer=answer,
        by=by,
        at=at,
    )
    audit.write(
        authority=batch.authority,
        at=at,
        by=by,
        action="import question answered",
        subject=f"batch {batch.id}",
        question=question.kind,
        answer="yes" if answer is True else answer,
    )


def unconfirmed(batch: ImportBatch, alarms: Sequence[str]) -> list[str]:
    """Those of the alarms that were not confirmed, word for word, for this batch."""
    if not alarms:
        return []
    confirmed = {
        each.question
        for each in batch_answers.of(batch.id)
        if each.kind == Kind.UNUSUAL
    }
    return [alarm for alarm in alarms if alarm not in confirmed]


def confirm(
    batch: ImportBatch,
    alarms: Sequence[str],
    *,
    confirmed: bool,
    seen: Collection[str] | None,
    by: str,
    at: datetime,
) -> bool:
    """Whether all that is unusual has been confirmed, now or before; keeps what was.

    ``seen`` are the alarms that were shown to whoever ``confirmed`` them, None where
    all are meant, as by --yes: what has become unusual since is asked about.
    """
    new = unconfirmed(batch, alarms)
    if not confirmed or any(seen is not None and each not in seen for each in new):
        return not new
    for question in unusual(new):
        _keep(batch, question, True, by=by, at=at)
    return True
