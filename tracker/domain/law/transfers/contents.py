"""The content of a transfer file: a young person's history, or a receipt for one.

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
HISTORY, RECEIPT = "history", "receipt"


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
class Receipt:
    """What the recipient of a history answers: one of ``exchanged.Answer``.

    ``reference`` and ``sha256`` are those of the history. ``ypid`` is the number that
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


def written(content: History | Receipt) -> bytes:
    """The content as the text that is signed."""
    found = _history(content) if isinstance(content, History) else _receipt(content)
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _head(kind: str, content: History | Receipt) -> dict[str, Any]:
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


def read(given: Mapping[str, Any]) -> History | Receipt:
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
