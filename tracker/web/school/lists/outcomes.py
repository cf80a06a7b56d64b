"""What became of a line or of a whole list, in the words that its sender reads.

A sender learns what each line is by itself (``store.intake.sent_lines``). Once the
council has
applied the list it learns a little more of those whom another source places with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.store.intake.import_batches import Status
from tracker.store.intake.sendings import Kind, Sent, State
from tracker.store.intake.sent_lines import Alone


@dataclass(frozen=True, slots=True)
class Said:
    """A few words, a sentence that explains them, and the colour of the tag."""

    words: str
    about: str
    colour: str


#: What each line is by itself: all that is said of it before the council has it.
LINES: dict[str, Said] = {
    Alone.USABLE: Said(
        "Can be used",
        "The line can be read. The council takes it in with the list.",
        "blue",
    ),
    Alone.ELSEWHERE: Said(
        "Another council’s",
        "The postcode is in another council’s area. If they live there, the line is "
        "passed on and not kept.",
        "grey",
    ),
    Alone.INVALID: Said("Cannot be used", "Correct the line and send it again.", "red"),
}
_TAKEN_IN = Said("Taken in", "The council has taken in the line.", "green")
_CONFIRMED = Said(
    "Taken in, confirmed",
    "Another source has this student with you too.",
    "green",
)


def of_line(alone: Alone, *, applied: bool, confirmed: bool) -> Said:
    """What is said of a line; ``confirmed``: it was matched with somebody whom another
    source places at its sender as well.
    """
    if alone is not Alone.USABLE or not applied:
        return LINES[alone]
    return _CONFIRMED if confirmed else _TAKEN_IN


def counted(counts: Mapping[str, int]) -> list[tuple[Said, int]]:
    """The lines of a list when it was sent, by what each is by itself.

    Lists that were sent before this was all that is said have other outcomes.
    """
    by_itself: dict[Alone, int] = dict.fromkeys(Alone, 0)
    for outcome, count in counts.items():
        known = outcome in {each.value for each in Alone}
        by_itself[Alone(outcome) if known else Alone.USABLE] += count
    return [(LINES[alone], count) for alone, count in by_itself.items() if count]


def of_sending(sent: Sent) -> Said:
    """What has come of a sending so far."""
    if sent.sending.state == State.TAKEN_BACK:
        return Said("Taken back", "You took it back, so it does not count.", "grey")
    if sent.sending.kind == Kind.UNCHANGED:
        return _unchanged(sent)
    if sent.batch is not None and sent.batch.status == Status.WITHDRAWN:
        return Said(
            "Taken back by the council",
            "The council took the list back. Correct it and send it again, or ask why.",
            "orange",
        )
    if sent.applied:
        return Said("Accepted", "The council has taken in the list.", "green")
    if sent.sending.state == State.SENT:
        return Said("With the council", "The council will look at it next.", "blue")
    return _kept(sent)


def _kept(sent: Sent) -> Said:
    """Of a list that its sender has not sent on yet."""
    task = sent.task
    if sent.sending.path is not None:
        return Said(
            "Waiting for you",
            "Tell us which of your columns is which. If nobody does, the list is "
            "deleted after a day.",
            "yellow",
        )
    if sent.is_read:
        return Said(
            "Waiting for you",
            "Every line has been checked. Send what can be used, or take it back.",
            "yellow",
        )
    if task is None or task.problem:
        return Said(
            "Could not be read",
            task.problem if task is not None else "Choose the file again.",
            "red",
        )
    return Said("Being read", "This takes a moment.", "grey")


def _unchanged(sent: Sent) -> Said:
    if sent.task is None or sent.task.problem:
        return Said(
            "Could not be recorded",
            sent.task.problem if sent.task is not None else "Try again.",
            "red",
        )
    if not sent.task.ended:
        return Said("Being recorded", "This takes a moment.", "grey")
    return Said(
        "Recorded",
        "The students on your list are confirmed, as far as nothing newer is known.",
        "green",
    )
