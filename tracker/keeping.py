"""The settings of what survives: backups, and the key and the heads of the audit.

The keys of the seals over the audit are outside the database: texts of 64 hexadecimal
digits in one file, the newest first; a line that begins with # is a comment. The newest
one seals; the others still prove older seals, so none is ever removed. The file is the
one that TRACKER_AUDIT_KEY_FILE names, or ``var/keys/audit``, which is made when the
first line is sealed. **No backup holds it**.
"""

import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from tracker.refusal import Refusal

#: An address; without TLS only on this machine.
_ADDRESS = re.compile(
    r"https://[^\s/?#@]+(?:[/?]\S*)?|http://(?:127\.0\.0\.1|localhost)(?::\d+)?(?:/\S*)?"
)


class KeepingUnusable(Refusal, ValueError):
    """One of these settings cannot be used; the text names it."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """``audit_heads`` is a file or an address, empty for the file below ``var``.

    ``audit_key_file`` is the council's own file of the audit's keys. Nightly backups go
    to ``backup_folder``, None for none; the newest ``backups_kept`` are kept. The
    oldest copy of any backup, wherever it lies, is ``backup_days`` old at most; so long
    the ledger of disposals remembers, in the file ``disposals`` or one below ``var``.
    """

    audit_heads: str = ""
    audit_key_file: Path | None = None
    backup_folder: Path | None = None
    backups_kept: int = 14
    backup_days: int = 90
    disposals: Path | None = None

    def disposals_file(self, var: Path) -> Path:
        """The ledger of disposals, outside the database and in no backup."""
        return self.disposals or var / "keys" / "disposals.jsonl"

    @property
    def remembered_days(self) -> int:
        """For how many days the ledger remembers what was disposed of."""
        return max(self.backup_days, self.backups_kept)


def keeping(given: Mapping[str, str]) -> Keeping:
    """The settings that an environment gives. Raises KeepingUnusable."""
    heads = given.get("TRACKER_AUDIT_HEADS", "")
    if "://" in heads and not _ADDRESS.fullmatch(heads):
        raise KeepingUnusable(
            "TRACKER_AUDIT_HEADS must be the path of a file, or an address that begins "
            "with https://."
        )
    kept = given.get("TRACKER_BACKUPS_KEPT") or "14"
    if not re.fullmatch(r"[1-9][0-9]{0,3}", kept):
        raise KeepingUnusable(
            "TRACKER_BACKUPS_KEPT must be how many nightly backups are kept, 1 to 9999."
        )
    days = given.get("TRACKER_BACKUP_DAYS") or "90"
    if not re.fullmatch(r"[1-9][0-9]{0,3}", days):
        raise KeepingUnusable(
            "TRACKER_BACKUP_DAYS must be how many days old the oldest copy of any "
            "backup may be, 1 to 9999."
        )
    return Keeping(
        heads,
        _path(given.get("TRACKER_AUDIT_KEY_FILE")),
        _path(given.get("TRACKER_BACKUP")),
        int(kept),
        int(days),
        _path(given.get("TRACKER_DISPOSALS_FILE")),
    )


def _path(text: str | None) -> Path | None:
    return Path(text).absolute() if text else None


_KEY = re.compile(r"[0-9a-f]{64}")


class AuditKeyUnusable(Refusal):
    """The file of keys cannot be used; the text gives the reason and the cure."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A key of the seals, and its name."""

    name: str
    key: bytes

    def mark(self, payload: bytes) -> bytes:
        """The keyed digest of a text."""
        return hmac.digest(self.key, payload, "sha256")


@dataclass(frozen=True, slots=True)
class AuditKeys:
    """The keys of one installation. ``is_given`` means that the file is the council's
    own, so it is never made here.
    """

    file: Path
    is_given: bool = False

    def all(self) -> dict[str, Secret]:
        """Every key by its name, the newest first; empty where there is no file.

        Raises AuditKeyUnusable.
        """
        try:
            mode = self.file.stat().st_mode & 0o777
            lines = self.file.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise AuditKeyUnusable(
                f"The keys of the audit in {self.file} cannot be read "
                f"({type(error).__name__})."
            ) from error
        if mode & 0o077:
            raise AuditKeyUnusable(
                f"Other users can read the keys of the audit in {self.file}. Close it: "
                f"chmod 600 {self.file}"
            )
        found = [line for each in lines if (line := each.strip()) and line[0] != "#"]
        for number, line in enumerate(found, 1):
            if not _KEY.fullmatch(line):
                raise AuditKeyUnusable(
                    f"Key {number} of {self.file} is not 64 hexadecimal digits; "
                    "openssl rand -hex 32 makes one."
                )
        secrets = (_secret(bytes.fromhex(line)) for line in found)
        return {each.name: each for each in secrets}

    def newest(self) -> Secret:
        """The key that seals; makes the first one. Raises AuditKeyUnusable."""
        if (found := self.all()) or self._make():
            return next(iter((found or self.all()).values()))
        raise AuditKeyUnusable(
            f"TRACKER_AUDIT_KEY_FILE: there is no key in {self.file}; "
            "openssl rand -hex 32 makes one."
        )

    def _make(self) -> bool:
        """Makes the file, unless it is the council's own or there already."""
        if self.is_given or self.file.exists():
            return False
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.file.with_name(f".{self.file.name}.{os.getpid()}.part")
        try:
            with open(part, "x", encoding="ascii", opener=_private) as file:
                file.write(f"{token_hex(32)}\n")
                file.flush()
                os.fsync(file.fileno())
            # Another process may just have made it: its key stays.
            os.link(part, self.file)
        except FileExistsError:
            pass
        except OSError as error:
            raise AuditKeyUnusable(
                f"The key of the audit cannot be written to {self.file}: "
                f"{error.strerror}."
            ) from error
        finally:
            part.unlink(missing_ok=True)
        return True


def _secret(key: bytes) -> Secret:
    return Secret(sha256(b"name of the key " + key).hexdigest()[:16], key)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
