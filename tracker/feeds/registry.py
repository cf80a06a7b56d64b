"""The feeds by name, each loaded when it is first asked for."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from tracker.feeds.declaration import Unreadable
from tracker.feeds.reading.sources import stored
from tracker.feeds.recognition import likeness

_FOLDERS = {
    "school-census": "census",
    "provider-enrolment": "enrolment",
    "nccis-file": "nccis",
    "establishments": "register",
}


class _Feeds(Mapping[str, Any]):
    def __getitem__(self, name: str) -> Any:
        """Raises KeyError for a feed that there is not."""
        return import_module(f"tracker.feeds.{_FOLDERS[name]}.feed").FEED

    def __iter__(self) -> Iterator[str]:
        return iter(_FOLDERS)

    def __len__(self) -> int:
        return len(_FOLDERS)


#: Feed by name. That of establishments makes institutions, the others statements about
#: people (``feed.Feed``).
FEEDS: Mapping[str, Any] = _Feeds()


def recognise(path: Path) -> str | None:
    """The name of the feed that a file, folder or archive looks like, or None."""
    try:
        return likeness.of_files(stored([path]))
    except Unreadable:
        return None


def said_of_unread(path: Path) -> str | None:
    """What an XML file is that no feed reads yet, in a sentence; None of all others."""
    try:
        for file in stored([path]):
            if file.kind == "xml" and likeness.looks_like(file) is None:
                return str(likeness.not_read_yet(file))
    except Unreadable:
        pass  # said by whoever reads it
    return None
