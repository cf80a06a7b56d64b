"""Positions on the first and the last day of each rule. All are invented."""

from datetime import date

import pytest

from tests.domain.statements import (
    ACCEPTED,
    ADVISER,
    NOTICE,
    ROLL,
    SELF,
)
from tracker.domain.history.evidence import Tier
from tracker.domain.history.position import PAST_COMPULSORY, Position, position_on
from tracker.domain.history.spells import Confirmation, Spell, neet_since
from tracker.domain.reference.activity import ACTIVITIES

#: In Year 11 in 2025/26.
BORN = date(2010, 3, 10)


def day(text: str) -> date:
    return date.fromisoformat(text)


def spell(code: str, starts: str, ends: str | None = None, **more) -> Spell:
    return Spell(
        activity=ACTIVITIES[code],
        starts=day(starts),
        ends=day(ends) if ends else None,
        institution=more.pop("institution", None),
        institution_name=None,
        confirmations=more.pop("confirmations", ()),
        **more,
    )


def on(text: str, *spells: Spell, since: str = "2020-01-01") -> Position:
    return position_on(spells, day(text), born=BORN, since=day(since))


def test_compulsory_education_is_over_at_16() -> None:
    assert PAST_COMPULSORY == 16


# --- Not known -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "at", "code", "starts", "ascertained", "lapses"),
    [
        # of school age it is found out again each year, and lapses with it
        *[
            (
                "2024-05-20",
                "2026-02-01",
                "150",
                "2024-05-20",
                "2025-09-01",
                "2026-08-31",
            )
        ],
        *[
            (
                "2025-11-20",
                "2026-02-01",
                "150",
                "2025-11-20",
                "2025-11-20",
                "2026-08-31",
            )
        ],
        # after Year 11 it begins on 1 September, or with the first evidence
        *[("2024-05-20", "2026-09-01", "810", "2026-09-01", "2026-09-01", None)],
        *[("2026-08-31", "2027-02-01", "810", "2026-09-01", "2026-09-01", None)],
        *[("2026-09-01", "2027-02-01", "810", "2026-09-01", "2026-09-01", None)],
        *[("2026-10-05", "2027-02-01", "810", "2026-10-05", "2026-10-05", None)],
        # evidence about a later day
        *[("2027-03-01", "2027-02-01", "810", "2027-02-01", "2027-02-01", None)],
    ],
)
def test_a_person_without_a_spell_is_not_known_since_a_day(
    since, at, code, starts, ascertained, lapses
) -> None:
    found = on(at, since=since)
    assert found.activity.code == code
    assert (str(found.starts), str(found.ascertained)) == (starts, ascertained)
    assert (found.lapses, found.expected_end) == (
        (day(lapses) if lapses else None),
    ) * 2
    assert (found.verified, found.tier, found.institution) == (None, None, None)
    assert not found.lapsed


@pytest.mark.parametrize(
    ("ends", "at", "code", "starts"),
    [
        (None, "2026-08-31", "110", "2021-09-03"),
        (None, "2026-09-01", "810", "2026-09-01"),
        ("2026-05-20", "2026-05-20", "110", "2021-09-03"),
        ("2026-05-20", "2026-05-21", "150", "2026-05-21"),
        ("2026-05-20", "2026-09-01", "810", "2026-09-01"),
        ("2027-01-20", "2026-09-01", "810", "2026-09-01"),
    ],
)
def test_school_ends_with_its_last_day_or_with_year_11(ends, at, code, starts) -> None:
    found = on(at, spell("110", "2021-09-03", ends))
    assert (found.activity.code, str(found.starts)) == (code, starts)


def test_a_spell_counts_from_its_first_to_its_last_day() -> None:
    course = spell("230", "2026-09-05", "2026-11-10", institution="urn:1")
    assert on("2026-09-04", course).activity.code == "810"
    assert on("2026-09-05", course).institution == "urn:1"
    assert on("2026-11-10", course).activity.code == "230"
    after = on("2026-11-11", course)
    assert (after.activity.code, str(after.starts)) == ("810", "2026-11-11")


def test_of_two_spells_the_later_that_has_begun_counts() -> None:
    some = spell("230", "2026-09-05", "2026-10-31"), spell("310", "2026-11-01")
    assert on("2026-10-31", *some).activity.code == "230"
    assert on("2026-11-01", *some).activity.code == "310"


# --- Confirmations -------------------------------------------------------------------


def confirmed(
    *given: tuple[str, Tier, str], starts: str = "2026-09-05", **more
) -> Spell:
    found = tuple(Confirmation(day(at), tier, day(since)) for at, tier, since in given)
    return spell("230", starts, confirmations=found, **more)


