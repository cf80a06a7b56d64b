"""The demo has students who moved to a neighbour and a list that it was given."""

from datetime import date

from tests.factories import COLLEGE, people, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.cli.demo import moved_away

ON = date(2026, 10, 31)


def test_a_few_students_move_and_bolton_is_given_its_list(
    inside, load, tmp_path
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", people(40))
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    within = authority_scope("359")
    actions.history.positions.refresh([ON], within=within)
    members = store.figures.members.members(ON, within=within)
    assert moved_away.move(members, "359", on=ON, seed=1) == 2
    there = actions.law.neighbours.residents.residents(ON, within=within)
    assert {each.home for each in there} == {"350", "342"}
    (bolton,) = actions.law.neighbours.exchange.given(within=within)["350"]
    assert bolton.disclosure.people == 1
    assert bolton.received_at is None


def test_a_small_demo_moves_no_one(inside) -> None:
    assert moved_away.move([], "359", on=ON, seed=1) == 0
