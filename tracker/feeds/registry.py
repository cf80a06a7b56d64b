"""The feeds by name: every folder of ``tracker.feeds`` that holds a ``feed.py``.

A council's own folder has feeds of two kinds: a folder with a ``feed.py`` too, and a
file that only describes its lists (``feeds.described``).
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

from tracker.domain.reference.institution import InstitutionKind
from tracker.feeds import stored_columns
from tracker.feeds.declaration import Feed
from tracker.feeds.described import description
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.sources import stored
from tracker.feeds.recognition import likeness, signatures
from tracker.packing import local_folder

#: The feeds of the council's own folder, by the names of their folders or files.
OWN: dict[str, Feed] = {}
#: Why a feed of the council's own folder cannot be used, by the same name.
FAULTS: dict[str, str] = {}


def look_again() -> None:
    """Looks for the folders of feeds again, because one was added or taken away.

    A faulty feed of the council's own folder is left out, with the reason in FAULTS.
    """
    places = import_module("tracker.feeds").__path__
    own = local_folder.feeds()
    ours = [Path(each) for each in places if Path(each) not in own]
    # A feed of the council's folder is a module of the same package.
    places += [str(each) for each in own if str(each) not in places]
    found = {feed.name: feed for feed in map(_opened, sorted(_folders(ours)))}
    OWN.clear()
    FAULTS.clear()
    for folder in sorted(_folders(own)):
        try:
            if any((each / folder).exists() for each in ours):
                raise ValueError("The program has a folder of this name: rename it.")
            feed = _opened(folder)
            if not isinstance(feed, Feed):
                raise TypeError("FEED is not a Feed.")
            if feed.name in found:
                raise ValueError(f"There is a feed {feed.name} already: rename it.")
            stored_columns.lines([feed])
            OWN[folder] = found[feed.name] = feed
        except Exception as error:
            FAULTS[folder] = str(error) or type(error).__name__
    signatures.enter(found)
    for file in sorted(file for place in own for file in place.glob("*.toml")):
        try:
            described = description.feed_of(description.read_file(file))
            if described.name in found:
                raise ValueError(f"There is a feed {file.stem} already: rename it.")
            OWN[file.name] = found[described.name] = described
        except Exception as error:
            FAULTS[file.name] = str(error) or type(error).__name__
    signatures.enter(found)


def _folders(paths: Iterable[Path]) -> set[str]:
    return {each.parent.name for path in paths for each in path.glob("*/feed.py")}


def _opened(folder: str) -> Feed:
    feed: Feed = import_module(f"tracker.feeds.{folder}.feed").FEED
    return feed


#: Feed by name, in the order of the folders; those of the council come last.
FEEDS: Mapping[str, Feed] = signatures.declared()
look_again()


#: In place of a source whose name alone would say what is sealed.
NOT_NAMED = "A list that is not named"


def is_unnamed(source: str) -> bool:
    """Whether a source is a feed whose name alone would say what is sealed."""
    feed = FEEDS.get(source)
    return feed is not None and feed.unnamed


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
