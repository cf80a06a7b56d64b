"""flask transfers: young people who move from one authority to another."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker import reporting
from tracker.access import authority_scope
from tracker.ciphers import signed_files
from tracker.cli import answer, options
from tracker.domain.law.gateways import PartyKind
from tracker.wording import places

if TYPE_CHECKING:
    from tracker.actions.law.transfers.outgoing import Prepared
    from tracker.store.law.transfers.council_keys import CouncilKey
    from tracker.store.law.transfers.exchanged import Transfer
    from tracker.store.law.transfers.signing_keys import SigningKey

_OUT = click.option(
    "--out",
    required=True,
    type=options.PathGiven(".json", dir_okay=False),
    metavar="FILE.json",
    help="To here.",
)


@answer.COMMANDS.group("transfers", cls=answer.Group)
def group() -> None:
    """Histories for and from other authorities."""


@answer.command(group, "key")
@click.option("--renew", is_flag=True, help="Make a new one; the old signs no more.")
@options.authority_option
def key(renew: bool, authority: str) -> None:
    """Show our own key, for the other council to enter.

    Read its fingerprint out on the telephone: it must not come by the same way.
    """
    from tracker import actions

    keys, act = actions.law.transfers.transfer_keys, answer.act(authority)
    _give_own(keys.renew(act=act) if renew else keys.own(act=act))


def _give_own(own: "SigningKey") -> None:
    answer.give(
        {"key": signed_files.written(own.public), "fingerprint": own.fingerprint},
        f"Key: {signed_files.written(own.public)}",
        f"Fingerprint: {signed_files.spoken(own.fingerprint)}",
    )


@answer.command(group, "trust")
@click.argument("council", metavar="CODE")
@click.option("--key", "given", required=True, help="The key that the council sent.")
@click.option(
    "--fingerprint", required=True, help="Its fingerprint, as the council read it out."
)
@options.authority_option
def trust(council: str, given: str, fingerprint: str, authority: str) -> None:
    """Enter the key of another council."""
    from tracker import actions

    party = actions.law.parties.named(PartyKind.AUTHORITY, council, by=authority)
    entered = actions.law.transfers.transfer_keys.enter(
        party, key=given, fingerprint=fingerprint, act=answer.act(authority)
    )
    answer.give(
        _key_row(entered), f"Key {entered.id} of {party.name} is in use from now on."
    )


@answer.command(group, "distrust")
@click.argument("number", type=options.NUMBER)
@options.authority_option
def distrust(number: int, authority: str) -> None:
    """End the use of another council's key."""
    from tracker import actions

    ended = actions.law.transfers.transfer_keys.end(
        number, within=authority_scope(authority), act=answer.act(authority)
    )
    name = places.of_authority(ended.party)
    answer.give(
        _key_row(ended), f"Nothing signed with key {number} of {name} is taken."
    )


@answer.command(group, "keys")
@options.authority_option
def keys_(authority: str) -> None:
    """List the keys of other councils that are in use."""
    from tracker import actions

    found = actions.law.transfers.transfer_keys.known(act=answer.act(authority))
    answer.give(
        [_key_row(each) for each in found],
        answer.table(
            ("Key", "Council", "Fingerprint", "Entered", "By"),
            (
                (
                    each.id,
                    places.of_authority(each.party),
                    signed_files.spoken(each.fingerprint),
                    answer.local(each.entered_at),
                    each.entered_by,
                )
                for each in found
            ),
        ),
    )


def _key_row(of: "CouncilKey") -> dict[str, Any]:
    return answer.fields(of, "id", "party", "fingerprint", "entered_at", "ended_at")


@answer.command(group, "send")
@click.argument("person", type=options.NUMBER)
@click.option("--to", "council", required=True, metavar="CODE")
@click.option("--moved", type=options.DAY, help="The day they moved. [default: today]")
@_OUT
@options.authority_option
def send(
    person: int, council: str, moved: date | None, out: Path, authority: str
) -> None:
    """Write a history for the authority they moved to.

    They stay in our return until the receipt says that they are accepted there.
    """
    from tracker import actions

    reporting.files.whole_files.check(out)
    act, scope = answer.act(authority), authority_scope(authority)
    party = actions.law.parties.named(PartyKind.AUTHORITY, council, by=authority)
    outgoing = actions.law.transfers.outgoing
    prepared = outgoing.prepare(
        person, party, moved_on=moved or act.on, within=scope, act=act
    )
    made = outgoing.send(prepared, _written(out), within=scope, act=act)
    answer.give(
        {**_row(made), "withheld": list(prepared.share.withheld), "file": str(out)},
        prepared.permitted.in_words(),
        _withheld(prepared),
        [f"Transfer {made.id}: {prepared.statements} statements, in {out}."],
    )


