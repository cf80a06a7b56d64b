"""What is on record that may lead to young people who are not known.

Each question is one query for all of them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.casework.council_systems import BEGINS, LookUp
from tracker.domain.casework.on_record import Attempt
from tracker.domain.reference.england import HERE
from tracker.store.casework.contacts import STANDS, LastContact
from tracker.store.database import base
from tracker.store.people.same_home import GUARDED


@dataclass(frozen=True, slots=True)
class Home:
    """The numbers on record, whether there is an address, and whether it or the young
    person is guarded.
    """

    phone: str | None
    parent_phone: str | None
    relation: str
    has_address: bool
    guarded: bool


def homes(people: Collection[int]) -> dict[int, Home]:
    """The numbers and the address on record of these people, by person."""
    found = base.repeated(
        "SELECT p.id, p.details->>'phone', p.details->'parent'->>'phone',"
        " COALESCE(p.details->'parent'->>'relation', ''),"
        " p.details->'address'->>'line1' IS NOT NULL,"
        f" {GUARDED.format('p')} FROM people p WHERE p.id = ANY(%s)",
        list(people),
    )
    return {person: Home(*home) for person, *home in found}


def contacts(people: Collection[int]) -> dict[int, list[tuple[LastContact, Attempt]]]:
    """Every contact with these people, the newest first, by person.

    Who may see more of it than its day is the caller's to decide.
    """
    made: dict[int, list[tuple[LastContact, Attempt]]] = {}
    for person, on, outcome, channel, number, by, visibility in base.repeated(
        "SELECT r.root, c.made_on, c.outcome, c.channel, c.number, c.written_by,"
        " c.visibility FROM (SELECT id, COALESCE(merged_into, id) AS root FROM people"
        "  WHERE id = ANY(%s) OR merged_into = ANY(%s)) r"
        f" JOIN contacts c ON c.person_id = r.id AND {STANDS}"
        " ORDER BY c.made_on DESC, c.id DESC",
        list(people),
        list(people),
    ):
        how, came_of = Channel(channel), Outcome(outcome)
        made.setdefault(person, []).append(
            (
                LastContact(on, came_of, how, by, Visibility(visibility)),
                Attempt(on, came_of, how, number),
            )
        )
    return made


def with_restricted_contacts(people: Iterable[int]) -> set[int]:
    """Those of these people with a contact of which some readers see the day only."""
    numbers = list(people)
    return base.distinct(
        "SELECT DISTINCT r.root FROM (SELECT id, COALESCE(merged_into, id) AS root"
        "  FROM people WHERE id = ANY(%s) OR merged_into = ANY(%s)) r"
        " JOIN contacts c ON c.person_id = r.id AND c.withdrawn_at IS NULL"
        " AND c.visibility = %s",
        *(numbers, numbers, str(Visibility.RESTRICTED)),
    )


def look_ups(people: Collection[int]) -> dict[int, list[LookUp]]:
    """The look-ups in systems of the council that tasks are about, the newest first."""
    made: dict[int, list[LookUp]] = {}
    for person, why, requested, done in base.repeated(
        "SELECT r.root, w.why, w.opened_at, w.done_at FROM"
        " (SELECT id, COALESCE(merged_into, id) AS root FROM people"
        "  WHERE id = ANY(%s) OR merged_into = ANY(%s)) r"
        " JOIN work_items w ON w.person_id = r.id AND w.kind = 'task'"
        " AND starts_with(lower(w.why), %s) ORDER BY w.id DESC",
        list(people),
        list(people),
        BEGINS.lower(),
    ):
        day = requested.astimezone(HERE).date()
        ended = done.astimezone(HERE).date() if done is not None else None
        made.setdefault(person, []).append(LookUp(why, day, ended))
    return made
