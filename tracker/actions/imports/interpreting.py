"""What the lines of a batch say, worked out once while a process carries it through.

Receiving, matching and applying each need the meaning of every line. It follows from
the stored line and what is known of its batch, so it can always be had again; but
within one load that would be the same work three times.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.domain.institution import InstitutionRef
from tracker.feeds.feed import Context, Interpretation
from tracker.feeds.registry import FEEDS
from tracker.store import institutions
from tracker.store.imports import ImportBatch, Line, StagedRow

#: Longer batches are interpreted again rather than held in memory.
MOST_KEPT = 30_000


@dataclass(slots=True)
class _Newest:
    """The batch that this process received last, line by line."""

    batch: tuple[int, str, datetime] | None = None
    said: tuple[Interpretation, ...] = ()


_newest = _Newest()


def keep(batch: ImportBatch, said: Iterable[Interpretation]) -> None:
    """Remembers what the lines of a batch say, for as long as no other is received."""
    _newest.batch, _newest.said = _which(batch), tuple(said)


def forget() -> None:
    """Lets go of what is kept, because stored lines have been changed."""
    _newest.batch, _newest.said = None, ()


def _which(batch: ImportBatch) -> tuple[int, str, datetime]:
    """Tells batches apart, also in a database that was emptied and counts anew."""
    return batch.id, batch.sha256, batch.received_at


def interpreted(
    batch: ImportBatch, lines: Iterable[Line]
) -> Iterator[tuple[Line, Interpretation]]:
    """Each line with what it says."""
    feed = FEEDS[batch.feed]
    context = with_register(context_of(batch))
    kept = _newest.said if _newest.batch == _which(batch) else ()
    for line in lines:
        if 0 <= line.place < len(kept):
            yield line, kept[line.place]
        else:
            yield line, feed.interpret(line.raw, line.restricted, line.line, context)


def meaning_of(batch: ImportBatch, row: StagedRow) -> Interpretation:
    """What one stored row says of itself; no register is asked where it is."""
    said: Interpretation = FEEDS[batch.feed].interpret(
        row.raw, row.restricted, row.line, context_of(batch)
    )
    return said


def with_register(context: Context) -> Context:
    """What lines say where it depends on the kind of institution they name."""
    register = institutions.directory()
    return replace(context, in_register=lambda ref: register.resolve(ref) is not None)


def context_of(batch: ImportBatch) -> Context:
    """What was known of a batch beside its lines, for interpreting them again."""
    sender: Mapping[str, str] | None = batch.sender
    return Context(
        authority=batch.authority,
        as_at=batch.as_at,
        institution=InstitutionRef(**sender) if sender is not None else None,
        complete=batch.complete,
    )
