"""The meaning of a census enrolment status: on roll, a guest, left, or not known.

Systems of schools write the code, its description or both, and other exports have words
of their own: "C", "Current (single registration at this school)", "Leaver".

See decision 0071.
"""

import re
import unicodedata
from enum import Enum
from functools import lru_cache

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

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
#: Words as headings are compared. A status outside these patterns is not understood.
_WORDS = (
    (
        Standing.LEFT,
        r"(?:the)?(?:pupil|student|learner)?(?:has|had|have)?(?:already)?"
        r"(?:leavers?|left|withdrawn?|withdrew|former|previous(?:ly)?|expupil|exstudent"
        r"|offroll(?:ed)?|takenoffroll|removed(?:from)?roll|removed|deregistered"
        r"|completed?|finished|droppedout|unenrolled|disenrolled|transferredout|movedaway|archived?|gone"
        r"|nolonger(?:on|in|at|attend(?:s|ing)|enrolled|registered)?|noton(?:the)?roll"
        r"|ymadawyr|ymadawr|ymadael|wedigadael|gadawodd|cynddisgybl|oddiargofrestr)"
        r"(?:the|this|from|on|at|of|school|college|academy|sixthform|roll|register"
        r"|registered|registration|enrolled|attending|pupil|student|learner|member"
        r"|in|a|previous|period|y(?:ea)?r|date|term|autumn|spring|summer|us|here"
        rf"|{_MONTHS}|\d)*",
    ),
    (
        Standing.GUEST,
        r"(?:current)?(?:guest|subsidiary|dualsubsidiary|dualregistrationsubsidiary"
        r"|dualregisteredsubsidiary|fecollege|furthereducationcollege|otherprovider"
        r")(?:pupil|student|dual|registration|registered)*(?:notregistered.*)?",
    ),
    (
        Standing.ON_ROLL,
        r"(?:current|currently|active|live|onroll|enrolled|onregister|registered"
        r"|continuing|studying|attending|ongoing|inlearning|onprogramme|started"
        r"|single|main|dualmain|dualregistrationmain|dualregisteredmain|main|arygofrestr"
        r"|presennol)(?:ly)?(?:single|main|dual|registration|registered|enrolled|onroll"
        r"|roll|pupil|student|learner|at|this|school|the|in|on|attending)*",
    ),
)
_PATTERNS = tuple((standing, re.compile(words)) for standing, words in _WORDS)
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
        (standing for standing, words in _PATTERNS if words.fullmatch(key)),
        Standing.UNKNOWN,
    )
