"""The words of a list from UCAS: how far an application is, and where it is for.

``ucas_words.csv`` has the words, ``universities.csv`` the codes of institutions.
Neither is guessed: another word stops its line, another code is no place.
"""

from dataclasses import dataclass
from pathlib import Path

from tracker.domain.reference import codes, tables
from tracker.feeds.headings.matched_headings import heading_key


@dataclass(frozen=True, slots=True)
class Status:
    """The stage of an application, and whether it is a place that is certain."""

    stage: str
    placed: bool


def _word(row: dict[str, str]) -> tuple[str, Status]:
    if row["stage"] not in codes.APPLICATION_STAGES:
        raise ValueError(f"'{row['stage']}' is no stage of an application")
    return row["word"], Status(row["stage"], tables.YES_OR_NO[row["placed"]])


_WORDS = tables.read(Path(__file__).with_name("ucas_words.csv"), _word)
_BY_KEY = {heading_key(word): status for word, status in _WORDS}
_UNIVERSITIES = dict(
    tables.read(
        Path(__file__).with_name("universities.csv"),
        lambda row: (row["code"], row["name"]),
    )
)
INSURANCE = "Insurance"
#: The stages of an offer that a reply brings about.
_ANSWERS = frozenset({"accepted", "declined"})
#: The first word of each meaning is named to a sender whose word is not known.
NAMED = tuple({status: word for word, status in reversed(_WORDS)}.values())[::-1]


def status(cell: str) -> Status | None:
    """What a word of UCAS means, None for one that is not known."""
    return _BY_KEY.get(heading_key(cell))


def together(decision: Status, reply: Status) -> Status:
    """What a decision of the university and a reply to it mean together.

    A reply counts for an offer that stands: a place that is certain, or one that the
    university took back, is beyond it. Insurance leaves the offer as it is.
    """
    stands = codes.APPLICATION_STAGES[decision.stage].live and not decision.placed
    return reply if stands and reply.stage in _ANSWERS else decision


def reply(cell: str) -> Status | None:
    """What a reply means; among replies I is insurance, and no interview."""
    return status(INSURANCE if heading_key(cell) == "i" else cell)


def unknown(cell: str) -> str:
    """A sentence about a word that is not known, which names those that are."""
    return (
        f"{cell} is not a status of UCAS that is known here. Known are "
        f"{', '.join(NAMED)}."
    )


def university(code: str) -> str | None:
    """The name of the university with a code of UCAS, None for another code."""
    return _UNIVERSITIES.get(code.strip().upper())
