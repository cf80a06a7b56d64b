"""Tasks: opened once, given, done and undone, within one authority, with an audit."""

import re
from datetime import timedelta

import pytest

from tests.acts import act
from tests.factories import AUTHORITY
from tests.web.adviser.young import HERE_ONLY, THERE, TODAY, young
from tests.web.conftest import NOW, make
from tracker import actions, store
from tracker.access import ROLES, Scope, authority_scope
from tracker.actions.work import work_kinds
from tracker.refusal import Refusal
from tracker.store.accounts.audit import AuditLine
from tracker.store.accounts.users import User
from tracker.store.work.items import Selection

ACT = act(by="leader@example.org", at=NOW, on=TODAY)
ELSEWHERE = authority_scope(THERE)


def opened(why: str = "Ring the college", **more):
    return actions.work.items.open_item(
        "task",
        why,
        **{
            "within": HERE_ONLY,
            "act": ACT,
            **more,
        },
    )


def selected(*, done: bool = False, within: Scope = HERE_ONLY) -> Selection:
    return Selection(work_kinds.queries(["task"], within=within), TODAY, done)


def listed(**more):
    return selected(**more).page()


@pytest.fixture
def adviser(inside) -> User:
    return make("adviser", "Robin Example", email="robin@example.org")


def test_a_task_without_an_owner_is_the_roles(inside) -> None:
    opened()
    (item,) = listed()
    assert (item.owner, item.role) == (None, "team-leader")
    assert (item.why, item.about, item.due) == ("Ring the college", "", None)


def test_it_is_given_done_and_opened_again(adviser) -> None:
    number = opened(due=TODAY)
    actions.work.items.assign(number, owner=adviser.id, within=HERE_ONLY, act=ACT)
    assert listed()[0].owner == "Robin Example"
    actions.work.items.finish(
        number, within=HERE_ONLY, act=act(by=adviser.email, at=NOW)
    )
    assert listed() == []
    assert listed(done=True)[0].done_by == adviser.email
    actions.work.items.undo(number, within=HERE_ONLY, act=ACT)
    assert listed()[0].done_at is None
    assert listed(done=True) == []


def test_each_change_has_its_line_without_a_name_or_the_reason(adviser) -> None:
    person = young("Amina", "Holtby")
    number = opened(person=person)
    actions.work.items.assign(number, owner=adviser.id, within=HERE_ONLY, act=ACT)
    actions.work.items.finish(number, within=HERE_ONLY, act=ACT)
    actions.work.items.undo(number, within=HERE_ONLY, act=ACT)
    lines = AuditLine.query.filter_by(subject=f"work item {number}").all()
    assert [line.action for line in lines] == [
        *("work item opened", "work item assigned"),
        *("work item done", "work item reopened"),
    ]
    assert [line.detail["owner"] for line in lines[:2]] == [
        "Team leader",
        "Robin Example",
    ]
    for line in lines:
        assert line.detail["people"] == [person]
        assert not re.search("Ring|college|Amina|Holtby", str(line.detail))


def test_without_its_line_in_the_audit_nothing_is_changed(inside, monkeypatch) -> None:
    number = opened()

    def broken(**more: object) -> None:
        raise RuntimeError("the audit cannot be written")

    monkeypatch.setattr(store.accounts.audit, "write", broken)
    for change in (
        lambda: opened("Another"),
        lambda: actions.work.items.finish(number, within=HERE_ONLY, act=ACT),
    ):
        with pytest.raises(RuntimeError):
            change()
    assert [item.why for item in listed()] == ["Ring the college"]


def test_a_form_sent_several_times_at_once_opens_one(inside, at_once) -> None:
    numbers = set(at_once(*[opened] * 4))
    assert numbers == {item.id for item in listed()}
    assert len(numbers) == 1


def test_the_same_task_can_be_opened_again_once_it_is_done(inside) -> None:
    first = opened()
    actions.work.items.finish(first, within=HERE_ONLY, act=ACT)
    assert opened() != first


