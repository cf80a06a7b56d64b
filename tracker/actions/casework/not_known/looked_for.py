"""The young people who are not known, each with the sources for them.

The number of queries does not depend on the number of people.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker import domain, store
from tracker.access import Scope
from tracker.actions.casework.not_known import awaited_lists
from tracker.actions.institutions import place_names
from tracker.domain.casework.next_sources import Leads, leads
from tracker.domain.casework.on_record import Attempt, Trace
from tracker.domain.history.evidence import Detail, Evidence, Intention, Offer
from tracker.domain.history.guarantee import Application, applications, offers_of
from tracker.domain.history.position import Position
from tracker.domain.history.spells import newest_first
from tracker.domain.history.stays import Resolve
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.institution import key_of
from tracker.store.casework.caseload_rows import Row
from tracker.store.casework.contacts import LastContact

#: Whether the reader may see more of a contact than its day.
MayRead = Callable[[LastContact], bool]
_ADDRESS = "address"
_READ = (Offer.kind, Intention.kind, _ADDRESS)


@dataclass(frozen=True, slots=True)
class LookedFor:
    """One young person who is not known, with the sources for them."""

    row: Row
    leads: Leads
    since: date


def of_people(
    people: Collection[int] | None,
    *,
    day: date,
    today: date,
    within: Scope,
    may_read: MayRead,
) -> list[LookedFor]:
    """Those of these people who are not known, by name; None for everybody.

    ``day`` is the day of the positions.
    """
    rows = store.casework.caseload_rows.not_known(
        people, day=day, today=today, within=within
    )
    found = _leads(
        {row.person: _Standing.of_row(row) for row in rows},
        day=day,
        today=today,
        within=within,
        may_read=may_read,
    )
    return [
        LookedFor(row, found[row.person], row.position.counts_since)
        for row in rows
        if row.position is not None
    ]


def of_person(
    person: int,
    position: Position | None,
    school: str | None,
    *,
    today: date,
    within: Scope,
    may_read: MayRead,
) -> Leads | None:
    """The sources for one young person; None for one who is known.

    ``school`` is the key of their school in Year 11.
    """
    if position is None or not position.is_not_known:
        return None
    day = store.history.days.newest(today, within=within) or today
    standing = _Standing(position, school)
    return _leads(
        {person: standing}, day=day, today=today, within=within, may_read=may_read
    )[person]


@dataclass(frozen=True, slots=True)
class _Standing:
    """The position of one who is not known, and the school of their Year 11 (key)."""

    position: Position
    school: str | None

    @classmethod
    def of_row(cls, row: Row) -> "_Standing":
        assert row.member is not None
        return cls(row.member.position, row.member.year_11_school)


def _leads(
    people: Mapping[int, _Standing],
    *,
    day: date,
    today: date,
    within: Scope,
    may_read: MayRead,
) -> dict[int, Leads]:
    if not people:
        return {}
    resolve = store.institutions.register.directory().resolve
    homes = store.casework.not_known.ways_to_reach.homes(people)
    relatives = store.people.same_home.relatives(people, day=day, within=within)
    contacts = {
        person: [
            seen if may_read(each) else Attempt(seen.on, number=seen.number)
            for each, seen in made
        ]
        for person, made in store.casework.not_known.ways_to_reach.contacts(
            people
        ).items()
    }
    look_ups = store.casework.not_known.ways_to_reach.look_ups(people)
    since = AcademicYear(AcademicYear.of(today).start - 1).starts
    chosen = {
        person: _choices(
            [item for item in items if item.as_at <= today],
            people[person].school,
            since,
            resolve,
        )
        for person, items in store.history.evidence.of_subjects(people, _READ)
    }
    keys = {
        key
        for person, standing in people.items()
        for key in (standing.position.institution, *chosen[person].places)
        if key
    }
    names = place_names.by_key(keys, today, within=within)
    lists = awaited_lists.of_places(keys, on=today, within=within)
    named_by = awaited_lists.naming(people, lists, within=within)
    found = {}
    for person, standing in people.items():
        home, its = homes[person], chosen[person]
        found[person] = leads(
            Trace(
                position=standing.position,
                applications=its.named(names),
                planned=(its.planned, names[its.planned]) if its.planned else None,
                contacts=contacts.get(person, ()),
                look_ups=look_ups.get(person, ()),
                phone=home.phone,
                parent_phone=home.parent_phone,
                relation=_relation(home.relation),
                moved_on=its.moved_on,
                relative=relatives.get(person),
                has_address=home.has_address,
                guarded=home.guarded,
                named_by=named_by[person],
            ),
            lists,
            on=today,
        )
    return found


@dataclass(frozen=True, slots=True)
class _Choices:
    """The applications for this year, the planned place, the day of a new address.

    Places are given by their keys.
    """

    applications: Sequence[Application]
    planned: str | None
    moved_on: date | None

    @property
    def places(self) -> list[str | None]:
        return [self.planned, *(each.place for each in self.applications)]

    def named(self, names: Mapping[str, str]) -> list[Application]:
        """The applications, each with the name of its place as it is today."""
        return [
            replace(each, name=names.get(each.place or "", each.name))
            for each in self.applications
        ]


def _choices(
    items: Sequence[Evidence], school: str | None, since: date, resolve: Resolve
) -> _Choices:
    """``since`` is the first day of applications and plans that are about this year."""
    lately = [item for item in items if item.as_at >= since]
    made = applications(offers_of(lately), resolve=resolve)
    planned = None
    for intention, _ in newest_first(Intention, lately)[:1]:
        if intention.at is not None:
            there = resolve(intention.at)
            planned = there.key if there is not None else key_of(intention.at)
        elif intention.destination == domain.reference.codes.SAME_SCHOOL:
            planned = school
    return _Choices(made, planned, _moved_on(items))


def _moved_on(items: Sequence[Evidence]) -> date | None:
    """The first day of the present full address, where only others were given before.

    Two senders that go on giving different addresses disagree, and that is no move. An
    address without its first line is left out: one in twenty such postcodes is wrong.
    """
    given = sorted(
        (item.as_at, postcode)
        for item in items
        if isinstance(item.statement, Detail)
        and item.statement.about == _ADDRESS
        and item.statement.get("line1")
        and (postcode := item.statement.get("postcode"))
    )
    if not given:
        return None
    _, now = given[-1]
    first = min(as_at for as_at, postcode in given if postcode == now)
    others = [as_at for as_at, postcode in given if postcode != now]
    return first if others and max(others) < first else None


#: A longer relation of a parent is a remark of an officer, and no word for a sentence.
_LONGEST_RELATION = 20


def _relation(typed: str) -> str:
    words = " ".join(typed.split()).casefold()
    fits = len(words) <= _LONGEST_RELATION and words.replace(" ", "").isalpha()
    return words if fits else ""
