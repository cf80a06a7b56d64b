"""A passkey of the tests: a key, and its answers to a challenge, as of a browser."""

import hashlib
import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

from tests.web.conftest import NOW, token
from tests.web.factors.apps import text
from tracker import store
from tracker.extensions import db
from tracker.store.accounts.factors.passkeys import Passkey
from tracker.store.accounts.users import User

HANDLE, CREDENTIAL = b"handle of the tests", b"credential of the tests"


def _text(of: bytes) -> str:
    return urlsafe_b64encode(of).decode().rstrip("=")


class Device:
    """A device with one passkey, which has been used ``uses`` times."""

    def __init__(self, user: User, uses: int) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        public = self._key.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (public.x, public.y))
        with store.database.base.transaction():
            db.session.add(
                Passkey(
                    user_id=user.id,
                    handle=HANDLE,
                    credential=CREDENTIAL,
                    public_key=encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y}),
                    uses=uses,
                    name="of the tests",
                    added_at=NOW,
                )
            )

    def answer(self, challenge: str, uses: int, host: str = "localhost") -> str:
        """What the browser sends; ``challenge`` is as the page gives it."""
        flags = b"\x05"  # its user was there, and was recognised
        data = hashlib.sha256(host.encode()).digest() + flags + uses.to_bytes(4, "big")
        client = json.dumps(
            {
                "type": "webauthn.get",
                "challenge": challenge,
                "origin": f"http://{host}",
            }
        ).encode()
        signed = data + hashlib.sha256(client).digest()
        signature = self._key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return json.dumps(
            {
                "id": _text(CREDENTIAL),
                "rawId": _text(CREDENTIAL),
                "type": "public-key",
                "response": {
                    "clientDataJSON": _text(client),
                    "authenticatorData": _text(data),
                    "signature": _text(signature),
                    "userHandle": _text(HANDLE),
                },
            }
        )


def use(client: Any, device: Device, uses: int, **more: str) -> Any:
    """The answer to a sign-in with the passkey."""
    page = text(client.get("/sign-in"))
    challenge = client.get("/sign-in/passkey").json["challenge"]
    return client.post(
        "/sign-in/passkey",
        data={
            "answer": device.answer(challenge, uses, **more),
            "csrf_token": token(page),
        },
    )
