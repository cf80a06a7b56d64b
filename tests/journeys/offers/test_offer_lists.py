"""Offers of a spring, list after list, and the status of each pupil of the guarantee.

Ten pupils of Year 11 are known by a census. The school, a college and an application
system each send what they know. Everybody is invented.
"""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    SCHOOL,
    Row,
    census,
    intentions,
    offers,
    pupil,
    register,
)

CENSUS_DAY, MAY, JUNE = date(2027, 1, 21), date(2027, 5, 7), date(2027, 6, 18)
LAKE = "Testham College (invented)"
HILL = "Otherton College (invented)"

Send = Callable[..., dict[str, Any]]


@pytest.fixture
def spring(tmp_path, load, clock) -> None:
    """Ten pupils of Year 11 in the spring of 2027."""
    clock.set(CENSUS_DAY)
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("school-census", census(tmp_path / "c.csv", map(pupil, range(1, 11))))


@pytest.fixture
def send(tmp_path: Path, load, clock, spring) -> Send:
    """Sends a list of applications on a day; each row is (pupil, cells)."""
    number = iter(range(100))

    def list_of(
        rows: Iterable[tuple[int, Row]],
        *,
        by: str | None,
        on: date,
        without: str = "",
    ) -> dict[str, Any]:
        clock.set(on)
        path = offers(
            tmp_path / f"offers-{next(number)}.csv",
            [{**pupil(each), **cells} for each, cells in rows],
            without=without,
        )
        found: dict[str, Any] = load("offers", path, institution=by, as_at=on)
        return found

    return list_of


@pytest.fixture
def statuses(as_json, flask) -> Callable[..., dict[int, str]]:
    """The status of each pupil of the census as at a day, by the pupil's number."""

    def of(on: date) -> dict[int, str]:
        found = as_json(
            *("guarantee", "list", "--september", "2027", "--people", "--on", on)
        )
        numbers = _numbers(as_json, [each["person"] for each in found["people"]])
        return {numbers[each["person"]]: each["status"] for each in found["people"]}

    return of


def _numbers(as_json, people: list[int]) -> dict[int, int]:
    by_upn = {pupil(number)["upn"]: number for number in range(1, 40)}
    return {
        each: by_upn[as_json("people", "show", each)["identity"]["upn"]]
        for each in people
    }


def test_each_has_the_best_of_all_that_the_lists_say(
    send: Send, statuses, as_json, clock
) -> None:
    school = send(
        [
            (1, {"guarantee": "110", "provider": LAKE}),
            (2, {"guarantee": "140"}),
            (3, {"guarantee": "151"}),
            (4, {"guarantee": "153"}),
            (5, {"guarantee": "159"}),
            (6, {"guarantee": "122"}),
            (7, {"guarantee": "114"}),
        ],
        by=SCHOOL,
        on=MAY,
    )
    assert school["applied"]
    assert {each["line"] for each in school["problems"]} == {7, 8}
    college = send(
        [
            (
                2,
                {"course": "Catering", "stage": "Rejected", "stage_date": "20/05/2027"},
            ),
            (2, {"course": "Motor vehicle", "stage": "Conditional"}),
            (3, {"course": "A levels", "stage": "Interview booked"}),
            (8, {"course": "Plumbing", "stage": "Unconditional Firm"}),
            (9, {"course": "Hair", "stage": "Offer made", "stage_date": "01/06/2027"}),
        ],
        by=COLLEGE,
        on=date(2027, 6, 4),
        without="provider",
    )
    assert college["applied"] and college["problems"] == []
    clock.set(JUNE)
    assert statuses(JUNE) == {
        1: "110",
        2: "110",
        3: "140",
        4: "153",
        5: "159",
        6: "159",
        7: "159",
        8: "110",
        9: "110",
        10: "159",
    }
    # As it was known in May: the school alone had sent a list, and no date was later.
    assert statuses(date(2027, 5, 25))[9] == "159"

    withdrawn = send(
        [
            (8, {"course": "plumbing", "stage": "Withdrawn by applicant"}),
            (9, {"course": "Hair", "stage": "Declined by student"}),
            (9, {"course": "Beauty", "stage": "Application received"}),
        ],
        by=COLLEGE,
        on=date(2027, 6, 11),
        without="provider",
    )
    assert withdrawn["applied"]
    clock.set(JUNE)
    after = statuses(JUNE)
    assert (after[8], after[9]) == ("159", "140")

    system = send(
        [
            (8, {"provider": HILL, "course": "Plumbing", "stage": "Offer accepted"}),
            (10, {"provider": "A college of no register", "stage": "Offer made"}),
        ],
        by=None,
        on=date(2027, 6, 12),
    )
    assert system["applied"]
    clock.set(JUNE)
    after = statuses(JUNE)
    assert (after[8], after[10]) == ("110", "110")

    # Taking a list back takes its applications back.
    as_json("imports", "withdraw", system["batch"])
    assert statuses(JUNE)[8] == "159"


