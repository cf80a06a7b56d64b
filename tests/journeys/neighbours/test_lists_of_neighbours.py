"""A neighbouring council sends the residents who learn in its area."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    ELSEWHERE,
    SCHOOL,
    census,
    people,
    person,
    provider_list,
    pupil,
    unsure,
)
from tests.journeys.neighbours.lists import (
    BOLTON,
    CLOSED_NUMBER,
    FEED,
    LAKE,
    LAKE_NUMBER,
    PIT,
    ST_HELENS,
    neighbours_list,
)

OCTOBER = date(2026, 10, 9)
ON = ("--on", "2026-11-24")


@pytest.fixture
def shown(flask):
    """The page of a young person as a command prints it."""

    def run(number: int) -> str:
        return flask("people", "show", number, *ON).out

    return run


def test_a_resident_at_a_college_there_is_found_and_not_confirmed(
    theirs, as_json
) -> None:
    loaded = theirs([person(1, laestab=LAKE_NUMBER)])
    assert loaded["outcomes"] == {"new-in-area": 1}
    assert loaded["sender"] == {"authority": BOLTON}
    position = as_json("people", "show", "1", *ON)["position"]
    assert position["institution"] == f"urn:{LAKE}"
    assert position["verified"] is None
    assert position["ascertained"] == "2026-11-02"


def test_the_place_may_have_closed_since(theirs, shown) -> None:
    theirs([person(1, laestab=CLOSED_NUMBER)])
    assert "Moor Academy (invented)" in shown(1)


def test_a_child_that_the_neighbour_calls_by_another_name(
    theirs, load, tmp_path, app
) -> None:
    """The name of the census stands; the neighbour's is one to search by."""
    from tracker import store
    from tracker.access import authority_scope

    known = pupil(1)
    load(
        "school-census",
        census(tmp_path / "pupils.csv", [known]),
        institution=SCHOOL,
        as_at=OCTOBER,
    )
    found = theirs([{**known, "family": "Ashe", "urn": LAKE}])
    assert "possible" not in found["outcomes"]
    with app.app_context():
        (record,) = store.people.records.records([1], within=authority_scope("359"))
    assert (record.given, record.family) == (known["given"], known["family"])
    assert "ashe" in str(record.other_names).casefold()


def test_the_list_of_our_own_college_stands_against_the_neighbours(
    theirs, load, tmp_path, as_json
) -> None:
    load(
        "provider-enrolment",
        provider_list(tmp_path / "ours.csv", [person(1)]),
        institution=COLLEGE,
        as_at=date(2026, 10, 16),
    )
    again = theirs([person(1, laestab=LAKE_NUMBER)])
    assert set(again["outcomes"]) == {"matched-conflict"}
    position = as_json("people", "show", "1", *ON)["position"]
    assert position["institution"] == f"urn:{COLLEGE}"


def test_a_child_of_a_third_council_is_passed_on_and_not_recorded(
    theirs, as_json, app
) -> None:
    from tracker import store
    from tracker.access import authority_scope

    loaded = theirs(
        [
            person(1, urn=LAKE),
            person(2, urn=LAKE, postcode=ELSEWHERE),
            person(3, urn=LAKE, home="Salford"),
        ]
    )
    assert loaded["outcomes"] == {"new-in-area": 1, "out-of-area": 2}
    with app.app_context():
        piles = store.intake.tray.piles(
            within=authority_scope("359"), before=date(2026, 1, 1)
        )
    assert {pile.lead: pile.lines for pile in piles} == {"352": 1, "355": 1}


def test_a_list_for_another_council_is_questioned(flask, tmp_path, registered) -> None:
    rows = [person(1, urn=LAKE, home="Salford"), person(2, urn=LAKE, home="Salford")]
    file = neighbours_list(tmp_path / "salford.csv", rows)
    command = ("imports", "load", FEED, file, "--institution", BOLTON)
    command += ("--as-at", "2026-11-02")
    refused = flask(*command, "--yes", code=2)
    assert "led by Salford (355) and not by Wigan (359)" in refused.err
    assert flask(*command, "--yes", "--other-authorities", code=0).out


