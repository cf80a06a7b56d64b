"""flask version: the version of the program."""

import click

from tracker.cli import answer
from tracker.cli.answer import command
from tracker.version import VERSION


@command(None, "version", database=False)
def version(as_json: bool) -> None:
    """Show the version of the program."""
    if as_json:
        answer.show({"version": VERSION})
    else:
        click.echo(f"Tracker {VERSION}")
