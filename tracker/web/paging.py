"""Long lists in pages: the rows of a page, and the links to the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from flask import request, url_for

Row = TypeVar("Row")
ROWS = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. ``total`` is how many rows there are on all of them."""

    number: int
    total: int
    rows: int = ROWS

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.rows))

    @property
    def first_row(self) -> int:
        """The number of its first row, from 1; 0 for an empty list."""
        return min(self.offset + 1, self.total)

    @property
    def last_row(self) -> int:
        return min(self.offset + self.rows, self.total)

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.rows

    @property
    def cut(self) -> dict[str, int]:
        """The arguments of a query that reads the rows of this page."""
        return {"offset": self.offset, "limit": self.rows}

    def address(self, number: int) -> str:
        """The address of another page of the list, with the same filters."""
        return address_with(page=str(number) if number > 1 else None)


def address_with(**changed: str | None) -> str:
    """The address of this page, with some arguments changed and from its first page.

    None takes an argument away. Any name may stand in an address, also one that means
    something to ``url_for``, so the arguments are not given to that.
    """
    here = url_for(str(request.endpoint), **(request.view_args or {}))
    return with_arguments(here, **changed)


def with_arguments(path: str, /, **changed: str | None) -> str:
    """The address of another page, by its path, with the arguments of this one."""
    arguments = {
        **request.args.to_dict(flat=False),
        "page": None,
        **{name: value and [value] for name, value in changed.items()},
    }
    kept = {name: values for name, values in arguments.items() if values is not None}
    return f"{path}?{urlencode(kept, doseq=True, safe=_LEGIBLE)}" if kept else path


#: As ``url_for`` leaves them: "urn:106500" can be read in an address.
_LEGIBLE = "!$'()*,/:;?@"


def page(total: int, rows: int = ROWS) -> Page:
    """The page that the address names, or the last if there are fewer.

    It is the first if the address has something else than a number.
    """
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    found = Page(max(1, number), total, rows)
    return found if found.number <= found.last else Page(found.last, total, rows)


def read(
    rows_of: Callable[..., tuple[int, Sequence[Row]]], rows: int = ROWS
) -> tuple[Page, Sequence[Row]]:
    """The page that the address names, and its rows.

    ``rows_of`` gives the number of all rows, and those of an ``offset`` and ``limit``.
    """
    total, _ = rows_of(limit=0)
    shown = page(total, rows)
    return shown, rows_of(**shown.cut)[1]
