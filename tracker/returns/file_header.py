"""The header of the return, read from its element and written as one.

Reading never fails: errors for which the Department's own check would reject the file
are returned as sentences beside the header.
"""

from datetime import date

from lxml import etree

from tracker.returns.record import HEADER, Header, parse_date
from tracker.returns.xml_stream import local_name, text_of

# The 2015 schema and at least one supplier spell it with a small d.
_DATABASE_TAGS = ("DatabaseID", "DatabaseId")
_TEXTS = {
    "SupplierName": "supplier",
    "SupplierXMLVersion": "supplier_version",
    "XMLSchemaVersion": "schema_version",
}


def read_header(element: etree._Element) -> tuple[Header, list[str]]:
    """The header of a ``FileHeader`` element, and its errors as sentences."""
    databases: list[str] = []
    authorities: list[str] = []
    texts: dict[str, str] = {}
    faults: list[str] = []
    for child in element:
        name = local_name(child)
        if name == "Databases":
            databases += _numbers(child, _DATABASE_TAGS, faults)
        elif name == "SourceLEAs":
            authorities += _numbers(child, ("LEACode",), faults)
        elif name in _TEXTS or name in ("DateOfSend", "PeriodEnd"):
            if not (text := text_of(child)):
                continue
            if name in texts:
                faults.append(f"The header has more than one {name}.")
            else:
                texts[name] = text
        elif name:
            faults.append(f"The header holds {name}, which does not belong there.")
    if not databases:
        faults.append("The header names no database (DatabaseID).")
    if not authorities:
        faults.append("The header names no authority (LEACode in SourceLEAs).")
    header = Header(
        databases=tuple(databases),
        authorities=tuple(authorities),
        sent=_date("DateOfSend", texts, faults),
        period_end=_date("PeriodEnd", texts, faults),
        **{field: texts.get(tag, "") for tag, field in _TEXTS.items()},
    )
    return header, faults


def header_element(header: Header) -> etree._Element:
    """The ``FileHeader`` element, in the order of the specification."""
    element = etree.Element(HEADER)
    databases = etree.SubElement(element, "Databases")
    for number in header.databases:
        etree.SubElement(databases, "DatabaseID").text = number
    authorities = etree.SubElement(element, "SourceLEAs")
    for code in header.authorities:
        etree.SubElement(authorities, "LEACode").text = code
    for tag, day in (("DateOfSend", header.sent), ("PeriodEnd", header.period_end)):
        if day is not None:
            etree.SubElement(element, tag).text = day.isoformat()
    for tag, field in _TEXTS.items():
        if text := getattr(header, field):
            etree.SubElement(element, tag).text = text
    return element


def is_three_digits(text: str) -> bool:
    """Whether this has the form of a database's or an authority's number."""
    return len(text) == 3 and text.isascii() and text.isdigit()


def _numbers(
    element: etree._Element, tags: tuple[str, ...], faults: list[str]
) -> list[str]:
    numbers = []
    for child in element:
        name = local_name(child)
        text = text_of(child)
        if name in tags:
            if not is_three_digits(text):
                faults.append(f"The header's {name} {text!r} is not three digits.")
            numbers.append(text)
        elif name:
            faults.append(f"The header holds {name}, which does not belong there.")
    return numbers


def _date(tag: str, texts: dict[str, str], faults: list[str]) -> date | None:
    text = texts.get(tag, "")
    day = parse_date(text)
    if day is None:
        faults.append(
            f"The header's {tag} {text!r} is not a date such as 2026-10-31."
            if text
            else f"The header has no {tag}."
        )
    return day
