"""flask notice, processing, policy-document and assessment."""

import csv
import io

import pytest
from pypdf import PdfReader


@pytest.mark.law("D-12")
def test_the_notice_in_words_and_as_json(flask, as_json) -> None:
    words = flask("notice").out
    assert words.startswith("# Privacy notice for young people and their families\n")
    assert "## In short" in words
    young = flask("notice", "--young").out
    assert young.startswith("# Your information and you\n")
    found = as_json("notice", "--young")
    assert found["title"] == "Your information and you"
    assert found["sections"][0]["heading"] == "What is this page?"
    assert f"Version {found['version']}." in young


@pytest.mark.law("D-13")
@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["assessment"], "Data protection impact assessment"),
        (["policy-document"], "Appropriate policy document"),
        (["notice", "--young"], "Your information and you"),
    ],
)
def test_a_document_is_written_as_a_pdf(flask, tmp_path, words, title) -> None:
    out = tmp_path / "document.pdf"
    assert flask(*words, "--out", out).out == f"Written to {out}.\n"
    assert PdfReader(out).metadata.title == title


def test_a_document_is_written_as_markdown(flask, as_json, tmp_path) -> None:
    out = tmp_path / "notice.md"
    assert as_json("notice", "--out", out)["file"] == str(out)
    assert out.read_text(encoding="utf-8") == flask("notice").out


def test_a_file_that_cannot_be_written_is_refused(flask, tmp_path) -> None:
    refused = flask("assessment", "--out", tmp_path / "missing" / "a.pdf", code=2)
    assert "cannot be written" in refused.err
    assert "ends in" in flask("assessment", "--out", "a.docx", code=2).err


@pytest.mark.law("D-14")
def test_the_record_of_processing_as_csv_and_json(flask, as_json) -> None:
    rows = list(csv.DictReader(io.StringIO(flask("processing").out)))
    assert as_json("processing") == rows
    assert {row["activity"] for row in rows} >= {
        "The monthly return and the activity survey"
    }


@pytest.mark.law("D-12")
def test_another_authority_has_a_notice_of_its_own(flask) -> None:
    assert flask("notice", "--authority", "350").code == 0


@pytest.mark.law("N-20", "D-12")
def test_a_confirmed_period_is_no_longer_a_proposal(flask) -> None:
    words = ("processing", "--json")
    before = str(flask(*words).json)
    assert "until the account is closed (proposed" in before
    flask("disposals", "confirm", "secrets", "--for", "Judith")
    after = str(flask(*words).json)
    assert "until the account is closed (proposed" not in after
    assert "until the account is closed" in after
    assert "confirmed" in flask("notice", "--json").out
