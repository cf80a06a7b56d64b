"""The lists that a support service sent, whose statuses may go back to it.

Who is on such a list is known to the service already, so it gets back what it may
know of them and of no one else. See Feeds O9 and decision 0243.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.law.parties import Party
from tracker.domain.law.gateways import GATEWAYS, PartyKind
from tracker.feeds.registry import FEEDS
from tracker.store.intake.import_batches import cells_of
from tracker.store.intake.lists.service_lists import AppliedList

#: Lists of the last two years: an older one does not show who is looked after.
_NOT_BEFORE = timedelta(days=2 * 366)
#: The heading of the number by which the service itself knows them.
OWN_NUMBER = "Your number"
#: A column of a feed with such a number is of this kind.
_REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list that a service sent; ``people`` is the number of its young people."""

    batch: int
    title: str
    as_at: date
    people: int


def of_party(party: Party, *, sealed: bool, act: Act) -> list[OwnList]:
    """The lists of a service, the newest first.

    A file that names no sender may be of any service: the user who shares it chooses.
    One whose source would say what is sealed is found with ``sealed`` alone.
    """
    return [
        OwnList(each.batch, FEEDS[each.feed].title, each.as_at, each.people)
        for each in _applied(act)
        if (sealed or not FEEDS[each.feed].unnamed) and _may_be_of(each, party)
    ]


def on_them(people: Collection[int], party: Party, *, act: Act) -> Collection[int]:
    """Those of these people who are on a list of a service."""
    wanted, found = set(people), set[int]()
    for each in _applied(act):
        if _may_be_of(each, party) and not wanted <= found:
            found |= set(people_of(each.batch))
    return wanted & found


def people_of(batch: int) -> list[int]:
    """The young people that the lines of a list found."""
    found = (person for _, person in store.intake.lists.service_lists.lines_of(batch))
    return list(dict.fromkeys(found))


def own_numbers(batch: int, people: Sequence[int], *, act: Act) -> Mapping[int, str]:
    """The number that a list has for each of these people; those without are left out.

    Raises encryption.NotOpened for a list that is sealed by a key that is gone.
    """
    within = authority_scope(act.authority)
    feed = store.intake.import_batches.batch(batch, within=within)
    columns = [
        each.name
        for each in (FEEDS[feed.feed].columns if feed is not None else ())
        if each.kind == _REFERENCE
    ]
    if not columns:
        return {}
    wanted = set(people)
    of = dict(store.intake.lists.service_lists.lines_of(batch))
    lines = [line for line, person in of.items() if person in wanted]
    found: dict[int, str] = {}
    for row in store.intake.batch_pages.of_numbers(lines, within=within):
        cells = cells_of(row)
        for name in columns:
            if text := cells.get(name):
                found.setdefault(of[row.id], text)
    return found


def is_of_service(feed: str) -> bool:
    """Whether a support service sends the files of a feed."""
    known = FEEDS.get(feed)
    return (
        known is not None
        and not known.of_institutions
        and GATEWAYS[known.gateway].party is PartyKind.SERVICE
    )


def _applied(act: Act) -> Sequence[AppliedList]:
    return store.intake.lists.service_lists.applied(
        feeds=list(filter(is_of_service, FEEDS)),
        since=act.on - _NOT_BEFORE,
        within=authority_scope(act.authority),
    )


def _may_be_of(sent: AppliedList, party: Party) -> bool:
    if sent.sender is None or not sent.sender.name:
        return True
    return _folded(sent.sender.name) == _folded(party.name)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
