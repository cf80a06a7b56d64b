"""What a provider states, true and false, over a real line to a real process."""

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.sign_on.process import Process
from tests.sign_on.statements import WRONG_CLAIMS
from tracker.sign_on import line
from tracker.sign_on.connection import Attempt, Connection
from tracker.sign_on.refusals import NotSignedOn

SAM = {
    "email": "sam@example.org",
    "email_verified": True,
    "name": "Sam Example",
    "groups": ["advisers"],
}


def now() -> datetime:
    return datetime.now(UTC)


def go(connection: Connection, at: datetime | None = None) -> tuple[Attempt, str]:
    """Signs Sam in at the provider: what the browser keeps, and the code."""
    address, attempt = connection.begin(at=at or now())
    back = requests.get(address, allow_redirects=False, timeout=10)
    query = parse_qs(urlsplit(back.headers["Location"]).query)
    assert query["state"] == [attempt.state]
    return attempt, query["code"][0]


def refused(connection: Connection, at: datetime | None = None) -> str:
    """The reason for which Sam is not signed in."""
    attempt, code = go(connection)
    with pytest.raises(NotSignedOn) as caught:
        connection.finish(attempt, code, at=at or now())
    return caught.value.reason


@pytest.fixture
def one(provider: Process) -> Connection:
    provider.control(users={"s1": SAM}, signs_in="s1")
    return Connection(provider.declared())


def test_a_true_statement_is_believed(one: Connection) -> None:
    attempt, code = go(one)
    found = one.finish(attempt, code, at=now()).claimed
    assert (found.subject, found.email, found.email_verified) == (
        "s1",
        "sam@example.org",
        True,
    )
    assert found.groups == {"advisers"}
    assert found.sid == "sid-s1"


@pytest.mark.parametrize("algorithm", ["ES256", "PS256", "RS512"])
def test_other_signatures_by_a_private_key_are_believed(
    provider: Process, one: Connection, algorithm: str
) -> None:
    provider.control(rotate=algorithm)
    assert one.finish(*go(one), at=now()).claimed.subject == "s1"


def test_the_address_of_a_sign_in_has_its_own_secrets_each_time(
    one: Connection,
) -> None:
    seen = []
    for _ in range(2):
        address, attempt = one.begin(at=now())
        query = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert query["redirect_uri"] == "http://localhost/sign-on/one/back"
        assert attempt.verifier not in address
        seen += [query["state"], query["nonce"], query["code_challenge"]]
    assert len(set(seen)) == 6
    assert min(map(len, seen)) >= 43


SIGNATURES = {
    "unsigned": "unsigned",
    "none with a signature": "unsigned",
    "hs256 with the public key": "unsigned",
    "hs256 with the secret": "unsigned",
    "signed by another key": "bad-signature",
    "bad signature": "bad-signature",
    "its own key in the header": "unsigned",
    "unknown key": "unknown-key",
}
CLAIMS = {
    "wrong nonce": "wrong-nonce",
    "no nonce": "wrong-nonce",
    "wrong audience": "wrong-audience",
    "another audience too": "wrong-audience",
    "no audience": "wrong-audience",
    "meant for another party": "wrong-audience",
    "other issuer": "wrong-issuer",
    "issuer with a slash": "wrong-issuer",
    "expired": "expired",
    "never expires": "expired",
    "issued tomorrow": "wrong-time",
    "issued yesterday": "wrong-time",
    "not yet valid": "wrong-time",
    "a date of text": "wrong-time",
    "a date beyond time": "expired",
    "no subject": "no-subject",
    "a subject of spaces": "no-subject",
    "a subject of numbers": "no-subject",
    "a log-out token": "wrong-kind",
}


def test_every_wrong_claim_has_its_reason() -> None:
    assert set(CLAIMS) == set(WRONG_CLAIMS)


@pytest.mark.parametrize(
    ("fault", "reason"), [*SIGNATURES.items(), *CLAIMS.items()], ids=str
)
def test_a_false_statement_is_refused(
    provider: Process, one: Connection, fault: str, reason: str
) -> None:
    provider.control(fault=fault)
    assert refused(one) == reason


def test_a_token_without_a_named_key_is_believed_if_there_is_only_one(
    provider: Process, one: Connection
) -> None:
    provider.control(fault="no key named")
    assert one.finish(*go(one), at=now()).claimed.subject == "s1"


def test_a_code_is_used_once(one: Connection) -> None:
    attempt, code = go(one)
    one.finish(attempt, code, at=now())
    with pytest.raises(NotSignedOn) as caught:
        one.finish(attempt, code, at=now())
    assert caught.value.reason == "code-refused"


