"""The heads of the audit's chains, kept outside the database.

Each seal is written as a line of JSON to a file that only grows, and sent to an address
where one is set. Who rewrites the chains in the database does not reach them there.
"""

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hmac import compare_digest
from pathlib import Path
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson

from tracker import store
from tracker.keeping import Secret
from tracker.refusal import Refusal
from tracker.store.accounts.audit_seals import AuditSeal

_LOG = logging.getLogger(__name__)
_AT_ONCE = 500
_SECONDS = 5

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
    """Adds lines at the end of the file, on the disk before it returns."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = b"".join(orjson.dumps(each) + b"\n" for each in heads)
    number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        while text:
            text = text[os.write(number, text) :]
        os.fsync(number)
    finally:
        os.close(number)


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


@dataclass(slots=True)
class Heads:
    """What the file has: by chain the digest and the lines of each seal."""

    chains: dict[Chain, dict[int, tuple[bytes, str]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    #: Sentences about copies that were restored.
    restored: list[str] = field(default_factory=list)


def read(file: Path, keys: Mapping[str, Secret]) -> Heads | None:
    """The heads in the file; None where there is no file. Raises HeadsUnreadable."""
    found = Heads()
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if (fault := _take(found, line, keys)) is not None:
                    found.faults.append(f"Line {number} of {file.name} {fault}.")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HeadsUnreadable(
            f"The heads of the audit in {file} cannot be read: {error.strerror}."
        ) from error
    return found


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
        seals = found.chains.setdefault(chain, {})
        before = seals.setdefault(record["number"], (value, record["ids"]))
        return None if before[0] == value else "has another seal than an earlier line"
    except (ValueError, KeyError, TypeError):
        return "is damaged"


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


def of_month(heads: Heads, month: date) -> Iterator[tuple[str, dict[int, Any]]]:
    """The chains of a month in the file."""
    for (authority, each), seals in heads.chains.items():
        if each == month:
            yield authority, seals
