"""Rules about the September Guarantee and the intended destination."""

from tracker import domain
from tracker.domain.reference.academic_year import Period
from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule


def _incomplete(records: Records) -> Flags:
    """Records that need a guarantee status and its authority, and lack one of them.

    From April the guarantee is that of Years 11 and 12. From September the same people
    are one year group higher, and it is still the guarantee of their former year.
    """
    end = records.header.period_end
    if end is None:
        return records.none()
    moved_up = Period.of(end).guarantee_moved_up
    flags = records.none()
    for year in (11, 12):
        flags = flags | (
            records.in_year(year + moved_up)
            & (
                records.blank(f"Year{year}GuaranteeStatus")
                | records.blank(f"Year{year}LEACode")
            )
        )
    return flags


@rule(
    "25",
    "The authority at Year 11 is not that of the Year 11 guarantee",
    priority=1,
    fields=("LEACodeAtYear11", "Year11/LEACode"),
)
def year_11_authorities(records: Records) -> Flags:
    return (
        records.present("LEACodeAtYear11")
        & records.present("Year11LEACode")
        & ~records.agree("LEACodeAtYear11", "Year11LEACode")
    )


# The requirement names the indicator and means the two statuses; all three are
# checked.
@rule(
    "27",
    "The guarantee status is not a code for that year group, or its indicator is "
    "neither Y nor N",
    priority=1,
    fields=("GuaranteeStatus", "GuaranteeStatusIndicator"),
)
def guarantee_status(records: Records) -> Flags:
    lists = records.lists
    return (
        records.outside("Year11GuaranteeStatus", lists.year_11_statuses)
        | records.outside("Year12GuaranteeStatus", lists.year_12_statuses)
        | records.outside("GuaranteeStatusIndicator", lists.yes_or_no)
    )


@rule(
    "261",
    "The authority of the guarantee is not the code of one in England",
    priority=1,
    fields=("LEACode",),
)
def guarantee_authority(records: Records) -> Flags:
    authorities = records.lists.authorities
    return records.outside("Year11LEACode", authorities) | records.outside(
        "Year12LEACode", authorities
    )


@rule(
    "301",
    "There is no intended destination for Year 11",
    priority=2,
    fields=("IntendedDestinationYr11", "DOB"),
)
def intended_destination(records: Records) -> Flags:
    return records.in_year(11) & records.blank("IntendedDestinationYr11")


@rule(
    "905",
    "Only in the return for the guarantee, without its status or authority",
    priority=1,
    fields=("GuaranteeStatus", "LEACode", "CohortStatus"),
)
def guarantee_only(records: Records) -> Flags:
    return records.equals(
        "CohortStatus", domain.reference.codes.GUARANTEE_ONLY
    ) & _incomplete(records)


@rule(
    "906",
    "Marked as having the guarantee, without its status or authority",
    priority=1,
    fields=("GuaranteeStatus", "LEACode", "GuaranteeStatusIndicator"),
)
def guarantee_marked(records: Records) -> Flags:
    return records.equals("GuaranteeStatusIndicator", "Y") & _incomplete(records)
