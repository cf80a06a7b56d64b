"""The keys of transfer files: our own, and those of other councils.

Another council's key is entered with its fingerprint, which its owner has read out. So
who could change the one on its way would have to change the other as well.

See decision 0241.
"""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.law import agreements
from tracker.actions.law.parties import Party
from tracker.ciphers import signed_files
from tracker.domain.law.gateways import GATEWAYS
from tracker.domain.law.transfers.passing import TRANSFER
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.agreements import Agreement
from tracker.store.law.transfers.council_keys import CouncilKey
from tracker.store.law.transfers.signing_keys import SigningKey


def own(*, act: Act) -> SigningKey:
    """The key that signs our files, made at its first use."""
    with store.database.base.transaction(_alone(act)):
        return store.law.transfers.signing_keys.live(act.authority) or _made(act)


def made(*, act: Act) -> SigningKey | None:
    """The key that signs our files; None before its first use."""
    with store.database.base.transaction():
        return store.law.transfers.signing_keys.live(act.authority)


def renew(*, act: Act) -> SigningKey:
    """Makes a new key of our own. The one until now signs nothing more, for ever.

    Every council that has the old key needs the new one.
    """
    with store.database.base.transaction(_alone(act)):
        old = store.law.transfers.signing_keys.live(act.authority)
        if old is not None:
            old.secret = None
            old.retired_at, old.retired_by = act.at, act.by
            store.database.base.insert(old)
            act.note(Action.SIGNING_KEY_RETIRED, f"key {old.fingerprint[:16]}")
        return _made(act)


def _made(act: Act) -> SigningKey:
    secret = signed_files.new_secret()
    public = signed_files.public_of(secret)
    key = store.law.transfers.signing_keys.add(
        act.authority,
        fingerprint=signed_files.fingerprint_of(public),
        public=public,
        secret=secret,
        at=act.at,
        by=act.by,
    )
    act.note(Action.SIGNING_KEY_MADE, f"key {key.fingerprint[:16]}")
    return key


def sign(content: bytes, *, act: Act) -> bytes:
    """The file with this content and our signature."""
    key = own(act=act)
    return signed_files.signed(content, store.law.transfers.signing_keys.opened(key))


def enter(party: Party, *, key: str, fingerprint: str, act: Act) -> CouncilKey:
    """Enters the key of another council, once its fingerprint is the one read out.

    Raises Refusal with the field that is wrong; without an agreement in force too.
    """
    agreement = in_force(party, act=act)
    public = signed_files.read_key(key)
    if public is None:
        raise Refusal(
            "This is no key: a key has 44 letters, digits and signs, and ends in =.",
            "key",
        )
    found, heard = signed_files.fingerprint_of(public), signed_files.heard(fingerprint)
    if len(heard) != len(found):
        raise Refusal(
            f"A fingerprint has {len(found)} digits and letters from a to f; these "
            f"are {len(heard)}.",
            "fingerprint",
        )
    if heard != found:
        raise Refusal(
            "This is not the fingerprint of that key. Compare them again with the "
            f"other council, and enter neither before they agree: {party.name} has to "
            "send its key again if it was changed on its way.",
            "fingerprint",
        )
    ours = store.law.transfers.signing_keys.every(act.authority)
    if any(each.fingerprint == found for each in ours):
        raise Refusal("This is our own key, and not that of the other council.", "key")
    entered = CouncilKey(
        authority=act.authority,
        party=party.key,
        fingerprint=found,
        public=public,
        agreement_id=agreement.id,
        entered_at=act.at,
        entered_by=act.by,
    )
    try:
        with store.database.base.transaction():
            store.database.base.insert(entered)
            act.note(
                Action.COUNCIL_KEY_ENTERED,
                f"key {found[:16]}",
                party=party.key,
                agreement=agreement.reference,
            )
    except IntegrityError as error:
        if store.database.base.broken_rule(error) != "uq_council_keys_live":
            raise
        raise Refusal("This key is in use already.", "key") from None
    return entered


def end(number: int, *, within: Scope, act: Act) -> CouncilKey:
    """Ends the use of another council's key: nothing signed with it is taken any more.

    Raises Refusal.
    """
    with store.database.base.transaction(_alone(act)):
        key = store.law.transfers.council_keys.get(number, within=within)
        if key is None or key.ended_at is not None:
            raise Refusal(f"No key {number} is in use.")
        key.ended_at, key.ended_by = act.at, act.by
        store.database.base.insert(key)
        act.note(
            Action.COUNCIL_KEY_ENDED, f"key {key.fingerprint[:16]}", party=key.party
        )
    return key


def known(*, act: Act) -> Sequence[CouncilKey]:
    """The keys of other councils that are in use."""
    return store.law.transfers.council_keys.live(within=authority_scope(act.authority))


def in_force(party: Party, *, act: Act) -> Agreement:
    """The agreement on transfers with a council. Raises Refusal without one."""
    signed = agreements.with_party(GATEWAYS[TRANSFER], party, act=act)
    live = [each for each in signed if each.is_live(act.on)]
    if not live:
        raise Refusal(
            f"No agreement on “{GATEWAYS[TRANSFER].title}” with {party.name} is in "
            "force. An information asset owner signs one under Agreements.",
            "party",
        )
    return live[-1]


def _alone(act: Act) -> str:
    return f"keys of transfers of {act.authority}"
