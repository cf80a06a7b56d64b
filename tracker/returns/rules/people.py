"""Rules about the person: identifiers, names, birth, address, status."""

from tracker.domain.reference.academic_year import LAST_WITH_PLAN, YEAR_11
from tracker.returns.record import ADDRESS
from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule

_ID = "[0-9]{13}"


@rule(
    "1",
    "The young person's ID is not 13 digits: the database's three and ten of its own",
    priority=1,
    fields=("YoungPersonsID",),
)
def young_persons_id(records: Records) -> Flags:
    return ~records.matches("YoungPersonsID", _ID)


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


@rule("31", "There is no address", priority=1, fields=ADDRESS)
def address(records: Records) -> Flags:
    flags = records.blank(ADDRESS[0])
    for column in ADDRESS[1:]:
        flags = flags & records.blank(column)
    return flags


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
