"""One save: a contact, what was learned and the next step; and one truth for counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import AUTHORITY
from tests.linkage.people import upn
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, make
from tracker import actions, domain, store
from tracker.access import Permission
from tracker.actions.casework.contacts import NewContact, NextStep
from tracker.actions.casework.status import Update
from tracker.actions.casework.what_happened import Happened
from tracker.actions.history.known_person import Known, known_person
from tracker.domain.casework.contact import Channel, Informant, Outcome
from tracker.domain.casework.my_day import Section
from tracker.domain.history.evidence import Doing, Tier
from tracker.refusal import Refusal

ME = "me@example.org"
A = domain.reference.activity
STATUS = Update(A.SEEKING, TODAY, Informant.YOUNG_PERSON, starts=date(2026, 11, 16))
SPOKE = NewContact(Outcome.YOUNG_PERSON, Channel.PHONE, TODAY, note="Looks again.")
THEN = NextStep(date(2026, 12, 3), "Speak again")


@pytest.fixture
def person(inside) -> int:
    # Before what is saved in the test: later evidence of a day replaces the earlier.
    number = young(phone="07700 900388", upn=upn(1), at=NOW - timedelta(days=1))
    record_evidence(
        number,
        doing(A.TEMPORARY_JOB, review=date(2026, 11, 13)),
        as_at=date(2026, 10, 5),
    )
    return number


def save(person: int, happened: Happened, at=NOW, **more):
    return actions.casework.what_happened.save(
        known_person(person, on=TODAY, within=HERE_ONLY),
        happened,
        act=act(by=ME, at=at, on=TODAY),
        **more,
    )


def folded(person: int):
    record = store.people.records.get(person, within=HERE_ONLY)
    return Known.of(record, TODAY).folded


def of_list(informant: Informant, *, on: date = TODAY) -> int:
    as_user = act(by=ME, at=NOW, on=TODAY)
    lines = actions.casework.status_list.read(
        f"UPN,Activity,Start\n{upn(1)},{A.SEEKING.code},2026-11-16",
        learned_on=on,
        informant=informant,
        within=HERE_ONLY,
        database="359",
        act=as_user,
    )
    return actions.casework.status_list.save(lines, act=as_user)


def test_one_save_is_one_entry_and_is_taken_back_as_one(person) -> None:
    happened = Happened(
        contact=replace(SPOKE, number="07700 900977"),
        update=STATUS,
        email="esme@example.org",
        following=THEN,
    )
    saved = save(person, happened)
    known = folded(person)
    assert known.position.activity is A.SEEKING
    assert (known.known.phone, known.known.email) == (
        "07700 900977",
        "esme@example.org",
    )
    assert store.casework.follow_ups.of(person).due == THEN.due
    (made,) = store.casework.contacts.of(person)
    assert (made.entry_id, made.note) == (saved.entry, "Looks again.")
    actions.casework.contact_changes.withdraw(
        made, within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
    )
    known = folded(person)
    assert known.position.activity is A.TEMPORARY_JOB
    assert (known.known.phone, known.known.email) == ("07700 900388", None)
    assert store.casework.follow_ups.of(person) is None
    assert store.casework.contacts.of(person) == []


@pytest.mark.parametrize("informant", [Informant.PARENT, Informant.OWN_ANSWER])
def test_what_is_put_back_counts_as_it_did(person, informant) -> None:
    save(person, Happened(SPOKE, replace(STATUS, informant=informant)))
    before = [(e.source, e.statement) for e in folded(person).evidence]
    (made,) = store.casework.contacts.of(person)
    user = act(by=ME, at=NOW, on=TODAY)
    actions.casework.contact_changes.withdraw(made, within=HERE_ONLY, act=user)
    actions.casework.contact_changes.restore(made, act=user)
    after = [(e.source, e.statement) for e in folded(person).evidence]
    assert [(s.name, s.tier, what) for s, what in after] == [
        (s.name, s.tier, what) for s, what in before
    ]


# what was recorded, by informant: counts as a contact, reached, tier
RECORDED = [
    (Informant.YOUNG_PERSON, True, True),
    (Informant.OWN_ANSWER, True, True),
    (Informant.PARENT, True, True),
    (Informant.PROVIDER, True, False),
    (Informant.OTHER, False, False),
]


@pytest.mark.parametrize("way", ["form", "list"])
@pytest.mark.parametrize(("informant", "counts", "reached"), RECORDED)
def test_no_count_says_never_contacted_of_a_status_that_was_learned(
    person, way, informant, counts, reached
) -> None:
    user = make("adviser")
    actions.casework.caseloads.share_out(
        [person], [user.id], act=act(by=ME, at=NOW, on=TODAY, authority=AUTHORITY)
    )
    if way == "list":
        of_list(informant)
    else:
        save(person, Happened(update=replace(STATUS, informant=informant)))
    last = store.casework.contacts.last_of([person])
    assert (person in last) is counts
    assert (counts and last[person].outcome.reached) is reached
    day = {"today": TODAY, "within": HERE_ONLY}
    rows = store.casework.caseload_rows
    (row,) = rows.of_adviser([user.id], day=TODAY, **day)
    assert (row.last is not None) is counts
    loads = rows.loads(users=[user.id], **day)
    assert loads[user.id].never_contacted == (0 if counts else 1)
    times = store.figures.contact_times.times(
        TODAY, within=HERE_ONLY, mask=0, sealed=False
    )
    assert (times.never, times.ago[0]) == ((0, 1) if counts else (1, 0))
    urgent = actions.casework.my_day.by_section(
        [user.id], day=TODAY, today=TODAY, within=HERE_ONLY
    )
    # Who was contacted and has no next step is on the list for that alone.
    del urgent[Section.UNPLANNED]
    listed = {each.row.person for rows in urgent.values() for each in rows}
    assert not (counts and person in listed)


@pytest.mark.parametrize(
    ("due", "left"),
    [
        (TODAY - timedelta(days=13), date(2026, 12, 22)),  # overdue: done, and the next
        (TODAY, date(2026, 12, 22)),
        (TODAY + timedelta(days=3), TODAY + timedelta(days=3)),  # it is still to come
        (None, None),
    ],
)
def test_a_list_settles_the_step_that_was_due(person, due, left) -> None:
    user = act(by=ME, at=NOW - timedelta(days=20), on=TODAY - timedelta(days=20))
    if due is not None:
        actions.casework.contacts.follow_up_on(
            person, due, "Review", within=HERE_ONLY, act=user
        )
    entry = of_list(Informant.PROVIDER)
    planned = store.casework.follow_ups.of(person)
    assert (planned.due if planned else None) == left
    actions.casework.undo.withdraw(
        entry,
        permissions={Permission.UPDATE_STATUS},
        within=HERE_ONLY,
        act=act(by=ME, at=NOW, on=TODAY),
    )
    planned = store.casework.follow_ups.of(person)
    assert (planned.due if planned else None) == due
    assert store.casework.contacts.of(person) == []


def test_hearsay_leaves_the_next_step_and_is_no_contact(person) -> None:
    actions.casework.contacts.follow_up_on(
        person, TODAY, "Review", within=HERE_ONLY, act=act(by=ME, at=NOW, on=TODAY)
    )
    heard = Happened(update=replace(STATUS, informant=Informant.OTHER))
    saved = save(person, heard)
    assert saved.contact is None
    assert store.casework.contacts.of(person) == []
    assert store.casework.follow_ups.of(person).due == TODAY
    assert save(person, heard).entry == saved.entry  # a second click


def test_every_problem_is_given_at_once(person) -> None:
    wrong = Happened(
        contact=replace(SPOKE, made_on=TODAY + timedelta(days=1)),
        update=replace(
            STATUS,
            starts=TODAY + timedelta(days=2),
            neet_since=TODAY + timedelta(days=3),
            expected_end=date(2026, 1, 1),
        ),
        following=NextStep(TODAY - timedelta(days=1)),
    )
    with pytest.raises(Refusal) as refused:
        save(person, wrong)
    assert {field for field, _ in refused.value.problems} == {
        *("made_on", "starts", "neet_since", "expected_end", "due")
    }
    assert store.casework.contacts.of(person) == []


def test_an_activity_with_a_review_is_confirmed_with_the_next_one(person) -> None:
    same = replace(SPOKE, confirms=True)
    with pytest.raises(Refusal, match="nothing to confirm"):
        save(person, Happened(same))
    save(person, Happened(replace(same, review=date(2026, 12, 24))))
    position = folded(person).position
    assert (position.activity, position.review, position.verified, position.tier) == (
        A.TEMPORARY_JOB,
        date(2026, 12, 24),
        TODAY,
        Tier.ADVISER,
    )


@pytest.mark.parametrize("activity", [A.PREGNANCY, A.CUSTODY_ADULT, A.CUSTODY_JUVENILE])
def test_every_sealed_activity_is_confirmed_alike(person, activity) -> None:
    """Only some have a review: a question of these alone would betray them."""
    sealed = doing(activity, date(2026, 11, 2), review=date(2026, 11, 13))
    record_evidence(person, sealed, as_at=date(2026, 11, 2))
    still = replace(SPOKE, confirms=True)
    with pytest.raises(Refusal) as refused:
        save(person, Happened(still, following=THEN))
    assert [field for field, _ in refused.value.problems] == ["confirms"]
    reviewed = date(2026, 12, 15)
    save(person, Happened(replace(still, review=reviewed), following=THEN))
    ((_, items),) = store.history.evidence.histories([person], opened=True)
    (kept,) = (
        it.statement.review
        for it in items
        if it.as_at == TODAY and isinstance(it.statement, Doing)
    )
    assert [kept] == [reviewed if activity.needs_review else date(2026, 11, 13)]
    position = folded(person).position
    assert (position.activity.title, position.verified) == ("Not shown", TODAY)
    assert (position.review, position.lapses, position.neet_since) == (None, None, None)


@pytest.mark.parametrize(
    ("activity", "characteristic"), [(A.PREGNANCY, "180"), (A.PARENT, "120")]
)
@pytest.mark.parametrize("informant", [Informant.YOUNG_PERSON, Informant.OTHER])
def test_a_circumstance_counts_from_the_day_of_its_activity(
    person, activity, characteristic, informant
) -> None:
    """The return of October has the activity, and rules 234 and 235 want both."""
    began = date(2026, 10, 12)
    learned = Update(
        activity, TODAY, informant, starts=began, neet_since=began, characteristic=True
    )
    save(person, Happened(update=learned, following=THEN))
    ((_, items),) = store.history.evidence.histories([person], opened=True)
    for day in (began, date(2026, 10, 31), TODAY):
        known = domain.history.details.details_by_day.particulars(items, on=day)
        assert known.characteristics == {characteristic}
    # It came with the activity, so that it would say more of that than "Not shown".
    assert folded(person).known.characteristics == frozenset()


def test_an_answer_in_writing_confirms_nothing(person) -> None:
    wrote = NewContact(Outcome.YOUNG_PERSON, Channel.TEXT, TODAY)
    before = folded(person).position.verified
    save(person, Happened(replace(wrote, confirms=True, review=date(2026, 12, 24))))
    assert folded(person).position.verified == before
    assert store.casework.contacts.last_of([person])[person].on == TODAY


def test_a_contact_of_a_list_is_not_taken_back_alone(inside) -> None:
    for number in (1, 2):
        record_evidence(young(f"Given{number}", upn=upn(number)), doing(A.SEEKING))
    as_user = act(by=ME, at=NOW, on=TODAY)
    lines = actions.casework.status_list.read(
        "UPN,Activity,Start\n"
        + "\n".join(f"{upn(n)},{A.NOT_READY.code},2026-11-16" for n in (1, 2)),
        learned_on=TODAY,
        informant=Informant.PARENT,
        within=HERE_ONLY,
        database="359",
        act=as_user,
    )
    entry = actions.casework.status_list.save(lines, act=as_user)
    assert actions.casework.status_list.save(lines, act=as_user) == entry
    made = store.casework.contacts.of_entry(entry)
    assert len(made) == 2
    with pytest.raises(Refusal, match=f"entry {entry}"):
        actions.casework.contact_changes.withdraw(
            made[0], within=HERE_ONLY, act=as_user
        )
    assert len(store.casework.contacts.of_entry(entry)) == 2
