"""The backups: whether one is made each day, and the last one is where it was put."""

from collections.abc import Iterator
from datetime import UTC, timedelta

from tracker.actions.backup import last_backup
from tracker.actions.backup.manifest import MANIFEST
from tracker.actions.doctor.examination import Installation, check

_OFTEN_ENOUGH = timedelta(days=1)
#: The other checks take less; more is a clock that is wrong.
_AHEAD = timedelta(minutes=1)


@check("Backup", in_training=False)
def last(here: Installation) -> Iterator[str]:
    folder = here.settings.keeping.backup_folder
    found = last_backup.last(here.settings.var)
    if folder is None:
        by_hand = "none is known" if found is None else f"the last is of {_day(found)}"
        yield (
            "TRACKER_BACKUP is not set, so no backup is made each night (of those made "
            f"by hand {by_hand}). Set it to a folder, best on another machine's disk."
        )
        return
    if found is None:
        yield (
            f"No backup has been made yet. The worker makes one in {folder} within the "
            "day; flask backup makes one now."
        )
        return
    made = f"The last backup is of {_day(found)}"
    if found.at - here.at > _AHEAD:
        yield (
            f"{made}, which has not come yet: the clock has been set back. Check the "
            "time server, then run flask backup."
        )
    elif here.at - found.at > _OFTEN_ENOUGH:
        yield (
            f"{made}, which is more than a day ago. See that {folder} can be written "
            "to and has room, and that the worker runs; flask backup makes one now."
        )
    # A backup made by hand may be on a disk that is kept elsewhere by now.
    if found.target.parent == folder and not (found.target / MANIFEST).is_file():
        yield (
            f"The last backup is no longer at {found.target}. See that the disk of "
            "TRACKER_BACKUP is there."
        )


def _day(backup: last_backup.LastBackup) -> str:
    return f"{backup.at.astimezone(UTC):%d %b %Y %H:%M} UTC"
