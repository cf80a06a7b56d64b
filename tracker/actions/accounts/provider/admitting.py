"""Admitting a user who has signed in at a provider.

See decision 0153.
"""

from datetime import datetime, timedelta

from tracker import sign_on, store
from tracker.access import ROLES
from tracker.actions.accounts import factors, tokens, users
from tracker.actions.accounts.audit import repeats
from tracker.actions.accounts.own_acts import note, subject
from tracker.actions.accounts.provider import linking
from tracker.actions.act import Act
from tracker.domain.reference.institution import Institution, InstitutionRef
from tracker.encryption import Keys
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.sign_on.admission import Place
from tracker.sign_on.claims import Claimed, SignedOn
from tracker.sign_on.provider import INSTITUTIONS, Provider
from tracker.sign_on.refusals import NotSignedOn
from tracker.store.accounts.audit import Action
from tracker.store.accounts.sessions import How
from tracker.store.accounts.single_sign_on import Identity, ProviderSession
from tracker.store.accounts.users import User, state_of

#: Refusals that the audit lists in a minute, since anyone can cause them.
LISTED_IN_A_MINUTE = 60
#: The provider no longer lets the user in: sessions that are open end as well.
_ENDS_SESSIONS = ("no-rule", "closed", "only-administrator")


def use_state(state: str, provider: Provider, *, at: datetime) -> None:
    """Uses the secret of an attempt, which works once. Raises NotSignedOn."""
    with store.database.base.transaction():
        if not _use_once(f"state {provider.key} {state}", at):
            raise NotSignedOn("state-used", provider)


def _use_once(secret: str, at: datetime) -> bool:
    return store.accounts.single_sign_on.use_once(tokens.digest(secret), at)


def admit(claimed: Claimed, provider: Provider, *, at: datetime) -> User:
    """The user that a provider signed in, with the role of today's groups.

    Their session is not begun yet. Raises NotSignedOn.
    """
    try:
        # Two first sign-ins at once make one account.
        with store.database.base.transaction(
            f"user of {claimed.issuer} {claimed.subject}"
        ):
            return _admit(claimed, provider, at)
    except NotSignedOn as refused:
        found = store.accounts.single_sign_on.identity(claimed.issuer, claimed.subject)
        if found is not None and refused.reason in _ENDS_SESSIONS:
            with store.database.base.transaction():
                store.accounts.sessions.end_everywhere(found.user_id, at)
        raise


def _admit(claimed: Claimed, provider: Provider, at: datetime) -> User:
    sign_on.admission.check_factors(claimed, provider)
    found = store.accounts.single_sign_on.identity(claimed.issuer, claimed.subject)
    if found is not None and found.user.closed_at is not None:
        raise NotSignedOn("closed", provider)
    institution = _institution(claimed, provider)
    place = sign_on.admission.place(claimed, provider, institution)
    if found is not None:
        user = found.user
        check_users(user, provider)
    else:
        user = _first_time(claimed, provider, place, institution, at)
    if place is not None:
        _put(user, place, provider, at)
    elif institution is not None and institution.key != user.institution:
        raise NotSignedOn("other-organisation", provider)
    return user


def _institution(claimed: Claimed, provider: Provider) -> Institution | None:
    stated = claimed.organisation
    if not provider.organisation_claim or stated is None:
        return None
    return store.institutions.register.directory().resolve(
        InstitutionRef(urn=stated.urn, ukprn=stated.ukprn)
    )


def is_of(user: User, provider: Provider) -> bool:
    """Whether an account is of the authority and the kind that a provider is for."""
    of_institution = provider.users == INSTITUTIONS
    return (
        user.authority == provider.authority
        and ROLES[user.role].of_institution == of_institution
    )


def check_users(user: User, provider: Provider) -> None:
    """Refuses an account that is not one of this provider's. Raises NotSignedOn."""
    if not is_of(user, provider):
        raise NotSignedOn("other-users", provider)


def _first_time(
    claimed: Claimed,
    provider: Provider,
    place: Place | None,
    institution: Institution | None,
    at: datetime,
) -> User:
    """The account of a user who has not come before. Raises NotSignedOn.

    It is the one that was invited by the address that the provider has verified, or a
    new one where a rule makes it.
    """
    sign_on.admission.check_email(claimed, provider)
    linking.wait_for_account(claimed.email)
    user = store.accounts.users.by_email(claimed.email)
    if user is None:
        return _new(claimed, provider, place, at)
    if user.closed_at is not None:
        raise NotSignedOn("closed", provider)
    check_users(user, provider)
    if store.accounts.single_sign_on.identity_of(user) is not None:
        # The address has passed to another user at the provider.
        raise NotSignedOn("other-subject", provider)
    if state_of(user) != "invited":
        raise NotSignedOn("has-password", provider)
    if institution is not None and institution.key != user.institution:
        raise NotSignedOn("other-organisation", provider)
    linking.link(user, claimed, provider, act=linking.act_of(provider, user, at=at))
    return user


def _new(
    claimed: Claimed, provider: Provider, place: Place | None, at: datetime
) -> User:
    if place is None or not provider.new_accounts:
        raise NotSignedOn("not-invited", provider)
    user = User(
        authority=provider.authority,
        email=claimed.email,
        name=claimed.name or claimed.email.partition("@")[0],
        role=place.role,
        institution=place.institution,
        invited_at=at,
    )
    try:
        users.add(user)
    except Refusal:
        raise NotSignedOn("other-subject", provider) from None
    act = linking.act_of(provider, user, at=at)
    act.note(Action.USER_MADE_BY_RULE, subject(user), role=place.role)
    linking.link(user, claimed, provider, act=act)
    return user


