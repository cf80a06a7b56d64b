"""The questions after a contact: kinds of activity, and dates that follow.

An activity is chosen in two steps: its kind, then one of a few. A date that follows
from the history is filled in, with the reason; no date is invented.

See decision 0187.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.casework.follow_up import on_a_working_day
from tracker.domain.history.position import Position
from tracker.domain.history.spells import ONE_DAY, Spell
from tracker.domain.reference import activity
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.activity import APPRENTICESHIP, Activity


class Kind(StrEnum):
    """The kinds of activity, in the order in which an adviser looks for them."""

    SCHOOL = "school"
    EDUCATION = "education"
    TRAINING = "training"
    WORK = "work"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return _TITLES[self]


_TITLES = {
    Kind.SCHOOL: "At school age",
    Kind.EDUCATION: "In education",
    Kind.TRAINING: "Apprenticeship or training",
    Kind.WORK: "Work",
    Kind.NONE: "None of these",
    Kind.UNKNOWN: "Not known",
}
_KINDS = {
    activity.COMPULSORY: Kind.SCHOOL,
    activity.EDUCATION: Kind.EDUCATION,
    activity.TRAINING: Kind.TRAINING,
    activity.RE_ENGAGED: Kind.TRAINING,
    activity.EMPLOYMENT: Kind.WORK,
    activity.NEET: Kind.NONE,
    activity.OTHER: Kind.NONE,
    activity.UNKNOWN: Kind.UNKNOWN,
}
#: A gap year is in the return's group of education, and no one looks for it there.
_ELSEWHERE = {APPRENTICESHIP.code: Kind.TRAINING, activity.GAP_YEAR.code: Kind.NONE}
#: What the answers to "none of these" begin with, which the question says already.
_SAID = "Not available: "


def kind_of(doing: Activity) -> Kind:
    """The kind under which an activity is looked for."""
    return _ELSEWHERE.get(doing.code, _KINDS[doing.group])


def by_kind(offered: Sequence[Activity]) -> dict[Kind, list[Activity]]:
    """The activities of each kind, without the kinds that have none.

    The most frequent reasons to be NEET come first, as their codes have it.
    """
    found = {kind: [each for each in offered if kind_of(each) is kind] for kind in Kind}
    none = found[Kind.NONE]
    none.sort(key=lambda each: (each is not activity.SEEKING, not each.is_neet))
    return {kind: some for kind, some in found.items() if some}


def short_title(doing: Activity) -> str:
    """The title of an activity beneath its kind."""
    title = doing.title.removeprefix(_SAID)
    return title[:1].upper() + title[1:]


@dataclass(frozen=True, slots=True)
class Follows:
    """The dates that follow for another activity; None where nothing is known.

    ``why`` says from what its start follows, "" where there is none.
    """

    starts: date | None
    why: str
    expected_end: date
    review: date
    neet_since: date | None


def follows(
    spells: Sequence[Spell],
    position: Position | None,
    on: date,
    *,
    in_touch: timedelta,
) -> Follows:
    """The dates that follow from the history for an activity that is recorded on a day.

    It started the day after the last activity ended, if an end is on record. Education
    ends with the academic year. A review comes with the next contact. Another reason to
    be NEET does not end the time of being NEET.
    """
    ended = _last_day(spells, position, on)
    return Follows(
        starts=ended[0] + ONE_DAY if ended else None,
        why=f"the day after {ended[1]} ended" if ended else "",
        expected_end=AcademicYear.of(on).ends,
        review=on_a_working_day(on + in_touch),
        neet_since=position.neet_since if position and position.is_neet else None,
    )


def _last_day(
    spells: Sequence[Spell], position: Position | None, on: date
) -> tuple[date, str] | None:
    """The last day of the newest activity and its name, if it is over by then."""
    known = [each for each in spells if not each.activity.is_not_known]
    if not known or position is None:
        return None
    last = known[-1]
    where = last.institution_name or last.activity.title.lower()
    if last.ends is not None and last.ends < on:
        return last.ends, where
    expected = position.expected_end
    if last.ends is None and expected is not None and expected < on:
        return expected, f"{where} was expected to have"
    return None
