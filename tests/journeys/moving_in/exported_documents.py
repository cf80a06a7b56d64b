"""An index of documents and their files, as an invented vendor exports them."""

import csv
import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from tests.acts import act
from tracker import actions, store
from tracker.extensions import db
from tracker.store.people.records import Person

HEAD = (
    *("Client Surname", "Client Forename", "Date of Birth", "UPN", "Document Date"),
    *("Document Title", "Document Type", "Uploaded By", "Confidential", "File Path"),
)
PDF = b"%PDF-1.7\nan invented plan\n%%EOF\n"


def line(row: dict, file: str, title: str = "Plan", **more: str) -> list[str]:
    return [
        *(row["family"], row["given"], row["born"], row["upn"]),
        *(more.get("day", "12/03/2026"), title, more.get("kind", "Plan")),
        *(more.get("by", "J. Okafor"), more.get("confidential", ""), file),
    ]


def index_of(path: Path, *lines: list[str]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *lines])
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def form_of(given: str, family: str, born: date) -> dict[str, Any]:
    """The form by which one document of a young person is moved in."""
    row = {"given": given, "family": family, "born": f"{born:%d/%m/%Y}", "upn": ""}
    text, made = io.StringIO(), io.BytesIO()
    csv.writer(text).writerows([HEAD, line(row, "plan.txt", "Agreed plan")])
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("plan.txt", f"An invented plan of {given} {family}")
    return {
        "index": (io.BytesIO(text.getvalue().encode()), "index.csv"),
        "files": (io.BytesIO(made.getvalue()), "documents.zip"),
        "system": "Their system",
        "as_at": ["20", "11", "2026"],
    }


def document_of(person: int) -> int:
    """Moves a document in for a young person on record; its number."""
    record = db.session.get_one(Person, person)
    row = {"given": record.given, "family": record.family, "upn": ""}
    row["born"] = f"{record.born:%d/%m/%Y}"
    with tempfile.TemporaryDirectory() as folder:
        actions.intake.moving_in.bring_documents.bring(
            index_of(Path(folder) / "index.csv", line(row, "plan.pdf", "Agreed plan")),
            packed(Path(folder) / "documents.zip", {"plan.pdf": PDF}),
            institution="Their system",
            as_at=date(2026, 11, 20),
            act=act(),
            confirm=lambda check: False,
            confirm_batch=lambda alarms: True,
        )
    (found,) = store.casework.kept_documents.moved_documents.of(person)
    return found.id
