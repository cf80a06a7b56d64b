"""The roles of a database server of the council's own, and whether they are separate.

The embedded database makes its roles by itself.
"""

from sqlalchemy import text

from tracker.extensions import db

#: How an administrator of the server makes the roles; ``psql`` runs it.
STATEMENTS = """\
-- To be run with psql by an administrator of the server. Each \\password asks for one.
CREATE ROLE tracker_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE tracker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
\\password tracker_owner
\\password tracker
CREATE DATABASE tracker OWNER tracker_owner ENCODING 'UTF8' TEMPLATE template0;
-- A database that exists already is handed over instead:
--   ALTER DATABASE tracker OWNER TO tracker_owner;
--   \\connect tracker
--   REASSIGN OWNED BY tracker TO tracker_owner;
-- Then: DATABASE_URL=postgresql://tracker@...        for everything
--       DATABASE_OWNER_URL=postgresql://tracker_owner@...   for flask db upgrade only
"""


def faults() -> list[str]:
    """What the application's login may do that it should not; empty if all is well.

    Each fault is a sentence for the person who runs the installation.
    """
    with db.engine.connect() as connection:
        found = connection.execute(text(_MAY)).one()
    return [fault for fault, held in zip(_FAULTS, found, strict=True) if held]


_FAULTS = (
    "The application's login is a superuser of the database. See flask db roles.",
    "The application's login may make roles or pass by the rules of rows. "
    "See flask db roles.",
    "The application's login owns the tables, so it may change the audit. "
    "See flask db roles, and set DATABASE_OWNER_URL for upgrades.",
)
_MAY = """\
SELECT rolsuper, rolcreaterole OR rolbypassrls, EXISTS (
    SELECT FROM pg_class c WHERE c.relkind IN ('r', 'p')
    AND c.relnamespace = 'public'::regnamespace
    AND pg_has_role(current_user, c.relowner, 'MEMBER')
) FROM pg_roles WHERE rolname = current_user
"""
