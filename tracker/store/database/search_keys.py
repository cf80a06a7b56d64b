"""The keys by which a person is found, in any spelling."""

import re
from datetime import date

import jellyfish

from tracker.domain.history.details.particulars import DETAILS, Particulars, value_of
from tracker.domain.reference.letters import folded

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")

#: A British telephone number with its country: 44, or 0044, and nine or ten digits.
_FROM_ABROAD = re.compile(r"(?:00)?440?([1-9][0-9]{8,9})")

#: The details beside the names by which a person is found.
_SEARCHED = [each for each in DETAILS if each.searched]

#: Marks a key for the sound of a word, so that it is never mistaken for the word.
SOUND = "~"


def plain(words: str) -> str:
    """Lower case without accents and punctuation: "Zoë O'Neill" is "zoe oneill"."""
    return _NOT_LETTERS.sub(" ", folded(words)).strip()


def keys(known: Particulars) -> list[str]:
    """Every word of every name and its sound, every detail that is searched, and the
    telephone number of a parent.
    """
    identity = known.identity
    names = [(identity.given, identity.family), *identity.other_names]
    words = {word for pair in names for word in plain(" ".join(pair)).split()}
    words.update(plain(identity.middle).split())
    found = words | {SOUND + sound for word in words if (sound := sounds_like(word))}
    for detail in _SEARCHED:
        value = value_of(known, detail)
        if isinstance(value, date):
            found.add(value.isoformat())
        elif value:
            texts = value if isinstance(value, tuple) else (value,)
            found.update(map(joined, texts))
    # A parent may ring without naming the young person.
    found.add(joined(known.parent.get("phone", "")))
    if identity.postcode:
        found.add(identity.postcode.split(" ")[0].lower())
    return sorted(found - {""})


def joined(text: str) -> str:
    """The letters and digits of an identifier, an address or a number of a telephone.

    A British number is the same with and without its country: "+44 1942 000000" is
    "01942000000".
    """
    found = _NOT_LETTERS.sub("", text.lower())
    if found.isdigit() and (abroad := _FROM_ABROAD.fullmatch(found)):
        return "0" + abroad[1]
    return found


def sounds_like(word: str) -> str:
    """The sound of a word in English; an empty text for a word with a digit."""
    return "" if any(map(str.isdigit, word)) else jellyfish.metaphone(word)