def test_the_order_in_which_lists_arrive_does_not_matter(
    send: Send, statuses, clock
) -> None:
    later = [(1, {"stage": "Declined", "stage_date": "10/06/2027", "provider": LAKE})]
    send(later, by=SCHOOL, on=date(2027, 6, 14))
    earlier = [(1, {"stage": "Offer made", "provider": LAKE})]
    send(earlier, by=SCHOOL, on=date(2027, 6, 15))
    clock.set(JUNE)
    # The second list has no day for the stage, so it is as at the day of the list.
    assert statuses(JUNE)[1] == "110"
    dated = [(2, {"stage": "Offer made", "stage_date": "01/06/2027", "provider": LAKE})]
    ended = [(2, {"stage": "Declined", "stage_date": "10/06/2027", "provider": LAKE})]
    send(ended, by=SCHOOL, on=date(2027, 6, 15))
    send(dated, by=SCHOOL, on=date(2027, 6, 16))
    clock.set(JUNE)
    assert statuses(JUNE)[2] == "159"


def test_the_person_shows_where_each_application_comes_from(
    send: Send, as_json, flask
) -> None:
    send(
        [(1, {"course": "Motor vehicle", "stage": "Conditional"})],
        by=COLLEGE,
        on=MAY,
        without="provider",
    )
    person = as_json("people", "find", pupil(1)["family"])[0]["person"]
    shown = as_json("people", "show", person)
    (offer,) = shown["offers"]
    assert (offer["stage"], offer["course"]) == ("conditional", "Motor vehicle")
    assert (offer["place"], offer["source"], offer["line"]) == (LAKE, "offers", 2)
    words = flask("people", "show", person).out
    assert f"Conditional offer at {LAKE}, Motor vehicle, as at 7 May 2027" in words
    assert "Guarantee, Year 11: Offer made" in words


def test_plans_are_kept_and_the_newest_counts(
    tmp_path, spring, load, clock, as_json, flask
) -> None:
    for day, cells in (
        (date(2027, 2, 1), {"destination": "Not sure"}),
        (date(2027, 3, 1), {"destination": "Sixth form"}),
        (
            date(2027, 4, 1),
            {
                "destination": "Apprenticeship",
                "provider": LAKE,
                "course": "Joinery",
                "applied": "Y",
            },
        ),
    ):
        clock.set(day)
        path = intentions(tmp_path / f"plans-{day}.csv", [{**pupil(1), **cells}])
        load("intended-destinations", path, institution=SCHOOL, as_at=day)
    person = as_json("people", "find", pupil(1)["family"])[0]["person"]
    plans = as_json("people", "show", person)["intentions"]
    assert [each["destination"] for each in plans] == ["211", "121", "511"]
    assert (plans[0]["place"], plans[0]["course"], plans[0]["applied"]) == (
        LAKE,
        "Joinery",
        True,
    )
    words = flask("people", "show", person).out
    assert f"Intends to go on to: Apprenticeship or traineeship at {LAKE}" in words
    assert OTHER_COLLEGE not in words


def test_who_is_missing_from_a_list_of_offers_has_not_left(
    spring, tmp_path, load, as_json, clock
) -> None:
    """Not even if it is called complete: silence means nothing."""
    clock.set(MAY)
    path = offers(tmp_path / "o.csv", [{**pupil(1), "stage": "Offer"}])
    found = load("offers", path, institution=SCHOOL, as_at=MAY, complete=True)
    assert not as_json("imports", "show", found["batch"])["complete"]
    assert found["outcomes"] == {"matched-update": 1}
