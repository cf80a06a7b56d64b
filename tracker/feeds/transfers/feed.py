"""The history of a young person who has moved here (Feeds O7, Law L-09).

A file is of one young person. Its lines keep the sources that they had with the
authority that passes them on, with their standing, so that the same history follows.

See decision 0240.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from tracker.ciphers import signed_files
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Tier
from tracker.domain.law.transfers import contents
from tracker.domain.law.transfers.contents import History
from tracker.domain.law.transfers.passing import TRANSFER_IN, Line
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.feed_columns import read_columns
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.reading.sources import stored
from tracker.feeds.recognition.likeness import refuse_other_xml
from tracker.feeds.row_meaning import Interpretation
from tracker.feeds.transfers import content_form

NAME, NOUN = "transfer", "a transfer file"
COLUMNS = read_columns(Path(__file__).with_name("columns.csv"))["history"]
_TITLES = titles_of(COLUMNS)
#: The bytes of a file, which is of one young person.
LONGEST = 5_000_000
#: The cell with the authority that they moved to, by which the row is one of ours.
TO = "TransferredToLACode"
_CELLS = {
    "forename": "given",
    "middle_names": "middle",
    "surname": "family",
    "dob": "born",
    **{name: name for name in ("sex", "postcode", "upn", "uln", "ypid")},
}


def content_of(file: bytes, name: str) -> signed_files.SignedFile:
    """The parts of a file, before its signature is checked. Raises Unreadable."""
    if len(file) > LONGEST:
        raise Unreadable(
            f"{name} is larger than {LONGEST // 1_000_000} MB, and {NOUN} is of one "
            "young person."
        )
    found = signed_files.parts_of(file)
    if found is None:
        raise Unreadable(
            f"{name} is not {NOUN}, or was changed on its way. Ask the authority that "
            "sent it for a new file."
        )
    return found


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The one row of a file. Raises Unreadable."""
    files = stored(paths)
    if len(files) != 1:
        raise Unreadable("Load transfer files one by one: each is of one young person.")
    (file,) = files
    if file.kind == "xml":
        refuse_other_xml(file, NAME)
    parts = content_of(file.head(LONGEST + 1), file.name)
    found = content_form.read(parts.content, file.name)
    if not isinstance(found, History):
        raise Unreadable(f"{file.name} is a signed file, and no history.")
    return Reading("transfer", iter([_row(found, file.name)]), as_at=found.moved_on)


def _row(found: History, name: str) -> RawRow:
    cells = {
        column: found.person[value]
        for column, value in _CELLS.items()
        if value in found.person
    }
    cells["moved_on"] = found.moved_on.isoformat()
    cells[TO] = found.recipient
    cells["history"] = json.dumps(
        contents.lines_as_json(found.lines), ensure_ascii=False
    )
    return RawRow(1, name, cells)


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The young person, who is led here from the day of the move, and their history.

    The number with the authority they left is one of their numbers, and is returned as
    the previous one wherever it is not of this database.
    """
    row = Row(
        {name: text for name, text in raw.items() if name != "history"}, line, _TITLES
    )
    moved_on = row.day("moved_on") or context.as_at
    identity = row.identity(moved_on)
    ypid = raw.get("ypid", "")
    statements = (
        detail("ypid", ypid=ypid),
        detail("former ypid", ypid=ypid),
        detail("lead authority", authority=context.authority),
    )
    return Interpretation(
        replace(identity, ypid=ypid or None),
        statements,
        tuple(row.problems),
        moved_on,
        passed_on=_lines(raw.get("history", "[]")),
    )


# Cached: receiving, matching and applying each read the same few cells.
@lru_cache(maxsize=50)
def _lines(cell: str) -> tuple[Line, ...]:
    return contents.lines_from_json(json.loads(cell))


def sealed_cells(raw: Mapping[str, str]) -> frozenset[str]:
    """The history, which may hold an address and is no cell that a reader could use."""
    return frozenset({"history"}) & raw.keys()


FEED = Feed(
    name=NAME,
    title="History from another authority",
    noun=NOUN,
    sender="the authority that a young person has left",
    frequency="whenever a young person moves here",
    silence="Nothing: a file is of one young person.",
    signature=Signature(
        columns=COLUMNS,
        needs=(("history",), ("moved_on",), (TO,)),
    ),
    tier=Tier.ADVISER,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    gateway=TRANSFER_IN,
    sealed_cells=sealed_cells,
    own_door="under Transfers, or by `flask transfers load`",
)
