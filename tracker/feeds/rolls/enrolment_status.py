"""The meaning of a census enrolment status: on roll, a guest, left, or not known.

Systems of schools write the code, its description or both, and other exports have words
of their own: "C", "Current (single registration at this school)", "Leaver".

See decision 0071.
"""

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from pathlib import Path

from tracker import domain
from tracker.feeds.cells.row import unmarked
from tracker.feeds.headings.matched_headings import heading_key


class Standing(Enum):
    """The standing of a pupil by a status."""

    ON_ROLL = "on roll"
    GUEST = "on another school's roll as well"
    LEFT = "no longer on roll"
    UNKNOWN = "not understood"


#: Current at one school, or main of two. Guests are on another school's roll as well:
#: that school reports their activity. P is "previously registered here".
_CODES = {
    **dict.fromkeys(("C", "M"), Standing.ON_ROLL),
    **dict.fromkeys(("S", "F", "O", "G"), Standing.GUEST),
    **dict.fromkeys(("P", "L", "LVR"), Standing.LEFT),
}

CODES = "C, M, S, F, O or G, or Leaver"

#: How often the words of a row may stand there, as patterns say it.
_TIMES = {"once": "", "at most once": "?", "any number": "*"}


def _part(row: dict[str, str]) -> tuple[Standing, str]:
    words = "|".join(row["words"].split())
    return Standing(row["standing"]), f"(?:{words}){_TIMES[row['times']]}"


def _patterns() -> dict[Standing, re.Pattern[str]]:
    """The words of each standing, in the order in which they follow one another.

    They are words as headings are compared. A status outside these patterns is not
    understood.
    """
    patterns: dict[Standing, str] = {}
    for each, part in domain.reference.tables.read(
        Path(__file__).with_name("status_words.csv"), _part
    ):
        patterns[each] = patterns.get(each, "") + part
    return {each: re.compile(words) for each, words in patterns.items()}


_PATTERNS = _patterns()
_CODE_AND_WORDS = re.compile(r"([A-Z]{1,3})\s*(?:[-–:=.)]|\()\s*(\S.*)")


@lru_cache(maxsize=1_000)
def standing(text: str) -> Standing | None:
    """The standing of a pupil by a status; None without a status."""
    given = unmarked(text.strip()).upper()
    if not given:
        return None
    if given in _CODES:
        return _CODES[given]
    if (found := _in_words(given)) is not Standing.UNKNOWN:
        return found
    if both := _CODE_AND_WORDS.fullmatch(given):
        by_words = _in_words(both[2])
        # Where code and words contradict each other, the status is not understood.
        if by_words in (Standing.UNKNOWN, _CODES.get(both[1], by_words)):
            return _CODES.get(both[1], by_words)
    return Standing.UNKNOWN


def is_understood(text: str) -> bool:
    """Whether a status is one that is known here."""
    return standing(text) not in (None, Standing.UNKNOWN)


def _in_words(text: str) -> Standing:
    key = heading_key(unicodedata.normalize("NFKD", text))
    return next(
        (standing for standing, words in _PATTERNS.items() if words.fullmatch(key)),
        Standing.UNKNOWN,
    )
