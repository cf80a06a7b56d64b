"""The lists behind the numbers of caseloads, with and without the right to hand over.

``test_every_figure_opens`` checks that each list is as long as its number says.
"""

import pytest

from tests.acts import act
from tests.factories import AUTHORITY
from tests.web.adviser.young import (
    HERE_ONLY,
    THERE,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.conftest import NOW, make
from tests.web.management.reading import links, main_text
from tests.web.management.test_dashboard import page
from tracker import actions, domain, store
from tracker.extensions import db
from tracker.store.accounts.users import User

CASELOADS = "/figures/in-caseloads"


@pytest.fixture
def team(pages) -> list[int]:
    """Two advisers: the first has two young people; a third is in no caseload."""
    with pages.app_context():
        advisers = [
            make("adviser", f"Adviser {n}", email=f"a{n}@example.org").id
            for n in range(2)
        ]
        people = [young(given, "Holtby") for given in ("Amina", "Bram", "Cleo")]
        for each in people:
            record_evidence(each, doing(domain.reference.activity.SEEKING))
        actions.casework.caseloads.share_out(
            people[:2],
            advisers[:1],
            act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY),
        )
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
        return advisers


def test_all_caseloads_say_whose_each_is(team, signed_in) -> None:
    words = main_text(page(signed_in("manager"), CASELOADS))
    assert "2 young people on 24 November 2026" in words
    assert words.count("Adviser 0") == 2
    assert "Cleo" not in words


def test_one_caseload_narrowed(team, signed_in) -> None:
    manager = signed_in("manager")
    words = main_text(page(manager, f"{CASELOADS}?of={team[0]}&only=never-contacted"))
    assert "Caseload of Adviser 0" in words
    assert "2 young people on 24 November 2026 never contacted" in words
    words = main_text(page(manager, f"{CASELOADS}?of={team[0]}&only=overdue"))
    assert "No young people are counted here." in words
    assert "0 young people" in main_text(page(manager, f"{CASELOADS}?of={team[1]}"))


def test_all_caseloads_narrowed_to_an_adviser(pages, team, signed_in) -> None:
    with pages.app_context():
        actions.casework.caseloads.share_out(
            [young("Dilys", "Holtby")],
            team[1:],
            act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY),
        )
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    shown = page(signed_in("manager"), f"{CASELOADS}?adviser=Adviser+1")
    assert "3 young people on 24 November 2026" in main_text(shown)
    assert "Dilys Holtby" in shown
    assert "Amina Holtby" not in shown


def test_the_list_of_young_people_in_no_caseload(team, signed_in) -> None:
    words = main_text(page(signed_in("manager"), "/figures/in-no-caseload"))
    assert "1 young person NEET or not known" in words
    assert "Cleo Holtby" in words


def test_a_team_leader_is_led_to_the_page_of_hand_overs(team, signed_in) -> None:
    shown = page(signed_in("team-leader"), "/dashboard/caseloads")
    assert links(shown, "caseloads")["Adviser 0"][0] == f"/caseloads/{team[0]}"
    assert 'href="/caseloads/unallocated"' in shown
    shown = page(signed_in("manager"), "/dashboard/caseloads")
    assert links(shown, "caseloads")["Adviser 0"][0] == f"{CASELOADS}?of={team[0]}"
    assert 'href="/caseloads' not in shown


def test_an_unknown_address_is_not_found(pages, team, signed_in) -> None:
    with pages.app_context(), store.database.base.transaction():
        db.session.get(User, team[1]).authority = THERE
    client = signed_in("manager")
    for query in (f"of={team[1]}", "of=999999", "of=x", "of=", "only=hair"):
        assert client.get(f"{CASELOADS}?{query}").status_code == 404, query


def test_the_queries_do_not_grow_with_the_rows(team, signed_in, queries) -> None:
    manager = signed_in("manager")
    counts = []
    for of in (f"?of={team[1]}", ""):
        page(manager, CASELOADS + of)
        with queries() as statements:
            page(manager, CASELOADS + of)
        counts.append(len(statements))
    # The second page names people, which is one line of the audit.
    assert counts[0] + 1 == counts[1] <= 13
