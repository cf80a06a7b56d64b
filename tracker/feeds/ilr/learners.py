"""The learners of a record, in XML or as a table: each with all of their aims."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.line_problems import cut
from tracker.feeds.cells.written_names import plain
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.ilr.columns import COLUMNS, NOUN
from tracker.feeds.ilr.deliveries import CELLS
from tracker.feeds.ilr.schema import Schema
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.xml_records import elements, leaves, local_name, whole_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEARNER, _AIM, _MARK = "Learner", "LearningDelivery", "LearnerFAM"
_HIGHER = "LearningDeliveryHE"
_HEADER = ("CollectionDetails", "Source", "LearningProvider")
_NAMES = {heading_key(column.title): column.name for column in COLUMNS}
#: Marks of a learner that are read, by their type; 1 means that the learner has it.
_MARKS = {"EHC": "ehcp", "HNS": "high_needs"}
#: Cells of an aim; the others are of the learner.
_OF_AIMS = frozenset((*CELLS, "higher"))


@dataclass
class Learner:
    """A learner's own cells by our column names, and those of each aim, at a line."""

    file: str
    line: int
    values: dict[str, str]
    aims: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Header:
    """Who makes the record, and the day on which it was made."""

    ukprn: str
    prepared: date | None


def header_of(file: Stored) -> Header:
    """The header of an XML record. Raises Unreadable where it names no provider."""
    ukprn, prepared = "", None
    for name, _, element in elements(file, {*_HEADER, _LEARNER}):
        if name == _LEARNER:
            break
        given = {heading_key(tag): text for tag, text, _ in leaves(element)}
        if name == "CollectionDetails":
            prepared = day_of(given.get("filepreparationdate"))
        else:
            # The provider of the learners comes after the one that made the file.
            ukprn = given.get("ukprn") or ukprn
    if not ukprn:
        raise Unreadable(
            f"{file.name} is not {NOUN}: neither its header nor a LearningProvider "
            "names the provider by a UKPRN."
        )
    return Header(ukprn, prepared)


def of_xml(file: Stored, header: Header, schema: Schema) -> Iterator[Learner]:
    """Every learner of an XML record, at the line of their element."""
    for _, line, element in elements(file, {_LEARNER}):
        schema.look_at(element, line)
        learner = Learner(file.name, line, {})
        for child in element:
            name = local_name(child.tag)
            if name == _AIM:
                learner.aims.append(_cells(child))
            elif name == _MARK:
                _mark(learner.values, child)
            else:
                _keep(learner.values, child, of_aims=False)
        cut(learner.values)
        yield learner


def _cells(element: "_Element") -> dict[str, str]:
    """The cells of an aim: the first of each, without those of its parts."""
    cells: dict[str, str] = {}
    for child in element:
        if local_name(child.tag) == _HIGHER:
            cells["higher"] = "yes"
        else:
            _keep(cells, child, of_aims=True)
    cut(cells)
    return cells


def _keep(cells: dict[str, str], element: "_Element", *, of_aims: bool) -> None:
    """Keeps a field of an aim, or else one of a learner; the first of several."""
    name = _NAMES.get(heading_key(local_name(element.tag)))
    text = whole_text(element)
    if text and name is not None and (name in _OF_AIMS) is of_aims:
        cells.setdefault(name, text)


def _mark(values: dict[str, str], element: "_Element") -> None:
    given = {heading_key(tag): text for tag, text, _ in leaves(element)}
    name = _MARKS.get(given.get("learnfamtype", "").upper())
    if name is not None:
        values[name] = given.get("learnfamcode", "")


def of_table(file: str, rows: Iterable[tuple[int, Mapping[str, str]]]) -> list[Learner]:
    """The learners of a table with a row for each aim, in the order of first rows.

    Rows are of one learner by the provider's reference, or else by the number, or else
    by name and birthday. What one row of a learner leaves out another may give.
    """
    found: dict[tuple[str, ...], Learner] = {}
    for line, values in rows:
        own = {name: text for name, text in values.items() if name not in _OF_AIMS}
        aim = {name: text for name, text in values.items() if name in _OF_AIMS}
        learner = found.setdefault(_who(own, line), Learner(file, line, {}))
        for name, text in own.items():
            learner.values.setdefault(name, text)
        learner.aims.append(aim)
    return list(found.values())


def _who(values: Mapping[str, str], line: int) -> tuple[str, ...]:
    """The learner of a row; a row without a name is one by itself."""
    place = values.get("ukprn", "")
    for name in ("reference", "uln"):
        if number := values.get(name, "").strip():
            if name == "uln" and not number.strip("9"):
                continue  # 9999999999 is everybody's whose number is not known
            return place, name, number.upper()
    names = (plain(values.get(each, "")).casefold() for each in ("surname", "forename"))
    who = (*names, str(day_of(values.get("dob"))))
    return (place, *who) if all(who[:2]) else (place, "line", str(line))
