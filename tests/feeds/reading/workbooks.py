"""Workbooks of every kind that programs write, with the same cells in them.

A sheet is rows of text, numbers and dates. OpenDocument and XLSB have no writer that we
would depend on, so their few records are put together here.
"""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt

Cell = str | int | float | date | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

_SERIAL_ZERO = date(1899, 12, 30)


def xls(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        sheet.visibility = int(name in hidden)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write(at, place, cell, day)
                elif cell is not None:
                    sheet.write(at, place, cell)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def xlsx(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, place, cell, day)
                    elif cell is not None:
                        sheet.write(at, place, cell)
            if name in hidden:
                sheet.hide()
    return content.getvalue()


def _archive(members: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def ods_of(body: str) -> bytes:
    """An OpenDocument workbook around the elements of its tables."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" '
        f'xmlns:text="{_ODF}:text:1.0" xmlns:style="{_ODF}:style:1.0" '
        'office:version="1.2"><office:automatic-styles>'
        '<style:style style:name="hid" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return _archive(
        {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    )


def ods(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    def cell(value: Cell) -> str:
        if value is None or value == "":
            return "<table:table-cell/>"
        if isinstance(value, date):
            kind = f'"date" office:date-value="{value.isoformat()}"'
        elif isinstance(value, str):
            kind = '"string"'
        else:
            kind = f'"float" office:value="{value}"'
        text = escape(str(value))
        return (
            f"<table:table-cell office:value-type={kind}><text:p>{text}</text:p>"
            "</table:table-cell>"
        )

    body = ""
    for name, rows in sheets.items():
        style = ' table:style-name="hid"' if name in hidden else ""
        body += f"<table:table table:name={quoteattr(name)}{style}>"
        for row in rows:
            cells = "".join(map(cell, row))
            body += f"<table:table-row>{cells}</table:table-row>"
        # Programs write a million empty rows below a list.
        body += (
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
            'table:number-columns-repeated="1024"/></table:table-row></table:table>'
        )
    return ods_of(body)


def xlsb(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    def number(value: int) -> bytes:
        found = b""
        while value >= 0x80:
            found += bytes([value & 0x7F | 0x80])
            value >>= 7
        return found + bytes([value])

    def record(kind: int, data: bytes = b"") -> bytes:
        named = bytes([kind & 0x7F | 0x80, kind >> 7]) if kind > 0x7F else bytes([kind])
        return named + number(len(data)) + data

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    def cell(place: int, value: Cell) -> bytes:
        start = struct.pack("<II", place, 0)
        if isinstance(value, date):
            value = (value - _SERIAL_ZERO).days
        if isinstance(value, str):
            return record(6, start + text(value))
        return record(5, start + struct.pack("<d", value)) if value is not None else b""

    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = record(131) + record(143)
    links = ""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship '
        f'Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.bin"/>'
        "</Relationships>",
    }
    for at, (name, rows) in enumerate(sheets.items(), start=1):
        state = struct.pack("<II", int(name in hidden), at)
        book += record(156, state + text(f"rId{at}") + text(name))
        links += (
            f'<Relationship Id="rId{at}" Type="{office}/worksheet" '
            f'Target="worksheets/sheet{at}.bin"/>'
        )
        widest = max((len(row) for row in rows), default=1)
        size = struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, widest - 1)
        sheet = record(129) + record(148, size) + record(145)
        for line, row in enumerate(rows):
            sheet += record(0, struct.pack("<I", line) + b"\0" * 13)
            sheet += b"".join(cell(place, value) for place, value in enumerate(row))
        members[f"xl/worksheets/sheet{at}.bin"] = sheet + record(146) + record(130)
    members["xl/workbook.bin"] = book + record(144) + record(132)
    members["xl/_rels/workbook.bin.rels"] = (
        f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
    )
    return _archive(members)


def xml_2003(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    def cell(value: Cell) -> str:
        if value is None:
            return "<Cell/>"
        if isinstance(value, date):
            return (
                f'<Cell><Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000'
                "</Data></Cell>"
            )
        kind = "String" if isinstance(value, str) else "Number"
        return f'<Cell><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'

    space = "urn:schemas-microsoft-com:office"
    body = ""
    for name, rows in sheets.items():
        lines = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)
        shown = "SheetHidden" if name in hidden else "SheetVisible"
        body += (
            f"<Worksheet ss:Name={quoteattr(name)}><Table>{lines}</Table>"
            f'<WorksheetOptions xmlns="{space}:excel"><Visible>{shown}</Visible>'
            "</WorksheetOptions></Worksheet>"
        )
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{space}:spreadsheet" xmlns:ss="{space}:spreadsheet">'
        f"{body}</Workbook>"
    ).encode()


def html(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    """A page as systems of schools write it and call it .xls."""

    def cell(value: Cell) -> str:
        shown = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
        return f"<td>{escape(str(shown if shown is not None else ''))}</td>"

    body = "".join(
        f"<table border=1>{''.join(f'<tr>{_joined(cell, row)}</tr>' for row in rows)}"
        "</table>"
        for name, rows in sheets.items()
        if name not in hidden
    )
    return (
        f"<html><head><style>td {{}}</style></head><body>{body}</body></html>".encode()
    )


def _joined(cell: Callable[[Cell], str], row: Sequence[Cell]) -> str:
    return "".join(map(cell, row))


#: The ending of each kind of workbook, and its writer.
KINDS: Mapping[str, Callable[..., bytes]] = {
    "list.xls": xls,
    "list.xlsx": xlsx,
    "list.ods": ods,
    "list.xlsb": xlsb,
    "list.xml": xml_2003,
    "page.xls": html,
}
