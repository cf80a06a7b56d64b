"""flask identity: surnames, dates of birth and sexes that an officer has to decide."""

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.refusal import Refusal
from tracker.wording.counts import counted
from tracker.wording.identity_fields import FIELDS


@answer.COMMANDS.group("identity", cls=answer.Group)
def group() -> None:
    """Decide which names and dates of birth are right."""


@answer.command(group, "list")
@options.authority_option
def list_(authority: str) -> None:
    """List what has to be decided, the newest claim first."""
    from tracker import store

    open_ = store.people.identity_questions.to_decide(within=authority_scope(authority))
    answer.note_shown(authority, sorted({each.person_id for each in open_}))
    answer.give(
        [
            {
                "question": each.id,
                "person": each.person_id,
                "field": each.field,
                "as_at": each.as_at,
                **each.details,
            }
            for each in open_
        ],
        answer.table(
            (
                *("question", "young person", "about"),
                *("used now", "or", "difference", "as at"),
            ),
            (
                (
                    *(str(each.id), str(each.person_id), FIELDS[each.field].lower()),
                    each.details["stands"]["value"],
                    each.details["other"]["value"],
                    *(each.details["alike"], each.as_at),
                )
                for each in open_
            ),
        ),
        f"{counted(len(open_), 'question')} to decide.",
    )


@answer.command(group, "decide")
@click.argument("question", type=options.NUMBER, nargs=-1, required=True)
@click.option("--keep", "choice", flag_value="keep", help="What is used now is right.")
@click.option("--take", "choice", flag_value="take", help="The other value is right.")
@click.option("--value", default="", help="Neither is: this is right (one question).")
@click.option("--documents", is_flag=True, help="It was read in a document.")
@options.authority_option
def decide(
    question: tuple[int, ...],
    choice: str | None,
    value: str,
    documents: bool,
    authority: str,
) -> None:
    """Answer one question, or several alike."""
    from tracker import actions
    from tracker.actions.people.identity_decisions import Choice

    if bool(value) == bool(choice):
        raise click.UsageError("Say --keep, --take, or --value with the right value.")
    turned: list[str] = []
    try:
        decided = actions.people.identity_decisions.decide(
            question,
            Choice(choice) if choice else Choice.NEITHER,
            value=value,
            documents=documents,
            within=authority_scope(authority),
            act=answer.act(authority),
            say=turned.append,
        )
    except Refusal as error:
        raise click.UsageError(str(error)) from error
    done = "None of these questions is open."
    if decided.entry is not None:
        done = (
            f"{counted(decided.count, 'question')} decided. "
            f"flask identity undo {decided.entry} takes it back."
        )
    answer.give(
        {
            "entry": decided.entry,
            "decided": decided.count,
            **({"turned": turned} if turned else {}),
        },
        done,
        turned,
    )


@answer.command(group, "undo")
@click.argument("entry", type=options.NUMBER)
@options.authority_option
def undo(entry: int, authority: str) -> None:
    """Take back all that was decided in one act."""
    from tracker import actions
    from tracker.refusal import Refusal

    turned: list[str] = []
    try:
        count = actions.people.identity_decisions.undo(
            entry,
            within=authority_scope(authority),
            act=answer.act(authority),
            say=turned.append,
        )
    except Refusal as error:
        raise click.UsageError(str(error)) from error
    people = counted(count, "young person", "young people")
    answer.give(
        {"entry": entry, "people": count, **({"turned": turned} if turned else {})},
        f"Taken back for {people}: what it answered is open again.",
        turned,
    )
