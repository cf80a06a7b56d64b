"""Problems that show only while a file is read, stored with the line.

A stored line is interpreted several times, so a problem that shows only while the file
is read has to be stored with the line.
"""

from collections.abc import Iterator, Mapping

from tracker.feeds.declaration import Problem, clipped

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


def cut(values: dict[str, str]) -> None:
    """Shortens cells that are longer than any, and marks the row."""
    long = [name for name, text in values.items() if len(text) > LONGEST_CELL]
    if long:
        for name in long:
            values[name] = values[name][:LONGEST_CELL]
        values[CUT] = " ".join(long)


def problems(
    line: int, raw: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[Problem]:
    """The problems of the line as a whole, whatever its cells mean."""
    if MARKS.isdisjoint(raw):
        return
    if BEYOND in raw:
        # A comma in an unquoted address moves all later cells: none is in its column.
        yield Problem(
            line,
            "",
            f"This line has more cells than there are headings ({raw[BEYOND]}), so its "
            "cells may stand in the wrong columns; look for a comma that should be in "
            "quotation marks.",
            stops=True,
        )
    if RUN_ON in raw:
        yield _run_on(line, certain=raw[RUN_ON] == CERTAIN)
    if NO_STATUS in raw:
        yield Problem(
            line,
            titles.get(raw[NO_STATUS], raw[NO_STATUS]),
            "This cell is blank and those of others say who is there, so nothing is "
            "claimed about what this young person does; fill it in and send the list "
            "again.",
        )
    for name in raw.get(CUT, "").split():
        yield Problem(
            line,
            titles.get(name, name),
            f"This cell is longer than {LONGEST_CELL:,} characters; the rest of it was "
            f"not kept.{_begins(raw.get(name, ''))}",
        )
    for name in raw.get(TWICE, "").split():
        yield Problem(
            line,
            titles.get(name, name),
            f"The record has more than one {name}; the first was taken"
            + (f": {clipped(raw[name])}." if raw.get(name) else "."),
        )
    for name in raw.get(SECTIONS, "").split():
        yield Problem(
            line,
            name,
            f"The record has more than one {name}, so it is not known which counts; "
            "leave one of them and send it again.",
            stops=True,
        )


def _begins(cell: str) -> str:
    return f" It begins with {clipped(cell)}." if cell else ""


def _run_on(line: int, *, certain: bool) -> Problem:
    if certain:
        return Problem(
            line,
            "",
            "A quotation mark on this line is not closed, so it ran on into the lines "
            "below and the people on them were not read; close it or take it away "
            "and send the list again.",
            stops=True,
        )
    return Problem(
        line,
        "",
        "A cell of this line goes on over several lines and holds what parts cells; if "
        "other people stand on those lines, look for a quotation mark that is never "
        "closed.",
    )
