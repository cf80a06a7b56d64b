"""flask dictionary: every column of personal data, with its handling."""

import csv
import sys

import click

from tracker.cli import answer
from tracker.domain.law.data_dictionary import lines
from tracker.domain.law.documents import dictionary
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

    rows = dictionary.rows((*lines(), *stored_columns.lines()), Chosen().numbers)
    if answer.in_json():
        answer.show(rows)
    elif markdown:
        for cells in (rows[0], ["---"] * len(rows[0]), *(row.values() for row in rows)):
            click.echo(f"| {' | '.join(cells)} |")
    else:
        writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
