"""Destinations: the categories under which activities are counted and shown."""

from enum import StrEnum

from tracker.domain.history.position import Position
from tracker.domain.reference import activity

EHC_PLAN, SEN_SUPPORT = "EHC plan", "SEN support"
NO_SEN = "No special educational need"
NEEDS = (EHC_PLAN, SEN_SUPPORT, NO_SEN)
MEALS = ("Eligible for free school meals", "Not eligible")


class Category(StrEnum):
    """A destination, in the words and the order of the pages."""

    SCHOOL_SIXTH_FORM = "Education: school sixth form"
    SIXTH_FORM_COLLEGE = "Education: sixth-form college"
    FURTHER_EDUCATION = "Education: further education"
    HIGHER_EDUCATION = "Education: higher education"
    OTHER_EDUCATION = "Education: other"
    APPRENTICESHIP = "Apprenticeship"
    OTHER_TRAINING = "Other training"
    EMPLOYMENT = "Employment"
    NEET = "Not in education, employment or training"
    NOT_KNOWN = "Not known"
    OTHER = "Other"


_CATEGORY_OF = {
    activity.SCHOOL_SIXTH_FORM.code: Category.SCHOOL_SIXTH_FORM,
    activity.SIXTH_FORM_COLLEGE.code: Category.SIXTH_FORM_COLLEGE,
    activity.FURTHER_EDUCATION.code: Category.FURTHER_EDUCATION,
    activity.HIGHER_EDUCATION.code: Category.HIGHER_EDUCATION,
    activity.APPRENTICESHIP.code: Category.APPRENTICESHIP,
    # Custody is one of several activities called other, so the word gives nothing away.
    activity.CUSTODY_COMPULSORY.code: Category.OTHER,
    activity.CUSTODY_JUVENILE.code: Category.OTHER,
    activity.CUSTODY_ADULT.code: Category.OTHER,
    activity.NOT_REGISTERED.code: Category.OTHER,
    activity.GAP_YEAR.code: Category.OTHER,
    activity.NOT_KNOWN_COMPULSORY.code: Category.NOT_KNOWN,
}

_CATEGORY_OF_GROUP = {
    activity.COMPULSORY: Category.OTHER_EDUCATION,
    activity.EDUCATION: Category.OTHER_EDUCATION,
    activity.EMPLOYMENT: Category.EMPLOYMENT,
    activity.TRAINING: Category.OTHER_TRAINING,
    activity.RE_ENGAGED: Category.OTHER_TRAINING,
    activity.NEET: Category.NEET,
    activity.OTHER: Category.OTHER,
    activity.UNKNOWN: Category.NOT_KNOWN,
}


def need(*, send: bool, sen_support: bool) -> str:
    """The group of need of a young person, one of ``NEEDS``."""
    return EHC_PLAN if send else SEN_SUPPORT if sen_support else NO_SEN


def category(position: Position | None) -> Category:
    """The destination of a position; not known once it has lapsed."""
    if position is None or position.is_not_known:
        return Category.NOT_KNOWN
    return category_of(position.activity)


def category_of(doing: activity.Activity) -> Category:
    """The destination of an activity that has not lapsed."""
    return _CATEGORY_OF.get(doing.code) or _CATEGORY_OF_GROUP[doing.group]
