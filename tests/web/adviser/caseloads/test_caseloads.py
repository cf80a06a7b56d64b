"""Handing over, sharing out and covering, on the pages of a team leader."""

from datetime import date, timedelta

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
from tests.web.conftest import NOW, make, read
from tracker import actions, domain, store


@pytest.fixture
def team(pages) -> list[int]:
    with pages.app_context():
        return [
            make("adviser", f"Adviser {n}", email=f"a{n}@example.org").id
            for n in range(2)
        ]


@pytest.fixture
def some(pages, team) -> list[int]:
    """Four young people looking for work, in the caseload of the first adviser."""
    with pages.app_context():
        people = [young(f"Young{number}", "Holtby") for number in range(4)]
        for each in people:
            record_evidence(each, doing(domain.reference.activity.SEEKING))
        actions.casework.caseloads.share_out(
            people, team[:1], act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY)
        )
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
        return people


@pytest.fixture
def leader(signed_in):
    return signed_in("team-leader")


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def whose(pages, people) -> list[int | None]:
    with pages.app_context():
        found = [store.casework.caseloads.adviser_of(person) for person in people]
        return [each[0].id if each else None for each in found]


def test_every_adviser_is_listed_with_the_size_of_the_caseload(leader, some) -> None:
    shown = text(leader.get("/caseloads"))
    assert "Adviser 0" in shown
    assert "Adviser 1" in shown
    row = shown.split("Adviser 0</a>")[1].split("</tr>")[0]
    assert ">4</td>" in row
    assert "0 NEET, not known or not shown, in no caseload" in shown


def save(leader, fill, page: str, shown: str, **more):
    """Saves what a preview shows."""
    fields = {
        each.get("name"): each.get("value")
        for each in read(shown).iter("input")
        if each.get("type") == "hidden" and each.get("name") != "csrf_token"
    }
    return text(fill(leader, page, **{**fields, **more}))


def test_a_hand_over_of_ticked_people_is_shown_first_and_can_be_undone(
    pages, leader, some, team, fill
) -> None:
    page = f"/caseloads/{team[0]}"
    shown = text(
        fill(
            leader,
            page,
            people=[some[0], some[2]],
            which="ticked",
            to=team[1],
            note="Moves to the other office.",
        )
    )
    assert "Hand over 2 young people?" in shown
    assert "Young0 Holtby, Young2 Holtby" in shown
    assert whose(pages, some) == [team[0]] * 4
    done = save(leader, fill, page, shown)
    assert "Handed over 2 young people." in done
    assert "Moves to the other office." in done
    assert whose(pages, some) == [team[1], team[0], team[1], team[0]]
    number = newest(pages)
    undo = f"/caseloads/hand-overs/{number}/undo"
    before = text(leader.get(undo))
    assert f"Undo hand-over {number}?" in before
    assert "2 young people would go back" in before
    assert whose(pages, some) == [team[1], team[0], team[1], team[0]]
    undone = save(leader, fill, undo, before)
    assert "Undone: 2 young people went back" in undone
    assert whose(pages, some) == [team[0]] * 4
    assert "already been undone" in text(leader.get(undo, follow_redirects=True))
    redo = f"/caseloads/hand-overs/{number}/redo"
    assert "2 young people would move again" in (again := text(leader.get(redo)))
    assert "Done again: 2 young people" in save(leader, fill, redo, again)
    assert whose(pages, some) == [team[1], team[0], team[1], team[0]]
    assert "has not been undone" in text(leader.get(redo, follow_redirects=True))


def newest(pages) -> int:
    with pages.app_context():
        found = store.casework.caseloads.newest_hand_overs(within=HERE_ONLY)
        return found[0].number


def test_who_has_moved_again_since_is_named_and_left(
    pages, leader, some, team, fill
) -> None:
    first = newest(pages)
    with pages.app_context():
        actions.casework.caseloads.share_out(
            some[:1], team[1:], act=act(by="me", at=NOW, on=TODAY)
        )
    undo = f"/caseloads/hand-overs/{first}/undo"
    shown = text(leader.get(undo))
    assert "3 young people would go back" in shown
    assert "1 young person stays where they are" in shown
    assert "Young0 Holtby: moved again since, now with Adviser 1" in shown
    save(leader, fill, undo, shown)
    assert whose(pages, some) == [team[1], None, None, None]


