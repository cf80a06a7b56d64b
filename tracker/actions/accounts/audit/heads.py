"""The heads of the audit's chains, kept outside the database.

Each seal is written as a line of JSON to a file that only grows, and sent to an address
where one is set. Who rewrites the chains in the database does not reach them there.
"""

import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from fcntl import LOCK_EX, flock
from hmac import compare_digest
from pathlib import Path
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson

from tracker import store
from tracker.keeping import Secret
from tracker.refusal import Refusal
from tracker.store.accounts.audit_integrity.audit_runs import SealTimes
from tracker.store.accounts.audit_seals import AuditSeal

_LOG = logging.getLogger(__name__)
_AT_ONCE = 500
_SECONDS = 5
_DAMAGED = "is damaged"
_RECORD = re.compile(rb'(?=\{"(?:ledger|begins)":)')

Chain = tuple[str, date]


@dataclass(frozen=True, slots=True)
class HeadsPlace:
    """Where heads go: a file, and an address beside it where one is set."""

    file: Path
    address: str | None = None


class HeadsUnreadable(Refusal):
    """The file of heads cannot be read or written; the text gives the reason."""


def send(place: HeadsPlace) -> int:
    """Takes every new head outside; returns how many went into the file.

    What cannot be written or sent stays for the next time, with a line in the log.
    """
    done = 0
    try:
        done = _send_new("filed", lambda heads: append(place.file, heads))
    except OSError as error:
        _LOG.warning("heads of the audit cannot be written: %s", error.strerror)
    if (address := place.address) is not None:
        try:
            _send_new("posted", lambda heads: _post(address, heads))
        except OSError as error:
            _LOG.warning("heads of the audit cannot be sent: %s", type(error).__name__)
    return done


def _send_new(place: str, take: Callable[[Sequence[Mapping[str, Any]]], None]) -> int:
    done = 0
    while True:
        state = store.accounts.audit_seals.sealing()
        if state is None:
            return done
        some = store.accounts.audit_seals.after(getattr(state, place), most=_AT_ONCE)
        if not some:
            return done
        heads, last = [_head(each) for each in some], some[-1].id
        # No transaction stays open while another machine is waited for.
        store.database.base.end()
        take(heads)
        store.accounts.audit_seals.note_outside(place, last)
        done += len(heads)


def append(file: Path, heads: Iterable[Mapping[str, Any]]) -> None:
    """Adds lines at the end of the file, on the disk before it returns.

    A disk that becomes full leaves nothing of them. Where the half of a line stays, as
    after a power failure, the next one begins below it. Raises OSError.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = b"".join(orjson.dumps(each) + b"\n" for each in heads)
    number = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        flock(number, LOCK_EX)
        size = os.fstat(number).st_size
        if size and os.pread(number, 1, size - 1) != b"\n":
            text = b"\n" + text
        try:
            _write(number, text)
        except OSError:
            with suppress(OSError):  # a file that can only be added to keeps the half
                os.ftruncate(number, size)
            raise
    finally:
        os.close(number)


def _write(number: int, text: bytes) -> None:
    while text:
        text = text[os.write(number, text) :]
    os.fsync(number)


class _Stays(HTTPRedirectHandler):
    """Follows no redirect: it would end as a request without the heads, answered."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = build_opener(_Stays)


