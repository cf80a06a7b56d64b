"""A training system beside the real one: invented young people, a database of its own.

``TRACKER_TRAINING=yes`` makes one of a process whose environment is otherwise that of
the real system. It has a folder below ``TRACKER_VAR`` and the database that
``TRACKER_TRAINING_DATABASE_URL`` names, or an embedded one in that folder. What would
reach the real database, its keys, its backups or anybody by letter is left out, so a
setting holds in training only if it is in the list here. See decision 0232.
"""

import re
from collections.abc import Mapping
from pathlib import Path

SETTING = "TRACKER_TRAINING"
DATABASE = "TRACKER_TRAINING_DATABASE_URL"
#: The settings of the real system that hold in training too.
KEPT = frozenset(
    (
        *("TRACKER_ORGANISATION", "TRACKER_MARK", "TRACKER_COLOUR", "TRACKER_ACCENT"),
        *("TRACKER_VAR", "TRACKER_LOCAL", "TRACKER_LOG", "TRACKER_DAY"),
        *("TRACKER_CLAMAV", "TRACKER_BREACHED_PASSWORDS"),
        *("TRACKER_PROXIES", "TRACKER_PLAIN_HTTP", "TRACKER_PLAIN_DATABASE"),
        *(SETTING, DATABASE),
    )
)
#: What stands before the name of each file that is downloaded.
_MARK = "TRAINING-"
_NAME = re.compile(r"(filename\*?=(?:UTF-8'')?\"?)", re.IGNORECASE)
#: The authority that a demo invents, and the number of its CCIS database.
AUTHORITY = "359"
#: The supplier in the header of a return that was made in training.
_SUPPLIER = "Training: invented young people"
_OURS = ("TRACKER_", "DATABASE_", "SECRET_KEY")

NO_DEMO = (
    "TRACKER_TRAINING is yes, but the database was not made by a demo. Set "
    f"{DATABASE} to an empty database of its own, or leave TRACKER_TRAINING out."
)
NOTHING_YET = (
    "There are no invented young people to train with. Run flask demo first, with "
    "TRACKER_TRAINING=yes."
)


def is_chosen(given: Mapping[str, str]) -> bool:
    """Whether these settings are for training. Raises ValueError with a sentence."""
    value = given.get(SETTING, "").lower()
    if value not in ("", "no", "yes"):
        raise ValueError(f"{SETTING} is yes or left out, not {value[:40]}.")
    return value == "yes"


def settings(given: Mapping[str, str]) -> dict[str, str]:
    """Those of the real system's settings that hold in training, with its own."""
    kept = {
        name: value
        for name, value in given.items()
        if not name.startswith(_OURS) or name.removesuffix("_FILE") in KEPT
    }
    return {
        **kept,
        "TRACKER_AUTHORITY": AUTHORITY,
        "TRACKER_DATABASE_ID": AUTHORITY,
        "TRACKER_SUPPLIER": _SUPPLIER,
    }


def folder(var: Path) -> Path:
    """Where a training system keeps what it makes, below the real system's folder."""
    return var / "training"


def marked(disposition: str) -> str:
    """A Content-Disposition with the mark before the name of its file."""
    return _NAME.sub(rf"\g<1>{_MARK}", disposition)
