"""What became of a line or of a whole list, in the words that its sender reads.

A sender learns whether we know somebody, never who of ours it is or what others say.
"""

from dataclasses import dataclass

from tracker.store.imports import Outcome, Status
from tracker.store.sendings import Kind, Sent, State


@dataclass(frozen=True, slots=True)
class Said:
    """A few words, a sentence that explains them, and the colour of the tag."""

    words: str
    about: str
    colour: str


OUTCOMES: dict[str, Said] = {
    Outcome.NO_CHANGE: Said(
        "Known to us", "We know this young person. Nothing more is needed.", "green"
    ),
    Outcome.UPDATE: Said(
        "Known to us, updated",
        "We know this young person, and your list told us something new.",
        "green",
    ),
    Outcome.CONFLICT: Said(
        "Known to us, being checked",
        "We know this young person, but another source says otherwise. We will ask.",
        "yellow",
    ),
    Outcome.RESTRICTED: Said(
        "Known to us, name only",
        "We keep only the name, address and date of birth, as requested.",
        "green",
    ),
    Outcome.NEW: Said(
        "New to us",
        "We did not know about this young person. They will be added.",
        "blue",
    ),
    Outcome.POSSIBLE: Said(
        "Being looked at",
        "We may already know this young person. Somebody at the council will decide.",
        "yellow",
    ),
    Outcome.OUT_OF_AREA: Said(
        "Another council’s",
        "They live in another council’s area. The line is passed on and not kept.",
        "grey",
    ),
    Outcome.INVALID: Said(
        "Cannot be used", "Correct the line and send it again.", "red"
    ),
}


def of_line(outcome: str | None) -> Said:
    """What a line's outcome means."""
    return OUTCOMES.get(outcome or "", _WAITING)


_WAITING = Said("Not looked at yet", "The list is still being read.", "grey")


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
    count = sent.sending.counts.get("there", 0)
    students = "1 student" if count == 1 else f"{count:,} students"
    return Said("Recorded", f"{students} confirmed as still there.", "green")
