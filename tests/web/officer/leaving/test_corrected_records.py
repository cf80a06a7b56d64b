"""A decision to correct a record is not answered before the record is corrected."""

from datetime import timedelta

import pytest

from tests.web.adviser.young import HERE_ONLY, TODAY, record_evidence, young
from tests.web.conftest import NOW
from tests.web.officer.held_cases import opened, send, text, work
from tracker import actions, store
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.law.cases.case_kinds import Step

NOW_AS_IT_WAS = "Nothing on the record has been changed since the request was received."


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        return young("Esme", "Whitworth", at=NOW - timedelta(days=40))


@pytest.fixture
def decided(pages, officer, owner, person):
    """A case of Esme's that is decided and approved; gives its address."""

    def decide(outcome: str, kind: str = "correction") -> str:
        with pages.app_context():
            case = opened(kind, people=[person])
            steps = ((Step.IDENTITY, "met"), (Step.AUTHORITY, "consent"))
            for step, evidence in steps:
                now = store.law.cases.get(case.id, within=HERE_ONLY)
                if now.next_step != step:
                    continue
                actions.law.cases.case_steps.take(
                    case.id,
                    step,
                    evidence=evidence,
                    within=HERE_ONLY,
                    act=officer.act(),
                )
        here = f"/cases/{case.id}"
        reasons = "Her passport has 1 August 2009"
        send(officer.client, f"{here}/decided", outcome=outcome, note=reasons)
        send(owner.client, f"{here}/approved", note="")
        return here

    return decide


def tasks() -> list[tuple[str, str]]:
    return [(each.why, each.role) for each in work("task", TODAY)]


@pytest.mark.law("D-08", "N-19")
@pytest.mark.parametrize("outcome", ["corrected", "corrected in part"])
def test_the_data_team_gets_the_task_and_the_answer_waits_for_it(
    pages, officer, person, decided, outcome
) -> None:
    here = decided(outcome)
    with pages.app_context():
        (why, role) = tasks()[0]
    assert why.startswith("Correct the record, as decided in CO-1: Her passport has")
    assert role == "data-manager"
    page = text(send(officer.client, f"{here}/dispatched", code=200, note=""))
    assert NOW_AS_IT_WAS in page
    with pages.app_context():
        record_evidence(person, detail("phone", phone="07700 900123"))
    send(officer.client, f"{here}/dispatched", note="")


@pytest.mark.law("D-08")
def test_an_officer_may_enter_how_it_was_corrected_instead(officer, decided) -> None:
    """A wrong note of a contact was changed, which is no evidence."""
    here = decided("corrected")
    send(officer.client, f"{here}/dispatched", note="The note of 3 March was amended.")


def test_a_refused_request_changes_nothing_and_is_answered(
    pages, officer, decided
) -> None:
    here = decided("refused")
    with pages.app_context():
        assert tasks() == []
    send(officer.client, f"{here}/dispatched", note="")
