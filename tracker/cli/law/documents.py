"""flask notice, processing, policy-document, assessment and dictionary.

Each is made from what is declared and configured on the day.
"""

import csv
import io
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from tracker import reporting
from tracker.cli import answer, options
from tracker.domain.law.documents import dictionary
from tracker.domain.law.documents.document import Document
from tracker.reporting.files.whole_files import check, whole


def file_option(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option for the file that a document is written to, by its names."""
    return click.option(
        *names,
        type=options.PathGiven(".pdf", ".md", dir_okay=False),
        metavar="FILE.pdf|.md",
        help="Write it as a PDF to print, or as Markdown.",
    )


OUT = file_option("--out")


@answer.command(None, "notice")
@click.option("--young", is_flag=True, help="The version for young people.")
@OUT
@options.authority_option
def privacy_notice(young: bool, out: Path | None, authority: str) -> None:
    """The privacy notice as it stands today.

    It names the sources and recipients that are configured.
    """
    _give("notice-young-people" if young else "notice", out, authority)


@answer.command(None, "policy-document")
@OUT
@options.authority_option
def policy_document(out: Path | None, authority: str) -> None:
    """The appropriate policy document.

    It covers special categories and offences (Data Protection Act 2018, schedule 1).
    """
    _give("policy", out, authority)


@answer.command(None, "assessment")
@OUT
@options.authority_option
def assessment(out: Path | None, authority: str) -> None:
    """The impact assessment, with its gaps.

    It is filled in as far as the system knows. What only the council can fill in is
    marked as a gap.
    """
    _give("assessment", out, authority)


@answer.command(None, "processing")
@options.authority_option
def processing(authority: str) -> None:
    """The record of processing, as CSV (UK GDPR, article 30)."""
    from tracker import actions

    rows = actions.law.documents.record(
        authority, council=answer.settings().organisation, on=answer.today()
    )
    if answer.in_json():
        answer.show(rows)
        return
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    click.echo(lines.getvalue(), nl=False)


def _give(name: str, out: Path | None, authority: str) -> None:
    from tracker import actions

    give(
        lambda: actions.law.documents.made(
            name,
            authority,
            council=answer.settings().organisation,
            on=answer.today(),
        ),
        out,
    )


def give(make: Callable[[], Document], out: Path | None) -> None:
    """Prints a document as Markdown, or writes it. Raises whole_files.NotWritable."""
    if out is not None:
        check(out)
    document = make()
    if out is not None:
        with whole(out) as file:
            file.write_bytes(_as_file(document, out))
    answer.give(
        {
            **asdict(document),
            "version": document.version,
            "file": str(out) if out else None,
        },
        document.markdown().rstrip() if out is None else f"Written to {out}.",
    )


def _as_file(document: Document, out: Path) -> bytes:
    if out.suffix.lower() == ".pdf":
        return reporting.documents.printed.pdf(document, on=answer.today())
    return document.markdown().encode()


@answer.command(None, "dictionary")
@click.option("--markdown", is_flag=True, help="A Markdown table instead of CSV.")
@options.authority_option
def data_dictionary(markdown: bool, authority: str) -> None:
    """List every column of personal data, and its handling.

    The handling says why it is held, how long, who sees it and where it goes today.
    Columns of stored lines of files stand after those of the tables.
    """
    from tracker import actions

    held = actions.law.documents.configured(
        authority, council=answer.settings().organisation, on=answer.today()
    )
    rows = dictionary.rows(actions.law.documents.every_line(), held)
    if answer.in_json():
        answer.show(rows)
    elif markdown:
        for cells in (rows[0], ["---"] * len(rows[0]), *(row.values() for row in rows)):
            click.echo(f"| {' | '.join(cells)} |")
    else:
        writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
