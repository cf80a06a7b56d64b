"""What senders write about an application: a stage, or a status of the guarantee.

``offer_words.csv`` has the words. The first of each stage is the one that is named to
senders. A word that is not there is never guessed.
"""

from dataclasses import dataclass
from pathlib import Path

from tracker import domain
from tracker.domain.reference import codes
from tracker.feeds.choices.listed_codes import listed_code
from tracker.feeds.headings.matched_headings import heading_key


@dataclass(frozen=True, slots=True)
class Meant:
    """What a cell means: the ``stage`` of an application, or a ``status`` of the
    guarantee as a whole.
    """

    stage: str | None = None
    status: str | None = None


def _word(row: dict[str, str]) -> tuple[str, Meant]:
    stage, status = row["stage"] or None, row["status"] or None
    if (stage is None) == (status is None):
        raise ValueError("a stage or a status is needed")
    if stage is not None and stage not in codes.APPLICATION_STAGES:
        raise ValueError(f"'{stage}' is no stage of an application")
    if status is not None and status not in codes.GUARANTEE_STATUSES:
        raise ValueError(f"'{status}' is no status of the guarantee")
    return row["word"], Meant(stage, status)


_WORDS = domain.reference.tables.read(
    Path(__file__).with_name("offer_words.csv"), _word
)


def _by_key() -> dict[str, Meant]:
    found: dict[str, Meant] = {}
    for word, meant in _WORDS:
        if found.setdefault(heading_key(word), meant) != meant:
            raise ValueError(f"offer_words.csv gives '{word}' two meanings.")
    for each in codes.GUARANTEE_STATUSES:
        # "Offer made" is the title of a status and the stage of an application.
        found.setdefault(heading_key(each.title), Meant(status=each.value))
    return found


_MEANT = _by_key()

#: The words that are named to a sender whose word is not known.
NAMED = tuple(
    word
    for meant, word in reversed({it: word for word, it in reversed(_WORDS)}.items())
    if meant.stage is not None or meant.status == codes.NOT_APPLIED
)


def meaning(cell: str) -> Meant | None:
    """What a cell means, None for a word that is not known."""
    found = _MEANT.get(heading_key(cell))
    if found is not None:
        return found
    code = listed_code(cell, codes.GUARANTEE_STATUSES)
    return Meant(status=code) if code is not None else None


def unknown(cell: str) -> str:
    """A sentence about a word that is not known, which names those that are."""
    return (
        f"{cell} is not a status of an application that is known here. Known are "
        f"{', '.join(NAMED)}, and the codes of the September Guarantee, such as 110."
    )
