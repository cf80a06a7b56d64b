"""The words of one person's ledger: the state of a step, and what is known of it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tracker.domain.year.ledger_steps import STEPS, Name, State
from tracker.domain.year.owing import Kind

#: What a file has for a step by its state: nothing where the step is not needed.
IN_FILES = {each: each.capitalize() for each in State} | {State.NOT_NEEDED: ""}

#: What a list calls each kind of debtor.
AS_WHAT = {
    Kind.SCHOOL: "School left",
    Kind.COLLEGE: "New school or college",
    Kind.ADVISER: "Adviser",
    Kind.LEADER: "Team leader",
    Kind.DATA_TEAM: "Data team",
}
#: Who fills a gap where there is no name for them.
NO_NAME = {
    Kind.SCHOOL: "A school without a name",
    Kind.COLLEGE: "A place without a name",
    Kind.ADVISER: "A former adviser",
    Kind.LEADER: "In no caseload",
    Kind.DATA_TEAM: "Place not known",
}


def gap(step: str | None) -> str:
    """The title of the step to act on, as it is stored; "" where there is none."""
    return STEPS[Name(step)].title if step is not None else ""


def known(
    found: Mapping[str, Any], say: Callable[[date], str], *, place: bool = True
) -> str:
    """What is known of a step in one line: its place, its day, and from which source.

    ``found`` is what is stored of the step, ``say`` puts a day in words.
    """
    day, left = found.get("on"), found.get("left_on")
    parts = (
        found.get("place_name") if place else None,
        say(date.fromisoformat(day)) if day else None,
        f"left on {say(date.fromisoformat(left))}" if left else None,
        found.get("source"),
    )
    return ", ".join(filter(None, parts))
