"""flask demo: an invented authority, loaded like anybody's files."""

from datetime import date

import click

from tracker.cli import answer, options
from tracker.cli.answer import command


@command(None, "demo")
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
    callback=options.day,
    metavar="DATE",
    help="The day on which the demo is set. [default: today]",
)
@click.option(
    "--anew",
    is_flag=True,
    help="Delete everything in the database, including what a demo did not load.",
)
def demo(people: int, seed: int, on: date | None, anew: bool, as_json: bool) -> None:
    """Invent an authority, load its files, and sum up.

    Everything goes to the demo's own place below var. A database that holds anything
    but a demo's files is left alone.
    """
    from tracker.cli import demo_summary, demonstrating

    _can_be_invented(answer.settings().authority)
    say = (lambda line: None) if as_json else click.echo
    summary = demonstrating.run(
        people=people, seed=seed, on=on or answer.today(), say=say, anew=anew
    )
    if as_json:
        answer.show(summary)
    else:
        demo_summary.show(summary)


def _can_be_invented(authority: str | None) -> None:
    """Says so before anything is thrown away for an authority that cannot be."""
    from tracker.demo.places import Places

    if authority is None:
        raise answer.CannotBeDone("Set TRACKER_AUTHORITY to the demo's authority.")
    try:
        Places(authority)
    except ValueError as error:
        said = str(error)
        raise answer.CannotBeDone(f"{said[:1].upper()}{said[1:]}.") from error
