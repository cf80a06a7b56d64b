"""Questions and alarms about a file: put to a terminal, reported to a script."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NoReturn, TypeVar

import click

from tracker.actions.intake.questions.answers import NO_ANSWERS, Answers
from tracker.actions.intake.questions.named_sender import by_number, number_of
from tracker.actions.intake.questions.open_questions import Kind, Question, Unanswered
from tracker.cli import answer, options
from tracker.domain.reference.institution import InstitutionRef
from tracker.wording.places import ANY_NUMBER

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """The options of a command, with the answers given at a terminal since."""

    as_at: date | None = None
    institution: str | None = None
    answers: Answers = NO_ANSWERS


def at_a_terminal() -> bool:
    """Whether there is a user at a terminal to answer."""
    return sys.stdin.isatty()


def confirmed(sentences: Iterable[str], *, question: str, unasked: str) -> bool:
    """Prints what is unusual; a user at a terminal confirms it, a script cannot."""
    for sentence in sentences:
        click.echo(sentence, err=True)
    if answer.in_json() or not at_a_terminal():
        click.echo(unasked, err=True)
        return False
    return click.confirm(question)


def until_answered(attempt: Callable[[Given], T], given: Given) -> T:
    """The result of ``attempt`` once every question is answered at a terminal.

    A script gets the questions with the option for each, and the command ends as one
    that could not be done. Raises answer.CannotBeDone where a question was not
    answered.
    """
    while True:
        try:
            return attempt(given)
        except Unanswered as unanswered:
            if answer.in_json() or not at_a_terminal():
                _report(unanswered.questions)
            for question in unanswered.questions:
                given = _ask(question, given)


def _report(questions: Sequence[Question]) -> NoReturn:
    sentences = [_with_option(each) for each in questions]
    if answer.in_json():
        answer.show(
            {
                "error": " ".join(sentences),
                "questions": [each.as_json() for each in questions],
            }
        )
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(answer.NOT_DONE)


def _with_option(question: Question) -> str:
    if question.kind is Kind.DAY:
        return f"{question.sentence} Add {question.option}, or --as-at today."
    if question.kind is Kind.AUTHORITIES:
        return f"{question.sentence} If that is right, add {question.option}."
    return f"{question.sentence} Add {question.option}."


def _ask(question: Question, given: Given) -> Given:
    """Puts one question to the user. Raises answer.CannotBeDone without an answer."""
    click.echo(question.sentence, err=True)
    if question.kind is Kind.AUTHORITIES:
        if not click.confirm("Load it all the same?", err=True):
            raise answer.CannotBeDone("Nothing was done.")
        return replace(given, answers=replace(given.answers, other_authorities=True))
    if question.kind is Kind.DAY:
        return replace(given, as_at=_day())
    if question.kind is Kind.DATABASE:
        typed = _typed("Number of the database, three digits (leave blank to stop)")
        return replace(given, answers=replace(given.answers, database=typed.strip()))
    if question.kind is Kind.INSTITUTION:
        typed = _typed(f"{ANY_NUMBER} of the sender (leave blank to stop)")
        return replace(given, institution=typed)
    names = tuple(map(_name, question.senders)) or (
        _typed("Name of the sender (leave blank to stop)"),
    )
    return replace(given, answers=replace(given.answers, new_senders=names))


def _name(sender: InstitutionRef) -> str:
    """The name of one of several senders, as the user types or confirms it."""
    number = number_of(sender)
    if number is not None:
        typed = _typed(f"Name of {by_number(sender)} (leave blank to stop)")
        return f"{number} {typed}"
    if not click.confirm(f"Is {sender.name} right?", err=True):
        raise answer.CannotBeDone("Nothing was done.")
    return sender.name or ""


def _day() -> date:
    while True:
        typed = _typed("As-at date, or today (leave blank to stop)")
        try:
            return options.day_of_file(typed)
        except click.BadParameter as wrong:
            click.echo(wrong.message, err=True)


def _typed(words: str) -> str:
    typed: str = click.prompt(words, default="", show_default=False, err=True)
    if not typed.strip():
        raise answer.CannotBeDone("Nothing was done.")
    return typed
