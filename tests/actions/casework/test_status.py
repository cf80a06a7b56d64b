"""Updating a status: the impossible is refused, rules are previewed, undo is whole."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW
from tracker import actions, domain
from tracker.actions.casework.status import Update
from tracker.actions.casework.what_happened import Happened
from tracker.actions.history.known_person import known_person
from tracker.domain.casework.contact import Informant
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Tier
from tracker.refusal import Refusal

SINCE = date(2026, 11, 16)
LOOKING = Update(
    domain.reference.activity.SEEKING, TODAY, Informant.YOUNG_PERSON, starts=SINCE
)


@pytest.fixture
def person(inside) -> int:
    number = young()
    record_evidence(
        number,
        doing(domain.reference.activity.FURTHER_EDUCATION, name="Testham College"),
        as_at=date(2026, 9, 18),
    )
    return number


def known_of(person: int):
    return known_person(person, on=TODAY, within=HERE_ONLY)


def foresee(person: int, update: Update):
    return actions.casework.status.foresee(
        update, known_of(person), database="359", act=act(at=NOW, on=TODAY)
    )


def save(person: int, update: Update, by: str = "me@example.org", at=NOW) -> int:
    return actions.casework.what_happened.save(
        known_person(person, on=TODAY, within=HERE_ONLY),
        Happened(update=update),
        act=act(by=by, at=at, on=TODAY),
    ).entry


def test_the_preview_equals_the_position_after_saving(person) -> None:
    foreseen = foresee(person, LOOKING)
    before = foreseen.before.position
    assert before.activity is domain.reference.activity.FURTHER_EDUCATION
    save(person, LOOKING)
    known = known_of(person).folded
    assert known.members[0] == foreseen.after
    position = known.members[0].position
    assert (position.activity, position.starts, position.neet_since) == (
        domain.reference.activity.SEEKING,
        SINCE,
        SINCE,
    )
    assert position.tier is Tier.ADVISER


def test_withdrawing_a_status_restores_the_one_before(person) -> None:
    before = known_of(person).folded
    entry = save(person, LOOKING)
    actions.history.evidence.withdraw(
        entry, within=HERE_ONLY, act=act(by="me", at=NOW, on=TODAY)
    )
    after = known_of(person).folded
    assert after.members == before.members
    with pytest.raises(Refusal, match="already"):
        actions.history.evidence.withdraw(
            entry, within=HERE_ONLY, act=act(by="me", at=NOW, on=TODAY)
        )


def test_the_same_sent_twice_is_one_entry(person) -> None:
    entry = save(person, LOOKING)
    assert save(person, LOOKING, at=NOW + timedelta(seconds=59)) == entry
    actions.history.evidence.withdraw(
        entry, within=HERE_ONLY, act=act(by="me", at=NOW, on=TODAY)
    )
    assert save(person, LOOKING, at=NOW + timedelta(seconds=59)) != entry


@pytest.mark.parametrize(
    ("update", "changes"),
    [
        (replace(LOOKING, learned_on=TODAY - timedelta(days=1)), {}),
        (replace(LOOKING, informant=Informant.PARENT), {}),
        (LOOKING, {"by": "you@example.org"}),
        (LOOKING, {"at": NOW + timedelta(seconds=61)}),
    ],
)
def test_a_form_that_differs_is_another_entry(person, update, changes) -> None:
    assert save(person, LOOKING) != save(person, update, **changes)


RULES = [
    (replace(LOOKING, activity=domain.reference.activity.TEMPORARY_JOB), {"262"}),
    (
        replace(
            LOOKING,
            activity=domain.reference.activity.TEMPORARY_JOB,
            review=date(2026, 12, 10),
        ),
        set(),
    ),
    (replace(LOOKING, activity=domain.reference.activity.START_AGREED), {"262"}),
    (replace(LOOKING, activity=domain.reference.activity.OTHER_TRAINING), {"259"}),
    (
        replace(
            LOOKING,
            activity=domain.reference.activity.OTHER_TRAINING,
            expected_end=date(2027, 7, 31),
        ),
        set(),
    ),
    (replace(LOOKING, activity=domain.reference.activity.CARER), {"233"}),
    (
        replace(LOOKING, activity=domain.reference.activity.CARER, characteristic=True),
        set(),
    ),
    (LOOKING, set()),
]


@pytest.mark.parametrize(("update", "broken"), RULES)
def test_broken_rules_are_shown_before_saving(person, update, broken) -> None:
    bare = {each.rule for each in foresee(person, LOOKING).checked.broken}
    found = {each.rule for each in foresee(person, update).checked.broken}
    assert found - bare == broken


def test_a_characteristic_is_recorded_with_the_activity_that_needs_it(person) -> None:
    save(
        person,
        replace(LOOKING, activity=domain.reference.activity.CARER, characteristic=True),
    )
    known = known_of(person).folded
    assert known.known.characteristics == {domain.reference.codes.CARER}


REFUSED = [
    ({"starts": None}, "starts"),
    ({"starts": TODAY + timedelta(days=1)}, "starts"),
    ({"starts": date(2009, 1, 1)}, "starts"),
    ({"learned_on": TODAY + timedelta(days=1)}, "learned"),
    ({"learned_on": date(2026, 11, 1)}, "learned"),
    ({"neet_since": TODAY}, "neet_since"),
    ({"review": date(2026, 11, 1)}, "review"),
    ({"expected_end": date(2026, 11, 1)}, "expected_end"),
    ({"activity": domain.reference.activity.AT_SCHOOL}, "activity"),
    ({"activity": domain.reference.activity.DWP_PROGRAMME}, "activity"),
    ({"activity": domain.reference.activity.SPECIAL_POST_16}, "activity"),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(person, changes, field) -> None:
    with pytest.raises(Refusal) as refused:
        save(person, replace(LOOKING, **changes))
    assert refused.value.field == field
    assert str(refused.value).endswith(".")
    assert len(known_of(person).folded.spells) == 1


def test_an_ehc_plan_allows_a_specialist_place(person) -> None:
    record_evidence(person, detail("send", send="Y"))
    save(person, replace(LOOKING, activity=domain.reference.activity.SPECIAL_POST_16))


@pytest.mark.parametrize(
    ("informant", "overruled", "tier"),
    [
        (Informant.YOUNG_PERSON, False, Tier.ADVISER),
        (Informant.PROVIDER, False, Tier.ADVISER),
        (Informant.OWN_ANSWER, True, Tier.PROVIDER_ROLL),
        (Informant.OTHER, True, Tier.PROVIDER_ROLL),
    ],
)
def test_hearsay_is_kept_and_changes_no_position(
    person, informant, overruled, tier
) -> None:
    foreseen = foresee(person, replace(LOOKING, informant=informant))
    assert foreseen.overruled is overruled
    assert foreseen.after.position.tier is tier


_SEALED = [it for it in domain.reference.activity.ACTIVITIES.values() if it.sealed]


@pytest.mark.law("N-09")
@pytest.mark.parametrize("tried", [*_SEALED, domain.reference.activity.SEEKING])
def test_trying_out_codes_shows_nothing_of_the_one_on_record(inside, tried) -> None:
    """A preview of the same code would only confirm it: an earlier start, no change."""
    began, week = date(2026, 9, 7), timedelta(days=7)
    update = Update(
        *(tried, TODAY, Informant.YOUNG_PERSON),
        starts=SINCE,
        expected_end=TODAY + week,
        review=TODAY + week,
        neet_since=SINCE,
    )
    seen = []
    for each in _SEALED:
        twin = young("Amina", each.code)
        dates = {"review": TODAY - week, "expected_end": TODAY, "neet_since": began}
        record_evidence(twin, doing(each, began, **dates), as_at=date(2026, 9, 18))
        alone = actions.casework.record_check.check_one(
            known_of(twin), day=TODAY, database="359"
        )
        foreseen = foresee(twin, update)
        after, checked = foreseen.after, foreseen.checked
        broken = [{it.rule for it in each.broken} for each in (alone, checked)]
        kept = [
            {**it.record, "FamilyName": "", "YoungPersonsID": ""}
            for it in (alone, checked)
        ]
        seen.append((after.position, foreseen.overruled, broken, kept))
    assert [each for each in seen if each != seen[0]] == []
