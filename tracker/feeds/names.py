"""Names as people write them, freed of what programs put into them."""

import re
import unicodedata
from functools import lru_cache

#: The longest that anybody is called; what is longer is a slip of the columns.
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


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """The name without signs that nobody sees: control characters, marks of writing
    direction, joiners. Line breaks and tabs are spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    spaced = re.sub(r"\s+", " ", text)
    return "".join(
        sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cf")
    ).strip()


def spoilt(name: str) -> bool:
    """Whether letters were lost because a program took UTF-8 for something else."""
    return not name.isascii() and _SPOILT.search(name) is not None
