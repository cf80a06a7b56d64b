"""A young person's history for the authority to which they have moved.

The file goes out by the one door, is signed, and waits for a receipt. They stay in our
return until the other authority has accepted them.

See decision 0240.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from tracker import returns, store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand, evidence, folding
from tracker.actions.law import agreements, parties
from tracker.actions.law.disclosing import DisclosureRefused, permit, record
from tracker.actions.law.parties import Party
from tracker.actions.law.permits import Permit
from tracker.actions.law.transfers import (
    awaited,
    notices_out,
    signed_files,
    transfer_keys,
)
from tracker.actions.law.transfers.signed_files import Write
from tracker.domain.history.details.pupil_numbers import without_pupil_numbers
from tracker.domain.history.membership import Folded
from tracker.domain.law.gateways import FIELDS, GATEWAYS
from tracker.domain.law.transfers import acceptable, passing
from tracker.domain.law.transfers.contents import History
from tracker.domain.law.transfers.passing import NEEDED, TRANSFER, Share
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import say_date
from tracker.feeds import registry
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.disclosures import Disclosure
from tracker.store.law.transfers.exchanged import Answer, Direction, Holding, Transfer
from tracker.store.people.records import Person
from tracker.wording import places

#: A move may have been this long ago.
_LONGEST_AGO = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a file would hold: the permit, the young person, and what is withheld."""

    permitted: Permit
    person: Person
    moved_on: date
    who: dict[str, str]
    share: Share

    @property
    def statements(self) -> int:
        """The number of statements in it."""
        return sum(
            len(day.statements) for line in self.share.lines for day in line.days
        )


def councils(*, act: Act) -> list[Party]:
    """The councils that a history may be made for: with an agreement and a key."""
    found = {
        each.party: parties.authority(each.party)
        for each in transfer_keys.known(act=act)
    }
    return sorted(
        (
            each
            for each in found.values()
            if agreements.standing(GATEWAYS[TRANSFER], each, act=act).agreement
        ),
        key=lambda each: each.name,
    )


def prepare(
    person: int, to: Party, *, moved_on: date, within: Scope, act: Act
) -> Prepared:
    """What would go to another authority now. Raises Refusal."""
    found = by_hand.unmerged_person(person, within=within)
    if moved_on > act.on:
        raise Refusal("The day of the move is still to come.", "moved_on")
    if moved_on < act.on - _LONGEST_AGO:
        raise Refusal(
            "The day of the move must be within the last three years.", "moved_on"
        )
    _check_not_sent(found, within)
    if not any(each.party == to.key for each in transfer_keys.known(act=act)):
        raise Refusal(
            f"No key of {to.name} is known here, so its receipt could not be checked. "
            "Enter it first.",
            "party",
        )
    gateway = GATEWAYS[TRANSFER]
    permitted = permit(
        to, TRANSFER, agreements.agreed_fields(gateway, to, act=act), act=act
    )
    if missing := [
        FIELDS[name].label for name in NEEDED if name not in permitted.fields
    ]:
        raise DisclosureRefused(
            f"The agreement with {to.name} does not cover {', '.join(missing)}, "
            "without which a history is of no one."
        )
    folded = _folded(found, act)
    _check_may_be_named(found, folded, act)
    without = _withheld_of(folded, act)
    share = acceptable.without_wrong(
        passing.share(
            folded.evidence,
            permitted.fields,
            by=act.authority,
            without=without,
            is_unnamed=registry.is_unnamed,
        )
    )
    who = _who(found, folded, set(permitted.fields).difference(without))
    if not share.lines:
        raise Refusal("There is no history on record that the agreement lets pass.")
    return Prepared(permitted, found, moved_on, who, share)


def send(prepared: Prepared, write: Write, *, within: Scope, act: Act) -> Transfer:
    """Makes the file, records its disclosure, and lets it wait for a receipt.

    ``write`` is given its name and its bytes; if it fails, nothing is recorded. Raises
    Refusal.
    """
    with store.database.base.transaction(f"transfers of {act.authority}"):
        _check_not_sent(prepared.person, within)
        made = record(
            prepared.permitted,
            [prepared.person.id],
            what="History of a young person who has moved there",
            act=act,
        )
        return signed_files.make(
            _content(prepared, made, act),
            made,
            write,
            person=prepared.person.id,
            within=within,
            act=act,
        )


