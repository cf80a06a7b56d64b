"""An identity provider as a process of its own, able to misbehave on request.

``python -m tests.sign_on.provider_process`` prints its address. It is two providers,
``/one`` and ``/two``, with keys and codes of their own. ``POST /control`` sets its
state: its users, who signs in without a form, and one fault of ``FAULTS``.
"""

import base64
import hashlib
import json
import secrets
import socket
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit
from urllib.request import urlopen

from tests.sign_on.statements import (
    CLIENT,
    EVENT,
    SECRET,
    WRONG_CLAIMS,
    Claims,
    Issuer,
    b64,
)

#: How a call goes wrong; each is of one endpoint.
WRONG_ANSWERS = {
    "huge",
    "endless",
    "slow",
    "dripping",
    "dead",
    "error 500",
    "not json",
    "a list",
    "nested",
    "redirect",
    "packed",
}


class State:
    def __init__(self) -> None:
        self.issuers = {name: Issuer(name) for name in ("one", "two")}
        self.reset()

    def reset(self) -> None:
        for issuer in self.issuers.values():
            issuer.forget()
        self.users: dict[str, Claims] = {}
        self.signs_in = ""
        self.fault = ""
        self.at = ""  # the endpoint at which a wrong answer is given
        self.metadata: Claims = {}
        self.now: float | None = None
        self.auth_time: float | None = None
        self.calls: list[str] = []


STATE = State()


