"""The presence that a cell names: in a service's usual words, or in those of a school.

``presence_words.csv`` has the words of services beside our own titles.
"""

import re
from pathlib import Path

from tracker import domain
from tracker.domain.reference.code_titles import TITLES
from tracker.feeds.described.stay_cells import PRESENCE, Presence
from tracker.feeds.nccis.codes_by_name import Names
from tracker.feeds.rolls.enrolment_status import Standing, standing


def _word(row: dict[str, str]) -> tuple[str, str]:
    return row["word"], Presence(row["code"]).value


_NAMES = Names(
    [
        *((title, code) for code, title in TITLES[PRESENCE].items()),
        *domain.reference.tables.read(
            Path(__file__).with_name("presence_words.csv"), _word
        ),
    ]
)

#: What the status of a pupil is here. A guest of a school is there too.
_OF_SCHOOLS = {
    Standing.ON_ROLL: Presence.THERE,
    Standing.GUEST: Presence.THERE,
    Standing.LEFT: Presence.LEFT,
}

#: A sender's code, and what it means: "2 finished", "W = waiting".
_CODE_AND_WORDS = re.compile(r"(?:\d{1,2}\s|[A-Za-z0-9]{1,3}\s*[-–:=.)])\s*(\D.*)")


def code_of(cell: str) -> str | None:
    """The code of the presence that a cell names, also beside a code of the sender;
    None for other words.

    One or two letters, which are codes in a school's list, may mean anything elsewhere.
    """
    words = both[1] if (both := _CODE_AND_WORDS.fullmatch(cell)) else cell
    code = _NAMES.code(words).strip().upper()
    if code in TITLES[PRESENCE]:
        return code
    found = standing(words) if len(words) > 2 else None
    return None if found is None else _OF_SCHOOLS.get(found)
