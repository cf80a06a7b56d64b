"""The meanings of a batch's lines: worked out at receipt, reused until it is applied.

Receiving, matching and applying each need the meaning of every line. It follows from
the stored line and what is known about its batch, so it can always be worked out again.
Without this module, one load would do the same work three times.

See decision 0070.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tracker import store
from tracker.actions.intake.moving_in import own_numbers
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context, RawRow
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation
from tracker.store.intake.import_batches import ImportBatch, Line, StagedRow

#: Lines after this many are interpreted again instead of being held in memory.
MOST_KEPT = 30_000


class Meanings:
    """The meanings of one batch's lines, passed by one load from step to step.

    No module keeps them and no two loads share them. A meaning is used only for a line
    of that batch, with the same as-at date and sender, whose stored cells are still
    those that the meaning was worked out from.
    """

    def __init__(self) -> None:
        self._batch: tuple[object, ...] | None = None
        self._kept: list[tuple[int, Interpretation]] = []

    def add(self, row: RawRow, meaning: Interpretation) -> None:
        """Keeps the meaning of the next line received, while there is room."""
        if len(self._kept) < MOST_KEPT:
            self._kept.append((_mark(row), meaning))

    def belong_to(self, batch: ImportBatch) -> None:
        """Ties the meanings to the batch that their lines belong to.

        Raises ValueError if they belong to another batch already.
        """
        if self._batch is not None:
            raise ValueError("the meanings of one batch were handed to another")
        self._batch = _known_of(batch)

    def of(self, batch: ImportBatch) -> Sequence[tuple[int, Interpretation]]:
        """The meanings kept for a batch, in the order of its lines; none for others."""
        return self._kept if self._batch == _known_of(batch) else ()


def _known_of(batch: ImportBatch) -> tuple[object, ...]:
    """A batch's identity, unique even after a database was emptied, and its context."""
    return batch.id, batch.sha256, batch.received_at, context_of(batch)


def _mark(row: RawRow | Line) -> int:
    """A number that differs if the stored line or its cells are not those received."""
    cells = row.values if isinstance(row, RawRow) else row.raw
    return hash((row.file, row.line, row.restricted, frozenset(cells.items())))


def interpreted(
    batch: ImportBatch, lines: Iterable[Line], meanings: Meanings | None = None
) -> Iterator[tuple[Line, Interpretation]]:
    """Each line with its meaning."""
    feed = FEEDS[batch.feed]
    context = with_register(context_of(batch))
    kept = meanings.of(batch) if meanings is not None else ()
    for line in lines:
        if 0 <= line.place < len(kept) and kept[line.place][0] == _mark(line):
            yield line, kept[line.place][1]
        else:
            yield line, feed.interpret(line.raw, line.restricted, line.line, context)


def meaning_of(batch: ImportBatch, row: StagedRow) -> Interpretation:
    """The meaning of one stored row, without a look at the register of institutions."""
    feed, context = FEEDS[batch.feed], context_of(batch)
    cells = store.intake.import_batches.cells_of(row)
    return feed.interpret(cells, row.restricted, row.line, context)


def with_register(context: Context) -> Context:
    """The context with the register, for lines whose meaning depends on the kind of
    institution they name."""
    register = store.institutions.register.directory()
    return replace(
        context,
        in_register=lambda ref: register.resolve(ref) is not None,
        so_named=lambda name: len(register.named(name)),
    )


def context_of(batch: ImportBatch) -> Context:
    """The facts about a batch beside its lines, for interpreting the lines again."""
    return Context(
        authority=batch.authority,
        as_at=batch.as_at,
        institution=InstitutionRef(**batch.sender)
        if batch.sender is not None
        else None,
        complete=batch.complete,
        database=own_numbers.of_batch(batch),
    )
