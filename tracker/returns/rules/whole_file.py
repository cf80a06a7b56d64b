"""Rules that compare the records of a file with one another.

They use few columns and group the records by the value that should be unique, so that
the time grows only in step with the file, even if thousands of records share one value.
"""

from typing import TYPE_CHECKING

from tracker import domain
from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule

if TYPE_CHECKING:
    import pandas as pd


def _shared(records: Records, value: "pd.Series", checked: "pd.Series") -> Flags:
    """The checked records whose value belongs to more than one young person's ID.

    All records without an ID count as one more ID.
    """
    ids = records.series("YoungPersonsID").fillna("")
    pairs = value[checked].to_frame("value").assign(id=ids[checked]).drop_duplicates()
    several = pairs["value"][pairs["value"].duplicated()].unique()
    return (checked & value.isin(several)).to_numpy()


# Those returned only for the guarantee may be in the file twice.
@rule(
    "902",
    "The young person's ID is on more than one record",
    priority=1,
    fields=("YoungPersonsID", "CohortStatus"),
    whole_file=True,
)
def same_id(records: Records) -> Flags:
    checked = records.series("YoungPersonsID").notna() & (
        records.series("CohortStatus") != domain.reference.codes.GUARANTEE_ONLY
    )
    ids = records.series("YoungPersonsID")
    several = ids[checked][ids[checked].duplicated()].unique()
    return (checked & ids.isin(several)).to_numpy()


@rule(
    "907",
    "The ULN belongs to another young person in the file as well",
    priority=1,
    fields=("UniqueLearnerNo", "YoungPersonsID", "CohortStatus"),
    whole_file=True,
)
def same_uln(records: Records) -> Flags:
    checked = records.series("UniqueLearnerNo").notna() & (
        records.series("CohortStatus") != domain.reference.codes.DUPLICATE
    )
    return _shared(records, records.series("UniqueLearnerNo"), checked)


# A warning only. A record marked as a duplicate needs none.
@rule(
    "908",
    "Another young person in the file has the same name and date of birth",
    priority=3,
    fields=("GivenName", "FamilyName", "DOB", "YoungPersonsID", "CohortStatus"),
    whole_file=True,
)
def same_person(records: Records) -> Flags:
    checked = (
        records.series("GivenName").notna()
        & records.series("FamilyName").notna()
        & records.series("DOB").notna()
        & (records.series("CohortStatus") != domain.reference.codes.DUPLICATE)
    )
    given, family = (
        records.series(column).str.casefold() for column in ("GivenName", "FamilyName")
    )
    names = given.str.cat(family, sep="\n")
    who = names.str.cat(records.series("DOB"), sep="\n")
    return _shared(records, who, checked)
