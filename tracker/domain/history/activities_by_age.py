"""The activities possible at an age, and whether they have a provider or employer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.history.position import PAST_COMPULSORY
from tracker.domain.reference import activity
from tracker.domain.reference.academic_year import academic_age, birthday
from tracker.domain.reference.activity import ACTIVITIES, Activity
from tracker.domain.reference.codes import requirement_year

#: The groups in the order in which an adviser looks for them, in plain words.
GROUP_TITLES: dict[str, str] = {
    activity.COMPULSORY: "At school age",
    activity.EDUCATION: "Education",
    activity.TRAINING: "Training",
    activity.EMPLOYMENT: "Work",
    activity.RE_ENGAGED: "Re-engagement",
    activity.NEET: "Not in education, employment or training (NEET)",
    activity.OTHER: "Something else",
    activity.UNKNOWN: "Not known",
}


@dataclass(frozen=True, slots=True)
class Unavailable:
    """An activity that is not available to a young person, and why, as a sentence."""

    activity: Activity
    why: str


def possible(born: date, on: date, *, send: bool) -> tuple[Activity, ...]:
    """The activities possible on a day with that date of birth, in order of group."""
    allowed = [
        each
        for each in ACTIVITIES.values()
        if each.in_use(requirement_year(on))
        and _why_not(each, born, on, send=send) is None
    ]
    order = list(GROUP_TITLES)
    return tuple(sorted(allowed, key=lambda each: order.index(each.group)))


def unavailable(born: date, on: date, *, send: bool) -> tuple[Unavailable, ...]:
    """Activities left out for a reason that can be put right or passes with time.

    Those that the age rules out altogether are not listed.
    """
    of_age = academic_age(born, on) >= PAST_COMPULSORY
    return tuple(
        Unavailable(each, why)
        for each in ACTIVITIES.values()
        if each.in_use(requirement_year(on))
        and each.is_compulsory is not of_age
        and (why := _why_not(each, born, on, send=send)) is not None
    )


def _why_not(each: Activity, born: date, on: date, *, send: bool) -> str | None:
    of_age = academic_age(born, on) >= PAST_COMPULSORY
    if each.is_compulsory and of_age:
        return "Compulsory education is over."
    if not each.is_compulsory and not of_age:
        return "Compulsory education is not over yet."
    if each.from_age is not None and on < birthday(born, each.from_age):
        return f"Only from the age of {each.from_age}."
    if each.needs_send and not send:
        return "Only with an education, health and care plan; none is on record."
    return None


def groups(offered: Sequence[Activity]) -> list[tuple[str, list[Activity]]]:
    """The activities under the plain title of their group, empty groups left out."""
    return [
        (title, [each for each in offered if each.group == group])
        for group, title in GROUP_TITLES.items()
        if any(each.group == group for each in offered)
    ]


def has_employer(each: Activity) -> bool:
    """Whether the activity is work for a named employer that is no provider."""
    return each.group == activity.EMPLOYMENT and not each.at_provider
