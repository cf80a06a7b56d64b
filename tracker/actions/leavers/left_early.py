"""Those who left a school or college in the course of a year, by its own word.

"You reported that they left; we now know where they are" (Feeds O5). Only its own
lists and notices decide who is among them.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from itertools import chain

from tracker import feeds, store
from tracker.access import authority_scope
from tracker.actions.accounts import settings
from tracker.actions.history import positions
from tracker.actions.intake.questions import door
from tracker.domain.law.restrictions import binding
from tracker.domain.reference.institution import Institution
from tracker.feeds.cells.dates import day_of
from tracker.linkage.population.prefilter import may_be

#: Of those who left in the last year and a half: later they are leavers like others.
_SINCE = timedelta(days=548)


def with_known(
    institution: Institution, keys: Collection[str], *, on: date, authority: str
) -> tuple[Mapping[int, date], set[int]]:
    """The last day of each young person that an institution reported as left, and those
    of them who are known to be somewhere else and may be named to it.

    ``keys`` are those under which the institution's notices are stored.
    """
    reported = _reported(institution, keys, on, authority)
    return reported, _known_elsewhere(reported, institution, on, authority)


def _reported(
    institution: Institution, keys: Collection[str], on: date, authority: str
) -> Mapping[int, date]:
    """The last day there of each young person, by the institution's newest word."""
    within, since = authority_scope(authority), on - _SINCE
    resolve = store.institutions.register.directory().resolve
    own = [
        each.batch
        for each in store.intake.lists.coverage.of_one_sender(
            feeds=feeds.registry.rolls(), since=since, within=within
        )
        if (sender := resolve(each.sender)) is not None
        and sender.key == institution.key
    ]
    written = (
        (person, day_of(text))
        for person, text in store.leavers.reported_left.by_list(own)
    )
    by_notice = store.leavers.reported_left.by_notice(keys, since=since, within=within)
    found: dict[int, date] = {}
    for person, day in chain(written, by_notice):
        if day is not None and since <= day <= on:
            found[person] = max(day, found.get(person, day))
    return found


def _known_elsewhere(
    people: Collection[int], institution: Institution, on: date, authority: str
) -> set[int]:
    """Left out is who has a standing No there, and who only what is sealed shows."""
    refusals = door.refusals(authority)
    stands = store.law.restrictions.of_people(people)
    ends = settings.of(authority).ends_at_sixteen
    found = set[int]()
    for folded in positions.folded_on(people, authority, [on], outward=True):
        now = folded.position
        if now is None or now.is_not_known or now.institution == institution.key:
            continue
        who = folded.known.identity
        said_no = [
            *stands.get(folded.person, ()),
            *(
                stand
                for refusal in refusals
                if refusal.person == folded.person or may_be(who, refusal.who)
                for stand in refusal.restrictions
            ),
        ]
        if not binding({institution.key}, said_no, on, ends_at_sixteen=ends):
            found.add(folded.person)
    return found
