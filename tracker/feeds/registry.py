"""The feeds by name: every folder of ``tracker.feeds`` that holds a ``feed.py``."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from tracker.domain.reference.institution import InstitutionKind
from tracker.feeds.declaration import Feed, Unreadable
from tracker.feeds.reading.sources import stored
from tracker.feeds.recognition import likeness, signatures


def look_again() -> None:
    """Looks for the folders of feeds again, because one was added or taken away."""
    package = import_module("tracker.feeds")
    folders = sorted(
        {
            each.parent.name
            for at in package.__path__
            for each in Path(at).glob("*/feed.py")
        }
    )
    opened = (import_module(f"tracker.feeds.{each}.feed").FEED for each in folders)
    signatures.enter({feed.name: feed for feed in opened})


#: Feed by name, in the order of the folders.
FEEDS: Mapping[str, Feed] = signatures.declared()
look_again()


def rolls() -> list[str]:
    """The feeds that list who is at a place."""
    return [name for name, feed in FEEDS.items() if feed.roll]


def of_councils() -> list[str]:
    """The feeds that other councils send, about residents at places of their area."""
    return [name for name, feed in FEEDS.items() if feed.from_authorities]


def sent_by(kind: InstitutionKind) -> list[str]:
    """The feeds that a kind of institution may send itself, the most usual first.

    The more kinds of institution may send a feed, the more usual it is.
    """
    accepted = [name for name, feed in FEEDS.items() if kind in feed.sent_by]
    return sorted(accepted, key=lambda name: -len(FEEDS[name].sent_by))


def recognise(path: Path) -> str | None:
    """The name of the feed that a file, folder or archive looks like, or None."""
    try:
        return likeness.of_files(stored([path]))
    except Unreadable:
        return None


def reason_not_read(path: Path) -> str | None:
    """The kind of an XML file that no feed reads yet, in a sentence; None otherwise."""
    try:
        for file in stored([path]):
            if file.kind == "xml" and likeness.looks_like(file) is None:
                return str(likeness.not_read_yet(file))
    except Unreadable:
        pass  # the action that reads the file gives the reason
    return None
