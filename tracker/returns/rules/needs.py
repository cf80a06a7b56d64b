"""Rules about needs: the level of need, SEND, SEN support, characteristics."""

from tracker import domain
from tracker.domain.reference.academic_year import YEAR_13
from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule


@rule(
    "40",
    "Aged 18 or over, but without an EHC plan",
    priority=1,
    fields=("SENDFlag", "DOB", "CohortStatus"),
)
def without_plan(records: Records) -> Flags:
    return (
        (records.academic_age > YEAR_13)
        & ~records.equals("SENDFlag", "Y")
        & records.among("CohortStatus", records.lists.monthly_statuses)
    )


@rule(
    "104",
    "A characteristic is not one of the codes",
    priority=2,
    fields=("CharacteristicCode",),
)
def characteristic(records: Records) -> Flags:
    return records.characteristic_outside(records.lists.characteristics)


@rule(
    "260",
    "Pregnancy is recorded, but the gender is male",
    priority=2,
    fields=("CharacteristicCode", "Gender"),
)
def pregnancy(records: Records) -> Flags:
    return records.has_characteristic(domain.reference.codes.PREGNANT) & (
        records.equals("Gender", domain.reference.codes.MALE)
    )
