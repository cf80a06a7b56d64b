"""Whether the disk of an installation takes what has to be written."""

import os
import shutil
import tempfile
from pathlib import Path

MB = 1024 * 1024
#: With less room than this, a file of the largest size could no longer be taken in.
FLOOR = 256 * MB
#: With less than this, it is time to make room.
SOON = 2048 * MB


def trouble(var: Path, *, floor: int = FLOOR) -> str | None:
    """Why nothing more can be written below ``var``, and what to do; None if it can.

    A file is written and removed: a disk that has become read-only, or a quota, shows
    in no number.
    """
    try:
        # Closed to others, but where the database's account has to pass through.
        var.mkdir(mode=0o700 if os.geteuid() else 0o755, parents=True, exist_ok=True)
        free = shutil.disk_usage(var).free
        with tempfile.TemporaryFile(dir=var) as probe:
            probe.write(bytes(4096))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return (
            f"Nothing can be written below {var} ({error.strerror}). Make room, or "
            "give Tracker's account the right to write there."
        )
    if free < floor:
        return f"The disk of {var} is full: {free // MB} MB are left. Make room on it."
    return None
