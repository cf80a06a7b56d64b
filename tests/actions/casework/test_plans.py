"""Plans: agreed with consent, carried out, ended, kept through a merge, and undone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, THERE, TODAY, young
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.casework.plans import agreeing, plan_outcomes, printing
from tracker.actions.work.work_kinds import queries
from tracker.domain.casework.plan import (
    ActionOutcome,
    Actor,
    Ending,
    NewAction,
    NewPlan,
)
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action, AuditLine
from tracker.store.work.items import Selection

pytestmark = pytest.mark.law("L-11")

ACT = act(by="adviser@example.org", at=NOW, on=TODAY)
WEEK = timedelta(days=7)
CALL = NewAction(1, Actor.ADVISER, "Ring the college", TODAY + WEEK)
APPLY = NewAction(2, Actor.YOUNG_PERSON, "Write the application", TODAY + 2 * WEEK)
REFERRAL = NewAction(
    6,
    Actor.PROVIDER,
    "A taster day",
    TODAY + 3 * WEEK,
    provider="Wheels Training",
    consent_on=TODAY,
)
PLAN = NewPlan("Work with engines", TODAY, TODAY + 12 * WEEK, (CALL, APPLY, REFERRAL))


@pytest.fixture
def person(inside) -> int:
    return young()


def agree(person: int, new: NewPlan = PLAN, by=ACT, within=HERE_ONLY) -> int:
    return agreeing.agree(person, new, within=within, act=by)


def plan(person: int):
    """The plan of a person that stands."""
    (found,) = [each for each in store.casework.plans.of(person) if each.stands]
    return found


def waiting(kind: str, **more):
    found = queries([kind], within=HERE_ONLY, owners=more.get("owners"))
    return Selection(found, TODAY, **more).page()


def by_place(person: int) -> dict[Actor, int]:
    return {Actor(each.actor): each.id for each in plan(person).actions}


def finish(person: int, actor: Actor, outcome: ActionOutcome) -> None:
    stands = plan(person)
    (number,) = [each.id for each in stands.actions if each.actor == actor]
    plan_outcomes.finish(number, stands.id, person, outcome, within=HERE_ONLY, act=ACT)


def test_each_step_of_an_adviser_each_referral_and_the_review_wait_as_work(
    person,
) -> None:
    number = agree(person)
    (step,), (referral,) = waiting("plan-action"), waiting("referral")
    (review,) = waiting("plan-review")
    assert (step.why, step.due, step.about) == (CALL.what, CALL.due, "Amina Holtby")
    assert referral.why == "Referral to Wheels Training: A taster day"
    assert (referral.due, referral.other, review.id) == (REFERRAL.due, number, number)
    assert review.why == "Review of the plan, which is not signed yet"
    assert {step.owner_id, step.role} == {None, "team-leader"}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"wants": ""}, "wants", "Enter what the young person wants."),
        ({"wants": "x" * 1001}, "wants", "Enter 1,000 characters or fewer."),
        ({"actions": ()}, "what_1", "Enter at least one action or one referral."),
        ({"agreed_on": TODAY + WEEK}, "agreed_on", "must be today or in the past"),
        ({"agreed_on": TODAY - 53 * WEEK}, "agreed_on", "within the past year"),
        ({"signed_on": TODAY + WEEK}, "signed_on", "must be today or in the past"),
        ({"signed_on": TODAY - WEEK}, "signed_on", "signed before it was agreed"),
        ({"review_on": TODAY - WEEK}, "review_on", "cannot be before today"),
        ({"review_on": None}, "review_on", "Enter the day of the review."),
        ({"actions": (replace(CALL, due=None),)}, "due_1", "Enter the day"),
        (
            {"actions": (replace(CALL, due=TODAY - WEEK),)},
            "due_1",
            "before the plan was agreed",
        ),
        ({"actions": (replace(CALL, actor=None),)}, "who_1", "Select who does it."),
        (
            {"actions": (replace(REFERRAL, consent_on=None),)},
            "consent_6",
            "Without their consent there is no referral.",
        ),
        (
            {"actions": (replace(REFERRAL, consent_on=TODAY + WEEK),)},
            "consent_6",
            "today or in the past",
        ),
        ({"actions": (replace(REFERRAL, provider=""),)}, "provider_6", "the name"),
    ],
)
def test_what_is_wrong_is_one_sentence_at_its_field_and_nothing_is_kept(
    person, changes, field, sentence
) -> None:
    with pytest.raises(Refusal) as refused:
        agree(person, replace(PLAN, **changes))
    assert [each for each, _ in refused.value.problems] == [field]
    assert sentence in str(refused.value)
    assert store.casework.plans.of(person) == []


def test_a_form_sent_twice_makes_one_plan_and_a_newer_one_keeps_the_older(
    person,
) -> None:
    first = agree(person)
    assert agree(person) == first
    second = agree(person, replace(PLAN, wants="A place at college"))
    newest, older = store.casework.plans.of(person)
    assert (newest.id, newest.stands) == (second, True)
    assert (older.id, older.ending, older.wants) == (first, Ending.REPLACED, PLAN.wants)
    # What was open in the older plan waits no more: each list has the newer one alone.
    kinds = ("plan-action", "referral", "plan-review")
    assert [len(waiting(kind)) for kind in kinds] == [1, 1, 1]


def test_a_referral_goes_on_from_accepted_to_started_and_may_be_opened_again(
    person,
) -> None:
    agree(person)
    finish(person, Actor.PROVIDER, ActionOutcome.ACCEPTED)
    assert waiting("referral") == []
    (done,) = waiting("referral", done=True)
    assert done.done_by == "adviser@example.org"
    finish(person, Actor.PROVIDER, ActionOutcome.STARTED)
    number = by_place(person)[Actor.PROVIDER]
    plan_outcomes.reopen(number, plan(person).id, person, within=HERE_ONLY, act=ACT)
    assert [each.id for each in waiting("referral")] == [number]
    lines = AuditLine.query.order_by(AuditLine.id).all()
    outcomes = [
        (each.action, each.detail.get("outcome") or each.detail.get("before"))
        for each in lines
        if each.action.startswith("plan action")
    ]
    assert outcomes == [
        (Action.PLAN_ACTION_DONE, "accepted by the provider"),
        (Action.PLAN_ACTION_DONE, "started"),
        (Action.PLAN_ACTION_REOPENED, "started"),
    ]


@pytest.mark.parametrize(
    ("actor", "outcome"),
    [
        (Actor.ADVISER, ActionOutcome.DECLINED),
        (Actor.PROVIDER, ActionOutcome.DONE),
    ],
)
def test_an_outcome_belongs_to_its_kind_of_action(person, actor, outcome) -> None:
    agree(person)
    with pytest.raises(Refusal, match="Select what came of it"):
        finish(person, actor, outcome)


def test_an_end_is_undone_unless_another_plan_stands(person) -> None:
    first = agree(person)
    agreeing.end(first, person, Ending.NOT_WANTED, within=HERE_ONLY, act=ACT)
    assert waiting("plan-action") == []
    agreeing.resume(first, person, within=HERE_ONLY, act=ACT)
    assert len(waiting("plan-action")) == 1
    agree(person, replace(PLAN, wants="Something else"))
    with pytest.raises(Refusal, match="Another plan stands"):
        agreeing.resume(first, person, within=HERE_ONLY, act=ACT)
    with pytest.raises(Refusal, match="has ended"):
        agreeing.sign(first, person, TODAY, within=HERE_ONLY, act=ACT)


def test_it_is_signed_once_and_not_before_it_was_agreed(person) -> None:
    number = agree(person, replace(PLAN, agreed_on=TODAY - WEEK))

    def sign(on: date | None) -> None:
        agreeing.sign(number, person, on, within=HERE_ONLY, act=ACT)

    for wrong, sentence in (
        (None, "Enter the day"),
        (TODAY - 2 * WEEK, "before it was agreed"),
        (TODAY + WEEK, "in the past"),
    ):
        with pytest.raises(Refusal, match=sentence):
            sign(wrong)
    sign(TODAY)
    assert plan(person).signed_on == TODAY
    with pytest.raises(Refusal, match="signed already"):
        sign(TODAY)


def test_a_plan_goes_with_its_record_through_a_merge_and_back(person) -> None:
    other = young("Amina", "Holtbie")
    mine = agree(person)
    agree(other, replace(PLAN, wants="Another thing"))
    actions.people.merging.merge(person, [other], within=HERE_ONLY, act=ACT)
    assert len(store.casework.plans.of(person)) == 2
    steps = waiting("plan-action")
    assert [each.person_id for each in steps] == [person, person]
    # A new plan ends both; a plan of the merged record is found under the one person.
    agree(person, replace(PLAN, wants="One plan"))
    assert plan(person).wants == "One plan"
    actions.people.merging.unmerge(person, within=HERE_ONLY, act=ACT)
    assert {each.id for each in store.casework.plans.of(person)} >= {mine}
    # Apart again, each has its own, and the end by the other's plan can be undone.
    (theirs,) = store.casework.plans.of(other)
    assert theirs.wants == "Another thing"
    agreeing.resume(theirs.id, other, within=HERE_ONLY, act=ACT)
    assert plan(other).id == theirs.id


def test_another_authority_and_another_person_reach_no_plan(person) -> None:
    number = agree(person)
    elsewhere = authority_scope(THERE)
    with pytest.raises(Refusal, match="There is no young person"):
        agree(person, within=elsewhere)
    with pytest.raises(Refusal, match="There is no young person"):
        agreeing.end(number, person, Ending.MISTAKE, within=elsewhere, act=ACT)
    stranger = young("Bryn", "Holtby")
    with pytest.raises(Refusal, match=f"There is no plan {number}"):
        agreeing.end(number, stranger, Ending.MISTAKE, within=HERE_ONLY, act=ACT)
    assert plan(person).stands


def test_no_list_names_the_plan_of_one_who_has_died(person) -> None:
    agree(person)
    actions.people.deaths.record(person, TODAY, within=HERE_ONLY, act=ACT)
    assert waiting("plan-action") == waiting("plan-review") == []
    with pytest.raises(Refusal, match="has died"):
        agree(person, replace(PLAN, wants="Another"))


def test_the_print_is_in_words_to_the_young_person(person) -> None:
    agree(person)
    finish(person, Actor.PROVIDER, ActionOutcome.DID_NOT_GO)
    record = store.people.records.get(person, within=HERE_ONLY)

    def words() -> str:
        return printing.document(
            plan(person), record, council="Wigan Council", within=HERE_ONLY
        ).markdown()

    printed = words()
    assert "Work with engines" in printed
    assert "| Write the application | you | 8 December 2026 |" in printed
    assert "you did not go" in printed
    assert "Section 71" in printed
    assert "Amina Holtby: ____" in printed
    agreeing.sign(plan(person).id, person, TODAY, within=HERE_ONLY, act=ACT)
    assert "____" not in words()
    assert "Signed on 24 November 2026" in words()


def test_their_own_copy_has_every_word_of_it_and_a_disposal_takes_all(person) -> None:
    other = young("Bryn", "Holtby")
    agree(person)
    kept = agree(other)
    finish(person, Actor.PROVIDER, ActionOutcome.DID_NOT_GO)
    rows = [
        {held.label: held.text for held in row.fields}
        for part in actions.law.subject_copy.gathering.gather(person, within=HERE_ONLY)
        for row in part.rows
        if row.table in ("plans", "plan_actions")
    ]
    (words,) = [each for each in rows if "What you want" in each]
    assert words["What you want"] == "Work with engines"
    (referral,) = [each for each in rows if each.get("Provider")]
    assert referral["Provider"] == "Wheels Training"
    assert referral["You agreed to the referral"] == "24 November 2026"
    assert referral["What came of it"] == "you did not go"
    with store.database.base.transaction():
        removed = store.law.disposals.removal.remove([person])
    assert (removed["plans"], removed["plan_actions"]) == (1, 3)
    assert [each.id for each in store.casework.plans.of(other)] == [kept]
