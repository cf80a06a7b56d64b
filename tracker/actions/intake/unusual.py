"""What is unusual about a batch: its day, and what is unlike the sender's last one.

See decisions 0095 and 0129.
"""

import math
from collections.abc import Mapping
from datetime import date

from tracker import store
from tracker.domain.reference.academic_year import Period, say_date
from tracker.feeds.registry import FEEDS
from tracker.store.intake.import_batches import ImportBatch
from tracker.wording.counts import counted

#: A batch is unlike the last one of its sender when it has fewer or more lines than
#: these shares of it, or when this share of its lines moves somebody.
FEWER, MORE, MANY_MOVED = 0.5, 2.0, 0.25
#: Small files vary for no reason worth stopping for.
LEAST_COMPARED = 20


def alarms(batch: ImportBatch, changes: Mapping[str, int], on: date) -> list[str]:
    """What is unusual, in sentences: a day after today (``on``), and what is unlike the
    last batch of this sender.

    Those who started or left are few in one month and many in another, and many of them
    are lost: only lists of everybody are like each other.
    """
    found: list[str] = []
    # A return is made, and may be loaded elsewhere, before its month is over.
    known = Period.of(on).end if FEEDS[batch.feed].month_end else on
    if batch.as_at > known:
        found.append(f"It is as at {say_date(batch.as_at)}, which is in the future.")
    if not _is_whole(batch):
        return found
    last = store.intake.import_batches.last_applied(batch)
    if last is not None and not _is_whole(last):
        last = None
    # Of files that name no sender one may be of a school, and the next of all of them.
    most = MORE if batch.sender is not None else math.inf
    if (
        last is not None
        and last.rows >= LEAST_COMPARED
        and not FEWER <= batch.rows / last.rows <= most
    ):
        found.append(
            f"It has {counted(batch.rows, 'line')}; the last one {_from(batch)}, "
            f"batch {last.id}, had {last.rows:,}."
        )
    told = sum(changes.values())
    lost = changes.get("lost", 0)
    if told >= LEAST_COMPARED and lost > told * MANY_MOVED:
        found.append(f"{lost:,} of {told:,} young people would become not known.")
    if last is not None and batch.as_at < last.as_at and batch.complete:
        found.append(
            f"It is as at {batch.as_at}, before the last one {_from(batch)} "
            f"({last.as_at})."
        )
    return found


def _from(batch: ImportBatch) -> str:
    return "from this sender" if batch.sender is not None else "that names no sender"


def _is_whole(batch: ImportBatch) -> bool:
    """Whether it names everybody."""
    return batch.complete or FEEDS[batch.feed].whole
