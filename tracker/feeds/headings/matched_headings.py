"""Headings of a sender's table, matched to our columns.

See decision 0086.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from tracker.feeds.cells.name_headings import BOTH_NAMES, order_of
from tracker.feeds.feed_columns import Column, Needs
from tracker.feeds.headings.heading_words import NUMBER_WORDS, NUMBERS, OWNERS

#: A hint in brackets after a heading: how to write a cell, or that it is the usual one
#: of several. "Surname (parent)" is another column, not a hint.
_HINT = re.compile(
    r"""\s*[(\[]\s*(?:
        [dmy\s/.\-]+                                      # dd/mm/yyyy
        | \d+\s*(?:digits?|characters?|chars|figures|letters)
        | (?:y|yes|m|f)\s*/\s*(?:n|no|f|m)(?:\s*/.*)?       # Y/N, M/F/U
        | required | mandatory | essential | optional
        | if\s(?:known|any|applicable|available)
        | (?:as\s)?text | format\b.* | e\.?g\b.* | for\sexample\b.*
        | legal | current | home | actual
    )\s*[)\]][\s*:]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)

#: No list has more columns. A damaged file may have a row of tens of thousands of
#: cells, over which each of the many readers would spend seconds.
MOST_COLUMNS = 1_000


@lru_cache(maxsize=5_000)
def heading_key(text: str) -> str:
    """A heading as it is compared: without case, spaces and punctuation."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A row of headings and its place. ``over_two``: the row above has some too."""

    at: int
    cells: list[str]
    positions: dict[int, str]
    over_two: bool = False

    @property
    def names(self) -> set[str]:
        """Our names of the columns that the headings name."""
        return set(self.positions.values())


