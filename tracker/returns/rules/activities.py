"""Rules about the activity and the details that it needs.

A rule that depends on the kind of activity applies to recognised activities only: an
unknown code is of no known kind, and rule 201 reports it already. A record without an
activity section breaks only rule 240, not a rule for each detail that it lacks.
"""

from tracker import domain
from tracker.domain.reference.academic_year import YEAR_11, YEAR_12
from tracker.domain.reference.activity import Activity
from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule


def _without_send(records: Records, kind: Activity) -> Flags:
    return records.doing(lambda it: it is kind) & ~records.equals("SENDFlag", "Y")


def _without_characteristic(records: Records, kind: Activity, code: str) -> Flags:
    return records.doing(lambda it: it is kind) & ~records.has_characteristic(code)


@rule(
    "201", "The activity is not one of the codes", priority=1, fields=("ActivityCode",)
)
def activity_code(records: Records) -> Flags:
    return records.present("ActivityCode") & ~records.doing(lambda it: True)


@rule(
    "226",
    "A NEET start date is given, but the activity is not NEET",
    priority=1,
    fields=("NEETStartDate", "ActivityCode"),
)
def neet_start_of_others(records: Records) -> Flags:
    return records.present("NEETStartDate") & records.doing(lambda it: not it.is_neet)


@rule(
    "228",
    "The establishment number is not an authority's three digits and four of its own "
    "(9999 where there is no establishment)",
    priority=1,
    fields=("EstablishmentNumber",),
)
def establishment_number(records: Records) -> Flags:
    return records.misshapen("EstablishmentNumber", "[0-9]{7}") | (
        records.present("EstablishmentNumber")
        & ~records.begins_among("EstablishmentNumber", 3, records.lists.authorities)
    )


@rule(
    "229",
    "Too young for an activity of those past compulsory education",
    priority=1,
    fields=("ActivityCode", "DOB"),
)
def too_young_for_activity(records: Records) -> Flags:
    return records.doing(lambda it: not it.is_compulsory) & (
        records.academic_age < YEAR_12
    )


@rule(
    "230",
    "Too old for an activity of compulsory education",
    priority=1,
    fields=("ActivityCode", "DOB"),
)
def too_old_for_activity(records: Records) -> Flags:
    return records.doing(lambda it: it.is_compulsory) & (records.academic_age > YEAR_11)


@rule(
    "233",
    "NEET as a young carer, without the characteristic of a carer",
    priority=2,
    fields=("CharacteristicCode", "ActivityCode"),
)
def carer(records: Records) -> Flags:
    return _without_characteristic(
        records, domain.reference.activity.CARER, domain.reference.codes.CARER
    )


@rule(
    "234",
    "NEET as a teenage parent, without the characteristic of caring for a child",
    priority=2,
    fields=("CharacteristicCode", "ActivityCode"),
)
def parent(records: Records) -> Flags:
    return _without_characteristic(
        records, domain.reference.activity.PARENT, domain.reference.codes.PARENT
    )


@rule(
    "235",
    "NEET because of pregnancy, without the characteristic of pregnancy",
    priority=2,
    fields=("CharacteristicCode", "ActivityCode"),
)
def pregnant(records: Records) -> Flags:
    return _without_characteristic(
        records, domain.reference.activity.PREGNANCY, domain.reference.codes.PREGNANT
    )


@rule(
    "240",
    "There is no activity section",
    priority=1,
    fields=("Activities",),
    rejects_file=True,
)
def activity_section(records: Records) -> Flags:
    return ~records.with_activity


@rule(
    "251",
    "The NEET start date is before the 15th birthday",
    priority=2,
    fields=("NEETStartDate", "DOB"),
)
def neet_too_young(records: Records) -> Flags:
    return records.date("NEETStartDate") < records.birthday(15)


@rule(
    "253",
    "The DWP programme began before the 18th birthday",
    priority=2,
    fields=("ActivityCode", "StartDate", "DOB"),
)
def too_young_for_programme(records: Records) -> Flags:
    limit = domain.reference.activity.DWP_PROGRAMME.from_age or 0
    return records.doing(lambda it: it is domain.reference.activity.DWP_PROGRAMME) & (
        records.date("StartDate") < records.birthday(limit)
    )


# A missing flag is not Y either.
@rule(
    "254",
    "In a special post-16 institution, but the SEND flag is not Y",
    priority=1,
    fields=("SENDFlag", "ActivityCode"),
)
def special_post_16(records: Records) -> Flags:
    return _without_send(records, domain.reference.activity.SPECIAL_POST_16)


@rule(
    "255",
    "In a supported internship, but the SEND flag is not Y",
    priority=1,
    fields=("SENDFlag", "ActivityCode"),
)
def supported_internship(records: Records) -> Flags:
    return _without_send(records, domain.reference.activity.SUPPORTED_INTERNSHIP)
