"""Steps of cases, and who has to show what."""

import pytest

from tracker.access import Permission
from tracker.domain.law.cases.case_kinds import BY_PREFIX, KINDS, Step
from tracker.domain.law.cases.requesters import EVIDENCE
from tracker.domain.law.cases.steps import to_take


def test_every_decision_is_one_of_a_permission() -> None:
    words = {permission.value for permission in Permission}
    for kind in KINDS.values():
        assert kind.decided_by in words
        assert kind.approved_by in words | {""}
    assert sorted(BY_PREFIX) == ["BR", "CO", "CP", "ER", "OB", "RP", "SA", "SG", "TP"]


@pytest.mark.law("D-06")
@pytest.mark.parametrize(
    ("requester", "first"),
    [("young person", "identity"), ("parent", "identity")],
)
def test_authority_is_checked_of_whoever_acts_for_another(requester, first) -> None:
    left = to_take(KINDS["subject-access"], requester, ())
    assert left[0].value == first
    assert (Step.AUTHORITY in left) == (requester != "young person")


@pytest.mark.law("D-16")
def test_nothing_is_destroyed_after_a_refusal() -> None:
    kind, done = KINDS["third-party-request"], {"assessed", "decided"}
    assert to_take(kind, "third party", done, "refused") == [Step.DISPATCHED]
    assert to_take(kind, "third party", done, "approved") == [
        Step.DISPATCHED,
        Step.DESTROYED,
    ]


@pytest.mark.law("L-16")
def test_the_decision_not_to_share_is_reviewed_and_sends_nothing() -> None:
    kind = KINDS["safeguarding-share"]
    assert to_take(kind, "council", {"decided"}, "not shared") == [Step.REVIEWED]
    assert to_take(kind, "council", {"decided"}, "shared") == [
        Step.DISPATCHED,
        Step.REVIEWED,
    ]


@pytest.mark.law("D-06")
@pytest.mark.parametrize(
    ("age", "enough"),
    [
        (11, ["parent", "court"]),
        (12, ["consent", "parent", "court"]),
        (13, ["consent", "no-capacity", "court"]),
        (17, ["consent", "no-capacity", "court"]),
        (None, ["consent", "no-capacity", "court"]),
    ],
)
def test_from_13_on_to_be_the_parent_is_not_enough(age, enough) -> None:
    assert [
        each.name
        for each in EVIDENCE.values()
        if each.of is Step.AUTHORITY and each.is_enough_at(age)
    ] == enough
