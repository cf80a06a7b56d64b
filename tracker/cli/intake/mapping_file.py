"""What a sender's headings mean, from a file, before a list of it is loaded."""

from pathlib import Path

import click

from tracker import actions
from tracker.actions.act import Act
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal


def record(file: Path, feed: str, institution: str | None, *, act: Act) -> None:
    """Makes the mapping in a file the one of a sender, if it is another than before.

    Raises click.UsageError for a feed whose headings are fixed and without a sender,
    and Refusal for a file that is no mapping of the feed.
    """
    if not FEEDS[feed].own_headings or FEEDS[feed].own_door:
        raise click.UsageError(f"--mapping: no headings of {feed} are explained here.")
    load, way_in = actions.intake.load, actions.intake.way_in
    sender = load.sender_of(FEEDS[feed], institution, act.authority)
    key = way_in.key_of(FEEDS[feed], load.sender_key(sender))
    if key is None:
        raise click.UsageError(
            "--mapping needs --institution: the mapping is remembered for the sender."
        )
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refusal(f"{file.name} cannot be read as a mapping: {wrong}.") from wrong
    try:
        actions.intake.uploads.sender_columns.from_text(feed, key, text, act=act)
    except Refusal as refused:
        raise Refusal(f"{file.name}: {refused}") from refused