def test_a_code_is_worth_nothing_with_another_verifier(one: Connection) -> None:
    (_, code), (mine, _) = go(one), go(one)
    with pytest.raises(NotSignedOn) as caught:
        one.finish(mine, code, at=now())
    assert caught.value.reason == "code-refused"


def test_a_code_of_another_sign_in_fails_by_its_nonce_alone(one: Connection) -> None:
    """A provider that does not check the verifier is checked by the nonce."""
    (hers, code), (mine, _) = go(one), go(one)
    mixed = Attempt(mine.state, mine.nonce, hers.verifier, mine.began)
    with pytest.raises(NotSignedOn) as caught:
        one.finish(mixed, code, at=now())
    assert caught.value.reason == "wrong-nonce"


def test_a_new_key_is_fetched_and_the_old_one_forgotten(
    provider: Process, one: Connection
) -> None:
    one.finish(*go(one), at=now())
    provider.control(rotate="RS256", calls=True)
    assert one.finish(*go(one), at=now()).claimed.subject == "s1"
    assert provider.control()["calls"].count("keys") == 1


def test_unknown_keys_do_not_make_us_fetch_keys_each_time(
    provider: Process, one: Connection
) -> None:
    one.finish(*go(one), at=now())
    provider.control(fault="unknown key", calls=True)
    assert [refused(one) for _ in range(5)] == ["unknown-key"] * 5
    assert provider.control()["calls"].count("keys") == 1


@pytest.mark.parametrize("endpoint", ["openid-configuration", "keys", "token"])
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("dead", "unreachable"),
        ("error 500", "unreachable"),
        ("huge", "answer-unusable"),
        ("packed", "answer-unusable"),
        ("not json", "answer-unusable"),
        ("a list", "answer-unusable"),
        ("nested", "answer-unusable"),
        ("redirect", "answer-unusable"),
    ],
)
def test_a_wrong_answer_is_one_sentence(
    provider: Process, one: Connection, endpoint: str, fault: str, reason: str
) -> None:
    provider.control(fault=fault, at=endpoint)
    with pytest.raises(NotSignedOn) as caught:
        one.finish(*go(one), at=now())
    assert caught.value.reason == reason
    provider.control(fault="", at="")
    assert one.finish(*go(one), at=now()).claimed.subject == "s1"


