"""How vendors word the channel and the outcome of a contact.

``contact_words.csv`` has the words that can mean one thing only. A sender explains any
other once. "Successful" leaves open who was spoken to, so it counts where another
column names the person, or once it is explained.
"""

from collections.abc import Mapping
from pathlib import Path

from tracker import domain
from tracker.domain.casework.contact import Channel, Outcome
from tracker.feeds.headings.matched_headings import heading_key

_CHANNEL, _OUTCOME, _REACHED = "channel", "outcome", "reached"


def _row(row: dict[str, str]) -> tuple[str, str, str]:
    known: Mapping[str, type[Channel] | type[Outcome]]
    known = {_CHANNEL: Channel, _OUTCOME: Outcome}
    if row["list"] in known:
        known[row["list"]](row["means"])
    elif row["list"] != _REACHED or row["means"]:
        raise ValueError(f"'{row['list']}' is no list of words")
    return row["list"], heading_key(row["word"]), row["means"]


_ROWS = domain.reference.tables.read(
    Path(__file__).with_name("contact_words.csv"), _row
)
_CHANNELS = {heading_key(each): each for each in Channel} | {
    word: Channel(means) for of, word, means in _ROWS if of == _CHANNEL
}
_OUTCOMES = {heading_key(each): each for each in Outcome} | {
    word: Outcome(means) for of, word, means in _ROWS if of == _OUTCOME
}
_OPEN = frozenset(word for of, word, _ in _ROWS if of == _REACHED)


def channel(cell: str) -> Channel | None:
    """The channel that a cell names, None for a word that is not known."""
    return _CHANNELS.get(heading_key(cell))


def outcome(cell: str, spoke_with: str = "") -> Outcome | None:
    """The outcome that a cell means, None for a word that is not known.

    ``spoke_with`` is the cell with the person spoken to, which says who was reached.
    """
    person = _OUTCOMES.get(heading_key(spoke_with)) if spoke_with else None
    if heading_key(cell) in _OPEN or not cell:
        return person
    found = _OUTCOMES.get(heading_key(cell))
    reached = found is not None and found.informant is not None
    return person if reached and person is not None else found


def is_channel(cell: str) -> bool:
    """Whether a cell names a channel by a word that is known."""
    return channel(cell) is not None


def is_outcome(cell: str) -> bool:
    """Whether a cell names an outcome by a word that is known."""
    return outcome(cell) is not None
