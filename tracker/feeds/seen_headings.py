"""The headings of a sender's table, for a user to explain before it is received."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.reference.code_titles import TITLES
from tracker.feeds.feed_columns import Column
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.headings import own_words
from tracker.feeds.headings.matched_headings import HeadingRow, Headings, heading_key
from tracker.feeds.reading.sources import Stored, stored
from tracker.feeds.reading.spreadsheets import sheets
from tracker.feeds.reading.text_tables import Row, encoding_of
from tracker.feeds.recognition.likeness import not_read_yet, of_files
from tracker.feeds.recognition.signatures import declared, headings_of
from tracker.feeds.recognition.tables import (
    LEAST_HEADINGS,
    Wanted,
    first_rows,
    open_tables,
)
from tracker.wording.quotations import clipped

SAMPLES = 3
#: What stands for the cells below a heading that may be shown to no one.
NOT_SHOWN = "(not shown)"


@dataclass(frozen=True, slots=True)
class Seen:
    """A heading, the name of our column that it means (or None), and some cells.

    Or a word of a column (``own_words``), and the code that it means.
    """

    heading: str
    means: str | None
    samples: tuple[str, ...]
    is_word: bool = False

    @property
    def of_every_line(self) -> bool:
        """Whether it is what holds for every line, and no word of the list."""
        return self.is_word and self.heading.endswith(own_words.EVERY_LINE)


def recognised(paths: Sequence[Path]) -> str | None:
    """The feed that files look like, or None for a table of unknown headings.

    Raises Unreadable for what cannot be read as anything at all.
    """
    files = stored(paths)
    feed = of_files(files)
    if feed is None:
        for file in files:
            _read_a_little(file)
    return feed


def _read_a_little(file: Stored) -> None:
    """Raises Unreadable where there is a reason why nothing was recognised."""
    kind = file.kind
    if kind == "workbook":
        list(sheets(file, most_rows=SAMPLES))
    elif kind == "text":
        encoding_of(file)
    elif kind == "xml":
        raise not_read_yet(file)


def part_of(path: Path) -> str | None:
    """The feed whose tables belong together, if a file is one of them; else None.

    Raises Unreadable.
    """
    parts = (name for name, feed in declared().items() if feed.is_part(path))
    return next(parts, None)


def own_headings(feed: str | None) -> bool:
    """Whether senders write the tables of this feed with headings of their own."""
    known = declared().get(feed or "")
    return known is not None and known.own_headings


def columns(feed: str) -> tuple[Column, ...]:
    """The columns that a heading of such a feed may mean."""
    return declared()[feed].signature.columns


def options(feed: str, heading: str) -> tuple[Column, ...]:
    """What a heading of such a feed may mean: our columns, or the codes of a word."""
    of = _column_of(feed, heading)
    if of is None:
        return columns(feed)
    return tuple(
        Column(code, f"{code} {title}") for code, title in TITLES[of.codes].items()
    )


def is_word(feed: str, heading: str) -> bool:
    """Whether it is a remembered word, and no heading."""
    return _column_of(feed, heading) is not None


def _column_of(feed: str, heading: str) -> Column | None:
    """The column of a remembered word; None for a heading."""
    words = declared()[feed].words
    return next(
        (
            each
            for each in columns(feed)
            if each.name in words and own_words.word_of(heading, each.title) is not None
        ),
        None,
    )


def seen(
    paths: Sequence[Path], feed: str, aliases: Mapping[str, str] | None = None
) -> list[Seen]:
    """The headings of the first table in these files, in their order, and the words of
    its cells that are not known.

    No heading for files whose columns the feed itself fixes. Raises Unreadable.
    """
    if not own_headings(feed):
        return []
    files = stored(paths)
    if any(file.kind == "xml" for file in files) or any(map(part_of, paths)):
        return []
    signature, noun = declared()[feed].signature, declared()[feed].noun
    headings = Headings(signature.columns, aliases)
    wanted = Wanted(feed, noun, signature.columns, signature.needs, aliases)
    tables = [
        (_heading_row(lines, headings), lines)
        for file in files
        for lines in first_rows(file, wanted)
    ]
    if not tables:
        return []
    found, lines = max(tables, key=lambda table: _fit(table[0]))
    cells = found.cells
    # The same heading twice is one column: whichever of the two is filled in counts.
    known = {heading_key(cells[place]): name for place, name in found.positions.items()}
    known = _further(feed, aliases) | known
    unshown = declared()[feed].unshown
    below = [row for _, row in lines[found.at + 1 :]]
    shown = [
        Seen(
            cell.strip(),
            known.get(heading_key(cell)),
            (NOT_SHOWN,) if unshown(cell) else tuple(_samples(below, place)),
        )
        for place, cell in enumerate(cells)
        if cell.strip()
    ]
    means = {each.means for each in shown}
    return [*shown, *_of_every_line(wanted, means), *_words(files, wanted, means)]


def _further(feed: str, aliases: Mapping[str, str] | None) -> dict[str, str]:
    """The headings that were explained as what several may be."""
    further = declared()[feed].further
    return {
        heading_key(heading): name
        for heading, name in (aliases or {}).items()
        if name and name == further
    }


def _of_every_line(wanted: Wanted, means: Collection[str | None]) -> Iterator[Seen]:
    """What may hold for every line of the list, as no column gives it."""
    for each in wanted.columns:
        if each.name in declared()[wanted.feed].always and each.name not in means:
            heading = own_words.as_heading(each.title, own_words.EVERY_LINE)
            code = own_words.of_every_line(wanted.aliases, each.title)
            yield Seen(heading, code or None, (), is_word=True)


def _words(
    files: Sequence[Stored], wanted: Wanted, means: Collection[str | None]
) -> Iterator[Seen]:
    """The words of these files that only their sender can explain. While a needed
    column is not known, there are none.
    """
    for name, knows in declared()[wanted.feed].words.items():
        if name not in means:
            continue
        title = next(it.title for it in wanted.columns if it.name == name)
        meant = own_words.explained(wanted.aliases, title)
        try:
            tables = list(open_tables(files, wanted))
            cells = [row.get(name, "") for table in tables for _, row in table.rows]
        except Unreadable:
            return
        for word, lines in own_words.unknown(cells, knows).items():
            yield Seen(
                own_words.as_heading(title, word),
                meant.get(heading_key(word)),
                (f"{lines:,} line{'' if lines == 1 else 's'}",),
                is_word=True,
            )


def strange(found: Iterable[Seen], feed: str) -> list[str]:
    """The headings that are neither understood nor known to be needless."""
    needless = _needless(feed)
    return [
        each.heading
        for each in found
        if each.means is None and heading_key(each.heading) not in needless
    ]


def _needless(feed: str) -> set[str]:
    return {
        heading_key(heading)
        for column in declared()[feed].needless
        for heading in (column.title, *column.aliases)
    }


def missing(names: Iterable[str], feed: str) -> list[str]:
    """The titles of the needed columns of a feed that are not among these names."""
    needs = declared()[feed].signature.needs
    return list(dict.fromkeys(headings_of(feed).missing(set(names), needs)))


def _fit(found: HeadingRow) -> tuple[int, int]:
    return len(found.positions), sum(bool(cell.strip()) for cell in found.cells)


def _heading_row(lines: Sequence[Row], headings: Headings) -> HeadingRow:
    """The row with most of our headings, or else the first full one.

    One heading alone may be a cell that happens to be a word of ours: "College" among
    the plans of a pupil.
    """
    full = (
        at
        for at, (_, cells) in enumerate(lines)
        if sum(bool(cell.strip()) for cell in cells) >= LEAST_HEADINGS
    )
    at = next(full, 0)
    best = headings.row(lines)
    if best is not None and (len(best.positions) > 1 or best.at <= at):
        return best
    return HeadingRow(at, lines[at][1], headings.positions(lines[at][1]))


def _samples(rows: Iterable[list[str]], place: int) -> list[str]:
    """Some cells of a column, as short as a page shows them."""
    cells = (row[place].strip() for row in rows if place < len(row))
    return [clipped(cell) for cell in dict.fromkeys(cells) if cell][:SAMPLES]
