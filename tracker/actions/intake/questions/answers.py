"""Answers that a user gives with a file.

They name its new senders, or confirm that its records may belong to other authorities.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.actions.intake.questions.named_sender import (
    by_number,
    has_number,
    number_of,
    standing,
)
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.institution import InstitutionRef
from tracker.refusal import Refusal
from tracker.wording.places import ANY_NUMBER

#: A sender's name is shown in lists and titles.
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers about a file beside its day: the names of senders that are in no
    register, and whether it may be of other authorities.

    If its rows name several senders, each name stands after its number. ``database``
    is the number of an earlier system's database, "" where none was given.
    """

    new_senders: tuple[str, ...] = ()
    other_authorities: bool = False
    database: str = ""


NO_ANSWERS = Answers()


class WrongAnswer(Refusal):
    """The answer fits no open question, or is no answer; the text gives the reason."""


def entered(
    names: str | None, *, other_authorities: bool = False, database: str | None = None
) -> Answers:
    """The answers from a form, where semicolons separate the names."""
    split = (each.strip() for each in (names or "").split(";"))
    given = (database or "").strip()
    return Answers(tuple(filter(None, split)), other_authorities, given)


def check_database(answers: Answers) -> None:
    """Raises WrongAnswer for a number that no database can have."""
    given = answers.database
    if given and not (len(given) == 3 and given.isascii() and given.isdigit()):
        raise WrongAnswer(
            f"{given[:20]} is no number of a database: it has three digits, with which "
            "each ID in the monthly files of the system begins.",
            "database",
        )


def check(
    answers: Answers, *, sender: InstitutionRef | None, authority: str
) -> Answers:
    """The answers, tidied. Raises WrongAnswer for a name that no new sender can have.

    If a name is given for a number that is already known, the number must be a slip.
    """
    if not answers.new_senders:
        return answers
    names = [_tidied(each) for each in answers.new_senders]
    if sender is None:
        raise WrongAnswer(
            f"{names[0]} was given as a new sender, but there is no number of one that "
            "is in no register: neither as the sender nor alone in every row. Give its "
            f"{ANY_NUMBER} too."
        )
    if len(names) > 1:
        raise WrongAnswer(
            f"The file has one sender, {by_number(sender)}. Give one new sender."
        )
    # The number may stand before the name, as it does when rows name several senders.
    name = names[0]  # in the capitals in which it was typed
    if has_number(sender):
        name = next(iter(named([sender], Answers(tuple(names))).values()), name)
    if not has_number(sender) and (sender.name or "").casefold() != name.casefold():
        raise WrongAnswer(
            f"{name} was given as a new sender, but the rows call it {sender.name}. "
            "Enter it as the rows have it, or give its number too."
        )
    _check_name(name, sender, authority)
    return replace(answers, new_senders=(name,))


def check_several(
    answers: Answers, *, senders: Sequence[InstitutionRef], authority: str
) -> Answers:
    """As ``check``, for a file whose rows name several senders. Raises WrongAnswer."""
    names = tuple(_tidied(each) for each in answers.new_senders)
    for given in names:
        meant = named(senders, Answers((given,)))
        if not meant:
            raise WrongAnswer(
                f"{given} was given as a new sender, but the rows name none like it. "
                "Give the number that the rows have and the name after it, or the name "
                "as the rows have it where they have no number."
            )
        for sender, name in meant.items():
            _check_name(_tidied(name), sender, authority)
    return replace(answers, new_senders=names)


def named(
    senders: Sequence[InstitutionRef], answers: Answers
) -> dict[InstitutionRef, str]:
    """The senders among these that the answers name, each with its name."""
    found: dict[InstitutionRef, str] = {}
    for sender in senders:
        number = number_of(sender)
        for given in answers.new_senders:
            first, _, rest = given.strip().partition(" ")
            if number is not None and first == number and rest.strip():
                found[sender] = rest.strip()
            elif number is None and given.casefold() == (sender.name or "").casefold():
                found[sender] = sender.name or given
    return found


def _tidied(given: str) -> str:
    name = " ".join(given.split())
    if not any(letter.isalpha() for letter in name) or not name.isprintable():
        raise WrongAnswer("Enter the name of the new sender in letters.")
    if len(name) > LONGEST_NAME:
        raise WrongAnswer(
            f"The name of the new sender must be {LONGEST_NAME} characters or fewer."
        )
    return name


def _check_name(name: str, sender: InstitutionRef, authority: str) -> None:
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


def named_itself(
    sender: InstitutionRef | None, answers: Answers, authority: str
) -> Answers:
    """The answers about a file of an earlier system: its name is all there is to know
    of it, so giving it once remembers it.
    """
    if sender is None or sender.name is None or standing(sender, authority) is not None:
        return answers
    if [each.casefold() for each in answers.new_senders] == [sender.name.casefold()]:
        return answers  # in the capitals in which it was typed
    return replace(answers, new_senders=(sender.name,))


def name_of_system(
    sender: InstitutionRef | None, typed: str | None, authority: str
) -> str | None:
    """The name by which an earlier system is remembered, as it was ``typed``; None for
    one that is known, and without a sender.
    """
    named = Answers((" ".join((typed or "").split()),))
    given = named_itself(sender, named, authority).new_senders
    known = sender is None or standing(sender, authority) is not None
    return None if known else next(iter(given), None)
