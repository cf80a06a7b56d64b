"""A document as data: sections of paragraphs, points, tables and gaps.

Pages, commands and Typst show the same document.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below that of the section."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that only the council can fill in; marked so that it stands out."""

    kind: ClassVar[str] = "gap"
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points."""

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings. ``about`` names it for those who do not see it."""

    kind: ClassVar[str] = "table"
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, each with the name under it and room for a day."""

    kind: ClassVar[str] = "signatures"
    names: tuple[str, ...]


Block = Paragraph | Heading | Gap | Points | Table | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]

    @property
    def anchor(self) -> str:
        """The heading as the address of a page has it."""
        return "-".join(re.findall(r"[a-z0-9]+", self.heading.lower()))


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a council. ``name`` is the name of its files."""

    name: str
    title: str
    council: str
    sections: tuple[Section, ...]

    @property
    def version(self) -> str:
        """A digest of every word of it, to see whether two copies are the same."""
        words = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:8]

    def section(self, heading: str) -> Section:
        """The section under a heading. Raises KeyError."""
        for each in self.sections:
            if each.heading == heading:
                return each
        raise KeyError(heading)

    def texts(self) -> Iterator[str]:
        """Every text of it, headings and cells of tables included."""
        yield self.title
        for section in self.sections:
            yield section.heading
            for block in section.blocks:
                yield from _texts(block)

    def markdown(self) -> str:
        """The document as Markdown."""
        parts = [f"# {self.title}", f"{self.council}. Version {self.version}."]
        for section in self.sections:
            parts.append(f"## {section.heading}")
            parts.extend(_markdown(block) for block in section.blocks)
        return "\n\n".join(parts) + "\n"


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text) | Heading(text) | Gap(text):
            yield text
        case Points(items) | Signatures(items):
            yield from items
        case Table(headings, rows):
            yield from headings
            for row in rows:
                yield from row


def _markdown(block: Block) -> str:
    match block:
        case Paragraph(text):
            return text
        case Heading(text):
            return f"### {text}"
        case Gap(text):
            return f"**To be filled in by the council:** {text}"
        case Points(items):
            return "\n".join(f"- {each}" for each in items)
        case Signatures(names):
            return "\n\n".join(f"{each}: ____________ Date: ______" for each in names)
        case Table(headings, rows):
            lines = (headings, ("---",) * len(headings), *rows)
            return "\n".join(
                f"| {' | '.join(cell.replace('|', '/') for cell in line)} |"
                for line in lines
            )
