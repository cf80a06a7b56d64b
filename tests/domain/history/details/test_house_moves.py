"""Postcodes on which sources differ, for an officer to check. All are invented."""

from datetime import date

import pytest

from tracker.domain.history.details.house_moves import AWAY, POSTCODE, Home, homes
from tracker.domain.history.evidence import Source, Tier

OLD, NEW, THIRD = "ZZ99 3AA", "ZZ99 3AB", "ZZ99 3AC"
JANUARY, MAY, SEPTEMBER = date(2026, 1, 15), date(2026, 5, 21), date(2026, 9, 18)


def home(
    postcode: str,
    as_at: date,
    place: str | None = "urn:1",
    *,
    source: str = "enrolment",
) -> Home:
    return Home(postcode, as_at, Source(Tier.PROVIDER_ROLL, source), place)


def test_what_a_question_of_a_move_is_about() -> None:
    assert (POSTCODE, AWAY) == ("postcode", "away")


@pytest.mark.parametrize(
    ("given", "held"),
    [([], OLD), ([home(OLD, JANUARY)], OLD), ([home(NEW, MAY)], None)],
)
def test_of_one_postcode_there_is_nothing_to_check(given, held) -> None:
    assert homes(given, held, frozenset()) is None


@pytest.mark.parametrize(
    ("other", "newer"),
    [
        (home(NEW, SEPTEMBER), NEW),
        (home(NEW, MAY), None),  # of the day of the address in use
        (home(NEW, JANUARY), None),
    ],
)
def test_a_newer_postcode_alone_may_be_a_move(other: Home, newer: str | None) -> None:
    found = homes([home(OLD, JANUARY), home(OLD, MAY), other], OLD, frozenset())
    assert found is not None
    assert (found.newer.value if found.newer else None) == newer
    assert found.agreeing == (1 if newer else 0)
    assert found.earlier == {NEW}
    assert found.held.value == OLD


def test_a_declined_postcode_opens_no_question_again() -> None:
    given = [home(OLD, JANUARY), home(NEW, SEPTEMBER)]
    settled = frozenset({("postcode", NEW)})
    found = homes(given, OLD, settled)
    assert found is not None
    assert (found.newer, found.settled) == (None, settled)
    away = homes(given, OLD, frozenset({("away", NEW)}))
    assert away is not None and away.newer is not None


def test_the_newest_of_several_and_of_one_day_the_last() -> None:
    given = [home(OLD, JANUARY), home(THIRD, MAY), home(NEW, SEPTEMBER)]
    assert homes(given, OLD, frozenset()).newer.value == NEW
    same_day = [home(OLD, JANUARY), home(THIRD, MAY), home(NEW, MAY)]
    assert homes(same_day, OLD, frozenset()).newer.value == THIRD
    assert homes(same_day, OLD, frozenset()).earlier == {NEW, THIRD}


def test_sources_agree_where_they_are_independent() -> None:
    given = [
        home(OLD, JANUARY),
        home(NEW, MAY),
        home(NEW, SEPTEMBER),  # the same sender again
        home(NEW, SEPTEMBER, "urn:2"),
        home(NEW, SEPTEMBER, source="census"),
        home(NEW, JANUARY, "urn:3"),  # no newer than the address in use
        home(THIRD, MAY, "urn:4"),
    ]
    found = homes(given, OLD, frozenset())
    assert found is not None and found.newer is not None
    assert found.agreeing == 3
    assert [
        (it.source, it.place, it.as_at, it.times) for it in found.newer.sources
    ] == [
        ("census", "urn:1", SEPTEMBER, 1),
        ("enrolment", "urn:1", SEPTEMBER, 2),
        ("enrolment", "urn:2", SEPTEMBER, 1),
    ]
    assert [it.as_at for it in found.held.sources] == [JANUARY]
