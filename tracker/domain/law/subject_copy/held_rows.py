"""What is held about a person as data: headings, rows, and values in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

#: What is sealed, and what a page has in its place until it is opened.
FORMER_NAME, DETAIL, LINE = "former name", "detail", "line"
SEALED: Mapping[str, str] = {
    FORMER_NAME: "Has a sealed former identity. It is in the copy, and not shown here.",
    DETAIL: "A detail that is sealed. It is in the copy, and not shown here.",
    LINE: "A line with something sealed. It is in the copy, and not shown here.",
}


@dataclass(frozen=True, slots=True)
class Held:
    """One value. ``code`` is the reason why something else stands for it, if so.

    ``free`` texts were typed or sent and may name others. ``sealed`` is one of
    ``SEALED`` where pages show the text to few, "" elsewhere.
    """

    label: str
    text: str
    code: str = ""
    free: bool = False
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One row of a table, by its key, with the rows that are printed inside it."""

    table: str
    key: str
    title: str
    fields: tuple[Held, ...]
    inside: tuple[str, ...] = ()

    def place_of(self, held: Held) -> str:
        """What identifies a value in the whole copy."""
        return f"{self.table}/{self.key}/{held.label}"


@dataclass(frozen=True, slots=True)
class HeldSection:
    """A heading and its rows."""

    heading: str
    rows: tuple[HeldRow, ...]


def as_data(sections: Iterable[HeldSection]) -> list[dict[str, Any]]:
    """The sections as plain data; ``from_data`` reads them back."""
    return [asdict(each) for each in sections]


def from_data(stored: Iterable[Mapping[str, Any]]) -> list[HeldSection]:
    """The sections that ``as_data`` wrote."""
    return [
        HeldSection(
            section["heading"],
            tuple(
                HeldRow(
                    row["table"],
                    row["key"],
                    row["title"],
                    tuple(Held(**held) for held in row["fields"]),
                    tuple(row["inside"]),
                )
                for row in section["rows"]
            ),
        )
        for section in stored
    ]


def without_sealed(sections: Iterable[HeldSection]) -> list[HeldSection]:
    """The sections with words in place of each text that is sealed."""
    return [
        replace(
            section,
            rows=tuple(
                replace(
                    row,
                    fields=tuple(
                        replace(held, text=SEALED[held.sealed]) if held.sealed else held
                        for held in row.fields
                    ),
                )
                for row in section.rows
            ),
        )
        for section in sections
    ]
