"""Contacts: recorded with what they confirm, corrected, added to, and withdrawn."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.acts import act, record_contact
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW
from tracker import actions, domain, store
from tracker.actions.casework.contacts import NewContact
from tracker.actions.history.known_person import Known
from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Tier
from tracker.extensions import db
from tracker.refusal import Refusal

RANG = NewContact(Outcome.NO_ANSWER, Channel.PHONE, TODAY, note="Rang twice.")
ME, COLLEAGUE = "me@example.org", "colleague@example.org"


def record(
    person: int,
    new: NewContact = RANG,
    due: date | None = None,
    by: str = ME,
    at: datetime = NOW,
):
    return record_contact(
        person,
        new,
        next_due=due,
        what="Try again",
        within=HERE_ONLY,
        act=act(by=by, at=at, on=TODAY),
    )


def position(person: int):
    record = store.people.records.get(person, within=HERE_ONLY)
    return Known.of(record, TODAY).folded.members[0].position


@pytest.fixture
def person(inside) -> int:
    number = young()
    record_evidence(
        number, detail("phone", phone="01942 000000"), as_at=date(2026, 10, 1)
    )
    return number


def test_a_contact_is_recorded_with_its_follow_up(person) -> None:
    made = record(person, due=date(2026, 11, 26))
    (found,) = store.casework.contacts.of(person)
    assert (found.id, found.outcome, found.note) == (
        made.id,
        "no answer",
        "Rang twice.",
    )
    assert store.casework.follow_ups.of(person).due == date(2026, 11, 26)
    assert store.casework.contacts.last_of([person])[person].by == ME


def test_the_newest_follow_up_counts(person) -> None:
    record(person, due=date(2026, 11, 26))
    actions.casework.contacts.follow_up_on(
        person, None, "", within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
    )
    assert store.casework.follow_ups.of(person).due is None


def test_a_contact_confirms_an_unchanged_activity(person) -> None:
    record_evidence(
        person,
        doing(domain.reference.activity.JOB_WITHOUT_TRAINING),
        as_at=date(2026, 9, 10),
    )
    before = position(person)
    assert before.verified == date(2026, 9, 10)
    record(person, replace(RANG, outcome=Outcome.YOUNG_PERSON, confirms=True))
    after = position(person)
    assert after.verified == TODAY
    assert after.tier is Tier.ADVISER
    assert (after.activity, after.starts) == (before.activity, before.starts)
    assert after.lapses == date(2027, 5, 24)


SPOKE = replace(
    RANG, outcome=Outcome.YOUNG_PERSON, confirms=True, number="07700 900009"
)


@pytest.mark.parametrize("new", [RANG, SPOKE])
def test_the_same_sent_twice_is_one_contact(person, new) -> None:
    record_evidence(
        person,
        doing(domain.reference.activity.JOB_WITHOUT_TRAINING),
        as_at=date(2026, 9, 10),
    )
    made = record(person, new, due=TODAY)
    again = record(person, new, due=TODAY, at=NOW + timedelta(seconds=59))
    assert again.id == made.id
    assert len(store.casework.contacts.of(person)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"new": replace(RANG, note="Rang twice more.")},
        {"new": replace(RANG, number="07700 900000")},
        {"due": date(2026, 12, 1)},
        {"by": COLLEAGUE},
        {"at": NOW + timedelta(seconds=61)},
    ],
)
def test_a_form_that_differs_is_another_contact(person, changes) -> None:
    record(person)
    record(person, **changes)
    assert len(store.casework.contacts.of(person)) == 2


def test_a_withdrawn_contact_may_be_recorded_again(person) -> None:
    made = record(person)
    actions.casework.contact_changes.withdraw(
        made, within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
    )
    record(person)
    assert len(store.casework.contacts.of(person)) == 1


def test_a_contact_is_taken_back_once_however_often_it_is_clicked(
    person, at_once
) -> None:
    number = record(person).id
    db.session.commit()

    def withdraw():
        contact = store.casework.contacts.get(number, within=HERE_ONLY)
        actions.casework.contact_changes.withdraw(
            contact, within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
        )

    came = at_once(*[withdraw] * 3)
    assert came.count(None) == 1, came
    assert sum(isinstance(each, Refusal) for each in came) == 2, came


@pytest.mark.parametrize(
    ("statement", "changes", "says"),
    [
        (doing(domain.reference.activity.NOT_KNOWN), {}, "nothing to confirm"),
        (doing(domain.reference.activity.TEMPORARY_JOB), {}, "nothing to confirm"),
        (
            doing(domain.reference.activity.SEEKING),
            {"outcome": Outcome.VOICEMAIL},
            "can confirm this",
        ),
    ],
)
def test_an_activity_that_cannot_be_confirmed_is_refused_with_the_reason(
    person, statement, changes, says
) -> None:
    record_evidence(person, statement)
    new = replace(RANG, outcome=Outcome.YOUNG_PERSON, confirms=True)
    with pytest.raises(Refusal, match=says):
        record(person, replace(new, **changes))
    assert store.casework.contacts.of(person) == []


@pytest.mark.parametrize(
    ("changes", "due", "field"),
    [
        ({"made_on": TODAY + timedelta(days=1)}, None, "made_on"),
        ({"made_on": TODAY - timedelta(days=400)}, None, "made_on"),
        ({}, TODAY - timedelta(days=1), "due"),
    ],
)
def test_impossible_days_are_refused(person, changes, due, field) -> None:
    with pytest.raises(Refusal) as refused:
        record(person, replace(RANG, **changes), due)
    assert refused.value.field == field


def test_withdrawing_a_contact_withdraws_all_it_recorded(person) -> None:
    record_evidence(
        person, doing(domain.reference.activity.SEEKING), as_at=date(2026, 10, 1)
    )
    before = position(person)
    record(person, due=date(2026, 11, 26))
    new = replace(
        RANG, outcome=Outcome.YOUNG_PERSON, confirms=True, number="07700 900000"
    )
    wrong = record(person, new, due=date(2026, 12, 22))
    assert (
        store.people.records.get(person, within=HERE_ONLY).details["phone"]
        == "07700 900000"
    )
    actions.casework.contact_changes.withdraw(
        wrong, within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
    )
    assert position(person) == before
    assert [each.outcome for each in store.casework.contacts.of(person)] == [
        "no answer"
    ]
    assert store.casework.follow_ups.of(person).due == date(2026, 11, 26)
    assert (
        store.people.records.get(person, within=HERE_ONLY).details["phone"]
        == "01942 000000"
    )
    with pytest.raises(Refusal, match="already"):
        actions.casework.contact_changes.withdraw(
            wrong, within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
        )


def test_a_contact_put_back_counts_as_before(person) -> None:
    record_evidence(
        person, doing(domain.reference.activity.SEEKING), as_at=date(2026, 10, 1)
    )
    new = replace(
        RANG, outcome=Outcome.YOUNG_PERSON, confirms=True, number="07700 900000"
    )
    made = record(person, new, due=date(2026, 12, 22))
    before = position(person)
    done = {"act": act(by=COLLEAGUE, at=NOW + timedelta(days=1), on=TODAY)}
    actions.casework.contact_changes.withdraw(made, within=HERE_ONLY, **done)
    actions.casework.contact_changes.restore(made, **done)
    assert position(person) == before
    assert [each.id for each in store.casework.contacts.of(person)] == [made.id]
    assert store.casework.follow_ups.of(person).due == date(2026, 12, 22)
    assert (
        store.people.records.get(person, within=HERE_ONLY).details["phone"]
        == "07700 900000"
    )
    with pytest.raises(Refusal, match="not been taken back"):
        actions.casework.contact_changes.restore(made, **done)
    actions.casework.contact_changes.withdraw(made, within=HERE_ONLY, **done)


def test_a_colleague_takes_no_restricted_contact_back_past_the_pages(person) -> None:
    made = record(person, replace(RANG, visibility=Visibility.RESTRICTED))
    colleague = act(by=COLLEAGUE, at=NOW, on=TODAY)
    for because in ("", "Of the cousin."):
        with pytest.raises(Refusal, match="only by the person who"):
            actions.casework.contact_changes.withdraw(
                made, because=because, within=HERE_ONLY, act=colleague
            )
    with pytest.raises(Refusal, match="Enter the reason"):
        actions.casework.contact_changes.withdraw(
            made, within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
        )
    assert len(store.casework.contacts.of(person)) == 1


def test_a_wrong_number_is_remembered_as_wrong(person) -> None:
    record(person, replace(RANG, outcome=Outcome.WRONG_NUMBER, wrong="01942 000000"))
    assert store.casework.contacts.wrong_numbers(
        store.casework.contacts.of(person)
    ) == {"01942 000000"}


@pytest.mark.parametrize(
    ("by", "after", "may"),
    [
        (ME, timedelta(hours=24), True),
        (ME, timedelta(hours=24, seconds=1), False),
        (COLLEAGUE, timedelta(minutes=5), False),
    ],
)
def test_a_note_is_corrected_by_its_writer_within_a_day(person, by, after, may) -> None:
    made = record(person)
    later = NOW + after
    assert actions.casework.contacts.may_correct(made, act=act(by=by, at=later)) is may
    if may:
        actions.casework.contacts.amend(
            made, "Rang once.", corrects=True, act=act(by=by, at=later)
        )
        assert made.newest_note == "Rang once."
        assert made.replaced_notes == ["Rang twice."]
        return
    with pytest.raises(Refusal, match="24 hours"):
        actions.casework.contacts.amend(
            made, "Rang once.", corrects=True, act=act(by=by, at=later)
        )
    actions.casework.contacts.amend(
        made, "Rang once.", corrects=False, act=act(by=by, at=later)
    )
    assert made.newest_note == "Rang twice."
    assert [each.note for each in made.additions] == ["Rang once."]


def next_of(person: int, outcome: Outcome):
    """The follow-up that is proposed after an outcome."""
    found = store.people.records.get(person, within=HERE_ONLY)
    assert found is not None
    return actions.casework.contacts.proposals(found, None, TODAY)[outcome]


def test_after_three_unanswered_calls_a_letter_is_proposed(person) -> None:
    for tries in range(2):
        record(person, at=NOW + timedelta(hours=tries))
    assert next_of(person, Outcome.NO_ANSWER).what == "Send a letter"
    record(person, replace(RANG, outcome=Outcome.YOUNG_PERSON))
    assert next_of(person, Outcome.NO_ANSWER).what == "Try again"


def test_the_time_to_the_next_contact_is_a_setting(person) -> None:
    assert next_of(person, Outcome.PARENT).due == date(2026, 12, 22)
    actions.accounts.settings.change(
        "in_touch_days", 14, act=act(by="x", at=NOW, authority="359")
    )
    assert next_of(person, Outcome.PARENT).due == date(2026, 12, 8)


def test_contacts_of_a_merged_record_are_shown_until_it_is_separated(person) -> None:
    other = young("Ameena", "Holtby")
    record(other, due=date(2026, 11, 30))
    actions.people.merging.merge(
        person, [other], within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
    )
    assert len(store.casework.contacts.of(person)) == 1
    assert store.casework.follow_ups.of(person).due == date(2026, 11, 30)
    assert person in store.casework.contacts.last_of([person])
    with pytest.raises(Refusal, match=f"merged into young person {person}"):
        record(other)
    actions.people.merging.unmerge(
        person, within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
    )
    assert store.casework.contacts.of(person) == []
    assert len(store.casework.contacts.of(other)) == 1
