"""Checking the tokens of a provider: their signature, audience, time and purpose.

OpenID Connect Core 1.0, section 3.1.3.7, and Back-Channel Logout 1.0, section 2.6.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import extract_compact

from tracker.sign_on import claims
from tracker.sign_on.claims import Logout
from tracker.sign_on.provider import Provider
from tracker.sign_on.refusals import NotSignedOn

#: Signatures by a private key. With "none" anyone could write a token, and with HS256
#: anyone who knows the public key.
ALGORITHMS: Mapping[str, type[RSAKey] | type[ECKey]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), RSAKey),
    **dict.fromkeys(("ES256", "ES384", "ES512"), ECKey),
}
_LEAST_RSA_BITS = 2048
LARGEST_TOKEN = 64 * 1024
#: How far two clocks may differ, and how old a new token may be.
CLOCKS, OLDEST = timedelta(seconds=30), timedelta(minutes=10)
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_TYPE = "logout+jwt"

Key = RSAKey | ECKey
#: The public keys of a provider by their identifier; fetched again for an unknown one.
FindKeys = Callable[[str | None], list[Mapping[str, Any]]]


def id_token(
    text: str,
    provider: Provider,
    keys: FindKeys,
    *,
    nonce: str,
    at: datetime,
    begun: datetime | None = None,
) -> dict[str, Any]:
    """The claims of an ID token. Raises NotSignedOn.

    ``begun`` is given where the user had to sign in again, and is when that began.
    """
    header, stated = _signed(text, provider, keys)
    if _type(header) not in ("", "jwt", "id_token+jwt") or "events" in stated:
        raise NotSignedOn("wrong-kind", provider)
    _check_parties(stated, provider)
    _check_times(stated, provider, at, expires=True)
    if not nonce or stated.get("nonce") != nonce:
        raise NotSignedOn("wrong-nonce", provider)
    if not claims.read(stated, provider).subject:
        raise NotSignedOn("no-subject", provider)
    if begun is not None:
        _check_fresh(stated, provider, begun, at)
    return stated


def logout_token(
    text: str, provider: Provider, keys: FindKeys, *, at: datetime
) -> Logout:
    """The log-out that a token states. Raises NotSignedOn."""
    header, stated = _signed(text, provider, keys)
    is_untyped = _type(header) in ("", "jwt") and provider.untyped_logout_tokens
    event = stated.get("events")
    if (
        not (_type(header) == LOGOUT_TYPE or is_untyped)
        or not isinstance(event, dict)
        or not isinstance(event.get(LOGOUT_EVENT), dict)
        or "nonce" in stated
    ):
        raise NotSignedOn("wrong-kind", provider)
    _check_parties(stated, provider)
    _check_times(stated, provider, at, expires="exp" in stated)
    read = claims.read(stated, provider)
    identifier = stated.get("jti")
    if not isinstance(identifier, str) or not identifier:
        raise NotSignedOn("wrong-kind", provider)
    if not (read.subject or read.sid):
        raise NotSignedOn("no-subject", provider)
    assert read.stated_at is not None
    return Logout(
        provider.issuer, identifier, read.subject, read.sid, at=read.stated_at
    )


def _type(header: Mapping[str, Any]) -> str:
    return str(header.get("typ", "")).lower().removeprefix("application/")


def _signed(
    text: str, provider: Provider, keys: FindKeys
) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """Header and claims of a token whose signature is right."""
    if not isinstance(text, str) or not text.isascii() or len(text) > LARGEST_TOKEN:
        raise NotSignedOn("unsigned", provider)
    try:
        header = dict(extract_compact(text.encode()).headers())
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError):
        raise NotSignedOn("unsigned", provider) from None
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise NotSignedOn("unsigned", provider)
    key = _key(algorithm, kid if isinstance(kid, str) else None, keys)
    if key is None:
        raise NotSignedOn("unknown-key", provider)
    try:
        found = jwt.decode(text, key, algorithms=[algorithm])
    except (JoseError, ValueError, TypeError, RecursionError):
        raise NotSignedOn("bad-signature", provider) from None
    return header, dict(found.claims)


def _key(algorithm: str, kid: str | None, keys: FindKeys) -> Key | None:
    """The key of a signature; without an identifier, the only one that can be it."""
    fitting = [
        key
        for each in keys(kid)
        if (kid is None or each.get("kid") == kid)
        and each.get("use", "sig") == "sig"
        and each.get("alg", algorithm) == algorithm
        and (key := _public(each, ALGORITHMS[algorithm])) is not None
    ]
    return fitting[0] if len(fitting) == 1 else None


def _public(stated: Mapping[str, Any], kind: type[RSAKey] | type[ECKey]) -> Key | None:
    """A published key of the kind that an algorithm needs, None for any other."""
    if stated.get("kty") != kind.key_type:
        return None
    try:
        key = kind.import_key({k: v for k, v in stated.items() if k != "key_ops"})
        if isinstance(key, RSAKey) and key.public_key.key_size < _LEAST_RSA_BITS:
            return None
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return key


def _check_parties(stated: Mapping[str, Any], provider: Provider) -> None:
    if stated.get("iss") != provider.issuer:
        raise NotSignedOn("wrong-issuer", provider)
    # A token for several services could be one that another of them passes on.
    if stated.get("aud") not in (provider.client_id, [provider.client_id]):
        raise NotSignedOn("wrong-audience", provider)
    if stated.get("azp", provider.client_id) != provider.client_id:
        raise NotSignedOn("wrong-audience", provider)


def _check_times(
    stated: Mapping[str, Any], provider: Provider, at: datetime, *, expires: bool
) -> None:
    """A log-out token may have no end; it is too old after ten minutes all the same."""
    until, issued = (claims.moment(stated.get(name)) for name in ("exp", "iat"))
    if expires and (until is None or until <= at - CLOCKS):
        raise NotSignedOn("expired", provider)
    if issued is None or issued > at + CLOCKS or issued < at - OLDEST:
        raise NotSignedOn("wrong-time", provider)
    begins = stated.get("nbf")
    if begins is not None:
        moment = claims.moment(begins)
        if moment is None or moment > at + CLOCKS:
            raise NotSignedOn("wrong-time", provider)


def _check_fresh(
    stated: Mapping[str, Any], provider: Provider, begun: datetime, at: datetime
) -> None:
    """Refuses a sign-in of earlier; a provider may ignore the wish for a new one."""
    signed_in = claims.moment(stated.get("auth_time"))
    if signed_in is None or signed_in > at + CLOCKS or signed_in < begun - CLOCKS:
        raise NotSignedOn("not-fresh", provider)
