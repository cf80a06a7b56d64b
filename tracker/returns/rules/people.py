"""Rules about the person: identifiers, names, birth, address, status."""

from tracker.domain.reference.academic_year import LAST_WITH_PLAN, YEAR_11
from tracker.returns.record import ADDRESS
from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule

# Placeholders such as ZZ99 3AA have the form of a postcode and pass.
_POSTCODE = "[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9][A-Za-z]{2}"
_ID = "[0-9]{13}"


@rule(
    "1",
    "The young person's ID is not 13 digits: the database's three and ten of its own",
    priority=1,
    fields=("YoungPersonsID",),
)
def young_persons_id(records: Records) -> Flags:
    return ~records.matches("YoungPersonsID", _ID)


@rule("2", "There is no given name", priority=1, fields=("GivenName",))
def given_name(records: Records) -> Flags:
    return records.blank("GivenName")


@rule("3", "There is no family name", priority=1, fields=("FamilyName",))
def family_name(records: Records) -> Flags:
    return records.blank("FamilyName")


@rule("4", "Gender is not recorded", priority=2, fields=("Gender",))
def gender(records: Records) -> Flags:
    return records.blank("Gender")


@rule("5", "Gender is none of F, M, U and W", priority=2, fields=("Gender",))
def gender_code(records: Records) -> Flags:
    return records.outside("Gender", records.lists.genders)


@rule("6", "Ethnicity is not recorded", priority=2, fields=("Ethnicity",))
def ethnicity(records: Records) -> Flags:
    return records.blank("Ethnicity")


@rule("7", "Ethnicity is not one of the codes", priority=2, fields=("Ethnicity",))
def ethnicity_code(records: Records) -> Flags:
    return records.outside("Ethnicity", records.lists.ethnicities)


# The requirement only checks that it is there. An invalid date of birth is useless too
# and has no rule of its own, so it is reported here.
@rule(
    "8",
    "There is no date of birth",
    priority=1,
    fields=("DOB",),
    date_field="DOB",
)
def date_of_birth(records: Records) -> Flags:
    return records.blank("DOB")


# Sources differ by a year on the upper limit. To exempt leavers is the safer reading:
# they are sent once more because they are too old.
@rule(
    "9",
    "Too old for the return, or the date of birth is wrong: the academic year of the "
    "25th birthday is over",
    priority=2,
    fields=("DOB", "CohortStatus"),
)
def too_old(records: Records) -> Flags:
    return (records.academic_age > LAST_WITH_PLAN) & records.among(
        "CohortStatus", records.lists.monthly_statuses
    )


@rule(
    "10",
    "Too young for the return, or the date of birth is wrong: not yet in Year 11",
    priority=2,
    fields=("DOB",),
)
def too_young(records: Records) -> Flags:
    return records.academic_age < YEAR_11


@rule("11", "There is no cohort status", priority=1, fields=("CohortStatus",))
def cohort_status(records: Records) -> Flags:
    return records.blank("CohortStatus")


@rule(
    "30",
    "The ULN is not ten digits that begin with 1 to 9",
    priority=2,
    fields=("UniqueLearnerNo",),
)
def unique_learner_number(records: Records) -> Flags:
    return records.misshapen("UniqueLearnerNo", "[1-9][0-9]{9}")


@rule("31", "There is no address", priority=1, fields=ADDRESS)
def address(records: Records) -> Flags:
    flags = records.blank(ADDRESS[0])
    for column in ADDRESS[1:]:
        flags = flags & records.blank(column)
    return flags


@rule("32", "There is no postcode", priority=1, fields=("Postcode",))
def postcode(records: Records) -> Flags:
    return records.blank("Postcode")


@rule(
    "37",
    "The previous young person's ID is not all of its 13 digits",
    priority=1,
    fields=("PreviousYPIDIdentifier",),
)
def previous_id(records: Records) -> Flags:
    return records.wrong_length("PreviousYPIDIdentifier", 13)


@rule(
    "38",
    "The UPN is not 13 characters",
    priority=2,
    fields=("UniquePupilNumber",),
)
def unique_pupil_number(records: Records) -> Flags:
    return records.wrong_length("UniquePupilNumber", 13)


@rule(
    "43",
    "The postcode does not have the form of one",
    priority=2,
    fields=("Postcode",),
)
def postcode_form(records: Records) -> Flags:
    return records.misshapen("Postcode", _POSTCODE)


@rule(
    "903",
    "The young person's ID does not begin with a database that the header names",
    priority=1,
    fields=("YoungPersonsID", "Databases"),
)
def database(records: Records) -> Flags:
    # An invalid ID (rule 1) has no database; a header without databases is wrong
    # itself.
    if not records.header.databases:
        return records.none()
    known = frozenset(records.header.databases)
    return records.matches("YoungPersonsID", _ID) & ~records.begins_among(
        "YoungPersonsID", 3, known
    )


@rule(
    "904",
    "The cohort status is not one of the codes",
    priority=1,
    fields=("CohortStatus",),
    rejects_file=True,
)
def cohort_status_code(records: Records) -> Flags:
    return records.outside("CohortStatus", records.lists.cohort_statuses)
