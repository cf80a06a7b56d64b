"""The spelling of a name that came in CAPITALS, in small letters or in a mixture."""

import re
import unicodedata
from functools import lru_cache

#: Words of a family name that are written small before another word. For Portuguese da
#: and dos, both "da Silva" and "Da Silva" occur in England. Small letters are the usage
#: of the families and of a public register abroad.
_PARTICLES = frozenset(
    {"van", "von", "vom", "der", "den", "de", "het", "'t", "ter", "ten", "zu", "zur"}
    | {"bin", "binti", "bint", "ibn", "del", "da", "do", "dos", "das", "du"}
    | {"ap", "ferch", "verch"}
)
_AFTER_DE = frozenset({"la", "las", "los", "el"})
#: Between two surnames of one person: Ortega y Gasset, Costa e Silva.
_AND = frozenset({"y", "e"})
_VOWELS = frozenset("aeiouwyâêîôûŵŷ")
_MAC_NAMES = frozenset(
    {"arthur", "aulay", "callum", "donald", "dougall", "farlane", "gregor", "innes"}
    | {"intosh", "intyre", "iver", "kenzie", "kinnon", "lachlan", "lean", "lennan"}
    | {"leod", "millan", "nab", "naughton", "neil", "phail", "pherson", "quarrie"}
    | {"rae", "taggart"}
)
#: Longer than one letter, and still followed by a large letter after the apostrophe.
_ELIDED = frozenset({"dell", "dall", "nell", "sant"})
#: The Dutch write both letters large. Elsewhere Ij is an I and a j: Ijeoma, Ijaz.
_DUTCH = ("ijssel", "ijsbrand", "ijzer", "ijpelaar", "ijpma")
_DUTCH_PARTICLES = frozenset({"van", "der", "den", "'t", "het", "ter", "ten"})
#: Given names that are two initials: they stay in capitals.
_INITIALS = frozenset(
    {"AJ", "BJ", "CJ", "DJ", "JD", "JJ", "JP", "KJ", "MJ", "PJ", "TJ"}
)
_SUFFIXES = {"ii": "II", "iii": "III", "iv": "IV", "jr": "Jr", "snr": "Snr"}
_LIKE_CAPITALS = _INITIALS | {"II", "III", "IV"}

_BETWEEN = re.compile(r"([\s.‐‑–-]+)")
_APOSTROPHES = re.compile("['’‘`´ʼ]")
# Mc, Mac, Fitz, De, and the small h of the Irish Ó hUiginn.
_PREFIX = re.compile(r"(?:h|[A-Z][a-z]{1,3})(?=[^\W\d_]{2})")
#: What lower() makes of the Turkish İ, and what that language writes.
_DOTTED, _DOTTED_CAPITAL = "i\u0307", "İ"


@lru_cache(maxsize=50_000)
def is_written(name: str) -> bool:
    """Whether a name is in large and small letters, and so keeps its spelling.

    Names half in capitals are not: "SMITH-Jones", "van der BERG", "McDONALD".
    """
    if name.istitle():
        return True
    if _in_one_case(name):
        return False
    return not any(
        _is_shouted(piece)
        for piece in _BETWEEN.split(name)
        if piece not in _LIKE_CAPITALS
    )


@lru_cache(maxsize=50_000)
def written(name: str, *, family: bool) -> str:
    """The usual spelling of a name in CAPITALS or small letters; any other is kept.

    MCDONALD is McDonald, O'BRIEN is O'Brien, VAN DER BERG (a family name) is van der
    Berg. Scripts without large letters are left alone.
    """
    if is_written(name):
        return name.replace(_DOTTED, "i") if _DOTTED in name else name
    name = _APOSTROPHES.sub("'", unicodedata.normalize("NFC", name))
    whole = _in_one_case(name)
    if whole and _DOTTED_CAPITAL in name:
        # Turkish: the I without a dot has no dot when it is small, either.
        name = name.replace("I", "ı")
    pieces = _BETWEEN.split(name)
    for at in range(0, len(pieces), 2):
        if whole or _is_shouted(pieces[at]) or _is_small_name(pieces[at]):
            pieces[at] = (
                _family(pieces, at) if family else _given(pieces[at], whole=whole)
            )
    return "".join(pieces)