def withdraw(number: int, *, within: Scope, act: Act) -> Transfer:
    """Takes back a file: a receipt that comes for it later changes nothing.

    Where they had been accepted, they return to our own cohort, and the other authority
    has to close its record. Lines and notices wait to be passed on again. Raises
    Refusal.
    """
    with store.database.base.transaction(f"transfers of {act.authority}"):
        found = store.law.transfers.exchanged.lock(number, within=within)
        if found is None or found.direction != Direction.OUT:
            raise Refusal(
                f"No file with number {number} was made for another authority."
            )
        if found.withdrawn_at is not None:
            raise Refusal("This has already been taken back.")
        evidence.withdraw_inside(found.entry_id, within=within, act=act)
        if found.holding == Holding.NOTICES:
            notices_out.take_back_within(found, within=within, act=act)
        if found.waits:
            awaited.end(found, within=within, act=act)
        found.withdrawn_at, found.withdrawn_by = act.at, act.by
        store.database.base.insert(found)
        act.note(
            Action.TRANSFER_WITHDRAWN,
            f"transfer {found.id}",
            people=[found.person_id] if found.person_id else (),
            party=found.party,
        )
    return found


def number_of(known_ypids: tuple[str, ...], person: int, merged: frozenset[str]) -> str:
    """The 13 digits by which DfE knows a young person of ours. Raises Refusal."""
    database = store.database.installation.database_id()
    if not database:
        raise Refusal(
            "The number of our database is not set (TRACKER_DATABASE_ID), so they have "
            "no number that another authority could return as the previous one."
        )
    return returns.build.number(known_ypids, person, database, not_ours=merged)


def _check_not_sent(person: Person, within: Scope) -> None:
    """Raises Refusal while an earlier file waits, or they are transferred already."""
    for each in store.law.transfers.exchanged.of_person(person.id, within=within):
        there = places.of_authority(each.party)
        if each.waits:
            raise Refusal(
                f"A file of {say_date(each.made_at.date())} for {there} waits for its "
                "receipt. Load the receipt, or withdraw that file first."
            )
        if each.answer == Answer.ACCEPTED and each.withdrawn_at is None:
            departure = (person.details or {}).get("departure")
            if departure == codes.TRANSFERRED:
                raise Refusal(
                    f"{there} has accepted them already, by the file of "
                    f"{say_date(each.made_at.date())}."
                )


def _folded(person: Person, act: Act) -> Folded:
    found = next(folding.folded_on([person.id], act.authority, [act.on]), None)
    if found is None:
        raise Refusal("Nothing is on record about them that could pass.")
    return found


def _check_may_be_named(person: Person, folded: Folded, act: Act) -> None:
    """Raises DisclosureRefused for a young person of no file at all."""
    departure = folded.known.departure
    if departure is not None and departure.status == codes.DIED:
        raise DisclosureRefused("They have died, so no file is made.")
    if person.details.get("withheld") or store.law.objections.not_to_be_shared(
        [person.id], act.on
    ):
        raise DisclosureRefused(
            "They are not named outward, so no file is made. Who decided that is on "
            "their page; speak with the information officer first."
        )


def _withheld_of(folded: Folded, act: Act) -> set[str]:
    """The fields that are withheld of this young person."""
    withheld = set[str]()
    known = folded.known
    if known.confidential_address:
        withheld |= {"address", "postcode"}
    if without_pupil_numbers(known, act.on) is not known:
        withheld.add("upn")
    return withheld


def _who(person: Person, folded: Folded, fields: set[str]) -> dict[str, str]:
    who = folded.known.identity
    merged = store.people.merges.ypids_of_merged(
        within=authority_scope(person.authority)
    ).get(person.id, frozenset())
    given = {
        "given": ("name", who.given),
        "middle": ("name", who.middle),
        "family": ("name", who.family),
        "born": ("born", who.born.isoformat() if who.born else ""),
        "sex": ("sex", who.sex),
        "postcode": ("postcode", who.postcode),
        "upn": ("upn", who.upn),
        "uln": ("uln", who.uln),
        "ypid": ("ypid", number_of(folded.known.ypids, person.id, merged)),
    }
    found = {
        name: text for name, (field, text) in given.items() if text and field in fields
    }
    if not {"given", "family", "born"} <= found.keys():
        raise Refusal(
            "Their names or their date of birth are not on record, and the other "
            "authority could not find them without."
        )
    return found


def _content(prepared: Prepared, made: Disclosure, act: Act) -> History:
    return History(
        reference=str(uuid4()),
        sender=act.authority,
        recipient=prepared.permitted.recipient.key,
        made=_now(act),
        moved_on=prepared.moved_on,
        disclosure=made.mark,
        law=prepared.permitted.gateway.in_words(),
        person=prepared.who,
        lines=prepared.share.lines,
        withheld=prepared.share.withheld,
    )


def _now(act: Act) -> datetime:
    return act.at.astimezone(UTC)
