"""One name, many spellings: which differences say nothing, and how a name is written.

A list in CAPITALS, a lost accent, a keyboard slip or a short form is the same name. The
functions here say so in one place; ``domain.identity`` decides which spelling stands.
"""

import re
from functools import lru_cache

from tracker.domain import short_forms
from tracker.domain.letters import folded

#: In a shorter name one letter tells two families apart: Li and Lu, Ng and Ang.
SLIP_FROM = 3
#: A shorter beginning is shared by too many names to be a short form of each.
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
    """Whether two spellings of a given or of a family name are one and the same name.

    They are with one letter wrong, missing, doubled or exchanged, with letters lost in
    an encoding, with their words in another order, or where one is part of the other,
    its initial or its short form. The order of the two makes no difference.
    """
    a, b = letters(one), letters(other)
    if not a or not b:
        return False
    if a == b or sorted(words(one)) == sorted(words(other)):
        return True
    if _fits_lost(one, b) or _fits_lost(other, a):
        return True
    if set(words(one)) <= set(words(other)) or set(words(other)) <= set(words(one)):
        return True
    return is_initial_of(one, other) or is_initial_of(other, one) or _slipped(a, b)


def is_initial_of(one: str, other: str) -> bool:
    """Whether ``one`` is no more than the first letter of ``other``."""
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


def _fits_lost(name: str, wanted: str) -> bool:
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


#: Words of a family name that are written small before another word.
_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "het", "'t", "ter", "ten", "zu", "zur"}
    | {"bin", "bint", "ibn", "del", "dos", "das", "du"}
)
_AFTER_DE = frozenset({"la", "las", "los", "el"})
_MAC_NAMES = frozenset(
    {"arthur", "aulay", "callum", "donald", "dougall", "farlane", "gregor", "innes"}
    | {"intosh", "intyre", "iver", "kenzie", "kinnon", "lachlan", "lean", "lennan"}
    | {"leod", "millan", "nab", "naughton", "neil", "phail", "pherson", "quarrie"}
    | {"rae", "taggart"}
)
#: Given names that are two initials: they stay in capitals.
_INITIALS = frozenset(
    {"AJ", "BJ", "CJ", "DJ", "JD", "JJ", "JP", "KJ", "MJ", "PJ", "TJ"}
)
_SUFFIXES = {"ii": "II", "iii": "III", "iv": "IV", "jr": "Jr", "snr": "Snr"}


def is_written(name: str) -> bool:
    """Whether a name has large and small letters, so that it is taken as it stands."""
    plain = re.sub(r"\b(Mc|Mac)(?=[^\W\d_])", lambda m: m.group().upper(), name)
    return not (plain.isupper() or plain.islower())


@lru_cache(maxsize=50_000)
def written(name: str, *, family: bool) -> str:
    """A name in CAPITALS or small letters as it is written; any other as it stands.

    MCDONALD is McDonald, O'BRIEN is O'Brien, VAN DER BERG (a family name) is van der
    Berg. Scripts without large letters are left alone.
    """
    if is_written(name):
        return name
    parts = name.split(" ")
    put: list[str] = []
    for part in parts:
        last = len(put) == len(parts) - 1
        after_de = bool(put) and put[-1] == "de" and part.lower() in _AFTER_DE
        if after_de and not last:
            put.append(part.lower())
        else:
            put.append(_word(part, small=family and not last, given=not family))
    return " ".join(put)


def _word(word: str, *, small: bool, given: bool) -> str:
    low = word.lower()
    if small and low in _PARTICLES:
        return low
    if given and word.upper() in _INITIALS:
        return word.upper()
    if low in _SUFFIXES and not small:
        return _SUFFIXES[low] if word.isupper() else low.capitalize()
    return "-".join(_part(part) for part in low.split("-"))


def _part(part: str) -> str:
    """One half of a double-barrelled word."""
    if part.startswith("mc") and len(part) > 3:
        return "Mc" + _capital(part[2:])
    if part.startswith("mac") and part[3:] in _MAC_NAMES:
        return "Mac" + _capital(part[3:])
    for sign in "'’":
        before, found, after = part.partition(sign)
        if found and before and len(after) > 1:
            return _capital(before) + sign + _capital(after)
    if part.startswith("ij") and len(part) > 3:
        return "IJ" + part[2:]
    return _capital(part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
