"""Sustained destinations. All people here are invented."""

from datetime import date

import pytest

from tests.domain.history.whereabouts import NOW, position
from tracker.domain.history.evidence import Tier
from tracker.domain.history.position import Position
from tracker.domain.history.spells import Confirmation, Spell
from tracker.domain.leavers.sustained import (
    month_ends,
    still_there,
    sustained,
    two_terms,
    was_seen,
)
from tracker.domain.reference.activity import ACTIVITIES

LEFT = 2025


def months(story: str) -> dict[date, Position]:
    """The month ends from August, one letter each.

    e education, E elsewhere, a apprenticeship, s job with study, w work, g gap year,
    r re-engaged, n NEET, u not known, l education that has lapsed, . no position.
    """
    meaning = {
        "e": ("230", "college"), "E": ("220", "sixth form"), "a": ("310", "firm"),
        "s": ("320", None), "w": ("330", None), "g": ("260", None), "r": ("530", None),
        "n": ("619", None), "u": ("810", None), "l": ("230", "college"),
    }  # fmt: skip
    found = {}
    for day, letter in zip(month_ends(LEFT), story, strict=False):
        if letter != ".":
            code, at = meaning[letter]
            lapses = date(2025, 8, 30) if letter == "l" else None
            found[day] = position(code, day, at=at, name=at, lapses=lapses)
    return found


def is_known(positions: dict[date, Position], as_of: date) -> bool:
    """Whether one of the month ends so far shows where they were."""
    return any(not at.is_not_known for day, at in positions.items() if day <= as_of)


SUMMER, JULY = date(2025, 8, 31), date(2026, 7, 31)


@pytest.mark.parametrize(
    ("code", "starts", "ends", "seen"),
    [
        ("619", date(2026, 2, 2), date(2026, 2, 19), True),  # between two month ends
        ("310", date(2025, 11, 3), date(2025, 11, 20), True),
        ("330", date(2025, 8, 11), date(2025, 8, 20), True),  # a job of that summer
        ("330", date(2026, 7, 31), None, True),  # the last day of the year
        ("330", date(2026, 8, 1), None, False),  # and the day after it
        ("810", date(2025, 9, 3), None, False),  # "not known" is no known activity
        # The activity that they left does not count for the year after.
        ("240", date(2023, 9, 5), date(2025, 8, 29), False),
        ("240", date(2023, 9, 5), None, False),  # no evidence after June 2025
        ("120", date(2020, 9, 3), SUMMER, False),  # Year 11 ends with August
        ("120", date(2025, 8, 12), None, False),
        ("619", date(2025, 6, 30), date(2025, 9, 1), True),
    ],
)
def test_a_known_activity_on_any_day_of_the_year_is_captured(
    code: str, starts: date, ends: date | None, seen: bool
) -> None:
    confirmed = max(starts, min(ends or starts, JULY))
    if starts < date(2025, 1, 1):
        confirmed = min(confirmed, date(2025, 6, 20))
    spell = Spell(
        activity=ACTIVITIES[code],
        starts=starts,
        ends=ends,
        institution=None,
        institution_name=None,
        confirmations=(Confirmation(confirmed, Tier.ADVISER, starts),),
    )
    born = date(2009, 3, 4) if code == "120" else date(2007, 3, 4)
    found = was_seen([spell], LEFT, born=born, since=starts, as_of=NOW)
    assert found is seen


def test_a_day_to_come_is_ignored() -> None:
    job = Spell(ACTIVITIES["330"], date(2026, 3, 2), None, None, None, ())
    how = {"born": date(2007, 3, 4), "since": date(2026, 3, 2)}
    assert not was_seen([job], LEFT, as_of=date(2026, 3, 1), **how)
    assert was_seen([job], LEFT, as_of=date(2026, 3, 2), **how)


