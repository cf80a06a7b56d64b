"""Moving documents in on the pages: an index and a ZIP, compared, then loaded."""

import io
from datetime import date

import pytest
from sqlalchemy import text as sql

from tests.factories import person, provider_list, register
from tests.journeys.moving_in.exported_documents import PDF, index_of, line, packed
from tests.waiting import run_waiting
from tests.web.conftest import NOW, token
from tests.web.management.reading import main_text
from tracker.extensions import db

PAGE = "/imports/documents"
DAY = {"as_at": ["20", "11", "2026"], "system": "Their system"}


@pytest.fixture
def sent(pages, signed_in, load, tmp_path):
    """Sends an index and a ZIP by the form; the page of the work, once it is done."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [person(n) for n in range(1, 3)]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", rows),
        institution="130888",
        as_at=date(2026, 9, 20),
    )
    client = signed_in("data-manager")
    index = index_of(
        tmp_path / "index.csv", line(rows[0], "a.pdf"), line(rows[1], "gone.pdf")
    ).read_bytes()
    documents = packed(tmp_path / "z.zip", {"a.pdf": PDF, "other.pdf": PDF})

    def run(*, left_out: str = "", **fields):
        data = {
            "index": (io.BytesIO(index), "index.csv"),
            "files": (io.BytesIO(documents.read_bytes()), "documents.zip"),
            **DAY,
            **fields,
            "csrf_token": token(client.get(PAGE).get_data(as_text=True)),
        }
        data.pop(left_out, None)
        answer = client.post(PAGE, data=data, content_type="multipart/form-data")
        if answer.status_code == 302:
            with pages.app_context():
                run_waiting(clock=lambda: NOW, day=lambda at: at.date())
            answer = client.get(answer.location)
        return main_text(answer.get_data(as_text=True))

    run.client = client
    return run


def waiting(pages) -> list[str]:
    folder = pages.config["TRACKER"].var / "uploads"
    return [each.name for each in folder.rglob("*") if each.is_file()]


def test_what_is_missing_is_shown_and_nothing_is_loaded(pages, sent) -> None:
    shown = sent()
    assert "Line 3 names a file that is not there." in shown
    assert "1 file is named by no line." in shown
    assert "Nothing was loaded." in shown
    with pages.app_context():
        feeds = db.session.execute(sql("SELECT feed FROM import_batches")).scalars()
        assert "earlier-documents" not in set(feeds)
        kept = db.session.execute(
            sql("SELECT arguments::text, result::text FROM tasks")
        )
        # The work is kept for long: no name of a document is in it.
        assert not any("gone" in it or "other" in it for row in kept for it in row)
    assert waiting(pages) == []


def test_the_others_are_moved_in_once_that_is_ticked(pages, sent) -> None:
    shown = sent(although="y")
    assert "2 lines in batch 3. 1 new file kept; 1 document on records." in shown
    assert "index.csv" in main_text(sent.client.get(PAGE).get_data(as_text=True))
    assert waiting(pages) == []


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("index", "Select the index."),
        ("files", "Select the ZIP of the documents."),
        ("system", "Enter the name of the system."),
        ("as_at", "Enter the day of the export."),
    ],
)
def test_what_is_not_given_is_named_and_nothing_is_kept(
    pages, sent, left_out: str, sentence: str
) -> None:
    assert sentence in sent(left_out=left_out)
    assert waiting(pages) == []


def test_a_file_that_is_no_zip_ends_the_work_in_a_sentence(pages, sent) -> None:
    shown = sent(files=(io.BytesIO(PDF), "documents.zip"))
    assert "documents.zip is no ZIP, or is damaged." in shown
    assert waiting(pages) == []