def _put(user: User, place: Place, provider: Provider, at: datetime) -> None:
    """Gives a user the place of today's groups. Raises NotSignedOn."""
    was, where = user.role, user.institution
    if (was, where) == (place.role, place.institution):
        return
    try:
        users.must_stay(user, linking.actor(provider), role=place.role)
    except Refusal:
        raise NotSignedOn("only-administrator", provider) from None
    user.role, user.institution = place.role, place.institution
    store.accounts.sessions.end_everywhere(user.id, at)
    linking.act_of(provider, user, at=at).note(
        Action.USER_CHANGED, subject(user), role=place.role, was=was
    )


def link_own(user: User, claimed: Claimed, provider: Provider, *, at: datetime) -> User:
    """Links a signed-in user's own account, in use with a password until now.

    It ends their sessions; that of the provider is not begun yet. Raises NotSignedOn.
    """
    with store.database.base.transaction(f"user of {claimed.issuer} {claimed.subject}"):
        linking.wait_for_account(user.email)
        if store.accounts.single_sign_on.identity(claimed.issuer, claimed.subject):
            raise NotSignedOn("linked-elsewhere", provider)
        if store.accounts.single_sign_on.identity_of(user) is not None:
            raise NotSignedOn("other-subject", provider)
        sign_on.admission.check_factors(claimed, provider)
        check_users(user, provider)
        institution = _institution(claimed, provider)
        place = sign_on.admission.place(claimed, provider, institution)
        if institution is not None and institution.key != user.institution:
            raise NotSignedOn("other-organisation", provider)
        linking.link(user, claimed, provider, act=own_act(user, at))
        if place is not None:
            _put(user, place, provider, at)
    return user


def own_act(user: User, at: datetime) -> Act:
    """What users do to their own accounts."""
    return Act(by=user.email, at=at, on=at.date(), authority=user.authority)


def may_link(user: User, provider: Provider) -> bool:
    """Whether an account may be linked with a provider."""
    return user.provider is None and is_of(user, provider)


def remember(
    user: User, signed_on: SignedOn, provider: Provider, *, keys: Keys
) -> None:
    """Keeps by which session at the provider ours began, inside its transaction.

    Raises NotSignedOn if the user has signed out there since the statement.
    """
    db.session.flush()
    stated = signed_on.claimed
    linking.wait_for_sessions(stated.issuer)
    names = [
        *linking.session_names(stated.issuer, "", stated.sid),
        *linking.session_names(stated.issuer, stated.subject, ""),
    ]
    if stated.stated_at is None or store.accounts.single_sign_on.ended_after(
        names, stated.stated_at
    ):
        raise NotSignedOn("ended", provider)
    found = store.accounts.single_sign_on.identity_of(user)
    assert found is not None and user.session is not None
    made = ProviderSession(
        session=user.session.digest, identity_id=found.id, sid=stated.sid
    )
    store.database.base.insert(made)
    made.id_token = store.accounts.single_sign_on.STATEMENTS.encrypt(
        keys, signed_on.id_token.encode(), row=made.id
    )


def proved_at(claimed: Claimed, *, at: datetime) -> datetime:
    """When a user proved at the provider who they are.

    A provider may sign its users in without a question. Where it does not state when it
    last did, that is too long ago for what needs a new proof.
    """
    unknown = at - factors.proofs.LASTS - timedelta(seconds=1)
    return min(at, claimed.signed_in_at or unknown)


def confirm(user: User, claimed: Claimed, provider: Provider, *, at: datetime) -> User:
    """The signed-in user, who has signed in at the provider once again.

    They are admitted as at any sign-in, by the groups of this statement, and their
    session has to begin again. Raises NotSignedOn.
    """
    found = store.accounts.single_sign_on.identity(claimed.issuer, claimed.subject)
    if found is None or found.user_id != user.id or user.session is None:
        raise NotSignedOn("other-user", provider)
    return admit(claimed, provider, at=at)


def note_confirmed(user: User, *, at: datetime) -> None:
    """Notes that a user proved again who they are, inside a transaction."""
    note(user, Action.PROVED_AGAIN, at=at, how=How.PROVIDER)


def note_refused(
    refused: NotSignedOn,
    provider: Provider,
    *,
    at: datetime,
    claimed: Claimed | None = None,
) -> None:
    """Notes a refusal in the audit, with its reason and nothing about the user, who
    is named only where there is an account.

    More than LISTED_IN_A_MINUTE are only counted: those without an account do not hide
    those of a user.
    """
    found: Identity | None = None
    if claimed is not None:
        found = store.accounts.single_sign_on.identity(claimed.issuer, claimed.subject)
    of = subject(found.user) if found is not None else f"provider {provider.key}"
    with store.database.base.transaction():
        repeats.note(
            of,
            Action.PROVIDER_REFUSED,
            of,
            most=LISTED_IN_A_MINUTE,
            authority=provider.authority,
            by=linking.actor(provider),
            at=at,
            reason=refused.reason,
        )
