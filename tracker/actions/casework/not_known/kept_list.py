"""The list of the not known in its order: stored, and made again for who changed.

The order rests on what leads to each young person, which is work for a second where
a thousand are not known. Of what is shown of a row, only the order and the filters are
stored: its words are always worked out for their reader. See decision 0218.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.casework.not_known import awaited_lists, looked_for
from tracker.actions.casework.not_known.looked_for import LookedFor, MayRead
from tracker.domain.casework.next_sources import Leads, sort_key
from tracker.store.casework.not_known.listed_rows import Listed, New
from tracker.store.casework.not_known.owed_people import FEW, Made


class Whose(StrEnum):
    """The young people of a list: one's own, those in a caseload, in none, all."""

    MINE = "mine"
    TEAM = "team"
    NONE = "none"
    ALL = "all"


def in_turn(
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
    refresh(authority, day, today=today)
    rows = store.casework.not_known.listed_rows
    if whose is Whose.MINE:
        listed = rows.of_caseloads(users, within=within)
    else:
        listed = [
            each
            for each in rows.everybody(within=within)
            if whose is Whose.ALL or (each.adviser is None) == (whose is Whose.NONE)
        ]
    # What a hidden contact says depends on who reads it.
    if hidden := [each.person for each in listed if each.restricted]:
        own = {
            each.row.person: each.leads
            for each in looked_for.of_people(
                hidden, day=day, today=today, within=within, may_read=may_read
            )
        }
        listed = [
            _as_read(each, own[each.person], today) if each.person in own else each
            for each in listed
        ]
    # Those who are equal stay in the order of their names.
    listed.sort(key=lambda it: sort_key(it.chance, it.source, it.since))
    return listed


def shown(
    listed: Iterable[Listed],
    *,
    day: date,
    today: date,
    within: Scope,
    may_read: MayRead,
) -> list[LookedFor]:
    """These rows of the list in their order, each with what its reader may see.

    One who became known in this moment is left out.
    """
    people = [each.person for each in listed]
    found = {
        each.row.person: each
        for each in looked_for.of_people(
            people, day=day, today=today, within=within, may_read=may_read
        )
    }
    return [found[person] for person in people if person in found]


def refresh(authority: str, day: date, *, today: date) -> int:
    """Makes the rows of an authority's list that are missing; returns how many it made.

    ``day`` is the day of the positions. A change makes the rows of a few again. A new
    day, the list of a place, code of another meaning or a change of many makes all.
    """
    within = authority_scope(authority)
    owing = store.casework.not_known.owed_people
    if owing.is_made(authority, _wanted(day, today, within)):
        return 0
    # Two requests at once: the second finds it made.
    with store.database.base.transaction(alone_with=f"not known of {authority}"):
        store.history.derivations.renew()
        # Read before anything else: what changes from now on is owed again.
        owed, wanted = owing.take(authority), _wanted(day, today, within)
        whole = None in owed or len(owed) > FEW or owing.made(authority) != wanted
        changed = {each for each in owed if each is not None}
        people = None if whole else _whose_rows(changed, authority, within)
        found = looked_for.of_people(
            people, day=day, today=today, within=within, may_read=lambda contact: True
        )
        restricted = store.casework.not_known.ways_to_reach.with_restricted_contacts(
            each.row.person for each in found
        )
        rows = store.casework.not_known.listed_rows
        rows.forget(authority, people)
        made = rows.write(
            authority,
            (_row(each, today, each.row.person in restricted) for each in found),
        )
        owing.complete(authority, wanted)
    return made


def _wanted(day: date, today: date, within: Scope) -> Made:
    return Made(day, today, awaited_lists.state(today, within=within))


def _whose_rows(records: set[int], authority: str, within: Scope) -> set[int]:
    """The people with a change, and those who live or lived with one of them."""
    changed = store.casework.not_known.owed_people.roots(records)
    return (
        changed
        | store.people.same_home.near(changed, within=within)
        | store.casework.not_known.listed_rows.with_relative_in(authority, changed)
    )


def _as_read(each: Listed, leads: Leads, today: date) -> Listed:
    """A row as its reader has it, by what they see of the sources."""
    return replace(
        each,
        chance=leads.chance,
        source=leads.best.source,
        can_be_tried=leads.can_be_tried(today),
    )


def _row(each: LookedFor, today: date, restricted: bool) -> New:
    row, leads = each.row, each.leads
    return New(
        person=row.person,
        since=each.since,
        chance=leads.chance,
        source=leads.best.source,
        can_be_tried=leads.can_be_tried(today),
        restricted=restricted,
        relative=next((it.person for it in leads.sources if it.person), None),
        has_phone=row.has_phone,
        last_contact=row.last_contact,
        due=row.due,
        school=row.member.year_11_school if row.member else None,
        area=row.area,
    )
