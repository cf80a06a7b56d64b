"""Checking the lines of the audit against their seals, a month at a time.

Lines come as one stream in the order of their numbers, so that a month of any size is
read once and takes little memory. What stands outside the database is compared by
``actions.accounts.audit.verification``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from sqlalchemy import select

from tracker.extensions import db
from tracker.keeping import Secret
from tracker.store.accounts import audit_digests, audit_months, audit_seals
from tracker.store.accounts.audit_digests import LINE, SHORT, Line
from tracker.store.accounts.audit_seals import AuditDropped, AuditSeal
from tracker.store.database import base

#: A line may be this much older than the seals that were made before it was there: an
#: import takes long, and its line has the moment of its start.
_LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not sound: its kind, where it is, and the sentence about it."""

    kind: str
    authority: str
    month: date
    sentence: str


@dataclass(slots=True)
class Checked:
    """What was read of a month, and the lines that no seal covers yet."""

    lines: int = 0
    seals: int = 0
    tail: int = 0
    tail_since: datetime | None = None


@dataclass(slots=True)
class _Open:
    """A seal while its lines are read."""

    seal: AuditSeal
    left: int
    lines: Any = field(default_factory=sha256)
    read: int = 0
    changed: list[int] = field(default_factory=list)
    is_whole: bool = True


@dataclass(slots=True)
class _Chain:
    """The spans of a chain's seals in ascending order, and how far they are read."""

    spans: list[tuple[int, int, _Open]] = field(default_factory=list)
    place: int = 0
    expected: int = 0
    missing: list[tuple[int, int]] = field(default_factory=list)


def months() -> set[date]:
    """Every month with lines or seals."""
    lines = base.distinct(
        "SELECT date_trunc('month', at AT TIME ZONE 'UTC')::date FROM audit_rest"
    )
    seals = set(db.session.scalars(select(AuditSeal.month).distinct()))
    return {*lines, *seals, *audit_months.kept()}


def dropped() -> list[AuditDropped]:
    """The last seals of the months that were deleted."""
    return base.every(select(AuditDropped).order_by(AuditDropped.id))


def heads(month: date) -> dict[tuple[str, int], bytes]:
    """The digest of each seal of a month, by authority and number."""
    rows = db.session.execute(
        select(AuditSeal.authority, AuditSeal.number, AuditSeal.hash).filter_by(
            month=month
        )
    )
    return {(authority, number): value for authority, number, value in rows}


def sealed_to() -> int:
    """The highest number of a line that any seal covers."""
    state = audit_seals.sealing()
    ids = db.session.scalars(
        select(AuditSeal.ids).order_by(AuditSeal.id.desc()).limit(100)
    )
    # The row of the state is no proof by itself: anyone may write it.
    written = [last for each in ids for _, last in _spans(each)]
    return max([state.sealed_to if state else 0, *written])


def gaps() -> Any:
    """The numbers in which a line may still appear."""
    state = audit_seals.sealing()
    return () if state is None else (*state.gaps, *state.older_gaps)  # type: ignore[misc]


def check(
    month: date,
    *,
    authority: str | None,
    keys: Mapping[str, Secret],
    found: list[Finding],
) -> Checked:
    """Checks one month, of one authority or of all; adds to ``found``."""
    checked = Checked()
    # In this order: the worker may seal lines meanwhile, which are then in the chains.
    awaited, until = gaps(), sealed_to()
    chains = _chains(month, authority, keys, found, checked)
    for line in _lines(month, authority):
        checked.lines += 1
        open_ = _seal_of(chains.get(line.authority), line)
        if open_ is not None:
            _read(open_, line, month, found)
        elif line.id > until or any(line.id in gap for gap in awaited):
            checked.tail += 1
            checked.tail_since = min(checked.tail_since or line.at, line.at)
        else:
            found.append(
                Finding(
                    "inserted",
                    line.authority,
                    month,
                    f"Line {line.id} is in no seal, though later lines are: it was put "
                    "in afterwards.",
                )
            )
    for code, chain in chains.items():
        _end(chain, code, month, found)
    db.session.expunge_all()
    return checked


def _lines(month: date, authority: str | None) -> Iterator[Line]:
    """The lines of a month in the order of their numbers."""
    wanted = " AND authority = %(authority)s" if authority else ""
    return audit_digests.copied(
        f"SELECT {LINE} FROM audit WHERE at >= %(first)s::timestamp AT TIME ZONE 'UTC'"
        f" AND at < %(after)s::timestamp AT TIME ZONE 'UTC'{wanted} ORDER BY id, at",
        {
            "first": month,
            "after": audit_months.following(month),
            "authority": authority,
        },
    )


def _chains(
    month: date,
    authority: str | None,
    keys: Mapping[str, Secret],
    found: list[Finding],
    checked: Checked,
) -> dict[str, _Chain]:
    """The chains of a month, each seal checked by itself and against the one before."""
    query = select(AuditSeal).filter_by(month=month)
    if authority:
        query = query.filter_by(authority=authority)
    chains: dict[str, _Chain] = {}
    ended = {each.authority: each for each in dropped() if each.month == month}
    before: AuditSeal | AuditDropped | None = None
    for seal in base.every(query.order_by(AuditSeal.authority, AuditSeal.number)):
        checked.seals += 1
        if before is None or before.authority != seal.authority:
            before = ended.get(seal.authority)
        for kind, sentence in _faults(seal, before, keys):
            fault = Finding(kind, seal.authority, month, sentence)
            if kind != "key missing" or fault not in found:
                found.append(fault)
        chain = chains.setdefault(seal.authority, _Chain())
        whole = _Open(seal, seal.lines)
        chain.spans += [(first, last, whole) for first, last in _spans(seal.ids)]
        before = seal
    for code, chain in chains.items():
        chain.spans.sort(key=lambda each: each[:2])
        for (_, last, _a), (first, _, _b) in zip(
            chain.spans, chain.spans[1:], strict=False
        ):
            if first <= last:
                sentence = f"Line {first} is in two seals."
                found.append(Finding("seal changed", code, month, sentence))
    return chains


