"""Records that may be one person, on their pages. Everybody is invented."""

import re
from datetime import date

import pytest

from tests.acts import act
from tests.factories import AUTHORITY, person
from tests.web.conftest import NOW
from tests.web.data_team.conftest import WITHIN, text
from tracker import actions, store
from tracker.domain.history.person import Identity
from tracker.extensions import db
from tracker.store.people.duplicates import PossibleDuplicate

WHEN = NOW.date()


@pytest.fixture
def twice(desk, college_list) -> list[int]:
    """A young person who has two records, and another who has one."""
    first = person(1)
    college_list([first, person(2)], "one.csv")
    # An adviser adds them by hand, with a letter wrong, without a search before.
    day, month, year = (int(part) for part in first["born"].split("/"))
    again = Identity(
        given=first["given"] + "h",
        family=first["family"],
        born=date(year, month, day),
        postcode="WN2 3AB",
    )
    with desk.pages.app_context():
        actions.people.adding.add(
            actions.people.adding.Newcomer(again),
            act=act(by="test", at=NOW, on=WHEN, authority=AUTHORITY),
        )
        numbers = store.people.records.everybody(within=WITHIN)
    assert len(numbers) == 3
    return numbers


@pytest.fixture
def found(desk, twice) -> list[int]:
    """The two records of one person, suggested as duplicates."""
    with desk.pages.app_context():
        db.session.add(
            PossibleDuplicate(
                person=twice[0],
                other=twice[2],
                authority="359",
                score=0.97,
                reasons=["The family name is the same."],
                found_on=WHEN,
            )
        )
        db.session.commit()
    return [twice[0], twice[2]]


def compare(numbers) -> str:
    query = "&".join(f"person={number}" for number in numbers)
    return f"/matching/duplicates/compare?{query}"


def root(desk, number: int) -> int:
    with desk.pages.app_context():
        return store.people.records.roots([number])[number]


def test_the_page_before_the_first_search(desk) -> None:
    page = desk.get("/matching/duplicates")
    assert "Not checked yet" in page
    assert "Look for duplicates" in page


def test_a_worker_searches_for_duplicates(desk, twice) -> None:
    page = text(desk.post("/matching/duplicates/find"))
    assert "Waiting in the queue." in page
    assert desk.work() == 1
    page = " ".join(desk.get("/matching/duplicates").split())
    assert "among 3 young people" in page


def test_a_pair_is_listed_with_why(desk, found) -> None:
    page = " ".join(desk.get("/matching/duplicates").split())
    assert "1 pair, most likely first" in page
    assert "Same person, of 100 like this" in page
    assert '--numeric">97</td>' in page
    assert "✓" in page and "≠" in page
    (address,) = re.findall(r'href="(/matching/duplicates/compare[^"]+)"', page)
    assert "One person or several?" in desk.get(address.replace("&amp;", "&"))


def test_a_pair_stands_side_by_side_with_the_differences(desk, found) -> None:
    page = " ".join(desk.get(compare(found)).split())
    assert "tracker-compare__differs" in page
    assert ">Male</td>" in page
    assert "✓" in page and "tracker-compare__differs" in page
    main = f'aria-label="Young person {found[0]} is the main record"'
    assert f'value="{found[0]}" checked {main}' in page


def test_a_pair_is_merged(desk, found) -> None:
    page = text(
        desk.post(
            compare(found),
            what="merge",
            survivor=str(found[0]),
            same=[str(number) for number in found],
        )
    )
    assert f"2 records are now one person, young person {found[0]}." in page
    assert root(desk, found[1]) == found[0]
    assert "1 pair" not in desk.get("/matching/duplicates")


def test_any_number_is_merged_at_once(desk, twice) -> None:
    desk.post(
        compare(twice),
        what="merge",
        survivor=str(twice[1]),
        same=[str(number) for number in twice],
        sure="y",
        because="They were typed twice.",
    )
    assert [root(desk, number) for number in twice] == [twice[1]] * 3


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        ({}, "Tick that they are the same person despite this, or"),
        ({"because": "Why not"}, "Tick that they are the same person despite this, or"),
        ({"sure": "y"}, "Enter why they are the same person."),
        ({"sure": "y", "because": " "}, "Enter why they are the same person."),
    ],
)
def test_contradicting_records_are_merged_only_with_a_reason(
    desk, twice, entered, sentence
) -> None:
    merging = {"what": "merge", "survivor": str(twice[0])}
    merging["same"] = [str(number) for number in twice[:2]]
    assert "These records contradict each other" in desk.get(compare(twice[:2]))
    page = text(desk.post(compare(twice[:2]), **merging, **entered))
    assert sentence in page
    assert "They have different dates of birth: " in page
    assert root(desk, twice[1]) == twice[1]
    desk.post(compare(twice[:2]), **merging, sure="y", because="Their mother says so.")
    assert root(desk, twice[1]) == twice[0]
    page = desk.get("/matching/duplicates/merges")
    assert "because: Their mother says so." in page


