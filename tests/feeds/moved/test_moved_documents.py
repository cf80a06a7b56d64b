"""The index of documents, as two vendors export it. Everybody is invented."""

from datetime import date

import pytest

from tracker.domain.casework.contact import Visibility
from tracker.domain.history.evidence import Doing
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS, recognise

FEED = FEEDS["earlier-documents"]
DAY = Context("359", date(2026, 11, 30), database="359")
ATTACHMENTS = (
    "Client ID,Client Surname,Client Forename,Date of Birth,Attachment Date,"
    "Attachment Title,Attachment Type,Attached By,Sensitive,Attachment Path\n"
)


def meanings(path, **more):
    return [
        FEED.interpret(row.values, row.restricted, row.line, DAY)
        for row in FEED.read([path], DAY, **more).rows
    ]


@pytest.fixture
def one(write):
    def meaning(rest: str):
        row = f"10077,Holt,Ann,03/04/2009,{rest}\n"
        (found,) = meanings(write("attachments.csv", ATTACHMENTS + row))
        return found

    return meaning


def test_a_document_with_its_day_author_and_file(one) -> None:
    found = one(r"12/03/2026 09:14,Agreed plan,Plan,J. Okafor,N,D:\Docs\10077\p.pdf")
    assert found.usable, found.problems
    document = found.document
    assert (document.title, document.kind) == ("Agreed plan", "Plan")
    assert (document.made_on, found.as_at) == (date(2026, 3, 12), date(2026, 3, 12))
    assert document.author == "J. Okafor, in the earlier system"
    assert document.file == r"D:\Docs\10077\p.pdf"
    assert document.visibility is Visibility.TEAM
    assert found.identity.ypid == "3590000010077"
    assert not any(isinstance(each, Doing) for each in found.statements)


def test_another_vendor_gives_less(write) -> None:
    lines = (
        "UPN;Surname;Forename;DOB;FileName\n"
        "A823456789012;Holt;Ann;03/04/2009;Ann Holt CV.docx\n"
    )
    (found,) = meanings(write("files.csv", lines))
    assert found.usable, found.problems
    assert (found.document.title, found.document.made_on) == ("Ann Holt CV", None)
    # Without a day, the name was so on the day of the export.
    assert found.as_at == DAY.as_at


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ("12/03/2026,Plan,Plan,,N,", "There is no name of a file."),
        ("12/03/2026,Plan,Plan,,N,../", "There is no name of a file."),
        ("01/12/2026,Plan,Plan,,N,p.pdf", "1 December 2026 is after 30 November 2026"),
    ],
)
def test_a_row_without_a_file_is_refused(one, rest: str, sentence: str) -> None:
    found = one(rest)
    assert not found.usable
    assert any(sentence in each.message for each in found.problems)


def test_a_confidential_document_is_for_few(one) -> None:
    assert one("12/03/2026,P,,,Y,p.pdf").document.visibility is Visibility.RESTRICTED


def test_title_and_file_are_encrypted_among_the_lines_and_not_quoted(one) -> None:
    raw = {"title": "x", "file": "y", "surname": "Holt"}
    assert FEED.sealed_cells(raw) == {"title", "file"}
    found = one(f"12/03/2026,{'Secret ' * 200},Plan,,N,p.pdf")
    assert found.problems
    assert all("Secret" not in each.message for each in found.problems)


def test_the_index_is_recognised_and_others_are_not_taken_for_it(write) -> None:
    assert recognise(write("a.csv", f"{ATTACHMENTS}1,A,B,,,,,,,\n")) == FEED.name
    contacts = "Surname,DOB,Contact Date,Outcome,Contact Type\nA,,,,\n"
    assert recognise(write("c.csv", contacts)) == "earlier-contacts"
