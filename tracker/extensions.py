"""The bare extension objects of the application. Imports no module of ours."""

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
            and not _tables_of(mapper, clause) <= _OF_SIGN_IN
        ):
            return db.engines[INSTITUTION]
        return super().get_bind(mapper, clause, bind, **others)


def _tables_of(mapper: Any, clause: Any) -> set[str]:
    """The names of all tables that a statement names, also joined and in subqueries.

    A text names no table, and counts as one that is not known.
    """
    if not isinstance(clause, ClauseElement):
        return {getattr(getattr(mapper, "local_table", None), "name", "")}
    parts: list[Any] = list(visitors.iterate(clause))
    # An UPDATE names some tables only by their columns.
    parts += [getattr(each, "table", None) for each in parts]
    named = {each.name for each in parts if isinstance(each, TableClause)}
    return named or {""}


db = SQLAlchemy(model_class=Base, session_options={"class_": _ByRole})
# Flask-SQLAlchemy derives a class from ours at run time; type checkers cannot see it.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
login = LoginManager()
csrf = CSRFProtect()
