"""flask dictionary: every column of personal data, with its handling."""

import csv
import sys

import click

from tracker.cli import answer
from tracker.domain.law import conditions, retention
from tracker.domain.law.data_dictionary import Line, lines
from tracker.domain.settings import Chosen


@answer.command(None, "dictionary", database=False)
@click.option("--markdown", is_flag=True, help="A Markdown table instead of CSV.")
def data_dictionary(markdown: bool) -> None:
    """List every column of personal data, and its handling.

    The handling says why it is held, how long, and who sees it. Columns of stored lines
    of files stand after those of the tables. Periods that the council can set are shown
    as they are by default.
    """
    from tracker.feeds import stored_columns

    rows = [_row(line) for line in (*lines(), *stored_columns.lines())]
    if answer.in_json():
        answer.show(rows)
    elif markdown:
        for cells in (rows[0], ["---"] * len(rows[0]), *(row.values() for row in rows)):
            click.echo(f"| {' | '.join(cells)} |")
    else:
        writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _row(line: Line) -> dict[str, str]:
    held = line.handling
    return {
        "column": line.column,
        "label": line.label,
        "handling": held.name,
        "lawful basis": f"UK GDPR article {held.basis}: {held.law}",
        "condition": ". ".join(conditions.REASONS[it].place for it in held.conditions),
        "category": ", ".join(held.categories),
        "tier": held.sensitivity,
        "seen by": ", ".join(held.seen_by),
        "changed by": ", ".join(held.changed_by),
        "retention row": held.retention,
        "retention": retention.in_words(held.retention, Chosen().numbers),
        "value": line.fold,
    }
