"""The difference between two months' returns, its causes, and whether it is unusual."""

from collections import Counter
from dataclasses import dataclass, field

from tracker import domain, store
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.activity import NEET, UNKNOWN
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


#: The groups of which a return is made: each is watched beside the cohort as a whole.
_WATCHED = {UNKNOWN: "Not known", NEET: "NEET"}


@dataclass(frozen=True, slots=True)
class SinceBefore:
    """A return beside that of the month before: the primary ``cohort`` then and now,
    and what is unusual in sentences, "" where nothing is.
    """

    cohort: tuple[int, int]
    alarm: str


def since_before(before: ReturnRun, after: ReturnRun, *, most: int) -> SinceBefore:
    """What changed since the return before. It is unusual if the primary cohort
    changed by more than ``most`` per cent, or those not known or NEET by more than that
    share of the cohort.

    Leavers are returned once, so the number of records shows less than the number in
    the primary cohort.
    """
    counted = store.nccis_return.run_changes.with_status(
        domain.reference.codes.PRIMARY, (before.id, after.id)
    )
    then, now = counted[before.id], counted[after.id]
    was, is_ = then.total(), now.total()
    month = Period.of(before.period_end).label
    unusual = []
    if abs(is_ - was) * 100 > was * most:
        share = f"{abs(is_ - was) / was:.1%}" if was else "all"
        unusual.append(
            f"The primary cohort is {_more(was, is_)} than in the return for {month} "
            f"({share})."
        )
    unusual += [
        f"{words} went from {then[group]:,} to {now[group]:,} of it: "
        f"{_more(then[group], now[group])}."
        for group, words in _WATCHED.items()
        if abs(now[group] - then[group]) * 100 > was * most
    ]
    if unusual:
        unusual.append(
            "A new Year 11 joins in September and last year's Year 13 leaves, so "
            "some of this is expected."
            if Period.of(after.period_end).month == ROLLOVER
            else f"More than {most}% of the cohort is unusual: check the causes first."
        )
    return SinceBefore((was, is_), " ".join(unusual))


def _more(then: int, now: int) -> str:
    return f"{abs(now - then):,} {'more' if now > then else 'fewer'}"
