"""The roles of a database server of the council's own, and whether they are separate.

The embedded database makes its roles by itself.
"""

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tracker.extensions import INSTITUTION, db
from tracker.store.database import rights

#: How an administrator of the server makes the roles; ``psql`` runs it.
STATEMENTS = """\
-- To be run with psql by an administrator of the server. Each \\password asks for one.
CREATE ROLE tracker_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE tracker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE tracker_institution LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
\\password tracker_owner
\\password tracker
\\password tracker_institution
CREATE DATABASE tracker OWNER tracker_owner ENCODING 'UTF8' TEMPLATE template0;
-- A database that exists already is handed over instead:
--   ALTER DATABASE tracker OWNER TO tracker_owner;
--   \\connect tracker
--   REASSIGN OWNED BY tracker TO tracker_owner;
-- Then: DATABASE_URL=postgresql://tracker@...
--       DATABASE_INSTITUTION_URL=postgresql://tracker_institution@...
--       DATABASE_OWNER_URL=postgresql://tracker_owner@...   for upgrades and backups
"""


def faults() -> list[str]:
    """What the logins of pages may do that they should not; empty if all is well.

    Each fault is a sentence for the person who runs the installation.
    """
    with db.engine.connect() as connection:
        found = connection.execute(text(_MAY)).one()
    application, institution = rights.role_names()
    held = (*found, application == institution)
    faults = [fault for fault, is_so in zip(_FAULTS, held, strict=True) if is_so]
    return faults if application == institution else faults + _of_schools(application)


def _of_schools(application: str) -> list[str]:
    """The same for the login for users of schools and colleges."""
    try:
        with db.engines[INSTITUTION].connect() as connection:
            found = connection.execute(text(_MAY)).one()
            is_member = connection.scalar(text(_IS_MEMBER), {"role": application})
    except OperationalError:
        return [
            "The login of DATABASE_INSTITUTION_URL does not connect, so the pages of "
            "schools and colleges fail. See flask db roles."
        ]
    return [_TOO_MUCH] if any((*found, is_member)) else []


_FAULTS = (
    "The application's login is a superuser of the database. See flask db roles.",
    "The application's login may make roles or pass by the rules of rows. "
    "See flask db roles.",
    "The application's login owns the tables, so it may change the audit. "
    "See flask db roles, and set DATABASE_OWNER_URL for upgrades.",
    "The pages of schools and colleges use the application's login, which reads "
    "everything. See flask db roles, and set DATABASE_INSTITUTION_URL.",
)
_TOO_MUCH = (
    "The login for users of schools and colleges may do what is the application's or "
    "the owner's. Make it as flask db roles shows."
)
_IS_MEMBER = "SELECT pg_has_role(current_user, :role, 'MEMBER')"
_MAY = """\
SELECT rolsuper, rolcreaterole OR rolbypassrls, EXISTS (
    SELECT FROM pg_class c WHERE c.relkind IN ('r', 'p')
    AND c.relnamespace = 'public'::regnamespace
    AND pg_has_role(current_user, c.relowner, 'MEMBER')
) FROM pg_roles WHERE rolname = current_user
"""
