"""flask demo: an invented authority, loaded like real files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import click
from flask import current_app

from tracker.cli import answer, options
from tracker.cli.demo import sign_ins
from tracker.config import Settings


@answer.command(None, "demo")
@click.option(
    "--people",
    type=click.IntRange(min=20, max=1_000_000),
    default=8100,
    show_default=True,
    help="How many are aged 16 and 17; 8,100 is the size of Wigan.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31),
    default=1,
    show_default=True,
    help="A different seed invents different people.",
)
@click.option(
    "--on",
    type=options.DAY,
    help="The day on which the demo is set. [default: today]",
)
@click.option(
    "--replace",
    "replacing",
    is_flag=True,
    help="Delete additions to an earlier demo too. Only a demo is ever deleted.",
)
def demo(people: int, seed: int, on: date | None, replacing: bool) -> None:
    """Invent an authority, load its files, and sum up.

    Everything goes to the demo's own place below var. A database that holds anything
    but a demo is left alone. It is authority 359, or the one in TRACKER_AUTHORITY.
    """
    from tracker.cli.demo import demonstration, summary_in_words

    say = (lambda line: None) if answer.in_json() else click.echo
    with _demo_settings() as settings:
        _check_authority(settings.authority or sign_ins.EXAMPLE)
        summary = demonstration.run(
            people=people,
            seed=seed,
            on=on or answer.today(),
            say=say,
            replacing=replacing,
        )
    answer.give(summary, summary_in_words.in_words(summary))


@contextmanager
def _demo_settings() -> Iterator[Settings]:
    """The settings of this installation, with the example's where there are none."""
    before = answer.settings()
    for_demo = replace(
        before,
        authority=before.authority or sign_ins.EXAMPLE,
        database_id=before.database_id or sign_ins.EXAMPLE,
    )
    current_app.config["TRACKER"] = for_demo
    try:
        yield for_demo
    finally:
        current_app.config["TRACKER"] = before


def _check_authority(authority: str) -> None:
    """Refuses an authority that cannot be invented, before anything is deleted.

    Raises answer.CannotBeDone.
    """
    from tracker.demo.people.places import Places

    try:
        Places(authority)
    except ValueError as error:
        reason = str(error)
        raise answer.CannotBeDone(f"{reason[:1].upper()}{reason[1:]}.") from error
