"""The columns of an individualised learner record, by their names in the record."""

from pathlib import Path

from tracker import domain
from tracker.domain.law.restrictions import MAY_BE_PASSED_ON
from tracker.domain.reference.codes import ETHNICITIES
from tracker.feeds.feed_columns import read_columns

NAME, NOUN = "ilr", "an individualised learner record (ILR)"
COLUMNS = read_columns(Path(__file__).with_name("columns.csv"))["learner"]

#: The columns without which a table gives neither a person nor an aim.
NEEDS = (("surname",), ("dob", "uln"), ("start",), ("completion", "end"))

#: The columns that a provider may pass on about a restricted person.
WHEN_RESTRICTED = frozenset(column.name for column in COLUMNS) & MAY_BE_PASSED_ON


def _ethnicity(row: dict[str, str]) -> tuple[str, str]:
    return row["ilr"], ETHNICITIES[row["return"]].value


#: The return's code for each of the record's.
ETHNICITIES_HERE = dict(
    domain.reference.tables.read(
        Path(__file__).with_name("ethnicities.csv"), _ethnicity
    )
)
