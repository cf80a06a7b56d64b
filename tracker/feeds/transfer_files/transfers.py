"""The pupils of one transfer file, with its header in each row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.reference.academic_year import AcademicYear, say_date
from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.line_problems import TWICE, cut
from tracker.feeds.census.collect import meals_on
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.xml_records import elements, leaves, local_name, whole_text
from tracker.feeds.transfer_files.columns import COLUMNS, DAY
from tracker.feeds.transfer_files.destinations import is_digits, of_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_PUPIL, _HEADER = "Pupil", "Header"
_NAMES = {
    heading_key(heading): column.name
    for column in COLUMNS
    for heading in (column.title, *column.aliases)
}
#: The columns of which a pupil has one, at the top or among the basic details.
_OWN = frozenset(
    (
        *("surname", "forename", "middle_names", "dob", "sex", "upn", "former_upn"),
        *("uln", "preferred_surname", "preferred_forename", "former_surname"),
        *("former_forename", "year_group", "ethnicity", "email", "leaving_date"),
    )
)
_OF_ADDRESS = frozenset(
    (
        *("postcode", "saon", "paon", "street", "locality", "town", "post_town"),
        *("administrative_area", *(f"address_line_{n}" for n in range(1, 6))),
    )
)
#: How suppliers call the number in Phones/Phone.
_NUMBERS = frozenset({"phoneno", "phonenumber", "telephoneno", "phone", "number"})
_TRUE = frozenset({"true", "1", "y", "yes"})


@dataclass(frozen=True)
class Header:
    """The header as cells of each row, the day of the file, and a note about it."""

    cells: dict[str, str] = field(default_factory=dict)
    made: date | None = None
    note: str = ""


def header_of(file: Stored) -> Header:
    """The header of a file. What it leaves out the name of the file may give."""
    by_name, found = of_name(file.name), dict[str, str]()
    for name, _, element in elements(file, {_HEADER, _PUPIL}):
        if name == _PUPIL:
            break
        found.update(_header(element))
    made = _day(found.pop("made", ""))
    year = found.pop("year", "")
    notes = [_other_name(file.name, found, by_name), _other_year(file.name, year, made)]
    for pair in (("lea", "estab"), ("next_lea", "next_estab")):
        if not any(found.get(each) for each in pair):
            found |= {each: by_name[each] for each in pair if each in by_name}
    if made is not None:
        found[DAY] = made.isoformat()
    return Header(
        {name: text for name, text in found.items() if text},
        made,
        " ".join(filter(None, notes)),
    )


def _header(element: "_Element") -> Iterator[tuple[str, str]]:
    schools = {"sourceschool": "", "destschool": "next_"}
    for child in element:
        key = heading_key(local_name(child.tag))
        if key in schools:
            for tag, text, _ in leaves(child):
                part = heading_key(tag)
                if part in ("lea", "estab"):
                    yield f"{schools[key]}{part}", text
                elif part == "academicyear" and key == "sourceschool":
                    yield "year", text
        elif key == "datetime":
            yield "made", whole_text(child)
        elif key == "documentqualifier":
            yield "qualifier", whole_text(child)


def _day(text: str) -> date | None:
    return day_of(text) or day_of(text.partition("T")[0].partition(" ")[0])


def _other_name(
    file: str, header: Mapping[str, str], by_name: Mapping[str, str]
) -> str:
    """A note on a file whose name is for another school than its header."""
    parts = ("next_lea", "next_estab")
    given = "".join(header.get(each, "") for each in parts).upper()
    named = "".join(by_name.get(each, "") for each in parts).upper()
    if not given or not named or given == named:
        return ""
    return (
        f"{file} is for {given} by its header and for {named} by its name; the header "
        "counts."
    )


def _other_year(file: str, year: str, made: date | None) -> str:
    """A note on a file of another school year than its day. Systems write the year in
    which it starts or the one in which it ends, and in August the next one.
    """
    given = year.strip()[:4]
    if made is None or not is_digits(given):
        return ""
    start = AcademicYear.of(made).start
    if start <= int(given) <= start + 2:
        return ""
    return (
        f"{file} gives the school year {given} and was made on "
        f"{say_date(made)}; look whether it is an old file."
    )


def pupils(
    file: Stored, header: Header, unread: dict[str, None]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Every pupil of a file, at the line of their element. The names of elements that
    are not read are added to ``unread``.
    """
    for _, line, element in elements(file, {_PUPIL}):
        values = {**_values(element, header, unread), **header.cells}
        cut(values)
        yield line, values


def _values(
    element: "_Element", header: Header, unread: dict[str, None]
) -> dict[str, str]:
    values: dict[str, str] = {}
    twice: dict[str, None] = {}
    begun: set[str] = set()
    for child in element:
        tag = local_name(child.tag)
        key = heading_key(tag)
        if key == "basicdetails":
            for each in child:
                _take(values, each, twice, unread)
        elif key in _SECTIONS:
            # Of several addresses the first is the present one.
            if key not in begun:
                begun.add(key)
                for name, text in _SECTIONS[key](child, header):
                    values.setdefault(name, text)
        else:
            _take(values, child, twice, unread)
    if twice:
        values[TWICE] = " ".join(twice)
    return {name: text for name, text in values.items() if text}


