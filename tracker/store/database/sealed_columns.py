"""A column whose values are encrypted, and encrypting it again under a newer key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import text

from tracker.encryption import MARK, Keys, NotOpened
from tracker.extensions import db
from tracker.store.database import base

#: What identifies a row: its number, or its values of several columns in their order.
Row = int | tuple[object, ...]

_AT_ONCE = 200
#: The part of a value that is the name of its key.
_KEY = f"from {len(MARK) + 1} for 16"


@dataclass(frozen=True)
class SealedColumn:
    """A column of type LargeBinary. A value opens in its own row alone, which the
    columns of ``row`` identify: they are unique together and never change.

    ``quickly``: the values are read by the thousand (``tracker.ciphers.quick_values``).
    ``length``: values are JSON, and spaces fill them up to a multiple of it, so that
    their length does not give away what they are.
    ``at_once``: so many rows are renewed in one transaction, and held in memory.
    """

    table: str
    column: str
    row: tuple[str, ...] = ("id",)
    quickly: bool = False
    length: int = 1
    at_once: int = _AT_ONCE

    def encrypt(self, keys: Keys, plain: bytes, *, row: Row) -> bytes:
        """The value as it is stored in that row."""
        filled = plain + b" " * (-len(plain) % self.length)
        return keys.encrypt(filled, about=self._about(row), quickly=self.quickly)

    def decrypt(self, keys: Keys, sealed: bytes, *, row: Row) -> bytes:
        """The value stored in that row. Raises NotOpened."""
        return keys.decrypt(sealed, about=self._about(row))

    def counts(self) -> Mapping[str, int]:
        """The number of values under each key, by its name."""
        found = db.session.execute(
            text(
                f"SELECT encode(substring({self.column} {_KEY}), 'escape') AS key,"
                f" count(*) AS things"
                f" FROM {self.table} WHERE {self.column} IS NOT NULL GROUP BY 1"
            )
        )
        return {each.key: each.things for each in found}

    def renew(self, keys: Keys) -> Iterator[int]:
        """Encrypts again what is under older keys, some rows a transaction.

        Gives the number of rows of each transaction. Raises NotOpened at the end, for
        the first value that did not open; such values are left as they are.
        """
        newest, wrong = keys.all()[0].name.encode(), None
        columns = ", ".join(self.row)
        last: dict[str, object] = {}
        while True:
            done = 0
            after = ", ".join(f":{name}" for name in last)
            with base.transaction():
                found = db.session.execute(
                    text(
                        f"SELECT {columns}, {self.column} FROM {self.table}"
                        f" WHERE substring({self.column} {_KEY}) <> :newest"
                        + (f" AND ({columns}) > ({after})" if last else "")
                        + f" ORDER BY {columns} LIMIT {self.at_once} FOR UPDATE"
                    ),
                    {"newest": newest, **last},
                ).all()
                for *values, sealed in found:
                    last = dict(zip(self.row, values, strict=True))
                    row = tuple(values)
                    try:
                        plain = self.decrypt(keys, bytes(sealed), row=row)
                    except NotOpened as error:
                        wrong = wrong or error
                        continue
                    db.session.execute(
                        text(
                            f"UPDATE {self.table} SET {self.column} = :sealed WHERE "
                            + " AND ".join(f"{name} = :{name}" for name in self.row)
                        ),
                        {"sealed": self.encrypt(keys, plain, row=row), **last},
                    )
                    done += 1
            if not found:
                break
            yield done
        if wrong is not None:
            raise wrong

    def _about(self, row: Row) -> str:
        values = row if isinstance(row, tuple) else (row,)
        return f"{self.table}.{self.column} {' '.join(map(str, values))}"
