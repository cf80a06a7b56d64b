"""A provider's published metadata and keys, and the code flow with it.

What was fetched is kept for an hour by each process. A key that is not among the kept
ones may be new, so the keys are fetched once again, at most once a minute.

See decision 0153.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import quote_plus, urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token

from tracker.sign_on import line, tokens
from tracker.sign_on.claims import Logout, SignedOn, read
from tracker.sign_on.provider import Provider, is_loopback
from tracker.sign_on.refusals import NotSignedOn

KEPT_FOR = timedelta(hours=1)
#: Anyone can send a token with an unknown key, so it may not cause a call each time.
KEYS_AGAIN_AFTER = timedelta(minutes=1)
#: After a call that took too long, users are refused at once for as long.
DOWN_FOR = timedelta(seconds=20)
LONGEST_CODE, LONGEST_HINT = 4096, 6000
_WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The secrets of one sign-in, kept by the browser in which it was begun.

    ``again`` means that a signed-in user confirms the identity by signing in again.
    """

    state: str
    nonce: str
    verifier: str
    began: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider publishes about itself, as far as it is used."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    userinfo_endpoint: str
    posts_secret: bool
    names_itself: bool


class Connection:
    """One provider, as a process of the pages reaches it."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._line = line.Line()
        self._lock = Lock()
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, list[Mapping[str, Any]]] | None = None
        self._keys_again: datetime | None = None
        self._down_since: datetime | None = None

    # --- The code flow ---------------------------------------------------------------

    def begin(self, *, again: bool = False, at: datetime) -> tuple[str, Attempt]:
        """The address at which a user signs in, and what the browser keeps meanwhile.

        Raises NotSignedOn if the provider cannot be reached.
        """
        provider, metadata = self.provider, self.metadata(at=at)
        attempt = Attempt(
            state=generate_token(43),
            nonce=generate_token(43),
            verifier=generate_token(64),
            began=at.replace(microsecond=0),
            again=again,
        )
        address, _ = line.client(
            client_id=provider.client_id,
            redirect_uri=provider.redirect_uri,
            scope=provider.scope,
        ).create_authorization_url(
            metadata.authorization_endpoint,
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
            **provider.parameters,
            **({"prompt": "login", "max_age": "0"} if again else {}),
        )
        return address, attempt

    def finish(self, attempt: Attempt, code: str, *, at: datetime) -> SignedOn:
        """The user of a code. Raises NotSignedOn."""
        answer = self._exchange(attempt, code, at)
        text = answer.get("id_token")
        if not isinstance(text, str):
            raise NotSignedOn("answer-unusable", self.provider)
        stated = tokens.id_token(
            text,
            self.provider,
            lambda kid: self.keys(kid, at=at),
            nonce=attempt.nonce,
            at=at,
            begun=attempt.began if attempt.again else None,
        )
        if self.provider.userinfo:
            stated = self._with_userinfo(stated, answer, at)
        return SignedOn(read(stated, self.provider), text)

    def _exchange(self, attempt: Attempt, code: str, at: datetime) -> dict[str, Any]:
        metadata, provider = self.metadata(at=at), self.provider
        how = "client_secret_post" if metadata.posts_secret else "client_secret_basic"
        if not code or len(code) > LONGEST_CODE:
            raise NotSignedOn("code-refused", provider)

        name, secret = provider.client_id, provider.client_secret
        if not metadata.posts_secret:
            # RFC 6749, section 2.3.1: quoted before they are joined by a colon.
            name, secret = quote_plus(name), quote_plus(secret)

        def call() -> Mapping[str, Any]:
            with line.client(
                client_id=name,
                client_secret=secret,
                redirect_uri=provider.redirect_uri,
                token_endpoint_auth_method=how,
            ) as client:
                found: Mapping[str, Any] = client.fetch_token(
                    metadata.token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    allow_redirects=False,
                )
                return found

        with self._refusals(at):
            try:
                return dict(self._line.within_time(call))
            except AuthlibBaseError:
                raise NotSignedOn("code-refused", provider) from None
            except (ValueError, TypeError, AttributeError, RecursionError) as error:
                raise line.Unusable("not JSON") from error

    def _with_userinfo(
        self, stated: dict[str, Any], answer: Mapping[str, Any], at: datetime
    ) -> dict[str, Any]:
        """The claims with those of the userinfo endpoint, which is about the same user.

        What the signed token states is never replaced.
        """
        endpoint, token = (
            self.metadata(at=at).userinfo_endpoint,
            answer.get("access_token"),
        )
        if not endpoint or not isinstance(token, str):
            raise NotSignedOn("answer-unusable", self.provider)
        with self._refusals(at):
            more = self._line.get(endpoint, token=token)
        if more.get("sub") != stated["sub"]:
            raise NotSignedOn("no-subject", self.provider)
        return {**more, **stated}

    def logout(self, text: str, *, at: datetime) -> Logout:
        """The log-out that a token of the provider states. Raises NotSignedOn."""
        return tokens.logout_token(
            text, self.provider, lambda kid: self.keys(kid, at=at), at=at
        )

    def leaving(self, id_token: str, *, at: datetime) -> str | None:
        """The address at which a user signs out of the provider as well; None if it
        has none, or cannot be reached.
        """
        try:
            endpoint = self.metadata(at=at).end_session_endpoint
        except NotSignedOn:
            return None
        if not endpoint:
            return None
        # A token of a user in hundreds of groups would make an address too long.
        hint = id_token if len(id_token) <= LONGEST_HINT else ""
        query = urlencode(
            {
                "client_id": self.provider.client_id,
                "post_logout_redirect_uri": self.provider.start,
                **({"id_token_hint": hint} if hint else {}),
            }
        )
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"

    # --- What the provider publishes -------------------------------------------------

    def is_down(self, at: datetime) -> bool:
        """Whether the provider left us waiting a moment ago."""
        since = self._down_since
        return since is not None and abs(at - since) < DOWN_FOR

    def metadata(self, *, at: datetime) -> Metadata:
        """The provider's metadata. Raises NotSignedOn."""
        kept = self._metadata
        if kept is None or abs(at - kept[0]) > KEPT_FOR:
            with self._refusals(at):
                kept = at, self._fetch_metadata()
            self._metadata = kept
        return kept[1]

    def _fetch_metadata(self) -> Metadata:
        issuer = self.provider.issuer
        found = self._line.get(issuer.removesuffix("/") + _WELL_KNOWN)
        if found.get("issuer") != issuer:
            # Another provider could pass itself off as this one.
            raise NotSignedOn("wrong-issuer", self.provider)
        methods = found.get("token_endpoint_auth_methods_supported")
        return Metadata(
            authorization_endpoint=self._endpoint(found, "authorization_endpoint"),
            token_endpoint=self._endpoint(found, "token_endpoint"),
            jwks_uri=self._endpoint(found, "jwks_uri"),
            end_session_endpoint=self._endpoint(found, "end_session_endpoint", True),
            userinfo_endpoint=self._endpoint(found, "userinfo_endpoint", True),
            posts_secret=isinstance(methods, list)
            and "client_secret_basic" not in methods
            and "client_secret_post" in methods,
            names_itself=(
                found.get("authorization_response_iss_parameter_supported") is True
            ),
        )

    def _endpoint(
        self, found: Mapping[str, Any], name: str, optional: bool = False
    ) -> str:
        """An address of the metadata. Without TLS it may only lead to this machine."""
        address = found.get(name)
        if address is None and optional:
            return ""
        if not isinstance(address, str) or not address.isprintable():
            raise line.Unusable(name)
        is_safe = address.startswith("https://")
        if not is_safe and not (self.provider.is_here and is_loopback(address)):
            raise line.Unusable(name)
        return address

    def keys(self, kid: str | None, *, at: datetime) -> list[Mapping[str, Any]]:
        """The public keys, fetched again if none has the identifier.

        Raises NotSignedOn.
        """
        kept = self._keys
        if kept is None or abs(at - kept[0]) > KEPT_FOR:
            return self._fetch_keys(at)
        if kid is None or any(each.get("kid") == kid for each in kept[1]):
            return kept[1]
        with self._lock:
            again = self._keys_again
            if again is not None and abs(at - again) < KEYS_AGAIN_AFTER:
                return kept[1]
            self._keys_again = at
        return self._fetch_keys(at)

    def _fetch_keys(self, at: datetime) -> list[Mapping[str, Any]]:
        with self._refusals(at):
            found = self._line.get(self.metadata(at=at).jwks_uri).get("keys")
            if not isinstance(found, list):
                raise line.Unusable("keys")
        keys: list[Mapping[str, Any]] = [
            each for each in found if isinstance(each, dict)
        ]
        self._keys = at, keys
        return keys

    def _refusals(self, at: datetime) -> "_Refusals":
        if self.is_down(at):
            raise NotSignedOn("unreachable", self.provider)
        return _Refusals(self, at)

    def note_silence(self, at: datetime) -> None:
        """Remembers that the provider left us waiting."""
        self._down_since = at


class _Refusals:
    """Turns a failed call into a refusal for the user."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection, self._at = connection, at

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, line.TooSlow):
            self._connection.note_silence(self._at)
        if isinstance(error, line.NoAnswer):
            raise NotSignedOn("unreachable", self._connection.provider) from error
        if isinstance(error, line.Unusable):
            raise NotSignedOn("answer-unusable", self._connection.provider) from error
