"""The rows of a described list: read by its mapping, and what they mean.

The words of a cell become codes while the list is read, so a stored row means the same
after its mapping has changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Intention, Statement
from tracker.domain.history.person import Identity
from tracker.domain.history.sealed_statements import SEALED
from tracker.domain.law.restrictions import MAY_BE_PASSED_ON
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.identifiers import LaEstab, Ukprn, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.addresses import address
from tracker.feeds.cells.restricted_cells import may_be_kept
from tracker.feeds.cells.row import Row, person_details, titles_of
from tracker.feeds.described import catalogue
from tracker.feeds.described.stay_cells import DAYS, PRESENCE, Presence, stay
from tracker.feeds.feed_columns import Column
from tracker.feeds.file_reading import Context, RawRow, Reading
from tracker.feeds.headings import own_words
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.tables import Table, Wanted, open_tables, renamed
from tracker.feeds.row_meaning import Interpretation
from tracker.wording.quotations import clipped

_PLACE = ("provider", "laestab", "urn", "ukprn")
_LINES = ("address_line_1", "address_line_2", "address_line_3")


@dataclass(frozen=True)
class DescribedRows:
    """The lists of one feed: its name, what one is called, and its columns.

    ``mapping`` is the mapping of a feed that has its own (``own_words`` gives its
    form); a sender's mapping comes beside it. ``where`` is where a word is explained.
    ``from_institutions``: a school, college or provider passes the rows on.
    """

    name: str
    noun: str
    columns: tuple[Column, ...]
    where: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    from_institutions: bool = False

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return titles_of(self.columns)

    def read(
        self,
        paths: Sequence[Path],
        context: Context | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
    ) -> Reading:
        """The rows of CSV and Excel lists. Raises Unreadable."""
        mapping = {**self.mapping, **(aliases or {})}
        wanted = Wanted(self.name, self.noun, self.columns, catalogue.NEEDS, mapping)
        tables = list(open_tables(only(paths, self.noun), wanted))
        notes: list[str] = []
        for table in tables:
            table.note_unread()
        headings = renamed(tables, self.columns)
        rows = self._rows(tables, mapping, notes)
        return Reading("list", rows, notes=notes, headings=headings)

    def _rows(
        self, tables: Sequence[Table], mapping: Mapping[str, str], notes: list[str]
    ) -> Iterator[RawRow]:
        words = _Words(self.columns, mapping)
        for table in tables:
            says_where = PRESENCE in table.headings
            for line, values in table.noting(notes):
                row = words.explained(values)
                if says_where:
                    # A blank beside other lines' words does not show that they are
                    # there, and neither does a word that means none of ours.
                    row.setdefault(PRESENCE, Presence.UNKNOWN)
                yield RawRow(line, table.file, row)

    def interpret(
        self,
        raw: Mapping[str, str],
        restricted: bool,
        line: int,
        context: Context,
    ) -> Interpretation:
        """The young person and everything that the row states about them."""
        row = Row(raw, line, self._titles)
        as_at = context.as_at
        if restricted:
            who = row.restricted_identity(as_at)
            statements: list[Statement] = [*person_details(who), *_home(row, who)]
        else:
            who = row.identity(as_at, number_is_enough=True)
            statements = [*person_details(who), *_home(row, who), *self._stated(row)]
            if (doing := self._doing(row, context)) is not None:
                statements.append(doing)
            if (confirmed := row.day("confirmed")) is not None:
                as_at = min(confirmed, as_at)
        passed_on_by: tuple[InstitutionRef, ...] = ()
        if self.from_institutions:
            passed_on_by = context.passed_on_by(_place(row, context))
        return Interpretation(
            who,
            tuple(statements),
            tuple(row.problems),
            as_at,
            restricted=restricted,
            passed_on_by=passed_on_by,
        )

    def _stated(self, row: Row) -> Iterator[Statement]:
        """What the cells of the row state one by one."""
        for name in ("phone", "email"):
            if text := row.text(name):
                yield detail(name, **{name: text})
        parent = {name: row.text(f"parent_{name}") for name in ("name", "address")}
        if any(parent.values()):
            yield detail("parent", **{name: it or None for name, it in parent.items()})
        if (code := self._code(row, "ethnicity")) is not None:
            yield detail("ethnicity", ethnicity=code)
        plan, support = self._code(row, "plan"), self._code(row, "support")
        if plan is not None or support is not None:
            yield detail("send", send=plan, support=support)
        if (code := self._code(row, "need")) is not None:
            yield detail("need", level=code)
        if (code := self._code(row, "characteristic")) is not None:
            yield detail("characteristic", code=code)
        if (code := self._code(row, "intention")) is not None:
            yield Intention(code)

    def _code(self, row: Row, column: str) -> str | None:
        """The code of a cell. Another word is a problem, and the cell is not used."""
        cell = row.text(column)
        code = catalogue.code_of(column, cell) if cell else None
        if cell and code is None:
            row.object_to(column, self._unknown(column, cell))
        return code

    def _unknown(self, column: str, cell: str) -> str:
        return (
            f"{clipped(cell)} is no known word for {self._titles[column]}. Explain it "
            f"{self.where}, and load the list again."
        )

    def _doing(self, row: Row, context: Context) -> Doing | None:
        """What the young person does, None where the row does not say."""
        given, at = row.text("activity"), _place(row, context)
        code = catalogue.code_of("activity", given) if given else None
        if given and code is None:
            row.object_to("activity", self._unknown("activity", given), stops=True)
            return None
        if code is None and ("activity" in self._titles or at is None):
            if any(row.text(each) for each in (*DAYS, *_PLACE)):
                row.object_to(
                    "activity",
                    "There is no word for what they do, so the days and the place of "
                    "this line are not used.",
                )
            return None
        if (presence := self._presence(row)) is None:
            return None
        return stay(row, code, at, presence, as_at=context.as_at)

    def _presence(self, row: Row) -> Presence | None:
        """Whether they are there; they are, where the row has no word about it. None
        for a word that is not known: then nothing of the line is used.
        """
        given = row.text(PRESENCE)
        code = catalogue.code_of(PRESENCE, given) if given else Presence.THERE
        if code is None:
            row.object_to(PRESENCE, self._unknown(PRESENCE, given), stops=True)
            return None
        return Presence(code)

    def sealed_cells(self, raw: Mapping[str, str]) -> frozenset[str]:
        """A sealed activity with its place and days, and a sealed characteristic."""
        found: set[str] = set()
        code = catalogue.code_of("activity", raw.get("activity", ""))
        doing = ACTIVITIES.get(code or "")
        if doing is not None and doing.sealed:
            found.update(("activity", PRESENCE, *_PLACE, *DAYS))
        code = catalogue.code_of("characteristic", raw.get("characteristic", ""))
        if code in SEALED:
            found.add("characteristic")
        return frozenset(found & raw.keys())

    def of_restricted(self, raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
        """Name, birth and home of a line, and nothing else that it states."""
        return may_be_kept(raw, MAY_BE_PASSED_ON)


class _Words:
    """The words of coded columns as a mapping explains them."""

    def __init__(self, columns: Sequence[Column], mapping: Mapping[str, str]) -> None:
        coded = [each for each in columns if each.codes]
        self._meant = {it.name: own_words.explained(mapping, it.title) for it in coded}
        self._none = {it.name: own_words.left_out(mapping, it.title) for it in coded}
        self._always = {
            it.name: code
            for it in coded
            if (code := own_words.of_every_line(mapping, it.title))
        }

    def explained(self, values: Mapping[str, str]) -> dict[str, str]:
        """The row with the code in place of each word, and without a word that means
        none of our codes.
        """
        found = dict(values)
        for column, meant in self._meant.items():
            key = heading_key(found.get(column, ""))
            if key in meant:
                found[column] = meant[key]
            elif key in self._none[column]:
                found.pop(column, None)
        for column, code in self._always.items():
            found.setdefault(column, code)
        return found


def _home(row: Row, who: Identity) -> list[Statement]:
    lines = [row.text(each) for each in _LINES]
    return [*address(lines, row.text("town"), "", who.postcode)]


def _place(row: Row, context: Context) -> InstitutionRef | None:
    """The school, college, provider or employer that a row names; None without one."""
    ref = InstitutionRef(
        urn=row.parsed("urn", Urn.parse),
        laestab=row.parsed("laestab", partial(LaEstab.of, context.authority)),
        ukprn=row.parsed("ukprn", Ukprn.parse),
        name=row.text("provider") or None,
    )
    return None if ref == InstitutionRef() else ref
