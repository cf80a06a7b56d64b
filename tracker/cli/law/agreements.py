"""flask agreements: what the council has agreed to share, and until when."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.cli.law import documents
from tracker.domain.law.documents.document import Document
from tracker.domain.law.gateways import GATEWAYS, Direction

if TYPE_CHECKING:
    from tracker.store.law.agreements import Agreement

_HEADINGS = ("Agreement", "State", "With", "For", "From", "To", "Review")


@answer.COMMANDS.group("agreements", cls=answer.Group)
def group() -> None:
    """Agreements with those who receive data."""


@answer.command(group, "gateways")
@options.authority_option
def gateways(authority: str) -> None:
    """List the gateways: the law by which data comes in and goes out."""
    from tracker import store

    suspended = {
        each.gateway: each
        for each in store.law.agreements.suspensions(within=authority_scope(authority))
    }
    rows = [
        {
            "gateway": each.key,
            "direction": each.direction.value,
            "party": each.party.value,
            "title": each.title,
            "law": each.law,
            "article_6": each.article_6,
            "condition": each.condition,
            "purpose": each.purpose,
            "fields": list(each.fields),
            "stands_by": "law" if each.by_law else "agreement",
            "each_approved": each.each,
            "longest_days": each.longest_days,
            "confirmed": each.confirmed,
            "suspended_from": suspended[each.key].starts
            if each.key in suspended
            else None,
        }
        for each in GATEWAYS.values()
    ]
    answer.give(
        rows,
        answer.table(
            ("Gateway", "", "Party", "Stands by", "Law", ""),
            (
                (
                    each.key,
                    "out" if each.direction is Direction.OUT else "in",
                    each.party.value,
                    "law" if each.by_law else "agreement",
                    each.law,
                    "suspended" if each.key in suspended else "",
                )
                for each in GATEWAYS.values()
            ),
        ),
    )


@answer.command(group, "suspend")
@click.argument("gateway")
@click.option("--because", required=True, metavar="REASON")
@click.option("--from", "starts", type=options.DAY, help="[default: today]")
@options.authority_option
def suspend(gateway: str, because: str, starts: date | None, authority: str) -> None:
    """Suspend a gateway that stands by law, until that is lifted."""
    from tracker import actions

    act = answer.act(authority)
    made = actions.law.suspending.suspend(
        gateway, on=starts or act.on, reason=because, act=act
    )
    answer.give(
        answer.fields(made, "gateway", "starts", "reason", "suspended_by"),
        f"Nothing goes out by {made.gateway} from {made.starts} on.",
    )


@answer.command(group, "lift")
@click.argument("gateway")
@options.authority_option
def lift(gateway: str, authority: str) -> None:
    """Lift the suspension of a gateway."""
    from tracker import actions

    done = actions.law.suspending.lift(gateway, act=answer.act(authority))
    answer.give(
        answer.fields(done, "gateway", "starts", "lifted_by", "lifted_at"),
        f"{done.gateway} is open again.",
    )


@answer.command(group, "list")
@click.option("--on", type=options.DAY, help="Their states on this day.")
@options.authority_option
def list_(on: date | None, authority: str) -> None:
    """List every agreement, those to be reviewed first at the top."""
    from tracker import store

    day = on or answer.today()
    found = store.law.agreements.every(within=authority_scope(authority))
    answer.give(
        [_row(each, day) for each in found],
        answer.table(
            _HEADINGS,
            (
                (
                    each.reference,
                    each.state(day).value,
                    each.party_name,
                    GATEWAYS[each.gateway].title,
                    each.starts,
                    each.ended_on or each.ends,
                    each.review_on,
                )
                for each in found
            ),
        ),
    )


@answer.command(group, "draft")
@click.argument("what", metavar="GATEWAY|AGREEMENT")
@click.option("--with", "party", help="The party, with a gateway.")
@click.option("--fields", default="", help="Separated by commas. [default: all]")
@documents.file_option("--to", "out")
@options.authority_option
def draft(
    what: str, party: str | None, fields: str, out: Path | None, authority: str
) -> None:
    """Write the text of an agreement, with its gaps.

    By a gateway with a party, or of an agreement on record by its reference.
    """
    from tracker import actions, store

    law, council, on = actions.law, answer.settings().organisation, answer.today()

    def made() -> Document:
        if party is None:
            found = store.law.agreements.by_reference(
                what, within=authority_scope(authority)
            )
            agreement = answer.found(
                found,
                f"There is no agreement {what}. A gateway is given --with a party.",
            )
            return law.documents.agreement_of(agreement, council=council, on=on)
        kind = law.agreements.way(what).party
        return law.documents.agreement_before(
            law.parties.named(kind, party, by=authority),
            what,
            fields=split(fields),
            authority=authority,
            council=council,
            on=on,
        )

    documents.give(made, out)


@answer.command(group, "propose")
@click.argument("reference")
@click.option("--gateway", required=True, help="See `flask agreements gateways`.")
@click.option(
    "--with",
    "party",
    required=True,
    help="An institution's number, an authority's code, or a name.",
)
@click.option("--fields", required=True, help="Separated by commas.")
@click.option("--from", "starts", required=True, type=options.DAY)
@click.option("--to", "ends", type=options.DAY, help="The last day.")
@click.option("--review", "review_on", required=True, type=options.DAY)
@click.option("--conditions", default="", help="What else was agreed.")
@options.authority_option
def propose(
    reference: str,
    gateway: str,
    party: str,
    fields: str,
    starts: date,
    ends: date | None,
    review_on: date,
    conditions: str,
    authority: str,
) -> None:
    """Propose an agreement; another user signs it."""
    from tracker import actions

    law = actions.law
    kind = law.agreements.way(gateway).party
    _give(
        law.agreements.propose(
            law.parties.named(kind, party, by=authority),
            gateway,
            reference=reference,
            fields=split(fields),
            starts=starts,
            ends=ends,
            review_on=review_on,
            conditions=conditions,
            act=answer.act(authority),
        ),
        "is proposed. The asset owner signs it.",
    )


@answer.command(group, "sign")
@click.argument("reference")
@options.authority_option
def sign(reference: str, authority: str) -> None:
    """Sign a proposed agreement, as the asset owner."""
    from tracker import actions

    number = _number(reference, authority)
    signed = actions.law.agreements.sign(number, act=answer.act(authority))
    _give(signed, "is signed.")


@answer.command(group, "decline")
@click.argument("reference")
@click.option("--because", required=True, metavar="REASON")
@options.authority_option
def decline(reference: str, because: str, authority: str) -> None:
    """Decline a proposed agreement, as the asset owner."""
    from tracker import actions

    number, act = _number(reference, authority), answer.act(authority)
    declined = actions.law.agreements.decline(number, reason=because, act=act)
    _give(declined, "is declined.")


@answer.command(group, "end")
@click.argument("reference")
@click.option("--because", required=True, metavar="REASON")
@click.option("--on", type=options.DAY, help="The first day without it.")
@options.authority_option
def end(reference: str, because: str, on: date | None, authority: str) -> None:
    """End an agreement early: from that day on nothing passes by it."""
    from tracker import actions

    number, act = _number(reference, authority), answer.act(authority)
    ended = actions.law.agreements.end(number, on=on or act.on, reason=because, act=act)
    _give(ended, "ends.")


@answer.command(group, "review")
@click.argument("reference")
@click.option("--next", "next_on", required=True, type=options.DAY)
@options.authority_option
def review(reference: str, next_on: date, authority: str) -> None:
    """Record that an agreement was reviewed.

    The day of the next review is given with it.
    """
    from tracker import actions

    number, act = _number(reference, authority), answer.act(authority)
    reviewed = actions.law.agreements.review(number, next_on=next_on, act=act)
    _give(reviewed, "is reviewed.")


def split(words: str) -> list[str]:
    """The words of an option that are separated by commas."""
    return [each.strip() for each in words.split(",") if each.strip()]


def _number(reference: str, authority: str) -> int:
    from tracker import store

    found = store.law.agreements.by_reference(
        reference, within=authority_scope(authority)
    )
    return answer.found(found, f"There is no agreement {reference}.").id


def _give(agreement: "Agreement", done: str) -> None:
    answer.give(
        _row(agreement, answer.today()),
        [f"Agreement {agreement.reference} with {agreement.party_name} {done}"],
    )


def _row(each: "Agreement", on: date) -> dict[str, Any]:
    return {
        "reference": each.reference,
        "state": each.state(on).value,
        **answer.fields(
            each,
            *("gateway", "party_kind", "party", "party_name", "fields", "conditions"),
            *("starts", "ends", "ended_on", "review_on", "proposed_by", "signed_by"),
            *("declined_by", "reason"),
        ),
    }
