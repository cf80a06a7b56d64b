"""flask backup and flask restore: everything that is stored, encrypted."""

import logging
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import answer
from tracker.cli.accounts import audit_commands
from tracker.cli.law import disposal_commands
from tracker.config import Settings
from tracker.refusal import Refusal
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.actions.backup.last_backup import LastBackup
    from tracker.actions.backup.making import FinishedBackup
    from tracker.store.database.copies import Place

_LOG = logging.getLogger(__name__)


class _Backups(answer.Group):
    """A first word that is no command is the place of a new backup."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            args = ["make", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] == "--json":
            args = ["make", *args]
        return super().parse_args(ctx, args or ["make"])


@answer.COMMANDS.group("backup", cls=_Backups)
def group() -> None:
    """Back up database and files to a TARGET.

    Without one it goes into the folder TRACKER_BACKUP.
    """


@answer.command(group, "make", hidden=True)
@click.argument("target", required=False, type=click.Path(path_type=Path))
def make(target: Path | None) -> None:
    """Back up database and files into a new folder, encrypted."""
    settings = answer.settings()
    if target is None and settings.keeping.backup_folder is None:
        raise answer.CannotBeDone(
            "Name a new folder for the backup, or set TRACKER_BACKUP to the folder of "
            "all backups."
        )
    done, where = back_up(settings, target, answer.progress() or (lambda line: None))
    made = done.manifest
    rows = sum(each.rows for each in made.tables.values())
    answer.give(
        {
            "target": str(where),
            "name": made.name,
            "made_at": made.made_at,
            "migration": made.migration,
            "rows": rows,
            "tables": {name: each.rows for name, each in made.tables.items()},
            "files": len(made.files),
            "not_there": made.not_there,
            "bytes": sum(each.bytes for each in made.pieces.values()),
            "information": done.information,
        },
        done.information,
        f"{counted(rows, 'row')} of {counted(len(made.tables), 'table')} and "
        f"{counted(len(made.files), 'file')} are in {where}.",
        f"Its key is in {settings.keys.file} and not in the backup: keep a copy "
        "elsewhere.",
    )


def back_up(
    settings: Settings, target: Path | None, say: Any
) -> tuple["FinishedBackup", Path]:
    """Makes a backup, in the folder of all backups unless ``target`` is given."""
    from tracker import actions

    at = answer.now()
    folder = settings.keeping.backup_folder
    nightly = target is None and folder is not None
    if target is None:
        assert folder is not None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = actions.backup.last_backup.nightly_target(folder, at)
    where = target.absolute()
    _begin_ledger(settings, at)
    made = actions.backup.making.make(
        where,
        here=place(settings),
        var=settings.var,
        heads=settings.audit_heads_file,
        keys=settings.keys,
        audit_keys=settings.audit_keys,
        at=at,
        say=say,
    )
    if nightly and folder is not None:
        actions.backup.last_backup.keep(folder, settings.keeping.backups_kept)
        try:
            disposal_commands.ledger(settings).forget(at)
        except Refusal as error:
            _LOG.warning("the ledger of disposals keeps what it may forget: %s", error)
    return made, where


def _begin_ledger(settings: Settings, at: datetime) -> None:
    """Begins the ledger of disposals of each authority, which is there before the first
    backup: a ledger that began later does not know all that the backup brings back.
    """
    from tracker import store
    from tracker.actions.law.disposals.ledger import BY_BACKUP

    ledger = disposal_commands.ledger(settings)
    try:
        for authority in store.database.shown.with_data():
            ledger.begin(authority, BY_BACKUP, at=at)
    except Refusal as error:
        _LOG.warning("the ledger of disposals cannot be begun: %s", error)


def back_up_if_due(
    settings: Settings, known: "LastBackup | None" = None
) -> "LastBackup | None":
    """Makes the backup of the day, unless it is made or another process makes it.

    Returns the one that is made, or ``known``, the one before by the same process.
    """
    from tracker import actions

    last = actions.backup.last_backup
    with last.alone(settings.var) as is_alone:
        if not is_alone or not last.is_due(settings.var, answer.now(), known=known):
            return known
        done, where = back_up(settings, None, lambda line: None)
        if done.information:
            _LOG.warning("a backup is complete, and its day could not be written down")
        return last.LastBackup(datetime.fromisoformat(done.manifest.made_at), where)


def place(settings: Settings) -> "Place":
    """The database of this installation, as its owner reaches it."""
    from tracker import store

    url = settings.database_owner_url or settings.database_url
    return store.database.copies.place(settings.var / "postgres", url)


@answer.command(group, "verify", database=False)
@click.argument("source", type=click.Path(path_type=Path))
def verify(source: Path) -> int:
    """Check that a backup is whole, without restoring it."""
    from tracker import actions

    answer.start()
    settings = answer.settings()
    done = actions.backup.verifying.verify(
        source.absolute(),
        keys=settings.keys,
        say=answer.progress() or (lambda line: None),
    )
    made = done.manifest
    answer.give(
        {
            "sound": not done.faults,
            "made_at": made.made_at if made else None,
            "version": made.version if made else None,
            "migration": made.migration if made else None,
            "tables": {n: each.rows for n, each in made.tables.items()} if made else {},
            "files": len(made.files) if made else 0,
            "faults": done.faults,
        },
        done.faults,
        f"The backup of {made.made_at[:16]} is whole."
        if made and not done.faults
        else f"The backup is not whole: {counted(len(done.faults), 'fault')}.",
    )
    return answer.DONE_WITH_ISSUES if done.faults else answer.DONE


@answer.command(None, "restore", database=False)
@click.argument("source", type=click.Path(path_type=Path))
def restore(source: Path) -> None:
    """Restore a backup where nothing is stored yet.

    The database and the folder of uploads below TRACKER_VAR have to be empty. It needs
    the keys of the backup (var/keys or TRACKER_KEYS_FILE), which no backup holds. A
    backup of an older version is brought to this one.
    """
    from tracker import actions, store

    answer.start()
    settings = answer.settings()
    done = actions.backup.restoring.restore(
        source.absolute(),
        here=lambda: place(settings),
        var=settings.var,
        keys=settings.keys,
        say=answer.progress() or (lambda line: None),
    )
    store.tables.upgrade()
    answer.show_rows_of(None)
    actions.backup.restoring.note(
        done,
        keys=settings.audit_keys,
        place=audit_commands.place(settings),
        at=answer.now(),
        act=answer.act,
    )
    audit_commands.seal(settings)
    made_at = datetime.fromisoformat(done.manifest.made_at)
    ledger = disposal_commands.ledger(settings)
    if ledger.is_newer(made_at) or not ledger.file.exists():
        done.information.append(
            "Run flask disposals replay for each authority, before anybody works with "
            "it: the backup may hold what was disposed of after it was made."
        )
    answer.give(
        {
            "made_at": done.manifest.made_at,
            "rows": done.rows,
            "tables": {n: each.rows for n, each in done.manifest.tables.items()},
            "files": len(done.manifest.files),
            "was": done.manifest.migration,
            "information": done.information,
        },
        done.information,
        f"{counted(done.rows, 'row')} and {counted(len(done.manifest.files), 'file')} "
        f"of {done.manifest.made_at[:16]} are back, equal to the backup.",
    )
