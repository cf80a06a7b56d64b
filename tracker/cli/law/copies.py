"""flask copies: a young person's own copy, prepared in a case of subject access."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker import reporting
from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.law.subject_copy.redacting import CODES
from tracker.reporting.files.whole_files import check, whole
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.store.law.cases import Case


@answer.COMMANDS.group("copies", cls=answer.Group)
def group() -> None:
    """Prepare, check and give a young person's own copy."""


@answer.command(group, "prepare")
@click.argument("case")
@options.authority_option
def prepare(case: str, authority: str) -> None:
    """Prepare the copy of a CASE, such as SA-31.

    Everything held about its young person is gathered.
    """
    from tracker import actions

    found = _found(case, authority)
    actions.law.subject_copy.preparing.prepare(
        found.id, within=authority_scope(authority), act=answer.act(authority)
    )
    _show(found)


@answer.command(group, "show")
@click.argument("case")
@options.authority_option
def show(case: str, authority: str) -> None:
    """Show what the copy of a CASE has.

    Each heading is shown with its number of rows.
    """
    _show(_found(case, authority))


def _show(case: "Case") -> None:
    from tracker import actions, store

    remains = actions.law.subject_copy.giving.what_remains(case.id)
    left_out = store.law.subject_copies.redactions(remains.copy.id)
    answer.give(
        {
            "case": case.name,
            "prepared_at": remains.copy.prepared_at,
            "sections": [
                {"heading": each.heading, "rows": len(each.rows)}
                for each in remains.sections
            ],
            "left_out": [
                {"number": each.id, "place": each.place, "code": each.code}
                for each in left_out
            ],
        },
        answer.table(
            ("heading", "rows"),
            ((each.heading, len(each.rows)) for each in remains.sections),
        ),
        f"Prepared {answer.local(remains.copy.prepared_at)}. An officer leaves words "
        f"out in {counted(len(left_out), 'entry', 'entries')}.",
    )


@answer.command(group, "leave-out")
@click.argument("case")
@click.option("--words", default="", help="The words. [default: the whole text]")
@click.option("--place", default="", help="One text, such as contacts/12/Note.")
@click.option(
    "--code",
    required=True,
    type=click.Choice([each.name for each in CODES.values() if each.by_hand]),
    help="Why they are left out.",
)
@options.authority_option
def leave_out(case: str, words: str, place: str, code: str, authority: str) -> None:
    """Leave words out of the copy of a CASE.

    They are left out everywhere, or at one place.
    """
    from tracker import actions

    found = _found(case, authority)
    times = actions.law.subject_copy.preparing.leave_out(
        found.id,
        code,
        words=words,
        place=place,
        within=authority_scope(authority),
        act=answer.act(authority),
    )
    answer.give(
        {"case": found.name, "places": times}, f"Left out {counted(times, 'time')}."
    )


@answer.command(group, "put-back")
@click.argument("case")
@click.argument("number", type=options.NUMBER)
@options.authority_option
def put_back(case: str, number: int, authority: str) -> None:
    """Put back what was left out of a CASE.

    The NUMBER is that of the entry, as it is shown.
    """
    from tracker import actions

    found = _found(case, authority)
    actions.law.subject_copy.preparing.put_back(
        found.id, number, within=authority_scope(authority), act=answer.act(authority)
    )
    _show(found)


@answer.command(group, "write")
@click.argument("case")
@click.option(
    "--out",
    type=options.PathGiven(".pdf", ".json", ".zip", dir_okay=False),
    metavar="FILE.pdf|.json|.zip",
    required=True,
    help="The file to write.",
)
@options.authority_option
def write(case: str, out: Path, authority: str) -> None:
    """Write the approved copy of a CASE.

    It is marked, and recorded as a disclosure to the young person. A ZIP has the
    documents that the copy lists.
    """
    from tracker import actions

    check(out)
    found = _found(case, authority)
    act = answer.act(authority)
    given = actions.law.subject_copy.giving.give(
        found.id,
        council=answer.settings().organisation,
        within=authority_scope(authority),
        act=act,
    )
    answer.note_shown(authority, [given.person])
    kind = out.suffix.lower()
    if kind == ".pdf":
        content = reporting.documents.printed.pdf(given.document, on=act.on)
    elif kind == ".zip":
        content = actions.law.subject_copy.copied_documents.packed(given.sections)
    else:
        content = given.json()
    with whole(out) as file:
        file.write_bytes(content)
    answer.give(
        {"case": found.name, "mark": given.mark, "file": str(out)},
        f"Written to {out}, marked {given.mark}.",
    )


def _found(name: str, authority: str) -> "Case":
    from tracker import store

    return answer.found(
        store.law.cases.by_name(name, within=authority_scope(authority)),
        f"There is no case {name[:40]}; a case is named like SA-31.",
    )
