"""The score of a young person: the points of the indicators that hold on a day.

A score is a reason to talk with a young person. It changes no status, sends nothing and
decides nothing: no module that writes or sends imports this folder (decision 0250).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tracker.domain.year.pupils.pupil_facts import Facts
from tracker.domain.year.pupils.pupil_indicators import Indicator, State, holds
from tracker.domain.year.risk.schemes import Scheme


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The points of a young person by a scheme, with each reason.

    ``reasons`` are the indicators that hold with their points; ``not_known`` those
    that no source has stated, which are no points and are no "no" either.
    """

    points: int
    reasons: tuple[tuple[Indicator, int], ...]
    not_known: tuple[Indicator, ...]


def reckoned(scheme: Scheme, known: Facts, *, for_school: bool = False) -> Reckoned:
    """The score on the day of the facts.

    ``for_school``: without what only the council may see, so that a school cannot work
    it out from the points.
    """
    return _added(scheme, lambda each: holds(each, known), for_school)


def as_stored(
    scheme: Scheme,
    holding: Collection[str],
    not_known: Collection[str],
    *,
    for_school: bool = False,
) -> Reckoned:
    """The same score from the names of the indicators that hold, and of those that are
    not known, as they are stored for a day.
    """

    def answer(each: Indicator) -> bool | None:
        return None if each.name in not_known else each.name in holding

    return _added(scheme, answer, for_school)


def _added(
    scheme: Scheme, answer: Callable[[Indicator], bool | None], for_school: bool
) -> Reckoned:
    reasons, not_known = [], []
    for indicator, points in scheme.counted:
        if for_school and indicator.state is State.COUNCIL:
            continue
        held = answer(indicator)
        if held is None:
            not_known.append(indicator)
        elif held:
            reasons.append((indicator, points))
    return Reckoned(sum(at for _, at in reasons), tuple(reasons), tuple(not_known))
