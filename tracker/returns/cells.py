"""The cells of many records by column, and each different text of a column once.

A file of a hundred thousand records has few different values in most columns, so a
check of a column runs once for each of its different texts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tracker.returns.record import ACTIVITIES, CHARACTERISTICS, COLUMNS

Flags = npt.NDArray[np.bool_]  # one a record

#: The columns with one text for each record, and the mark of an activity section.
SINGLE = (*(name for name in COLUMNS if name != CHARACTERISTICS), ACTIVITIES)


@dataclass(frozen=True, slots=True)
class Cells:
    """Some records: Arrow strings by column, null if blank, and characteristics.

    The characteristics are the places of their records, and their codes.
    """

    size: int
    columns: Mapping[str, pa.Array]
    characteristics: tuple[npt.NDArray[np.int64], pa.Array]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> Self:
        """Records that map columns to text, and the characteristics to a list."""
        columns = {
            name: pa.array([row.get(name) or None for row in rows], type=pa.string())
            for name in SINGLE
        }
        pairs = [
            (place, code)
            for place, row in enumerate(rows)
            for code in row.get(CHARACTERISTICS) or ()
            if code
        ]
        places = np.array([place for place, _ in pairs], dtype=np.int64)
        found = pa.array([code for _, code in pairs], type=pa.string())
        return cls(len(rows), columns, (places, found))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The records of several parts, in their order."""
        if len(parts) == 1:
            return parts[0]
        places, before = [], 0
        for part in parts:
            places.append(part.characteristics[0] + before)
            before += part.size
        columns = {
            name: pa.concat_arrays([part.columns[name] for part in parts])
            for name in SINGLE
        }
        codes = pa.concat_arrays([part.characteristics[1] for part in parts])
        return cls(before, columns, (np.concatenate(places), codes))


class Column:
    """A column of records: its different texts, and the text of each record."""

    def __init__(self, cells: pa.Array) -> None:
        self.cells = cells

    @cached_property
    def present(self) -> Flags:
        flags: Flags = self.cells.is_valid().to_numpy(zero_copy_only=False)
        return flags

    @cached_property
    def _encoded(self) -> tuple[list[str | None], npt.NDArray[np.int32]]:
        encoded = self.cells.dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        codes = encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
        return [*texts, None], codes

    @property
    def texts(self) -> list[str | None]:
        """Each different text once, and None for blank at the end."""
        return self._encoded[0]

    @property
    def codes(self) -> npt.NDArray[np.int32]:
        """The place of each record's text among ``texts``."""
        return self._encoded[1]

    def flags(self, holds: Callable[[str | None], bool]) -> Flags:
        """The records whose text fulfils ``holds``."""
        by_text = np.array([holds(text) for text in self.texts], dtype=bool)
        flags: Flags = by_text[self.codes]
        return flags
