"""What is kept encrypted at rest: small values and whole files, by age (X25519).

The keys are age identities in one file, the newest first. The newest encrypts; the
older ones still open what they closed, until `flask keys rotate` has encrypted it again
and `flask keys retire` removes them. The file is the one that TRACKER_KEYS_FILE names,
or ``var/keys/identities``, which is made at its first use. **No backup holds it**: who
has a backup alone opens nothing. Keep a copy of it elsewhere.

Whatever is encrypted carries what it is about inside, so that it does not open in the
place of another. Before it stands a line with the key's name. Without this program a
file is opened by ``tail -n +2 FILE | age -d -i KEYS | tail -n +2``.
"""

import fcntl
import hmac
import io
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pyrage import (
    DecryptError,
    EncryptError,
    IdentityError,
    decrypt_io,
    encrypt_io,
    x25519,
)

from tracker.ciphers import quick_values
from tracker.ciphers.age_identities import (
    CREATED,
    LENGTH_OF_NAME,
    Key,
    as_key,
    lines_of,
    moment,
    new_lines,
)
from tracker.ciphers.headed_source import Headed, Rewindable, Source, header, place_of
from tracker.refusal import Refusal

#: The first line of everything encrypted, before the name of its key.
MARK = b"tracker-sealed-1 "
_LINE = len(MARK) + LENGTH_OF_NAME + 1
#: A decrypted file up to this size stays in memory and touches no disk.
_IN_MEMORY = 64_000_000


class NotOpened(Refusal):
    """Something encrypted does not open: its key is missing, it is damaged, or it is
    about something else.
    """


class KeyMissing(NotOpened):
    """Its key is not among ours."""


class KeysUnusable(Refusal):
    """The file of keys cannot be used; the text gives the reason and the cure."""


