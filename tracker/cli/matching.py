"""flask matching: the lines that wait for somebody to say whose they are."""

from typing import Any

import click

from tracker.cli import answer
from tracker.cli.answer import authority_option, command


@click.group("matching")
def group() -> None:
    """Decide about doubtful lines."""


@command(group, "list")
@authority_option
def list_(authority: str, as_json: bool) -> None:
    """The lines that wait, the oldest first."""
    from tracker.access import authority_scope
    from tracker.store import imports

    waiting = imports.doubtful(within=authority_scope(authority))
    if as_json:
        answer.show([_told(row) for row in waiting])
        return
    answer.table(
        ("row", "batch", "line", "candidates", "best score", "why"),
        (
            (
                str(row.id),
                row.batch_id,
                str(row.line),
                len(row.candidates),
                f"{row.score:.2f}" if row.score is not None else "",
                " ".join(row.reasons),
            )
            for row in waiting
        ),
    )
    click.echo(f"{len(waiting):,} lines wait.")


def _told(row: Any) -> dict[str, Any]:
    return {
        "row": row.id,
        "batch": row.batch_id,
        "file": row.file,
        "line": row.line,
        "score": row.score,
        "reasons": row.reasons,
        "candidates": row.candidates,
    }


def _row(number: int, authority: str) -> Any:
    from tracker.access import authority_scope
    from tracker.store import imports

    found = imports.row(number, within=authority_scope(authority))
    if found is None:
        raise answer.CannotBeDone(f"There is no row {number}.")
    return found


@command(group, "show")
@click.argument("row", type=int)
@authority_option
def show(row: int, authority: str, as_json: bool) -> None:
    """One line beside everybody it may be about."""
    from tracker.cli import reviewing

    found = _row(row, authority)
    told = {
        **_told(found),
        "outcome": found.outcome,
        "person": found.person_id,
        "raw": found.raw,
        "problems": found.problems,
        "compared": reviewing.side_by_side(found),
    }
    if as_json:
        answer.show(told)
        return
    click.echo(f"Row {found.id}: batch {found.batch_id}, line {found.line}.")
    click.echo(f"Outcome: {found.outcome}. {' '.join(found.reasons)}")
    for candidate in told["compared"]:
        click.echo()
        click.echo(
            f"Young person {candidate['person']}: {candidate['name']}, score "
            f"{candidate['score']:.2f}. {' '.join(candidate['reasons'])}"
        )
        answer.table(
            ("", "this line", "young person", ""),
            (
                (each["field"], each["row"], each["person"], each["level"])
                for each in candidate["differences"]
            ),
        )


@command(group, "resolve")
@click.argument("row", type=int)
@click.option("--person", type=int, help="The young person that the line is about.")
@click.option("--new", is_flag=True, help="It is somebody who is not known yet.")
@authority_option
def resolve(
    row: int, person: int | None, new: bool, authority: str, as_json: bool
) -> None:
    """Say whose a doubtful line is. It is applied at once if its batch is."""
    from tracker.actions import imports as actions

    if new == (person is not None):
        raise click.UsageError("Say either --person ID or --new.")
    found = _row(row, authority)
    decided = actions.resolve(
        found,
        person=person,
        by=answer.who(),
        at=answer.now(),
        on=answer.today(),
    )
    if as_json:
        answer.show({"row": found.id, "outcome": found.outcome, "person": decided})
    else:
        click.echo(f"Row {found.id} is young person {decided}: {found.outcome}.")
