"""How the driver writes a list that is a value of a query."""

from typing import Any

import psycopg
from psycopg.abc import Buffer, DumperKey, PyFormat
from psycopg.types import array


class _WholeNumbers(array.ListDumper):
    """The writing of a list of whole numbers for the driver, in one step, as bigint.

    A query about everybody has a list of tens of thousands of numbers. PostgreSQL looks
    each row up in it only if the list has the type of its column; in the driver's own
    choice, the smallest type, it would read the whole list for each row.
    """

    oid = psycopg.adapters.types["int8"].array_oid

    def dump(self, obj: list[Any]) -> Buffer | None:
        return b"{%s}" % ",".join(map(str, obj)).encode()


class Lists(array.ListDumper):
    """The writing of lists for the driver."""

    def get_key(self, obj: list[Any], format: PyFormat) -> DumperKey:
        if _are_whole_numbers(obj):
            return self.cls, int
        return super().get_key(obj, format)

    def upgrade(self, obj: list[Any], format: PyFormat) -> array.BaseListDumper:
        if _are_whole_numbers(obj):
            return _WholeNumbers(self.cls, self._tx)
        return super().upgrade(obj, format)


def _are_whole_numbers(values: list[Any]) -> bool:
    return set(map(type, values)) == {int}
