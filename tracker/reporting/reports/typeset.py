"""A report as a tagged PDF. Typst lays it out; its Python package is all it needs.

The template ``report.typ`` receives the report as data and makes no decisions.

See decision 0042.
"""

from pathlib import Path
from typing import Any

from tracker.domain.reference.academic_year import say_date
from tracker.reporting.files import typst_files
from tracker.reporting.panels.panel import Kind, Panel, Picture, Row, say
from tracker.reporting.reports.report import Document

TEMPLATE = Path(__file__).with_name("report.typ")


def made(document: Document) -> bytes:
    """The PDF of a report. The same report gives the same bytes on any machine."""
    return typst_files.printed(TEMPLATE, "report", _data(document), on=document.as_of)


def _data(document: Document) -> dict[str, Any]:
    report = document.report
    return {
        "title": report.title,
        "subtitle": f"As at {say_date(document.as_of)}",
        "organisation": document.organisation,
        "audience": report.audience,
        "purpose": report.purpose,
        "as_of": say_date(document.as_of),
        "keywords": [document.name],
        "notes": list(document.notes),
        "panels": [_panel(panel) for panel in document.panels],
    }


def _panel(panel: Panel) -> dict[str, Any]:
    picture = panel.picture
    drawn = picture if picture is not None and panel.rows else None
    return {
        "title": panel.title,
        "about": panel.about,
        "corner": panel.corner,
        "columns": [
            {
                "heading": column.heading,
                "text": column.kind is Kind.TEXT,
                "percent": column.kind is Kind.PERCENT,
            }
            for column in panel.columns
        ],
        "rows": [_row(panel, row) for row in panel.all_rows],
        "notes": list(panel.notes),
        "bars": _bars(drawn) if drawn is not None and drawn.kind == "bars" else None,
        "lines": _lines(drawn) if drawn is not None and drawn.kind == "lines" else None,
    }


def _row(panel: Panel, row: Row) -> dict[str, Any]:
    return {
        "title": row.title,
        "total": row is panel.bottom,
        "cells": [
            say(cell, column.kind)
            for cell, column in zip(row.cells, panel.columns, strict=True)
        ],
    }


def _bars(picture: Picture) -> dict[str, Any]:
    """The first series as bars, each with its number as text."""
    numbers = picture.series[0].numbers
    return {
        "title": picture.title,
        "about": picture.about,
        "bars": [
            {
                "label": label,
                "number": number or 0,
                "text": "c" if number is None else picture.say(number),
            }
            for label, number in zip(picture.labels, numbers, strict=True)
        ],
        "mark": None
        if picture.mark is None
        else {
            "number": picture.mark[1],
            "text": f"{picture.mark[0]}: {picture.say(picture.mark[1])}",
        },
    }


#: The possible ends of an axis: a quarter of each is a round number.
_TOPS = (4, 8, 12, 20, 40, 60, 80, 100)


def _lines(picture: Picture) -> dict[str, Any]:
    within = [
        tuple(None if (n or 0) > picture.limit else n for n in each.numbers)
        for each in picture.series
    ]
    most = max((n or 0 for numbers in within for n in numbers), default=0)
    return {
        "top": next((top for top in _TOPS if top >= most), _TOPS[-1]),
        "title": picture.title,
        "about": picture.about,
        "labels": list(picture.labels),
        "series": [
            {"name": series.name, "numbers": list(numbers)}
            for series, numbers in zip(picture.series, within, strict=True)
        ],
    }
