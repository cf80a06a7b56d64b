"""Files to download: a table as CSV, or a file that was made as a whole."""

import io
from collections.abc import Iterable, Sequence

from flask import Response, send_file, url_for

from tracker.reporting.files.listed_table import FORMS
from tracker.reporting.files.safe_text import Value, write_csv
from tracker.web import paging

_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "pdf": "application/pdf",
    "toml": "application/toml",
    "txt": "text/plain",
    "xml": "application/xml",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attachment(name: str, content: bytes) -> Response:
    """A file that the browser keeps under a name, whose ending gives its type."""
    return Response(
        content,
        mimetype=_TYPES[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def kept_file(name: str, media_type: str, content: bytes) -> Response:
    """A file as its sender made it, which the browser keeps and does not show."""
    return send_file(
        io.BytesIO(content),
        mimetype=media_type,
        as_attachment=True,
        download_name=name,
        etag=False,
        conditional=False,
    )


def files_beside(endpoint: str, **more: str) -> dict[str, str]:
    """The addresses of the files of this page's list, by the form of each.

    They keep the arguments of the page, so a file has the rows that its page leaves, in
    the same order. ``more`` are arguments that the page has without naming them.
    """
    return {
        form: paging.with_arguments(url_for(endpoint, form=form), **more)
        for form in FORMS
    }


def csv_file(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> Response:
    """A table to download, safe to open in a spreadsheet."""
    table = io.StringIO(newline="")
    write_csv(table, headings, rows)
    return attachment(name, table.getvalue().encode())
