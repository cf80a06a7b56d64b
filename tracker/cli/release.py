"""flask version: the version of the program."""

from tracker.cli import answer
from tracker.version import VERSION


@answer.command(None, "version", database=False)
def version() -> None:
    """Show the version of the program."""
    answer.give({"version": VERSION}, f"Tracker {VERSION}")
