"""Reads small invented files of every kind, so that everything is loaded afterwards.

A confined process can open nothing, not even a module of Python: whatever reading needs
is loaded before it is forked.
"""

import codecs
import tempfile
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.reading.sources import stored
from tracker.feeds.recognition.short_lists import named, pasted
from tracker.feeds.registry import FEEDS, reason_not_read, recognise
from tracker.feeds.seen_headings import part_of, recognised, seen

#: Encodings are modules, found by their name when a file first needs one.
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp437")
_ENCODINGS_TOO = ("latin-1", "ascii", "utf-32", "iso8859-15", "idna")

_XML = {
    "nccis.xml": (
        "<NCCIS><FileHeader><PeriodEnd>2026-10-31</PeriodEnd></FileHeader>"
        "<YoungPersonsRecord><GivenName>A</GivenName></YoungPersonsRecord></NCCIS>"
    ),
    "census.xml": (
        "<Message><Header><CollectionDetails><Collection>SC</Collection><Term>AUT"
        "</Term><Year>2026</Year></CollectionDetails><Source><LEA>359</LEA><Estab>4000"
        "</Estab></Source></Header><Pupils><PupilOnRoll><Surname>B</Surname>"
        "</PupilOnRoll></Pupils></Message>"
    ),
    "ilr.xml": (
        '<Message xmlns="ESFA/ILR/2025-26"><LearningProvider><UKPRN>1</UKPRN>'
        "</LearningProvider><Learner><ULN>1</ULN></Learner></Message>"
    ),
    "transfer.xml": (
        "<CTfile><Header><DateTime>2026-07-20T09:15:00</DateTime></Header>"
        "<CTFpupilData><Pupil><Surname>B</Surname><SENhistory><SEN><StartDate>2025-09-01"
        "</StartDate></SEN></SENhistory></Pupil></CTFpupilData></CTfile>"
    ),
    "care.xml": (
        "<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID></HEADER><EPISODE><DECOM>1"
        "</DECOM></EPISODE></CHILD></EXPSSDA903>"
    ),
    "page.xls": "<html><table><tr><td>Surname</td></tr></table></html>",
    "book.xls": (
        '<?xml version="1.0" encoding="windows-1252"?><Workbook><Worksheet><Table><Row>'
        "<Cell><Data>Surname</Data></Cell></Row></Table></Worksheet></Workbook>"
    ),
    "broken.xml": "<a><b>",
    "transfer.json": f'{{"key":"{"0" * 64}","signature":"{"0" * 128}","signed":'
    '{"format":"tracker-transfer","version":1,"kind":"history","history":'
    '[{"days":[{"statements":[{"kind":"detail","about":"name"}]}]}]}}\n',
}
_LIST = {"name": ["Surname"]}
_BOOK = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": "<Relationships/>",
    "xl/workbook.xml": '<workbook><sheets><sheet name="A"/></sheets></workbook>',
}


def warm_up() -> None:
    """Loads what reading needs. Files that cannot be read do so too."""
    datetime.strptime("2026", "%Y")  # noqa: DTZ007 - it loads what reads dates
    for name in (*_ENCODINGS, *_ENCODINGS_TOO):
        codecs.lookup(name)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, text in _XML.items():
            (folder / name).write_text(text)
        for feed in FEEDS.values():
            titles = [column.title for column in feed.columns]
            (folder / f"{feed.name}.csv").write_text(
                f"{','.join(titles)}\n{','.join('1' for _ in titles)}\n"
            )
        for name, parts in (("book.xlsx", _BOOK), ("files.zip", {"a.csv": "a,b\n"})):
            with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
                for part, text in parts.items():
                    archive.writestr(part, text)
        for path in sorted(folder.iterdir()):
            _look_at(path)
            with suppress(Unreadable):
                named(stored([path]), "", _LIST, (("name",),), 9)
    with suppress(Unreadable):
        pasted('a,b\n"')


def _look_at(path: Path) -> None:
    context = Context("359", date(2026, 10, 1))
    recognise(path)
    reason_not_read(path)
    for feed in FEEDS.values():
        with suppress(Unreadable):
            recognised([path])
            part_of(path)
            seen([path], feed.name)
        # A mistake in a council's own feed shows when a file of that feed is read.
        with suppress(Exception):
            list(feed.read([path], context).rows)
