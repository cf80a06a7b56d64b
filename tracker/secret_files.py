"""Secrets given as files: NAME_FILE in place of NAME, as containers mount them."""

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
