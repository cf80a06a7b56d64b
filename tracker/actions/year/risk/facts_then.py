"""What was known about young people on a day, as readers may see it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tracker import store
from tracker.domain.history.members import Member
from tracker.domain.history.membership import Folded, fold
from tracker.domain.year.pupils.pupil_facts import Facts, facts


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of one day, and the person on a later day by all that is known now.

    ``later`` is None where no later day was wanted, or they are not here on it.
    """

    person: int
    then: Facts
    later: Member | None = None


def of(
    persons: Iterable[int],
    authority: str,
    day: date,
    *,
    known_at: datetime | None,
    later: date | None = None,
) -> Iterator[Known]:
    """The facts about those of these people who are of the authority on ``day``.

    ``known_at`` leaves out what was recorded or taken back after that moment; None is
    all that is known now. A person without a date of birth or any evidence is left out.
    """
    resolve = store.institutions.register.directory().resolve
    for person, everything in store.history.evidence.histories(
        persons, live_only=known_at is None
    ):
        by_then = [
            item for item in everything if item.known(known_at) and item.as_at <= day
        ]
        folded = fold(person, authority, by_then, on=[day], resolve=resolve)
        member = _here(folded, day)
        if folded is None or member is None:
            continue
        after = None
        if later is not None:
            now = [item for item in everything if item.known(None)]
            after = _here(
                fold(person, authority, now, on=[later], resolve=resolve), later
            )
        yield Known(person, facts(member, by_then, folded.spells), after)


def _here(folded: Folded | None, day: date) -> Member | None:
    """The member on a day, None for one who has left the authority's care by then."""
    if folded is None or not folded.members:
        return None
    departure = folded.details.on(day).departure
    if departure is not None and departure.on <= day:
        return None
    return folded.members[0]