def _faults(
    seal: AuditSeal,
    before: AuditSeal | AuditDropped | None,
    keys: Mapping[str, Secret],
) -> Iterable[tuple[str, str]]:
    """What is wrong with a seal, without its lines."""
    name = f"Seal {seal.number}, made {seal.sealed_at:%Y-%m-%d %H:%M} UTC,"
    number, previous = (before.number, before.hash) if before else (0, b"")
    if seal.number != number + 1:
        yield (
            "seal missing",
            f"Seal {number + 1} is not there; the next is {seal.number}.",
        )
    elif not compare_digest(seal.previous, previous):
        yield "chain rewritten", f"{name} does not continue the seal before it."
    yield from own_faults(seal, name, keys)
    if sha256(seal.digests).digest() != seal.digests_hash:
        yield "seal changed", f"{name} has other short digests than it was made with."
    if sum(last - first + 1 for first, last in _spans(seal.ids)) != seal.lines:
        yield "seal changed", f"{name} does not name as many lines as it counts."


def own_faults(
    seal: AuditSeal | AuditDropped, name: str, keys: Mapping[str, Secret]
) -> Iterable[tuple[str, str]]:
    """Whether a seal was made with one of the installation's keys, and not changed."""
    secret = keys.get(seal.key)
    if secret is None:
        yield (
            "key missing",
            f"The key {seal.key[:16]}, with which seals were made, is not there.",
        )
    elif not compare_digest(secret.mark(audit_seals.payload(seal)), seal.hash):
        yield (
            "chain rewritten",
            f"{name} was not made with the key that it names: it was changed, or "
            "written by another program.",
        )


def is_own(number: int, keys: Mapping[str, Secret]) -> bool:
    """Whether a seal, by its order of making, is as one of our keys made it.

    One that is not in the database is as its head outside is, which was proved.
    """
    here: list[AuditSeal | AuditDropped] = [
        *base.every(select(AuditSeal).filter_by(id=number)),
        *base.every(select(AuditDropped).filter_by(id=number)),
    ]
    return not any(fault for each in here for fault in own_faults(each, "", keys))


def _spans(ids: str) -> list[tuple[int, int]]:
    try:
        return audit_digests.spans(ids)
    except ValueError:
        return []


def _seal_of(chain: _Chain | None, line: Line) -> _Open | None:
    """The seal of a line. Numbers that were passed over are missing."""
    if chain is None:
        return None
    while chain.place < len(chain.spans):
        first, last, whole = chain.spans[chain.place]
        awaited = max(first, chain.expected)
        if line.id < awaited:
            return None
        if awaited < line.id:
            _miss(chain, whole, awaited, min(last, line.id - 1))
        if line.id <= last:
            chain.expected = line.id + 1
            if line.id == last:
                chain.place += 1
            return whole
        chain.place += 1
    return None


def _miss(chain: _Chain, whole: _Open, first: int, last: int) -> None:
    if first > last:
        return
    whole.is_whole = False
    whole.read += last - first + 1
    if chain.missing and chain.missing[-1][1] + 1 == first:
        chain.missing[-1] = (chain.missing[-1][0], last)
    else:
        chain.missing.append((first, last))


def _read(whole: _Open, line: Line, month: date, found: list[Finding]) -> None:
    seal = whole.seal
    at = whole.read * SHORT
    whole.read += 1
    whole.lines.update(line.digest)
    if seal.digests[at : at + SHORT] != line.digest[:SHORT]:
        whole.changed.append(line.id)
    # Versions that went by a clock which jumped named a moment after their own.
    before = seal.previous_at and min(seal.previous_at, seal.sealed_at)
    if before is not None and line.at < before - _LATE:
        found.append(
            Finding(
                "dated earlier",
                line.authority,
                month,
                f"Line {line.id} is dated {line.at:%Y-%m-%d %H:%M} UTC, but was not "
                f"there on {before:%Y-%m-%d %H:%M} UTC.",
            )
        )


def _end(chain: _Chain, authority: str, month: date, found: list[Finding]) -> None:
    """The findings of a chain after its last line."""
    for first, last, whole in chain.spans[chain.place :]:
        _miss(chain, whole, max(first, chain.expected), last)
    for first, last in chain.missing:
        which = (
            f"Line {first} was" if first == last else f"Lines {first} to {last} were"
        )
        found.append(Finding("deleted", authority, month, f"{which} deleted."))
    for whole in {id(each): each for _, _, each in chain.spans}.values():
        seal = whole.seal
        for number in whole.changed:
            sentence = f"Line {number} was changed after it was sealed."
            found.append(Finding("changed", authority, month, sentence))
        sound = whole.lines.digest() == seal.lines_hash
        if whole.is_whole and not whole.changed and not sound:
            sentence = f"One of the lines {seal.ids} was changed after it was sealed."
            found.append(Finding("changed", authority, month, sentence))


def numbers(month: date) -> list[tuple[str, int, int]]:
    """The authority, number and order of making of each seal of a month."""
    rows = db.session.execute(
        select(AuditSeal.authority, AuditSeal.number, AuditSeal.id)
        .filter_by(month=month)
        .order_by(AuditSeal.authority, AuditSeal.number)
    )
    return [(code, number, made) for code, number, made in rows]
