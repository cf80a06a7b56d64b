"""Whether the months of the audit that are gone were deleted by us, and in time."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from tracker import store
from tracker.actions.accounts.audit.heads import Heads
from tracker.keeping import Secret
from tracker.store.accounts.audit_checks import Finding
from tracker.store.accounts.audit_seals import AuditDropped

#: No setting and no command lets a month go earlier than this.
_LEAST_KEPT = timedelta(days=2 * 365)
#: The database's clock may differ by this much from that of the verifying machine.
_CLOCKS_MAY_DIFFER_BY = timedelta(hours=1)


def faults(
    dropped: AuditDropped,
    heads: Heads | None,
    keys: Mapping[str, Secret],
    at: datetime,
) -> Iterator[Finding]:
    """What is wrong with a deletion, of which ``dropped`` is the last seal.

    Its age is judged by ``at``, because the owner of the database can write any moment
    into the row.
    """
    for kind, sentence in _faults(dropped, heads, keys, at):
        yield Finding(kind, dropped.authority, dropped.month, sentence)


def _faults(
    dropped: AuditDropped,
    heads: Heads | None,
    keys: Mapping[str, Secret],
    at: datetime,
) -> Iterator[tuple[str, str]]:
    month = f"{dropped.month:%B %Y}"
    name = f"The last seal of {month}, which was deleted,"
    yield from store.accounts.audit_checks.own_faults(dropped, name, keys)
    deletions = store.accounts.audit_integrity.audit_deletions
    if not deletions.is_recorded(dropped, keys):
        yield (
            "not deleted by us",
            f"{month} is noted as deleted up to seal {dropped.number}, but no record "
            "made with a key of ours has it: it was deleted by hand.",
        )
    when = f"{dropped.dropped_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if dropped.dropped_at > at + _CLOCKS_MAY_DIFFER_BY:
        yield (
            "deleted in the future",
            f"{month} is noted as deleted on {when}, which has not come yet.",
        )
    day = min(dropped.dropped_at, at).astimezone(UTC).date()
    if day < store.accounts.audit_months.following(dropped.month) + _LEAST_KEPT:
        yield "deleted too early", f"{month} was deleted before it was two years old."
    outside = heads.chains.get((dropped.authority, dropped.month), {}) if heads else {}
    later = {
        number
        for number, head in outside.items()
        if number > dropped.number and head.made.sealed_at < dropped.dropped_at
    } | deletions.made_before(dropped)
    if later:
        spans = store.accounts.audit_digests.in_words(sorted(later)).replace(" ", ", ")
        seals = f"seal {spans} was" if len(later) == 1 else f"seals {spans} were"
        yield (
            "not deleted whole",
            f"{month} is noted as deleted on {when} up to seal {dropped.number}, but "
            f"{seals} made before that: only its beginning was deleted.",
        )
