"""A column whose values are encrypted, and encrypting it again under a newer key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import text

from tracker.encryption import MARK, Keys, NotOpened
from tracker.extensions import db
from tracker.store.database import base

_AT_ONCE = 200
#: The part of a value that is the name of its key.
_KEY = f"from {len(MARK) + 1} for 16"


@dataclass(frozen=True)
class SealedColumn:
    """A column of type LargeBinary. A value opens in its own row alone, which the
    column ``row`` identifies: a unique whole number that never changes.
    """

    table: str
    column: str
    row: str = "id"

    def encrypt(self, keys: Keys, plain: bytes, *, row: int) -> bytes:
        """The value as it is stored in that row."""
        return keys.encrypt(plain, about=self._about(row))

    def decrypt(self, keys: Keys, sealed: bytes, *, row: int) -> bytes:
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
        newest, last, wrong = keys.all()[0].name.encode(), None, None
        while True:
            done = 0
            with base.transaction():
                found = db.session.execute(
                    text(
                        f"SELECT {self.row}, {self.column} FROM {self.table}"
                        f" WHERE substring({self.column} {_KEY}) <> :newest"
                        f" AND (CAST(:last AS bigint) IS NULL OR {self.row} > :last)"
                        f" ORDER BY {self.row} LIMIT {_AT_ONCE} FOR UPDATE"
                    ),
                    {"newest": newest, "last": last},
                ).all()
                for row, sealed in found:
                    last = row
                    try:
                        plain = self.decrypt(keys, bytes(sealed), row=row)
                    except NotOpened as error:
                        wrong = wrong or error
                        continue
                    db.session.execute(
                        text(
                            f"UPDATE {self.table} SET {self.column} = :sealed"
                            f" WHERE {self.row} = :row"
                        ),
                        {"sealed": self.encrypt(keys, plain, row=row), "row": row},
                    )
                    done += 1
            if not found:
                break
            yield done
        if wrong is not None:
            raise wrong

    def _about(self, row: int) -> str:
        return f"{self.table}.{self.column} {row}"
