"""Lines of the audit as they are sealed: their bytes, their digests, their numbers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from tracker.store.accounts.audit_months import first_of_month
from tracker.store.database import base

#: The part of a line's digest that its seal keeps, to find the one that was changed.
SHORT = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: The parts of a line in the order in which they are sealed. COPY writes each line in
#: one way only, which has not changed since it exists.
LINE = (
    "id, authority, (extract(epoch FROM at) * 1000000)::bigint,"
    ' "by", action, subject, detail'
)


@dataclass(frozen=True, slots=True)
class Line:
    """What a seal needs of one line of the audit, and the digest of all of it."""

    id: int
    authority: str
    month: date
    at: datetime
    digest: bytes


def read_line(written: bytes) -> Line:
    """A line as COPY writes it."""
    number, authority, at, _ = written.split(b"\t", 3)
    moment = _EPOCH + timedelta(microseconds=int(at))
    return Line(
        int(number),
        authority.decode(),
        first_of_month(moment.date()),
        moment,
        sha256(written).digest(),
    )


def copied(query: str, values: Mapping[str, object]) -> Iterator[Line]:
    """The lines that a query for ``LINE`` finds, as a stream."""
    with base.cursor() as sql, sql.copy(f"COPY ({query}) TO STDOUT", values) as copy:
        rest = b""
        for piece in copy:
            *whole, rest = (rest + bytes(piece)).split(b"\n")
            yield from map(read_line, whole)


def lines_hash(digests: Iterable[bytes]) -> bytes:
    """The digest over the digests of a seal's lines, in the order of their numbers."""
    whole = sha256()
    for each in digests:
        whole.update(each)
    return whole.digest()


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def in_words(ids: Iterable[int]) -> str:
    """Numbers in ascending order, as "1-5 7"."""
    spans: list[list[int]] = []
    for each in ids:
        if spans and spans[-1][1] + 1 == each:
            spans[-1][1] = each
        else:
            spans.append([each, each])
    return " ".join(f"{a}-{b}" if a != b else str(a) for a, b in spans)


_SPAN = re.compile(r"(\d{1,18})(?:-(\d{1,18}))?")


def spans(ids: str) -> list[tuple[int, int]]:
    """The first and last number of each span of "1-5 7".

    Raises ValueError for another text.
    """
    found = []
    for each in ids.split(" "):
        match = _SPAN.fullmatch(each)
        if match is None:
            raise ValueError(ids)
        first = int(match[1])
        found.append((first, int(match[2] or first)))
    return found
