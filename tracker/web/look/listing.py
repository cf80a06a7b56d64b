"""A list that its reader sorts and narrows; the address keeps the choice.

It works on rows in memory: a caseload has some 500 and a school's leavers 2,000. For
longer lists (lines of a file, the audit feed) the query sorts and cuts instead.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request

from tracker.web import paging

Row = TypeVar("Row")
#: The argument of an address that sorts a list; DOWN before it reverses the order.
SORT, DOWN = "sort", "-"
_LONGEST = 200
#: A longer list is sorted and cut by its query.
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Option:
    """A value by which rows are chosen: the value in an address, and its words."""

    value: str
    words: str


# Most rows of a list have the same few words.
@lru_cache(maxsize=2_000)
def by_words(words: str | None) -> tuple[Option, ...]:
    """The option of a row that is chosen by its own words; none without words."""
    return (Option(str(words), str(words)),) if words else ()


@dataclass(frozen=True, slots=True)
class Filter(Generic[Row]):
    """A choice of rows: ``of`` gives the options to which a row belongs.

    Options are in the order of their words, or in that of ``ordered`` values. A
    ``typed`` filter is a text field: rows that fit its words belong to the one option
    that has these words as its value.
    """

    name: str
    title: str
    of: Callable[[Row], Sequence[Option]]
    anything: str = "Any"
    ordered: tuple[str, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """The link of a heading, and the direction if the list is sorted by this column."""

    address: str
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a filter with the number of rows that it would leave."""

    value: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class InForce:
    """A filter in force: its words, the rows left with it, the address without it."""

    words: str
    left: int
    without: str


