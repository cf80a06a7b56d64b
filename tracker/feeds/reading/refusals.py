"""The reasons why a file cannot be read, each as one sentence for its sender.

``refusals.csv`` has the sentences. The word in braces stands for the name of the file,
or for what was found in it.
"""

from operator import itemgetter
from pathlib import Path

from tracker import domain
from tracker.feeds.file_reading import Unreadable

#: The sentence of each kind of refusal.
SENTENCES = dict(
    domain.reference.tables.read(
        Path(__file__).with_name("refusals.csv"), itemgetter("kind", "sentence")
    )
)


def refusal(kind: str, name: object = "", **found: object) -> Unreadable:
    """The refusal of a file, to be raised. Raises KeyError for an unknown kind."""
    return Unreadable(SENTENCES[kind].format(name=name, **found))
