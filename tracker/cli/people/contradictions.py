"""The question why contradicting records are of one person, before they are merged."""

from collections.abc import Sequence

import click

from tracker import store
from tracker.access import Scope
from tracker.cli import answer
from tracker.cli.intake import prompts
from tracker.domain.people.contradictions import contradictions


def reason_to_merge(
    survivor: int,
    others: Sequence[int],
    *,
    within: Scope,
    because: str | None,
    ask: bool,
) -> str | None:
    """Prints the contradictions of some records; returns why they are one person.

    Without ``because`` a terminal asks for the reason. Without a terminal or ``ask``
    the result is None, because a merge can be undone. Raises answer.CannotBeDone where
    the answer is empty. Records that do not exist, or are merged into others, are left
    for the merge to refuse.
    """
    records = [
        store.people.records.get(each, within=within) for each in (survivor, *others)
    ]
    standing = [each for each in records if each and each.merged_into is None]
    if len(standing) < len(records):
        return because
    found = contradictions([each.identity for each in standing])
    for each in found:
        click.echo(str(each), err=True)
    if because or not found or not ask or not prompts.at_a_terminal():
        return because or None
    because = click.prompt(
        "They are the same person despite this, because (leave blank to stop)",
        default="",
        show_default=False,
    )
    if not because.strip():
        raise answer.CannotBeDone("Nothing was merged.")
    return because
