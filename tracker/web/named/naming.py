"""Notices the people that a page names: each name that it reads is noted.

A template reads the name of a young person from a record or a row that has the number
of the record. The environment of the templates sees each such reading, so a page cannot
forget it. See decision 0166.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from flask import Flask, request_started
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


#: What was noted in this request: numbers by kind, in the order of the page. Not in
#: ``g``: a page reads hundreds of names.
_NAMED: ContextVar[dict[str, dict[int, None]] | None] = ContextVar(
    "named", default=None
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
    if (named := _NAMED.get()) is not None:
        named.setdefault(what, {}).update(dict.fromkeys(numbers))


def take() -> dict[str, list[int]]:
    """What was noted in this request: numbers by kind, each once, as on the page.

    One answer is one line: what is noted afterwards belongs to another answer.
    """
    named = _NAMED.get() or {}
    _NAMED.set({})
    return {what: list(them) for what, them in named.items() if them}


def init_app(app: Flask) -> None:
    """Notes from the start of each request to its end."""
    request_started.connect(_begin, app)
    app.teardown_request(_end)


def _begin(app: Flask) -> None:
    _NAMED.set({})


def _end(error: BaseException | None = None) -> None:
    _NAMED.set(None)


def _read(thing: Any) -> None:
    if (named := _NAMED.get()) is None:
        return
    number = thing.id if isinstance(thing, Person) else _number_in(thing)
    if number is not None:
        named.setdefault("people", {})[number] = None
        return
    for kind, what in _WITHOUT_RECORD:
        if isinstance(thing, kind):
            named.setdefault(what, {})[thing.id] = None  # type: ignore[attr-defined]


def _number_in(row: Any) -> int | None:
    for column in _NUMBERS:
        number = getattr(row, column, None)
        if isinstance(number, int):
            return number
    return None
