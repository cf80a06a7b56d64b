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
    each.code: Category(each.destination) for each in activity.STORED.values()
}


def need(*, send: bool, sen_support: bool) -> str:
    """The group of need of a young person, one of ``NEEDS``."""
    return EHC_PLAN if send else SEN_SUPPORT if sen_support else NO_SEN


def category(position: Position | None) -> Category:
    """The destination of a position; not known once it has lapsed."""
    if position is None or position.is_not_known:
        return Category.NOT_KNOWN
    return _CATEGORY_OF[position.activity.code]