def _withheld(prepared: "Prepared") -> list[str]:
    kinds = ", ".join(prepared.share.withheld)
    return [f"Withheld: {kinds}."] if kinds else []


def _written(out: Path) -> Callable[[str, bytes], None]:
    """Gives what writes a file to ``out``, whole or not at all."""

    def write(name: str, content: bytes) -> None:
        with reporting.files.whole_files.whole(out) as path:
            path.write_bytes(content)

    return write


@answer.command(group, "load")
@click.argument("file", type=options.FILE)
@options.authority_option
def load(file: Path, authority: str) -> None:
    """Load a history of another authority, or its receipt."""
    from tracker import actions

    try:
        content = file.read_bytes()
    except OSError as error:
        raise answer.CannotBeDone(f"{file} cannot be read: {error.strerror}.") from None
    loaded = actions.law.transfers.loading.take(
        content, file.name, act=answer.act(authority)
    )
    name = places.of_authority(loaded.transfer.party)
    if loaded.batch is None:
        words = f"{name} answered: {loaded.transfer.answer}."
    else:
        words = (
            f"The history from {name} is batch {loaded.batch.id}, which is "
            f"{loaded.batch.status}."
        )
    answer.give(_row(loaded.transfer), words)


@answer.command(group, "list")
@options.authority_option
def list_(authority: str) -> None:
    """List the files that were made and that came."""
    from tracker import store

    exchanged, scope = store.law.transfers.exchanged, authority_scope(authority)
    found = [
        each
        for direction in exchanged.Direction
        for each in exchanged.every(direction, within=scope)
    ]
    answer.note_shown(authority, [it.person_id for it in found if it.person_id])
    answer.give(
        [_row(each) for each in found],
        answer.table(
            ("", "", "Council", "Young person", "Made or loaded", "Moved", "Answer"),
            (
                (
                    each.id,
                    each.direction,
                    places.of_authority(each.party),
                    each.person_id,
                    answer.local(each.made_at),
                    each.moved_on,
                    "taken back" if each.withdrawn_at else each.answer or "waits",
                )
                for each in found
            ),
        ),
    )


@answer.command(group, "receipt")
@click.argument("number", type=options.NUMBER)
@click.option(
    "--answer",
    "given",
    required=True,
    type=click.Choice(["received", "accepted", "declined"]),
)
@click.option("--because", default="", help="Why they are declined.")
@_OUT
@options.authority_option
def receipt(number: int, given: str, because: str, out: Path, authority: str) -> None:
    """Write the receipt for a history that came."""
    from tracker import actions
    from tracker.store.law.transfers.exchanged import Answer

    reporting.files.whole_files.check(out)
    name, content = actions.law.transfers.receipts.answer(
        number, Answer(given), reason=because, act=answer.act(authority)
    )
    _written(out)(name, content)
    answer.give(
        {"transfer": number, "answer": given, "file": str(out)},
        f"The receipt says “{given}”. It is in {out}.",
    )


@answer.command(group, "withdraw")
@click.argument("number", type=options.NUMBER)
@options.authority_option
def withdraw(number: int, authority: str) -> None:
    """Take a file back, so that its receipt changes nothing."""
    from tracker import actions

    done = actions.law.transfers.outgoing.withdraw(
        number, within=authority_scope(authority), act=answer.act(authority)
    )
    name = places.of_authority(done.party)
    answer.give(_row(done), f"Transfer {number} is taken back. Say so to {name}.")


def _row(of: "Transfer") -> dict[str, Any]:
    return answer.fields(
        of,
        *("id", "direction", "party", "person_id", "reference", "moved_on"),
        *("made_at", "batch_id", "answer", "reason", "answered_at", "withdrawn_at"),
    )
