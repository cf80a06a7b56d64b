"""The kinds of document that are taken, known by their bytes and not by their names.

``document_types.csv`` has them: the bytes that a file begins with, and what it holds
where several kinds begin alike. A document is kept as it is. Only a Word document is
looked into, for the list of its parts.
"""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tracker import domain
from tracker.feeds.reading.archives import DAMAGES
from tracker.feeds.reading.old_office import OLD_OFFICE

_ZIP = b"PK\x03\x04"
_MACROS = "vbaproject.bin"
_TEXT, _MAIL = "text", "mail"
#: The headers with one of which a message begins.
_HEADERS = (
    *(b"from:", b"to:", b"date:", b"subject:", b"received:", b"return-path:"),
    *(b"message-id:", b"mime-version:", b"delivered-to:", b"x-"),
)
#: What would be run, or shown as a page, by the computer that opens it.
_OTHER_ENDINGS = "It is text and ends in {ending}. Only .txt and .eml are taken."
_UNKNOWN = (
    "It is no PDF, Word document, picture (JPEG or PNG), mail or text. Save it as a "
    "PDF, and send that."
)
_EMPTY = "It is empty."


class NotADocument(ValueError):
    """The bytes are of no kind that is taken; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document, and the endings of its files, the usual one first."""

    name: str
    begins: bytes
    holds: str
    media: str
    endings: tuple[str, ...]

    def named(self, name: str) -> str:
        """The name of a file of this kind, with an ending that opens it as such."""
        own = Path(name).suffix.removeprefix(".").casefold()
        return name if own in self.endings else f"{name}.{self.endings[0]}"


TYPES = tuple(
    domain.reference.tables.read(
        Path(__file__).with_suffix(".csv"),
        lambda row: DocumentType(
            row["type"],
            bytes.fromhex(row["begins"]),
            row["holds"],
            row["media"],
            tuple(row["endings"].split()),
        ),
    )
)
BY_NAME = {each.name: each for each in TYPES}


def type_of(content: bytes, name: str) -> DocumentType:
    """The kind of a document. Raises NotADocument."""
    if not content:
        raise NotADocument(_EMPTY)
    beginning = [it for it in TYPES if it.begins and content.startswith(it.begins)]
    parts = _parts(content) if beginning else ""
    for each in beginning:
        if each.holds in parts:
            return each
    if beginning or not _is_text(content):
        raise NotADocument(_UNKNOWN)
    ending = Path(name).suffix.casefold()
    if ending == ".eml" and _is_mail(content):
        return BY_NAME[_MAIL]
    if ending in ("", ".txt"):
        return BY_NAME[_TEXT]
    raise NotADocument(_OTHER_ENDINGS.format(ending=ending))


def _parts(content: bytes) -> str:
    """The names of what an Office document holds, "" for any other.

    Raises NotADocument for one with macros.
    """
    if content.startswith(OLD_OFFICE):
        # Names of streams are in UTF-16, wherever the directory lies.
        return "\n".join(
            each.holds
            for each in TYPES
            if each.begins == OLD_OFFICE and each.holds.encode("utf-16-le") in content
        )
    if not content.startswith(_ZIP):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except DAMAGES:
        raise NotADocument("It is damaged.") from None
    if any(each.casefold().endswith(_MACROS) for each in names):
        raise NotADocument("It has macros, which may do harm. Save it without them.")
    return "\n".join(names)


def _is_text(content: bytes) -> bool:
    """Whether a file is text in an encoding that English systems write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in content:
        return False
    else:
        encoding = "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            return False
        text = content.decode("cp1252", "replace")
    odd = sum(sign < " " and sign not in "\t\r\n\f" for sign in text)
    return odd + text.count("\N{REPLACEMENT CHARACTER}") <= len(text) // 100


def _is_mail(content: bytes) -> bool:
    return content.lstrip().lower().startswith(_HEADERS)
