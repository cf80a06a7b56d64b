"""Small values that are read by the thousand, encrypted by AES-256-GCM.

age makes a new pair of keys for each value, which takes as long as all other work on a
young person. These values have a key that is derived from the identity.
"""

import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

#: What stands before such a value, before the name of its key.
MARK = b"tracker-values-1 "
_NONCE = 12


def closed(secret: bytes, plain: bytes, about: bytes) -> bytes:
    """The value encrypted, after its nonce; it opens with the same ``about`` alone."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(secret).encrypt(nonce, plain, about)


def opened(secret: bytes, sealed: bytes, about: bytes) -> bytes | None:
    """The value that ``closed`` encrypted, None where it is damaged or of another."""
    try:
        return _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except (InvalidTag, ValueError):
        return None


@lru_cache(maxsize=8)
def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(hmac.digest(secret, b"small values", "sha256"))
