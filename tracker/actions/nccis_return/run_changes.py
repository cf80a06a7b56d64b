"""The difference between two months' returns, its causes, and whether it is unusual."""

from collections import Counter
from dataclasses import dataclass, field

from tracker import domain, store
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.activity import UNKNOWN
from tracker.store.nccis_return.run_changes import Side
from tracker.store.nccis_return.runs import ReturnRun

#: A new Year 11 joins and last year's Year 13 leaves: each September's return changes.
ROLLOVER = 9


@dataclass(frozen=True, slots=True)
class Moved:
    """One young person whose record differs between two returns, and the cause."""

    person: int
    what: str
    before: str | None
    after: str | None
    cause: str


@dataclass(slots=True)
class Difference:
    """The changes from one return to another."""

    first: int
    second: int
    records: tuple[int, int]
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)

    @property
    def causes(self) -> dict[str, int]:
        """The number of changes by cause, the most frequent first."""
        return {f"{what}: {cause}": many for what, cause, many in self.by_cause}

    @property
    def by_cause(self) -> list[tuple[str, str, int]]:
        """(what, cause, number of changes), the most frequent first."""
        counted = Counter((each.what, each.cause) for each in self.moved)
        return sorted(
            ((what, cause, many) for (what, cause), many in counted.items()),
            key=lambda row: (-row[2], f"{row[0]}: {row[1]}"),
        )


def differences(first: ReturnRun, second: ReturnRun) -> Difference:
    """The people who joined, left or moved between two runs, each with its cause."""
    differing = store.nccis_return.run_changes.differing(first.id, second.id)
    sources = store.history.evidence_changes.sources_between(
        [person for person, *_ in differing], first.prepared_at, second.prepared_at
    )
    return Difference(
        first=first.id,
        second=second.id,
        records=(first.records, second.records),
        groups=store.nccis_return.run_changes.groups(first.id, second.id),
        moved=[
            _moved(person, before, after, sources.get(person))
            for person, before, after in differing
        ],
    )


def _moved(
    person: int, before: Side | None, after: Side | None, source: str | None
) -> Moved:
    if before is None:
        assert after is not None
        cause = source or "of age for the return now"
        return Moved(person, "joined", None, after.group, cause)
    if after is None:
        is_leaver = before.status != domain.reference.codes.PRIMARY
        cause = "returned once as a leaver" if is_leaver else "left"
        return Moved(person, "left", before.group, None, source or cause)
    if before.status != after.status:
        cause = source or "of another age now"
        return Moved(person, "cohort status", before.status, after.status, cause)
    if before.group != after.group:
        cause = (
            "lapsed: not confirmed again"
            if after.group == UNKNOWN and after.lapsed
            else source or "no new source"
        )
        return Moved(person, "group", before.group, after.group, cause)
    cause = source or "no new source"
    return Moved(person, "activity", before.activity, after.activity, cause)


def earlier(run: ReturnRun) -> ReturnRun | None:
    """The return of the month before, with which a run is compared.

    The newest frozen run of that month, or else the newest that was prepared.
    """
    end = Period.of(run.period_end).previous.end
    runs = store.nccis_return.runs
    return runs.frozen(run.authority, end) or runs.newest(run.authority, end)


def alarm(before: ReturnRun, after: ReturnRun, *, most: int) -> str | None:
    """A sentence if the primary cohort changed by more than ``most`` per cent.

    Leavers are returned once, so the number of records shows less than the number in
    the primary cohort.
    """
    cohorts = store.nccis_return.run_changes.with_status(
        domain.reference.codes.PRIMARY, (before.id, after.id)
    )
    was, is_ = cohorts.get(before.id, 0), cohorts.get(after.id, 0)
    change = is_ - was
    if abs(change) * 100 <= was * most:
        return None
    share = f"{abs(change) / was:.1%}" if was else "all"
    month = Period.of(after.period_end)
    return (
        f"The primary cohort is {abs(change):,} {'more' if change > 0 else 'fewer'} "
        f"than in the return for {Period.of(before.period_end).label} ({share}). "
        + (
            "A new Year 11 joins in September and last year's Year 13 leaves, so "
            "some of this is expected."
            if month.month == ROLLOVER
            else f"More than {most}% is unusual: check the causes first."
        )
    )
