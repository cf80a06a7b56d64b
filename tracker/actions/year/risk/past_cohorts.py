"""Earlier cohorts by their scores of then and what they did later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from tracker import store
from tracker.access import Scope
from tracker.actions.year.risk import facts_then, official_lists
from tracker.domain.year.risk.reckoning import reckoned
from tracker.domain.year.risk.schemes import Scheme
from tracker.domain.year.risk.thresholds import Past, outcome_on, scored_on

#: So many summers are offered.
MOST_YEARS = 4
#: Progress is reported after so many young people.
_REPORTED_EACH = 200

Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PastCohort:
    """Those who left Year 11 in a summer, as far as they can be judged.

    ``gone`` were no longer here on the later day, and what ``sealed`` ones did is
    sealed: both are in no number. ``thin`` is how many had nothing on record by the day
    of the score, though they were of the year. ``official`` is the day of DfE's list of
    then.
    """

    people: Sequence[Past]
    gone: int
    sealed: int
    thin: int
    official: date | None


def years(on: date) -> list[int]:
    """The summers of leaving whose later day is over, the newest first."""
    newest = on.year - 1 if on > outcome_on(on.year - 1) else on.year - 2
    return [newest - back for back in range(MOST_YEARS)]


def cohort(
    scheme: Scheme,
    left: int,
    *,
    as_known_then: bool,
    within: Scope,
    say: Say = lambda done, out_of: None,
) -> PastCohort:
    """The cohort that left in a summer, each with the points of a day of Year 11.

    ``as_known_then``: by what had been recorded on that day; else by all that is known
    now about that day, which is more than there was to decide on. ``say`` hears how
    many of how many young people have been looked at.
    """
    day = scored_on(left)
    moment = datetime.combine(day, time.max, tzinfo=UTC) if as_known_then else None
    first, last = date(left - 17, 9, 1), date(left - 16, 8, 31)
    lists = official_lists.official_lists(day, known_at=moment, within=within)
    people, gone, sealed, everybody, seen = list[Past](), 0, 0, 0, 0
    for authority in sorted(within.authorities):
        persons = store.people.identities.listed_born_between(authority, first, last)
        everybody += len(persons)
        for each in facts_then.of(
            persons, authority, day, known_at=moment, later=outcome_on(left)
        ):
            seen += 1
            if seen % _REPORTED_EACH == 0:
                say(seen, everybody)
            if each.later is None:
                gone += 1
                continue
            position = each.later.position
            if position.activity.sealed:
                sealed += 1
                continue
            people.append(
                Past(
                    each.then.member,
                    reckoned(scheme, each.then).points,
                    position.is_neet or position.is_not_known,
                    (on := lists.people.get(each.person)) is not None and on.is_on,
                )
            )
    return PastCohort(people, gone, sealed, everybody - seen, lists.day)
