"""The rows of a register of education welfare.

Home education, missing education and alternative provision each have a register of
children of all ages. Only those who are tracked are read (``census.keeping``). A row is
a stay on the register with its first and last day.

See decision 0242.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Statement, Tier
from tracker.domain.law.gateways import WELFARE
from tracker.domain.reference.academic_year import AcademicYear, say_date
from tracker.feeds.cells.addresses import address
from tracker.feeds.cells.row import Row, person_details, titles_of
from tracker.feeds.census.keeping import YOUNGEST, is_tracked
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.feed_columns import Column, Needs, read_columns
from tracker.feeds.file_reading import Context, RawRow, Reading
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.tables import Table, Wanted, open_tables, renamed
from tracker.feeds.row_meaning import Interpretation

#: The columns of each register.
TABLES = read_columns(Path(__file__).with_name("columns.csv"))
#: A register of any kind finds its children by these.
WHO: Needs = (
    ("surname", "full_name", "surname_first", "forename_first", "upn"),
    ("dob", "upn"),
)
NO_START = "There is no first day, so the line shows no one on the register."
_LINES = ("address_line_1", "address_line_2", "address_line_3")


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay on the register: who, its days, and the day of the list.

    ``over``: it had ended by then.
    """

    row: Row
    born: date | None
    starts: date
    ends: date | None
    as_at: date

    @property
    def over(self) -> bool:
        return self.ends is not None

    def of_school_age(self, day: date) -> bool:
        """Whether the child is of compulsory school age on a day; True if no birthday
        shows it. It ends with Year 11.
        """
        return self.born is None or day <= AcademicYear.of_year_11(self.born).ends


#: What a stay means: its statements, and the characteristics that are over.
Meaning = Callable[[Stay], tuple[list[Statement], tuple[str, ...]]]


def until_year_11(activity: str, after: str) -> Meaning:
    """The meaning of a stay that is an activity of compulsory school age alone.

    One that began later shows nothing, and one that goes on shows nothing of today:
    ``after`` is the sentence about either.
    """

    def meaning(stay: Stay) -> tuple[list[Statement], tuple[str, ...]]:
        began = stay.of_school_age(stay.starts)
        if not began or not (stay.over or stay.of_school_age(stay.as_at)):
            stay.row.object_to("start", after)
        stays = [Doing(activity, starts=stay.starts, ends=stay.ends)] if began else []
        return [*stays], ()

    return meaning


@dataclass(frozen=True)
class RegisterRows:
    """One register: its feed, what a list of it is called, and what a stay means."""

    name: str
    noun: str
    table: str
    meaning: Meaning

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of stored lines."""
        return TABLES[self.table]

    @property
    def needs(self) -> Needs:
        """The columns that a list has to have, one of each group."""
        return (*WHO, ("start",))

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return titles_of(self.columns)

    def feed(self, title: str) -> Feed:
        """The feed of this register, under the title of its page."""
        return Feed(
            name=self.name,
            title=title,
            noun=self.noun,
            sender="education welfare of the authority",
            frequency="every month",
            silence="Nothing: a list may be of those who were added or taken off.",
            signature=Signature(columns=self.columns, needs=self.needs, decisive=True),
            tier=Tier.ADVISER,
            columns=self.columns,
            read=self.read,
            interpret=self.interpret,
            whole=False,
            own_headings=True,
            needless=TABLES["needless"],
            notes_unread=True,
            gateway=WELFARE,
        )

    def read(
        self,
        paths: Sequence[Path],
        context: Context | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
    ) -> Reading:
        """The children who are tracked, of CSV and Excel lists. Raises Unreadable."""
        wanted = Wanted(self.name, self.noun, self.columns, self.needs, aliases)
        tables = list(open_tables(only(paths, self.noun), wanted))
        notes: list[str] = []
        for table in tables:
            table.note_unread()
        on = None if context is None else context.as_at
        headings = renamed(tables, self.columns)
        rows = _tracked(tables, on, notes)
        return Reading("register", rows, notes=notes, headings=headings)

    def interpret(
        self, raw: Mapping[str, str], restricted: bool, line: int, context: Context
    ) -> Interpretation:
        """The child, their home, and what the stay means on the day of the list."""
        row = Row(raw, line, self._titles)
        as_at = context.as_at
        if (confirmed := row.day("confirmed")) is not None:
            as_at = min(confirmed, as_at)
        who = row.identity(context.as_at, number_is_enough=True)
        lines = [row.text(each) for each in _LINES]
        statements: list[Statement] = [
            *person_details(who),
            *address(lines, row.text("town"), "", who.postcode),
            *_parent(row),
        ]
        ended: tuple[str, ...] = ()
        if (stay := self._stay(row, who.born, context.as_at)) is not None:
            as_at = max(as_at, stay.ends or stay.starts)
            more, ended = self.meaning(stay)
            statements += more
        return Interpretation(
            who, tuple(statements), tuple(row.problems), as_at, ended=ended
        )

    def _stay(self, row: Row, born: date | None, as_at: date) -> Stay | None:
        starts, ends = row.day("start"), row.day("end")
        if starts is None:
            row.object_to("start", NO_START, stops=True)
            return None
        if starts > as_at:
            row.object_to(
                "start",
                f"It starts on {say_date(starts)}, after the day of the list.",
                stops=True,
            )
            return None
        if ends is not None and ends < starts:
            row.object_to("end", "It ends before it starts.", stops=True)
            return None
        if ends is not None and ends > as_at:
            ends = None  # one that is planned
        return Stay(row, born, starts, ends, as_at)


def _parent(row: Row) -> Iterator[Statement]:
    found = {name: row.text(f"parent_{name}") for name in ("name", "address")}
    if any(found.values()):
        yield detail("parent", **{name: it or None for name, it in found.items()})


def _tracked(
    tables: Sequence[Table], on: date | None, notes: list[str]
) -> Iterator[RawRow]:
    left_out = 0
    for table in tables:
        for line, values in table.noting(notes):
            if is_tracked(values, on):
                yield RawRow(line, table.file, values)
            else:
                left_out += 1
    if left_out:
        notes.append(
            "Children left out because they are neither in Years 9 to 14 nor "
            f"{YOUNGEST} or older: {left_out}."
        )
