"""What is left out of a person's copy, taken out of the data before it is printed.

The page, the PDF and the JSON are made from what remains, so none of them can carry it.
Every place has the reason as a code (Law D-07).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.domain.law.subject_copy.held_rows import Held, HeldRow, HeldSection
from tracker.domain.reference import tables
from tracker.domain.reference.tables import YES_OR_NO

#: The code of what stands for a member of staff.
STAFF = "staff"
#: The code of what is about another person.
OTHER_PERSON = "other-person"
#: The codes that are given without an officer: staff by role, others in lists.
OF_OTHERS = frozenset({STAFF})
#: The code of what could do harm, such as a confidential address.
HARM = "harm"


#: How the words begin that stand for what is left out.
_LEFT_OUT = "[left out: "


@dataclass(frozen=True, slots=True)
class Code:
    """A reason to leave something out; ``by_hand`` if an officer may choose it.

    ``hint`` is for the officer alone, and in no copy.
    """

    name: str
    label: str
    law: str
    by_hand: bool
    hint: str = ""

    @property
    def offered(self) -> str:
        """The reason as an officer chooses it, with the hint."""
        return f"{self.label} ({self.hint})" if self.hint else self.label


#: Every code by its name.
CODES = {
    each.name: each
    for each in tables.read(
        Path(__file__).with_name("redaction_codes.csv"),
        lambda row: Code(
            row["code"],
            row["label"],
            row["law"],
            YES_OR_NO[row["by hand"]],
            row["hint"],
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Redaction:
    """Words to leave out. ``place`` is "" for everywhere; no words are a whole text."""

    place: str
    words: str
    code: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Where something was left out, why, and how many times."""

    heading: str
    place: str
    code: str
    times: int


def redacted(
    sections: Sequence[HeldSection], redactions: Iterable[Redaction]
) -> tuple[list[HeldSection], list[LeftOut]]:
    """What is held without what is left out, and the list of the places.

    A member of staff who is named by role counts as left out too.
    """
    given = list(redactions)
    counted: Counter[tuple[str, str, str]] = Counter()
    found = []
    for section in sections:
        rows = []
        for row in section.rows:
            fields = []
            for held in row.fields:
                where = section.heading, _place_words(row, held)
                if held.code:
                    counted[(section.heading, held.label, held.code)] += 1
                text = unicodedata.normalize("NFC", held.text)
                for each in given:
                    if each.place in ("", row.place_of(held)):
                        text, times = _without(text, each)
                        if times:
                            counted[(*where, each.code)] += times
                fields.append(replace(held, text=text))
            rows.append(replace(row, fields=tuple(fields)))
        found.append(replace(section, rows=tuple(rows)))
    return found, [LeftOut(*where, times) for where, times in counted.items()]


def lacks_something(row: HeldRow) -> bool:
    """Whether something was left out of a row, by an officer or without one."""
    return any(held.code or _LEFT_OUT in held.text for held in row.fields)


def matches(sections: Iterable[HeldSection], redaction: Redaction) -> int:
    """How many times a redaction finds something to leave out."""
    _, left_out = redacted(list(sections), [redaction])
    _, before = redacted(list(sections), [])
    return sum(each.times for each in left_out) - sum(each.times for each in before)


def _place_words(row: HeldRow, held: Held) -> str:
    return f"{held.label}, {row.title}" if row.title else held.label


def _without(text: str, redaction: Redaction) -> tuple[str, int]:
    mark = f"{_LEFT_OUT}{CODES[redaction.code].label}]"
    words = unicodedata.normalize("NFC", redaction.words).split()
    if not words:
        return (mark, 1) if text and text != mark else (text, 0)
    # Whole words, however they are spaced: Ann is not in Annual.
    pattern = r"(?<![^\W_])" + r"\s+".join(map(re.escape, words)) + r"(?![^\W_])"
    return re.subn(pattern, lambda _: mark, text, flags=re.IGNORECASE)
