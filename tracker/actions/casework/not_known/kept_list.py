"""The list of the not known in its order.

Finding the sources of a thousand young people takes most of a second. So what the list
is sorted and filtered by is stored, and made again for those who changed. The texts of
a row are worked out for each reader, because what a reader may see differs. See
decision 0218.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.casework.not_known import awaited_lists, looked_for
from tracker.actions.casework.not_known.looked_for import LookedFor, MayRead
from tracker.domain.casework.next_sources import sort_key
from tracker.domain.figures.meaning import meaning
from tracker.store.casework.not_known.listed_rows import Listed, ToStore
from tracker.store.casework.not_known.made_lists import MadeFrom
from tracker.store.casework.not_known.owed_people import MOST

#: The module that puts young people in order: with other code there, or other shares,
#: the list is made again.
_ORDERING = ("tracker.domain.casework.next_sources",)


class Whose(StrEnum):
    """The young people of a list: one's own, those in a caseload, in none, all."""

    MINE = "mine"
    TEAM = "team"
    NONE = "none"
    ALL = "all"


def in_order(
    whose: Whose,
    *,
    users: Sequence[int],
    day: date,
    today: date,
    within: Scope,
    may_read: MayRead,
) -> list[Listed]:
    """Those who are not known, the most likely found in learning first.

    ``users`` are the reader and the users whose caseloads they cover, for the reader's
    own list. ``day`` is the day of the positions.
    """
    (authority,) = within.authorities
    stored = store.casework.not_known.listed_rows
    if refresh(authority, day, today=today) is None:
        listed = worked_out(
            None, day=day, today=today, within=within, may_read=may_read
        )
        if whose is Whose.MINE:
            listed = [each for each in listed if each.adviser in users]
    else:
        if whose is Whose.MINE:
            listed = stored.of_caseloads(users, within=within)
        else:
            listed = stored.everybody(within=within)
        # What a restricted contact shows depends on who reads it.
        hidden = [each.person for each in listed if each.has_restricted_contact]
        if hidden:
            own = {
                each.person: each
                for each in worked_out(
                    hidden, day=day, today=today, within=within, may_read=may_read
                )
            }
            listed = [own.get(each.person, each) for each in listed]
    if whose in (Whose.TEAM, Whose.NONE):
        in_none = whose is Whose.NONE
        listed = [each for each in listed if (each.adviser is None) == in_none]
    # Those who are equal stay in the order of their names.
    listed.sort(key=lambda it: sort_key(it.chance, it.source, it.since))
    return listed


def with_sources(
    listed: Iterable[Listed],
    *,
    day: date,
    today: date,
    within: Scope,
    may_read: MayRead,
) -> list[LookedFor]:
    """These rows of the list in their order, each with what its reader may see.

    A young person who has become known since the list was read is left out.
    """
    people = [each.person for each in listed]
    found = {
        each.row.person: each
        for each in looked_for.of_people(
            people, day=day, today=today, within=within, may_read=may_read
        )
    }
    return [found[person] for person in people if person in found]


def worked_out(
    people: Iterable[int] | None,
    *,
    day: date,
    today: date,
    within: Scope,
    may_read: MayRead,
) -> list[Listed]:
    """Those of these people who are not known, by name, without anything that is
    stored; None for everybody.
    """
    found = _found(people, day, today, within, may_read)
    return [each.listed for each in found]


def refresh(authority: str, day: date, *, today: date) -> int | None:
    """Brings the stored list of an authority up to date; returns the number of rows
    that it wrote.

    All are written for a new day, a new or withdrawn list, code that orders them in
    another way, or a change of many. None means that no list can be stored, because
    the positions of ``day`` are not all there yet.
    """
    within = authority_scope(authority)
    made = store.casework.not_known.made_lists
    wanted = _made_from(day, today, within)
    if made.is_up_to_date(authority, wanted):
        return 0
    with store.database.base.transaction(alone_with=f"not known of {authority}"):
        store.history.derivations.renew()
        if not store.history.days.are_complete([day], within=within):
            return None
        earlier = made.lock(authority)
        # Read before anything else: what changes from now on is owed again.
        owed = store.casework.not_known.owed_people.take(authority)
        wanted = _made_from(day, today, within)
        if earlier == wanted and not owed:
            return 0  # another visit has just made it
        records = {each for each in owed if each is not None}
        whole = earlier != wanted or None in owed or len(records) > MOST
        people = None if whole else _with_their_homes(records, authority, within)
        rows = store.casework.not_known.listed_rows
        found = _found(people, day, today, within, lambda contact: True)
        rows.forget(authority, people)
        written = rows.write(authority, found)
        made.record(authority, wanted)
    return written


def _made_from(day: date, today: date, within: Scope) -> MadeFrom:
    lists = awaited_lists.state(today, within=within)
    return MadeFrom(day, today, f"{lists} {meaning_of_order()}")


def meaning_of_order() -> str:
    """The digest of the code that puts the list in order."""
    return meaning(deriving=_ORDERING)


def _with_their_homes(records: set[int], authority: str, within: Scope) -> set[int]:
    """The people with a change, and those who live or lived with one of them."""
    changed = store.people.records.persons_of(records)
    return (
        changed
        | store.people.same_home.near(changed, within=within)
        | store.casework.not_known.listed_rows.with_relative_in(authority, changed)
    )


def _found(
    people: Iterable[int] | None,
    day: date,
    today: date,
    within: Scope,
    may_read: MayRead,
) -> list[ToStore]:
    """The rows of these people as they may be read now, by name."""
    found = looked_for.of_people(
        None if people is None else list(people),
        day=day,
        today=today,
        within=within,
        may_read=may_read,
    )
    restricted = store.casework.not_known.ways_to_reach.with_restricted_contacts(
        each.row.person for each in found
    )
    return [_to_store(each, today, each.row.person in restricted) for each in found]


def _to_store(each: LookedFor, today: date, restricted: bool) -> ToStore:
    row, leads = each.row, each.leads
    listed = Listed(
        person=row.person,
        given=row.given,
        family=row.family,
        adviser=row.adviser,
        since=each.since,
        chance=leads.chance,
        source=str(leads.best.source),
        can_be_tried=leads.can_be_tried(today),
        has_restricted_contact=restricted,
        has_phone=row.has_phone,
        last_contact=row.last_contact,
        due=row.due,
        school=row.member.year_11_school if row.member else None,
        area=row.area,
    )
    return ToStore(listed, next((it.person for it in leads.sources if it.person), None))
