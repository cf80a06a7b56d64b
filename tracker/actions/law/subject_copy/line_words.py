"""Lines of files and records of the return in words: "210 – School sixth form".

Cells are in the order of the columns of their kind of file, codes with their titles.

See Law D-05.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tracker.domain.law.subject_copy.in_plain_words import part, say
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.code_titles import with_title
from tracker.domain.reference.codes import CHARACTERISTICS, ETHNICITIES
from tracker.feeds.cells.dates import day_of
from tracker.feeds.census.codes import ethnicity
from tracker.feeds.feed_columns import Column
from tracker.feeds.nccis import columns
from tracker.feeds.registry import FEEDS


def cells(feed: str, values: Mapping[str, Any]) -> str:
    """The cells of a line of a feed, each under its name in words; no empty ones."""
    known = FEEDS.get(feed)
    return "; ".join(_each(known.columns if known is not None else (), values))


def record(values: Mapping[str, Any]) -> str:
    """A record of the return, whose columns are those of an NCCIS file."""
    held = values.get(columns.CHARACTERISTIC)
    more = {columns.CHARACTERISTICS: " ".join(held)} if held else {}
    rest = {it: each for it, each in values.items() if it != columns.CHARACTERISTIC}
    return cells(columns.NAME, rest | more)


def _each(of: Iterable[Column], values: Mapping[str, Any]) -> Iterator[str]:
    left = dict(values)
    for column in of:
        if (value := left.pop(column.name, None)) not in (None, ""):
            yield f"{_label(column.name)}: {_text(column, value)}"
    for name, value in left.items():
        if text := say(name, value):
            yield f"{_label(name)}: {text}"


def _label(name: str) -> str:
    words = part(name)
    return words[:1].upper() + words[1:]


def _text(column: Column, value: Any) -> str:
    if not isinstance(value, str):
        return say(column.name, value)
    if column.codes == CHARACTERISTICS.name:
        return ", ".join(with_title(column.codes, each) for each in value.split())
    if column.codes == ETHNICITIES.name and (known := ethnicity(value)) is not None:
        return with_title(column.codes, known).replace(known, value.strip(), 1)
    if column.codes:
        return with_title(column.codes, value)
    day = day_of(value) if column.kind == "date" else None
    return say_date(day) if day is not None else say(column.name, value)
