"""Rules about needs: the level of need, SEND, SEN support, characteristics."""

from tracker import domain
from tracker.domain.reference.academic_year import YEAR_13
from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule

_YES_OR_NO = frozenset("YN")


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


@rule("100", "There is no level of need", priority=1, fields=("LevelOfNeedCode",))
def level_of_need(records: Records) -> Flags:
    return records.blank("LevelOfNeedCode")


@rule(
    "101",
    "The level of need is none of 1, 2 and 3",
    priority=2,
    fields=("LevelOfNeedCode",),
)
def level_of_need_code(records: Records) -> Flags:
    return records.outside("LevelOfNeedCode", records.lists.levels_of_need)


@rule("102", "The SEND flag is neither Y nor N", priority=2, fields=("SENDFlag",))
def send_flag_code(records: Records) -> Flags:
    return records.outside("SENDFlag", _YES_OR_NO)


@rule("103", "There is no SEND flag", priority=2, fields=("SENDFlag",))
def send_flag(records: Records) -> Flags:
    return records.blank("SENDFlag")


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


@rule("303", "There is no SEN support flag", priority=2, fields=("SENSupportFlag",))
def support_flag(records: Records) -> Flags:
    return records.blank("SENSupportFlag")


@rule(
    "304",
    "The SEN support flag is neither Y nor N",
    priority=2,
    fields=("SENSupportFlag",),
)
def support_flag_code(records: Records) -> Flags:
    return records.outside("SENSupportFlag", _YES_OR_NO)
