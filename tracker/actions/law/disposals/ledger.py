"""The ledger of what was disposed of: keyed digests, outside the database and backups.

A restored backup brings back what was disposed of after it. The ledger finds it again
and has no names: a digest can only be compared with that of a record at hand, by a key
that no backup holds. It forgets what no backup can bring back any more.

It knows when it was begun, so that an empty one is not taken for one that is lost.

See Law N-20, D-04 and decision 0176.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from tracker.actions.accounts.audit import heads
from tracker.keeping import AuditKeys, Secret
from tracker.refusal import Refusal

_BYTES = 16
#: How each line begins.
_BEGINS = b'{"authority"'

#: What identifies a thing: its kind, its number and what no other thing of that number
#: has, since a number may be given again after a restore.
Thing = tuple[str, int, str]
RECORD, CASE = "record", "case"
#: How a ledger was begun: with the first backup, with a disposal before that, or by a
#: user where there was none.
BY_BACKUP, BY_DISPOSAL, ON_PURPOSE = "by a backup", "by a disposal", "on purpose"


class LedgerUnusable(Refusal):
    """The ledger cannot be read or written; the text gives the reason."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file of the ledger, the keys of its digests, and for how many days the oldest
    backup may still be somewhere.
    """

    file: Path
    keys: AuditKeys
    days: int

    def append(self, things: Iterable[Thing], *, authority: str, at: datetime) -> None:
        """Adds things that are about to be disposed of, on the disk before it returns.

        Raises LedgerUnusable and AuditKeyUnusable; then nothing may be disposed of.
        """
        secret = self.keys.newest()
        digests = [_digest(secret, authority, each) for each in things]
        if not digests:
            return
        line = _line(secret, authority, at, digests=digests)
        begun = _line(secret, authority, at, begun=BY_DISPOSAL)
        try:
            with self._alone():
                is_begun = any(it["authority"] == authority for it in self._lines())
                heads.append(self.file, [line] if is_begun else [begun, line])
        except OSError as error:
            raise self._unusable("written to", error) from error

    def begin(self, authority: str, how: str, *, at: datetime) -> None:
        """Begins the ledger of an authority; by a backup only where it is not begun.

        Raises LedgerUnusable and AuditKeyUnusable.
        """
        if how == BY_BACKUP and self.read(authority).begun:
            return
        line = _line(self.keys.newest(), authority, at, begun=how)
        try:
            with self._alone():
                heads.append(self.file, [line])
        except OSError as error:
            raise self._unusable("written to", error) from error

    def read(self, authority: str) -> "Disposed":
        """Everything of an authority that was disposed of, as far as it is remembered.

        Raises LedgerUnusable, also where a key of any line is missing or a line was
        changed.
        """
        known = self.keys.all()
        found: dict[str, dict[str, datetime]] = {}
        begun: list[tuple[datetime, str]] = []
        moments: set[datetime] = set()
        for number, line in enumerate(self._lines(), 1):
            if line["key"] not in known:
                raise LedgerUnusable(
                    f"The ledger {self.file} was written with the key {line['key']}, "
                    f"which is not in {self.keys.file}. Put your copy there."
                )
            if line["mark"] != _mark(known[line["key"]], line):
                raise self._damaged(number)
            if line["authority"] != authority:
                continue
            at = datetime.fromisoformat(line["at"])
            if "begun" in line:
                begun.append((at, line["begun"]))
                continue
            moments.add(at)
            found.setdefault(line["key"], {}).update(dict.fromkeys(line["digests"], at))
        return Disposed(
            authority,
            tuple((known[name], each) for name, each in found.items()),
            tuple(begun),
            frozenset(moments),
        )

    def is_newer(self, moment: datetime) -> bool:
        """Whether anything was disposed of after a moment. Raises LedgerUnusable."""
        return any(
            "begun" not in each and datetime.fromisoformat(each["at"]) > moment
            for each in self._lines()
        )

    def forget(self, at: datetime) -> int:
        """Forgets what no backup can bring back any more; returns how many lines.

        When it was begun stays.
        """
        if not self.file.exists():
            return 0
        oldest = at - timedelta(days=self.days)
        try:
            with self._alone():
                lines = list(self._lines())
                kept = [
                    each
                    for each in lines
                    if "begun" in each or datetime.fromisoformat(each["at"]) >= oldest
                ]
                if len(kept) < len(lines):
                    text = b"".join(orjson.dumps(each) + b"\n" for each in kept)
                    _replace(self.file, text)
        except OSError as error:
            raise self._unusable("written to", error) from error
        return len(lines) - len(kept)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Alone with the ledger, among all processes. The lock is a file of its own:
        the ledger's is replaced, and a line added to the old one would be lost.
        """
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = self.file.with_name(f"{self.file.name}.lock")
        number = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(number, fcntl.LOCK_EX)
            yield
        finally:
            os.close(number)

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            written = self.file.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unusable("read", error) from error
        for number, line in enumerate(written.splitlines(), 1):
            # Half of a line, as after a power failure: what it was for had not
            # begun, and is written again below it.
            if not line or (line.startswith(_BEGINS) and not line.endswith(b"}")):
                continue
            try:
                found = orjson.loads(line)
                datetime.fromisoformat(found["at"])
                whole = found.keys() >= {"authority", "key", "mark"}
            except (ValueError, TypeError, KeyError):
                whole = False
            if not whole or ("begun" not in found and "digests" not in found):
                raise self._damaged(number)
            yield found

    def _damaged(self, number: int) -> LedgerUnusable:
        return LedgerUnusable(
            f"Line {number} of the ledger of disposals is damaged: {self.file}. Put "
            "your copy there."
        )

    def _unusable(self, done: str, error: OSError) -> LedgerUnusable:
        return LedgerUnusable(
            f"The ledger of disposals cannot be {done}: {self.file}: {error.strerror}."
        )


