"""The activity of a student whose source names only the institution.

See decision 0006.
"""

from tracker.domain.reference.activity import (
    CUSTODY_JUVENILE,
    FURTHER_EDUCATION,
    HIGHER_EDUCATION,
    OTHER_FULL_TIME,
    PART_TIME_EDUCATION,
    SCHOOL_SIXTH_FORM,
    SIXTH_FORM_COLLEGE,
    SPECIAL_POST_16,
    WORK_BASED_LEARNING,
    Activity,
)
from tracker.domain.reference.institution import Institution, InstitutionKind

FULL_TIME_THERE = {
    InstitutionKind.SCHOOL: SCHOOL_SIXTH_FORM,
    InstitutionKind.SIXTH_FORM_COLLEGE: SIXTH_FORM_COLLEGE,
    InstitutionKind.FURTHER_EDUCATION: FURTHER_EDUCATION,
    InstitutionKind.SPECIAL_POST_16: SPECIAL_POST_16,
    InstitutionKind.HIGHER_EDUCATION: HIGHER_EDUCATION,
    InstitutionKind.TRAINING_PROVIDER: WORK_BASED_LEARNING,
    InstitutionKind.CUSTODY: CUSTODY_JUVENILE,
    InstitutionKind.OTHER: OTHER_FULL_TIME,
}


def activity_at(institution: Institution | None, *, part_time: bool) -> Activity:
    """The activity of a student there, unless the row gives one (Feeds F17).

    A provider outside the register counts as further education, as most unregistered
    senders of enrolment lists are.
    """
    if institution is None:
        return PART_TIME_EDUCATION if part_time else FURTHER_EDUCATION
    if part_time and institution.kind is not InstitutionKind.TRAINING_PROVIDER:
        return PART_TIME_EDUCATION
    return FULL_TIME_THERE[institution.kind]
