"""The census as a school's own system writes it: one XML message for one school."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.line_problems import cut
from tracker.feeds.census.agreement import SEVERAL, not_understood, unknown_agreement
from tracker.feeds.census.collect import census_day, meals_on
from tracker.feeds.census.columns import COLUMNS
from tracker.feeds.census.keeping import Pupil
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.xml_records import elements, leaves, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

ON_ROLL, OFF_ROLL = "PupilOnRoll", "PupilNoLongerOnRoll"

_NAMES = {
    heading_key(heading): column.name
    for column in COLUMNS
    for heading in (column.title, *column.aliases)
}


@dataclass
class Message:
    """The header of the message: the school, and the census day."""

    school: dict[str, str] = field(default_factory=dict)
    as_at: date | None = None


def message_of(file: Stored) -> Message:
    """Raises Unreadable if the file has no census header."""
    header: dict[str, str] = {}
    for name, _, element in elements(file, {"Header", "School", ON_ROLL, OFF_ROLL}):
        if name in (ON_ROLL, OFF_ROLL):
            break
        fields = {heading_key(tag): text for tag, text, _ in leaves(element)}
        if name == "Header":
            header = fields
        elif "urn" in fields:
            header.setdefault("urn", fields["urn"])
    if header.keys().isdisjoint(("lea", "estab", "urn")):
        raise Unreadable(
            f"{file.name} is not a school census: its header names no school."
        )
    as_at = day_of(header.get("referencedate")) or census_day(
        header.get("term", ""), header.get("year", "")
    )
    if as_at is not None:
        header["reference_date"] = as_at.isoformat()
    kept = ("lea", "estab", "urn", "reference_date")
    school = {name: header[name] for name in kept if name in header}
    return Message(school, as_at)


def pupils(file: Stored, message: Message) -> Iterator[Pupil]:
    """Every pupil of the message, at the line of their element."""
    for name, line, element in elements(file, {ON_ROLL, OFF_ROLL}):
        values = _values(file.name, element, message.as_at)
        yield Pupil(
            file.name, line, {**values, **message.school}, off_roll=name == OFF_ROLL
        )


def _values(file: str, element: "_Element", as_at: date | None) -> dict[str, str]:
    """The cells of a pupil. Raises Unreadable for an element that may be the agreement
    and is not understood."""
    values: dict[str, str] = {}
    periods: list[list[str]] = []
    for tag, text, above in leaves(element):
        key = heading_key(tag)
        if key == "fsmstartdate":
            periods.append([text, ""])
        elif key == "fsmenddate" and periods:
            periods[-1][1] = text
        elif (name := _NAMES.get(key)) is None:
            for heading in (tag, above):
                if unknown_agreement(heading):
                    raise not_understood(file, heading)
        elif name == "yssa" and values.get(name, text) != text:
            # Two different answers cannot be relied on.
            values[name] += f"{SEVERAL}{text}"
        else:
            # Of several addresses or programmes the first is the current one.
            values.setdefault(name, text)
    if as_at is not None and local_name(element.tag) == ON_ROLL:
        values["meals"] = meals_on(as_at, periods)
    cut(values)
    return values
