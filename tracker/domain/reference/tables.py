"""Tables of the service's own data: CSV files beside the modules that read them.

The first line names the columns. A column ``note`` explains rows and is read by people
only.

See decision 0146.
"""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

#: What a cell means in a column of conditions.
YES_OR_NO = {"yes": True, "no": False}


def read(file: Path, made: Callable[[dict[str, str]], T]) -> list[T]:
    """The results of ``made`` for the rows of a file, in order.

    Raises ValueError, with the file and the line, for a row that is wrong.
    """
    found = []
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, strict=True)
        for row in rows:
            row.pop("note", None)
            try:
                if None in row or None in row.values():
                    raise ValueError("not as many cells as columns")
                found.append(made(row))
            except (KeyError, TypeError, ValueError) as wrong:
                where = f"{file.name}, line {rows.line_num}"
                raise ValueError(f"{where}: {wrong}") from wrong
    return found


def meant(
    row: Mapping[str, str], columns: Mapping[str, Callable[[str], Any]]
) -> dict[str, Any]:
    """The cells of a row, each read as its column is; without empty cells.

    The cells of columns that are not in ``columns`` are text.
    """
    return {name: columns.get(name, str)(cell) for name, cell in row.items() if cell}


def one_of(*words: str) -> Callable[[str], str]:
    """Reads a cell that is one of these words. Raises KeyError for another."""
    return {word: word for word in words}.__getitem__