def test_two_who_finish_it_at_once_do_it_once(inside, at_once) -> None:
    number = opened()

    def finish(by: str):
        return lambda: actions.work.items.finish(
            number, within=HERE_ONLY, act=act(by=by, at=NOW)
        )

    found = at_once(finish("a@example.org"), finish("b@example.org"))
    refused = [each for each in found if isinstance(each, Refusal)]
    assert len(refused) == 1
    assert "has already done this" in str(refused[0])


def test_what_is_not_done_is_not_undone(inside) -> None:
    with pytest.raises(Refusal, match="not done yet"):
        actions.work.items.undo(opened(), within=HERE_ONLY, act=ACT)


def test_another_authority_neither_sees_nor_changes_it(adviser) -> None:
    number = opened()
    assert listed(within=ELSEWHERE) == []
    done = {"within": ELSEWHERE, "act": act(at=NOW, authority=THERE)}
    for change in (
        lambda: actions.work.items.finish(number, **done),
        lambda: actions.work.items.undo(number, **done),
        lambda: actions.work.items.assign(number, owner=adviser.id, **done),
    ):
        with pytest.raises(Refusal, match="There is no work item"):
            change()
    assert len(listed()) == 1


def test_a_user_of_a_school_sees_none(inside) -> None:
    opened()
    theirs = Scope(frozenset((AUTHORITY,)), leavers_of=frozenset(("urn:106500",)))
    assert listed(within=theirs) == []
    for role in ROLES.values():
        if role.of_institution:
            user = make(role.value)
            assert work_kinds.open_to(user) == []


@pytest.mark.parametrize("role", ["manager", "auditor", "administrator", "school-user"])
def test_it_is_given_only_to_those_who_may_do_it(inside, role) -> None:
    user = make(role)
    with pytest.raises(Refusal, match="Select a colleague"):
        opened(owner=user.id)
    with pytest.raises(Refusal, match="Select a role"):
        opened(role=role)
    assert listed() == []


def test_it_is_given_to_no_closed_account_and_goes_back_from_one(adviser) -> None:
    opened(owner=adviser.id)
    actions.accounts.users.close(adviser, act=ACT)
    assert [item.owner for item in listed()] == [None]
    (group,) = selected().groups()
    assert (group.owner_id, group.role, group.items) == (None, "team-leader", 1)
    with pytest.raises(Refusal, match="Select a colleague"):
        opened("Another", owner=adviser.id)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"why": " \n "}, "Enter what is to be done."),
        ({"why": "x" * 301}, "Enter 300 characters or fewer."),
        ({"due": TODAY - timedelta(days=1)}, "The day cannot be before today."),
        ({"person": 900}, "There is no young person 900."),
        ({"role": "king"}, "Select a role"),
    ],
)
def test_what_cannot_be_right_is_refused(inside, change, sentence) -> None:
    with pytest.raises(Refusal, match=sentence):
        opened(**change)
    assert listed() == []


def test_a_person_of_another_authority_is_refused(inside) -> None:
    person = young("Amina", "Holtby", authority=THERE)
    with pytest.raises(Refusal, match="There is no young person"):
        opened(person=person)


def test_after_a_merge_it_is_about_the_record_that_stays(inside) -> None:
    gone, stays = young("Amina", "Holtby"), young("Amina", "Holtbie")
    opened(person=gone)
    actions.people.merging.merge(stays, [gone], within=HERE_ONLY, act=ACT)
    assert [item.person_id for item in listed()] == [stays]
    opened("Another", person=gone)
    assert {item.person_id for item in listed()} == {stays}


def test_after_a_death_no_task_is_listed_or_opened(inside) -> None:
    person = young("Amina", "Holtby")
    opened(person=person)
    actions.people.deaths.record(person, died_on=TODAY, within=HERE_ONLY, act=ACT)
    assert listed() == []
    with pytest.raises(Refusal, match="There is no young person"):
        opened("Another", person=person)
