"""The settings of an installation by name, each with its meaning in one sentence.

``tracker.config`` reads their values. This list is what the documentation shows, and by
which a misspelt name is found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.reference import tables

#: The names that are ours to give; others, such as SECRET_KEY, may belong to others.
_OURS = "TRACKER_"
#: A name that ends so stands for every name that begins so.
_AND_OTHERS = "…"
#: The file with the value of a setting, instead of the setting.
_FILE = "_FILE"
#: Set by the server for the processes that it starts.
_OF_THE_SERVER = "TRACKER_READY_AT"


@dataclass(frozen=True, slots=True)
class Named:
    """A setting: its name in the environment, and its meaning as Markdown."""

    name: str
    meaning: str


NAMED = tables.read(
    Path(__file__).with_name("environment.csv"),
    lambda row: Named(row["name"], row["meaning"]),
)


def unknown(names: Iterable[str]) -> list[str]:
    """The names of ours among these that are those of no setting, in order."""
    known = {each.name for each in NAMED} | {_OF_THE_SERVER}
    beginnings = tuple(
        each.removesuffix(_AND_OTHERS) for each in known if each.endswith(_AND_OTHERS)
    )
    return sorted(
        name
        for name in names
        if name.startswith(_OURS)
        and name not in known
        and name.removesuffix(_FILE) not in known
        and not name.startswith(beginnings)
    )
