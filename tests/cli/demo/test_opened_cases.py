"""The demo's officer has cases of several kinds, one of them late."""

from datetime import date

import pytest

from tests.factories import COLLEGE, people, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.cli.demo import opened_cases

WITHIN, ON = authority_scope("359"), date(2026, 10, 31)


@pytest.mark.parametrize(("known", "opened"), [(8, 6), (2, 3), (0, 1)])
def test_a_case_a_person_and_one_of_a_third_party(
    inside, load, tmp_path, known, opened
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    if known:
        file = provider_list(tmp_path / "list.csv", people(known))
        load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    actions.history.positions.refresh([ON], within=WITHIN)
    members = list(store.figures.members.members(ON, within=WITHIN))
    assert opened_cases.open_some(members, "359", on=ON) == opened
    found = store.law.cases.open_ones(within=WITHIN)
    assert len(found) == opened
    assert {each.kind for each in found} <= {
        *("subject-access", "correction", "objection", "complaint"),
        "third-party-request",
    }
