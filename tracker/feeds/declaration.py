"""What a feed is: its columns, what it reads, what it makes of a row, what it objects
to.

A feed works in two steps. ``read`` turns files into raw rows: it joins what stands in
several tables and drops what may not be kept, and what is left is stored. ``interpret``
says what a stored row means; it depends on the row and its context alone, so that it
can be asked again when the row is applied.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from tracker.domain.history.evidence import Statement, Tier
from tracker.domain.history.person import Identity
from tracker.domain.reference.institution import InstitutionRef


class Unreadable(Exception):
    """A file cannot be taken in at all. Its text is one sentence for who sent it."""


#: What is longer is no value that anybody would know again in a sentence.
LONGEST_QUOTED = 60


def clipped(text: str) -> str:
    """A value as a sentence quotes it."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a feed.

    ``name`` is ours, ``title`` the heading that we ask for, ``aliases`` the other
    headings that senders use. Case, spaces and punctuation of a heading do not matter.
    """

    name: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    kind: str = "text"
    about: str = ""


def with_words(
    columns: Iterable[Column], words: Mapping[str, tuple[str, ...]]
) -> tuple[Column, ...]:
    """The columns with further headings that senders use, by the column's name."""
    return tuple(
        replace(column, aliases=(*column.aliases, *words.get(column.name, ())))
        for column in columns
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a school can put right. ``stops``: the row cannot be used."""

    line: int
    column: str
    message: str
    stops: bool = False


def _every(ref: InstitutionRef) -> bool:
    """Who asks of no register takes every institution as it is named."""
    return True


def _nobody(name: str) -> int:
    """Without a register no name is one of several."""
    return 0


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a file beside what stands in it.

    ``authority`` is whose file it is loaded for, ``institution`` who sent it,
    ``complete`` whether it claims to name everybody who is there on ``as_at``.
    ``in_register`` says whether the register knows an institution, and so of what kind
    it is, and ``so_named`` how many open institutions it has of a name.
    """

    authority: str
    as_at: date
    institution: InstitutionRef | None = None
    complete: bool = False
    in_register: Callable[[InstitutionRef], bool] = _every
    so_named: Callable[[str], int] = _nobody


@dataclass(frozen=True, slots=True)
class RawRow:
    """A line of a file as it is stored: text by our column names, empty cells left out.

    ``restricted`` says that the sender may pass on only who the person is and where
    they live; whatever else the line held is not among its values. ``unstored`` are all
    of its cells then: they may tell whose it is, in memory, and are never kept.
    """

    line: int
    file: str
    values: dict[str, str]
    restricted: bool = False
    unstored: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class Reading:
    """A file being read. ``rows`` streams, and may itself raise Unreadable.

    ``as_at`` and ``institution`` are what the file says of itself. ``notes`` are
    sentences about the file as a whole, complete when the rows have been read.
    ``headings`` gives the sender's heading for a column title where they differ.
    ``day_column`` names the column in which rows give their own day, if there is one,
    ``authorities`` are those for whom a header says that the file is, None for a kind
    of file without one.
    """

    layout: str
    rows: Iterable[RawRow]
    as_at: date | None = None
    institution: InstitutionRef | None = None
    notes: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    day_column: str | None = None
    authorities: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a row says: about whom, what, as at when, and what is wrong with it.

    ``earlier`` is a day before ``as_at`` and what the row says of that day instead.
    ``needs_plan`` says that it counts only for somebody of whom the authority holds an
    education, health and care plan. ``passed_on_by`` are the institutions that pass it
    on, as far as the row or its file names them, and ``agreed`` what they were answered
    when they asked whether they may.
    """

    identity: Identity
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    as_at: date
    restricted: bool = False
    earlier: tuple[date, tuple[Statement, ...]] | None = None
    needs_plan: bool = False
    passed_on_by: tuple[InstitutionRef, ...] = ()
    agreed: bool | None = None

    @property
    def by_day(self) -> tuple[tuple[date, tuple[Statement, ...]], ...]:
        """What is said of each day."""
        told = ((self.as_at, self.statements),)
        if self.earlier is None:
            return told
        if self.earlier[0] == self.as_at:
            return ((self.as_at, self.statements + self.earlier[1]),)
        return (*told, self.earlier)

    @property
    def usable(self) -> bool:
        return not any(problem.stops for problem in self.problems)


class Feed(Protocol):
    """A kind of file about young people that is sent again and again.

    ``silence`` says what it means when somebody is not in it, ``whole`` whether each
    file is of everybody, so that one has about as many lines as the next.
    ``from_institutions`` says that its rows are what a school, college or provider
    passes on, which a young person or a parent may restrict.
    """

    name: str
    title: str
    sender: str
    frequency: str
    silence: str
    whole: bool
    from_institutions: bool
    tier: Tier
    columns: tuple[Column, ...]

    def read(
        self,
        paths: Sequence[Path],
        context: Context | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
    ) -> Reading:
        """Raises Unreadable, also while the rows are being taken.

        ``aliases`` maps headings of this sender to our column names.
        """
        ...

    def interpret(
        self,
        raw: Mapping[str, str],
        restricted: bool,
        line: int,
        context: Context,
    ) -> Interpretation: ...

    def of_restricted(self, raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
        """What may be kept of a row, as at a day, of somebody who is restricted there.

        Of a feed that is not ``from_institutions`` that is all of it.
        """
        ...