def test_an_undo_on_which_a_later_hand_over_was_built_is_refused(
    pages, leader, some, team, fill
) -> None:
    first = newest(pages)
    with pages.app_context():
        actions.casework.caseloads.share_out(
            some, team[1:], act=act(by="me", at=NOW, on=TODAY)
        )
    undo = f"/caseloads/hand-overs/{first}/undo"
    shown = text(leader.get(undo))
    assert "It would move no one." in shown
    assert "4 young people stay where they are" in shown
    refused = text(fill(leader, undo, page="/caseloads", mark="x"))
    assert f"by hand-over {newest(pages)}. Undo the later one first." in refused
    assert whose(pages, some) == [team[1]] * 4


def test_a_save_without_the_preview_or_after_a_change_moves_no_one(
    pages, leader, some, team, fill
) -> None:
    undo = f"/caseloads/hand-overs/{newest(pages)}/undo"
    shown = text(leader.get(undo))
    # A click on an old address, or a form that was made by hand.
    bare = text(fill(leader, undo, page="/caseloads"))
    assert "have changed since you looked" in bare
    with pages.app_context():
        actions.casework.caseloads.share_out(
            some[:1], team[1:], act=act(by="me", at=NOW, on=TODAY)
        )
    assert "have changed since you looked" in save(leader, fill, undo, shown)
    assert whose(pages, some) == [team[1], team[0], team[0], team[0]]


def test_who_was_moved_between_the_preview_and_its_save_is_left(
    pages, leader, some, team, fill
) -> None:
    page = f"/caseloads/{team[0]}"
    shown = text(fill(leader, page, which="all", to=team[1]))
    with pages.app_context():
        cat = make("adviser", "Adviser 3", email="a3@example.org").id
        actions.casework.caseloads.share_out(
            some[:1], [cat], act=act(by="me", at=NOW, on=TODAY)
        )
    done = save(leader, fill, page, shown)
    assert "Handed over 3 young people. 1 young person had been put into" in done
    assert whose(pages, some) == [cat, team[1], team[1], team[1]]
    again = save(leader, fill, page, shown)
    assert "They have all been put into another caseload" in again


@pytest.mark.parametrize(
    "moves", ["", "x", "1:2", "1:2:3:4", "9999999999999999999999:1:0", "-1:-1:0"]
)
def test_a_save_of_anything_else_moves_no_one(
    pages, leader, some, team, fill, moves
) -> None:
    text(fill(leader, f"/caseloads/{team[0]}", save="yes", moves=moves))
    assert whose(pages, some) == [team[0]] * 4


def test_a_save_moves_no_one_of_another_authority(
    pages, leader, some, team, fill
) -> None:
    with pages.app_context():
        elsewhere = young("Brook", "Elsewhere", authority=THERE)
    moves = f"{elsewhere}:{team[1]}:0"
    shown = text(fill(leader, f"/caseloads/{team[0]}", save="yes", moves=moves))
    assert "Select at least one young person." in shown
    assert "Brook" not in shown
    assert whose(pages, [elsewhere]) == [None]


def test_a_whole_caseload_is_handed_over(pages, leader, some, team, fill) -> None:
    page = f"/caseloads/{team[0]}"
    shown = text(fill(leader, page, which="all", to=team[1]))
    save(leader, fill, page, shown)
    assert whose(pages, some) == [team[1]] * 4


@pytest.mark.parametrize(
    ("entered", "says"),
    [
        ({"which": "ticked"}, "Select at least one young person."),
        ({"which": "all", "to": ""}, "Select a colleague who can have a caseload."),
        ({"which": "ticked", "people": ["x", "99999"]}, "Select at least one"),
    ],
)
def test_a_hand_over_without_people_or_adviser_is_refused(
    pages, leader, some, team, fill, entered, says
) -> None:
    shown = text(fill(leader, f"/caseloads/{team[0]}", **{"to": team[1], **entered}))
    assert says in shown
    assert "There is a problem" in shown
    assert whose(pages, some) == [team[0]] * 4


