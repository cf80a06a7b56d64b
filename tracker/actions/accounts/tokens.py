"""Secrets that a browser or a letter holds; the database holds only digests."""

import hashlib
import secrets


def new() -> str:
    """A new secret that cannot be guessed."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """The digest that is stored for a secret that a browser or an email holds."""
    return hashlib.sha256(secret.encode()).hexdigest()
