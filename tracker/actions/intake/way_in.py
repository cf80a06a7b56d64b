"""The lawful way by which a file comes in: without one nothing of it is stored.

See Law L-09 and decisions 0171 and 0235.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.domain.law.agreements import why_not
from tracker.domain.law.gateways import GATEWAYS, Gateway, PartyKind
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.declaration import Feed
from tracker.feeds.described.catalogue import FIELD_OF
from tracker.feeds.file_reading import RawRow, Reading, Unreadable
from tracker.refusal import Refusal
from tracker.store.law.agreements import Agreement


class NotAgreed(Refusal):
    """The gateway of a feed lets nothing in today; the text is the reason."""


#: The key under which the headings of the Department's lists are remembered.
DEPARTMENT = "name:department for education"


def is_of_service(feed: Feed) -> bool:
    """Whether a support service sends the files by an agreement, and each file has one
    sender.
    """
    return _is_from(feed, PartyKind.SERVICE) and not GATEWAYS[feed.gateway].by_law


def is_of_own_team(feed: Feed) -> bool:
    """Whether a team of the council itself sends the files, in headings of its own."""
    return _is_from(feed, PartyKind.SERVICE) and GATEWAYS[feed.gateway].by_law


def is_of_department(feed: Feed) -> bool:
    """Whether the Department sends the files, so that their sender is always known."""
    return _is_from(feed, PartyKind.DEPARTMENT)


def _is_from(feed: Feed, party: PartyKind) -> bool:
    return feed.own_headings and GATEWAYS[feed.gateway].party is party


def key_of(feed: Feed, sender: str | None) -> str | None:
    """The key under which the headings of a sender are remembered."""
    return DEPARTMENT if is_of_department(feed) else sender


def service_called(feed: Feed, typed: str, authority: str) -> InstitutionRef | None:
    """The service that is called so and has an agreement, as the agreement writes it;
    None for an empty name. Raises NotAgreed where none is, and names those that are.
    """
    name = _folded(typed.removeprefix("name:"))
    if not name:
        return None
    known = {
        _folded(each.party_name): each.party_name
        for each in _agreements(GATEWAYS[feed.gateway], authority)
    }
    if name in known:
        return InstitutionRef(name=known[name])
    with_one = ", ".join(sorted(set(known.values()))) or "no service yet"
    raise NotAgreed(
        f"There is no agreement by which lists of {typed.strip()[:60]} come in. An "
        "information officer proposes one under Agreements, and the asset owner signs "
        f"it. There is one with: {with_one}.",
        "institution",
    )


def check(feed: Feed, sender: InstitutionRef | None, act: Act) -> None:
    """Raises NotAgreed where a feed stands by an agreement and none is in force.

    An institution has an agreement of its own, and so has a service that the user or
    the feed names. Any other sender is not named by its file, so an agreement of one of
    them is enough.
    """
    if feed.of_institutions or (by := GATEWAYS[feed.gateway]).by_law:
        return
    if feed.service:
        service_called(feed, feed.service, act.authority)
    name, agreements = _with(feed, sender, act.authority)
    reason = why_not(by, name, [each.terms for each in agreements], (), on=act.on)
    if reason is not None:
        raise NotAgreed(reason)


def let_in(
    feed: Feed, sender: InstitutionRef | None, reading: Reading, act: Act
) -> None:
    """Lets a file in as it is being read, without what no agreement covers. Raises
    NotAgreed, as ``check``, and Unreadable where another than its maker sends it.
    """
    _check_maker(sender, reading)
    check(feed, sender, act)
    if barred := not_covered(feed, sender, act):
        reading.rows = _covered(reading.rows, barred, reading.notes, feed)


def _check_maker(sender: InstitutionRef | None, reading: Reading) -> None:
    """Raises Unreadable where a file names its maker and another institution sends it.

    A learner record does: with the wrong sender, a whole college would be at another.
    """
    if sender is None or reading.institution is None:
        return
    resolve = store.institutions.register.directory().resolve
    made_by, sent_by = resolve(reading.institution), resolve(sender)
    if sent_by is None or sent_by == made_by:
        return
    if made_by is None and sent_by.ukprn in (None, reading.institution.ukprn):
        return
    maker = made_by.name if made_by else f"UKPRN {reading.institution.ukprn}"
    raise Unreadable(
        f"The file is the record of {maker}, and {sent_by.name} is given as its "
        "sender. Choose the record of that sender, or the sender of that record."
    )


def not_covered(feed: Feed, sender: InstitutionRef | None, act: Act) -> frozenset[str]:
    """The columns of a service's list that no agreement in force with it covers."""
    if feed.of_institutions or (by := GATEWAYS[feed.gateway]).by_law:
        return frozenset()
    if by.party is not PartyKind.SERVICE:
        return frozenset()
    _, agreements = _with(feed, sender, act.authority)
    covered = {
        name for each in agreements if each.is_live(act.on) for name in each.fields
    }
    return frozenset(
        each.name
        for each in feed.columns
        if each.name in FIELD_OF and FIELD_OF[each.name] not in covered
    )


def _covered(
    rows: Iterable[RawRow], left_out: frozenset[str], notes: list[str], feed: Feed
) -> Iterator[RawRow]:
    """The rows without the cells of columns that are ``left_out``. With the last of
    them a note names the columns that had any.
    """
    found: set[str] = set()
    for row in rows:
        if here := left_out & row.values.keys():
            found |= here
            kept = {name: it for name, it in row.values.items() if name not in here}
            yield replace(row, values=kept)
        else:
            yield row
    if found:
        titles = ", ".join(each.title for each in feed.columns if each.name in found)
        notes.append(f"Not kept, because the agreement does not cover it: {titles}.")


def _with(
    feed: Feed, sender: InstitutionRef | None, authority: str
) -> tuple[str, Sequence[Agreement]]:
    """The sender's name and its agreements by the gateway of a feed."""
    by = GATEWAYS[feed.gateway]
    if sender is None and feed.service:
        sender = InstitutionRef(name=feed.service)
    agreements = _agreements(by, authority)
    if by.party is PartyKind.INSTITUTION and sender is not None:
        known = store.institutions.register.directory().resolve(sender)
        return known.name if known else "the sender", [
            each for each in agreements if known and each.party == known.key
        ]
    if by.party is PartyKind.SERVICE and sender is not None and sender.name:
        name = _folded(sender.name)
        return sender.name, [
            each for each in agreements if _folded(each.party_name) == name
        ]
    return "the sender", agreements


def _agreements(by: Gateway, authority: str) -> Sequence[Agreement]:
    return store.law.agreements.by_gateway(by.key, within=authority_scope(authority))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
