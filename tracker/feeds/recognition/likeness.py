"""The feed that a file looks like: by its headings or its first element.

A file that is loaded as the wrong feed is refused with a sentence that names the right
one, and a page proposes what an uploaded file is.

See decisions 0072 and 0116.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from tracker.feeds.file_reading import Unreadable
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.spreadsheets import sheets
from tracker.feeds.reading.text_tables import DELIMITERS, encoding_of, rows
from tracker.feeds.recognition.signatures import declared, headings_of, noun, tables
from tracker.feeds.recognition.xml_kinds import kind_of

FIRST_ROWS = 20


def by_headings(lines: Iterable[list[str]]) -> str | None:
    """The feed whose headings one of these rows has, or two of them together."""
    every = list(enumerate(lines))
    for _, cells in every:
        if feed := by_row(cells):
            return feed
    for headings in tables().values():
        found = headings.row(every)
        if found is not None and found.over_two and (feed := by_columns(found.cells)):
            return feed
    keys = [{heading_key(cell) for cell in cells} for _, cells in every]
    return next(
        (
            name
            for name, feed in declared().items()
            for words in feed.signature.incomplete
            if any(words <= row for row in keys)
        ),
        None,
    )


def by_row(cells: list[str]) -> str | None:
    """The feed that a row of headings shows: by a set of its own, or by its columns."""
    keys = {heading_key(cell) for cell in cells}
    for name, feed in declared().items():
        if any(words <= keys for words in feed.signature.headings):
            return name
    return by_columns(cells)


def by_columns(cells: Sequence[str]) -> str | None:
    """The feed whose needed columns these headings have.

    A list of pupils with admission dates may be a school's roll or a census. It belongs
    to the feed that reads more of its columns. Where both read as many, the words that
    only schools use make it a census.
    """
    known: dict[str, int] = {}
    for name, headings in tables().items():
        signature = declared()[name].signature
        names = set(headings.positions(cells).values())
        if list(headings.missing(names, signature.needs)):
            continue
        if signature.decisive:
            return name
        known[name] = len(names)
    if len(known) < 2:
        return next(iter(known), None)
    keys = set(map(heading_key, cells))
    return max(known, key=lambda name: (known[name], _tie_breaking(name, keys)))


def _tie_breaking(feed: str, keys: set[str]) -> int:
    """1 or -1 for a feed whose tie breakers are there or absent, 0 for one without."""
    words = declared()[feed].signature.tie_breakers
    if not words:
        return 0
    return -1 if keys.isdisjoint(map(heading_key, words)) else 1


#: One feed reads so many more columns than another only of its own tables.
_FAR_MORE = 4


def belongs_to_another(
    cells: list[str], feed: str, *, own_words: bool = False
) -> str | None:
    """The feed to which a table belongs although ``feed`` could read it, or None.

    That is a decisive one, or one that reads far more of its columns, unless the sender
    has explained these headings in its ``own_words``.
    """
    other = by_row(cells)
    if other in (None, feed):
        return None
    if declared()[other].signature.decisive:
        return other
    if own_words or (other := by_columns(cells)) in (None, feed):
        return None
    more, fewer = (len(headings_of(it).positions(cells)) for it in (other, feed))
    return other if more - fewer >= _FAR_MORE else None


def looks_like(file: Stored) -> str | None:
    """The name of the feed, or None. Never raises Unreadable."""
    try:
        kind = file.kind
        if kind == "xml":
            return kind_of(file).feed
        return next(filter(None, map(by_headings, _first_rows(file, kind))), None)
    except Unreadable:
        return None


def _first_rows(file: Stored, kind: str) -> Iterator[list[list[str]]]:
    """The first rows of each sheet, or of a text by each delimiter."""
    if kind == "workbook":
        for _, lines in sheets(file, most_rows=FIRST_ROWS):
            yield [cells for _, cells in lines[:FIRST_ROWS]]
    elif kind == "text":
        encoding = encoding_of(file)
        for delimiter in DELIMITERS:
            first = islice(rows(file, encoding, delimiter), FIRST_ROWS)
            yield [cells for _, cells in first]


def say_likeness(file: Stored, wanted: str) -> str:
    """A sentence to add where a file is refused as ``wanted``, or nothing."""
    feed = looks_like(file)
    if feed is None or feed == wanted:
        return ""
    return f" It looks like {noun(feed)}; import it as that."


def refuse_other_xml(file: Stored, wanted: str) -> None:
    """Raises Unreadable for an XML file that is not of the ``wanted`` feed."""
    kind = kind_of(file)
    if kind.feed == wanted:
        return
    if kind.feed is None:
        raise not_read_yet(file)
    raise Unreadable(f"{file.name} is not {noun(wanted)}.{say_likeness(file, wanted)}")


def not_read_yet(file: Stored) -> Unreadable:
    """The refusal of an XML file that no feed reads, to be raised."""
    kind = kind_of(file)
    if not kind.is_known:
        return Unreadable(f"{file.name} is {kind.title}, which is not read.")
    return Unreadable(
        f"{file.name} is {kind.title}, which is not read yet; if there is "
        "a list of the same people, save the list as CSV or XLSX and send that."
    )


def of_files(files: Iterable[Stored]) -> str | None:
    """The feed of the first of these files that looks like one, or None."""
    return next((feed for file in files if (feed := looks_like(file))), None)