class Headings:
    """The headings of one feed and of one sender.

    ``aliases`` maps further headings, of one sender, to names of columns; they win. One
    without a name is left out, whatever it is to other senders. ``own_names``: the name
    of a column in this program is a heading of it too.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        aliases: Mapping[str, str] | None = None,
        *,
        own_names: bool = True,
    ) -> None:
        self.columns = {column.name: column for column in columns}
        self._names: dict[str, str] = {}
        self._left_out: set[str] = set()
        for column in columns:
            own = (column.name,) if own_names else ()
            for heading in (column.title, *own, *column.aliases):
                self._names.setdefault(heading_key(heading), column.name)
        for heading, name in (aliases or {}).items():
            if name in self.columns:
                self._names[heading_key(heading)] = name
            elif not name:
                self._names.pop(heading_key(heading), None)
                self._left_out.add(heading_key(heading))

    def positions(self, cells: Sequence[str]) -> dict[int, str]:
        """The places of our columns in a row of headings; of two equals the first.

        A heading that matches whole goes before one that matches without its hint. A
        row of more than MOST_COLUMNS is none of headings.
        """
        if len(cells) > MOST_COLUMNS:
            return {}
        found: dict[int, str] = {}
        taken: set[str] = set()
        for named in (self._named, self._hinted, self._worded):
            for position, cell in enumerate(cells):
                name = named(cell)
                if name is not None and name not in taken:
                    taken.add(name)
                    found[position] = name
        return dict(sorted(found.items()))

    def row(self, lines: Sequence[tuple[int, list[str]]]) -> "HeadingRow | None":
        """The row, or two rows together, with most of our headings; None without any.

        Two rows count only where they have more than either has alone.
        """
        found = [
            HeadingRow(at, cells, self.positions(cells))
            for at, (_, cells) in enumerate(lines)
        ]
        for at, (above, below) in enumerate(pairwise(lines), start=1):
            if (both := self._over_two(above, below)) is not None:
                positions = self.positions(both)
                found.append(HeadingRow(at, both, positions, over_two=True))
        best = max(found, key=lambda row: len(row.positions), default=None)
        return best if best is not None and best.positions else None

    def _over_two(
        self, above: tuple[int, list[str]], below: tuple[int, list[str]]
    ) -> list[str] | None:
        """Headings that stand in two rows: merged downwards, or a group above its
        columns. None if a cell has a digit, as in most rows of data.
        """
        (line, upper), (next_line, lower) = above, below
        if max(len(upper), len(lower)) > MOST_COLUMNS:
            return None
        words = (_UNNUMBERED.sub("", it) for it in (*upper, *lower))
        if next_line != line + 1 or any(map(_DIGIT.search, words)):
            return None
        group = ""
        cells = []
        for top, own in zip_longest(upper, lower, fillvalue=""):
            group = top.strip() or (group if own.strip() else "")
            joined = f"{group} {own.strip()}".strip()
            # "Learner details" above "Surname" means the same as "Surname", and
            # a surname above a forename is two columns.
            by_itself, named = self.positions([own]), self.positions([joined]).get(0)
            alone = by_itself and (named is None or named in BOTH_NAMES)
            cells.append(own.strip() if alone else joined)
        return cells

    def again(self, cells: Sequence[str], found: Mapping[int, str]) -> dict[int, str]:
        """The places of further headings for columns that were ``found`` already."""
        return {
            position: name
            for position, cell in enumerate(cells)
            if position not in found
            and (name := self._named(cell) or self._hinted(cell) or self._worded(cell))
            in found.values()
            and name is not None
        }

    def _named(self, cell: str) -> str | None:
        return self._names.get(heading_key(cell))

    def _hinted(self, cell: str) -> str | None:
        """The column of a heading without the hint in brackets at its end."""
        hint = _HINT.search(cell) if "(" in cell or "[" in cell else None
        if hint is None or heading_key(cell) in self._left_out:
            return None
        return self._named(cell[: hint.start()])

    def _worded(self, cell: str) -> str | None:
        """The column of a heading without its owner, or with its name in two ways.

        "Learner's surname", "ULN number", "Unique Learner Number (ULN)", "Forename(s)",
        "Surname / family name".
        """
        if len(cell) > _LONGEST_HEADING or heading_key(cell) in self._left_out:
            return None
        plain, *parts = _in_parts(cell)
        names = {self._bare(part) for part in parts}
        if len(parts) > 1 and len(names) == 1:
            return names.pop()
        return self._bare(plain)

    def _bare(self, text: str) -> str | None:
        """The column that a heading names beside its owner and the word number."""
        for rest, both, stems in _stems(heading_key(text)):
            for stem in stems:
                name = self._names.get(stem)
                if name is not None and (stem == rest or name in NUMBERS):
                    return name
            if both in self.columns:
                return both
        return None

    def title(self, name: str) -> str:
        return self.columns[name].title

    def missing(self, names: set[str], needs: Needs) -> Iterator[str]:
        """The titles of missing groups; of several columns that would do, the first."""
        for alternatives in needs:
            if not names.intersection(alternatives):
                yield self.title(alternatives[0])


#: A line of data has digits; a heading has none but for a few that count.
_DIGIT = re.compile(r"\d")
_UNNUMBERED = re.compile(
    r"(?:line|address|year|yr|forename|level|addr)\s*\d{1,2}\b|\(.*\)", re.IGNORECASE
)

#: A longer cell is a sentence above the table or a note in it.
_LONGEST_HEADING = 80
_PLURAL = re.compile(r"(\w)\s*\(s\)", re.IGNORECASE)
_PARTS = re.compile(r"[/()\[\]\n|]|\s[-–]\s|\bor\b")


# Both are cached: the first rows of a file are compared with every feed.
@lru_cache(maxsize=5_000)
def _in_parts(cell: str) -> tuple[str, ...]:
    """A heading without the mark of its plural, and then its parts."""
    plain = _PLURAL.sub(r"\1", cell)
    return plain, *(part for part in _PARTS.split(plain) if heading_key(part))


@lru_cache(maxsize=5_000)
def _stems(key: str) -> tuple[tuple[str, str | None, tuple[str, ...]], ...]:
    """What a heading may be read as: its key, and the key without its owner.

    With each: the column of both names in one that it is, and the key without the word
    number, after the key itself.
    """
    return tuple(
        (
            rest,
            order_of(rest),
            tuple(dict.fromkeys((rest, *map(rest.removesuffix, NUMBER_WORDS)))),
        )
        for rest in _without_owner(key)
    )


def _without_owner(key: str) -> Iterator[str]:
    """The key itself, and without the words that name the column's owner."""
    yield key
    if not (key.startswith(OWNERS) or key.endswith(OWNERS)):
        return  # Nearly every cell of a file: each of its first rows is looked at.
    for owner in OWNERS:
        if key.startswith(owner) and len(key) > len(owner) + 2:
            # A learner's legal surname, a young person's UPN.
            yield from _without_owner(key[len(owner) :])
        if key.endswith(f"of{owner}") or key.endswith(f"ofthe{owner}"):
            yield key[: key.rindex("of")]
