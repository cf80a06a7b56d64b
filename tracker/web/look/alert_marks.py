"""The mark of an alert beside a name on a list: that there is one, and nothing of it.

Who calls from a list sees the mark before the number, and reads the alert on the
record. A list looks once for all people of the page. Files have no template, so they
have no mark.

See decision 0210.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask import Flask

from tracker import store
from tracker.access import Permission
from tracker.domain.history.details.particulars import BY_NAME
from tracker.web.guard import may, scope

#: The details that are alerts, the most urgent first, each with the colour of its mark.
COLOURS: Mapping[str, str] = {"safeguarding": "red", "lone_worker": "orange"}


class Mark(NamedTuple):
    """What stands beside a name: the title of the detail, and a colour."""

    title: str
    colour: str


def alerts_of(people: Iterable[int | None]) -> dict[int, list[Mark]]:
    """The marks of those of these people who have an alert that the reader may see.

    ``people`` are numbers of records, also of merged ones; None is no one.
    """
    shown = [
        name
        for name in COLOURS
        if any(may(Permission(each)) for each in BY_NAME[name].handling.seen_by)
    ]
    numbers = {each for each in people if each is not None}
    if not shown or not numbers:
        return {}
    held = store.people.records.with_details(numbers, shown, within=scope())
    return {
        person: [Mark(BY_NAME[name].label, COLOURS[name]) for name in names]
        for person, names in held.items()
    }


def init_app(app: Flask) -> None:
    """Names the marks in every template."""
    app.jinja_env.globals["alerts_of"] = alerts_of
