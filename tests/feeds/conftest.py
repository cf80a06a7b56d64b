"""Sample files, and a short way to read one to its end. All people are invented."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation

SAMPLES = Path(__file__).parents[1] / "samples" / "feeds"


@pytest.fixture
def samples() -> Path:
    return SAMPLES


@pytest.fixture
def context() -> Context:
    return Context(
        authority="359",
        as_at=date(2026, 10, 9),
        institution=InstitutionRef(urn="130500", name="Testham College (invented)"),
    )


Understand = Callable[..., list[Interpretation]]


@pytest.fixture
def understand(context: Context) -> Understand:
    """What the rows of some files mean, by the name of the feed."""

    def every(feed: str, *paths: Path, **rest: object) -> list[Interpretation]:
        reading = FEEDS[feed].read(paths, context, **rest)
        return [
            FEEDS[feed].interpret(row.values, row.restricted, row.line, context)
            for row in reading.rows
        ]

    return every


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file from text or bytes."""

    def file(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(
            content if isinstance(content, bytes) else content.encode(encoding)
        )
        return path

    return file


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """A workbook from sheets by name: rows of text, numbers and dates.

    ``hidden`` says of some how they are hidden: hide or very_hidden.
    """

    def file(
        name: str = "list.xlsx",
        hidden: Mapping[str, str] | None = None,
        **sheets: list[list[object]],
    ) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as book:
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for title, lines in sheets.items():
                sheet = book.add_worksheet(title)
                if title in (hidden or {}):
                    getattr(sheet, hidden[title])()
                else:
                    sheet.activate()
                    sheet.set_first_sheet()
                for at, cells in enumerate(lines):
                    for place, cell in enumerate(cells):
                        if isinstance(cell, date):
                            sheet.write_datetime(at, place, cell, day)
                        elif cell is not None:
                            sheet.write(at, place, cell)
        return path

    return file