def test_two_terms_run_from_october_to_march():
    assert two_terms(2025)[0] == date(2025, 10, 31)
    assert two_terms(2025)[-1] == date(2026, 3, 31)
    assert two_terms(2023)[4] == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("story", "outcome"),
    [
        # ASONDJFMAMJJ
        ("uueeeeee    ", "sustained"),
        ("uueeeeeennnn", "sustained"),  # what comes after March does not count
        ("..eeEEee....", "sustained"),  # at one or more places
        ("eeeeneee....", "not sustained"),
        ("eeeeeeen....", "not sustained"),
        ("uueeeeel....", "not sustained"),  # lapsed by March
        ("uuwwwwwn....", "sustained"),  # five of six in work
        ("uuwwwwnw....", "sustained"),
        ("uuwwwwnn....", "not sustained"),
        ("uueeewww....", "sustained"),  # education and work together
        ("uueesaww....", "sustained"),
        ("uueeewwn....", "not sustained"),
        ("uussssss....", "sustained"),
        ("aaaaaan.....", "sustained"),  # an apprentice from August to January
        ("uunnnnaaaaaa", "sustained"),  # from February to July
        ("uunnnnnaaaaa", "not sustained"),  # five months only
        ("uunaanaaaaan", "not sustained"),
        ("uugggggg....", "not sustained"),
        ("uurrrrrr....", "not sustained"),
        ("uunnnnnn....", "not sustained"),
        ("eeuuuuuu....", "not sustained"),  # took part in the August
        ("uuuuuuuuuuue", "not sustained"),  # and in the last July
        ("uuuuuuuunuuu", "not sustained"),  # NEET once, long after the two terms
        ("uuuuuuuuuuuw", "not sustained"),
        ("uuuuuuuuuuuu", "not captured"),
        ("............", "not captured"),
        ("uuuuuulu....", "not captured"),
    ],
)
def test_two_terms_are_sustained(story, outcome):
    positions = months(story.replace(" ", "."))
    assert (
        sustained(positions, LEFT, as_of=NOW, seen=is_known(positions, NOW)) == outcome
    )


@pytest.mark.parametrize(
    ("story", "as_of", "outcome"),
    [
        ("eeeee", date(2025, 12, 31), "too early to say"),
        ("nnnnn", date(2025, 12, 31), "too early to say"),
        ("eeeeeeee", date(2026, 3, 30), "too early to say"),
        ("eeeeeeee", date(2026, 3, 31), "sustained"),
        ("aaaaaa", date(2026, 1, 31), "sustained"),  # six together are enough
        ("uunnnnaa", date(2026, 3, 31), "too early to say"),  # may be six by July
        ("uunnnnna", date(2026, 3, 31), "not sustained"),  # can no longer be six
        # The whole year has to have passed before nothing was captured in it.
        ("uuuuuuuu", date(2026, 3, 31), "too early to say"),
        ("uuuuuuuuuuu", date(2026, 7, 30), "too early to say"),
        ("uuuuuuuuuuuu", date(2026, 7, 31), "not captured"),
        ("uuuuuuuuuu", date(2027, 1, 1), "not captured"),
        ("eeeeeeeeeeee", date(2025, 11, 15), "too early to say"),  # looks no further
    ],
)
def test_an_outcome_waits_until_it_is_certain(story, as_of, outcome):
    positions = months(story)
    seen = is_known(positions, as_of)
    assert sustained(positions, LEFT, as_of=as_of, seen=seen) == outcome


@pytest.mark.parametrize(
    ("story", "as_of", "answer"),
    [
        ("uueeeeee", NOW, "yes"),
        ("uuenneee", NOW, "yes"),
        ("uueeeeeE", NOW, "no"),
        ("uueeeeen", NOW, "no"),
        ("uueeeeel", NOW, "no"),
        ("uuwwwwww", NOW, "yes"),
        ("uuwwwwws", NOW, "no"),
        ("uunneeee", NOW, "does not apply"),
        ("uuu.eeee", NOW, "does not apply"),
        ("uueeee", date(2026, 1, 31), "not yet"),
        ("uueeeeee", date(2026, 3, 30), "not yet"),
        ("uueeeeee", date(2026, 3, 31), "yes"),
    ],
)
def test_still_there_in_march(story, as_of, answer):
    assert still_there(months(story), LEFT, as_of=as_of) == answer


# --- A school's leavers --------------------------------------------------------------
