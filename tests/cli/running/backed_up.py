"""An installation to back up, and what a backup of it holds."""

from pathlib import Path

from flask import Flask

from tests.acts import NOON
from tests.held import all_rows
from tracker.extensions import db
from tracker.store.intake.uploads import Upload

SECRET = "Ludmiła-Żółć"


def upload(app: Flask, var: Path) -> Path:
    """A file that waits for an answer, and its row."""
    file = var / "uploads" / "0123" / "list.csv"
    file.parent.mkdir(parents=True)
    file.write_text(f"surname\n{SECRET}\n")
    with app.app_context():
        db.session.add(
            Upload(authority="359", files=[str(file)], sent_by="sam", sent_at=NOON)
        )
        db.session.commit()
    return file


def tables(app: Flask) -> dict[str, list[str]]:
    with app.app_context():
        db.session.rollback()
        rows = all_rows()
        db.session.rollback()
    return rows
