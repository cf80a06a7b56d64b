"""Text in small plain letters, by which people are found, matched and compared."""

import re
from functools import lru_cache

from anyascii import anyascii

#: Signs inside a word that some leave out: O'Brien and OBrien, J.R. and JR.
_INSIDE_WORDS = re.compile(r"['’‘`´ʼ.]")


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """The text in small plain letters, from whatever alphabet: "Zoë O'Neill" is
    "zoe oneill", "Иванов" is "ivanov". Digits and other signs stay as they are.
    """
    plain = text if text.isascii() else anyascii(_INSIDE_WORDS.sub("", text))
    return _INSIDE_WORDS.sub("", plain).lower()
