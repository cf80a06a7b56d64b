"""The digest of the code that made the stored results; with another they are stale.

See decision 0141.
"""

from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.figures.meaning import meaning
from tracker.extensions import Model
from tracker.store.database import base, cached, shown

#: The tables of what is derived, and made again from evidence.
_TABLES = (
    *("positions", "tallies", "sealed_tallies", "return_details", "leavers"),
    *("ledger_rows", "school_ledger_rows", "expected_rows", "indicator_rows"),
    # In the order in which a visit locks them.
    *("not_known_lists", "not_known_owed", "not_known_rows"),
)

_IS_CURRENT = "derivations are current"


class Derivation(Model):
    """The digest (``domain.figures.meaning``) of the code that made what is stored."""

    __tablename__ = "derivations"

    meaning: Mapped[str] = mapped_column(primary_key=True)


def current() -> str:
    """The SQL condition that code with the digest of this code made what is stored."""
    return f"EXISTS (SELECT FROM derivations WHERE meaning = '{meaning()}')"


def hold_current(is_current: bool) -> None:
    """Holds whether ``current`` is true, where it was read together with others."""
    cached.put(_IS_CURRENT, is_current)


def renew() -> None:
    """Deletes all derivations if code with another meaning made them.

    Belongs inside a transaction, before something derived is written.
    """
    if cached.known(_IS_CURRENT, False):
        return
    with base.cursor() as sql:
        sql.execute(
            "INSERT INTO derivations VALUES (%s) ON CONFLICT DO NOTHING", [meaning()]
        )
        if sql.rowcount:
            sql.execute("DELETE FROM derivations WHERE meaning <> %s", [meaning()])
            forget_all()


def forget_all() -> None:
    """Deletes all derivations, and marks every day and leaving year stale.

    Those of every authority: the code and the register of schools are shared by all.
    """
    cached.renew()
    with shown.showing_all(), base.cursor() as sql:
        for table in _TABLES:
            sql.execute(f"DELETE FROM {table}")
        sql.execute("UPDATE position_days SET complete = false")
        sql.execute(
            "UPDATE leaving_years SET complete = false, mark = gen_random_uuid()"
        )
        sql.execute("UPDATE ledger_days SET owed = NULL")
