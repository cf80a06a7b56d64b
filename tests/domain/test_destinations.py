"""Where leavers went, as the school may see it. All people here are invented."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import pytest

from tracker.domain import destinations
from tracker.domain.activity import ACTIVITIES
from tracker.domain.destinations import Category, Leaver
from tracker.domain.disclosure import Suppression
from tracker.domain.evidence import Tier
from tracker.domain.position import Position
from tracker.domain.sustained import month_ends, still_there, sustained, two_terms

LEFT = 2025
NOW = date(2026, 11, 4)


def position(
    code: str,
    day: date = NOW,
    *,
    at: str | None = "college",
    name: str | None = "Testham College",
    lapses: date | None = None,
) -> Position:
    return Position(
        day=day,
        activity=ACTIVITIES[code],
        starts=date(2025, 9, 3),
        ascertained=date(2025, 9, 12),
        verified=date(2026, 9, 20),
        institution=at,
        institution_name=name,
        tier=Tier.PROVIDER_ROLL,
        lapses=lapses,
    )


@pytest.mark.parametrize(
    ("codes", "category"),
    [
        ("210", "Education: school sixth form"),
        ("220", "Education: sixth-form college"),
        ("230", "Education: further education"),
        ("240 250 270 280 110 120", "Education: other"),
        ("310", "Apprenticeship"),
        ("410 430 440 450 460 530", "Other training"),
        ("320 330 340 350 360 380 381 550", "Employment"),
        (
            "540 610 615 616 619 620 630 640 650 660 670 680",
            "Not in education, employment or training",
        ),
        ("810 820 830 150", "Not known"),
        ("130 140 260 290 710", "Other"),
    ],
)
def test_each_activity_has_a_destination(codes, category):
    assert {destinations.category(position(code)) for code in codes.split()} == {
        category
    }


def test_every_activity_has_a_destination():
    for code in ACTIVITIES:
        assert isinstance(destinations.category(position(code)), Category)


def test_what_has_lapsed_is_not_known_since_the_day_after():
    shown = destinations.for_school(position("230", lapses=date(2026, 8, 31)))
    assert shown.category == "Not known"
    assert shown.since == date(2026, 9, 1)
    assert shown.provider is None


def test_a_school_is_told_where_since_when_and_who_says_so():
    shown = destinations.for_school(position("230"))
    assert asdict(shown) == {
        "category": "Education: further education",
        "provider": "Testham College",
        "since": date(2025, 9, 3),
        "confirmed_on": date(2026, 9, 20),
        "source": "the provider's own list",
    }


@pytest.mark.parametrize(
    "code",
    [
        *(each.code for each in ACTIVITIES.values() if each.is_neet),
        *("130", "290", "710"),
    ],
)
def test_a_school_is_never_told_a_reason(code):
    """Every reason for being NEET looks the same, and so does every kind of custody."""
    shown = destinations.for_school(position(code, name="Secure Centre"))
    assert shown.provider is None
    told = " ".join(str(value) for value in asdict(shown).values()).casefold()
    for word in ("custody", "secure", "pregnan", "parent", "ill", "carer", "religio"):
        assert word not in told


def test_of_somebody_nobody_has_spoken_about_nothing_is_said():
    assert asdict(destinations.for_school(None)) == {
        "category": "Not known",
        "provider": None,
        "since": None,
        "confirmed_on": None,
        "source": None,
    }


# --- Two terms ---------------------------------------------------------------------


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
        ("eeuuuuuu....", "not captured"),
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


def leavers(code: str, how_many: int, left: int = LEFT, **more) -> list[Leaver]:
    where = position(code)
    return [
        destinations.leaver(
            person=n,
            given="Robin",
            family=f"Sample{n:03d}",
            position=where,
            months=dict.fromkeys(month_ends(left), where),
            left=left,
            as_of=NOW,
            **more,
        )
        for n in range(how_many)
    ]


def summary(here: Sequence[Leaver], **more):
    return destinations.summarise(
        {LEFT: here, **more.pop("before", {})},
        {LEFT: [*here, *leavers("230", 400), *leavers("619", 60)]},
        Suppression(),
        institution="school-1",
        institution_name="Testham High School (invented)",
        left=LEFT,
        as_of=NOW,
    )


def row(shown) -> dict[str, str]:
    return {
        column: str(cell)
        for column, cell in zip(shown.columns, shown.cells[0], strict=True)
        if str(cell) != "0"
    }


def test_a_schools_totals_stand_beside_the_authoritys():
    found = summary([*leavers("230", 40), *leavers("310", 10)])
    assert row(found.totals.here) == {
        "Education: further education": "40",
        "Apprenticeship": "10",
    }
    assert row(found.totals.authority) == {
        "Education: further education": "440",
        "Apprenticeship": "10",
        "Not in education, employment or training": "60",
    }
    assert [str(cell) for cell in found.totals.here.percents[0]][2:5:2] == [
        "80.0",
        "20.0",
    ]


def test_a_restricted_leaver_is_counted_and_not_listed():
    here = [
        *leavers("230", 40),
        *leavers("310", 10),
        *leavers("310", 1, restricted=True),
    ]
    found = summary(here)
    assert len(found.leavers) == 50
    assert found.not_listed == 1
    assert str(found.totals.here.total) == "51"


def test_where_a_restricted_leaver_went_is_not_the_total_less_the_list():
    here = [
        *leavers("230", 40),
        *leavers("310", 10),
        *leavers("310", 1, restricted=True),
    ]
    found = summary(here)
    assert row(found.totals.here) == {
        "Education: further education": "c",
        "Apprenticeship": "c",
    }
    assert row(found.years[2].here.here)["Apprenticeship"] == "c"


def test_groups_have_the_same_bottom_row_as_the_totals():
    here = [
        *leavers("230", 40, sex="F"),
        *leavers("230", 30, sex="M", free_meals=True),
        *leavers("619", 8, sex="M", send=True),
        *leavers("310", 3, sex="F", sen_support=True),
    ]
    found = summary(here)
    assert [group.title for group in found.by_group] == [
        "Special educational needs",
        "Free school meals",
        "Sex",
    ]
    for group in found.by_group:
        assert group.here.bottom == found.totals.here.cells[0]
    assert row(found.totals.here)["Apprenticeship"] == "c"


def test_three_leaving_years_stand_side_by_side():
    before = {
        2023: leavers("210", 50, 2023),
        2024: [*leavers("210", 30, 2024), *leavers("619", 20, 2024)],
    }
    found = summary(leavers("230", 40), before=before)
    assert [year.left for year in found.years] == [2023, 2024, 2025]
    assert [str(year.compared_on) for year in found.years] == [
        "2023-10-31",
        "2024-10-31",
        "2025-10-31",
    ]
    assert row(found.years[1].here.here) == {
        "Education: school sixth form": "30",
        "Not in education, employment or training": "20",
    }
    assert row(found.years[1].outcomes.here) == {
        "sustained": "30",
        "not sustained": "20",
    }


def test_a_school_without_leavers_is_summarised_too():
    found = destinations.summarise(
        {},
        {},
        Suppression(),
        institution="s",
        institution_name="S",
        left=2025,
        as_of=NOW,
    )
    assert found.leavers == ()
    assert str(found.totals.here.total) == "0"
    assert str(found.totals.here.percents[0][0]) == "z"


def test_sources_are_counted_for_those_listed():
    found = summary([*leavers("230", 40), *leavers("310", 2, restricted=True)])
    assert [(source, str(cell)) for source, cell in found.confirmations] == [
        ("the provider's own list", "40")
    ]


@pytest.mark.parametrize(
    ("code", "shown"),
    [("F", "Female"), ("M", "Male"), ("U", "Not recorded"), (None, "Not recorded")],
)
def test_sex_is_shown_in_words(code, shown):
    assert leavers("230", 1, sex=code)[0].sex == shown