class Listing(Generic[Row]):
    """The rows of one page, and the ways to the others.

    ``keys`` are the columns by which the list can be sorted, each with the value that
    is compared; a row without that value comes last in both directions. ``first`` is
    the order of an address that names none; None leaves the rows as they are.
    ``weight`` is how many each row counts for, where the rows are counts of a longer
    list that its query cuts. ``given`` are the arguments of the list's address, where
    another page reads the list.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        keys: Mapping[str, Callable[[Row], Any]],
        filters: Sequence[Filter[Row]] = (),
        first: str | None = None,
        weight: Callable[[Row], int] = lambda row: 1,
        given: Mapping[str, str] | None = None,
    ) -> None:
        self._given = request.args if given is None else given
        self._weights = [weight(row) for row in rows]
        self.whole = sum(self._weights)
        self._rows = rows
        self._keys, self._filters, self._first = keys, filters, first
        wanted = {each.name: self._given.get(each.name, "") for each in filters}
        self.chosen = {
            name: value[:_LONGEST] for name, value in wanted.items() if value
        }
        self._belongs = {each.name: [each.of(row) for row in rows] for each in filters}
        places = self._places()
        self.total = sum(self._weights[place] for place in places)
        self._left = self._sorted([rows[place] for place in places])
        self.page = paging.page(self.total)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the current page."""
        return self._left[self.page.offset : self.page.last_row]

    @property
    def everything(self) -> Sequence[Row]:
        """All rows that the filters leave, in order."""
        return self._left

    @property
    def part(self) -> str:
        """How many of how many the filters leave: "32 of 269"; "" for all of them."""
        if self.total == self.whole:
            return ""
        return f"{self.total:,} of {self.whole:,}"

    def titled(self, title: str) -> str:
        """The title of the file of these rows, which says if it has only a part."""
        return f"{title}, {self.part}" if self.part else title

    def file_name(self, stem: str) -> str:
        """The name of the file of these rows, which says the same."""
        part = self.part.replace(",", "").replace(" ", "-")
        return f"{stem}-{part}" if part else stem

    @property
    def order(self) -> tuple[str, bool]:
        """The column that sorts, and whether it descends: for a query that sorts."""
        order = self._order() or ""
        return order.removeprefix(DOWN), order.startswith(DOWN)

    def count(self, filter_: str, value: str) -> int:
        """How many rows of the whole list belong to an option."""
        return sum(
            weight
            for options, weight in zip(
                self._belongs[filter_], self._weights, strict=True
            )
            if _is(options, value)
        )

    def would_leave(self, filter_: str, value: str) -> int:
        """How many rows an option would leave under the other filters."""
        belongs = self._belongs[filter_]
        return sum(
            self._weights[place]
            for place in self._places(leaving_out=filter_)
            if _is(belongs[place], value)
        )

    def order_of(self, column: str) -> Order | None:
        """The link of a heading, or None where the list cannot be sorted by it."""
        if column not in self._keys:
            return None
        now = self._order()
        if now == column:
            return Order(paging.address_with(**{SORT: DOWN + column}), "ascending")
        direction = "descending" if now == DOWN + column else ""
        return Order(paging.address_with(**{SORT: column}), direction)

    def choices(self, of: Filter[Row]) -> list[Choice]:
        """The options of a filter, each with the rows it leaves under the other
        filters.
        """
        belongs = self._belongs[of.name]
        left = self._places(leaving_out=of.name)
        counts: Counter[str] = Counter()
        for place in left:
            for each in belongs[place]:
                counts[each.value] += self._weights[place]
        words = {each.value: each.words for options in belongs for each in options}
        order = {value: place for place, value in enumerate(of.ordered)}
        chosen = self.chosen.get(of.name)
        return [
            Choice(value, text, counts[value], value == chosen)
            for value, text in sorted(
                words.items(),
                key=lambda pair: (order.get(pair[0], len(order)), pair[1].casefold()),
            )
        ]

    @cached_property
    def filters(self) -> list[tuple[Filter[Row], list[Choice]]]:
        """The filters that separate rows, with their options."""
        return [
            (each, choices)
            for each in self._filters
            if len(choices := self.choices(each)) > 1
            or each.typed
            or each.name in self.chosen
        ]

    @cached_property
    def in_force(self) -> list[InForce]:
        """The filters in force, each with the rows that are left after it."""
        left = list(range(len(self._rows)))
        found = []
        for each in self._filters:
            value = self.chosen.get(each.name)
            if value is None:
                continue
            belongs = self._belongs[each.name]
            left = [place for place in left if _is(belongs[place], value)]
            words = next(
                (one.words for its in belongs for one in its if one.value == value),
                f"{each.title}: {value}",
            )
            count = sum(self._weights[place] for place in left)
            found.append(
                InForce(words, count, paging.address_with(**{each.name: None}))
            )
        return found

    def narrowed_to(self, **filters: str) -> str:
        """The address with these filters as well."""
        return paging.address_with(**filters)

    @property
    def to_save(self) -> str:
        """The filters in force and the order as a query string, "" without a filter.

        What was typed is left out, because it may be the name of a young person.
        """
        typed = self._typed
        chosen = [each for each in self.chosen.items() if each[0] not in typed]
        return urlencode(sorted([*self.kept, *chosen])) if chosen else ""

    @property
    def leaves_out(self) -> bool:
        """Whether something was typed, which is not saved."""
        return not self._typed.isdisjoint(self.chosen)

    @property
    def _typed(self) -> set[str]:
        return {each.name for each in self._filters if each.typed}

    @property
    def unfiltered(self) -> str:
        """The address without any filter."""
        return paging.address_with(**dict.fromkeys(self.chosen))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The other arguments of the address, for the form that narrows the list."""
        names = {each.name for each in self._filters} | {"page"}
        return [
            (name, value)
            for name, value in request.args.items(multi=True)
            if name not in names
        ]

    def _order(self) -> str | None:
        wanted = self._given.get(SORT, "")
        return wanted if wanted.removeprefix(DOWN) in self._keys else self._first

    def _sorted(self, rows: list[Row]) -> list[Row]:
        order = self._order()
        if order is None:
            return rows
        key = self._keys[order.removeprefix(DOWN)]
        with_value = [(key(row), row) for row in rows]
        there = [pair for pair in with_value if pair[0] is not None]
        there.sort(key=lambda pair: pair[0], reverse=order.startswith(DOWN))
        absent = [row for value, row in with_value if value is None]
        return [row for _, row in there] + absent

    def _places(self, leaving_out: str = "") -> list[int]:
        left = list(range(len(self._rows)))
        for name, value in self.chosen.items():
            if name != leaving_out:
                belongs = self._belongs[name]
                left = [place for place in left if _is(belongs[place], value)]
        return left


def _is(options: Sequence[Option], value: str) -> bool:
    return any(each.value == value for each in options)
