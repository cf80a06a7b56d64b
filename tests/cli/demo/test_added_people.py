"""The duplicates of a demo: added by hand, and found by a search for duplicates."""

from datetime import UTC, date, datetime

from tests.conftest import SMALL_ON
from tests.factories import COLLEGE, people, provider_list, register
from tests.waiting import run_waiting
from tracker import store
from tracker.access import authority_scope
from tracker.cli.demo import added_people

NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)


def test_a_young_person_added_twice_is_a_suggested_duplicate(
    inside, load, tmp_path, monkeypatch
):
    monkeypatch.setattr(added_people, "_AMONG", 3)
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", people(24))
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    scope = authority_scope("359")
    before = set(store.people.records.everybody(within=scope))
    members = list(store.figures.members.members(SMALL_ON, within=scope))
    count = added_people.add(members, "359", on=SMALL_ON, seed=1)
    added = set(store.people.records.everybody(within=scope)) - before
    assert len(added) == count > 1
    run_waiting(clock=lambda: NOW, day=lambda at: at.date())
    found = store.people.duplicates.pairs(within=scope, offset=0, limit=50)
    assert added <= {
        number for pair in found for number in (pair.person.id, pair.other.id)
    }


def test_a_demo_too_small_for_duplicates_requests_no_search(inside, load, tmp_path):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", people(6))
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    members = list(
        store.figures.members.members(SMALL_ON, within=authority_scope("359"))
    )
    assert added_people.add(members, "359", on=SMALL_ON, seed=1) == 0
    assert run_waiting(clock=lambda: NOW, day=lambda at: at.date()) == 0
