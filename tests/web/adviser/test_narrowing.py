"""A caseload sorted and narrowed by its address; "all" is what the filters leave."""

import pytest

from tests.web.adviser.caseloads.test_caseloads import save
from tracker import store


def listed(client, address: str, people: dict[str, int]) -> list[str]:
    """The given names on a page, in the order of the page."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    places = {name: page.find(f'/people/{number}"') for name, number in people.items()}
    return sorted(
        (name for name, place in places.items() if place > 0), key=places.__getitem__
    )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sort=name", ["Bea", "Cato", "Abel"]),
        ("sort=-name", ["Abel", "Cato", "Bea"]),
        ("phone=yes&sort=name", ["Cato", "Abel"]),
        ("phone=no", ["Bea"]),
        ("is=NEET&sort=name", ["Bea", "Cato"]),
        ("place=Testham+College", ["Abel"]),
        ("contact=never&sort=name", ["Bea", "Cato", "Abel"]),
        ("contact=28&phone=no", ["Bea"]),
        ("contact=lately", []),
        ("next=overdue", []),
    ],
)
def test_the_address_narrows_and_sorts(signed_in, team, some, query, names) -> None:
    leader = signed_in("team-leader")
    assert listed(leader, f"/caseloads/{team[0]}?{query}", some) == names


def test_the_page_says_how_it_was_narrowed(signed_in, team, some) -> None:
    leader = signed_in("team-leader")
    page = leader.get(f"/caseloads/{team[0]}?phone=yes").get_data(as_text=True)
    assert "<b>3</b> in the caseload" in page
    assert "<b>2</b> With a phone" in page
    assert "NEET (1)" in page
    none = leader.get(f"/caseloads/{team[0]}?area=ZZ99").get_data(as_text=True)
    assert "No young person in this caseload fits all of these filters" in none


def test_a_hand_over_of_all_takes_those_that_the_filters_leave(
    pages, signed_in, fill, team, some
) -> None:
    address = f"/caseloads/{team[0]}?phone=yes"
    leader = signed_in("team-leader")
    shown = fill(leader, address, which="all", to=team[1]).get_data(as_text=True)
    save(leader, fill, address, shown)
    with pages.app_context():
        whose = {
            name: store.casework.caseloads.adviser_of(number)[0].id
            for name, number in some.items()
        }
    assert whose == {"Cato": team[1], "Abel": team[1], "Bea": team[0]}
