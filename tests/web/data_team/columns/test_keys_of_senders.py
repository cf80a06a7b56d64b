"""Whose headings are remembered, and under which key."""

from tracker.actions.intake import way_in
from tracker.domain.law.gateways import GATEWAYS
from tracker.feeds.registry import FEEDS

TEAMS = {"plans", "home-educated", "missing-education", "alternative-provision"}
OF_DEPARTMENT = {"risk-lists", "pupil-information", "return-answer"}


def test_a_key_has_no_capitals_since_it_is_compared_with_those_of_names() -> None:
    assert way_in.DEPARTMENT.casefold() == way_in.DEPARTMENT


def test_each_feed_that_may_be_explained_has_one_kind_of_sender() -> None:
    assert {it.name for it in FEEDS.values() if way_in.is_of_own_team(it)} == TEAMS
    found = {it.name for it in FEEDS.values() if way_in.is_of_department(it)}
    assert found == OF_DEPARTMENT
    assert way_in.key_of(FEEDS["risk-lists"], None) == way_in.DEPARTMENT
    assert way_in.key_of(FEEDS["plans"], "name:send team") == "name:send team"
    services = {it.name for it in FEEDS.values() if way_in.is_of_service(it)}
    assert services == {"service-lists"}
    assert not any(GATEWAYS[FEEDS[each].gateway].by_law for each in services)
