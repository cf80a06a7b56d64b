"""Unusual batches: a day in the future, or much unlike the sender's last batch.

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

#: A batch is unlike its sender's last one if it has fewer or more lines than these
#: shares of it, or if this share of its people would become not known.
FEWER, MORE, MANY_MOVED = 0.5, 2.0, 0.25
#: Small files vary for no reason that is worth a question.
LEAST_COMPARED = 20


def alarms(
    batch: ImportBatch,
    changes: Mapping[str, int],
    on: date,
    *,
    raised: Mapping[str, int],
) -> list[str]:
    """What is unusual, in sentences: a day after today (``on``), and what is unlike the
    last batch of this sender. ``raised`` are its questions by kind.

    Only lists of everybody are compared. Lists of starters or leavers are short in one
    month and long in another, and many of the leavers become not known.
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
    # Of the files that name no sender, one may be a school's and the next all schools'.
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
    absent = raised.get(store.people.identity_questions.Kind.NOT_ON_ROLL, 0)
    if (
        last is not None
        and absent >= LEAST_COMPARED
        and absent > last.rows * MANY_MOVED
    ):
        found.append(
            f"It would raise {counted(absent, 'question')} about young people who are "
            "not on it any more."
        )
    people = sum(changes.values())
    lost = changes.get("lost", 0)
    if people >= LEAST_COMPARED and lost > people * MANY_MOVED:
        found.append(f"{lost:,} of {people:,} young people would become not known.")
    if last is not None and batch.as_at < last.as_at and batch.complete:
        found.append(
            f"It is as at {batch.as_at}, before the last one {_from(batch)} "
            f"({last.as_at})."
        )
    return found


def _from(batch: ImportBatch) -> str:
    return "from this sender" if batch.sender is not None else "that names no sender"


def _is_whole(batch: ImportBatch) -> bool:
    """Whether the batch is a list of everybody, not only of changes."""
    return batch.complete or FEEDS[batch.feed].whole
