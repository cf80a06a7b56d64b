"""flask demo: an invented authority, loaded like real files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import click
from flask import current_app

from tracker.cli import answer, clock, options
from tracker.cli.demo import sign_ins
from tracker.config import Settings
from tracker.demo import demo_day


def _demo_day(text: str) -> date:
    """Reads the day of a demo, as 2026-09-21."""
    try:
        return demo_day.read(text)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong)) from None


DEMO_DAY = options.Kind("date", _demo_day)


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
    type=DEMO_DAY,
    help="The day on which the demo stands, for all pages. [default: today]",
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

    With --on, the files are those that had been sent by that day, and every page and
    command of this demo takes it for today.
    """
    from tracker.cli.demo import demonstration, summary_in_words

    say = (lambda line: None) if answer.in_json() else click.echo
    with _demo_settings() as settings, _standing_on(_chosen(on)) as day:
        _check_authority(settings.authority or sign_ins.EXAMPLE)
        summary = demonstration.run(
            people=people,
            seed=seed,
            on=day or answer.today(),
            say=say,
            replacing=replacing,
        )
        demo_day.keep(settings.var, day)
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


def _chosen(on: date | None) -> date | None:
    """The day that is wanted: the option, or else the setting; None for today.

    The day of an earlier demo goes with it.
    """
    by = clock.demo_day()
    return by.day if on is None and by and by.source == demo_day.SETTING else on


@contextmanager
def _standing_on(day: date | None) -> Iterator[date | None]:
    """Works on the day of the demo that is being made, not of an earlier one."""
    before = clock.demo_day()
    made = None if day is None else demo_day.DemoDay(day, "--on")
    current_app.config["DEMO_DAY"] = made
    try:
        yield day
    finally:
        current_app.config["DEMO_DAY"] = before


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
