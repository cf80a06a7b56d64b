"""Passkeys: registered by a user, used to sign in, removed.

A passkey with user verification (a fingerprint, a face, a PIN) is two factors: the
device, and its user. So it is the only step of a sign-in.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tracker import store
from tracker.actions.accounts import attempts, tokens
from tracker.actions.accounts.factors import held
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.factors.passkeys import CHALLENGE_LASTS, Passkey
from tracker.store.accounts.users import User

#: More than anybody uses; a page of them stays short.
MOST, LONGEST_NAME = 20, 60
NOT_REGISTERED = "The passkey could not be set up. Try again."
NOT_RIGHT = "That passkey could not be used to sign in. Try again, or use another way."
TOO_LATE = "The page was open for too long. Try again."


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are valid: the name of the host, the address of the pages as a
    browser reports it, and the name that a device shows.
    """

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """A random text that a device has to sign, and when it was given to the browser."""

    text: str
    at: datetime

    @property
    def value(self) -> bytes:
        return self.text.encode()


def new_challenge(at: datetime) -> Challenge:
    """A challenge that cannot be guessed."""
    return Challenge(tokens.new(), at)


def options_to_register(user: User, site: Site, challenge: Challenge) -> dict[str, Any]:
    """What the browser needs to make a passkey, as JSON values."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    known = store.accounts.factors.passkeys.of_user(user.id)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_name=user.email,
        user_display_name=user.name,
        # The same on all of a user's passkeys, and without meaning to others.
        user_id=known[0].handle if known else secrets.token_bytes(32),
        challenge=challenge.value,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=each.credential) for each in known
        ],
    )
    made: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return made


def register(
    user: User,
    answer: str,
    *,
    name: str,
    handle: bytes,
    challenge: Challenge | None,
    site: Site,
    at: datetime,
) -> None:
    """Adds a passkey of a user from the browser's answer. Raises Refusal.

    ``handle`` is the user's name in the options to which the browser answered.
    """
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refusal(
            f"Enter a name for the passkey, of at most {LONGEST_NAME} characters.",
            "name",
        )
    with store.database.base.transaction():
        store.accounts.users.lock(user.id)
        signed = _unused(challenge, at)
        try:
            made = webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=signed.value,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError) as error:
            raise Refusal(NOT_REGISTERED, "name") from error
        known = store.accounts.factors.passkeys.of_user(user.id)
        if len(known) >= MOST:
            raise Refusal(
                f"You have {MOST} passkeys. Remove one that you no longer use.", "name"
            )
        if store.accounts.factors.passkeys.of_credential(made.credential_id):
            raise Refusal("This passkey is already set up.", "name")
        db.session.add(
            Passkey(
                user_id=user.id,
                handle=handle,
                credential=made.credential_id,
                public_key=made.credential_public_key,
                uses=made.sign_count,
                name=name,
                added_at=at,
            )
        )
        held.changed(user, Action.PASSKEY_ADDED, at=at)


def options_to_sign_in(site: Site, challenge: Challenge) -> dict[str, Any]:
    """What the browser needs to use a passkey of any user, as JSON values."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge.value,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    made: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return made


def user_of(
    answer: str,
    *,
    challenge: Challenge | None,
    site: Site,
    place: str,
    at: datetime,
    authority: str = "",
) -> User:
    """The user whose passkey answered the challenge. Raises Refusal.

    Failures are lines of the audit, but neither counted nor slowed down: a passkey
    cannot be guessed. ``authority`` is whose audit has those of an unknown passkey.
    """
    try:
        with store.database.base.transaction():
            return _user_of(answer, challenge, site, at)
    except _NotRight as refused:
        attempts.note_passkey(
            None if refused.user_id is None else db.session.get(User, refused.user_id),
            place=place,
            at=at,
            authority=authority,
            reason=refused.reason,
        )
        raise


class _NotRight(Refusal):
    """A passkey that opens nothing: why, and whose it is if it is known."""

    def __init__(self, reason: str, user_id: int | None = None) -> None:
        super().__init__(NOT_RIGHT)
        self.reason, self.user_id = reason, user_id


def _user_of(
    answer: str, challenge: Challenge | None, site: Site, at: datetime
) -> User:
    import webauthn
    from webauthn.helpers import parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    signed = _unused(challenge, at)
    passkey: Passkey | None = None
    try:
        given = parse_authentication_credential_json(answer)
        passkey = store.accounts.factors.passkeys.of_credential(given.raw_id)
        if passkey is None or given.response.user_handle != passkey.handle:
            raise _NotRight("unknown")
        found = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=signed.value,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            # The count is compared below, once the signature has proved it.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        owner = None if passkey is None else passkey.user_id
        raise _NotRight("not proved", owner) from error
    if passkey.uses and found.new_sign_count <= passkey.uses:
        # Two devices hold it: one is a copy.
        raise _NotRight("count went back", passkey.user_id)
    user: User | None = db.session.get(User, passkey.user_id)
    # A user of an identity provider comes in by it alone, which may shut them out.
    if user is None or not user.is_active or user.provider is not None:
        raise _NotRight("account does not use it", passkey.user_id)
    passkey.uses, passkey.used_at = found.new_sign_count, at
    return user


def _unused(challenge: Challenge | None, at: datetime) -> Challenge:
    """The challenge, used up by this. Raises Refusal if it is old, or was answered."""
    fresh = challenge is not None and timedelta(0) <= at - challenge.at
    if challenge is None or not fresh or at - challenge.at > CHALLENGE_LASTS:
        raise Refusal(TOO_LATE)
    if not store.accounts.factors.passkeys.use_challenge(
        tokens.digest(challenge.text), at
    ):
        raise Refusal(TOO_LATE)
    return challenge


def remove(user: User, number: int, *, may_be_last: bool, at: datetime) -> bool:
    """Removes one of a user's own passkeys; False if there is none with that number.

    Raises Refusal for the last second factor, unless ``may_be_last``.
    """
    with store.database.base.transaction():
        store.accounts.users.lock(user.id)
        found = store.accounts.factors.passkeys.get(number, user.id)
        if found is None:
            return False
        held.must_keep_one(user, may_be_last=may_be_last)
        db.session.delete(found)
        held.changed(user, Action.PASSKEY_REMOVED, at=at)
    return True
