"""Agreements: proposed by one user, signed or declined by the asset owner, ended.

See Law L-06, L-09 and decision 0171.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.law.parties import Party
from tracker.actions.law.two_people import actor, check_another, check_decider
from tracker.domain.law.agreements import State, Terms
from tracker.domain.law.gateways import (
    FIELDS,
    GATEWAYS,
    Direction,
    Gateway,
    unprotected,
)
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.agreements import Agreement

#: The longest time between two reviews.
LONGEST_REVIEW = timedelta(days=3 * 366)
_LONGEST_REFERENCE = 40
_LONGEST_TEXT = 2000


def outward(key: str) -> Gateway:
    """The gateway out with that key. Raises Refusal, about the field "gateway"."""
    found = GATEWAYS.get(key)
    if found is None or found.direction is not Direction.OUT:
        known = ", ".join(
            each.key for each in GATEWAYS.values() if each.direction is Direction.OUT
        )
        raise Refusal(f"{key} is not a gateway out. They are: {known}.", "gateway")
    return found


def way(key: str) -> Gateway:
    """The gateway with that key, in or out, by which an agreement may be made.

    Raises Refusal, about the field "gateway".
    """
    found = GATEWAYS.get(key)
    if found is None:
        raise Refusal(
            f"{key} is not a gateway. They are: {', '.join(GATEWAYS)}.", "gateway"
        )
    return found


def check_fields(gateway: Gateway, fields: Collection[str]) -> list[str]:
    """The fields in order. Raises Refusal for one that the gateway does not have."""
    unknown = sorted(set(fields) - set(gateway.fields))
    if unknown or not fields:
        raise Refusal(
            (f"{', '.join(unknown)}: not lawful by “{gateway.title}”. " * bool(unknown))
            + f"Choose from: {', '.join(gateway.fields)}.",
            "fields",
        )
    return [name for name in FIELDS if name in fields]


def agreed_fields(gateway: Gateway, party: Party, *, act: Act) -> list[str]:
    """The fields that a live agreement with a party covers, without protected ones.

    All that the gateway lets through, if it stands by law or there is no agreement.
    """
    agreements = store.law.agreements.of_party(
        gateway.key, party.key, within=authority_scope(act.authority)
    )
    live = [each for each in agreements if each.state(act.on) is State.LIVE]
    covered = live[-1].fields if live and not gateway.by_law else gateway.fields
    return unprotected(covered)


def with_party(gateway: Gateway, party: Party, *, act: Act) -> Sequence[Agreement]:
    """The signed agreements with a party by a gateway, in order of their first day."""
    found = store.law.agreements.of_party(
        gateway.key, party.key, within=authority_scope(act.authority)
    )
    return [each for each in found if each.signed_at is not None]


@dataclass(frozen=True, slots=True)
class Standing:
    """By what a party may be given what a gateway lets through, or why it is not.

    ``agreement`` has the terms in force, None without any: then ``ended_on`` is the
    last day of the newest that ended.
    """

    agreement: Terms | None
    ended_on: date | None = None


def standing(
    gateway: Gateway, party: Party, *, needs: Collection[str] = (), act: Act
) -> Standing:
    """Whether a gateway is open to a party on the act's day, by an agreement that
    covers the fields that it ``needs``.

    It is looked at with every page, so nothing is noted.
    """
    signed = with_party(gateway, party, act=act)
    live = [
        each
        for each in signed
        if each.is_live(act.on) and not each.terms.missing(needs)
    ]
    ended = [
        min(filter(None, (each.ended_on, each.ends)))
        for each in signed
        if (each.ended_on is not None and each.ended_on <= act.on)
        or each.has_run_out(act.on)
    ]
    return Standing(live[-1].terms if live else None, max(ended, default=None))


def propose(
    party: Party,
    gateway: str,
    *,
    reference: str,
    fields: Collection[str],
    starts: date,
    ends: date | None,
    review_on: date,
    conditions: str = "",
    act: Act,
) -> Agreement:
    """Proposes an agreement, which covers nothing until it is signed.

    Raises Refusal with the field that is wrong.
    """
    by = way(gateway)
    if party.kind is not by.party:
        raise Refusal(f"“{by.title}” is for a party of kind {by.party.value}.", "party")
    reference, conditions = " ".join(reference.split()), conditions.strip()
    if not reference or len(reference) > _LONGEST_REFERENCE:
        raise Refusal(
            f"Enter a reference of at most {_LONGEST_REFERENCE} characters, such as "
            "AL-02.",
            "reference",
        )
    if len(conditions) > _LONGEST_TEXT:
        raise Refusal(f"Enter {_LONGEST_TEXT:,} characters or fewer.", "conditions")
    if ends is not None and ends < starts:
        raise Refusal("The last day must not be before the first.", "ends")
    if ends is not None and ends < act.on:
        raise Refusal("The last day has passed, so it could not be signed.", "ends")
    if not starts <= review_on <= (ends or starts + LONGEST_REVIEW):
        raise Refusal(
            "The review must be between the first and the last day, and within three "
            "years.",
            "review_on",
        )
    agreement = Agreement(
        authority=act.authority,
        reference=reference,
        gateway=by.key,
        party_kind=party.kind.value,
        party=party.key,
        party_name=party.name,
        fields=check_fields(by, fields),
        conditions=conditions,
        starts=starts,
        ends=ends,
        review_on=review_on,
        proposed_by=actor(act),
        proposed_at=act.at,
    )
    try:
        with store.database.base.transaction():
            store.database.base.insert(agreement)
            _note(Action.AGREEMENT_PROPOSED, agreement, act)
    except IntegrityError as error:
        if store.database.base.broken_rule(error) != "uq_agreements_reference":
            raise
        raise Refusal(
            f"There is an agreement {reference} already. Enter another reference.",
            "reference",
        ) from None
    return agreement


def sign(number: int, *, act: Act) -> Agreement:
    """Signs a proposed agreement as the asset owner, who did not propose it.

    Raises Refusal, also once its last day has passed.
    """
    with store.database.base.transaction(_alone(act)):
        agreement = _proposed(number, act)
        if agreement.ends is not None and agreement.has_run_out(act.on):
            raise Refusal(
                f"{agreement.reference} ended on {say_date(agreement.ends)}, so it "
                "cannot be signed. Decline it, and propose a new one."
            )
        agreement.signed_by, agreement.signed_at = actor(act), act.at
        _note(Action.AGREEMENT_SIGNED, agreement, act)
    return agreement


def decline(number: int, *, reason: str, act: Act) -> Agreement:
    """Declines a proposed agreement, with the reason. Raises Refusal."""
    reason = _reason(reason)
    with store.database.base.transaction(_alone(act)):
        agreement = _proposed(number, act)
        agreement.declined_by, agreement.declined_at = actor(act), act.at
        agreement.reason = reason
        _note(Action.AGREEMENT_DECLINED, agreement, act)
    return agreement


def end(number: int, *, on: date, reason: str, act: Act) -> Agreement:
    """Ends a signed agreement: from that day on it covers nothing.

    The day is today or later, since what was disclosed before was covered. Raises
    Refusal.
    """
    reason = _reason(reason)
    with store.database.base.transaction(_alone(act)):
        agreement = _found(number, act)
        if agreement.state(act.on) not in (State.LIVE, State.NOT_BEGUN):
            raise Refusal(f"{agreement.reference} is not in force, so it cannot end.")
        if on < act.on:
            raise Refusal("The day must be today or later.", "on")
        agreement.ended_on, agreement.reason = on, reason
        _note(Action.AGREEMENT_ENDED, agreement, act, on=on.isoformat())
    return agreement


def review(number: int, *, next_on: date, act: Act) -> Agreement:
    """Records that a live agreement was reviewed and goes on until the next review.

    Raises Refusal.
    """
    check_decider(act)
    with store.database.base.transaction(_alone(act)):
        agreement = _found(number, act)
        if agreement.state(act.on) is not State.LIVE:
            raise Refusal(f"{agreement.reference} is not in force. Propose a new one.")
        last = min(agreement.ends or date.max, act.on + LONGEST_REVIEW)
        if not act.on < next_on <= last:
            raise Refusal(
                f"The next review must be after today and by {say_date(last)}.",
                "next_on",
            )
        agreement.review_on = next_on
        _note(
            Action.AGREEMENT_REVIEWED, agreement, act, next_review=next_on.isoformat()
        )
    return agreement


def _found(number: int, act: Act) -> Agreement:
    scope = authority_scope(act.authority)
    found = store.law.agreements.get(number, within=scope)
    if found is None:
        raise Refusal(f"There is no agreement {number}.")
    return found


def _proposed(number: int, act: Act) -> Agreement:
    agreement = _found(number, act)
    if agreement.state(act.on) is not State.PROPOSED:
        raise Refusal(f"{agreement.reference} has been decided already.")
    check_another(
        agreement.proposed_by,
        act,
        f"You proposed {agreement.reference}, so another asset owner decides it.",
    )
    return agreement


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > _LONGEST_TEXT:
        raise Refusal(
            f"Enter the reason, in {_LONGEST_TEXT:,} characters or fewer.", "reason"
        )
    return reason


def _alone(act: Act) -> str:
    return f"agreements of {act.authority}"


def _note(action: Action, agreement: Agreement, act: Act, **detail: Any) -> None:
    act.note(
        action,
        f"agreement {agreement.id}",
        reference=agreement.reference,
        gateway=agreement.gateway,
        **detail,
    )
