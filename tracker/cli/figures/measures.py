"""flask measures: the figures of a month, or DfE's annual set."""

from typing import Any

import click

from tracker.cli import answer, options, terminal
from tracker.domain.figures.published import annual_periods

#: The beginning of the names of the September Guarantee's measures.
GUARANTEE = "september_guarantee"
NOT_RECORDED = "september_guarantee_not_recorded"


@answer.command(None, "measures")
@click.option("--period", type=options.MONTH, help="The figures of a month.")
@click.option(
    "--published",
    type=options.YEAR,
    help="DfE's annual set: the winter's averages, that March, the September before.",
)
@options.authority_option
def measures(period: Any, published: int | None, authority: str) -> None:
    """Participation, NEET and not known, as DfE counts them.

    Beside each measure stands what DfE published of it for the authority and for
    England, so far as a table of it is loaded or comes with the service.
    """
    if (period is None) == (published is None):
        raise click.UsageError("Give either --period or --published.")
    from tracker.cli.figures import figures_shown

    say = answer.progress()
    if period is not None:
        found = figures_shown.of_month(authority, period, say)
        day, title = period.end, period.label
    else:
        assert published is not None
        found = figures_shown.of_year(authority, published, say)
        day, title = (
            annual_periods(published).march.end,
            f"DfE's annual set, {published}",
        )
    requirement = figures_shown.requirement(day)
    to_be_confirmed = figures_shown.to_be_confirmed(requirement)
    beside = figures_shown.published(authority, published)
    recorded = any(
        figure.count
        for figure in found
        if figure.name.startswith(GUARANTEE) and figure.name != NOT_RECORDED
    )
    answer.give(
        [
            {
                **figure.as_json(),
                "published": (each := beside(figure.name)) and each._asdict(),
                "requirement": requirement,
                "to_be_confirmed": to_be_confirmed,
            }
            for figure in found
        ],
        f"Authority {authority}, {title}",
        answer.table(
            (
                *("measure", "count", "of", "percent"),
                *("published", f"in {authority}", "England"),
            ),
            (
                (
                    figure.title,
                    *_cells(figure.as_json(), recorded=recorded),
                    *figures_shown.cells(beside(figure.name)),
                )
                for figure in found
            ),
        ),
        "",
        "Published: percentages of that year's tables. NEET and not known are the "
        "average of December to February, participation is that of March, and the "
        "September Guarantee that of the September before.",
        f"By the definitions of the {requirement} requirement.",
        to_be_confirmed,
    )


def _cells(figure: dict[str, Any], *, recorded: bool) -> tuple[Any, Any, float | None]:
    """Count, base and percentage; "not held" for a guarantee without any records."""
    if figure["name"].startswith(GUARANTEE) and not recorded:
        return terminal.NOT_HELD, figure["of"], None
    return figure["count"], figure["of"], figure["percent"]