@pytest.mark.parametrize("fault", ["slow", "dripping", "endless"])
def test_a_provider_that_hangs_is_given_up_and_then_left_alone(
    provider: Process,
    one: Connection,
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, seconds in (("CONNECT", 1), ("PIECE", 0.7), ("WHOLE", 1.2)):
        monkeypatch.setattr(line, name, seconds)
    provider.control(fault=fault, at="token")
    begun = time.monotonic()
    at = now()
    assert refused(one) in ("unreachable", "answer-unusable")
    assert time.monotonic() - begun < 3
    if fault == "endless":
        return
    # The next users do not wait, until it may have recovered.
    assert one.is_down(at)
    begun = time.monotonic()
    with pytest.raises(NotSignedOn) as caught:
        one.finish(Attempt("s", "n", "v", at), "code", at=at)
    assert caught.value.reason == "unreachable"
    assert time.monotonic() - begun < 0.5
    provider.control(fault="", at="")
    later = at + timedelta(seconds=21)
    assert one.finish(*go(one, later), at=later).claimed.subject == "s1"


def test_metadata_of_another_issuer_is_refused(
    provider: Process, one: Connection
) -> None:
    provider.control(metadata={"issuer": f"{provider.base}/two"})
    with pytest.raises(NotSignedOn) as caught:
        one.begin(at=now())
    assert caught.value.reason == "wrong-issuer"


@pytest.mark.parametrize(
    "address", ["http://example.org/token", "ftp://x", "file:///etc/passwd", 7, None]
)
def test_metadata_never_lead_a_secret_to_an_open_line(
    provider: Process, one: Connection, address: object
) -> None:
    provider.control(metadata={"token_endpoint": address})
    with pytest.raises(NotSignedOn) as caught:
        one.begin(at=now())
    assert caught.value.reason == "answer-unusable"


def test_a_secret_is_posted_where_the_provider_wants_it(
    provider: Process, one: Connection
) -> None:
    provider.control(
        metadata={"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    )
    assert one.finish(*go(one), at=now()).claimed.subject == "s1"


def test_userinfo_adds_claims_and_replaces_none(provider: Process) -> None:
    provider.control(users={"s1": {**SAM, "organisation": {"urn": "106500"}}})
    provider.control(signs_in="s1")
    two = Connection(
        provider.declared(userinfo=True, organisation_claim="organisation")
    )
    found = two.finish(*go(two), at=now()).claimed
    assert found.organisation is not None
    assert found.organisation.urn == "106500"


def test_userinfo_of_another_user_is_refused(provider: Process) -> None:
    provider.control(users={"s1": {**SAM, "sub": "s2"}}, signs_in="s1")
    one = Connection(provider.declared(userinfo=True))
    # The process states the subject of the code in the token, and that of the user in
    # its userinfo.
    assert refused(one) == "no-subject"


class TestSigningInAgain:
    def again(self, one: Connection, at: datetime) -> str:
        address, attempt = one.begin(again=True, at=at)
        query = parse_qs(urlsplit(address).query)
        assert (query["prompt"], query["max_age"]) == (["login"], ["0"])
        back = requests.get(address, allow_redirects=False, timeout=10)
        code = parse_qs(urlsplit(back.headers["Location"]).query)["code"][0]
        return one.finish(attempt, code, at=at).claimed.subject

    def test_a_new_sign_in_confirms(self, one: Connection) -> None:
        assert self.again(one, now()) == "s1"

    def test_an_old_sign_in_does_not(self, provider: Process, one: Connection) -> None:
        provider.control(auth_time=now() - timedelta(minutes=2))
        with pytest.raises(NotSignedOn) as caught:
            self.again(one, now())
        assert caught.value.reason == "not-fresh"


class TestLoggingOut:
    def test_a_log_out_token_names_user_and_session(
        self, provider: Process, one: Connection
    ) -> None:
        found = one.logout(provider.logout_token(sub="s1", sid="a"), at=now())
        assert (found.subject, found.sid) == ("s1", "a")
        assert found.identifier

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"sub": "s1", "fault": "unsigned"}, "unsigned"),
            ({"sub": "s1", "fault": "hs256 with the public key"}, "unsigned"),
            ({"sub": "s1", "fault": "signed by another key"}, "bad-signature"),
            ({"sub": "s1", "fault": "unknown key"}, "unknown-key"),
            ({"sub": "s1", "iss": "https://elsewhere.example"}, "wrong-issuer"),
            ({"sub": "s1", "aud": "another"}, "wrong-audience"),
            ({"sub": "s1", "iat": 1_500_000_000}, "wrong-time"),
            ({"sub": "s1", "iat": None}, "wrong-time"),
            ({"sub": "s1", "exp": 1_500_000_000}, "expired"),
            ({"sub": "s1", "nonce": "n"}, "wrong-kind"),
            ({"sub": "s1", "events": None}, "wrong-kind"),
            ({"sub": "s1", "events": {"another": {}}}, "wrong-kind"),
            ({"sub": "s1", "events": ["backchannel-logout"]}, "wrong-kind"),
            ({"sub": "s1", "jti": None}, "wrong-kind"),
            ({"sub": "s1", "typ": "JWT"}, "wrong-kind"),
            ({"sub": "s1", "typ": "at+jwt"}, "wrong-kind"),
            ({}, "no-subject"),
        ],
    )
    def test_a_false_log_out_token_is_refused(
        self, provider: Process, one: Connection, changes: dict, reason: str
    ) -> None:
        text = provider.logout_token(**changes)
        with pytest.raises(NotSignedOn) as caught:
            one.logout(text, at=now())
        assert caught.value.reason == reason

    def test_an_id_token_is_no_log_out_token(self, one: Connection) -> None:
        text = one.finish(*go(one), at=now()).id_token
        with pytest.raises(NotSignedOn) as caught:
            one.logout(text, at=now())
        assert caught.value.reason == "wrong-kind"

    def test_an_untyped_token_is_accepted_where_it_is_declared(
        self, provider: Process
    ) -> None:
        lenient = Connection(provider.declared(untyped_logout_tokens=True))
        text = provider.logout_token(sub="s1", typ="JWT")
        assert lenient.logout(text, at=now()).subject == "s1"

    @pytest.mark.parametrize("text", ["", "a", "a.b.c", "é.é.é", "." * 50, "x" * 10**6])
    def test_any_other_text_is_refused(self, one: Connection, text: str) -> None:
        with pytest.raises(NotSignedOn) as caught:
            one.logout(text, at=now())
        assert caught.value.reason == "unsigned"
