"""XML of any size and from anybody, read safely and with clear sentences.

Nothing outside the file is fetched, no entity is expanded, and what has been read is
forgotten before the next is asked for.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree


class UnreadableError(Exception):
    """The file is not XML, or is no return; the message is one sentence to show."""


def local_name(element: etree._Element) -> str:
    """The element's name without a namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def root_name(path: Path) -> str:
    """The name of the outermost element.

    Raises UnreadableError if there is none, if the file defines entities, or if it is
    not there to be read.
    """
    if not path.exists():
        raise UnreadableError(f"There is no file {path}.")
    if path.is_dir():
        raise UnreadableError(f"{path.name} is a folder, not a file.")
    with path.open("rb") as stream:
        parser = etree.iterparse(
            stream, events=("start",), resolve_entities=False, no_network=True
        )
        try:
            _, root = next(parser)
        except (etree.XMLSyntaxError, StopIteration):
            raise UnreadableError(_sentence(path, parser.error_log)) from None
        declared = root.getroottree().docinfo.internalDTD
        if declared is not None and any(True for _ in declared.iterentities()):
            raise UnreadableError(
                "The file defines entities of its own, which no return needs and which "
                "can be made to do harm, so it was not read."
            )
        return local_name(root)


def elements(
    path: Path, names: tuple[str, ...], errors: list[str]
) -> Iterator[etree._Element]:
    """The elements of those names, in any namespace, each whole and in turn.

    An element is emptied when the next is asked for. A second document after the first
    is said in ``errors``; for anything else that is no XML, raises UnreadableError.
    """
    with path.open("rb") as stream:
        parser = etree.iterparse(
            stream,
            events=("end",),
            tag=[f"{{*}}{name}" for name in names],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_blank_text=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in parser:
                _refuse_undefined(element)
                yield element
                _forget(element)
        except etree.XMLSyntaxError as error:
            if error.code != etree.ErrorTypes.ERR_DOCUMENT_END:
                raise UnreadableError(_sentence(path, parser.error_log)) from None
            errors.append(
                f"Line {error.lineno} goes on after the end of the return; nothing "
                "from there on was read."
            )


def text_of(element: etree._Element) -> str:
    """The text of a field, also what is in elements of its own."""
    if len(element):
        return "".join(map(str, element.itertext())).strip()
    return (element.text or "").strip()


def _refuse_undefined(element: etree._Element) -> None:
    """Where a file has a DOCTYPE line the parser lets entities pass that it lacks."""
    for entity in element.iter(etree.Entity):
        parent = entity.getparent()
        line = (element if parent is None else parent).sourceline
        trouble = _TROUBLES[etree.ErrorTypes.ERR_UNDECLARED_ENTITY]
        raise UnreadableError(f"The file cannot be read at line {line}: {trouble}.")


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


_TROUBLES: dict[int, str] = {
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: "the file breaks off there",
    etree.ErrorTypes.ERR_GT_REQUIRED: "a tag is not closed, or the file breaks off",
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "an element is closed by another's tag",
    etree.ErrorTypes.ERR_NAME_REQUIRED: "an & or < stands there that is not escaped",
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "an entity is used that is not defined",
    etree.ErrorTypes.ERR_INVALID_ENCODING: "some bytes are not in the file's encoding",
    etree.ErrorTypes.ERR_INVALID_CHAR: "a control character stands there",
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: "that is no XML at all",
    etree.ErrorTypes.ERR_RESOURCE_LIMIT: "no return holds so much in one place",
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING: "the encoding has no known name",
    etree.ErrorTypes.ERR_RESERVED_XML_NAME: "nothing may stand before <?xml",
}


def _sentence(path: Path, log: etree._ListErrorLog) -> str:
    if not path.stat().st_size:
        return "The file is empty."
    # The exception of some faults has lost the line; the first entry of the log has it.
    for entry in log:
        trouble = _TROUBLES.get(entry.type, "that is not well-formed XML")
        return f"The file cannot be read at line {entry.line}: {trouble}."
    return "The file is no XML."
