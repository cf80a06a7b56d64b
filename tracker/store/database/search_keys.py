"""The keys by which a person is found, in any spelling."""

import re

import jellyfish

from tracker.domain.history.person import Identity
from tracker.domain.reference.letters import folded

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")

#: Marks a key for the sound of a word, so that it is never mistaken for the word.
SOUND = "~"


def plain(words: str) -> str:
    """Lower case without accents and punctuation: "Zoë O'Neill" is "zoe oneill"."""
    return _NOT_LETTERS.sub(" ", folded(words)).strip()


def keys(identity: Identity) -> list[str]:
    """Every word of every name and its sound, identifiers, postcode, date of birth."""
    names = [(identity.given, identity.family), *identity.other_names]
    words = {word for pair in names for word in plain(" ".join(pair)).split()}
    words.update(plain(identity.middle).split())
    found = words | {SOUND + sound for word in words if (sound := sounds_like(word))}
    found.update(
        value.lower()
        for value in (
            identity.upn,
            identity.uln,
            *identity.former_upns,
            identity.ypid,
            *identity.former_ypids,
            identity.postcode.replace(" ", "") if identity.postcode else None,
            identity.postcode.split(" ")[0] if identity.postcode else None,
            identity.born.isoformat() if identity.born else None,
        )
        if value
    )
    return sorted(found)


def sounds_like(word: str) -> str:
    """The sound of a word in English; an empty text for a word with a digit."""
    return "" if any(map(str.isdigit, word)) else jellyfish.metaphone(word)
