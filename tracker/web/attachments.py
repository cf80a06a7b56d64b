"""Files to download: a table as CSV, or a file that was made as a whole."""

import io
from collections.abc import Iterable, Sequence

from flask import Response

from tracker.reporting.files.safe_text import Value, write_csv

_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attachment(name: str, content: bytes) -> Response:
    """A file that the browser keeps under a name, whose ending gives its type."""
    return Response(
        content,
        mimetype=_TYPES[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_file(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> Response:
    """A table to download, safe to open in a spreadsheet."""
    table = io.StringIO(newline="")
    write_csv(table, headings, rows)
    return attachment(name, table.getvalue().encode())
