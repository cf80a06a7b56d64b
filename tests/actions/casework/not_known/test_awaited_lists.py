"""The list of each place in an academic year: whether it came, and when it is usual."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    SCHOOL,
    census,
    people,
    provider_list,
    pupil,
    register,
)
from tests.web.adviser.young import HERE_ONLY
from tracker.actions.casework.not_known import awaited_lists
from tracker.actions.casework.not_known.awaited_lists import of_places
from tracker.domain.casework.on_record import PlaceList

LAKE, HILL, HIGH = f"urn:{COLLEGE}", f"urn:{OTHER_COLLEGE}", f"urn:{SCHOOL}"
BEFORE, LATER_BEFORE = date(2025, 9, 12), date(2025, 10, 10)
EARLY, CAME, TODAY = date(2026, 9, 4), date(2026, 9, 11), date(2026, 9, 15)
#: The calendar's day for a place without a list of the autumn before.
CALENDAR = date(2026, 9, 18)


@pytest.fixture
def came(app, tmp_path, load, clock):
    """Loads lists, each (sender, day, whether complete), and answers for a day."""

    def of(*lists: tuple[str, date, bool], on: date = TODAY) -> dict[str, PlaceList]:
        clock.set(TODAY)
        load("establishments", register(tmp_path / "register.csv"))
        for number, (sender, day, complete) in enumerate(lists):
            rows = people(2, first=1 + 10 * number)
            path = provider_list(tmp_path / f"{number}.csv", rows)
            load(
                "provider-enrolment",
                *(path,),
                institution=sender,
                as_at=day,
                complete=complete,
            )
        with app.app_context():
            return dict(of_places([LAKE, HILL], on=on, within=HERE_ONLY))

    return of


def test_last_autumns_first_list_shows_when_a_place_usually_sends(came) -> None:
    found = came((COLLEGE, LATER_BEFORE, True), (COLLEGE, BEFORE, False))
    assert found == {
        LAKE: PlaceList(by=date(2026, 9, 12), usual=True),
        HILL: PlaceList(by=CALENDAR),
    }


def test_a_part_and_a_complete_list_are_two_things(came) -> None:
    found = came(
        (COLLEGE, EARLY, True), (COLLEGE, CAME, False), (OTHER_COLLEGE, CAME, False)
    )
    assert found == {
        LAKE: PlaceList(
            by=CALENDAR, sent=CAME, complete=EARLY, batches=frozenset({2, 3})
        ),
        HILL: PlaceList(by=CALENDAR, sent=CAME, batches=frozenset({4})),
    }


def test_without_a_place_no_list_is_read(monkeypatch) -> None:
    monkeypatch.setattr(awaited_lists, "_sent", None)
    assert of_places([], on=TODAY, within=HERE_ONLY) == {}


def test_a_list_of_the_summer_is_none_of_this_year(came) -> None:
    found = came((COLLEGE, date(2026, 8, 28), True))
    assert found[LAKE] == PlaceList(by=CALENDAR)


def test_a_list_that_was_withdrawn_has_not_come(came, flask) -> None:
    assert came((COLLEGE, CAME, True))[LAKE].sent == CAME
    flask("imports", "withdraw", "2")
    assert came()[LAKE] == PlaceList(by=CALENDAR)


def test_a_census_of_many_schools_is_a_list_of_each(app, came, tmp_path, load) -> None:
    came()
    load("school-census", census(tmp_path / "c.csv", [pupil(1)]), as_at=CAME)
    with app.app_context():
        found = of_places([HIGH], on=TODAY, within=HERE_ONLY)
    assert found == {HIGH: PlaceList(by=CALENDAR, sent=CAME, batches=frozenset({2}))}
