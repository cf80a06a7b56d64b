"""The outcome of a line or of a whole list, in the words that its sender reads.

A sender learns of each line only what the line itself shows
(``store.intake.sent_lines``). Once the council has applied the list, its sender also
learns which of its students another source places with it. ``outcomes.csv`` has the
outcomes of a line first, then those of a whole list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.domain.reference import tables
from tracker.feeds.registry import FEEDS
from tracker.store.intake.sendings import (
    LEFT_OPEN,
    OTHERS,
    Answer,
    Kind,
    Sending,
    Sent,
    State,
)
from tracker.store.intake.sent_lines import Alone
from tracker.store.work.tasks import Task


@dataclass(frozen=True, slots=True)
class Outcome:
    """The words of the tag, a sentence that explains them, and the tag's colour."""

    words: str
    about: str
    colour: str


def _outcome(row: dict[str, str]) -> tuple[str, Outcome]:
    return row.pop("outcome"), Outcome(**row)


_OUTCOMES = dict(tables.read(Path(__file__).with_name("outcomes.csv"), _outcome))
#: The outcome of a line judged without the records: the only one before the council has
#: the list.
LINES: dict[str, Outcome] = {alone: _OUTCOMES[alone] for alone in Alone}


def kind_of(sending: Sending) -> str:
    """What was sent: a report, a list of those who are there, or the feed's title."""
    if sending.kind != Kind.LIST:
        return "Answer for the week" if sending.is_of_week else "Nothing has changed"
    if sending.feed is not None and not FEEDS[sending.feed].roll:
        return FEEDS[sending.feed].title
    return "A complete list" if sending.complete else "Starters and leavers"


def of_line(alone: Alone, *, applied: bool, confirmed: bool) -> Outcome:
    """The outcome of a line. ``confirmed``: it was matched with a young person who is
    at the sender according to another source too.
    """
    if alone is not Alone.USABLE or not applied:
        return LINES[alone]
    return _OUTCOMES["confirmed" if confirmed else "taken in"]


def counted(counts: Mapping[str, int]) -> list[tuple[Outcome, int]]:
    """The lines of a list when it was sent, by outcome, judged without the records.

    In lists sent before these outcomes were introduced, a line with another outcome
    counts as usable.
    """
    by_itself: dict[Alone, int] = dict.fromkeys(Alone, 0)
    for outcome, count in counts.items():
        by_itself[Alone(outcome) if outcome in tuple(Alone) else Alone.USABLE] += count
    return [(LINES[alone], count) for alone, count in by_itself.items() if count]


#: What a sender chose in an answer for the week, in the words of its receipt.
_CHOSEN = {
    Answer.STOPPED: "Stopped",
    Answer.NOT_SEEN: "Not seen",
    Answer.ATTENDING: "Attending",
    OTHERS: "Attending, with all the others",
    LEFT_OPEN: "Not answered for",
}


def chosen(sending: Sending) -> list[tuple[str, int]]:
    """The choices of an answer for the week with the number of students of each."""
    return [(words, sending.counts.get(it, 0)) for it, words in _CHOSEN.items()]


def of_sending(sent: Sent) -> Outcome:
    """The outcome of a sending so far."""
    if sent.sending.state == State.TAKEN_BACK:
        return _OUTCOMES["taken back"]
    if sent.sending.kind == Kind.UNCHANGED:
        return _of_task(sent.task, "not recorded", "being recorded", "recorded")
    if sent.is_withdrawn:
        return _OUTCOMES["withdrawn"]
    if sent.applied:
        return _OUTCOMES["accepted"]
    if sent.sending.state == State.SENT:
        return _OUTCOMES["sent"]
    return _not_sent(sent)


def _not_sent(sent: Sent) -> Outcome:
    """The outcome of a list that its sender has not sent on yet."""
    if sent.sending.path is not None:
        if sent.task is not None and sent.task.problem:
            return replace(_OUTCOMES["to try again"], about=sent.task.problem)
        return _OUTCOMES["columns to explain"]
    if sent.is_read:
        return _OUTCOMES["checked"]
    return _of_task(sent.task, "not read", "being read", "being read")


def _of_task(task: Task | None, failed: str, running: str, ended: str) -> Outcome:
    """The outcome of the work that reads or records what was sent."""
    if task is None:
        return _OUTCOMES[failed]
    if task.problem:
        return replace(_OUTCOMES[failed], about=task.problem)
    return _OUTCOMES[ended if task.ended else running]
