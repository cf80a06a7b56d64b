"""The seals over the lines of the audit: chains by authority and month.

A seal covers lines by their exact numbers. It has a keyed digest over them, over the
seal before it in its chain, and over itself, so that the owner of the database, who has
no key, cannot change a line and mend the chain. The head of each chain goes to a place
outside the database as well (``actions.accounts.audit.heads``).

A line is sealed once it is committed and can be seen. Numbers are given before that, so
lines appear out of order: the numbers up to the newest one that were not seen yet are
kept as gaps, and looked at again each time. A gap is given up when it is older than a
day and every transaction has ended that was open when it was first seen.

See decision 0154.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import token_hex

import orjson
from psycopg.types.multirange import Int8Multirange
from psycopg.types.range import Int8Range
from sqlalchemy import BigInteger, DateTime, Index, func, select
from sqlalchemy.dialects.postgresql import INT8MULTIRANGE
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.keeping import Secret
from tracker.refusal import Refusal
from tracker.store.accounts.audit_digests import (
    LINE,
    SHORT,
    Line,
    copied,
    in_words,
    instant,
    lines_hash,
    spans,
)
from tracker.store.database import base, errors
from tracker.store.database.base import AuthorityCode, MaybeMoment, Moment

#: The most lines of one run, so that the first run of an old database ends.
AT_ONCE = 100_000
_LOCK = "audit seals"
_GAPS_KEPT = timedelta(days=1)
#: A run waits this long for another, which takes seconds at the most.
_PATIENCE = "30s"


class SealingHeldUp(Refusal):
    """Another session of the database keeps a lock that sealing needs."""


class _Sealed:
    """The columns of a seal. ``ids`` are the numbers of its lines, as "1-5 7"."""

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    ledger: Mapped[str]
    authority: Mapped[AuthorityCode]
    month: Mapped[date]
    number: Mapped[int]
    ids: Mapped[str]
    lines: Mapped[int] = mapped_column(BigInteger)
    sealed_at: Mapped[Moment]
    previous_at: Mapped[MaybeMoment]  # of the authority's seals before this run
    key: Mapped[str]  # the name of the key
    lines_hash: Mapped[bytes]
    digests_hash: Mapped[bytes]
    previous: Mapped[bytes]
    hash: Mapped[bytes]


class AuditSeal(_Sealed, Model):
    """One seal. ``digests`` has the first bytes of the digest of each line."""

    __tablename__ = "audit_seals"
    __table_args__ = (
        Index("ix_audit_seals_chain", "authority", "month", "number", unique=True),
        Index("ix_audit_seals_month", "month", "id"),
    )

    digests: Mapped[bytes]


class AuditDropped(_Sealed, Model):
    """The last seal of a chain whose month was deleted after its retention."""

    __tablename__ = "audit_dropped"

    dropped_at: Mapped[Moment]


class AuditSealing(Model):
    """How far the seals are. One row; its name changes when the database is restored.

    ``filed`` and ``posted`` are the last seals whose heads are outside the database.
    """

    __tablename__ = "audit_sealing"

    ledger: Mapped[str] = mapped_column(primary_key=True)
    sealed_to: Mapped[int] = mapped_column(BigInteger)
    gaps: Mapped[object] = mapped_column(INT8MULTIRANGE)
    older_gaps: Mapped[object] = mapped_column(INT8MULTIRANGE)
    turned_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    turned_xid: Mapped[int] = mapped_column(BigInteger)
    last_seal: Mapped[int] = mapped_column(BigInteger)
    filed: Mapped[int] = mapped_column(BigInteger)
    posted: Mapped[int] = mapped_column(BigInteger)


def payload(seal: _Sealed) -> bytes:
    """Everything that a seal's keyed digest is over."""
    return orjson.dumps(
        [
            seal.ledger,
            seal.id,
            seal.authority,
            seal.month.isoformat(),
            seal.number,
            seal.ids,
            seal.lines,
            instant(seal.sealed_at),
            seal.previous_at and instant(seal.previous_at),
            seal.key,
            seal.lines_hash.hex(),
            seal.digests_hash.hex(),
            seal.previous.hex(),
        ]
    )


