"""Problems that show only while a file is read, stored with the line.

A stored line is interpreted several times, so a problem that shows only while the file
is read has to be stored with the line.
"""

from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from tracker import domain
from tracker.feeds.row_meaning import Problem
from tracker.wording.quotations import clipped

#: Set on a row that has more cells than there are headings.
BEYOND = "beyond the last heading"
#: Set on a row that goes on over line breaks: CERTAIN or POSSIBLE.
RUN_ON = "runs on into the next lines"
CERTAIN, POSSIBLE = "certain", "possible"
#: The columns whose cells were too long to be kept whole, with spaces between.
CUT = "cut short"
#: The elements of an XML record that occur twice with different values.
TWICE = "given more than once"
#: The sections of an XML record that occur twice, so that none of them counts.
SECTIONS = "more than one section"
#: Set on a row whose status is blank where other rows of the table have one.
NO_STATUS = "no status where others have one"
#: Set on a row that ends a course of a learner who goes on with another.
GOES_ON = "goes on with another course"

MARKS = frozenset({BEYOND, RUN_ON, CUT, TWICE, SECTIONS, NO_STATUS, GOES_ON})

#: An address takes a hundred characters; a longer text is no cell of a list.
LONGEST_CELL = 1_000
#: A note of an adviser may take several pages.
LONGEST_NOTE = 20_000


def cut(values: dict[str, str], notes: Container[str] = ()) -> None:
    """Shortens cells that are longer than any, and marks the row. ``notes`` are the
    columns whose cells may be as long as a note.
    """
    most = {name: LONGEST_NOTE if name in notes else LONGEST_CELL for name in values}
    long = [name for name, text in values.items() if len(text) > most[name]]
    if long:
        for name in long:
            values[name] = values[name][: most[name]]
        values[CUT] = " ".join(long)


def _sentence(row: dict[str, str]) -> tuple[str, tuple[str, bool]]:
    stops = domain.reference.tables.YES_OR_NO[row["stops"]]
    return row["problem"], (row["sentence"], stops)


#: The sentence of each problem, and whether the row then cannot be used.
_SENTENCES = dict(
    domain.reference.tables.read(
        Path(__file__).with_name("line_problems.csv"), _sentence
    )
)


def problems(
    line: int, raw: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[Problem]:
    """The problems of the line as a whole, whatever its cells mean."""
    if MARKS.isdisjoint(raw):
        return

    def problem(kind: str, name: str = "", more: str = "", **values: object) -> Problem:
        sentence, stops = _SENTENCES[kind]
        title = titles.get(name, name)
        message = sentence.format(name=title, **values) + more
        return Problem(line, title, message, stops)

    if BEYOND in raw:
        # A comma in an unquoted address moves all later cells: none is in its column.
        yield problem("beyond", cells=raw[BEYOND])
    if RUN_ON in raw:
        yield problem(CERTAIN if raw[RUN_ON] == CERTAIN else POSSIBLE)
    if NO_STATUS in raw:
        yield problem("no status", raw[NO_STATUS])
    for name in raw.get(CUT, "").split():
        cell = raw.get(name)
        begins = f" It begins with {clipped(cell)}." if cell else ""
        yield problem("cut", name, begins, longest=LONGEST_CELL)
    for name in raw.get(TWICE, "").split():
        cell = raw.get(name)
        yield problem("twice", name, f": {clipped(cell)}." if cell else ".")
    for name in raw.get(SECTIONS, "").split():
        yield problem("sections", name)
