"""Reads the content of a transfer file, by the schema in the documentation.

What is read here has been signed by a council whose key is held, or is refused before.
It is checked like a stranger's all the same.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from tracker.domain.law.transfers import acceptable, contents
from tracker.domain.law.transfers.contents import FORMAT, VERSION, Content, History
from tracker.feeds.file_reading import Unreadable
from tracker.packing.program_files import TRANSFER_SCHEMA

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_ASK = "Ask the authority that sent it for a new file"


def read(content: bytes, name: str) -> Content:
    """What is in the content of a file of this name. Raises Unreadable.

    Its signature is not looked at here.
    """
    try:
        given = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_no_number,
        )
    except (ValueError, RecursionError):
        raise Unreadable(f"{name} is not a text of JSON. {_ASK}.") from None
    _check_version(given, name)
    if (wrong := _wrong(given)) is not None:
        raise Unreadable(
            f"{name} is not in the form of a transfer file: {wrong} is not as the "
            f"schema wants it. {_ASK}."
        )
    try:
        found = contents.read(given)
    except ValueError:
        raise Unreadable(f"{name} has a day that is in no calendar. {_ASK}.") from None
    if isinstance(found, History):
        _check_statements(found, name)
    return found


def unfit_lines(content: bytes) -> frozenset[int]:
    """The places, from 0, of the lines of notices of ours that the schema refuses."""
    given = json.loads(content)
    return frozenset(
        int(place[1])
        for error in _validator().iter_errors(given)
        if len(place := error.absolute_path) > 1 and place[0] == "lines"
    )


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names differ. Raises ValueError."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(name)
        found[name] = value
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _check_version(given: Mapping[str, Any], name: str) -> None:
    if given.get("format") != FORMAT:
        raise Unreadable(f"{name} is a signed file of another kind than a transfer.")
    version = given.get("version")
    if version != VERSION:
        newer = isinstance(version, int) and version > VERSION
        raise Unreadable(
            f"{name} is of another version of the format than version {VERSION}, which "
            "is read here. "
            + ("Update this program, or ask" if newer else "Ask")
            + f" the authority that sent it for a file of version {VERSION}."
        )


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(TRANSFER_SCHEMA.read_text("utf-8")))


def _wrong(given: Mapping[str, Any]) -> str | None:
    """The place of the first thing that does not fit the schema, None if all does.

    No value is named: it may be anything.
    """
    error = next(_validator().iter_errors(given), None)
    if error is None:
        return None
    parts = [
        str(each + 1) if isinstance(each, int) else each for each in error.absolute_path
    ]
    return " ".join(parts)[:100] or "its beginning"


def _check_statements(found: History, name: str) -> None:
    for place, line in enumerate(found.lines, 1):
        for day in line.days:
            for each in day.statements:
                if unknown := acceptable.wrong_parts(each):
                    raise Unreadable(
                        f"{name}: line {place} of the history has "
                        f"{' '.join(unknown)[:80]}, which no transfer may hold so. "
                        f"{_ASK}."
                    )
