"""What the documents of an authority are made from."""

from dataclasses import replace
from datetime import date

import pytest

from tests.acts import act
from tests.factories import AUTHORITY
from tracker import actions
from tracker.domain.law.documents.processing import ACTIVITIES
from tracker.feeds.registry import FEEDS

DAY = date(2026, 11, 28)


def of(authority: str = AUTHORITY):
    return actions.law.documents.configured(authority, council="Testham")


@pytest.mark.law("D-12", "N-10", "D-14")
def test_those_who_receive_by_law_are_recipients_and_in_the_record(inside) -> None:
    recorded = {gateway for each in ACTIVITIES for gateway in each.gateways}
    by_law = {each.gateway for each in of().recipients}
    assert by_law == {"leavers", "other-area", "return"}
    assert by_law <= recorded


@pytest.mark.law("D-12", "N-08")
def test_every_feed_that_brings_people_is_a_source(inside) -> None:
    names = {each.name for each in of().sources}
    assert names == {each.name for each in FEEDS.values() if not each.of_institutions}
    invented = replace(FEEDS["nccis-file"], name="hubs", title="Visits to hubs")
    (source,) = actions.law.documents.sources([invented])
    assert (source.title, source.councils, source.schools) == (
        *("Visits to hubs", True, False),
    )
    census = next(each for each in of().sources if each.name == "school-census")
    assert (census.institutions, census.schools) == (True, True)


@pytest.mark.law("N-21")
def test_the_settings_of_the_authority_are_those_of_its_documents(inside) -> None:
    def change(name: str, value: str) -> None:
        actions.accounts.settings.change(name, value, act=act(on=DAY))

    change("officer_name", "Ola Example")
    change("out_of_area_days", "5")
    assert of().officer == "Ola Example"
    assert of().numbers["out_of_area_days"] == 5
    assert of("350").officer == ""


def test_no_role_that_sees_no_young_people_is_named(inside) -> None:
    titles = {title for title, _ in of().seen_by}
    assert "Adviser" in titles
    assert not titles & {"Administrator", "Auditor", "School user"}
