"""The bare extension objects of the application. Imports no module of ours."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flask import g, has_app_context
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from sqlalchemy import ClauseElement, Connection, Engine, MetaData, TableClause
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql import visitors


class Base(DeclarativeBase):
    """Every constraint has a name, so that a test and an error can quote it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


#: The engine that connects as the owner of the tables, for upgrades only.
OWNER = "owner"
#: The engine that connects as the role for users of schools and colleges.
INSTITUTION = "institution"
#: A statement about these alone is run by the application's role in a school's request
#: too: accounts, sessions, the forms kept for a user, and the council's settings.
_OF_SIGN_IN = {"users", "signed_in", "settings", "kept_forms"}


class _ByRole(Session):
    """Uses the institution's engine in a request of a user of a school or college."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **others: Any
    ) -> Engine | Connection:
        if (
            bind is None
            and has_app_context()
            and g.get("institution_keys") is not None
            and not _is_of_sign_in(mapper, clause)
        ):
            return db.engines[INSTITUTION]
        return super().get_bind(mapper, clause, bind, **others)


def _is_of_sign_in(mapper: Any, clause: Any) -> bool:
    """Whether all tables that a statement names are of signing in.

    Joined ones and those of subqueries count. A text names none, and may be about any.
    """
    if not isinstance(clause, ClauseElement):
        return getattr(getattr(mapper, "local_table", None), "name", "") in _OF_SIGN_IN
    named = False
    # Mostly the first table decides: each query of a school's page waits for this.
    for name in _tables_of(clause):
        if name not in _OF_SIGN_IN:
            return False
        named = True
    return named


def _tables_of(clause: ClauseElement) -> Iterator[str]:
    """The names of all tables that a statement names."""
    for part in visitors.iterate(clause):
        # An UPDATE names some tables only by their columns.
        for each in (part, getattr(part, "table", None)):
            if isinstance(each, TableClause):
                yield each.name


db = SQLAlchemy(model_class=Base, session_options={"class_": _ByRole})
# Flask-SQLAlchemy derives a class from ours at run time; type checkers cannot see it.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
login = LoginManager()
csrf = CSRFProtect()