def _take(
    values: dict[str, str],
    element: "_Element",
    twice: dict[str, None],
    unread: dict[str, None],
) -> None:
    """Takes a field of which a pupil has one; the first of several counts."""
    tag = local_name(element.tag)
    name = _NAMES.get(heading_key(tag))
    if name not in _OWN:
        if tag:
            unread.setdefault(tag)
        return
    text = whole_text(element)
    if text and values.setdefault(name, text) != text:
        twice.setdefault(name)


_Cells = Iterator[tuple[str, str]]


def _address(element: "_Element", header: Header) -> _Cells:
    for tag, text, _ in leaves(element):
        name = _NAMES.get(heading_key(tag))
        if name in _OF_ADDRESS:
            yield name, text


def _phones(element: "_Element", header: Header) -> _Cells:
    """The mobile number if one is marked so, otherwise the first."""
    found: list[tuple[bool, str]] = []
    for phone in element:
        cells = {heading_key(tag): text for tag, text, _ in leaves(phone)}
        number = next((cells[each] for each in _NUMBERS & cells.keys()), "")
        number = number or ("" if len(phone) else whole_text(phone))
        if number:
            kind = next((cells[each] for each in cells if each.endswith("type")), "")
            found.append((not kind.upper().startswith("M"), number))
    if found:
        yield "phone", min(found, key=lambda each: each[0])[1]


def _contacts(element: "_Element", header: Header) -> _Cells:
    """The first contact with parental responsibility."""
    found: list[tuple[int, dict[str, str]]] = []
    for contact in element:
        cells: dict[str, str] = {}
        for tag, text, above in leaves(contact):
            key = heading_key(tag)
            name = _NAMES.get(key)
            if name in _OF_ADDRESS and heading_key(above) != "contact":
                cells["address"] = ", ".join(filter(None, (cells.get("address"), text)))
            else:
                cells.setdefault(key, text)
        if cells.get("responsible", "").lower() in _TRUE:
            order = cells.get("order", "")
            found.append((int(order) if is_digits(order) else 99, cells))
    if found:
        first = min(found, key=lambda each: each[0])[1]
        names = (first.get("forename", ""), first.get("surname", ""))
        yield "contact_name", " ".join(filter(None, names))
        yield "contact_address", first.get("address", "")


def _needs(element: "_Element", header: Header) -> _Cells:
    """The provision that began last and has not ended by the day of the file."""
    found: list[tuple[date, str]] = []
    for each in element:
        cells = {heading_key(tag): text for tag, text, _ in leaves(each)}
        ended = day_of(cells.get("enddate"))
        over = ended is not None and (header.made is None or ended < header.made)
        if (given := cells.get("senprovision")) and not over:
            found.append((day_of(cells.get("startdate")) or date.min, given))
    if found:
        yield "sen", max(found, key=lambda each: each[0])[1]


def _meals(element: "_Element", header: Header) -> _Cells:
    periods: list[list[str]] = []
    for tag, text, _ in leaves(element):
        key = heading_key(tag)
        if key == "fsmstartdate":
            periods.append([text, ""])
        elif key == "fsmenddate" and periods:
            periods[-1][1] = text
    yield "meals", meals_on(header.made, periods)


def _schools(element: "_Element", header: Header) -> _Cells:
    """The days at the school that sends the file, among those of earlier schools.

    Some files do not number it: then it is the one marked as the last, or the only one
    that is left.
    """
    every = [
        {heading_key(tag): text for tag, text, _ in leaves(school)}
        for school in element
    ]
    source = _digits(header.cells.get("lea"), header.cells.get("estab"))
    here = [it for it in every if source and _digits(*_numbers(it)) == source]
    last = [it for it in every if it.get("lastschool", "").lower() in _TRUE]
    # An entry with another number is of another school, whatever it is marked as.
    unnumbered = [it for it in last or every if not _digits(*_numbers(it))]
    for cells in here[-1:] or unnumbered[-1:]:
        yield "entry_date", cells.get("entrydate", "")
        yield "leaving_date", cells.get("leavingdate", "")


def _numbers(cells: dict[str, str]) -> tuple[str, str]:
    return cells.get("lea", ""), cells.get("estab", "")


def _digits(lea: str | None, estab: str | None) -> str:
    both = f"{lea or ''}{(estab or '').zfill(4) if estab else ''}"
    return both if is_digits(both) else ""


#: The parts of a pupil with fields of their own.
_SECTIONS = {
    "address": _address,
    "phones": _phones,
    "contacts": _contacts,
    "senhistory": _needs,
    "fsmhistory": _meals,
    "schoolhistory": _schools,
}
