"""Extracts for research and health: rows without names, under pseudonyms.

An extract is a release, so it is compared with every other of its day; and it is a
disclosure, so it needs an agreement, another user's approval and a day of deletion. See
Law N-05, N-15, D-10 and decision 0174.
"""

from datetime import date

from tracker import store, wording
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.law import disclosing, parties
from tracker.actions.law.permits import Permit
from tracker.actions.law.statistics import releases
from tracker.actions.law.statistics.releases import NotReleased
from tracker.domain.figures.releases import Content, Recipient
from tracker.domain.law.extracts import IN_EXTRACTS, MEASURED, fields_of
from tracker.domain.law.gateways import RESEARCH, PartyKind
from tracker.store.database import installation
from tracker.store.law.releases import Release

#: The kinds of recipients that an agreement for research can be with.
KINDS = (Recipient.HEALTH, Recipient.RESEARCH)
#: Hexadecimal digits of a pseudonym: none is given twice in an extract.
_LENGTH = 20


def prepare(
    content: Content,
    *,
    kind: Recipient,
    recipient: str,
    purpose: str,
    expires_on: date | None = None,
    act: Act,
    within: Scope,
) -> Release:
    """Stores an extract, and the request that another user has to approve.

    Raises Refusal: without an agreement in force that covers each field, for what no
    extract may show, and where it would give a small group away.
    """
    if not content.rows or kind not in KINDS:
        raise NotReleased("An extract is for research or for health.", "kind")
    if outside := [each for each in content.breakdowns if each not in IN_EXTRACTS]:
        raise NotReleased(
            f"An extract has no {outside[0]}. Choose from: {', '.join(IN_EXTRACTS)}.",
            "breakdowns",
        )
    if content.measure not in MEASURED:
        raise NotReleased(f"An extract shows one of: {', '.join(MEASURED)}.", "measure")
    releases.check(content, act)
    fields = fields_of(content)
    if not fields:
        raise NotReleased("Choose a breakdown, or the rows are empty.", "breakdowns")
    party = parties.named(PartyKind.BODY, recipient, by=act.authority)
    agreement = disclosing.agreed(party, RESEARCH, fields, act=act)
    with releases.adding(content, act=act, within=within):
        release = releases.add(
            content,
            kind=kind,
            recipient=agreement.party_name if agreement else party.name,
            purpose=purpose,
            agreement=agreement.reference if agreement else "",
            act=act,
            within=within,
        )
        requested = disclosing.add_request(
            party,
            RESEARCH,
            what=f"Extract, release {release.id}",
            people=[person for person, _ in store.law.releases.rows_of(release)],
            fields=fields,
            purpose=purpose,
            expires_on=expires_on,
            act=act,
        )
        release.disclosure_id = requested.id
    return release


def leave(release: Release, *, act: Act) -> Permit:
    """What an approved extract leaves by. The first time, this is recorded.

    Raises Refusal: without a live agreement, and where a person in it has opted out
    since it was prepared.
    """
    people = [person for person, _ in store.law.releases.rows_of(release)]
    if store.law.objections.opted_out_of_research(people, act.on):
        raise NotReleased(
            "Not everybody in this extract may be in one any more, because of an "
            f"objection. Decline release {release.id}, and prepare the extract again."
        )
    assert release.disclosure_id is not None
    request = store.law.disclosures.get(
        release.disclosure_id, within=authority_scope(act.authority)
    )
    assert request is not None
    permitted = disclosing.permit(
        parties.named(PartyKind.BODY, release.recipient, by=act.authority),
        RESEARCH,
        request.fields,
        expires_on=request.expires_on,
        request=request,
        act=act,
    )
    if request.state == store.law.disclosures.State.APPROVED:
        with store.database.base.transaction():
            disclosing.record(
                permitted,
                people,
                what=request.what,
                purpose=release.purpose,
                known_at=release.prepared_at,
                act=act,
            )
    return permitted


def rows(release: Release) -> tuple[list[str], list[tuple[str, ...]]]:
    """The headings and the rows of an extract, in the order of the pseudonyms.

    The pseudonyms are of this extract alone: neither two recipients nor one can put two
    extracts together, and they follow from the keys of the installation.
    """
    name_of = store.institutions.register.directory().name_of
    found = sorted(
        (
            pseudonym(release, person),
            *wording.releases.row(release.content, place, name_of),
        )
        for person, place in store.law.releases.rows_of(release)
    )
    return ["Pseudonym", *wording.releases.row_headings(release.content)], found


def pseudonym(release: Release, record: int) -> str:
    """The pseudonym of a record in an extract."""
    about = f"pseudonyms of release {release.id} for {release.recipient}"
    keys = installation.keys()
    return keys.fingerprint(str(record).encode(), about=about).hex()[:_LENGTH].upper()
