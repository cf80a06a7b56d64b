"""Allocating by school or area, the limits of caseloads, and their mix."""

import re

import pytest

from tests.acts import act
from tests.web.adviser.caseloads.test_caseloads import leader, save, team, text, whose
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW
from tracker import actions, domain, store

__all__ = ["leader", "team"]  # fixtures of the neighbouring tests
PAGE = "/caseloads/allocate?by=area"


@pytest.fixture
def some(pages) -> list[int]:
    """Five who look for work: three in one area, two in another."""
    with pages.app_context():
        people = [
            young(
                f"Young{n}", "O’Neill-Çelik", postcode="WN1 1AA" if n < 3 else "M14 5RX"
            )
            for n in range(5)
        ]
        for each in people:
            record_evidence(each, doing(domain.reference.activity.SEEKING))
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
        return people


def groups(shown: str) -> list[str]:
    return re.findall(r'name="to-([^"]*)"', shown)


def test_each_area_is_proposed_for_who_has_room(
    pages, leader, team, some, fill
) -> None:
    shown = text(leader.get(PAGE))
    assert groups(shown) == ["WN1", "M14"]
    assert shown.count(" selected") == 2
    preview = text(
        fill(leader, PAGE, **{"to-WN1": team[0], "to-M14": team[1], "note": "October"})
    )
    assert "Hand over 5 young people?" in preview
    assert whose(pages, some) == [None] * 5
    done = save(leader, fill, PAGE, preview)
    assert "Handed over 5 young people." in done
    assert "October" in done
    assert whose(pages, some) == [team[0]] * 3 + [team[1]] * 2
    assert "Every young person who is NEET" in text(leader.get(PAGE))


def test_a_group_may_be_left_for_later(pages, leader, team, some, fill) -> None:
    chosen = {"to-WN1": "", "to-M14": team[1]}
    preview = text(fill(leader, PAGE, **chosen))
    assert "Hand over 2 young people?" in preview
    save(leader, fill, PAGE, preview)
    assert whose(pages, some) == [None] * 3 + [team[1]] * 2


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"to-WN1": "", "to-M14": ""}, "Select a colleague who can have a caseload."),
        ({"to-WN1": "999999", "to-M14": ""}, "Select a colleague who can have"),
        ({"to-WN1": "Ann", "to-M14": "-1"}, "Select a colleague who can have"),
    ],
)
def test_without_an_adviser_nothing_is_allocated(
    pages, leader, team, some, fill, chosen, says
) -> None:
    shown = text(fill(leader, PAGE, **chosen))
    assert says in shown
    assert "There is a problem" in shown
    assert whose(pages, some) == [None] * 5


def test_by_school_those_without_one_are_a_group(leader, team, some) -> None:
    shown = text(leader.get("/caseloads/allocate"))
    assert groups(shown) == [""]
    assert "No school known" in shown
    assert groups(text(leader.get("/caseloads/allocate?by=star-sign"))) == [""]


def test_a_limit_is_shown_and_steers_what_is_proposed(
    pages, leader, team, some, fill
) -> None:
    limits = {f"limit-{team[0]}": "2", f"limit-{team[1]}": " 1,000 "}
    assert "The limits have been saved." in text(
        fill(leader, "/caseloads/limits", **limits)
    )
    with pages.app_context():
        known = {
            user.id: user.caseload_limit
            for user in store.casework.caseloads.advisers(within=HERE_ONLY)
        }
    assert (known[team[0]], known[team[1]]) == (2, 1000)
    shown = text(leader.get(PAGE))
    # The larger group has no room with the first adviser.
    assert re.search(rf'to-WN1.*?value="{team[1]}" selected', shown, re.S)
    assert re.search(rf'to-M14.*?value="{team[0]}" selected', shown, re.S)
    preview = text(fill(leader, PAGE, **{"to-WN1": team[0], "to-M14": team[0]}))
    assert "3 over" in preview
    save(leader, fill, PAGE, preview)
    assert "3 over" in text(leader.get("/caseloads"))
    emptied = dict.fromkeys(limits, "")
    assert "have been saved" in text(fill(leader, "/caseloads/limits", **emptied))
    assert "3 over" not in text(leader.get("/caseloads"))


@pytest.mark.parametrize("typed", ["many", "-1", "2.5", "5001", "１２", "9" * 30])
def test_a_limit_that_is_no_number_is_refused_beside_its_field(
    leader, team, fill, typed
) -> None:
    shown = text(fill(leader, "/caseloads/limits", **{f"limit-{team[0]}": typed}))
    assert shown.count("Enter a whole number from 0 to 5,000, or nothing.") == 2
    assert f'href="#limit-{team[0]}"' in shown
    assert f'value="{typed[:20]}"' in shown


def test_the_mix_of_a_caseload_is_shown(pages, leader, team, some) -> None:
    with pages.app_context():
        found = young("Ana", "With-Plan")
        record_evidence(
            found, domain.history.details.detail_statements.detail("send", send="Y")
        )
        lost = young("Lost", "Fromsight")
        record_evidence(
            lost,
            doing(domain.reference.activity.SEEKING),
        )
        actions.casework.caseloads.share_out(
            [*some, found], team[:1], act=act(by="me", at=NOW, on=TODAY)
        )
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
        mix = store.casework.caseload_mix.mixes(team, day=TODAY, within=HERE_ONLY)
        assert mix[team[0]] == store.casework.caseload_mix.Mix(6, 5, 1, 1)
        assert team[1] not in mix
        waiting = store.casework.caseload_mix.to_allocate(day=TODAY, within=HERE_ONLY)
        assert [each.number for each in waiting] == [lost]


def test_the_queries_do_not_grow_with_the_groups(pages, leader, team, some, queries):
    leader.get(PAGE)
    with queries() as few:
        leader.get(PAGE)
    with pages.app_context():
        for n in range(8):
            person = young(f"More{n}", "Holtby", postcode=f"WN{n + 2} 1AA")
            record_evidence(person, doing(domain.reference.activity.SEEKING))
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    with queries() as many:
        leader.get(PAGE)
    assert len(few) == len(many)