class Provider(BaseHTTPRequestHandler):
    """The pages and endpoints of both providers."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        return

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    # --- Answers ---------------------------------------------------------------------

    def answer(self, body: Any, status: int = 200, kind: str = "application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def go(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def goes_wrong(self, endpoint: str) -> bool:
        """Whether this call was to go wrong, and has."""
        fault = STATE.fault
        if STATE.at != endpoint or fault not in WRONG_ANSWERS:
            return False
        if fault == "huge":
            self.answer(b"{" + b" " * 5_000_000 + b"}")
        elif fault == "error 500":
            self.answer({"error": "server_error"}, 500)
        elif fault == "not json":
            self.answer(b"<html>Sorry", kind="text/html")
        elif fault == "a list":
            self.answer([1, 2])
        elif fault == "nested":
            self.answer(b"[" * 200_000)
        elif fault == "redirect":
            self.go(f"{self.base}/one/elsewhere")
        elif fault == "packed":
            import gzip

            packed = gzip.compress(b"{" + b" " * 50_000_000 + b"}")
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)
        else:
            self._leaves_us_waiting(fault)
        return True

    def _leaves_us_waiting(self, fault: str) -> None:
        self.close_connection = True
        try:
            if fault == "slow":
                time.sleep(30)
            elif fault == "dead":
                self.connection.shutdown(socket.SHUT_RDWR)
            elif fault == "endless":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n{")
                for _ in range(2_000):
                    self.wfile.write(b" " * 100_000)
            elif fault == "dripping":
                for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 60:
                    self.wfile.write(bytes([letter]))
                    time.sleep(0.5)
        except OSError:
            return

    # --- Requests --------------------------------------------------------------------

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: each[0] for name, each in parse_qs(parts.query).items()}
        _, name, *rest = parts.path.split("/", 2)
        if name not in STATE.issuers:
            return self.answer({"error": "not found"}, 404)
        issuer, where = STATE.issuers[name], rest[0] if rest else ""
        STATE.calls.append(where)
        if self.goes_wrong(where.rpartition("/")[2]):
            return None
        own = f"{self.base}/{name}"
        match where:
            case ".well-known/openid-configuration":
                self.answer(self.metadata(own))
            case "keys":
                self.answer({"keys": [issuer.key.as_dict(private=False)]})
            case "authorize":
                self.authorize(issuer, own, query)
            case "userinfo":
                token = self.headers.get("Authorization", "").removeprefix("Bearer ")
                subject = issuer.tokens.get(token)
                if subject is None:
                    return self.answer({"error": "invalid_token"}, 401)
                self.answer({"sub": subject, **STATE.users[subject]})
            case "end":
                self.go(query["post_logout_redirect_uri"])
            case "elsewhere":
                self.answer(self.metadata(own))
            case _:
                self.answer({"error": "not found"}, 404)
        return None

    def metadata(self, own: str) -> Claims:
        return {
            "issuer": own,
            "authorization_endpoint": f"{own}/authorize",
            "token_endpoint": f"{own}/token",
            "jwks_uri": f"{own}/keys",
            "userinfo_endpoint": f"{own}/userinfo",
            "end_session_endpoint": f"{own}/end",
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **STATE.metadata,
        }

    def authorize(self, issuer: Issuer, own: str, query: dict[str, str]) -> None:
        subject = query.get("as") or STATE.signs_in
        if not subject:
            return self.answer(self.choice(query), kind="text/html; charset=utf-8")
        back = {"state": query["state"], "iss": own}
        if subject == "no one":
            back["error"] = "access_denied"
            return self.go(f"{query['redirect_uri']}?{urlencode(back)}")
        back["code"] = secrets.token_urlsafe(24)
        issuer.codes[back["code"]] = {**query, "sub": subject}
        if STATE.fault == "another provider's code":
            STATE.issuers["two"].codes[back["code"]] = {**query, "sub": subject}
        return self.go(f"{query['redirect_uri']}?{urlencode(back)}")

    def choice(self, query: dict[str, str]) -> bytes:
        """The page on which a user signs in at the provider."""
        users = "".join(
            f'<li><a href="?{urlencode({**query, "as": each}).replace("&", "&amp;")}">'
            f"{STATE.users[each].get('name', each)}</a></li>"
            for each in STATE.users
        )
        return (
            '<!doctype html><html lang="en"><title>Who are you?</title>'
            f"<h1>Who are you?</h1><ul>{users}</ul></html>"
        ).encode()

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(size)
        if self.path == "/control":
            return self.answer(self.control(json.loads(body)))
        _, name, where = self.path.split("/", 2)
        STATE.calls.append(where)
        if where != "token" or self.goes_wrong("token"):
            return None
        sent = {key: each[0] for key, each in parse_qs(body.decode()).items()}
        return self.token(STATE.issuers[name], f"{self.base}/{name}", sent)

    def token(self, issuer: Issuer, own: str, sent: dict[str, str]) -> None:
        if not self.is_client(sent):
            return self.answer({"error": "invalid_client"}, 401)
        begun = issuer.codes.pop(sent.get("code", ""), None)
        if begun is None or not self.is_hers(begun, sent):
            return self.answer({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(24)
        issuer.tokens[access] = begun["sub"]
        return self.answer(
            {
                "access_token": access,
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": issuer.sign(self.claims(own, begun), STATE.fault),
            }
        )

    def is_client(self, sent: dict[str, str]) -> bool:
        if "client_secret_basic" not in STATE.metadata.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        ):
            return (sent.get("client_id"), sent.get("client_secret")) == (
                CLIENT,
                SECRET,
            )
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        name, _, secret = base64.b64decode(given).decode().partition(":")
        return (unquote_plus(name), unquote_plus(secret)) == (CLIENT, SECRET)

    def is_hers(self, begun: Claims, sent: dict[str, str]) -> bool:
        """Whether the code was begun by the same client, with the same secrets."""
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        return (
            begun["client_id"] == CLIENT
            and begun["redirect_uri"] == sent.get("redirect_uri")
            and begun["code_challenge_method"] == "S256"
            and begun["code_challenge"] == b64(digest)
        )

    def claims(self, own: str, begun: Claims) -> Claims:
        now = int(STATE.now or time.time())
        claims = {
            **STATE.users.get(begun["sub"], {}),
            "iss": own,
            "sub": begun["sub"],
            "aud": CLIENT,
            "nonce": begun.get("nonce"),
            "iat": now,
            "exp": now + 300,
        }
        if "max_age" in begun or STATE.auth_time is not None:
            claims["auth_time"] = int(STATE.auth_time or now)
        claims.setdefault("sid", f"sid-{begun['sub']}")
        WRONG_CLAIMS.get(STATE.fault, lambda c: None)(claims)
        return claims

    # --- The tests' own words --------------------------------------------------------

    def control(self, wanted: Claims) -> Any:
        if wanted.pop("reset", False):
            STATE.reset()
        issuer = STATE.issuers[wanted.pop("issuer", "one")]
        if "rotate" in wanted:
            issuer.rotate(wanted.pop("rotate"))
        if "log_out" in wanted:
            token = self.logout_token(issuer, wanted.pop("log_out"))
            return {"token": token, "answer": send(token, wanted.pop("to", ""))}
        for name, value in wanted.items():
            if name == "calls":
                STATE.calls.clear()
            else:
                setattr(STATE, name, value)
        return {"calls": STATE.calls}

    def logout_token(self, issuer: Issuer, changes: Claims) -> str:
        """A log-out token with the changes of a test: null takes a claim away."""
        now = int(STATE.now or time.time())
        typ, fault = changes.pop("typ", "logout+jwt"), changes.pop("fault", "")
        claims = {
            "iss": f"{self.base}/{issuer.name}",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_hex(8),
            "events": {EVENT: {}},
            **changes,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return issuer.sign(kept, fault, typ)


def send(token: str, address: str) -> int:
    """Sends a log-out token as the provider does: the status of the answer, 0 if there
    is no address.
    """
    if not address:
        return 0
    body = urlencode({"logout_token": token}).encode()
    with urlopen(address, body, timeout=10) as answer:
        return int(answer.status)


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    # The process ends with the tests that started it, however they end.
    import threading

    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
