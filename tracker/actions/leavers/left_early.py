"""Those who left a school or college in the course of a year, by its own word.

"You reported that they left; we now know where they are" (Feeds O5). Only its own
lists and notices decide who is among them.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

from tracker import feeds, store
from tracker.access import Scope, authority_scope
from tracker.actions.accounts import settings
from tracker.actions.history import folding
from tracker.actions.intake.questions import door
from tracker.domain.law.restrictions import binding
from tracker.domain.reference.identifiers import LaEstab, Ukprn, Urn
from tracker.domain.reference.institution import Institution, InstitutionRef
from tracker.feeds.cells.dates import day_of
from tracker.linkage.population.prefilter import may_be
from tracker.store.leavers.reported_left import ListedLine

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
    by_notice = store.leavers.reported_left.by_notice(keys, since=since, within=within)
    found: dict[int, date] = {}
    for person, day in chain(_by_list(institution, since, within), by_notice):
        if since <= day <= on:
            found[person] = max(day, found.get(person, day))
    return found


def _by_list(
    institution: Institution, since: date, within: Scope
) -> Iterator[tuple[int, date]]:
    """(person, last day) of the lines of an institution's lists that have one, about
    those that an earlier line of its own had without.

    A line with a last day alone makes no one a former student: any name could be sent,
    to find out where they are.
    """
    reported_left = store.leavers.reported_left
    batches = _own_lists(institution, since, within)
    ended = [
        each
        for each in reported_left.with_last_day(batches)
        if _is_of(each, institution, within)
    ]
    first: dict[int, date] = {}
    people = {each.person for each in ended}
    for each in reported_left.without_last_day(people, batches):
        if _is_of(each, institution, within):
            first[each.person] = min(each.as_at, first.get(each.person, each.as_at))
    for each in ended:
        day = day_of(each.last)
        if day is not None and first.get(each.person, date.max) < each.as_at:
            yield each.person, day


def _own_lists(institution: Institution, since: date, within: Scope) -> list[int]:
    """The lists of who is at the institution, and those in which it may be one of many
    senders.
    """
    registry = feeds.registry
    sent = set(registry.rolls()).intersection(registry.sent_by(institution.kind))
    coverage = store.intake.lists.coverage
    resolve = store.institutions.register.directory().resolve
    own = [
        each.batch
        for each in coverage.of_one_sender(
            feeds=sorted(sent), since=since, within=within
        )
        if (sender := resolve(each.sender)) is not None
        and sender.key == institution.key
    ]
    many = coverage.of_many_senders(feeds=sorted(sent), since=since, within=within)
    return sorted({*own, *(each.batch for each in many)})


def _is_of(line: ListedLine, institution: Institution, within: Scope) -> bool:
    """Whether a line is of an institution: by its list, or by the place it names."""
    if not line.named:
        return True
    (authority,) = within.authorities
    ref = InstitutionRef(
        urn=Urn.parse(line.named["urn"]).value,
        laestab=LaEstab.parse(line.named["laestab"], authority).value,
        ukprn=Ukprn.parse(line.named["ukprn"]).value,
        name=line.named["name"],
    )
    found = store.institutions.register.directory().resolve(ref)
    return found is not None and found.key == institution.key


def _known_elsewhere(
    people: Collection[int], institution: Institution, on: date, authority: str
) -> set[int]:
    """Left out is who has a standing No there, and who only what is sealed shows."""
    refusals = door.refusals(authority)
    stands = store.law.restrictions.of_people(people)
    ends = settings.of(authority).ends_at_sixteen
    found = set[int]()
    for folded in folding.folded_on(people, authority, [on], outward=True):
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