def _post(address: str, heads: Sequence[Mapping[str, Any]]) -> None:
    request = Request(  # noqa: S310 - https, or this machine: config checks it
        address,
        data=orjson.dumps({"heads": heads}),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    with _OPENER.open(request, timeout=_SECONDS) as answer:
        answer.read(1)


def begin_again(
    place: HeadsPlace, because: str, *, secret: Secret, at: datetime
) -> None:
    """Writes that the database starts from what it holds now: "demo" or "restored".

    Later heads of an earlier state are then known to be void, and why. Raises
    HeadsUnreadable.
    """
    with store.database.base.transaction():
        seals = store.accounts.audit_seals
        state = seals.begin_again(at) if because == "restored" else seals.begin(at)
        kept = {
            f"{authority} {month.isoformat()}": number
            for authority, month, number in seals.chains()
        }
        record = {
            "begins": state.ledger,
            "because": because,
            "at": store.accounts.audit_digests.instant(at),
            "kept": kept,
            "key": secret.name,
        }
        record["hash"] = secret.mark(_canonical(record)).hex()
        try:
            append(place.file, [record])
        except OSError as error:
            raise HeadsUnreadable(
                f"The heads of the audit cannot be written to {place.file}: "
                f"{error.strerror}."
            ) from error


def _canonical(record: Mapping[str, Any]) -> bytes:
    rest = {name: value for name, value in record.items() if name != "hash"}
    return orjson.dumps(rest, option=orjson.OPT_SORT_KEYS)


def _head(seal: AuditSeal) -> dict[str, Any]:
    """A seal as it goes outside: everything that its digest is over."""
    instant = store.accounts.audit_digests.instant
    return {
        "ledger": seal.ledger,
        "id": seal.id,
        "authority": seal.authority,
        "month": seal.month.isoformat(),
        "number": seal.number,
        "ids": seal.ids,
        "lines": seal.lines,
        "sealed_at": instant(seal.sealed_at),
        "previous_at": seal.previous_at and instant(seal.previous_at),
        "key": seal.key,
        "lines_hash": seal.lines_hash.hex(),
        "digests_hash": seal.digests_hash.hex(),
        "previous": seal.previous.hex(),
        "hash": seal.hash.hex(),
    }


@dataclass(frozen=True, slots=True)
class Head:
    """What is compared of the head of a seal."""

    hash: bytes
    ids: str
    made: SealTimes


@dataclass(slots=True)
class Heads:
    """What the file has: the seals of each chain by number."""

    chains: dict[Chain, dict[int, Head]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    #: Sentences about lines that were cut short and are there whole further down.
    cut_short: list[str] = field(default_factory=list)
    #: Sentences about copies that were restored.
    restored: list[str] = field(default_factory=list)


def read(file: Path, keys: Mapping[str, Secret]) -> Heads | None:
    """The heads in the file; None where there is no file. Raises HeadsUnreadable."""
    found = Heads()
    halves: list[tuple[int, bytes]] = []
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                # Earlier versions wrote the next head right behind half of one.
                for part in _RECORD.split(line.rstrip(b"\n")):
                    fault = _take(found, part, keys) if part else None
                    if fault == _DAMAGED:
                        halves.append((number, part))
                    elif fault is not None:
                        found.faults.append(f"Line {number} of {file.name} {fault}.")
                    elif halves and part:
                        halves = _without(halves, part, found, file.name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HeadsUnreadable(
            f"The heads of the audit in {file} cannot be read: {error.strerror}."
        ) from error
    found.faults += [
        f"Line {number} of {file.name} {_DAMAGED}." for number, _ in halves
    ]
    return found


def _without(
    halves: list[tuple[int, bytes]], whole: bytes, found: Heads, name: str
) -> list[tuple[int, bytes]]:
    """The halves that are not the beginning of a head, which is there whole."""
    stay = [each for each in halves if not whole.startswith(each[1])]
    found.cut_short += [
        f"Line {each[0]} of {name} was cut short, as by a full disk; the same head is "
        "there whole below it."
        for each in halves
        if each not in stay
    ]
    return stay


def _take(found: Heads, line: bytes, keys: Mapping[str, Secret]) -> str | None:
    """Takes one line of the file; returns what is wrong with it, else None."""
    try:
        record = json.loads(line)
        secret = keys.get(record["key"])
        if secret is None:
            return "was made with a key that is not there"
        if "begins" in record:
            if not compare_digest(
                secret.mark(_canonical(record)).hex(), record["hash"]
            ):
                return "was changed"
            _begin(found, record)
            return None
        if not compare_digest(secret.mark(_payload(record)).hex(), record["hash"]):
            return "was changed"
        chain = record["authority"], date.fromisoformat(record["month"])
        value = bytes.fromhex(record["hash"])
        head = Head(value, record["ids"], _made(record, chain))
        before = found.chains.setdefault(chain, {}).setdefault(record["number"], head)
        same = before.hash == value
        return None if same else "has another seal than an earlier line"
    except (ValueError, KeyError, TypeError):
        return _DAMAGED


def _made(record: Mapping[str, Any], chain: Chain) -> SealTimes:
    before = record["previous_at"]
    return SealTimes(
        record["id"],
        *chain,
        record["number"],
        record["lines"],
        datetime.fromisoformat(record["sealed_at"]),
        before and datetime.fromisoformat(before),
    )


def _payload(record: Mapping[str, Any]) -> bytes:
    names = (
        "ledger id authority month number ids lines sealed_at previous_at key"
        " lines_hash digests_hash previous"
    )
    return orjson.dumps([record[name] for name in names.split()])


def _begin(found: Heads, record: Mapping[str, Any]) -> None:
    """Leaves out the heads that a new start has made void."""
    kept: Mapping[str, int] = record["kept"]
    lost = 0
    for (authority, month), seals in list(found.chains.items()):
        until = kept.get(f"{authority} {month.isoformat()}", 0)
        void = [number for number in seals if number > until]
        lost += len(void)
        for number in void:
            del seals[number]
        if not seals:
            del found.chains[authority, month]
    if record["because"] == "restored":
        found.restored.append(
            f"A backup was restored on {record['at'][:10]}; seals that were made after "
            f"it and are lost: {lost}."
        )


def of_month(heads: Heads, month: date) -> Iterator[tuple[str, dict[int, Head]]]:
    """The chains of a month in the file."""
    for (authority, each), seals in heads.chains.items():
        if each == month:
            yield authority, seals