@dataclass(frozen=True, slots=True)
class Disposed:
    """What the ledger remembers of an authority: digests with their moment, by key.

    ``begun`` are the moments at which it was begun, each with how, and ``moments``
    those of the disposals in it.
    """

    authority: str
    by_key: tuple[tuple[Secret, Mapping[str, datetime]], ...]
    begun: tuple[tuple[datetime, str], ...] = ()
    moments: frozenset[datetime] = frozenset()

    @property
    def begun_at(self) -> datetime | None:
        """When it was begun, the last time; None where it was not."""
        return max((at for at, _ in self.begun), default=None)

    @property
    def begun_on_purpose(self) -> datetime | None:
        """When a user last began it, None where none did."""
        return max((at for at, how in self.begun if how == ON_PURPOSE), default=None)

    def since(self, thing: Thing) -> datetime | None:
        """When a thing was disposed of, None where it was not."""
        for secret, digests in self.by_key:
            at = digests.get(_digest(secret, self.authority, thing))
            if at is not None:
                return at
        return None

    def __bool__(self) -> bool:
        return bool(self.by_key)


def _line(secret: Secret, authority: str, at: datetime, **held: Any) -> dict[str, Any]:
    line = {"authority": authority, "at": at.isoformat(), "key": secret.name, **held}
    return {**line, "mark": _mark(secret, line)}


def _mark(secret: Secret, line: Mapping[str, Any]) -> str:
    """The keyed digest of a line, which shows that it was changed."""
    rest = [[name, line[name]] for name in sorted(line) if name != "mark"]
    return secret.mark(orjson.dumps(["line of disposals", *rest]))[:_BYTES].hex()


def _digest(secret: Secret, authority: str, thing: Thing) -> str:
    return secret.mark(orjson.dumps(["disposed", authority, *thing]))[:_BYTES].hex()


def _replace(file: Path, text: bytes) -> None:
    """Puts another text in the place of a file, whole or not at all."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with open(part, "xb", opener=_private) as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
