"""The feeds by name, each loaded when it is first asked for."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from tracker.feeds import likeness
from tracker.feeds.feed import Unreadable
from tracker.feeds.reading import stored

_MODULES = {
    "school-census": "school_census",
    "provider-enrolment": "provider_enrolment",
    "nccis-file": "nccis_file",
    "establishments": "establishments",
}


class _Feeds(Mapping[str, Any]):
    def __getitem__(self, name: str) -> Any:
        """Raises KeyError for a feed that there is not."""
        return import_module(f"tracker.feeds.{_MODULES[name]}").FEED

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


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
