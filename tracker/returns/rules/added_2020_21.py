"""Rules that the requirement of 2020-21 added, as far as they are known."""

from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule


@rule(
    "306",
    "Both an EHC plan and SEN support are given",
    priority=None,
    fields=("SENSupportFlag", "SENDFlag"),
)
def plan_and_support(records: Records) -> Flags:
    return records.equals("SENDFlag", "Y") & records.equals("SENSupportFlag", "Y")


@rule(
    "909",
    "Year 11 last confirmed in an earlier academic year",
    priority=None,
    fields=("DateVerified", "StartDate", "ActivityCode"),
)
def not_confirmed_this_year(records: Records) -> Flags:
    return (
        records.doing(lambda it: it.is_compulsory)
        & (records.date("StartDate") < records.year_starts)
        & (
            records.blank("DateVerified")
            | (records.date("DateVerified") < records.year_starts)
        )
    )
