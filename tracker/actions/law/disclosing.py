"""The one door out: every disclosure is checked, recorded and marked here.

See Law L-09, D-08, D-16, N-17 and decision 0171.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.law import suspending
from tracker.actions.law.agreements import check_fields, outward
from tracker.actions.law.parties import Party
from tracker.actions.law.permits import Permit
from tracker.actions.law.two_people import actor, check_another
from tracker.domain.law.agreements import why_not
from tracker.domain.law.gateways import FIELDS, RESEARCH, Gateway
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.agreements import Agreement
from tracker.store.law.disclosures import Disclosure, State

_LONGEST_TEXT = 1000


class DisclosureRefused(Refusal):
    """Nothing may be disclosed; the text is the reason, with what to do."""


def permit(
    recipient: Party,
    gateway: str,
    fields: Collection[str],
    *,
    expires_on: date | None = None,
    request: Disclosure | None = None,
    act: Act,
) -> Permit:
    """Checks that these fields may go to a recipient now.

    Raises DisclosureRefused, once it is recorded for the information officer.
    """
    by = outward(gateway)
    with refusals_noted(recipient, by, act):
        return _permit(recipient, by, fields, expires_on, request, act)


def agreed(
    recipient: Party, gateway: str, fields: Collection[str], *, act: Act
) -> Agreement | None:
    """The newest agreement in force that covers these fields; None where by law.

    Raises DisclosureRefused, which is recorded.
    """
    by = outward(gateway)
    with refusals_noted(recipient, by, act):
        return _agreed(recipient, by, fields, act)


@contextmanager
def refusals_noted(recipient: Party, by: Gateway, act: Act) -> Iterator[None]:
    """Records a refusal to give a recipient anything, and lets it go on.

    While the asset owner has suspended the gateway, everything is refused.
    """
    try:
        if why := suspending.why_closed(by, act=act):
            raise DisclosureRefused(why)
        yield
    except DisclosureRefused as refused:
        act.note_alone(
            Action.DISCLOSURE_REFUSED,
            f"gateway {by.key}",
            party=recipient.key,
            why=str(refused),
        )
        raise


def _agreed(
    recipient: Party, by: Gateway, fields: Collection[str], act: Act
) -> Agreement | None:
    if recipient.kind is not by.party:
        raise DisclosureRefused(
            f"“{by.title}” is for a party of kind {by.party.value}, and "
            f"{recipient.name} is of kind {recipient.kind.value}."
        )
    scope = authority_scope(act.authority)
    agreements = store.law.agreements.of_party(by.key, recipient.key, within=scope)
    terms = [each.terms for each in agreements]
    if reason := why_not(by, recipient.name, terms, fields, on=act.on):
        raise DisclosureRefused(reason)
    return next(
        (
            each
            for each in reversed(agreements)
            if each.is_live(act.on) and not each.terms.missing(fields)
        ),
        None,
    )


def _permit(
    recipient: Party,
    by: Gateway,
    fields: Collection[str],
    expires_on: date | None,
    request: Disclosure | None,
    act: Act,
) -> Permit:
    used = _agreed(recipient, by, fields, act)
    protected = [name for name in fields if FIELDS[name].protected]
    if (by.each or (protected and not by.by_law)) and request is None:
        raise DisclosureRefused(
            "This needs a decision about these young people: request it, and the asset "
            "owner approves it."
        )
    if request is not None and (
        (request.gateway, request.party) != (by.key, recipient.key)
        or not set(fields) <= set(request.fields)
    ):
        raise DisclosureRefused(
            f"Request {request.id} was approved for {request.party_name} by "
            f"{request.gateway}, with {', '.join(request.fields)} and nothing else."
        )
    if request is not None and request.expires_on is not None:
        expires_on = expires_on or request.expires_on
        if expires_on > request.expires_on:
            raise DisclosureRefused(
                f"Request {request.id} was approved until "
                f"{say_date(request.expires_on)} and no later."
            )
    if by.longest_days is not None:
        latest = act.on + timedelta(days=by.longest_days)
        expires_on = expires_on or latest
        if not act.on <= expires_on <= latest:
            raise DisclosureRefused(
                f"A recipient may keep this until {say_date(latest)} at the latest, "
                "and not until a day in the past."
            )
    if expires_on is not None and expires_on < act.on:
        raise DisclosureRefused(
            f"It was to be deleted by {say_date(expires_on)}, which has passed. "
            "Request it again with a later day."
        )
    if used is not None:
        # A service is written in one way, however it was typed.
        recipient = Party(recipient.kind, recipient.key, used.party_name)
    ordered = tuple(name for name in FIELDS if name in fields)
    return Permit(by, recipient, ordered, used, expires_on, request)


def record(
    permitted: Permit,
    people: Iterable[int],
    *,
    what: str,
    purpose: str = "",
    known_at: datetime | None = None,
    count: int | None = None,
    act: Act,
) -> Disclosure:
    """Records a permitted disclosure in the open transaction, and gives its mark.

    ``people`` are the records that it holds, ``what`` names it ("leavers of 2026").
    ``known_at`` is the moment whose knowledge it shows: by default now. ``count`` is
    given where the young people have no record here. Raises DisclosureRefused where
    what was permitted is not any more, such as by another process.
    """
    everybody = sorted(set(people))
    store.database.base.wait_for(alone(act))
    _still_holds(permitted, act)
    year = act.on.year
    number = store.law.disclosures.next_number(act.authority, year)
    disclosure = permitted.request or Disclosure(authority=act.authority)
    disclosure.state = State.MADE
    disclosure.year, disclosure.number = year, number
    disclosure.gateway = permitted.gateway.key
    approval = permitted.approval
    disclosure.case_id = approval.case_id if approval else None
    disclosure.agreement_id = permitted.agreement.id if permitted.agreement else None
    disclosure.party_kind = permitted.recipient.kind.value
    disclosure.party = permitted.recipient.key
    disclosure.party_name = permitted.recipient.name
    disclosure.what = what
    if permitted.request is None:  # what was approved keeps the purpose it had
        disclosure.purpose = purpose or permitted.gateway.purpose
    disclosure.fields = list(permitted.fields)
    disclosure.people = len(everybody) if count is None else count
    disclosure.known_at = known_at or act.at
    disclosure.expires_on = permitted.expires_on
    disclosure.made_by, disclosure.made_at = actor(act), act.at
    store.database.base.insert(disclosure)
    if permitted.request is None:
        store.law.disclosures.add_people(disclosure.id, everybody)
    act.note(
        Action.DISCLOSURE_MADE,
        f"disclosure {disclosure.id}",
        mark=disclosure.mark,
        gateway=permitted.gateway.key,
        party=permitted.recipient.key,
        people=disclosure.people,
    )
    return disclosure


def _still_holds(permitted: Permit, act: Act) -> None:
    """Looks once more at what permits a disclosure, since time has passed.

    A request is carried out once, and an agreement or a gateway may have ended. Raises
    DisclosureRefused.
    """
    scope = authority_scope(act.authority)
    if why := suspending.why_closed(permitted.gateway, act=act):
        raise DisclosureRefused(why)
    if permitted.agreement is not None:
        agreement = store.law.agreements.lock(permitted.agreement.id, within=scope)
        if agreement is None or not agreement.is_live(act.on):
            raise DisclosureRefused(
                f"Agreement {permitted.agreement.reference} is not in force any more."
            )
    if permitted.request is not None:
        request = store.law.disclosures.lock(permitted.request.id, within=scope)
        if request is None or request.state != State.APPROVED:
            raise DisclosureRefused(f"Request {permitted.request.id} is not approved.")


def disclose(
    recipient: Party,
    gateway: str,
    *,
    what: str,
    people: Iterable[int],
    fields: Collection[str],
    purpose: str = "",
    known_at: datetime | None = None,
    expires_on: date | None = None,
    act: Act,
) -> Disclosure:
    """Checks and records one disclosure. Raises DisclosureRefused."""
    permitted = permit(recipient, gateway, fields, expires_on=expires_on, act=act)
    with store.database.base.transaction():
        return record(
            permitted, people, what=what, purpose=purpose, known_at=known_at, act=act
        )


def request(
    recipient: Party,
    gateway: str,
    *,
    what: str,
    people: Collection[int],
    fields: Collection[str],
    purpose: str,
    expires_on: date | None = None,
    act: Act,
) -> Disclosure:
    """Requests a disclosure that the asset owner has to approve. Raises Refusal."""
    with store.database.base.transaction():
        return add_request(
            recipient,
            gateway,
            what=what,
            people=people,
            fields=fields,
            purpose=purpose,
            expires_on=expires_on,
            act=act,
        )


def add_request(
    recipient: Party,
    gateway: str,
    *,
    what: str,
    people: Collection[int],
    fields: Collection[str],
    purpose: str,
    expires_on: date | None = None,
    act: Act,
) -> Disclosure:
    """``request`` in the open transaction. Raises Refusal."""
    by = outward(gateway)
    purpose, what = purpose.strip(), " ".join(what.split())
    if not purpose or len(purpose) > _LONGEST_TEXT:
        raise Refusal(
            f"Enter the purpose, in {_LONGEST_TEXT:,} characters or fewer.", "purpose"
        )
    if recipient.kind is not by.party:
        raise Refusal(f"“{by.title}” is for a party of kind {by.party.value}.", "party")
    # Whether an agreement covers it is settled when it is made.
    check_fields(by, fields)
    requested = Disclosure(
        authority=act.authority,
        state=State.REQUESTED,
        gateway=by.key,
        party_kind=recipient.kind.value,
        party=recipient.key,
        party_name=recipient.name,
        what=what or by.title,
        purpose=purpose,
        fields=[name for name in FIELDS if name in fields],
        people=len(set(people)),
        expires_on=expires_on,
        requested_by=actor(act),
        requested_at=act.at,
    )
    store.database.base.insert(requested)
    store.law.disclosures.add_people(requested.id, sorted(set(people)))
    _note(Action.DISCLOSURE_REQUESTED, requested, act)
    return requested


def decide(number: int, *, approve: bool, reason: str = "", act: Act) -> Disclosure:
    """Approves or declines a request, as another user than the one who requested it.

    Raises Refusal.
    """
    reason = reason.strip()
    if not approve and not reason:
        raise Refusal("Enter why it is declined.", "reason")
    if len(reason) > _LONGEST_TEXT:
        raise Refusal(f"Enter {_LONGEST_TEXT:,} characters or fewer.", "reason")
    scope = authority_scope(act.authority)
    with store.database.base.transaction(alone(act)):
        found = store.law.disclosures.get(number, within=scope)
        if found is None or found.state != State.REQUESTED:
            raise Refusal(f"No request {number} waits for a decision.")
        if found.gateway == RESEARCH:
            raise Refusal("An extract is approved or declined under Releases.")
        check_another(
            found.requested_by or "",
            act,
            "You requested this disclosure, so an asset owner other than you "
            "decides it.",
            refusal=DisclosureRefused,
        )
        _decide(found, approve, reason, act)
    return found


def settle(number: int, *, approve: bool, act: Act) -> None:
    """Decides the request behind an extract, in the open transaction.

    One that was approved and has not left may still be declined. Raises
    DisclosureRefused.
    """
    found = store.law.disclosures.get(number, within=authority_scope(act.authority))
    if found is None or found.state == State.MADE:
        raise DisclosureRefused("It has left already.")
    if not approve and found.requested_by == actor(act):
        # Taken back by its requester: that is no decision of a second person.
        found.state = State.DECLINED
        _note(Action.DISCLOSURE_DECLINED, found, act)
    else:
        _decide(found, approve, "", act)


def _decide(found: Disclosure, approve: bool, reason: str, act: Act) -> None:
    found.state = State.APPROVED if approve else State.DECLINED
    found.decided_by, found.decided_at = actor(act), act.at
    found.reason = reason
    action = Action.DISCLOSURE_APPROVED if approve else Action.DISCLOSURE_DECLINED
    _note(action, found, act)


def alone(act: Act) -> str:
    """What a transaction that decides disclosures of an authority waits for."""
    return f"disclosures of {act.authority}"


def approved(number: int, *, act: Act) -> Disclosure:
    """The approved request with that number, which has not been carried out.

    Raises DisclosureRefused.
    """
    scope = authority_scope(act.authority)
    found = store.law.disclosures.get(number, within=scope)
    if found is None or found.state != State.APPROVED:
        raise DisclosureRefused(
            f"Request {number} is not approved"
            + (f": it is {found.state}." if found is not None else ", or not known.")
        )
    return found


def _note(action: Action, about: Disclosure, act: Act) -> None:
    act.note(
        action,
        f"disclosure {about.id}",
        gateway=about.gateway,
        party=about.party,
        people=about.people,
    )