def test_young_people_in_no_caseload_are_shared_out(pages, leader, team, fill) -> None:
    with pages.app_context():
        people = [young(f"Young{number}", "Holtby") for number in range(4)]
        for each in people:
            record_evidence(each, doing(domain.reference.activity.SEEKING))
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert "4 young people are NEET, not known or not shown" in text(
        leader.get("/caseloads/unallocated")
    )
    refused = text(fill(leader, "/caseloads/unallocated", which="all"))
    assert "Select a colleague who can have a caseload." in refused
    shown = text(fill(leader, "/caseloads/unallocated", which="all", advisers=team))
    assert "Hand over 4 young people?" in shown
    assert whose(pages, people) == [None] * 4
    done = save(leader, fill, "/caseloads/unallocated", shown)
    assert "Handed over 4 young people." in done
    assert sorted(whose(pages, people)) == sorted([*team, *team])
    assert "Every young person who is NEET, not known or not shown is in" in text(
        leader.get("/caseloads/unallocated")
    )


def test_an_adviser_takes_a_young_person_from_no_caseload(
    pages, signed_in, fill, some
) -> None:
    client = signed_in("adviser")
    with pages.app_context():
        person = young("Amina", "Unallocated")
    page = f"/people/{person}"
    assert "Take into my caseload" in text(client.get(page))
    shown = text(fill(client, f"{page}/take", page=page))
    assert "They are now in your caseload." in shown
    again = text(fill(client, f"/people/{some[0]}/take", page="/account"))
    assert "They have since been taken into another" in again
    assert "Amina" in text(client.get("/my-caseload"))


def test_a_young_person_is_handed_over_from_their_page(
    pages, leader, some, team, fill
) -> None:
    page = f"/people/{some[0]}"
    assert "Hand over to" in text(leader.get(page))
    fill(leader, f"{page}/adviser", page=page, to=team[1])
    assert whose(pages, some[:1]) == [team[1]]
    refused = text(fill(leader, f"{page}/adviser", page=page, to="x"))
    assert "Select a colleague" in refused


def test_cover_is_arranged_and_ended(leader, team, fill) -> None:
    entered = {
        "user": team[0],
        "to": team[1],
        "first": TODAY,
        "last": TODAY + timedelta(days=9),
        "note": "Holiday",
    }
    shown = text(fill(leader, "/caseloads/cover", **entered))
    assert "Adviser 1 for Adviser 0, 24 November 2026 to 3 December 2026" in shown
    number = shown.split('action="/caseloads/cover/')[1].split("/")[0]
    ended = text(fill(leader, f"/caseloads/cover/{number}/end", page="/caseloads"))
    assert "No cover is arranged" in ended


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"to": 0}, "a user cannot cover for themselves"),
        ({"last": date(2026, 11, 20)}, "must be the same as or after the first"),
        ({"last": ["", "", ""]}, "Enter the last day."),
    ],
)
def test_impossible_cover_is_refused_with_the_reason(
    leader, team, fill, changes, says
) -> None:
    entered = {"user": team[0], "to": team[1], "first": TODAY, "last": TODAY}
    if changes.get("to") == 0:
        changes = {"to": team[0]}
    shown = text(fill(leader, "/caseloads/cover", **{**entered, **changes}))
    assert says in shown


def test_a_young_person_of_another_authority_is_not_handed_over(
    pages, leader, some, team, fill
) -> None:
    with pages.app_context():
        elsewhere = young("Brook", "Elsewhere", authority=THERE)
    shown = text(
        fill(
            leader,
            f"/caseloads/{team[0]}",
            which="ticked",
            people=[elsewhere],
            to=team[1],
        )
    )
    assert "Select at least one young person." in shown
    assert whose(pages, [elsewhere]) == [None]


@pytest.mark.parametrize("address", ["/caseloads", "/caseloads/{}"])
def test_the_queries_do_not_grow_with_the_rows(
    pages, leader, some, team, queries, address
) -> None:
    address = address.format(team[0])
    queries_run = []
    for first in (10, 30):
        leader.get(address)
        with queries() as counted:
            leader.get(address)
        queries_run.append(len(counted))
        with pages.app_context():
            people = [young(f"Young{n}", "Holtby") for n in range(first, first + 15)]
            actions.casework.caseloads.share_out(
                people,
                team[:1],
                act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY),
            )
    assert queries_run[0] == queries_run[1]
    assert queries_run[0] <= 14
