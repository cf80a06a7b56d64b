"""Which feed a file looks like, told by its headings or its first element.

Data, so that a file that was loaded as the wrong thing can be named in the sentence
that refuses it, and so that a page can propose what an uploaded file is.

See decisions 0072 and 0116.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from tracker.feeds.declaration import Unreadable
from tracker.feeds.headings.heading_words import ADMISSION
from tracker.feeds.headings.matched_headings import Headings, Needs, heading_key
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.spreadsheets import sheets
from tracker.feeds.reading.text_tables import DELIMITERS, encoding_of, rows
from tracker.feeds.recognition.xml_kinds import kind_of

TITLES = {
    "school-census": "a school census",
    "provider-enrolment": "a provider's enrolment list",
    "nccis-file": "an NCCIS file",
    "establishments": "the register of establishments",
}

#: Headings that together occur in one feed only; the first set that fits decides.
HEADINGS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (feed, frozenset(words.split()))
    for feed, words in (
        ("establishments", "urn establishmentname typeofestablishmentcode"),
        ("establishments", "urn linkurn linktype"),
        ("nccis-file", "youngpersonsid activitycode"),
        ("school-census", "pupilonrolltableid surname"),
        ("school-census", "pupilnolongeronrolltableid surname"),
        ("school-census", "schoolcensustableid lea estab"),
    )
)

_ADMISSION = frozenset(map(heading_key, ADMISSION))

#: Of a table that has too little for any feed: what it would have been.
WOULD_BE = tuple(
    ("school-census", frozenset(words.split()))
    for words in ("surname ncyearactual", "surname enrolstatus", "surname senprovision")
)

FIRST_ROWS = 20


@cache
def columns_needed() -> Mapping[str, tuple[Headings, Needs]]:
    """By feed: the columns of its tables, and those without which it is not it."""
    from tracker.feeds import census, enrolment, nccis

    return {
        "nccis-file": (
            Headings(nccis.columns.TABLE_COLUMNS),
            nccis.columns.TABLE_NEEDS,
        ),
        "provider-enrolment": (
            Headings(enrolment.columns.READ),
            enrolment.columns.NEEDS,
        ),
        "school-census": (Headings(census.columns.READ), census.columns.NEEDS),
    }


def by_headings(lines: Iterable[list[str]]) -> str | None:
    """The feed whose headings one of these rows has, or two of them together."""
    every = list(enumerate(lines))
    for _, cells in every:
        if feed := _by_row(cells):
            return feed
    for headings, _ in columns_needed().values():
        found = headings.row(every)
        if found is not None and found.over_two and (feed := by_columns(found.cells)):
            return feed
    keys = [{heading_key(cell) for cell in cells} for _, cells in every]
    return next(
        (feed for feed, words in WOULD_BE if any(words <= row for row in keys)), None
    )


def _by_row(cells: list[str]) -> str | None:
    keys = {heading_key(cell) for cell in cells}
    for feed, words in HEADINGS:
        if words <= keys:
            return feed
    return by_columns(cells)


def by_columns(cells: Sequence[str]) -> str | None:
    """The feed whose needed columns these headings have.

    A list of pupils with admission dates may be a school's roll or a census: it is what
    understands more of its columns, and where both understand as many, what a school
    calls the first day makes it a census.
    """
    known: dict[str, int] = {}
    for feed, (headings, needs) in columns_needed().items():
        names = set(headings.positions(cells).values())
        if not list(headings.missing(names, needs)):
            known[feed] = len(names)
    if "nccis-file" in known:
        return "nccis-file"
    if len(known) < 2:
        return next(iter(known), None)
    lead = known["school-census"] - known["provider-enrolment"]
    if lead == 0:
        admitted = any(map(is_admission, cells))
        return "school-census" if admitted else "provider-enrolment"
    return "school-census" if lead > 0 else "provider-enrolment"


def is_admission(heading: str) -> bool:
    """Whether a heading is what a school, and no college, calls the first day."""
    return heading_key(heading) in _ADMISSION


#: A census has so many more of its own columns than a school's list may have.
_FAR_MORE = 4


def says_more_than_a_list(cells: Sequence[str]) -> bool:
    """Whether a census would read far more of these columns than a list does."""
    census_reads, list_reads = (
        len(columns_needed()[feed][0].positions(cells))
        for feed in ("school-census", "provider-enrolment")
    )
    return by_columns(cells) == "school-census" and (
        census_reads - list_reads >= _FAR_MORE
    )


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
    """A sentence to add when a file was refused, or nothing."""
    feed = looks_like(file)
    if feed is None or feed == wanted:
        return ""
    return f" It looks like {TITLES[feed]}; import it as that."


def refuse_other_xml(file: Stored, wanted: str, what: str) -> None:
    """Raises Unreadable for an XML file that is not of the ``wanted`` feed.

    ``what`` is what was expected, with its article.
    """
    kind = kind_of(file)
    if kind.feed == wanted:
        return
    if kind.feed is None:
        raise not_read_yet(file)
    raise Unreadable(f"{file.name} is not {what}.{say_likeness(file, wanted)}")


def not_read_yet(file: Stored) -> Unreadable:
    """What is said of an XML file that no feed reads, to be raised."""
    kind = kind_of(file)
    if not kind.is_known:
        return Unreadable(f"{file.name} is {kind.title}, which is not read.")
    return Unreadable(
        f"{file.name} is {kind.title}, which is not read yet; if there is "
        "a list of the same people, save the list as CSV or XLSX and send that."
    )


def of_files(files: Iterable[Stored]) -> str | None:
    return next((feed for file in files if (feed := looks_like(file))), None)
