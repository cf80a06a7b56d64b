"""The documents about personal data, from what an authority has configured today.

See Law L-06, D-12 to D-14 and decision 0167.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta

from tracker import store
from tracker.access import ROLES, Permission, authority_scope
from tracker.actions.accounts import settings
from tracker.actions.law.agreements import check_fields, way
from tracker.actions.law.disposals import falling_due
from tracker.actions.law.parties import Party
from tracker.domain.figures import releases
from tracker.domain.law import data_dictionary
from tracker.domain.law.agreements import State
from tracker.domain.law.data_dictionary import Line
from tracker.domain.law.documents import (
    assessment,
    notice,
    policy,
    processing,
    sharing_agreement,
    signed_choices,
)
from tracker.domain.law.documents.configured import (
    BY_LAW,
    Configured,
    Recipient,
    Source,
    Suspended,
)
from tracker.domain.law.documents.document import Document
from tracker.domain.law.documents.sharing_agreement import Recorded, Terms
from tracker.domain.law.gateways import (
    FIELDS,
    GATEWAYS,
    Direction,
    Gateway,
    PartyKind,
)
from tracker.domain.law.retention import Rule
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.england import HERE
from tracker.domain.reference.institution import InstitutionKind
from tracker.domain.settings import BY_NAME
from tracker.feeds import stored_columns
from tracker.feeds.declaration import Feed
from tracker.feeds.registry import FEEDS
from tracker.refusal import Refusal
from tracker.store.law.agreements import Agreement
from tracker.wording import places

#: The kinds of recipients of statistics that the notice names.
_NAMED = (
    releases.Recipient.HEALTH,
    releases.Recipient.RESEARCH,
    releases.Recipient.MEMBERS,
)
#: The documents by their names.
DOCUMENTS: Mapping[str, Callable[[Configured], Document]] = {
    "notice": notice.notice,
    "notice-young-people": notice.young,
    "policy": policy.document,
    "assessment": assessment.document,
}


def configured(authority: str, *, council: str, on: date) -> Configured:
    """Everything that the documents of an authority are made from, as on a day."""
    chosen = settings.of(authority)
    everybody = recipients(authority, on=on)
    closed = _closed(authority, on)
    return Configured(
        council=council,
        officer=chosen.officer_name,
        email=chosen.officer_email,
        address=chosen.officer_address,
        prepared_by=chosen.prepared_by,
        numbers=chosen.numbers,
        sources=sources(_in_use(authority, on)),
        recipients=[each for each in everybody if each.gateway not in closed],
        suspended=[
            Suspended(each, closed[each.gateway])
            for each in everybody
            if each.gateway in closed
        ],
        choices=signed_choices.holding(
            {
                name: setting.describe(getattr(chosen, name))
                for name, setting in BY_NAME.items()
                if setting.signed
            }
        ),
        seen_by=[
            (role.title, role.description)
            for role in ROLES.values()
            if Permission.SEE_PEOPLE in role.permissions
        ],
        lines=data_dictionary.lines(),
        released=_released(authority, on),
        confirmed=_confirmed(authority),
    )


def _closed(authority: str, on: date) -> dict[str, date]:
    """The day since which each gateway is suspended, of those that are on a day."""
    suspensions = store.law.agreements.suspensions(within=authority_scope(authority))
    return {each.gateway: each.starts for each in suspensions if each.starts <= on}


def _confirmed(authority: str) -> frozenset[Rule]:
    """The rules of the retention schedule that the asset owner has confirmed."""
    lines = falling_due.schedule(within=authority_scope(authority), authority=authority)
    return frozenset(each.rule for each in lines if each.confirmation is not None)


def _released(authority: str, on: date) -> list[str]:
    """The bodies that received statistics in the last year, each with its kind.

    Those who requested information under the Act of that name may be private people.
    """
    since = on - timedelta(days=365)
    return [
        f"{name} ({kind})"
        for kind, name in store.law.releases.recipients(
            since, within=authority_scope(authority)
        )
        if kind in _NAMED
    ]


def made(name: str, authority: str, *, council: str, on: date) -> Document:
    """One of ``DOCUMENTS`` as it is on a day. Raises KeyError for another name."""
    return DOCUMENTS[name](configured(authority, council=council, on=on))


def record(authority: str, *, council: str, on: date) -> list[dict[str, str]]:
    """The record of processing of an authority as it is on a day."""
    return processing.record(configured(authority, council=council, on=on))


def _in_use(authority: str, on: date) -> list[Feed]:
    """The feeds that the law lets in, and those with an agreement that has begun.

    What came by an agreement that has ended may still be held.
    """
    begun = {
        each.gateway
        for each in store.law.agreements.every(within=authority_scope(authority))
        if each.state(on) in (State.LIVE, State.ENDED)
    }
    return [
        feed
        for feed in FEEDS.values()
        if not feed.of_institutions
        and (GATEWAYS[feed.gateway].by_law or feed.gateway in begun)
    ]


def every_line() -> list[Line]:
    """Each column of personal data that can be held, of whichever feed."""
    return [*data_dictionary.lines(), *stored_columns.lines()]


def sources(feeds: Iterable[Feed]) -> list[Source]:
    """The feeds that bring personal data."""
    return [
        Source(
            name=feed.name,
            title=feed.title,
            noun=feed.noun,
            sender=feed.sender,
            frequency=feed.frequency,
            lines=tuple(stored_columns.lines([feed])),
            institutions=feed.from_institutions,
            schools=InstitutionKind.SCHOOL in feed.sent_by,
            councils=feed.names_authorities,
            neighbours=feed.from_authorities,
        )
        for feed in feeds
        if not feed.of_institutions
    ]


def recipients(authority: str, *, on: date) -> list[Recipient]:
    """Those who receive data by law, and those with an agreement in force on a day."""
    by_law = [
        _recipient(each, *BY_LAW[each.key], each.fields, "by law")
        for each in GATEWAYS.values()
        if each.direction is Direction.OUT and each.key in BY_LAW
    ]
    agreed = [
        _recipient(
            GATEWAYS[each.gateway],
            each.party_name,
            each.party_name,
            each.fields,
            each.reference,
        )
        for each in store.law.agreements.every(within=authority_scope(authority))
        if each.state(on) is State.LIVE
        and GATEWAYS[each.gateway].direction is Direction.OUT
    ]
    return by_law + sorted(agreed, key=lambda each: (each.title, each.name))


def _recipient(
    gateway: Gateway, name: str, plain: str, fields: Iterable[str], reference: str
) -> Recipient:
    covered = set(fields)
    purpose = gateway.purpose
    return Recipient(
        name=name,
        plain=plain,
        party=gateway.party.value,
        gateway=gateway.key,
        title=gateway.title,
        purpose=f"So {purpose}" if purpose.startswith("that ") else purpose,
        fields=", ".join(each.label for key, each in FIELDS.items() if key in covered),
        law=gateway.law,
        article_6=gateway.article_6,
        condition=gateway.condition,
        reference=reference,
        handlings=frozenset(
            each.handling.name for key, each in FIELDS.items() if key in covered
        ),
    )


def agreement_before(
    party: Party,
    gateway: str,
    *,
    fields: Collection[str] = (),
    authority: str,
    council: str,
    on: date,
) -> Document:
    """The draft of an agreement that is not on record.

    Without ``fields`` it has all that the gateway lets through. Raises Refusal with the
    field that is wrong.
    """
    by = way(gateway)
    if party.kind is not by.party:
        raise Refusal(f"“{by.title}” is for a party of kind {by.party.value}.", "party")
    wanted = check_fields(by, fields or by.fields)
    return sharing_agreement.document(
        configured(authority, council=council, on=on),
        Terms(
            gateway=by,
            party=party.name,
            known_as=_known_as(party.kind, party.key),
            fields=tuple(FIELDS[name] for name in wanted),
        ),
    )


def agreement_of(agreement: Agreement, *, council: str, on: date) -> Document:
    """The draft of an agreement on record, with its fields, its days and its state."""
    return sharing_agreement.document(
        configured(agreement.authority, council=council, on=on),
        Terms(
            gateway=GATEWAYS[agreement.gateway],
            party=agreement.party_name,
            known_as=_known_as(PartyKind(agreement.party_kind), agreement.party),
            fields=tuple(FIELDS[name] for name in FIELDS if name in agreement.fields),
            recorded=Recorded(
                reference=agreement.reference,
                state=agreement.state(on).value,
                starts=agreement.starts,
                ends=agreement.ends,
                review_on=agreement.review_on,
                conditions=" ".join(agreement.conditions.split()),
                signed=_signed(agreement),
            ),
        ),
    )


def _signed(agreement: Agreement) -> str:
    if agreement.signed_by is None or agreement.signed_at is None:
        return ""
    within = authority_scope(agreement.authority)
    on = agreement.signed_at.astimezone(HERE).date()
    names = store.accounts.users.names(within=within)
    who = names.get(agreement.signed_by, agreement.signed_by)
    return f"{who} signed it in the system on {say_date(on)}."


def _known_as(kind: PartyKind, key: str) -> str:
    if kind is PartyKind.AUTHORITY:
        return f"authority {key}"
    return places.of_key(key) if kind is PartyKind.INSTITUTION else ""
