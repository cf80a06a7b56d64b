"""The columns of the activity survey's file (``survey_columns.csv``).

A cell comes from a column of the monthly return's record, or is the survey's own. The
official layout could not be read (``survey.LAYOUT``): once it is known, change the
table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.reference import tables

#: What only the survey has: the reason, and the school on 31 May.
REASON, SCHOOL = "survey reason", "survey school"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading in the file, the value under it, and what that means."""

    heading: str
    value: str
    meaning: str


COLUMNS = tables.read(
    Path(__file__).with_name("survey_columns.csv"),
    lambda row: Column(row["heading"], row["from"], row["meaning"]),
)
HEADINGS = tuple(each.heading for each in COLUMNS)


def cells(values: Mapping[str, str | list[str] | None]) -> list[str]:
    """The cells of one young person. Raises KeyError for a value that there is none of.

    ``values`` are those of their record and of the survey.
    """
    return [str(values[each.value] or "") for each in COLUMNS]
