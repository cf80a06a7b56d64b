"""Restoring a backup into an empty place."""

import os
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from tracker import store
from tracker.actions.accounts.audit import heads
from tracker.actions.accounts.audit.heads import HeadsPlace
from tracker.actions.act import Act
from tracker.actions.backup import manifest, verifying
from tracker.actions.backup.manifest import DATABASE, FILES, Manifest
from tracker.encryption import Keys, NotOpened
from tracker.keeping import AuditKeys
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.database.copies import Place


class NotRestored(Refusal):
    """A backup cannot be restored there; the text gives the reason."""


@dataclass(slots=True)
class Restored:
    """What was restored, and sentences about what is to be known or done."""

    manifest: Manifest
    rows: int
    information: list[str] = field(default_factory=list)


def restore(
    source: Path,
    *,
    here: Callable[[], Place],
    var: Path,
    keys: Keys,
    say: Callable[[str], object],
) -> Restored:
    """Fills an empty database and folder, and compares every table with the backup.

    Nothing is touched before the backup is known to be whole, and of a version that
    this one upgrades. The database is filled whole or not at all; tables are not yet
    brought to this version. Raises NoBackup, NotRestored and CannotCopy.
    """
    try:
        found = manifest.read(source, keys)
    except NotOpened as error:
        raise NotRestored(str(error)) from error
    if faults := verifying.faults_of_pieces(source, found):
        raise NotRestored(f"The backup is not whole: {' '.join(faults)}")
    if store.tables.is_older(found.migration):
        raise NotRestored(store.tables.backup_too_old(found.migration))
    if not store.tables.is_known(found.migration):
        raise NotRestored(
            f"The backup is of version {found.version}, which is newer than this "
            "program. Install that version or a newer one."
        )
    if any((var / "uploads").glob("*")):
        raise NotRestored(f"{var / 'uploads'} is not empty. {_EMPTY}")
    place = here()
    with place.connect() as connection:
        store.database.copies.check_programs(place, connection)
        if not store.database.copies.is_empty(connection):
            raise NotRestored(f"The database is not empty. {_EMPTY}")
    say("The files.")
    _put_files(source, found, var, keys)
    say("The database.")

    def give(plain: IO[bytes]) -> None:
        keys.decrypt_into(
            source / DATABASE, cast(BinaryIO, plain), about=found.about(DATABASE)
        )

    listed = store.database.copies.contents(place, give)
    with store.database.copies.fill(place, listed) as plain:
        give(plain)
    say("Comparing every table.")
    with place.connect() as connection:
        _compare(found, connection)
        store.database.copies.close_functions(connection)
        store.database.copies.move_files(connection, Path(found.var), var)
        connection.commit()
    say("Counting the tables, so that the first pages are not slow.")
    with place.connect() as connection:
        store.database.copies.count_values(connection)
        connection.commit()
    rows = sum(each.rows for each in found.tables.values())
    result = Restored(found, rows)
    if found.not_there:
        result.information.append(
            f"Files that were gone when the backup was made: {len(found.not_there)}."
        )
    return result


_EMPTY = (
    "A backup is restored only where nothing is: set TRACKER_VAR to a new folder, or "
    "DATABASE_URL to an empty database."
)


def _put_files(source: Path, found: Manifest, var: Path, keys: Keys) -> None:
    """Puts the files below var. A file of heads that is there stays."""
    with keys.opened(source / FILES, about=found.about(FILES)) as plain:
        if faults := verifying.faults_of_files(plain, found.files):
            raise NotRestored(" ".join(faults))
        plain.seek(0)
        with tarfile.open(fileobj=plain, mode="r:") as tar:
            for entry in tar:
                path = (var / entry.name).resolve()
                opened = tar.extractfile(entry)
                if not path.is_relative_to(var.resolve()) or opened is None:
                    raise NotRestored(f"{entry.name} has no place below {var}.")
                if path.exists():
                    continue
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with open(path, "xb", opener=_private) as file:
                    shutil.copyfileobj(opened, file)


def _compare(found: Manifest, connection: Any) -> None:
    """Raises NotRestored where a table differs from the backup's."""
    held = store.database.copies.tables(connection)
    other = [
        name
        for name in sorted({*found.tables, *held})
        if name not in held
        or name not in found.tables
        or (held[name].rows, held[name].digest)
        != (found.tables[name].rows, found.tables[name].digest)
    ]
    if other:
        raise NotRestored(
            f"The tables {', '.join(other)} differ from the backup. Do not use what "
            "was restored; begin again in another empty place."
        )


def note(
    restored: Restored,
    *,
    keys: AuditKeys,
    place: HeadsPlace,
    at: datetime,
    act: Callable[[str], Act],
) -> None:
    """Records the restoration in the audit, and outside the database.

    The tables are of this version by now.
    """
    secrets = keys.all()
    if lost := [name for name in restored.manifest.audit_keys if name not in secrets]:
        restored.information.append(
            f"The key of the audit ({', '.join(lost)}) is not in {keys.file}. Put your "
            "copy there, or flask audit verify cannot prove what was sealed before."
        )
    heads.begin_again(place, "restored", secret=keys.newest(), at=at)
    authorities = {code for code, _, _ in store.accounts.audit_seals.chains()}
    authorities.update(store.database.shown.with_data())
    for code in sorted(authorities):
        act(code).note_alone(
            Action.BACKUP_RESTORED, "database", made=restored.manifest.made_at[:10]
        )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
