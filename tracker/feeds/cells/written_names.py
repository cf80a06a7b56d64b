"""Names as people write them, without the signs that programs add to them."""

import re
import unicodedata
from functools import lru_cache

#: The longest name of a person; a longer one is a slip of the columns.
LONGEST_NAME = 100

#: What Windows shows for the bytes that follow the first one of a letter in UTF-8.
_FOLLOWING = "".join(
    sorted(
        {bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0)}
        | {chr(byte) for byte in range(0x80, 0xC0)}
    )
)
#: "ZoÃ«" for "Zoë": the letters of Europe begin with one of these four.
_SPOILT = re.compile(f"[ÂÃÄÅ][{re.escape(_FOLLOWING)}]|â€|\ufffd")


def mended(text: str) -> str:
    """The text, with letters repaired that a program read in Windows' encoding:
    "Oâ€™Neill" is O’Neill, "ZoÃ«" is Zoë. Lost letters stay as they are.
    """
    if _SPOILT.search(text) is None:
        return text
    try:
        return b"".join(map(_windows_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _windows_byte(sign: str) -> bytes:
    """The byte that Windows shows so; five of them it shows as control characters."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """The name without invisible signs: control characters, marks of writing
    direction, joiners. Line breaks and tabs become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    text = mended(text)
    spaced = re.sub(r"\s+", " ", text)
    return "".join(
        sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cf")
    ).strip()


#: Words before a surname that belong to it: van der Berg, da Silva, St John.
_PARTICLES = frozenset(
    {
        *("van", "von", "der", "den", "de", "del", "della", "dela", "la", "le", "du"),
        *("da", "das", "do", "dos", "di", "bin", "bint", "binti", "ibn", "abu", "al"),
        *("el", "ul", "ur", "ter", "ten", "te", "st", "st.", "ap", "mac", "'t", "zu"),
    }
)
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "master", "dr"})
#: "Holt, Ann (Annie)": the preferred name in brackets.
_BESIDE = re.compile(r"\s*\([^)]*\)\s*\Z")


def parted(text: str, *, surname_first: bool | None = None) -> tuple[str, str]:
    """Given and family name of a cell that holds both.

    ``surname_first`` comes from the heading; without it, a comma means that the surname
    is first. Titles and the words in brackets are left out.
    """
    words = _BESIDE.sub("", plain(text)).split()
    if len(words) > 2:
        words = _untitled(words)
    one, comma, other = " ".join(words).partition(",")
    if comma:
        first = " ".join(one.split())
        last = " ".join(_untitled(other.replace(",", " ").split()))
        return (first, last) if surname_first is False else (last, first)
    at = _end_of_surname(words) if surname_first else _begin_of_surname(words)
    left, right = " ".join(words[:at]), " ".join(words[at:])
    return (right, left) if surname_first else (left, right)


def _untitled(words: list[str]) -> list[str]:
    has_title = len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES
    return words[1:] if has_title else words


def _end_of_surname(words: list[str]) -> int:
    """How many of the first words are the surname; capitals show it."""
    capitals = next(
        (at for at, word in enumerate(words) if not word.isupper() or len(word) == 1),
        len(words),
    )
    if 0 < capitals < len(words):
        return capitals
    at = 0
    while at < len(words) - 2 and words[at].casefold() in _PARTICLES:
        at += 1
    return at + 1


def _begin_of_surname(words: list[str]) -> int:
    """The place at which a surname at the end begins, with the words before it."""
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    return max(at, 0)


def spoilt(name: str) -> bool:
    """Whether letters were lost because a program read UTF-8 as another encoding."""
    return not name.isascii() and _SPOILT.search(name) is not None
