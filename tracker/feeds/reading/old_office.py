"""A file of the old Office format: a workbook, or another document.

An old workbook begins with the same bytes as a Word document, a message, or a
present-day workbook with a password. The names of the streams inside, written in
UTF-16, show which of them a file is.
"""

from collections.abc import Callable
from typing import BinaryIO

from tracker.feeds.reading.refusals import refusal

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LOCKED = "EncryptedPackage".encode("utf-16-le")
#: A name of a stream ends with two bytes of nothing.
_WORKBOOKS = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book"))
_OTHERS = {
    name.encode("utf-16-le"): what
    for name, what in (
        ("WordDocument", "a Word document"),
        ("PowerPoint Document", "a PowerPoint document"),
        ("__substg1.0", "an Outlook message"),
        ("Catalog", "a list of pictures that Windows left in the folder"),
    )
}
#: How the stream of a workbook begins, and the records that lock it.
_BEGINNINGS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_WRITE_PROTECTED, _FILE_PASSWORD = b"\x86\x00", b"\x2f\x00"
_PIECE = 1 << 20
_OVERLAP = 128


def refuse_other_documents(name: str, opened: Callable[[], BinaryIO]) -> None:
    """Raises Unreadable for a file of that format that is no workbook, or locked."""
    workbook, other = False, ""
    with opened() as stream:
        before = b""
        while piece := stream.read(_PIECE):
            window = before + piece
            if _LOCKED in window or _has_password(window):
                raise refusal("locked", name)
            workbook = workbook or any(each in window for each in _WORKBOOKS)
            other = other or next((_OTHERS[it] for it in _OTHERS if it in window), "")
            before = window[-_OVERLAP:]
    if not workbook:
        raise refusal("no workbook", name, what=other or "damaged, or no workbook")


def _has_password(window: bytes) -> bool:
    for beginning in _BEGINNINGS:
        at = window.find(beginning)
        if at < 0:
            continue
        at += 4 + beginning[2]
        if window[at : at + 2] == _WRITE_PROTECTED:
            at += 4 + int.from_bytes(window[at + 2 : at + 4], "little")
        if window[at : at + 2] == _FILE_PASSWORD:
            return True
    return False
