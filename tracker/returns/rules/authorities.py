"""Rules about authorities: lead, educating and receiving authority."""

from tracker import domain
from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule


@rule(
    "13",
    "Moved to another authority, but the receiving authority is missing",
    priority=2,
    fields=("TransferredToLACode", "CohortStatus"),
)
def transferred_to(records: Records) -> Flags:
    return records.equals(
        "CohortStatus", domain.reference.codes.TRANSFERRED
    ) & records.blank("TransferredToLACode")


@rule(
    "26",
    "The lead authority is not one that this file is for",
    priority=2,
    fields=("LeadLEA", "SourceLEAs"),
)
def lead_authority_in_header(records: Records) -> Flags:
    # A header without authorities is wrong itself; its records are not.
    if not records.header.authorities:
        return records.none()
    return records.outside("LeadLEA", frozenset(records.header.authorities))


# Together with rule 35, which allows codes outside England for those who left it.
@rule(
    "34",
    "A receiving authority is given, but the status is not transferred",
    priority=2,
    fields=("TransferredToLACode", "CohortStatus"),
)
def not_transferred(records: Records) -> Flags:
    abroad = records.equals(
        "CohortStatus", domain.reference.codes.LEFT_ENGLAND
    ) & records.among("TransferredToLACode", domain.reference.codes.OUTSIDE_ENGLAND)
    transferred = records.equals("CohortStatus", domain.reference.codes.TRANSFERRED)
    return records.present("TransferredToLACode") & ~transferred & ~abroad


@rule(
    "35",
    "The receiving authority is not a code that fits the cohort status",
    priority=2,
    fields=("TransferredToLACode", "CohortStatus"),
)
def receiving_authority(records: Records) -> Flags:
    return (
        records.equals("CohortStatus", domain.reference.codes.TRANSFERRED)
        & records.outside("TransferredToLACode", records.lists.authorities)
    ) | (
        records.equals("CohortStatus", domain.reference.codes.LEFT_ENGLAND)
        & records.outside("TransferredToLACode", domain.reference.codes.OUTSIDE_ENGLAND)
    )


@rule(
    "41",
    "Transferred to an area that is not known",
    priority=1,
    fields=("TransferredToLACode",),
)
def transferred_to_nowhere(records: Records) -> Flags:
    # A spreadsheet removes leading zeros: 4 is 004, and no area has a one-digit code.
    return records.equals(
        "TransferredToLACode", domain.reference.codes.UNKNOWN_AUTHORITY
    ) | (records.matches("TransferredToLACode", "[0-9]"))


@rule(
    "42",
    "Transferred to the authority that is already the lead authority",
    priority=1,
    fields=("TransferredToLACode", "LeadLEA"),
)
def transferred_to_itself(records: Records) -> Flags:
    return records.agree("TransferredToLACode", "LeadLEA")
