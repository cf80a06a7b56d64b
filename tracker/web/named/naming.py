"""Notices the people that a page names: each name that it reads is noted.

A template reads the name of a young person from a record or a row that has the number
of the record. The environment of the templates sees each such reading, so a page cannot
forget it. See decision 0166.
"""

from collections.abc import Iterable
from typing import Any

from flask import g, has_request_context
from flask.templating import Environment

from tracker.store.intake.import_batches import StagedRow
from tracker.store.leavers.notices import Notice
from tracker.store.people.records import Person

#: Where a row has the number of the record that it is about.
_NUMBERS = ("person", "person_id")
#: What a template reads of a young person to name them, or to lead to their page.
_NAMING = frozenset(
    (
        *("name", "given", "family", "identity", "about", "upn", "uln", "ypids"),
        *("born", "line", *_NUMBERS),
    )
)
#: Rows that name a young person who may have no record, and what the line calls them.
_WITHOUT_RECORD: tuple[tuple[type, str], ...] = (
    (StagedRow, "lines"),
    (Notice, "notices"),
)


class NamingEnvironment(Environment):
    """The templates' environment, which notes the people whose names are read."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in _NAMING:
            _read(obj)
        try:
            # A page of many rows reads thousands of attributes.
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        # A filter over a list, such as map(attribute="name"), reads by this way.
        if argument in _NAMING:
            _read(obj)
        return super().getitem(obj, argument)


def note(numbers: Iterable[int], *, what: str = "people") -> None:
    """Notes people that an answer names where no template reads it from a record.

    ``numbers`` are those of people, or of rows of another kind (``what``).
    """
    if has_request_context():
        _noted(what).update(dict.fromkeys(numbers))


def _noted(what: str) -> dict[int, None]:
    """What was noted of a kind in this request, in the order of the page."""
    named: dict[str, dict[int, None]] = g.setdefault("named", {})
    return named.setdefault(what, {})


def take() -> dict[str, list[int]]:
    """What was noted in this request: numbers by kind, each once, as on the page.

    Nothing is noted any more afterwards: one answer is one line.
    """
    return {what: list(them) for what, them in g.pop("named", {}).items() if them}


def _read(thing: Any) -> None:
    if not has_request_context():
        return
    number = thing.id if isinstance(thing, Person) else _number_in(thing)
    if number is not None:
        _noted("people")[number] = None
        return
    for kind, what in _WITHOUT_RECORD:
        if isinstance(thing, kind):
            _noted(what)[thing.id] = None  # type: ignore[attr-defined]


def _number_in(row: Any) -> int | None:
    for column in _NUMBERS:
        number = getattr(row, column, None)
        if isinstance(number, int):
            return number
    return None
