"""The score of a young person: the points of the indicators that hold on a day.

A score is a reason to talk with a young person. It changes no status, sends nothing and
decides nothing: no module that writes or sends imports this folder (decision 0250).
"""

from dataclasses import dataclass

from tracker.domain.year.risk.indicators import Facts, Indicator, State, holds
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
    reasons, not_known = [], []
    for indicator, points in scheme.counted:
        if for_school and indicator.state is State.COUNCIL:
            continue
        answer = holds(indicator, known)
        if answer is None:
            not_known.append(indicator)
        elif answer:
            reasons.append((indicator, points))
    return Reckoned(sum(at for _, at in reasons), tuple(reasons), tuple(not_known))
