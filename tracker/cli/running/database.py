"""flask db: the tables of the database, brought up to date."""

import io
from contextlib import redirect_stdout
from typing import Any

import click

from tracker.cli import answer


@answer.COMMANDS.group("db", cls=answer.Group)
def group() -> None:
    """The database's tables. The embedded database keeps itself up to date."""


@answer.command(group, "upgrade", database=False)
def upgrade() -> None:
    """Bring the database to this version."""
    from tracker import store

    answer.start()
    before = store.tables.current()
    store.tables.upgrade()
    after = store.tables.current()
    answer.give(
        {"before": before, "after": after},
        f"The database is already up to date, at {after}."
        if before == after
        else f"The database went from {before or 'nothing'} to {after}.",
    )


@answer.command(group, "current", database=False)
def current() -> int:
    """Show which version it is at, and whether an upgrade is owed."""
    from tracker import store

    answer.start()
    at = store.tables.current()
    is_newest = store.tables.is_current()
    owed = "up to date" if is_newest else "run flask db upgrade"
    answer.give(
        {"current": at, "newest": store.tables.HEAD, "owed": not is_newest},
        (not is_newest and store.tables.obstacle())
        or f"The database is at {at or 'nothing yet'}: {owed}.",
    )
    return answer.DONE if is_newest else answer.DONE_WITH_ISSUES


@answer.command(group, "owner", database=False)
@click.argument("program", nargs=-1, type=click.UNPROCESSED)
def owner(program: tuple[str, ...]) -> int:
    """Show how the owner of the embedded database connects.

    For backups and examiners. With a PROGRAM, that is run as the owner while the
    database runs, for example: flask db owner pg_dump --file tracker.sql
    """
    from tracker import store

    return _connect(store.database.embedded.server_passwords.OWNER, program)


@answer.command(group, "examine", database=False)
@click.argument("role", type=click.Choice(["application", "institution", "tables"]))
@click.argument("program", nargs=-1, type=click.UNPROCESSED)
def examine(role: str, program: tuple[str, ...]) -> int:
    """Show how a ROLE of the embedded database connects.

    For examiners, to see what a stolen login could read: application serves the
    council, institution its schools and colleges, and tables is the owner of the
    tables. With a PROGRAM, runs that program as the role: flask db examine institution
    psql. The first two are shown no row of an authority until you choose one: SET
    tracker.authorities = '359', and for an institution also SET tracker.institutions =
    'urn:106500'.
    """
    from tracker import store

    of = store.database.embedded.server_passwords
    return _connect(getattr(of, role.upper()), program)


def _connect(role: str, program: tuple[str, ...]) -> int:
    """Shows how a role of the embedded database connects, or runs a program as it."""
    from tracker import store

    here = answer.settings()
    if here.database_url is not None:
        raise answer.CannotBeDone(
            "DATABASE_URL names a server of your own, whose administrator knows how "
            "its roles connect. This command is for the embedded database."
        )
    folder, embedded = here.var / "postgres", store.database.embedded
    embedded.connect(folder).close()
    if program:
        return embedded.run_as(role, folder, program)
    address = embedded.address(folder, role=role)
    answer.give({"address": address}, address)
    if not answer.in_json():
        click.echo(
            "The database runs while a command or flask serve does. The password is in "
            "the file that the address names.",
            err=True,
        )
    return answer.DONE


# Everything after the program's name belongs to the program.
for each in (owner, examine):
    each.context_settings["allow_interspersed_args"] = False


@answer.command(group, "roles", database=False)
def roles() -> None:
    """Show how a database server gets the roles of Tracker.

    An administrator of the server runs what is shown. The embedded database makes them
    by itself.
    """
    from tracker import store

    answer.give(
        {"statements": store.database.roles.STATEMENTS},
        store.database.roles.STATEMENTS.rstrip(),
    )


@answer.command(group, "revision", hidden=True)
@click.argument("message")
def revision(message: str) -> None:
    """Write the next migration, if the tables in the code need one."""
    from alembic import command as alembic

    from tracker import store

    number = f"{int(store.tables.HEAD) + 1:04d}"
    # Alembic prints its progress, which is not part of the answer.
    with redirect_stdout(io.StringIO()):
        written: Any = alembic.revision(
            store.tables.configuration(),
            message,
            autogenerate=True,
            rev_id=number,
            process_revision_directives=_drop_if_empty,
        )
    file = str(written.path) if written else None
    answer.give(
        {"revision": number if written else None, "file": file},
        f"Wrote {file}. Check it, and set tables.HEAD to {number}."
        if written
        else "Nothing was written: the migrations already match the tables.",
    )


def _drop_if_empty(context: Any, revision: Any, directives: list[Any]) -> None:
    """Drops a migration that would change nothing."""
    if directives[0].upgrade_ops.is_empty():
        directives.clear()
