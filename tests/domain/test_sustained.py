"""Whether a destination lasted two terms. All people here are invented."""

from datetime import date

import pytest

from tests.domain.whereabouts import NOW, position
from tracker.domain.position import Position
from tracker.domain.sustained import month_ends, still_there, sustained, two_terms

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
    told = {}
    for day, letter in zip(month_ends(LEFT), story, strict=False):
        if letter != ".":
            code, at = meaning[letter]
            lapses = date(2025, 8, 30) if letter == "l" else None
            told[day] = position(code, day, at=at, name=at, lapses=lapses)
    return told


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
    told = months(story.replace(" ", "."))
    assert sustained(told, LEFT, as_of=NOW) == outcome


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
def test_an_outcome_waits_until_it_can_be_said(story, as_of, outcome):
    assert sustained(months(story), LEFT, as_of=as_of) == outcome


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
    ],
)
def test_still_there_in_march(story, as_of, answer):
    assert still_there(months(story), LEFT, as_of=as_of) == answer


# --- A school's leavers --------------------------------------------------------------
