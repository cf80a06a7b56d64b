"""flask requests: what schools and colleges were requested to give, and answers."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.cli.law.agreements import split
from tracker.domain.law.information_requests import SECTIONS, Answer

if TYPE_CHECKING:
    from tracker.store.law.information_requests import InformationRequest


@answer.COMMANDS.group("requests", cls=answer.Group)
def group() -> None:
    """Requests for information of schools and colleges."""


@answer.command(group, "list")
@options.authority_option
def list_(authority: str) -> None:
    """List the requests, those without an answer first."""
    from tracker import store

    found = store.law.information_requests.every(within=authority_scope(authority))
    answer.give(
        [_row(each) for each in found],
        answer.table(
            ("request", "section", "to", "about", "sent", "due", "answer"),
            (
                (
                    *(each.id, each.section, each.party_name, each.people),
                    *(each.sent_on, each.due_on, each.answer),
                )
                for each in found
            ),
        ),
    )


@answer.command(group, "record")
@click.argument("section", type=click.Choice(list(SECTIONS)))
@click.option("--to", "institution", required=True, help="Its number.")
@click.option("--about", "people", required=True, help="Such as: all in Year 12.")
@click.option("--fields", required=True, help="Separated by commas.")
@click.option("--purpose", default="", help="[default: that of the section]")
@click.option("--sent", "sent_on", type=options.DAY, help="[default: today]")
@click.option("--due", "due_on", type=options.DAY, help="[default: four weeks on]")
@options.authority_option
def record(
    section: str,
    institution: str,
    people: str,
    fields: str,
    purpose: str,
    sent_on: date | None,
    due_on: date | None,
    authority: str,
) -> None:
    """Record a request that was sent to a school, college or provider."""
    from tracker import actions

    act = answer.act(authority)
    made = actions.law.information_requests.record(
        section,
        institution,
        people=people,
        fields=split(fields),
        purpose=purpose,
        sent_on=sent_on or act.on,
        due_on=due_on,
        act=act,
    )
    answer.give(_row(made), f"Request {made.id} is due on {made.due_on}.")


@answer.command(group, "answer")
@click.argument("request", type=options.NUMBER)
@click.argument("outcome", type=click.Choice([each.value for each in Answer]))
@click.option("--on", type=options.DAY, help="The day of the answer. [default: today]")
@click.option("--batch", type=options.NUMBER, help="The import that it came in.")
@click.option("--note", default="", help="How it was answered, or why refused.")
@options.authority_option
def answer_(
    request: int,
    outcome: str,
    on: date | None,
    batch: int | None,
    note: str,
    authority: str,
) -> None:
    """Record the answer to a request."""
    from tracker import actions

    act = answer.act(authority)
    done = actions.law.information_requests.answer(
        request,
        Answer(outcome),
        on=on or act.on,
        batch=batch,
        note=note,
        within=authority_scope(authority),
        act=act,
    )
    answer.give(_row(done), f"Request {done.id} is answered: {done.answer}.")


def _row(each: "InformationRequest") -> dict[str, Any]:
    return {
        "request": each.id,
        "law": SECTIONS[each.section].law,
        **answer.fields(
            each,
            *("section", "party", "party_name", "people", "fields", "purpose"),
            *("sent_on", "due_on", "made_by", "answer", "answered_on", "batch_id"),
            *("note", "answered_by"),
        ),
    }
