"""The users of a demo: one of each role, with a generated password."""

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tracker.cli import answer
from tracker.config import DEMO_SECRET
from tracker.packing import training

#: The authority that a demo invents, and its database's number, unless others are set.
EXAMPLE = training.AUTHORITY
EXAMPLE_OF = ("TRACKER_AUTHORITY", "TRACKER_DATABASE_ID")

_USERS = "users.txt"
_SOUNDS = [f"{c}{v}" for c in "bdfghjklmnprstvwz" for v in "aeiou"]


def password() -> str:
    """Eight syllables that are easy to type: bami-tolu-seka-nivo."""
    return "-".join(
        "".join(secrets.choice(_SOUNDS) for _ in range(2)) for _ in range(4)
    )


def keep(var: Path, users: Iterable[tuple[str, str, str]]) -> None:
    """Stores the list that is printed when the demo is served: role, address, password.

    Only a demo does so. The database holds hashes, as always.
    """
    _write(var, _USERS, "".join("\t".join(each) + "\n" for each in users))
    _write(var, DEMO_SECRET.name, secrets.token_hex(32))


def _write(var: Path, name: str, text: str) -> None:
    path = var / "demo" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def environment(var: Path) -> Mapping[str, str]:
    """The environment of a demo's server. Raises answer.CannotBeDone."""
    path = var / DEMO_SECRET
    if not path.is_file():
        raise answer.CannotBeDone("There is no demo yet; run make demo first.")
    return {
        **{name: os.environ.get(name) or EXAMPLE for name in EXAMPLE_OF},
        "SECRET_KEY": path.read_text("utf-8").strip(),
        "SECRET_KEY_FILE": "",
        # On this machine alone, which has no certificate.
        "TRACKER_PLAIN_HTTP": "yes",
        # The passwords that a demo prints are not to scroll out of sight.
        "TRACKER_LOG": os.environ.get("TRACKER_LOG") or "files",
        "TRACKER_ORGANISATION": os.environ.get("TRACKER_ORGANISATION")
        or "Invented council",
    }


def in_words(var: Path) -> Iterator[str]:
    """The demo's users and their passwords, between empty lines."""
    text = (var / "demo" / _USERS).read_text("utf-8")
    yield ""
    yield "Sign in as one of these. The passwords are for this demo only."
    yield from answer.table(
        ("role", "email address", "password"),
        [line.split("\t") for line in text.splitlines()],
    )
    yield ""
