"""The outcome of a line or of a whole list, in the words that its sender reads.

A sender learns of each line only what the line itself shows
(``store.intake.sent_lines``). Once the council has applied the list, its sender also
learns which of its students another source places with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.store.intake.import_batches import Status
from tracker.store.intake.sendings import Kind, Sent, State
from tracker.store.intake.sent_lines import Alone


@dataclass(frozen=True, slots=True)
class Outcome:
    """The words of the tag, a sentence that explains them, and the tag's colour."""

    words: str
    about: str
    colour: str


#: The outcome of a line judged without the records: the only one before the council has
#: the list.
LINES: dict[str, Outcome] = {
    Alone.USABLE: Outcome(
        "Can be used",
        "The line can be read. The council takes it in with the list.",
        "blue",
    ),
    Alone.ELSEWHERE: Outcome(
        "Another council’s",
        "The postcode is in another council’s area. If they live there, the line is "
        "passed on and not kept.",
        "grey",
    ),
    Alone.INVALID: Outcome(
        "Cannot be used", "Correct the line and send it again.", "red"
    ),
}
_TAKEN_IN = Outcome("Taken in", "The council has taken in the line.", "green")
_CONFIRMED = Outcome(
    "Taken in, confirmed",
    "Another source has this student with you too.",
    "green",
)


def of_line(alone: Alone, *, applied: bool, confirmed: bool) -> Outcome:
    """The outcome of a line. ``confirmed``: it was matched with a young person who is
    at the sender according to another source too.
    """
    if alone is not Alone.USABLE or not applied:
        return LINES[alone]
    return _CONFIRMED if confirmed else _TAKEN_IN


def counted(counts: Mapping[str, int]) -> list[tuple[Outcome, int]]:
    """The lines of a list when it was sent, by outcome, judged without the records.

    In lists sent before these outcomes were introduced, a line with another outcome
    counts as usable.
    """
    by_itself: dict[Alone, int] = dict.fromkeys(Alone, 0)
    for outcome, count in counts.items():
        known = outcome in {each.value for each in Alone}
        by_itself[Alone(outcome) if known else Alone.USABLE] += count
    return [(LINES[alone], count) for alone, count in by_itself.items() if count]


def of_sending(sent: Sent) -> Outcome:
    """The outcome of a sending so far."""
    if sent.sending.state == State.TAKEN_BACK:
        return Outcome("Taken back", "You took it back, so it does not count.", "grey")
    if sent.sending.kind == Kind.UNCHANGED:
        return _of_unchanged(sent)
    if sent.batch is not None and sent.batch.status == Status.WITHDRAWN:
        return Outcome(
            "Taken back by the council",
            "The council took the list back. Correct it and send it again, or ask why.",
            "orange",
        )
    if sent.applied:
        return Outcome("Accepted", "The council has taken in the list.", "green")
    if sent.sending.state == State.SENT:
        return Outcome("With the council", "The council will look at it next.", "blue")
    return _not_sent(sent)


def _not_sent(sent: Sent) -> Outcome:
    """The outcome of a list that its sender has not sent on yet."""
    task = sent.task
    if sent.sending.path is not None:
        return Outcome(
            "Waiting for you",
            "Select which of your columns is which. Otherwise the list is deleted "
            "after a day.",
            "yellow",
        )
    if sent.is_read:
        return Outcome(
            "Waiting for you",
            "Every line has been checked. Send what can be used, or take it back.",
            "yellow",
        )
    if task is None or task.problem:
        return Outcome(
            "Could not be read",
            task.problem if task is not None else "Choose the file again.",
            "red",
        )
    return Outcome("Being read", "This takes a moment.", "grey")


def _of_unchanged(sent: Sent) -> Outcome:
    if sent.task is None or sent.task.problem:
        return Outcome(
            "Could not be recorded",
            sent.task.problem if sent.task is not None else "Try again.",
            "red",
        )
    if not sent.task.ended:
        return Outcome("Being recorded", "This takes a moment.", "grey")
    return Outcome(
        "Recorded",
        "The students on your list are confirmed, as far as nothing newer is known.",
        "green",
    )