class Keys:
    """The keys of one installation, read again whenever their file changes.

    ``is_given`` means that the file is the council's own, so it is never made here.
    """

    def __init__(self, file: Path, *, is_given: bool = False) -> None:
        self.file = file
        self._is_given = is_given
        self._read: tuple[object, tuple[Key, ...]] = (None, ())

    def __repr__(self) -> str:
        return f"Keys({self.file})"

    def all(self) -> tuple[Key, ...]:
        """Every key, the newest first; makes the first one. Raises KeysUnusable."""
        if (state := self._state()) is None:
            if self._is_given:
                raise KeysUnusable(f"TRACKER_KEYS_FILE: there is no file {self.file}.")
            self._make_first()
            state = self._state()
        if state != self._read[0]:
            self._read = (state, self._parsed())
        return self._read[1]

    def encrypt(self, plain: bytes, *, about: str, quickly: bool = False) -> bytes:
        """A small value, encrypted. ``about`` names its table, column and record.

        ``quickly`` is for values that are read by the thousand (``quick_values``).
        """
        if quickly:
            key = self.all()[0]
            value = quick_values.closed(key.secret, plain, header(about))
            return quick_values.MARK + key.name.encode() + b"\n" + value
        sealed = io.BytesIO()
        self._encrypt(io.BytesIO(plain), sealed, about, self.all()[0])
        return sealed.getvalue()

    def decrypt(self, sealed: bytes, *, about: str) -> bytes:
        """The value that ``encrypt`` closed with the same ``about``.

        Raises NotOpened.
        """
        if sealed.startswith(quick_values.MARK):
            key = self._key_of(sealed[:_LINE], about)
            value = quick_values.opened(key.secret, sealed[_LINE:], header(about))
            if value is None:
                raise _damaged(about)
            return value
        plain = io.BytesIO()
        self._decrypt(io.BytesIO(sealed), plain, about)
        return plain.getvalue()

    def fingerprint(self, plain: bytes, *, about: str) -> bytes:
        """The same 16 bytes for the same value, which do not help to guess it."""
        secret = self.all()[0].secret
        return hmac.digest(secret, header(about) + plain, "sha256")[:16]

    def encrypt_file(self, source: Source, target: Path, *, about: str) -> int:
        """Writes ``source`` encrypted to ``target``, whole or not at all; returns the
        number of plain bytes. Memory stays constant.

        If its key is removed meanwhile, the source is read and encrypted again. Raises
        KeysUnusable where it cannot be read twice.
        """
        part = target.with_name(f".{secrets.token_hex(8)}.part")
        began = place_of(source)
        try:
            while True:
                key = self.all()[0]
                with open(part, "wb", opener=_private) as file:
                    count = self._encrypt(source, file, about, key)
                    file.flush()
                    os.fsync(file.fileno())
                if self._finish(part, target, key):
                    return count
                if began is None or not isinstance(source, Rewindable):
                    raise KeysUnusable(
                        f"The key {key.name} was removed while it encrypted "
                        f"{target.name}. Do the same again."
                    )
                source.seek(began)
        finally:
            part.unlink(missing_ok=True)

    def _finish(self, part: Path, target: Path, key: Key) -> bool:
        """Gives a file its name; False where its key has been removed meanwhile."""
        with ExitStack() as alone:
            # Where no other process could change the keys either, none is kept from it.
            with suppress(OSError):
                alone.enter_context(self._alone())
            if self._state() is None or key not in self.all():
                return False
            part.replace(target)
            return True

    @contextmanager
    def opened(self, path: Path, *, about: str) -> Iterator[BinaryIO]:
        """The plain file, from its start, checked to its last byte.

        It has no name on any disk, so nothing is left. Raises NotOpened, and OSError.
        """
        with _nameless(path.stat().st_size, path.parent) as plain:
            self.decrypt_into(path, plain, about=about)
            plain.seek(0)
            yield plain

    def decrypt_into(self, path: Path, target: BinaryIO, *, about: str) -> None:
        """Decrypts a file part by part; one that is cut off fails only at its end."""
        with path.open("rb") as sealed:
            self._decrypt(sealed, target, about)

    def add(self, at: datetime, *, after: Key) -> Key:
        """Makes a key, the newest from now on, unless another process has just made
        one. Raises KeysUnusable.
        """
        with self._alone():
            if self.all()[0] == after:
                self._write(f"{new_lines(at)}{self.file.read_text('utf-8')}")
        return self.all()[0]

    def remove(self, names: set[str], *, check: Callable[[], None]) -> None:
        """Removes keys for ever. The newest one stays. Raises KeysUnusable.

        While ``check`` looks whether anything needs them, no file is finished; what it
        raises leaves them all.
        """
        with self._alone():
            check()
            newest, *older = self.all()
            kept = [newest, *(each for each in older if each.name not in names)]
            self._write("".join(map(lines_of, kept)))

    # --- Encrypting and decrypting ----------------------------------------------------

    def _encrypt(self, source: Source, target: BinaryIO, about: str, key: Key) -> int:
        target.write(MARK + key.name.encode() + b"\n")
        counted = Headed(about, source, target)
        try:
            encrypt_io(counted, counted, [key.identity.to_public()])
        except EncryptError as error:
            raise counted.error or error from None
        return counted.count

    def _decrypt(self, sealed: BinaryIO, plain: BinaryIO, about: str) -> None:
        key = self._key_of(sealed.read(_LINE), about)
        checked = _Checked(about, plain)
        try:
            decrypt_io(sealed, checked, [key.identity])
        except (DecryptError, OSError) as error:
            if checked.error is not None:
                raise checked.error from None
            if isinstance(error, OSError) and error.errno is not None:
                raise  # of the disk, not of the contents
            raise _damaged(about) from None
        checked.finish()

    def _key_of(self, line: bytes, about: str) -> Key:
        name = key_of(line)
        if name is None:
            raise NotOpened(f"This was not encrypted here, or is damaged: {about}.")
        for each in self.all():
            if each.name == name:
                return each
        raise KeyMissing(
            f"The key {name} that opens {about} is not in {self.file}. Put back "
            "the copy of the keys that belongs to this data."
        )

    # --- The file of keys -------------------------------------------------------------

    def _state(self) -> tuple[int, int, int, int] | None:
        try:
            found = self.file.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeysUnusable(
                f"The keys in {self.file} cannot be read: {error.strerror}."
            ) from error
        return found.st_ino, found.st_size, found.st_mtime_ns, found.st_mode

    def _parsed(self) -> tuple[Key, ...]:
        if (mode := self.file.stat().st_mode & 0o777) & 0o077:
            raise KeysUnusable(
                f"Other users can read the keys in {self.file} (its mode is {mode:o}). "
                f"Close it: chmod 600 {self.file}"
            )
        try:
            lines = self.file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise KeysUnusable(
                f"The keys in {self.file} cannot be read ({type(error).__name__})."
            ) from error
        found: dict[str, Key] = {}
        since: datetime | None = None
        for number, line in enumerate(map(str.strip, lines), 1):
            if line.startswith(CREATED):
                since = moment(line.removeprefix(CREATED))
            if not line or line.startswith("#"):
                continue
            try:
                identity = x25519.Identity.from_str(line)
            except IdentityError:
                # The line is a secret even where it is mistyped, so it is not shown.
                raise KeysUnusable(
                    f"Line {number} of {self.file} is no age identity; a line begins "
                    "with AGE-SECRET-KEY-1, or with # where it is a comment."
                ) from None
            found.setdefault((new := as_key(identity, since)).name, new)
            since = None
        if not found:
            raise KeysUnusable(f"{self.file} holds no key; age-keygen makes one.")
        return tuple(found.values())

    def _make_first(self) -> None:
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.file.parent.chmod(0o700)
        with self._alone():
            if self._state() is None:  # another process may just have made it
                made = self.file.parent.stat().st_mtime
                self._write(new_lines(datetime.fromtimestamp(made, UTC)))

    def _write(self, text: str) -> None:
        """Replaces the file, whole or not at all. Raises KeysUnusable."""
        real = self.file.resolve()
        part = real.with_name(f".{real.name}.part")
        try:
            with open(part, "w", encoding="utf-8", opener=_private) as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(real)
        except OSError as error:
            raise KeysUnusable(
                f"The keys in {self.file} cannot be changed from here "
                f"({error.strerror}). Change the file where it comes from: a new "
                "identity (age-keygen makes one) goes before the first line."
            ) from error
        finally:
            if part.exists():
                part.unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps other processes from changing the keys meanwhile."""
        folder = os.open(self.file.resolve().parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


def _damaged(about: str) -> NotOpened:
    return NotOpened(f"This is damaged and does not open: {about}.")


def key_of(sealed: bytes) -> str | None:
    """The name of the key of something encrypted, None where it is not encrypted. Its
    first line is enough.
    """
    line = sealed[:_LINE]
    known = line.startswith((MARK, quick_values.MARK))
    if len(line) < _LINE or not known or not line.endswith(b"\n"):
        return None
    return line[len(MARK) : -1].decode("ascii", "replace")


def key_of_file(path: Path) -> str | None:
    """The name of the key of an encrypted file, None where it is not encrypted."""
    with path.open("rb") as file:
        return key_of(file.read(_LINE))


class _Checked:
    """A target that takes the line off again, if it is the expected one."""

    def __init__(self, about: str, target: BinaryIO) -> None:
        self._about, self._target = about, target
        self._awaited = header(about)
        self.error: Exception | None = None

    def write(self, piece: bytes) -> int:
        part = len(self._awaited[: len(piece)])
        try:
            if self._awaited[:part] != piece[:part]:
                self.finish()
            self._target.write(piece[part:])
        except Exception as error:
            self.error = error
            raise
        self._awaited = self._awaited[part:]
        return len(piece)

    def flush(self) -> None:
        self._target.flush()

    def finish(self) -> None:
        """Raises NotOpened where the line did not come whole."""
        if self._awaited:
            raise NotOpened(f"This is not {self._about}: it was put in its place.")


def _nameless(size: int, folder: Path) -> BinaryIO:
    """An empty file without a name: in memory, or on the disk where it is large."""
    if size <= _IN_MEMORY and hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("plain"), "w+b")
    return tempfile.TemporaryFile(dir=folder)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
