"""The kind of an XML file: by its first element, its namespace and its header.

Many returns to the Department share the outermost element Message; the header names the
collection, and the elements that follow show what it holds. ``xml_kinds.csv`` has the
words by which the kinds are known that no feed reads.

See decision 0072.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tracker import domain
from tracker.feeds.declaration import XmlSignature
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.xml_records import Opening, openings
from tracker.feeds.recognition.signatures import declared


@dataclass(frozen=True, slots=True)
class XmlKind:
    """A kind of XML file: ``feed`` reads it, None where no feed does.

    A collection whose name is not known (``is_known``) may hold anything.
    """

    title: str
    feed: str | None = None
    is_known: bool = True


def _words(cell: str) -> tuple[str, ...]:
    return tuple(map(heading_key, cell.split()))


def _not_read(row: dict[str, str]) -> tuple[XmlKind, XmlSignature]:
    return XmlKind(row["title"]), XmlSignature(
        roots=_words(row["roots"]),
        namespaces=_words(row["namespaces"]),
        collections=_words(row["collections"]),
        elements=_words(row["elements"]),
    )


#: Kinds that no feed reads yet. Collections go by their whole name or code, because
#: others begin alike: SCAP is of school places, "School Preference" of admissions.
_NOT_READ = domain.reference.tables.read(
    Path(__file__).with_name("xml_kinds.csv"), _not_read
)

#: What may follow the name, or go before it: SCAUT, "School Census Autumn Term 2026".
_TERM = re.compile("(?:autumn|spring|summer|aut|spr|sum)(?:term)?")
_YEAR_AFTER = re.compile(r"(?:20)?\d\d(?:20)?(?:\d\d)?\Z")

#: A header has some twenty elements, a school's own details at most some hundred.
_FIRST_ELEMENTS = 400


def _kinds() -> Iterator[tuple[XmlKind, XmlSignature]]:
    """Every kind with its signature: those of the feeds, and those not read yet."""
    for feed in declared().values():
        yield XmlKind(feed.noun, feed.name), feed.signature.xml
    yield from _NOT_READ


def kind_of(file: Stored) -> XmlKind:
    """The kind of an XML file. Raises Unreadable if it has not even a first element.

    The name in the header goes before the elements, because each return has pupils or
    persons.
    """
    root, *inner = islice(openings(file), _FIRST_ELEMENTS)
    key, named = heading_key(root.name), _collection(inner)
    kinds = list(_kinds())
    found = (
        next((kind for kind, it in kinds if key.startswith(it.roots)), None)
        or _of_namespace(root.namespace, kinds)
        or _of_collection(named, kinds)
    )
    if found is not None:
        return found
    if named:
        return XmlKind(f"a file of the collection '{named[:60]}'", is_known=False)
    keys = [heading_key(it.name) for it in inner]
    by_element = {word: kind for kind, it in kinds for word in it.elements}
    found = next(filter(None, map(by_element.get, keys)), None)
    if found is None and key == "message":
        there = frozenset(keys)
        found = next((k for k, it in kinds if it.message and it.message <= there), None)
    return found or XmlKind(
        f"an XML file of another kind, which begins with {root.name[:40]}"
    )


_Kinds = Iterable[tuple[XmlKind, XmlSignature]]


def _of_namespace(namespace: str, kinds: _Kinds) -> XmlKind | None:
    """The kind named by a word of the namespace; other words change every year."""
    named = {word: kind for kind, it in kinds for word in it.namespaces}
    words = re.split(r"[^a-z0-9]+", namespace.lower())
    return next(filter(None, map(named.get, words)), None)


def _of_collection(title: str, kinds: _Kinds) -> XmlKind | None:
    """The kind of a collection, by its name without the term and year beside it."""
    named = {word: kind for kind, it in kinds for word in it.collections}
    key = heading_key(title)
    if (found := named.get(key)) is not None:
        return found
    key = _YEAR_AFTER.sub("", key)
    without = (key[: it.start()] + key[it.end() :] for it in _TERM.finditer(key))
    return next(filter(None, map(named.get, (key, *without))), None)


def _collection(elements: Iterable[Opening]) -> str:
    """The collection that the header names, or "" if it names none."""
    named = (it.text for it in elements if heading_key(it.name) == "collection")
    return " ".join(next(filter(None, named), "").split())
