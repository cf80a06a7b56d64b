"""flask items: everything that waits for a person, as on the page Work to do."""

from operator import itemgetter

import click

from tracker.access import ROLES, authority_scope
from tracker.cli import answer, options
from tracker.wording.counts import counted


@answer.command(None, "items")
@click.option("--kind", metavar="KIND", help="Only items of one kind, such as task.")
@click.option("--done", is_flag=True, help="What is done, and not what is to do.")
@options.authority_option
def items(kind: str | None, done: bool, authority: str) -> None:
    """List the work to do, the earliest due first."""
    from tracker import actions, store

    kinds = actions.work.work_kinds.KINDS
    if kind is not None and kind not in kinds:
        raise answer.CannotBeDone(
            f"{kind[:40]} is not a kind of work; those are {', '.join(kinds)}."
        )
    queries = actions.work.work_kinds.queries(
        [kind] if kind else kinds, within=authority_scope(authority)
    )
    selected = store.work.items.Selection(queries, answer.today(), done)
    listed = selected.page()
    shown = [
        {
            **answer.fields(each, "kind", "id", "about", "why"),
            "owner": each.owner or ROLES[each.role].title,
            **answer.fields(each, "due", "done_by", "done_at"),
        }
        for each in listed
    ]
    columns = ("kind", "about", "why", *(("done_by",) if done else ("owner", "due")))
    answer.note_shown(
        authority, (each.person_id for each in listed if each.person_id is not None)
    )
    answer.give(
        shown,
        answer.table(columns, map(itemgetter(*columns), shown)),
        f"{counted(len(shown), 'item')} {'done' if done else 'to do'}.",
    )
