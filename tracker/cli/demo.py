"""flask demo: an invented authority, loaded like anybody's files."""

from datetime import date

import click

from tracker.cli import answer
from tracker.cli.answer import command


@command(None, "demo")
@click.option(
    "--people",
    type=click.IntRange(min=20),
    default=8100,
    show_default=True,
    help="How many are aged 16 and 17; 8,100 is the size of Wigan.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Another seed, other people."
)
@click.option(
    "--on",
    callback=answer.day,
    metavar="DATE",
    help="The day that the demo plays on. [default: today]",
)
def demo(people: int, seed: int, on: date | None, as_json: bool) -> None:
    """Invent an authority, write its files, load them, and sum up what came of it.

    Everything goes to the demo's own place below var. A database that holds anything
    but an earlier demo is left alone.
    """
    from tracker.cli import demonstrating

    say = (lambda line: None) if as_json else click.echo
    summary = demonstrating.run(
        people=people, seed=seed, on=on or answer.today(), say=say
    )
    if as_json:
        answer.show(summary)
    else:
        demonstrating.print_summary(summary)
