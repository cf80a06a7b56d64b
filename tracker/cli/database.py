"""flask db: the tables of the database, brought up to date."""

import click

from tracker.cli import answer
from tracker.cli.answer import command


@click.group("db")
def group() -> None:
    """The database's tables. The embedded database keeps itself up to date."""


@command(group, "upgrade", database=False)
def upgrade(as_json: bool) -> None:
    """Bring the database to this version."""
    from tracker.store import tables

    answer.start()
    before = tables.current()
    tables.upgrade()
    _tell(before, tables.current(), as_json)


@command(group, "current", database=False)
def current(as_json: bool) -> int:
    """Say which version the database is at, and whether an upgrade is owed."""
    from tracker.store import tables

    answer.start()
    at = tables.current()
    if as_json:
        answer.show({"current": at, "newest": tables.HEAD, "owed": at != tables.HEAD})
    else:
        owed = "up to date" if at == tables.HEAD else "run flask db upgrade"
        click.echo(f"The database is at {at or 'nothing yet'}: {owed}.")
    return answer.DONE if at == tables.HEAD else answer.DONE_WITH_ISSUES


def _tell(before: str | None, after: str | None, as_json: bool) -> None:
    if as_json:
        answer.show({"before": before, "after": after})
    elif before == after:
        click.echo(f"The database was up to date already, at {after}.")
    else:
        click.echo(f"The database went from {before or 'nothing'} to {after}.")


@command(group, "revision", database=True)
@click.argument("message")
def revision(message: str, as_json: bool) -> None:
    """Write the next migration from what the tables are in the code now."""
    from alembic import command as alembic

    from tracker.store import tables

    number = f"{int(tables.HEAD) + 1:04d}"
    alembic.revision(tables.configuration(), message, autogenerate=True, rev_id=number)
    click.echo(f"Wrote revision {number}; read it, and set tables.HEAD to it.")