def _in_one_case(name: str) -> bool:
    """Whether a name is all capitals or all small letters. ß counts as either."""
    return _is_large(name) or name.islower()


def _is_large(text: str) -> bool:
    """Whether all letters are large. ß counts as large, because it was only small."""
    return text.replace("ß", "").isupper()


def _is_shouted(piece: str) -> bool:
    """Whether a word has two or more letters, all large except in a prefix (Mc)."""
    found = _PREFIX.match(piece)
    rest = piece[found.end() :] if found else piece
    return sum(map(str.isalpha, rest)) > 1 and _is_large(rest)


def _is_small_name(piece: str) -> bool:
    """Whether a word is a name in small letters, no particle: "john" beside "SMITH"."""
    return len(piece) > 3 and piece.islower() and piece not in _PARTICLES


def _given(piece: str, *, whole: bool) -> str:
    if piece.upper() in _INITIALS:
        return piece.upper()
    if not whole and len(piece) == 2 and _VOWELS.isdisjoint(piece.lower()):
        return piece
    return _suffix(piece) or _word(piece, given=True)


def _family(pieces: list[str], at: int) -> str:
    """The spelling of a word of a family name; the words before it are done."""
    piece, low = pieces[at], _small(pieces[at])
    before = pieces[at - 2] if at else ""
    following = "".join(pieces[at + 1 :])
    begins_double = following.startswith("-") and pieces[at - 1 : at] != ["-"]
    if not following.strip(" .-"):
        return _suffix(piece) or _word(piece, given=False, before=before)
    if low in _PARTICLES and not begins_double:
        return low
    if low in _AFTER_DE and before == "de":
        return low
    if low in _AND and before:
        return low
    # Welsh, and before a vowel alone: the Malay "Ab Rahman" is short for Abdul.
    if low == "ab" and following.strip().lower()[:1] in _VOWELS:
        return low
    return _word(piece, given=False, before=before)


def _suffix(piece: str) -> str | None:
    found = _SUFFIXES.get(piece.lower())
    if found is None:
        return None
    return found if piece.isupper() else piece.capitalize()


def _word(word: str, *, given: bool, before: str = "") -> str:
    """One half of a double-barrelled name, or a name that is one word."""
    prefix = _PREFIX.match(word)
    if prefix is not None and _is_large(word[prefix.end() :]):
        return prefix.group() + _capital(_small(word[prefix.end() :]))
    low = _small(word)
    if low.startswith("mc") and len(low) > 3:
        return "Mc" + _capital(low[2:])
    if not given and low.startswith("mac") and low[3:] in _MAC_NAMES:
        return "Mac" + _capital(low[3:])
    dutch = before in _DUTCH_PARTICLES or low.startswith(_DUTCH)
    if not given and low.startswith("ij") and dutch:
        return "IJ" + low[2:]
    if word.startswith((_DOTTED_CAPITAL, _DOTTED)):
        return _DOTTED_CAPITAL + low[1:]
    first, *others = low.split("'")
    parts = [_capital(first)]
    for other in others:
        large = len(other) > 1 and _is_prefix(first, given=given)
        parts.append(_capital(other) if large else other)
        first = other
    return "'".join(parts)


def _is_prefix(word: str, *, given: bool) -> bool:
    """Whether a new name begins after the apostrophe: O'Brien, N'Golo, but Sa'id.

    A vowel belongs to the given name, as in A'isha; only the Irish O does not.
    """
    if len(word) > 1:
        return word in _ELIDED
    return not given or word not in _VOWELS or word in ("o", "")


def _small(text: str) -> str:
    return text.replace(_DOTTED_CAPITAL, "i").lower().replace(_DOTTED, "i")


def _capital(text: str) -> str:
    """The text with its first letter large, after any other sign: ʿAbd."""
    for at, sign in enumerate(text):
        if sign.upper() != sign:
            return text[:at] + sign.upper() + text[at + 1 :]
    return text
