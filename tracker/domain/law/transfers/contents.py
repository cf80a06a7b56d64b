"""The content of a signed file: a young person's history, notices about residents of
the recipient (section 13(2)), or a receipt for one of them.

``docs/specification/transfer-file.schema.json`` has its form, and is checked first.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tracker.domain.history.evidence import Source, Tier, as_json, from_json
from tracker.domain.law.transfers.passing import Day, Line

#: The name of the format, and the version that is written.
FORMAT, VERSION = "tracker-transfer", 1
#: The kinds of content.
HISTORY, NOTICES, RECEIPT = "history", "notices", "receipt"


@dataclass(frozen=True, slots=True)
class History:
    """What one authority passes on to another about a young person who has moved.

    ``reference`` is the file's own number, ``made`` the moment it was made and
    ``moved_on`` the day of the move. ``person`` are the details by which they are
    found, ``withheld`` the kinds of what was left out.
    """

    reference: str
    sender: str
    recipient: str
    made: datetime
    moved_on: date
    disclosure: str
    law: str
    person: Mapping[str, str]
    lines: tuple[Line, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResidentLine:
    """A resident of the recipient, by ``person``, and where they learn on a day.

    ``at`` are the numbers and the name of the school, college or provider, by the names
    of ``InstitutionRef``, empty where it is not known. ``left`` is their last day
    there, None while it goes on.
    """

    person: Mapping[str, str]
    at: Mapping[str, str]
    as_at: date
    left: date | None = None


@dataclass(frozen=True, slots=True)
class Notices:
    """What one authority passes on about residents of another who learn in its area.

    Education and Skills Act 2008, section 13(2). ``made``, ``disclosure`` and ``law``
    are as in a history.
    """

    reference: str
    sender: str
    recipient: str
    made: datetime
    disclosure: str
    law: str
    lines: tuple[ResidentLine, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the recipient of a file answers: one of ``exchanged.Answer``.

    ``reference`` and ``sha256`` are those of the file. ``ypid`` is the number that
    the young person has with the recipient once accepted.
    """

    reference: str
    sha256: str
    sender: str
    recipient: str
    made: datetime
    answer: str
    ypid: str
    reason: str


#: What a signed file may hold.
Content = History | Notices | Receipt


def written(content: Content) -> bytes:
    """The content as the text that is signed."""
    match content:
        case History():
            found = _history(content)
        case Notices():
            found = _notices(content)
        case Receipt():
            found = _receipt(content)
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _head(kind: str, content: Content) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "kind": kind,
        "reference": content.reference,
        "from": content.sender,
        "to": content.recipient,
        "made": content.made.astimezone(UTC).isoformat(),
    }


def _history(content: History) -> dict[str, Any]:
    return {
        **_head(HISTORY, content),
        "moved_on": content.moved_on.isoformat(),
        "disclosure": content.disclosure,
        "law": content.law,
        "person": dict(content.person),
        "history": lines_as_json(content.lines),
        "withheld": list(content.withheld),
    }


def _notices(content: Notices) -> dict[str, Any]:
    return {
        **_head(NOTICES, content),
        "disclosure": content.disclosure,
        "law": content.law,
        "lines": [
            {
                "person": dict(line.person),
                **({"at": dict(line.at)} if line.at else {}),
                "as_at": line.as_at.isoformat(),
                **({} if line.left is None else {"left": line.left.isoformat()}),
            }
            for line in content.lines
        ],
    }


def _receipt(content: Receipt) -> dict[str, Any]:
    found = {
        **_head(RECEIPT, content),
        "sha256": content.sha256,
        "answer": content.answer,
    }
    more = {"ypid": content.ypid, "reason": content.reason}
    return {**found, **{name: text for name, text in more.items() if text}}


def lines_as_json(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The lines of a history as plain JSON; ``lines_from_json`` reads them back."""
    return [
        {
            "by": line.by,
            "source": line.source.name,
            "tier": int(line.source.tier),
            "typed": line.typed,
            "recorded": line.recorded.isoformat(),
            "days": [
                {
                    "as_at": day.as_at.isoformat(),
                    "statements": [as_json(each) for each in day.statements],
                }
                for day in line.days
            ],
        }
        for line in lines
    ]


def lines_from_json(given: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The lines of a history whose form was checked.

    Raises ValueError for a day that is in no calendar.
    """
    return tuple(
        Line(
            line["by"],
            Source(Tier(line["tier"]), line["source"], passed_on_by=line["by"]),
            line["typed"],
            date.fromisoformat(line["recorded"]),
            tuple(
                Day(
                    date.fromisoformat(day["as_at"]),
                    tuple(from_json(each) for each in day["statements"]),
                )
                for day in line["days"]
            ),
        )
        for line in given
    )


def read(given: Mapping[str, Any]) -> Content:
    """The content of a file whose form was checked.

    Raises ValueError for a day or a moment that is in no calendar.
    """
    made = datetime.fromisoformat(given["made"])
    if given["kind"] == RECEIPT:
        return Receipt(
            given["reference"],
            given["sha256"],
            given["from"],
            given["to"],
            made,
            given["answer"],
            given.get("ypid", ""),
            given.get("reason", ""),
        )
    if given["kind"] == NOTICES:
        return Notices(
            given["reference"],
            given["from"],
            given["to"],
            made,
            given["disclosure"],
            given["law"],
            tuple(map(_resident_line, given["lines"])),
        )
    return History(
        given["reference"],
        given["from"],
        given["to"],
        made,
        date.fromisoformat(given["moved_on"]),
        given["disclosure"],
        given["law"],
        dict(given["person"]),
        lines_from_json(given["history"]),
        tuple(given["withheld"]),
    )


def _resident_line(given: Mapping[str, Any]) -> ResidentLine:
    for born in filter(None, [given["person"].get("born")]):
        date.fromisoformat(born)
    left = given.get("left")
    return ResidentLine(
        dict(given["person"]),
        dict(given.get("at", {})),
        date.fromisoformat(given["as_at"]),
        None if left is None else date.fromisoformat(left),
    )
