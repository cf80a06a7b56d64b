"""The keys themselves: age identities, and their lines in the file of keys."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from pyrage import x25519

#: The first letters of a key's public half that differ, as its name.
_NAME = slice(4, 20)
LENGTH_OF_NAME = _NAME.stop - _NAME.start
_LETTERS = set("qpzry9x8gf2tvdw0s3jn54khce6mua7l")
CREATED = "# created: "


@dataclass(frozen=True)
class Key:
    """One identity. ``since`` is None where its file does not have the moment."""

    name: str
    public: str
    since: datetime | None
    identity: x25519.Identity = field(compare=False)

    @cached_property
    def secret(self) -> bytes:
        return str(self.identity).encode()

    def __repr__(self) -> str:
        return f"Key({self.name})"


def is_name(text: str) -> bool:
    """Whether a key can have that name: it has the letters of an age recipient."""
    return len(text) == LENGTH_OF_NAME and set(text) <= _LETTERS


def new_lines(at: datetime) -> str:
    """The lines of a key that is made now."""
    identity = x25519.Identity.generate()
    return lines_of(as_key(identity, at))


def as_key(identity: x25519.Identity, since: datetime | None) -> Key:
    """An identity as a key, with its name."""
    public = str(identity.to_public())
    return Key(public[_NAME], public, since, identity)


def lines_of(key: Key) -> str:
    """The lines of a key in its file, as age-keygen writes them."""
    created = f"{CREATED}{key.since.isoformat()}\n" if key.since else ""
    return f"{created}# public key: {key.public}\n{key.identity}\n"


def moment(text: str) -> datetime | None:
    """The moment of a line ``CREATED``, None where it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
