"""Whether seals name the moment of those before them, and whether a clock went back.

The date of a line is checked against the moment of the previous seals, which its own
seal names. Where a previous seal is changed while the next one is made, the next one is
genuine and names a false moment.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from heapq import merge

from tracker import store
from tracker.actions.accounts.audit.heads import Heads
from tracker.keeping import Secret
from tracker.store.accounts.audit_checks import Finding
from tracker.store.accounts.audit_integrity.audit_runs import SealTimes

#: Two machines that seal may differ by this much.
_CLOCKS_MAY_DIFFER_BY = timedelta(minutes=1)
_STEPS_NAMED = 20


@dataclass(slots=True)
class Order:
    """What the order of the seals shows: pairs to look at, and steps of the clock."""

    #: A seal whose named moment is not that of the seal before it, and that one.
    suspects: list[tuple[SealTimes, SealTimes | None]] = field(default_factory=list)
    steps_back: list[str] = field(default_factory=list)


def read(heads: Heads | None, *, authority: str | None, month: date | None) -> Order:
    """Reads all seals in the order in which they were made.

    Those that are no longer in the database come from the heads.
    """
    order = Order()
    newest: dict[str, SealTimes] = {}
    earlier: dict[str, SealTimes | None] = {}
    before: SealTimes | None = None
    for seal, is_here in _all(heads):
        if (
            before is not None
            and seal.sealed_at < before.sealed_at - _CLOCKS_MAY_DIFFER_BY
        ):
            order.steps_back.append(
                f"The clock went back from {_minute(before.sealed_at)} to "
                f"{_minute(seal.sealed_at)} UTC; earlier lines may have wrong times."
            )
        before = seal
        last = newest.get(seal.authority)
        if last is None or last.sealed_at != seal.sealed_at:
            earlier[seal.authority] = last
        newest[seal.authority] = seal
        follows = earlier[seal.authority]
        if (
            is_here
            and authority in (None, seal.authority)
            and month in (None, seal.month)
            and not _names(seal, follows.sealed_at if follows else None)
        ):
            order.suspects.append((seal, follows))
    if (more := len(order.steps_back) - _STEPS_NAMED) > 0:
        order.steps_back[_STEPS_NAMED:] = [f"And {more:,} more steps of the clock."]
    return order


def _all(heads: Heads | None) -> Iterator[tuple[SealTimes, bool]]:
    """Each seal once, and whether it is in the database."""
    outside = sorted(
        head.made
        for seals in (heads.chains if heads else {}).values()
        for head in seals.values()
    )
    here = (
        (seal, True) for seal in store.accounts.audit_integrity.audit_runs.in_order()
    )
    beside = ((seal, False) for seal in outside)
    last: tuple[object, ...] = ()
    for seal, is_here in merge(
        here, beside, key=lambda each: (each[0][:4], not each[1])
    ):
        if seal[:4] != last:
            yield seal, is_here
        last = seal[:4]


def _names(seal: SealTimes, moment: datetime | None) -> bool:
    """Whether a seal names a moment, or its own where that one is later."""
    if moment is None or seal.previous_at is None:
        return moment is seal.previous_at
    return seal.previous_at in (moment, min(moment, seal.sealed_at))


def faults(
    order: Order,
    heads: Heads | None,
    keys: Mapping[str, Secret],
    unknown: Mapping[str, int],
) -> Iterator[Finding]:
    """The seals that name another moment than that of the seals before them.

    ``unknown`` has by authority the last seal before which some are not known any more,
    as their month was deleted and their heads are not there.
    """
    if not order.suspects:
        return
    lines = Counter[datetime]()
    for each, _ in _all(heads):
        lines[each.sealed_at] += each.lines
    for seal, before in order.suspects:
        if seal.id <= unknown.get(seal.authority, 0):
            continue
        if before is not None:
            if not store.accounts.audit_checks.is_own(before.id, keys):
                continue  # it was changed, which is a finding of its own
            run = lines[before.sealed_at]
            stopped = run % store.accounts.audit_seals.AT_ONCE == 0
            if stopped and _names(seal, before.previous_at):
                continue
        if not store.accounts.audit_checks.is_own(seal.id, keys):
            continue
        yield Finding(
            "moved in time",
            seal.authority,
            seal.month,
            f"Seal {seal.number}, made {_minute(seal.sealed_at)} UTC, should name "
            f"{_named(before and before.sealed_at)} as the moment of the previous "
            f"seals but names {_named(seal.previous_at)}: a seal was changed for a "
            "while and put back, so that lines could be dated too early.",
        )


def _named(at: datetime | None) -> str:
    return f"{_minute(at)} UTC" if at else "none"


def _minute(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"
