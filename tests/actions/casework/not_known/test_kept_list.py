"""The stored list of the not known is the list that working it all out would give.

``whole_list`` compares the two. Everybody is invented.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import text

from tests.actions.casework.not_known.whole_list import listed, whole_list
from tests.acts import act, record_contact
from tests.factories import AUTHORITY, COLLEGE, people, provider_list
from tests.web.adviser.young import HERE_ONLY, doing, record_evidence, young
from tests.web.conftest import NOW, make
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.casework.contact_changes import Corrected
from tracker.actions.casework.contacts import NewContact
from tracker.actions.casework.not_known import kept_list
from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.casework.next_sources import Lead
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Intention, Offer
from tracker.domain.people.confidential_homes import Why, WhyNot
from tracker.domain.reference.activity import activity
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.refusal import Refusal

SPRING, BEGUN, TODAY = date(2026, 3, 2), date(2026, 9, 7), date(2026, 9, 15)
SIXTH_FORM = activity("220")
HOME, OTHER_HOME = ("7 Sample Street", "WN1 1AZ"), ("9 Hill Road", "WN2 3AB")
PLACES = [InstitutionRef(urn=COLLEGE, name="Lake College"), InstitutionRef(name="Moor")]
US = act(by="adviser@example.org", at=NOW, on=TODAY)


@dataclass(frozen=True, slots=True)
class World:
    """Eight who are not known, and two who are: one of them lives with the first."""

    lost: list[int]
    known: list[int]

    @property
    def everybody(self) -> list[int]:
        return [*self.lost, *self.known]


@pytest.fixture
def world(inside) -> World:
    lost = [young(f"Lost{number}", "Holtby") for number in range(8)]
    known = [young(f"Known{number}", "Holtby") for number in range(2)]
    for each in known:
        learn(each)
    for each in (lost[0], known[0]):
        lives_at(each, *HOME)
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert len(whole_list(TODAY)) == len(lost)
    return World(lost, known)


def written() -> int | None:
    """How many rows the next visit writes."""
    return kept_list.refresh(AUTHORITY, TODAY, today=TODAY)


def sources(person: int) -> list[Lead]:
    found = {each.row.person: each.leads for each in whole_list(TODAY)}
    return list(found[person].sources)


def lives_at(person: int, line1: str, postcode: str, as_at: date = SPRING) -> None:
    address = detail("address", line1=line1, postcode=postcode)
    record_evidence(person, address, as_at=as_at)


def learn(person: int, as_at: date = BEGUN) -> None:
    there = doing(SIXTH_FORM, starts=BEGUN, name="High School")
    record_evidence(person, there, as_at=as_at)


def lose(person: int) -> None:
    """Records that they have left, without where to."""
    left = TODAY - timedelta(days=1)
    gone = Doing(None, at=InstitutionRef(name="High School"), ends=left)
    record_evidence(person, gone, as_at=left)


def guard(person: int) -> None:
    """Marks an address as confidential, or lifts that."""
    addresses = actions.people.confidential_addresses
    (found,) = store.people.records.records([person], within=HERE_ONLY)
    if found.details.get("confidential_address"):
        addresses.lift(person, WhyNot.OVER, within=HERE_ONLY, act=US)
    else:
        addresses.record(person, Why.SAFETY, within=HERE_ONLY, act=US)


def merge(person: int, other: int) -> None:
    """Merges two records, or separates what was merged into the first."""
    found = store.people.records.records([person, other], within=HERE_ONLY)
    if any(each.merged_into for each in found):
        return
    if store.people.merges.last_merge(person) is not None:
        actions.people.merging.unmerge(person, within=HERE_ONLY, act=US)
    else:
        actions.people.merging.merge(person, [other], within=HERE_ONLY, act=US)
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)


def rang(
    person: int, outcome: Outcome = Outcome.NO_ANSWER, on: date = TODAY, **more
) -> int:
    """Records a call and gives the number of the contact."""
    return record_contact(
        person,
        NewContact(outcome, Channel.PHONE, on, **more),
        next_due=TODAY + timedelta(days=3),
        what="Try again",
        within=HERE_ONLY,
        act=US,
    ).id


def contact(number: int) -> store.casework.contacts.Contact:
    found = store.casework.contacts.get(number, within=HERE_ONLY)
    assert found is not None
    return found


def look_up(person: int) -> int:
    (wanted,) = [each for each in sources(person) if each.system][:1]
    return actions.work.items.open_item(
        "task", wanted.reason, person=person, within=HERE_ONLY, act=US
    )


def test_a_visit_makes_nothing_again_while_nothing_changes(world) -> None:
    assert written() == 0


def test_a_contact_makes_one_row_again(world) -> None:
    number = rang(world.lost[3])
    assert written() == 1
    whole_list(TODAY)
    actions.casework.contact_changes.correct(
        contact(number),
        Corrected(Outcome.NO_ANSWER, Channel.PHONE, SPRING),
        within=HERE_ONLY,
        act=US,
    )
    assert written() == 1
    whole_list(TODAY)
    actions.casework.contact_changes.withdraw(
        contact(number), because="Wrong person", within=HERE_ONLY, act=US
    )
    assert written() == 1
    whole_list(TODAY)


def test_a_look_up_that_is_requested_or_done_makes_one_row_again(world) -> None:
    number = look_up(world.lost[2])
    assert written() == 1
    actions.work.items.finish(number, within=HERE_ONLY, act=US)
    assert written() == 1
    whole_list(TODAY)
    actions.work.items.undo(number, within=HERE_ONLY, act=US)
    assert written() == 1
    whole_list(TODAY)


def test_one_of_the_same_home_who_becomes_known_is_a_source(world) -> None:
    first, other = world.lost[0], world.lost[1]
    lives_at(other, *OTHER_HOME)
    whole_list(TODAY)
    # The second of those who are known has the same address now.
    lives_at(world.known[1], *OTHER_HOME)
    assert written() == 1
    assert world.known[1] in [each.person for each in sources(other)]
    # The first is lost: two rows, theirs and that of the one they live with.
    lose(world.known[0])
    assert written() == 2
    assert all(each.person is None for each in sources(first))


def test_who_moves_out_no_longer_leads_to_those_who_stayed(world) -> None:
    assert world.known[0] in [each.person for each in sources(world.lost[0])]
    lives_at(world.known[0], *OTHER_HOME, as_at=TODAY)
    assert written() == 1
    assert all(each.person is None for each in sources(world.lost[0]))


def test_a_list_that_came_or_was_withdrawn_makes_all_again(
    world, load, tmp_path, clock, flask
) -> None:
    clock.set(TODAY)
    record_evidence(
        world.lost[4], Offer(year=11, at=PLACES[0], stage="accepted"), as_at=SPRING
    )
    whole_list(TODAY)
    path = provider_list(tmp_path / "list.csv", people(2, first=50))
    load("provider-enrolment", path, institution=COLLEGE, as_at=TODAY, complete=True)
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert written() >= len(world.lost)
    whole_list(TODAY)
    flask("imports", "withdraw", "1")
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert written() >= len(world.lost)
    whole_list(TODAY)


def test_the_next_day_is_another_list(world) -> None:
    rang(world.lost[0])
    tomorrow = TODAY + timedelta(days=1)
    actions.history.positions.refresh([tomorrow], within=HERE_ONLY)
    assert kept_list.refresh(AUTHORITY, tomorrow, today=tomorrow) == len(world.lost)
    whole_list(tomorrow)


def test_another_authority_has_its_own_list(world) -> None:
    elsewhere = young("Ada", "Elsewhere", authority="342")
    there = authority_scope("342")
    actions.history.positions.refresh([TODAY], within=there)
    assert [each.person for each in listed(TODAY, there)] == [elsewhere]
    assert written() == 0
    assert elsewhere not in [each.row.person for each in whole_list(TODAY)]


def test_a_hidden_contact_is_read_by_each_reader_for_themselves(world) -> None:
    person = world.lost[5]
    record_evidence(person, detail("phone", phone="07700900555"))
    rang(person, Outcome.PARENT, visibility=Visibility.RESTRICTED)

    def read(may: bool) -> str:
        return next(
            each.source for each in listed(TODAY, may_read=may) if each.person == person
        )

    # A reader who may not see that it was a parent cannot know which number was rung.
    whole_list(TODAY)
    assert (read(True), read(False)) == ("own number", "again")
    assert written() == 0


def test_a_change_that_is_not_committed_is_made_by_the_next_visit(world) -> None:
    with db.engine.connect() as other:
        other.execute(text("SELECT set_config('tracker.authorities', '359', false)"))
        other.execute(
            text(
                "INSERT INTO not_known_owed (authority, person_id) VALUES (:here, :who)"
            ),
            {"here": AUTHORITY, "who": world.lost[6]},
        )
        assert written() == 0
        other.commit()
    assert written() == 1


def test_a_change_of_many_makes_all_again(world, monkeypatch) -> None:
    monkeypatch.setattr(store.casework.not_known.owed_people, "MOST", 2)
    store.casework.not_known.owed_people.note(world.lost[:3])
    db.session.commit()
    assert written() == len(world.lost)


def test_a_merged_record_leaves_the_list_until_it_is_separated(world) -> None:
    kept, gone = world.lost[0], world.lost[1]
    rang(gone)
    whole_list(TODAY)
    actions.people.merging.merge(kept, [gone], within=HERE_ONLY, act=US)
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert gone not in [each.row.person for each in whole_list(TODAY)]
    actions.people.merging.unmerge(kept, within=HERE_ONLY, act=US)
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert gone in [each.row.person for each in whole_list(TODAY)]


def test_a_source_whose_record_is_merged_leads_where_the_other_lives(world) -> None:
    lives_at(world.known[1], *OTHER_HOME)
    whole_list(TODAY)
    merge(world.known[1], world.known[0])
    lives_at(world.known[1], *OTHER_HOME, as_at=TODAY)
    whole_list(TODAY)
    assert all(each.person is None for each in sources(world.lost[0]))


def test_while_positions_are_missing_no_list_is_stored(world) -> None:
    """As after an upgrade, or a register that another authority loaded."""
    store.history.derivations.forget_all()
    db.session.commit()
    assert written() is None
    assert whole_list(TODAY) == []
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert written() == len(world.lost)
    whole_list(TODAY)


def test_shares_of_another_judgement_make_all_again(world, monkeypatch) -> None:
    assert written() == 0
    monkeypatch.setattr(kept_list, "meaning", lambda deriving: "another")
    assert written() == len(world.lost)


def anything(world: World, draw: Random) -> list[Callable[[], object]]:
    """What may happen to someone, drawn: each may happen to anyone, in any order."""
    person, other = draw.sample(world.everybody, 2)
    at, day = draw.choice(PLACES), SPRING + timedelta(days=draw.randrange(190))
    stage = draw.choice(("accepted", "offer", "applied", "declined", "refused"))
    number = f"0770090{draw.randrange(4):04}"
    return [
        lambda: rang(person, draw.choice((Outcome.NO_ANSWER, Outcome.PARENT))),
        lambda: rang(person, visibility=Visibility.RESTRICTED),
        lambda: rang(person, Outcome.WRONG_NUMBER, wrong=number),
        lambda: lives_at(person, *draw.choice((HOME, OTHER_HOME)), as_at=day),
        lambda: record_evidence(person, detail("phone", phone=number), as_at=day),
        lambda: learn(person, draw.choice((BEGUN, TODAY))),
        lambda: lose(person),
        lambda: record_evidence(person, Offer(11, at=at, stage=stage), as_at=day),
        lambda: record_evidence(person, Intention("121", at), as_at=day),
        lambda: guard(person),
        lambda: merge(person, other),
        lambda: actions.casework.caseloads.share_out(
            [person, other], [make_adviser()], act=US
        ),
    ]


def make_adviser() -> int:
    found = store.accounts.users.by_email("adviser@example.org")
    return found.id if found is not None else make("adviser").id


def happen(world: World, draw: Random, times: int) -> None:
    for turn in range(times):
        with suppress(Refusal):  # as of a record that was merged
            draw.choice(anything(world, draw))()
        # Several changes may come before the list is opened again.
        if draw.randrange(3) == 0 or turn == times - 1:
            whole_list(TODAY)
    assert written() == 0


def test_random_changes_leave_the_stored_list_right(world) -> None:
    happen(world, Random(11), 30)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_many_random_changes_leave_the_stored_list_right(world, seed) -> None:
    happen(world, Random(seed), 150)
