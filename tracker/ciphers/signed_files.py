"""Files that carry the signature of their maker: Ed25519 over the bytes of the content.

A signed file is one line of JSON, and nothing else::

    {"key":"<fingerprint>","signature":"<128 hex digits>","signed":<content>}

The signature is of the content exactly as it stands between ``"signed":`` and the last
bracket, so a file is checked before anything in it is read. The fingerprint of a key is
the SHA-256 of its 32 bytes; two people compare it by another way than the file came.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

#: The bytes of a key, secret or public.
LENGTH = 32
_FILE = re.compile(
    rb'\{"key":"([0-9a-f]{64})","signature":"([0-9a-f]{128})","signed":(\{.*\})\}\n',
    re.DOTALL,
)
_NOT_HEX = re.compile("[^0-9a-f]")


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A signed file in its parts, which nothing vouches for until ``is_by``."""

    fingerprint: str
    signature: bytes
    content: bytes

    def is_by(self, public: bytes) -> bool:
        """Whether the owner of this public key signed this content."""
        if fingerprint_of(public) != self.fingerprint:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(
                self.signature, self.content
            )
        except (InvalidSignature, ValueError):
            return False
        return True


def new_secret() -> bytes:
    """A new secret key, by the system's random numbers."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(secret: bytes) -> bytes:
    """The public key of a secret one."""
    key = Ed25519PrivateKey.from_private_bytes(secret)
    return key.public_key().public_bytes_raw()


def fingerprint_of(public: bytes) -> str:
    """The fingerprint of a public key: 64 hex digits."""
    return hashlib.sha256(public).hexdigest()


def spoken(fingerprint: str) -> str:
    """A fingerprint in groups of four, as it is read out."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def heard(given: str) -> str:
    """A fingerprint as it was typed, without anything but its digits."""
    return _NOT_HEX.sub("", given.casefold())


def written(public: bytes) -> str:
    """A public key as a text of 44 characters."""
    return b64encode(public).decode()


def read_key(given: str) -> bytes | None:
    """The public key that ``written`` made a text of; None for any other text."""
    try:
        public = b64decode("".join(given.split()), validate=True)
    except (Error, ValueError):
        return None
    return public if len(public) == LENGTH else None


def signed(content: bytes, secret: bytes) -> bytes:
    """A file with this content, the text of a JSON object, and its signature."""
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(content)
    key = fingerprint_of(public_of(secret)).encode()
    return b'{"key":"%b","signature":"%b","signed":%b}\n' % (
        *(key, signature.hex().encode(), content),
    )


def parts_of(file: bytes) -> SignedFile | None:
    """The parts of a signed file; None for bytes that are none."""
    found = _FILE.fullmatch(file)
    if found is None:
        return None
    fingerprint, signature, content = found.groups()
    return SignedFile(fingerprint.decode(), bytes.fromhex(signature.decode()), content)
