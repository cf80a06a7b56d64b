"""A document about the handling of data as a tagged PDF, laid out by Typst.

The template ``document.typ`` receives the document as data and makes no decisions. See
decision 0042.
"""

from datetime import date
from pathlib import Path
from typing import Any

from tracker.domain.law.documents.document import (
    Block,
    Document,
    Gap,
    Heading,
    Paragraph,
    Points,
    Signatures,
    Table,
)
from tracker.domain.reference.academic_year import say_date
from tracker.reporting.files import typst_files

TEMPLATE = Path(__file__).with_name("document.typ")


def pdf(document: Document, *, on: date) -> bytes:
    """The PDF of a document as it is on a day."""
    data = {
        "title": document.title,
        "organisation": document.council,
        "as_of": say_date(on),
        "version": document.version,
        "keywords": [document.name],
        "sections": [
            {
                "heading": section.heading,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in document.sections
        ],
    }
    return typst_files.printed(TEMPLATE, "document", data, on=on)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Gap(text):
            return {"kind": "gap", "text": text}
        case Points(items):
            return {"kind": "points", "items": list(items)}
        case Signatures(names):
            return {"kind": "signatures", "names": list(names)}
        case Table(headings, rows, about):
            return {
                "kind": "table",
                "about": about,
                "headings": list(headings),
                "rows": [list(row) for row in rows],
            }
