"""The copy as a document to read: what it is, what is held, what was left out.

Law D-05, D-07, N-19.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from tracker.domain.law.documents.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Points,
    Section,
    Table,
)
from tracker.domain.law.subject_copy.copied_tables import ABOUT
from tracker.domain.law.subject_copy.held_rows import HeldRow, HeldSection
from tracker.domain.law.subject_copy.redacting import CODES, OF_OTHERS, LeftOut
from tracker.domain.reference.academic_year import say_date

#: A table with more columns than this, or a longer text in a cell, is printed as a list
#: for each row.
_WIDEST = 4
_LONGEST_CELL = 200


def document(
    sections: Iterable[HeldSection],
    left_out: Sequence[LeftOut],
    *,
    name: str,
    council: str,
    as_at: date,
    mark: str,
    why: Sequence[Section],
    rights: Sequence[str],
) -> Document:
    """The document of a copy. ``name`` is that of its files.

    ``why`` has the purposes and times, ``rights`` the right to complain in words.
    """
    about = [
        f"This is everything that {council} holds about you in its record of education "
        f"and training, as it was on {say_date(as_at)}: where it came from, what was "
        "done with it, and who received it.",
        "Staff are named by their role. Where words are left out, a reason stands in "
        "their place, and a list of these places is at the end.",
    ]
    if why_not := sorted(
        {CODES[it.code].label for it in left_out if it.code not in OF_OTHERS}
    ):
        about.append(
            f"Something is left out of this copy: {'; '.join(why_not)}. The list at "
            "the end has each place with its reason and its law."
        )
    if mark:
        about.append(f"The mark of this copy is {mark}.")
    corrections = [
        "If something is wrong, write to us and say what is right. We correct it, and "
        "inform those who received it. You may also ask us to remove it, to stop using "
        "it, or object to its use.",
        *rights,
    ]
    return Document(
        name=name,
        title="Your copy of what is held about you",
        council=council,
        sections=(
            Section("About this copy", tuple(map(Paragraph, about))),
            *(
                Section(each.heading, (*_about(each.heading), *_blocks(each)))
                for each in sections
            ),
            *why,
            Section("Your rights", tuple(map(Paragraph, corrections))),
            Section("What is left out", _left_out(left_out)),
        ),
    )


def _about(heading: str) -> Iterator[Block]:
    if heading in ABOUT:
        yield Paragraph(ABOUT[heading])


def _blocks(section: HeldSection) -> tuple[Block, ...]:
    return tuple(
        block
        for _, rows in groupby(section.rows, key=lambda row: row.table)
        for block in _of_table(section.heading, list(rows))
    )


def _of_table(heading: str, rows: list[HeldRow]) -> Iterator[Block]:
    shown = [row for row in rows if row.fields]
    labels = list(dict.fromkeys(held.label for row in shown for held in row.fields))
    is_short = all(
        len(held.text) <= _LONGEST_CELL for row in shown for held in row.fields
    )
    if len(shown) > 1 and len(labels) <= _WIDEST and is_short:
        yield Table(
            tuple(labels),
            tuple(_cells(row, labels) for row in shown),
            f"{heading}: {', '.join(labels)}",
        )
        return
    for row in shown:
        if row.title and len(shown) > 1:
            yield Heading(row.title)
        yield Points(tuple(f"{held.label}: {held.text}" for held in row.fields))


def _cells(row: HeldRow, labels: Sequence[str]) -> tuple[str, ...]:
    texts = {held.label: held.text for held in row.fields}
    return tuple(texts.get(label, "–") for label in labels)


def _left_out(left_out: Sequence[LeftOut]) -> tuple[Block, ...]:
    if not left_out:
        return (Paragraph("Nothing is left out."),)
    rows = tuple(
        (
            f"{each.heading}: {each.place}",
            CODES[each.code].label,
            CODES[each.code].law,
            str(each.times),
        )
        for each in left_out
    )
    return (Table(("Where", "Why", "Law", "Times"), rows, "What is left out"),)
