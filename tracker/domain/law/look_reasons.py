"""The short list of reasons for looking at a record outside one's own lists.

Most look-ups are made between two telephone calls, so a reason is one click.
"""

from collections.abc import Mapping
from pathlib import Path

from tracker.domain.reference import tables

#: The reason that its user puts into words.
OTHER = "other"

#: Each reason of the list in words.
REASONS: Mapping[str, str] = dict(
    tables.read(
        Path(__file__).with_name("look_reasons.csv"),
        lambda row: (row["reason"], row["title"]),
    )
)
