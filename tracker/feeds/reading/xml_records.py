"""Records in XML files, one at a time and without trust.

A DOCTYPE line is tolerated, since suppliers write one; what it declares is not. Nothing
is fetched, no entity is replaced, and each record is dropped once it has been read.
"""

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.refusals import refusal
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.xml_limits import Bounded, Names, Records

if TYPE_CHECKING:
    from lxml.etree import _Element


def local_name(tag: object) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1_000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class Opening(NamedTuple):
    """An element as it ended: its name, its namespace, and its own text."""

    name: str
    namespace: str
    text: str


def openings(file: Stored) -> Iterator[Opening]:
    """The outermost element as it begins, then every other as it ends.

    The elements before a fault are enough to recognise a file: with the outermost
    element known, a fault ends them. Raises Unreadable without an outermost element,
    and for entities.
    """
    from lxml import etree

    begun = False
    try:
        for event, name, element in _events(file):
            if event == "end":
                yield Opening(name, "", (element.text or "").strip())
                element.clear()
            elif element.getparent() is None:
                begun = True
                namespace = str(element.tag).rpartition("}")[0].removeprefix("{")
                yield Opening(name, namespace, "")
    except (etree.XMLSyntaxError, LookupError) as error:
        fault = _malformed(file.name, error)
        if not begun:
            raise fault from None
    if not begun:
        raise refusal("no element", file.name)


def _events(file: Stored) -> Iterator[tuple[str, str, "_Element"]]:
    """The "start" and "end" of every element, with its name.

    Raises Unreadable for entities; on the way, XMLSyntaxError, and LookupError for an
    unknown encoding.
    """
    from lxml import etree

    with file.open() as stream:
        for event, element in etree.iterparse(
            cast("BinaryIO", Bounded(stream, file.name)),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            if event == "start" and element.getparent() is None:
                refuse_declarations(file.name, element)
            yield event, local_name(element.tag), element


def elements(
    file: Stored, wanted: Container[str]
) -> Iterator[tuple[str, int, "_Element"]]:
    """The wanted elements as they end, with the line each began on.

    An element is emptied as soon as the next is taken. Raises Unreadable, with the
    line, when the file stops in the middle, is not well formed or declares entities.
    """
    from lxml import etree

    names, records = Names(file.name), Records(file.name)
    try:
        for event, name, element in _events(file):
            is_wanted = name in wanted
            if event == "start":
                names.see(element)
                records.begin(element, wanted=is_wanted)
                continue
            if is_wanted:
                _refuse_undefined(file.name, element)
                yield name, _line(element), element
                forget(element)
            if records.end(wanted=is_wanted):
                forget(element)
    except (etree.XMLSyntaxError, LookupError) as error:
        raise _malformed(file.name, error) from None


def names_with(file: Stored, attributes: Container[str]) -> set[str]:
    """The names of the elements that have one of these attributes.

    Raises Unreadable as ``elements`` does.
    """
    from lxml import etree

    found: set[str] = set()
    names = Names(file.name)
    try:
        for event, name, element in _events(file):
            if event == "end":
                forget(element)
                continue
            names.see(element)
            if any(local_name(each) in attributes for each in element.attrib):
                found.add(name)
    except (etree.XMLSyntaxError, LookupError) as error:
        raise _malformed(file.name, error) from None
    return found


def forget(element: "_Element") -> None:
    """Drops an element that has been read, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


#: The parser counts lines of elements up to here, and of text beyond.
_LAST_LINE = 65_535


def _line(element: "_Element") -> int:
    """The line that an element begins on, also in the long files of whole months.

    Beyond the parser's limit it gives the line on which the first text inside ends.
    """
    line = element.sourceline or 0
    if line < _LAST_LINE:
        return line
    inner = element
    while not inner.text and len(inner):
        inner = inner[0]
    return line - (inner.text or "").count("\n")


def leaves(element: "_Element") -> Iterator[tuple[str, str, str]]:
    """Every field below this element: its name, its text and its parent's name.

    Whatever holds text is a field, also if some of the text is in elements of its own.
    Empty ones count as absent.
    """
    above = local_name(element.tag)
    for child in element:
        own = (child.text, *(inner.tail for inner in child))
        if len(child) and not any(text and text.strip() for text in own):
            yield from leaves(child)
        elif text := whole_text(child):
            yield local_name(child.tag), text, above


def whole_text(element: "_Element") -> str:
    """All the text of a field, also what is in elements of its own."""
    if not len(element):
        return (element.text or "").strip()
    return "".join(map(str, element.itertext())).strip()


def refuse_declarations(name: str, root: "_Element") -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise refusal("declared entities", name)


def _refuse_undefined(name: str, element: "_Element") -> None:
    """Where a file has a DOCTYPE line the parser lets entities pass that it lacks."""
    from lxml import etree

    for entity in element.iter(etree.Entity):
        parent = entity.getparent()
        line = (element if parent is None else parent).sourceline
        raise refusal("undefined entity", name, line=line)


def _malformed(name: str, error: Exception) -> Unreadable:
    """The refusal. Raises MemoryError where the parser had too little memory."""
    from lxml import etree

    if isinstance(error, LookupError):
        return refusal("unknown encoding", name)
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error
    line = getattr(error, "lineno", None) or 1
    return refusal("broken XML", name, line=line)