def test_a_file_of_the_wrong_neighbour_is_questioned(flask, tmp_path, registered):
    file = neighbours_list(tmp_path / "l.csv", [person(1, urn=PIT), person(2, urn=PIT)])
    command = ("imports", "load", FEED, file, "--as-at", "2026-11-02")
    questioned = flask(*command, "--institution", BOLTON, code=1)
    assert (
        "Every row names a place outside Bolton, the sender, such as Pit College "
        "(invented) in St. Helens." in questioned.out + questioned.err
    )
    right = flask(*command, "--institution", ST_HELENS)
    assert "Every row names" not in right.out


@pytest.mark.parametrize("sender", [None, "359", "106500", "999"])
def test_the_sender_is_another_council(flask, tmp_path, registered, sender) -> None:
    file = neighbours_list(tmp_path / "l.csv", [person(1, urn=LAKE)])
    words = ("--institution", sender) if sender else ()
    refused = flask(
        "imports", "load", FEED, file, "--as-at", "2026-11-02", *words, code=2
    )
    assert "is not the code of another council, such as 350" in refused.err


def test_a_council_sends_no_list_of_a_college(flask, tmp_path, registered) -> None:
    file = provider_list(tmp_path / "l.csv", [person(1)])
    command = ("imports", "load", "provider-enrolment", file, "--as-at", "2026-11-02")
    assert (
        "350 is not an institution's number"
        in flask(*command, "--institution", "350", code=2).err
    )


def test_a_no_at_the_former_school_binds_that_school_and_no_council(
    theirs, load, tmp_path, app
) -> None:
    from tracker import store
    from tracker.access import authority_scope

    load(
        "school-census",
        census(tmp_path / "pupils.csv", [pupil(1, yssa="No")]),
        institution=SCHOOL,
        as_at=OCTOBER,
    )
    theirs([{**pupil(1), "urn": LAKE}])
    with app.app_context():
        (line,) = store.intake.batch_pages.lines(3, None, limit=None)
        assert not line.restricted
        assert line.raw["urn"] == LAKE
        (record,) = store.people.records.records([1], within=authority_scope("359"))
        assert record.details["restrictions"]


def test_a_list_sent_twice_does_nothing_the_second_time(theirs) -> None:
    rows = people(3, laestab=LAKE_NUMBER)
    assert not theirs(rows)["already_loaded"]
    assert theirs(rows)["already_loaded"]


def test_the_next_years_list_confirms_the_same_people(theirs) -> None:
    theirs(people(3, laestab=LAKE_NUMBER))
    again = theirs(
        people(3, laestab=LAKE_NUMBER), "again.csv", as_at=date(2026, 11, 20)
    )
    assert set(again["outcomes"]) <= {"matched-no-change", "matched-update"}


def test_an_empty_list_is_refused(flask, tmp_path, registered) -> None:
    file = neighbours_list(tmp_path / "none.csv", [])
    refused = flask(
        *("imports", "load", FEED, file, "--institution", BOLTON),
        *("--as-at", "2026-11-02"),
        code=2,
    )
    assert "none.csv has headings but no rows" in refused.err


def test_one_who_may_be_on_record_waits_for_a_decision(theirs, load, tmp_path) -> None:
    load(
        "provider-enrolment",
        provider_list(tmp_path / "ours.csv", people(3)),
        institution=COLLEGE,
        as_at=OCTOBER,
    )
    loaded = theirs([{**unsure(person(2)), "postcode": "WN7 1AB", "urn": LAKE}])
    assert loaded["outcomes"] == {"possible": 1}


def test_withdrawn_it_leaves_nothing_behind(theirs, flask) -> None:
    theirs([person(1, laestab=LAKE_NUMBER)])
    flask("imports", "withdraw", "2")
    assert "Nothing is known" in flask("people", "show", "1").out
