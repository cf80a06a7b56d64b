"""flask measures: the figures of a month, or DfE's annual set."""

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import answer, options
from tracker.cli.answer import command
from tracker.cli.options import authority_option

if TYPE_CHECKING:
    from tracker.cli.figures.figures_shown import PublishedPercents

#: The beginning of the names of the September Guarantee's measures.
GUARANTEE = "september_guarantee"
NOT_RECORDED = "september_guarantee_not_recorded"


@command(None, "measures")
@click.option(
    "--period",
    callback=options.month,
    metavar="2026-10",
    help="The figures of a month.",
)
@click.option(
    "--published",
    type=options.YEAR,
    metavar="2025",
    help="DfE's annual set: the winter's averages, that March, the September before.",
)
@authority_option
def measures(period: Any, published: int | None, authority: str, as_json: bool) -> None:
    """Participation, NEET and not known, as DfE counts them.

    Beside each measure stands what DfE published of it for the authority and for
    England, so far as a table of it is loaded or comes with the service.
    """
    if (period is None) == (published is None):
        raise click.UsageError("Give either --period or --published.")
    from tracker.cli.figures import figures_shown
    from tracker.domain.figures.published import annual_periods

    say = answer.progress(as_json)
    found = (
        figures_shown.of_month(authority, period, say)
        if period is not None
        else figures_shown.of_year(authority, published or 0, say)
    )
    day = period.end if period is not None else annual_periods(published or 0).march.end
    definitions = figures_shown.definitions(day)
    beside = figures_shown.published(authority, published)
    if as_json:
        answer.show(
            [
                {
                    **figure.as_json(),
                    "published": each.as_json()
                    if (each := beside(figure.name)) is not None
                    else None,
                    "requirement": definitions.requirement,
                    "to_be_confirmed": definitions.to_be_confirmed,
                }
                for figure in found
            ]
        )
        return
    title = period.label if period is not None else f"DfE's annual set, {published}"
    click.echo(f"Authority {authority}, {title}")
    recorded = any(
        figure.count
        for figure in found
        if figure.name.startswith(GUARANTEE) and figure.name != NOT_RECORDED
    )
    answer.table(
        (
            "measure",
            "count",
            "of",
            "percent",
            "published",
            f"in {authority}",
            "England",
        ),
        (
            (
                figure.title,
                *_cells(figure.as_json(), recorded=recorded),
                *_published(beside(figure.name)),
            )
            for figure in found
        ),
    )
    click.echo()
    click.echo(
        "Published: percentages of that year's tables. NEET and not known are the "
        "average of December to February, participation is that of March, and the "
        "September Guarantee that of the September before."
    )
    click.echo(f"By the definitions of the {definitions.requirement} requirement.")
    if definitions.to_be_confirmed is not None:
        click.echo(definitions.to_be_confirmed)


def _published(
    beside: "PublishedPercents | None",
) -> tuple[str | None, float | None, float | None]:
    if beside is None:
        return None, None, None
    return str(beside.year), beside.authority, beside.england


def _cells(figure: dict[str, Any], *, recorded: bool) -> tuple[Any, Any, float | None]:
    """Count, base and percentage; "not held" for a guarantee without any records."""
    if figure["name"].startswith(GUARANTEE) and not recorded:
        return answer.NOT_HELD, figure["of"], None
    return figure["count"], figure["of"], figure["percent"]
