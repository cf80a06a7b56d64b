"""Every reader of feeds, tried on one file in a confined process."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tracker import feeds
from tracker.confinement.server import Line
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.reading.open_files import OpenFiles
from tracker.feeds.registry import FEEDS, recognise

CONTEXT = Context("359", date(2026, 10, 1))


def answer(line: Line, request: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """In the confined process: what each reader makes of the file, one by one.

    Gives the reader, its sentence and the number of rows, which are interpreted too.
    """
    OpenFiles.usual = feeds.confined._Given(line, request)
    (path,) = (feeds.confined._got(each) for each, _ in request["paths"])
    yield "recognise", str(recognise(path)), 0
    for name, feed in FEEDS.items():
        for does in ("recognised", "seen", "read"):
            rows, sentence = 0, ""
            try:
                if does == "recognised":
                    feeds.seen_headings.recognised([path])
                elif does == "seen":
                    feeds.seen_headings.seen([path], name)
                else:
                    for row in feed.read([path], CONTEXT).rows:
                        feed.interpret(row.values, row.restricted, row.line, CONTEXT)
                        rows += 1
            except Unreadable as refused:
                sentence = str(refused)
            yield f"{does} {name}", sentence, rows
