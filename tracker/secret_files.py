"""Secrets given as files: NAME_FILE in place of NAME, as containers mount them."""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path


def read(given: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The secrets among these settings that are given as files, by their names.

    Raises ValueError with the reason, in one sentence that shows no secret.
    """
    found = {}
    for name in names:
        if not (path := given.get(f"{name}_FILE")):
            continue
        if given.get(name):
            raise ValueError(f"Set {name} or {name}_FILE, not both: they may differ.")
        try:
            found[name] = Path(path).read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a text"
            raise ValueError(f"{name}_FILE: {path} cannot be read: {reason}.") from None
        if not found[name]:
            raise ValueError(f"{name}_FILE: {path} is empty.")
    return found


def is_own(file: Path) -> bool:
    """Whether a file belongs to who runs the program, and no other user may change it.

    One of the machine's administrator will do too.
    """
    found = file.stat()
    others_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return found.st_uid in (os.geteuid(), 0) and not others_write
