"""What a provider of the tests states and signs, truly and falsely."""

import base64
import hmac
import json
import secrets
from collections.abc import Callable
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "tracker-of-the-tests", "a secret of the tests & of no one else's"
EVENT = "http://schemas.openid.net/event/backchannel-logout"

Claims = dict[str, Any]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Issuer:
    """One of the two providers: its key, its codes, and its sessions."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rotate()
        self.forget()

    def forget(self) -> None:
        self.codes: dict[str, Claims] = {}
        self.tokens: dict[str, str] = {}
        if self.algorithm != "RS256":
            self.rotate()

    def rotate(self, kind: str = "RS256") -> None:
        self.algorithm = kind
        kid = secrets.token_hex(4)
        self.key: Any = (
            RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})
            if kind.startswith(("RS", "PS"))
            else ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})
        )

    def sign(self, claims: Claims, fault: str = "", typ: str = "JWT") -> str:
        header = {"alg": self.algorithm, "kid": self.key.kid, "typ": typ}
        key, algorithms = self.key, [self.algorithm]
        if fault == "unsigned":
            parts = ({"alg": "none", "typ": typ}, claims)
            return ".".join(b64(json.dumps(part).encode()) for part in parts) + "."
        if fault == "none with a signature":
            header["alg"] = "none"
            parts = (header, claims)
            text = ".".join(b64(json.dumps(part).encode()) for part in parts)
            return f"{text}.{b64(b'signed')}"
        if fault in ("hs256 with the public key", "hs256 with the secret"):
            header["alg"] = "HS256"
            public = self.key.as_pem(private=False)
            # No library of tokens would do this.
            return by_hand(
                header, claims, public if "public" in fault else SECRET.encode()
            )
        if fault == "signed by another key":
            key = RSAKey.generate_key(2048)
        if fault == "unknown key":
            key = RSAKey.generate_key(2048)
            header["kid"] = "unpublished"
        if fault == "its own key in the header":
            key = RSAKey.generate_key(2048)
            header["jwk"] = key.as_dict(private=False)
        if fault == "no key named":
            del header["kid"]
        text = jwt.encode(header, claims, key, algorithms=algorithms)
        return f"{text[:-6]}AAAAAA" if fault == "bad signature" else text


def by_hand(header: Claims, claims: Claims, secret: bytes) -> str:
    parts = (header, claims)
    text = ".".join(b64(json.dumps(part).encode()) for part in parts)
    return f"{text}.{b64(hmac.digest(secret, text.encode(), 'sha256'))}"


#: How the claims of an ID token are changed by a fault.
WRONG_CLAIMS: dict[str, Callable[[Claims], Any]] = {
    "wrong nonce": lambda c: c.update(nonce="another"),
    "no nonce": lambda c: c.pop("nonce"),
    "wrong audience": lambda c: c.update(aud="another-service"),
    "another audience too": lambda c: c.update(aud=[CLIENT, "another-service"]),
    "no audience": lambda c: c.pop("aud"),
    "meant for another party": lambda c: c.update(azp="another-service"),
    "other issuer": lambda c: c.update(iss="https://elsewhere.example"),
    "issuer with a slash": lambda c: c.update(iss=c["iss"] + "/"),
    "expired": lambda c: c.update(exp=c["iat"] - 60),
    "never expires": lambda c: c.pop("exp"),
    "issued tomorrow": lambda c: c.update(iat=c["iat"] + 86_400, exp=c["exp"] + 90_000),
    "issued yesterday": lambda c: c.update(iat=c["iat"] - 86_400),
    "not yet valid": lambda c: c.update(nbf=c["iat"] + 3_600),
    "a date of text": lambda c: c.update(iat="today"),
    "a date beyond time": lambda c: c.update(exp=1e300),
    "no subject": lambda c: c.pop("sub"),
    "a subject of spaces": lambda c: c.update(sub="  "),
    "a subject of numbers": lambda c: c.update(sub=7),
    "a log-out token": lambda c: c.update(events={EVENT: {}}),
}
