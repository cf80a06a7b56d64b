"""One name, many spellings: the differences that do not make another name.

CAPITALS, a lost accent, a keyboard slip or a short form is the same name. ``fold``
decides which name stands, ``spelling`` and ``capitals`` how it is written.
"""

import re
from functools import lru_cache

from tracker.domain.history.identity import short_forms
from tracker.domain.reference.letters import folded

#: In a shorter name one letter makes another family: Li and Lu, Ng and Ang.
SLIP_FROM = 3
#: Too many names share a shorter beginning for it to be a short form of each.
SHORT_FORM_FROM = 3

_WORDS = re.compile("[a-z]+")
_LOST = re.compile("[?\ufffd]+")
_MAC = re.compile("^mac(?=[a-z]{4})")
# UTF-8 that a program took for Windows-1252: "ZoÃ«" for "Zoë".
_MOJIBAKE = re.compile("[ÂÃÄÅ][^ -~]|â€")


@lru_cache(maxsize=200_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in plain small letters, from any alphabet."""
    return tuple(_MAC.sub("mc", word) for word in _WORDS.findall(folded(name)))


@lru_cache(maxsize=200_000)
def letters(name: str) -> str:
    """All letters of a name as one word: "Mac Donald" and "McDONALD" are equal."""
    return _MAC.sub("mc", "".join(words(name)))


def has_lost_letters(name: str) -> bool:
    """Whether letters of the name were lost in a wrong encoding: "Zo?", "ZoÃ«"."""
    return _LOST.search(name) is not None or _MOJIBAKE.search(name) is not None


@lru_cache(maxsize=50_000)
def repaired(name: str) -> str:
    """The name with its letters back where a wrong encoding can be undone."""
    if _MOJIBAKE.search(name):
        try:
            return name.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return name
    return name


@lru_cache(maxsize=100_000)
def is_variant(one: str, other: str) -> bool:
    """Whether two spellings of a given or of a family name are the same name.

    They are where one letter is wrong, missing, doubled or exchanged, where letters
    were lost in an encoding, where the words are in another order, or where one is a
    part, the initial or the short form of the other. The order of the two makes no
    difference.
    """
    a, b = letters(one), letters(other)
    if not a or not b:
        return False
    if a == b or sorted(words(one)) == sorted(words(other)):
        return True
    if fits_lost(one, b) or fits_lost(other, a):
        return True
    fewer, more = sorted((set(words(one)), set(words(other))), key=len)
    if fewer <= more:
        return True
    return is_initial_of(one, other) or is_initial_of(other, one) or _slipped(a, b)


def is_initial_of(one: str, other: str) -> bool:
    """Whether ``one`` is only the first letter of ``other``."""
    first = letters(one)
    return len(first) == 1 and len(letters(other)) > 1 and letters(other)[0] == first


@lru_cache(maxsize=100_000)
def is_short_form_of(one: str, other: str) -> bool:
    """Whether given name ``one`` is a short form of ``other``: Ben or Bill."""
    short, full = letters(one), letters(other)
    if not short or len(short) >= len(full) + 3:
        return False
    if SHORT_FORM_FROM <= len(short) < len(full) and full.startswith(short):
        return True
    return short_forms.is_known_short_form(short, full)


def fits_lost(name: str, wanted: str) -> bool:
    """Whether a name with lost letters may be ``wanted``: each mark is up to two."""
    if not _LOST.search(name):
        return False
    parts = [re.escape(letters(part)) for part in _LOST.split(name)]
    return re.fullmatch(r"\w{0,2}".join(parts), wanted) is not None


def _slipped(a: str, b: str) -> bool:
    """Whether one letter was left out, added, changed, or exchanged with the next."""
    if len(a) > len(b):
        a, b = b, a
    if len(a) < SLIP_FROM or len(b) - len(a) > 1:
        return False
    at = 0
    while at < len(a) and a[at] == b[at]:
        at += 1
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    return a[at + 1 :] == b[at + 1 :] or (
        a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
    )
