"""flask disclose, flask disclosures: what goes out, and who received what."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker import reporting
from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.cli.law.agreements import split
from tracker.domain.law.gateways import GATEWAYS
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.actions.law.permits import Permit
    from tracker.actions.law.recipients import Received
    from tracker.actions.law.shared_lists import SharedList
    from tracker.store.law.disclosures import Disclosure

_FIELDS = click.option(
    "--fields", help="Separated by commas. [default: all of the agreement]"
)
_TO = click.option(
    "--to",
    "party",
    required=True,
    help="An institution's number, an authority's code, or a name.",
)
_PEOPLE = click.option(
    "--person", "people", multiple=True, type=options.NUMBER, help="May be repeated."
)
_EVERYONE = click.option(
    "--enrolled", is_flag=True, help="Everyone who is at the institution today."
)
_EXPIRES = click.option(
    "--expires", type=options.DAY, help="The day by which the recipient deletes it."
)

#: The file of a list that goes out.
OUT = click.option(
    "--out",
    required=True,
    type=options.TABLE,
    metavar="FILE.xlsx|.csv",
    help="To here.",
)


@answer.command(None, "disclose")
@click.argument("gateway")
@_TO
@_PEOPLE
@_EVERYONE
@_FIELDS
@_EXPIRES
@click.option("--purpose", default="", help="[default: that of the gateway]")
@click.option("--what", default="", help="What the list is, in a few words.")
@click.option("--request", type=options.NUMBER, help="The approved request for it.")
@OUT
@options.authority_option
def disclose(
    gateway: str,
    party: str,
    people: tuple[int, ...],
    enrolled: bool,
    fields: str | None,
    expires: date | None,
    purpose: str,
    what: str,
    request: int | None,
    out: Path,
    authority: str,
) -> None:
    """Write a list for a recipient, if it is lawful.

    A live gateway and agreement have to allow it. The list is marked and recorded.
    Nothing is written where it may not be.
    """
    from tracker import actions, store

    reporting.files.whole_files.check(out)
    law, act = actions.law, answer.act(authority)
    by = law.agreements.outward(gateway)
    recipient = law.parties.named(by.party, party, by=authority)
    approved = law.disclosing.approved(request, act=act) if request else None
    if approved is not None:
        if people or enrolled or fields is not None:
            raise answer.CannotBeDone(
                f"Request {approved.id} has its own young people and fields. Leave out "
                "--person, --enrolled and --fields."
            )
        people = tuple(store.law.disclosures.people_of(approved.id))
        wanted = list(approved.fields)
        expires = expires or approved.expires_on
    elif fields is not None:
        wanted = law.agreements.check_fields(by, split(fields))
    else:
        wanted = law.agreements.agreed_fields(by, recipient, act=act)
    permitted = law.disclosing.permit(
        recipient, by.key, wanted, expires_on=expires, request=approved, act=act
    )
    if enrolled:
        actions.history.positions.refresh(
            [act.on], within=authority_scope(authority), say=answer.progress()
        )
        people = tuple(
            law.shared_lists.enrolled(recipient.key, on=act.on, authority=authority)
        )
    shared = law.shared_lists.prepare(permitted, people, act=act)

    made = law.shared_lists.share(
        permitted,
        shared,
        written_to(out, permitted, shared, on=act.on),
        what=what or (approved.what if approved else by.title),
        purpose=purpose or (approved.purpose if approved else ""),
        act=act,
    )
    many = counted(made.people, "person", "people")
    answer.give(
        {**_row(made), "left_out": dict(shared.left_out), "file": str(out)},
        permitted.in_words(),
        [f"Left out: {many}, {why}." for why, many in shared.left_out.items()],
        [f"{made.mark}: {many} for {made.party_name}, in {out}."],
    )


def written_to(
    out: Path, permitted: "Permit", shared: "SharedList", *, on: date
) -> Callable[["Disclosure"], None]:
    """Gives what writes a shared list to a file, whole or not at all."""
    from tracker import actions

    def write(disclosure: "Disclosure") -> None:
        with (
            reporting.files.whole_files.whole(out) as path,
            path.open("wb") as stream,
        ):
            actions.law.shared_lists.write_file(
                stream,
                out.suffix.lower().lstrip("."),
                permitted,
                shared,
                disclosure,
                organisation=answer.settings().organisation,
                on=on,
            )

    return write


@answer.COMMANDS.group("disclosures", cls=answer.Group)
def group() -> None:
    """What was disclosed, and requests that wait."""


@answer.command(group, "list")
@click.option("--person", type=options.NUMBER, help="Those about a young person.")
@click.option("--field", help="Those with this field.")
@click.option(
    "--requests", is_flag=True, help="Requests that wait for a decision instead."
)
@options.authority_option
def list_(
    person: int | None, field: str | None, requests: bool, authority: str
) -> None:
    """List disclosures, the newest first."""
    from tracker import store

    disclosures = store.law.disclosures
    state = disclosures.State.REQUESTED if requests else disclosures.State.MADE
    criteria = disclosures.Criteria(person=person, field=field, state=state)
    found = list(disclosures.every(criteria, within=authority_scope(authority)))
    answer.give(
        [_row(each) for each in found],
        answer.table(
            ("", "When", "To", "What", "People", "Gateway"),
            (
                (
                    each.mark or str(each.id),
                    answer.local(each.made_at) if each.made_at else each.state,
                    each.party_name,
                    each.what,
                    each.people,
                    GATEWAYS[each.gateway].title,
                )
                for each in found
            ),
        ),
    )


@answer.command(group, "received")
@click.option("--person", required=True, type=options.NUMBER)
@click.option("--field", required=True, help="Such as born, for the date of birth.")
@click.option(
    "--outdated",
    is_flag=True,
    help="Only those who received another value, and no notice of it.",
)
@options.authority_option
def received(person: int, field: str, outdated: bool, authority: str) -> None:
    """Who received a field of a young person, and with which value."""
    from tracker import actions

    recipients = actions.law.recipients
    found = recipients.received(
        person,
        field,
        on=answer.today(),
        authority=authority,
        within=authority_scope(authority),
    )
    if outdated:
        found = recipients.to_inform(found)
    answer.note_shown(authority, [person])
    answer.give(
        [
            {
                **_row(each.disclosure),
                "values": None if each.values is None else dict(each.values),
                "outdated": each.outdated,
            }
            for each in found
        ],
        answer.table(
            ("", "When", "To", "Value", ""),
            (
                (
                    each.disclosure.mark,
                    each.disclosure.made_at and answer.local(each.disclosure.made_at),
                    each.disclosure.party_name,
                    _value(each),
                    "outdated" if each.outdated else "",
                )
                for each in found
            ),
        ),
    )


@answer.command(group, "request")
@click.argument("gateway")
@_TO
@_PEOPLE
@click.option("--fields", required=True, help="Separated by commas.")
@_EXPIRES
@click.option("--purpose", required=True)
@click.option("--what", default="", help="What the list is, in a few words.")
@options.authority_option
def request(
    gateway: str,
    party: str,
    people: tuple[int, ...],
    fields: str,
    expires: date | None,
    purpose: str,
    what: str,
    authority: str,
) -> None:
    """Request a disclosure that the asset owner has to approve."""
    from tracker import actions

    law = actions.law
    by = law.agreements.outward(gateway)
    made = law.disclosing.request(
        law.parties.named(by.party, party, by=authority),
        by.key,
        what=what,
        people=people,
        fields=law.agreements.check_fields(by, split(fields)),
        purpose=purpose,
        expires_on=expires,
        act=answer.act(authority),
    )
    answer.give(_row(made), [f"Request {made.id} waits for the asset owner."])


@answer.command(group, "approve")
@click.argument("request", type=options.NUMBER)
@options.authority_option
def approve(request: int, authority: str) -> None:
    """Approve a request, as another user than the one who made it."""
    from tracker import actions

    act = answer.act(authority)
    done = actions.law.disclosing.decide(request, approve=True, act=act)
    answer.give(_row(done), [f"Request {done.id} is approved."])


@answer.command(group, "decline")
@click.argument("request", type=options.NUMBER)
@click.option("--because", required=True, metavar="REASON")
@options.authority_option
def decline(request: int, because: str, authority: str) -> None:
    """Decline a request, with the reason."""
    from tracker import actions

    act = answer.act(authority)
    done = actions.law.disclosing.decide(
        request, approve=False, reason=because, act=act
    )
    answer.give(_row(done), [f"Request {done.id} is declined."])


def _value(each: "Received") -> str:
    if each.values is None:
        return "nothing on record then"
    return " ".join(filter(None, each.values.values())) or "nothing"


def _row(each: "Disclosure") -> dict[str, Any]:
    return {
        "mark": each.mark,
        **answer.fields(
            each,
            *("id", "state", "made_at", "made_by", "gateway", "agreement_id"),
            *("party_kind", "party", "party_name", "what", "purpose", "fields"),
            *("people", "known_at", "expires_on", "requested_by", "decided_by"),
        ),
    }
