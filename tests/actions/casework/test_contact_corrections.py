"""A contact is corrected by its author, and with it what was learned in it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.acts import act, record_contact
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW
from tracker import actions, domain, store
from tracker.actions.casework.contact_changes import Corrected
from tracker.actions.casework.contacts import NewContact
from tracker.actions.history.known_person import Known
from tracker.domain.casework.contact import Channel, Outcome, Purpose, Visibility
from tracker.domain.history.evidence import Tier
from tracker.refusal import Refusal
from tracker.store.casework.contacts import Contact

ME, COLLEAGUE = "me@example.org", "colleague@example.org"
RANG = NewContact(Outcome.NO_ANSWER, Channel.PHONE, TODAY, note="Rang twice.")
MET = NewContact(Outcome.YOUNG_PERSON, Channel.MEETING, TODAY, confirms=True)
AS_IT_IS = Corrected(Outcome.NO_ANSWER, Channel.PHONE, TODAY, note="Rang twice.")
EARLIER = TODAY - timedelta(days=4)
OCTOBER = date(2026, 10, 5)


@pytest.fixture
def person(inside) -> int:
    number = young(phone="01942 000000")
    record_evidence(
        number,
        doing(domain.reference.activity.JOB_WITHOUT_TRAINING, date(2026, 9, 7)),
        as_at=OCTOBER,
    )
    return number


def record(person: int, new: NewContact = RANG, by: str = ME) -> Contact:
    return record_contact(
        person,
        new,
        next_due=TODAY + timedelta(days=2),
        what="Try again",
        within=HERE_ONLY,
        act=act(by=by, at=NOW, on=TODAY),
    )


def correct(made: Contact, to: Corrected, by: str = ME, after=timedelta(hours=1)):
    actions.casework.contact_changes.correct(
        made, to, within=HERE_ONLY, act=act(by=by, at=NOW + after, on=TODAY)
    )


def known(person: int):
    found = store.people.records.get(person, within=HERE_ONLY)
    return Known.of(found, TODAY).folded


def test_all_of_a_contact_is_corrected_and_the_earlier_is_kept(person) -> None:
    made = record(person, replace(RANG, purpose=Purpose.WHEREABOUTS))
    to = Corrected(
        Outcome.PARENT,
        Channel.VISIT,
        EARLIER,
        spoke_with="Her aunt",
        note="Visited.",
        visibility=Visibility.RESTRICTED,
        purpose=Purpose.INTO,
    )
    correct(made, to)
    (found,) = store.casework.contacts.of(person)
    assert found.id == made.id
    now = {name: getattr(found, name) for name in store.casework.contacts.CORRECTED}
    assert now == {name: getattr(to, name) for name in now}
    assert (found.newest_note, found.replaced_notes) == ("Visited.", ["Rang twice."])
    (correction,) = found.corrections
    assert correction.earlier == {
        "outcome": "no answer",
        "channel": "phone",
        "made_on": TODAY,
        "spoke_with": "",
        "visibility": "team",
        "purpose": Purpose.WHEREABOUTS,
    }
    last = store.casework.contacts.last_of([person])[person]
    assert (last.on, last.outcome) == (EARLIER, Outcome.PARENT)
    assert store.casework.follow_ups.of(person).due == TODAY + timedelta(days=2)


def test_a_correction_keeps_the_wording_that_it_leaves(person) -> None:
    made = record(person)
    correct(made, replace(AS_IT_IS, outcome=Outcome.VOICEMAIL))
    assert made.replaced_notes == []
    assert made.newest_note == "Rang twice."
    assert [each.earlier for each in made.corrections] == [{"outcome": "no answer"}]


def test_the_same_correction_sent_twice_is_kept_once(person) -> None:
    made = record(person)
    for _ in range(2):
        correct(made, replace(AS_IT_IS, made_on=EARLIER))
    assert len(store.casework.contacts.of(person)[0].later) == 1


def test_what_was_learned_goes_with_the_day_and_its_source(person) -> None:
    made = record(person, MET)
    assert known(person).position.verified == TODAY
    correct(made, Corrected(Outcome.YOUNG_PERSON, Channel.MEETING, EARLIER))
    assert known(person).position.verified == EARLIER
    # It came in writing, which confirms nothing.
    correct(made, Corrected(Outcome.YOUNG_PERSON, Channel.TEXT, EARLIER))
    assert known(person).position.verified == OCTOBER
    assert store.casework.entries.tier_of(made.entry_id) is Tier.SELF_REPORT
    assert len(store.casework.contacts.of(person)) == 1
    actions.casework.contact_changes.withdraw(
        made, within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
    )
    assert store.casework.contacts.of(person) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"made_on": TODAY + timedelta(days=1)}, "made_on"),
        ({"made_on": TODAY - timedelta(days=400)}, "made_on"),
        ({"made_on": date(2026, 9, 6)}, "made_on"),  # before what was learned began
        ({"outcome": Outcome.NO_ANSWER}, "outcome"),
        ({"outcome": Outcome.PROVIDER}, "outcome"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    person, changes, field
) -> None:
    made = record(person, MET)
    to = Corrected(Outcome.YOUNG_PERSON, Channel.MEETING, TODAY)
    with pytest.raises(Refusal) as refused:
        correct(made, replace(to, **changes))
    assert {of for of, _ in refused.value.problems} == {field}
    assert known(person).position.verified == TODAY
    assert store.casework.contacts.of(person)[0].later == []


def test_a_number_is_no_longer_wrong_where_the_contact_was_not(person) -> None:
    wrong = replace(RANG, outcome=Outcome.WRONG_NUMBER, wrong="01942 000000")
    made = record(person, wrong)
    correct(made, AS_IT_IS)
    contacts = store.casework.contacts.of(person)
    assert store.casework.contacts.wrong_numbers(contacts) == set()
    assert contacts[0].later[0].number == "01942 000000"


@pytest.mark.parametrize(
    ("by", "after"), [(COLLEAGUE, timedelta(minutes=5)), (ME, timedelta(hours=25))]
)
def test_only_its_author_corrects_a_contact_within_a_day(person, by, after) -> None:
    made = record(person)
    with pytest.raises(Refusal, match="24 hours"):
        correct(made, replace(AS_IT_IS, made_on=EARLIER), by, after)


def test_a_contact_of_a_session_or_taken_back_is_not_corrected(person) -> None:
    user = act(by=ME, at=NOW, on=TODAY)
    actions.casework.group_sessions.record(
        [person], held_on=TODAY, place="Hall", topic="", within=HERE_ONLY, act=user
    )
    (of_session,) = store.casework.contacts.of(person)
    with pytest.raises(Refusal, match="recorded with others"):
        correct(of_session, AS_IT_IS)
    made = record(person)
    actions.casework.contact_changes.withdraw(made, within=HERE_ONLY, act=user)
    with pytest.raises(Refusal, match="already been taken back"):
        correct(made, AS_IT_IS)


def test_one_purpose_more_is_another_contact(person) -> None:
    made = record(person)
    assert record(person).id == made.id
    assert record(person, replace(RANG, purpose=Purpose.STAYING)).id != made.id
