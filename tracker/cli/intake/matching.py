"""flask matching: the doubtful lines that wait for a decision."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.wording.counts import counted


@answer.COMMANDS.group("matching", cls=answer.Group)
def group() -> None:
    """Decide doubtful lines."""


@answer.command(group, "list")
@click.option("--batch", type=options.NUMBER, help="Only the lines of this batch.")
@options.authority_option
def list_(batch: int | None, authority: str) -> None:
    """List the lines that wait, those most worth a decision first.

    A decision is worth the likelihood of the likeliest match, and three times that if
    the activity of that young person is not known.
    """
    from tracker import actions, store
    from tracker.cli.intake import doubtful_rows

    waiting = store.people.doubtful_lines.waiting(
        store.people.doubtful_lines.Selection(batch=batch),
        within=authority_scope(authority),
    )
    who = doubtful_rows.identities(waiting)
    hidden = actions.people.former_names.hidden_in(waiting)
    answer.note_shown(authority, (), lines=[row.id for row in waiting])
    answer.give(
        [hidden[row.id].redacted(_row_as_json(row)) for row in waiting],
        answer.table(
            ("row", "batch", "line", "name", "born", "candidates", "likeness", "why"),
            (
                (
                    *(str(row.id), row.batch_id, str(row.line)),
                    *(who[row.id].full_name, who[row.id].born, len(row.candidates)),
                    *(likeness(row.score), " ".join(row.reasons)),
                )
                for row in waiting
            ),
        ),
        f"{counted(len(waiting), 'line is', 'lines are')} waiting.",
    )


def likeness(score: float | None) -> str:
    """A likelihood in whole per cent, never 100: a doubtful line is not certain."""
    return "" if score is None else f"{min(int(score * 100), 99)}%"


def _likely(score: float | None) -> str:
    """The likelihood in words; a person made from the same file was never compared."""
    return "not compared" if score is None else f"{likeness(score)} likely"


def _row_as_json(row: Any) -> dict[str, Any]:
    return {
        "row": row.id,
        "batch": row.batch_id,
        **answer.fields(row, "file", "line", "score", "reasons", "candidates"),
    }


def _row(number: int, authority: str) -> Any:
    from tracker import store

    return answer.found(
        store.intake.import_batches.row(number, within=authority_scope(authority)),
        f"There is no row {number}.",
    )


@answer.command(group, "show")
@click.argument("row", type=options.NUMBER)
@options.authority_option
def show(row: int, authority: str) -> None:
    """Show one line beside each young person it may be about."""
    from tracker import actions
    from tracker.cli.intake import doubtful_rows

    found = _row(row, authority)
    hidden = actions.people.former_names.hidden_in([found])[found.id]
    shown = {
        **hidden.redacted(_row_as_json(found)),
        "outcome": found.outcome,
        "person": found.person_id,
        "raw": hidden.cells(found.raw),
        "problems": hidden.redacted(found.problems),
        "compared": doubtful_rows.side_by_side(found),
    }
    answer.note_shown(authority, [each["person"] for each in shown["compared"]])
    answer.give(shown, _in_words(found, shown))


def _in_words(row: Any, shown: dict[str, Any]) -> Iterator[str]:
    yield f"Row {row.id}: batch {row.batch_id}, line {row.line} of {row.file}."
    yield f"Outcome: {row.outcome}. {' '.join(shown['reasons'])}"
    if row.decided_by is not None:
        whose = f"young person {row.person_id}" if row.person_id else "a new person"
        yield f"Decided by {row.decided_by}: it is {whose}."
    for name, text in shown["raw"].items():
        yield f"  {name}: {text}"
    for candidate in shown["compared"]:
        yield ""
        yield (
            f"Young person {candidate['person']}: {candidate['name']}, "
            f"{_likely(candidate['score'])}. {' '.join(candidate['reasons'])}"
        )
        yield from answer.table(
            ("", "this line", "young person", ""),
            map(
                itemgetter("field", "row", "person", "level"), candidate["differences"]
            ),
        )


@answer.command(group, "resolve")
@click.argument("row", type=options.NUMBER)
@click.option(
    "--person", type=options.NUMBER, help="The young person the line is about."
)
@click.option("--new", is_flag=True, help="It is about a new person.")
@options.authority_option
def resolve(row: int, person: int | None, new: bool, authority: str) -> None:
    """Decide who a doubtful line is about. It is applied at once if its batch is.

    Undo it with: flask matching reopen ROW
    """
    from tracker import actions

    if new == (person is not None):
        raise click.UsageError("Give either --person ID or --new.")
    found = _row(row, authority)
    _not_withdrawn(found, authority)
    decided = actions.intake.resolve.resolve(
        found, person=person, act=answer.act(authority)
    )
    shared = (
        actions.intake.resolve.sharing(found, decided)
        if new and decided is not None and not found.is_sealed_whole
        else []
    )
    result = {"row": found.id, "outcome": found.outcome, "person": decided}
    if shared:
        result["shares"] = [{"person": who, "number": kind} for who, kind in shared]
    answer.give(result, _decision_in_words(found, person, decided, shared))


def _decision_in_words(
    row: Any, chosen: int | None, decided: int | None, shared: list[tuple[int, str]]
) -> Iterator[str]:
    """A decision, with what a user may want to look at again."""
    from tracker import actions
    from tracker.cli.intake import doubtful_rows

    if decided is None and row.is_sealed_whole:
        yield f"Row {row.id} is not about a person on record: {row.outcome}."
        return
    if decided is None:
        yield f"Row {row.id} is a new person who lives elsewhere: {row.outcome}."
        return
    if row.is_sealed_whole:
        yield f"Row {row.id} is young person {decided}: {row.outcome}."
        return
    row_says, they_are = doubtful_rows.names(row, decided)
    yield (
        f"Row {row.id} ({row_says}) is young person {decided} ({they_are}): "
        f"{row.outcome}."
    )
    if shared:
        yield actions.intake.resolve.sharing_warning(shared, decided)
    if chosen is not None and chosen not in {c["person"] for c in row.candidates}:
        yield (
            "That was not one of its candidates. Undo it with: "
            f"flask matching reopen {row.id}"
        )


@answer.command(group, "reopen")
@click.argument("row", type=options.NUMBER)
@options.authority_option
def reopen(row: int, authority: str) -> None:
    """Undo the decision about a doubtful line; it waits again."""
    from tracker import actions

    found = _row(row, authority)
    actions.intake.resolve.reopen(found, act=answer.act(authority))
    answer.give(
        {"row": found.id, "outcome": found.outcome}, f"Row {found.id} is waiting again."
    )


def _not_withdrawn(row: Any, authority: str) -> None:
    """Refuses a line of a withdrawn batch, which has nothing to decide.

    Raises answer.CannotBeDone.
    """
    from tracker import store

    batch = store.intake.import_batches.batch(
        row.batch_id, within=authority_scope(authority)
    )
    withdrawn = store.intake.import_batches.Status.WITHDRAWN
    if batch is not None and batch.status == withdrawn:
        raise answer.CannotBeDone(
            f"Row {row.id} is in batch {batch.id}, which was withdrawn. Apply the "
            f"batch first: flask imports apply {batch.id}"
        )
