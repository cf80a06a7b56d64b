"""What schools write about intended destinations, as the codes of the return.

``destination_words.csv`` has the words. The first of each code is the one that is named
to senders. A word that is not there is never guessed.
"""

from pathlib import Path

from tracker import domain
from tracker.domain.reference import codes
from tracker.feeds.choices.listed_codes import listed_code
from tracker.feeds.headings.matched_headings import heading_key


def _word(row: dict[str, str]) -> tuple[str, str, bool]:
    if row["code"] not in codes.INTENDED_DESTINATIONS:
        raise ValueError(f"'{row['code']}' is no intended destination")
    which = domain.reference.tables.YES_OR_NO[row["which"]]
    return row["word"], row["code"], which


_WORDS = domain.reference.tables.read(
    Path(__file__).with_name("destination_words.csv"), _word
)

#: The code by the word; of a word that leaves open which school it is at, the code of
#: another school.
_CODES: dict[str, str] = {
    heading_key(each.title): each.value for each in codes.INTENDED_DESTINATIONS
}
for _given, _code, _ in _WORDS:
    if _CODES.setdefault(heading_key(_given), _code) != _code:
        raise ValueError(f"destination_words.csv gives '{_given}' two meanings.")

#: Words that may mean the pupil's own school or another one.
_OPEN = frozenset(heading_key(word) for word, _, which in _WORDS if not which)

#: The words that are named to a sender whose word is not known.
NAMED = tuple({code: word for word, code, _ in reversed(_WORDS)}.values())[::-1]


def destination(cell: str) -> str | None:
    """The code of an intended destination, None for a word that is not known."""
    found = _CODES.get(heading_key(cell))
    if found is not None:
        return found
    return listed_code(cell, codes.INTENDED_DESTINATIONS)


def is_known(cell: str) -> bool:
    return destination(cell) is not None


def is_open(cell: str) -> bool:
    """Whether a word leaves open if it is the pupil's own school or another one."""
    return heading_key(cell) in _OPEN


def unknown(cell: str) -> str:
    """A sentence about a word that is not known, which names those that are."""
    known = ", ".join(codes.INTENDED_DESTINATIONS.values)
    return (
        f"{cell} is not an intended destination that is known here. Known are "
        f"{', '.join(NAMED)}, and the codes {known}."
    )