def test_other_records_are_merged_without_a_reason(desk, found) -> None:
    assert "contradict" not in desk.get(compare(found))


def test_an_unticked_record_stays_separate(desk, twice) -> None:
    desk.post(
        compare(twice),
        what="merge",
        survivor=str(twice[0]),
        same=[str(twice[0]), str(twice[2])],
    )
    assert [root(desk, number) for number in twice] == [twice[0], twice[1], twice[0]]


def test_a_merge_is_undone(desk, found) -> None:
    with desk.pages.app_context():
        before = store.history.positions.carried_to(found, WHEN)
    desk.post(
        compare(found),
        what="merge",
        survivor=str(found[0]),
        same=[str(number) for number in found],
    )
    page = " ".join(desk.get("/matching/duplicates/merges").split())
    assert "Undo the merge" in page
    page = text(desk.post(f"/matching/duplicates/merges/{found[0]}/undo"))
    assert f"Young person {found[0]} is separate again from {found[1]}." in page
    assert "Undone by Robin Example" in page
    assert root(desk, found[1]) == found[1]
    with desk.pages.app_context():
        assert store.history.positions.carried_to(found, WHEN) == before


def test_there_is_nothing_to_undo_twice(desk, twice) -> None:
    page = text(desk.post(f"/matching/duplicates/merges/{twice[0]}/undo"))
    assert f"No record was merged into young person {twice[0]}." in page


def test_different_people_are_remembered(desk, found) -> None:
    page = text(desk.post(compare(found), what="apart"))
    assert "Saved: these are not the same person." in page
    assert "1 pair" not in page
    desk.post("/matching/duplicates/find")
    desk.work()
    assert "1 pair" not in desk.get("/matching/duplicates")


def test_different_people_are_undone_on_the_page_of_merges(desk, found) -> None:
    desk.post(compare(found), what="apart")
    one, two = sorted(found)
    page = desk.get("/matching/duplicates/merges")
    assert "Not the same person, latest decisions" in page
    page = text(desk.post(f"/matching/duplicates/apart/{one}/{two}/undo"))
    assert f"{one} and {two} can be suggested as one person again." in page
    assert "Not the same person, latest" not in page
    desk.post("/matching/duplicates/find")
    desk.work()
    assert "1 pair" in desk.get("/matching/duplicates")


def test_an_unknown_young_person_is_not_found(desk, found) -> None:
    answer = desk.post(f"/matching/duplicates/apart/{found[0]}/99999/undo")
    assert answer.status_code == 404


WRONG = [
    ({"what": "merge"}, "Select the main record."),
    ({"what": "merge", "survivor": "99999"}, "Select the main record"),
    ({"what": "merge", "survivor": "first"}, "Tick the records that are the same"),
]


@pytest.mark.parametrize(("entered", "sentence"), WRONG)
def test_missing_entries_are_refused(desk, found, entered, sentence) -> None:
    entered = {
        name: str(found[0]) if value == "first" else value
        for name, value in entered.items()
    }
    page = text(desk.post(compare(found), **entered))
    assert sentence in page
    assert root(desk, found[1]) == found[1]


def test_numbers_are_typed_by_hand(desk, twice) -> None:
    page = desk.get(f"/matching/duplicates/compare?person={twice[0]}+{twice[2]}")
    assert f"Young person {twice[2]}" in page
    page = desk.get(compare(twice[:1]))
    assert f"The first is young person {twice[0]}." in page
    assert f'name="person" value="{twice[0]}"' in page
    page = desk.get("/matching/duplicates/compare?person=")
    assert "Enter the numbers of at least two young people" in page


def test_a_young_person_of_another_authority_is_not_found(desk, found) -> None:
    with desk.pages.app_context():
        other = store.people.records.get(found[1], within=WITHIN)
        other.authority = "350"
        db.session.commit()
    assert desk.client.get(compare(found)).status_code == 404
    assert desk.post(compare(found), what="apart").status_code == 404
    undo = f"/matching/duplicates/merges/{found[1]}/undo"
    assert desk.post(undo).status_code == 404


def test_an_adviser_does_not_merge(signed_in, found) -> None:
    adviser = signed_in("adviser")
    for page in ("/matching/duplicates", compare(found), "/matching/duplicates/merges"):
        assert adviser.get(page).status_code == 404


def test_the_list_costs_the_same_for_many_pairs(desk, found, twice, queries) -> None:
    desk.get("/matching/duplicates")
    with queries() as few:
        desk.get("/matching/duplicates")
    with desk.pages.app_context():
        db.session.add(
            PossibleDuplicate(
                person=twice[0],
                other=twice[1],
                authority="359",
                score=0.4,
                reasons=[],
                found_on=WHEN,
            )
        )
        db.session.commit()
    with queries() as many:
        desk.get("/matching/duplicates")
    assert len(many) == len(few)