def seal(*, at: datetime, secret: Secret) -> int:
    """Seals every line that can be seen and is in no seal; returns how many there were.

    Commits after each run of at most a hundred thousand lines. Raises SealingHeldUp.
    """
    sealed = 0
    while True:
        with _not_held_up(), base.transaction():
            base.run(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            base.wait_for(_LOCK)
            lines = _seal_some(at, secret)
        sealed += lines
        if lines < AT_ONCE:
            return sealed


@contextmanager
def _not_held_up() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if errors.of(error) is not errors.Trouble.BUSY:
            raise
        raise SealingHeldUp(
            "Another session of the database keeps a lock that sealing the audit needs "
            f"(waited {_PATIENCE}). pg_locks names it; lines in no seal can be changed "
            "without a trace."
        ) from error


def sealing() -> AuditSealing | None:
    """How far the seals are, None before the first."""
    return base.first(select(AuditSealing))


def _state(at: datetime) -> AuditSealing:
    """How far the seals are, with a first row where there is none."""
    found = base.first(base.locked(select(AuditSealing)))
    if found is None:
        nothing = Int8Multirange()
        found = AuditSealing(
            ledger=token_hex(8),
            sealed_to=0,
            gaps=nothing,
            older_gaps=nothing,
            turned_at=at,
            turned_xid=0,
            last_seal=0,
            filed=0,
            posted=0,
        )
        base.insert(found)
    return found


#: One statement, so one snapshot, for new lines and for those that appeared late.
_UNSEALED = (
    f"SELECT {LINE} FROM audit WHERE id > %(sealed_to)s"
    # Below a rule of rows, an index serves only comparisons with plain values.
    f" UNION ALL SELECT {LINE} FROM audit JOIN (SELECT lower(gap), upper(gap)"
    " FROM unnest(%(gaps)s::int8multirange) AS gap OFFSET 0) AS gaps (a, b)"
    " ON id >= a AND id < b"
    " ORDER BY 1 LIMIT %(most)s"
)


def _seal_some(at: datetime, secret: Secret) -> int:
    state = _state(at)
    gaps = merged(state.gaps, state.older_gaps)
    lines = list(
        copied(_UNSEALED, {"sealed_to": state.sealed_to, "gaps": gaps, "most": AT_ONCE})
    )
    chains: dict[tuple[str, date], list[Line]] = {}
    for line in lines:
        chains.setdefault((line.authority, line.month), []).append(line)
    moments = {authority: _last_run(authority, at) for authority, _ in chains}
    for (authority, month), some in chains.items():
        state.last_seal += 1
        _add_seal(state, authority, month, some, at, moments[authority], secret)
    _move_on(state, lines, at)
    return len(lines)


def _add_seal(
    state: AuditSealing,
    authority: str,
    month: date,
    lines: Sequence[Line],
    at: datetime,
    previous_at: datetime | None,
    secret: Secret,
) -> None:
    before = newest(authority, month)
    digests = b"".join(line.digest[:SHORT] for line in lines)
    made = AuditSeal(
        id=state.last_seal,
        ledger=state.ledger,
        authority=authority,
        month=month,
        number=before.number + 1 if before else 1,
        ids=in_words(line.id for line in lines),
        lines=len(lines),
        sealed_at=at,
        previous_at=previous_at,
        key=secret.name,
        lines_hash=lines_hash(line.digest for line in lines),
        digests_hash=sha256(digests).digest(),
        previous=before.hash if before else b"",
        digests=digests,
    )
    made.hash = secret.mark(payload(made))
    db.session.add(made)
    db.session.flush()


def newest(authority: str, month: date) -> AuditSeal | AuditDropped | None:
    """The last seal of a chain, also of one whose month was deleted."""
    return base.first(
        select(AuditSeal)
        .filter_by(authority=authority, month=month)
        .order_by(AuditSeal.number.desc())
    ) or base.first(
        select(AuditDropped)
        .filter_by(authority=authority, month=month)
        .order_by(AuditDropped.number.desc())
    )


def chains() -> list[tuple[str, date, int]]:
    """The authority, month and last number of every chain."""
    return [
        tuple(row)
        for table in ("audit_dropped", "audit_seals")
        for row in base.stream(
            f"SELECT authority, month, max(number) FROM {table} GROUP BY 1, 2"
        )
    ]


def after(number: int, *, most: int) -> list[AuditSeal]:
    """The seals made after one, in the order in which they were made."""
    return base.every(
        select(AuditSeal)
        .where(AuditSeal.id > number)
        .order_by(AuditSeal.id)
        .limit(most)
    )


def note_outside(place: str, number: int) -> None:
    """Notes that the heads up to one are outside: "filed" or "posted"."""
    with base.transaction():
        base.execute(
            f"UPDATE audit_sealing SET {place} = greatest({place}, :number)",
            {"number": number},
        )


def not_outside_since(place: str) -> datetime | None:
    """The moment of the oldest seal whose head is not outside: "filed" or "posted"."""
    found: datetime | None = base.execute(
        "SELECT sealed_at FROM audit_seals WHERE id >"
        f" (SELECT {place} FROM audit_sealing) ORDER BY id LIMIT 1"
    ).scalar()
    return found


def begin(at: datetime) -> AuditSealing:
    """The first row of a new database, with its name. It is not committed."""
    return _state(at)


def begin_again(at: datetime) -> AuditSealing:
    """Gives a restored database a new name, so that its seals differ from those that
    were made after the copy. Its heads are to be written outside again. It is not
    committed.
    """
    state = _state(at)
    base.run(
        "UPDATE audit_sealing SET ledger = %s, filed = 0, posted = 0", [token_hex(8)]
    )
    db.session.expire_all()
    db.session.expunge(state)
    return _state(at)


def _last_run(authority: str, at: datetime) -> datetime | None:
    """The moment of the authority's seals before this run.

    A run that was stopped after some of its lines does not count: the others were there
    already. None of it is later than ``at``: a clock that was wrong for a while would
    otherwise make every later line look too old.
    """
    last = base.first(
        select(AuditSeal)
        .where(AuditSeal.authority == authority, AuditSeal.sealed_at != at)
        .order_by(AuditSeal.id.desc())
    )
    if last is None:
        # Every month of the authority so far may have been deleted after its time.
        deleted = base.first(
            select(AuditDropped)
            .where(AuditDropped.authority == authority)
            .order_by(AuditDropped.id.desc())
        )
        return min(deleted.sealed_at, at) if deleted is not None else None
    lines = base.one(
        select(func.sum(AuditSeal.lines)).where(
            AuditSeal.id > last.id - AT_ONCE, AuditSeal.sealed_at == last.sealed_at
        )
    )
    moment = last.previous_at if lines % AT_ONCE == 0 else last.sealed_at
    return moment and min(moment, at)


def _move_on(state: AuditSealing, lines: Sequence[Line], at: datetime) -> None:
    """Moves the state behind the lines that were sealed."""
    newest_id = max([state.sealed_to, *(line.id for line in lines)])
    seen = Int8Multirange(
        [Int8Range(a, b + 1) for a, b in spans(in_words(line.id for line in lines))]
        if lines
        else []
    )
    values = {
        "ledger": state.ledger,
        "sealed_to": state.sealed_to,
        "newest": newest_id,
        "seen": seen,
    }
    db.session.flush()
    # A gap in which a line was found is one no longer.
    base.run(
        "UPDATE audit_sealing SET sealed_to = %(newest)s, gaps = gaps + "
        "int8multirange(int8range(%(sealed_to)s + 1, %(newest)s + 1)) - %(seen)s,"
        " older_gaps = older_gaps - %(seen)s WHERE ledger = %(ledger)s",
        values,
    )
    # Read after the lines, so that it covers every number that may have been missed.
    xmin, xmax = base.execute(
        "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint"
        " FROM pg_current_snapshot() AS s"
    ).one()
    # A cluster into which a copy was restored counts its transactions from the start.
    ended = xmin >= state.turned_xid or xmax < state.turned_xid
    if ended and at - state.turned_at >= _GAPS_KEPT:
        base.run(
            "UPDATE audit_sealing SET older_gaps = gaps, gaps = '{}', turned_at ="
            " %(at)s, turned_xid = %(xmax)s WHERE ledger = %(ledger)s",
            {"at": at, "xmax": xmax, "ledger": state.ledger},
        )
    db.session.expire(state)


def merged(*gaps: object) -> Int8Multirange:
    """Gaps of both ages in one, for the driver."""
    return Int8Multirange(
        Int8Range(each.lower, each.upper)
        for some in gaps
        for each in some  # type: ignore[attr-defined]
    )
