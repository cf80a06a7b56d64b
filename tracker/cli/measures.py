"""flask measures: the figures of a month, or DfE's annual set."""

from typing import Any

import click

from tracker.cli import answer
from tracker.cli.answer import authority_option, command


@command(None, "measures")
@click.option(
    "--period", callback=answer.month, metavar="2026-10", help="The figures of a month."
)
@click.option(
    "--published",
    type=int,
    metavar="2025",
    help="DfE's annual set: the winter's averages, that March, the September before.",
)
@authority_option
def measures(period: Any, published: int | None, authority: str, as_json: bool) -> None:
    """Participation, NEET and not known, as DfE counts them."""
    if (period is None) == (published is None):
        raise click.UsageError("Say either --period or --published.")
    from tracker.cli import counting

    figures = (
        counting.of_month(authority, period)
        if period is not None
        else counting.of_year(authority, published or 0)
    )
    if as_json:
        answer.show([figure.as_json() for figure in figures])
        return
    title = period.label if period is not None else f"DfE's annual set, {published}"
    click.echo(f"Authority {authority}, {title}")
    answer.table(
        ("measure", "count", "of", "percent"),
        (
            (
                figure.title,
                told["count"],
                told["of"],
                "" if told["percent"] is None else f"{told['percent']:.1f}",
            )
            for figure in figures
            for told in (figure.as_json(),)
        ),
    )
