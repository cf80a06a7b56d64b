"""What the codes and words of children's services mean here. None is guessed.

``care_activities.csv`` has the activities of SSDA903 and Annex A with that of our
return, empty where several would fit; ``eligibility.csv`` the categories of those who
leave care.
"""

import re
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables
from tracker.domain.reference.activity import ACTIVITIES
from tracker.feeds.headings.matched_headings import heading_key


class Stage(StrEnum):
    """What a category says: still in care, has left it, or neither."""

    IN_CARE = "in care"
    LEFT = "left care"
    NEITHER = "neither"


#: "b) Female", "a) Yes": the letters before the words of Annex A.
_LETTER = re.compile(r"[a-z]\)\s*", re.IGNORECASE)
#: "F1: Full time in higher education", "V4 - short breaks", "F1".
_CODED = re.compile(r"([A-Z]\d|0)(?:\.0)?(?:\s*[-–:.)]\s*(.*))?", re.IGNORECASE)

_SEXES = {"1": "M", "2": "F", "1.0": "M", "2.0": "F"}
_YES = {**dict.fromkeys(("y", "yes", "1", "true"), True)}
_NO = {**dict.fromkeys(("n", "no", "0", "false"), False)}
#: Agreed series of short breaks: the child lives at home.
SHORT_BREAKS = frozenset({"V3", "V4"})
#: They died, or have gone back to live with their parents.
DIED, AT_HOME = "died", "rhom"


def _activity(row: dict[str, str]) -> tuple[str, str, str | None]:
    if row["activity"] and row["activity"] not in ACTIVITIES:
        raise ValueError(f"'{row['activity']}' is no activity")
    return row["code"], row["words"], row["activity"] or None


_ROWS = tables.read(Path(__file__).with_name("care_activities.csv"), _activity)
_BY_CODE = {code: activity for code, _, activity in _ROWS}
_BY_WORDS = {
    heading_key(word): code for code, words, _ in _ROWS for word in words.split("|")
}
_ELIGIBILITY = dict(
    tables.read(
        Path(__file__).with_name("eligibility.csv"),
        lambda row: (heading_key(row["word"]), Stage(row["means"])),
    )
)


def words(cell: str) -> str:
    """A cell of Annex A without the letter before its words."""
    return _LETTER.sub("", cell.strip(), count=1)


def sex(cell: str) -> str:
    """A sex as other feeds write it; another text as it is."""
    return _SEXES.get(cell.strip(), words(cell))


def yes(cell: str) -> bool | None:
    """Whether a cell is a yes or a no; None for another text."""
    given = heading_key(words(cell))
    return _YES.get(given, _NO.get(given))


def activity_code(cell: str) -> str | None:
    """The code of an activity in a cell, by code, words or both; None for another."""
    given = words(cell)
    if (found := _CODED.fullmatch(given)) and found[1].upper() in _BY_CODE:
        return found[1].upper()
    return _BY_WORDS.get(heading_key(given))


def activity(code: str) -> str | None:
    """The one activity of the return that a code means; None where several would."""
    return _BY_CODE[code]


def stage(cell: str) -> Stage | None:
    """What a category of eligibility says; None for a word that is not known."""
    return _ELIGIBILITY.get(heading_key(words(cell)))


def legal_code(cell: str) -> str:
    """The code of a legal status: "V4" of "V4: Short term breaks"."""
    found = _CODED.fullmatch(words(cell))
    return found[1].upper() if found else ""


def in_touch(cell: str) -> str:
    """What a cell says of whether they are in touch, as it is compared."""
    return heading_key(words(cell))