@pytest.mark.parametrize(
    ("given", "at", "ascertained", "verified", "tier"),
    [
        # a list vouches for the days before it from its own start
        (
            ("2026-10-01", ROLL, "2026-09-05"),
            "2026-09-05",
            "2026-09-05",
            "2026-09-05",
            ROLL,
        ),
        (("2026-10-01", ROLL, "2026-09-20"), "2026-09-19", "2026-09-19", None, None),
        (
            ("2026-10-01", ROLL, "2026-09-20"),
            "2026-09-20",
            "2026-09-20",
            "2026-09-20",
            ROLL,
        ),
        (
            ("2026-10-01", NOTICE, "2026-09-05"),
            "2026-09-10",
            "2026-09-10",
            "2026-09-10",
            NOTICE,
        ),
        # what only reports confirms from its day
        (("2026-10-01", SELF, "2026-09-05"), "2026-09-30", "2026-09-30", None, None),
        (("2026-10-01", SELF, "2026-09-05"), "2026-10-01", "2026-10-01", None, SELF),
        (
            ("2026-10-01", ACCEPTED, "2026-09-05"),
            "2026-09-10",
            "2026-09-10",
            None,
            None,
        ),
        # before the first day it is ascertained on it
        (
            ("2026-08-20", ROLL, "2026-09-05"),
            "2026-09-30",
            "2026-09-05",
            "2026-09-05",
            ROLL,
        ),
        (("2026-08-20", SELF, "2026-09-05"), "2026-09-30", "2026-09-05", None, SELF),
    ],
)
def test_a_source_confirms_the_days_that_it_vouches_for(
    given, at, ascertained, verified, tier
) -> None:
    found = on(at, confirmed(given))
    assert (str(found.ascertained), found.tier) == (ascertained, tier)
    assert found.verified == (day(verified) if verified else None)


def test_the_tier_is_that_of_the_newest_and_of_one_day_the_best() -> None:
    both = confirmed(
        ("2026-10-01", SELF, "2026-09-05"), ("2026-10-01", ADVISER, "2026-09-05")
    )
    assert on("2026-10-05", both).tier is ADVISER
    newer = confirmed(
        ("2026-10-01", ROLL, "2026-09-05"), ("2026-10-02", SELF, "2026-09-05")
    )
    found = on("2026-10-05", newer)
    assert (found.tier, str(found.verified)) == (SELF, "2026-10-01")


def test_the_day_of_finding_out_is_the_earliest_that_a_source_gives() -> None:
    found = on(
        "2026-11-05",
        confirmed(("2026-10-01", ROLL, "2026-09-05"), ascertained=day("2026-09-12")),
    )
    assert (str(found.ascertained), str(found.verified)) == ("2026-09-12", "2026-10-01")
    late = on(
        "2026-11-05",
        confirmed(("2026-10-01", ROLL, "2026-09-05"), ascertained=day("2026-10-12")),
    )
    assert str(late.ascertained) == "2026-10-01"
    assert str(on("2026-11-05", confirmed()).ascertained) == "2026-11-05"
    assert on("2026-11-05", confirmed()).tier is None


def test_a_position_has_the_dates_of_its_spell() -> None:
    found = on(
        "2026-11-05",
        confirmed(
            ("2026-10-01", ROLL, "2026-09-05"),
            review=day("2027-01-10"),
            expected_end=day("2027-06-18"),
            questioned=True,
        ),
    )
    assert (str(found.review), str(found.expected_end), str(found.lapses)) == (
        *("2027-01-10", "2027-06-18", "2027-06-18"),
    )
    assert found.questioned
    assert found.neet_since is None
    assert str(found.starts) == "2026-09-05"


def test_the_currency_runs_from_the_last_day_that_was_verified() -> None:
    job = spell(
        "330",
        "2026-09-05",
        confirmations=(
            Confirmation(day("2026-10-01"), ADVISER, day("2026-09-05")),
            Confirmation(day("2026-12-01"), SELF, day("2026-09-05")),
        ),
    )
    assert str(on("2026-12-05", job).lapses) == "2027-04-01"
    unverified = spell(
        "330",
        "2026-09-05",
        confirmations=(Confirmation(day("2026-12-01"), SELF, day("2026-09-05")),),
    )
    assert str(on("2026-12-05", unverified).lapses) == "2027-06-01"


# --- NEET start ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spells", "since"),
    [
        ([spell("619", "2026-09-10")], "2026-09-10"),
        ([spell("619", "2026-09-10", neet_since=day("2026-09-02"))], "2026-09-02"),
        ([spell("619", "2026-09-10", neet_since=day("2026-09-12"))], "2026-09-10"),
        # one directly after another
        (
            [spell("619", "2026-09-10", "2026-10-31"), spell("620", "2026-11-01")],
            "2026-09-10",
        ),
        (
            [spell("619", "2026-09-10", "2026-10-30"), spell("620", "2026-11-01")],
            "2026-11-01",
        ),
        (
            [
                spell("619", "2026-09-10", "2026-09-30", neet_since=day("2026-09-01")),
                spell("620", "2026-10-01", "2026-10-31"),
                spell("640", "2026-11-01", neet_since=day("2026-10-15")),
            ],
            "2026-09-01",
        ),
        (
            [spell("810", "2026-09-10", "2026-10-31"), spell("619", "2026-11-01")],
            "2026-11-01",
        ),
        # not before the end of another activity that is known
        (
            [
                spell("230", "2026-09-05", "2026-10-09"),
                spell("619", "2026-11-01", neet_since=day("2026-10-01")),
            ],
            "2026-10-10",
        ),
        (
            [
                spell("810", "2026-09-05", "2026-10-09"),
                spell("619", "2026-11-01", neet_since=day("2026-10-01")),
            ],
            "2026-10-01",
        ),
    ],
)
def test_the_day_on_which_they_became_neet(spells: list[Spell], since: str) -> None:
    assert str(neet_since(spells, len(spells) - 1)) == since


def test_a_later_spell_does_not_move_the_start() -> None:
    some = [spell("619", "2026-09-10", "2026-10-09"), spell("230", "2026-10-10")]
    assert str(neet_since(some, 0)) == "2026-09-10"
