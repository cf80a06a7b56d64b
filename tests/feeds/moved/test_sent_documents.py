"""The ZIP and the folder of documents, as strangers pack them. All invented."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from tracker.feeds.file_reading import Unreadable
from tracker.feeds.moved_documents import document_types, sent_documents
from tracker.feeds.moved_documents.document_types import NotADocument, type_of
from tracker.feeds.moved_documents.sent_documents import Files
from tracker.feeds.reading.open_files import OpenFiles
from tracker.feeds.reading.refusals import SENTENCES

PDF = b"%PDF-1.4\nx"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def office(*parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media", "called"),
    [
        (PDF, "plan.pdf", "application/pdf", "plan.pdf"),
        (PDF, "plan", "application/pdf", "plan.pdf"),
        (PDF, "plan.exe", "application/pdf", "plan.exe.pdf"),
        (b"\xff\xd8\xff\xe0 x", "a.JPG", "image/jpeg", "a.JPG"),
        (b"\x89PNG\r\n\x1a\n x", "a.png", "image/png", "a.png"),
        (b"{\\rtf1 x}", "a.doc", "application/rtf", "a.doc"),
        (b"Dear Ms Holt", "a.txt", "text/plain", "a.txt"),
        ("Zoë".encode("cp1252"), "a", "text/plain", "a.txt"),
        ("Zoë".encode("utf-16"), "a.txt", "text/plain", "a.txt"),
        (b"From: a@b.example\n\nx", "a.eml", "message/rfc822", "a.eml"),
        (
            office("[Content_Types].xml", "word/document.xml"),
            "a.docx",
            document_types.BY_NAME["Word document"].media,
            "a.docx",
        ),
        (
            OLD + "WordDocument".encode("utf-16-le"),
            "a.doc",
            "application/msword",
            "a.doc",
        ),
        (
            OLD + "__substg1.0_0037".encode("utf-16-le"),
            "a.msg",
            "application/vnd.ms-outlook",
            "a.msg",
        ),
    ],
)
def test_a_document_is_known_by_its_bytes(
    content: bytes, name: str, media: str, called: str
) -> None:
    found = type_of(content, name)
    assert (found.media, found.named(name)) == (media, called)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ\x90\0\3\0\0\0\xff\xff", "plan.pdf", "is no PDF"),
        (b"\x7fELF\2\1\1\0", "plan.pdf", "is no PDF"),
        (b"<html><script>alert(1)</script>", "plan.html", "ends in .html"),
        (b"@echo off\r\ndel *", "plan.bat", "ends in .bat"),
        (b"not a mail", "a.eml", "ends in .eml"),
        (office("word/document.xml", "word/vbaProject.bin"), "a.docx", "macros"),
        (office("inner.pdf"), "a.zip", "is no PDF"),
        (office("xl/workbook.xml"), "a.xlsx", "is no PDF"),
        (b"PK\x03\x04 cut off", "a.docx", "damaged"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "a.docx", "is no PDF"),
        (bytes(range(256)) * 9, "a.txt", "is no PDF"),
    ],
)
def test_anything_else_is_refused_with_the_reason(
    content: bytes, name: str, why: str
) -> None:
    with pytest.raises(NotADocument, match=why):
        type_of(content, name)


@pytest.fixture
def zipped(tmp_path: Path):
    """A ZIP of (name, content), to be looked at."""

    def make(*members: tuple[str | zipfile.ZipInfo, bytes], pack=zipfile.ZIP_DEFLATED):
        path = tmp_path / "documents.zip"
        with zipfile.ZipFile(path, "w", pack) as archive:
            for name, content in members:
                archive.writestr(name, content)
        return Files(path, OpenFiles([path]))

    return make


def test_hostile_paths_write_nothing_and_are_refused(zipped, tmp_path: Path) -> None:
    before = {each.name for each in tmp_path.parent.iterdir()}
    files = zipped(
        ("../../evil.pdf", PDF),
        ("a/../../evil2.pdf", PDF),
        ("/etc/evil3.pdf", PDF),
        ("C:\\evil4.pdf", PDF),
    )
    found = sent_documents.looked_at(files)
    refused = {each.name for each in found if each.refused}
    assert refused == {"../../evil.pdf", "a/../../evil2.pdf"}
    # An absolute path is only a name here: nothing is written under it.
    assert dict(sent_documents.contents(files, [2, 3])) == {2: PDF, 3: PDF}
    assert {each.name for each in tmp_path.parent.iterdir()} == before
    assert [each.name for each in tmp_path.iterdir()] == ["documents.zip"]


def test_what_a_system_leaves_in_a_folder_is_passed_over(zipped) -> None:
    files = zipped(("__MACOSX/._a.pdf", b"x"), ("Thumbs.db", b"x"), ("a.pdf", PDF))
    assert [each.name for each in sent_documents.looked_at(files)] == ["a.pdf"]


def test_a_name_without_its_encoding_is_read_in_each(tmp_path: Path) -> None:
    """Packers of Windows write names in an old encoding, those of Linux in UTF-8."""
    path = tmp_path / "documents.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("Zo_1.pdf", "Zo__2.pdf"):
            archive.writestr(name, PDF)
    raw = path.read_bytes()
    raw = raw.replace(b"Zo_1", b"Zo\x891").replace(b"Zo__2", b"Zo\xc3\xab2")
    path.write_bytes(raw)
    old, new = sent_documents.looked_at(Files(path, OpenFiles([path])))
    assert old.name == "Zoë1.pdf"
    assert "Zoë2.pdf" in new.paths


def test_a_bomb_is_not_opened(zipped) -> None:
    files = zipped(("a.txt", b" " * 30_000_000))
    with pytest.raises(
        Unreadable, match="would unpack to 30 MB in 1 files; it was not"
    ):
        sent_documents.looked_at(files)


def test_a_bomb_that_states_a_small_size_is_cut_off(zipped) -> None:
    files = zipped(("a.txt", b"a" * 30_000_000), ("b.pdf", PDF))
    raw = files.given.read_bytes()
    files.given.write_bytes(
        raw.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1_000))
    )
    bomb, good = sent_documents.looked_at(Files(files.given, OpenFiles([files.given])))
    assert bomb.refused == "It is damaged."
    assert good.refused == ""


def test_an_archive_within_the_archive_is_not_opened(zipped) -> None:
    files = zipped(("inner.zip", office("a.pdf")), ("b.pdf", PDF))
    inner, good = sent_documents.looked_at(files)
    assert inner.refused and not good.refused


def test_one_that_is_too_large_is_refused_alone(zipped, monkeypatch) -> None:
    large = PDF + bytes(range(256)) * (sent_documents.MOST_BYTES // 256)
    files = zipped(("large.pdf", large), ("b.pdf", PDF), pack=zipfile.ZIP_STORED)
    found = sent_documents.looked_at(files)
    assert [each.refused for each in found] == ["It is larger than 20 MB.", ""]


def test_the_largest_that_is_taken_comes_whole(zipped) -> None:
    large = PDF + bytes(range(256)) * (sent_documents.MOST_BYTES // 256 - 1)
    files = zipped(("large.pdf", large), pack=zipfile.ZIP_STORED)
    ((_, content),) = sent_documents.contents(files, [0])
    assert content == large


def test_a_locked_zip_is_refused(zipped) -> None:
    files = zipped(("a.pdf", PDF))
    raw = bytearray(files.given.read_bytes())
    # The flag of encryption, in the member and in the list at the end.
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    files.given.write_bytes(raw)
    with pytest.raises(Unreadable, match="protected by a password"):
        sent_documents.looked_at(Files(files.given, OpenFiles([files.given])))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"%PDF-1.7 x"])
def test_what_is_no_zip_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "documents.zip"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="no ZIP, or is damaged"):
        sent_documents.looked_at(Files(path, OpenFiles([path])))


def test_a_folder_is_read_and_its_links_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    (folder / "a" / "b" / "c" / "d").mkdir(parents=True)
    (folder / "a" / "b" / "c" / "d" / "plan.pdf").write_bytes(PDF)
    (tmp_path / "secret.pdf").write_bytes(PDF)
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    (folder / "linked").symlink_to(tmp_path)
    files = sent_documents.of_folder(folder)
    (found,) = sent_documents.looked_at(files)
    assert found.name == "a/b/c/d/plan.pdf"
    assert list(sent_documents.contents(files, [0])) == [(0, PDF)]
    (empty := tmp_path / "empty").mkdir()
    with pytest.raises(Unreadable, match="is empty"):
        sent_documents.of_folder(empty)


def test_many_files_of_a_folder_are_not_open_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.pdf").write_bytes(PDF + str(number).encode())
    files = sent_documents.of_folder(folder)
    assert len(sent_documents.looked_at(files)) == 400
    ((_, last),) = sent_documents.contents(files, [399])
    assert last == PDF + b"399"


def test_the_bounds_are_in_the_sentence() -> None:
    assert "{most:,} MB and {most_files:,} files" in SENTENCES["too many documents"]
