"""Destinations of leavers as disclosed to their school. All people are invented."""

from datetime import date

import pytest

from tests.domain.history.whereabouts import NOW, position
from tests.domain.leavers.leavers_made import LEFT, leavers, row, summary
from tracker import domain
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.history.destination_category import Category, category
from tracker.domain.leavers.leaver import kinds
from tracker.domain.reference.activity import ACTIVITIES


@pytest.mark.parametrize(
    ("codes", "shown"),
    [
        ("210", "Education: school sixth form"),
        ("220", "Education: sixth-form college"),
        ("230", "Education: further education"),
        ("240", "Education: higher education"),
        ("250 270 280 110 120", "Education: other"),
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
def test_each_activity_has_a_destination(codes, shown):
    assert {category(position(code)) for code in codes.split()} == {shown}


def test_every_activity_has_a_destination():
    for code in ACTIVITIES:
        assert isinstance(category(position(code)), Category)


def test_a_lapsed_activity_is_not_known_since_the_day_after():
    shown = domain.leavers.leaver.for_school(position("230", lapses=date(2026, 8, 31)))
    assert shown.category == "Not known"
    assert shown.since == date(2026, 9, 1)
    assert shown.provider is None


def test_a_school_sees_the_destination_its_start_and_its_source():
    shown = domain.leavers.leaver.for_school(position("230"))
    assert shown._asdict() == {
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
def test_a_school_never_sees_a_reason(code):
    """Every reason for being NEET looks the same, and so does every kind of custody."""
    shown = domain.leavers.leaver.for_school(position(code, name="Secure Centre"))
    assert shown.provider is None
    text = " ".join(str(value) for value in shown._asdict().values()).casefold()
    for word in ("custody", "secure", "pregnan", "parent", "ill", "carer", "religio"):
        assert word not in text


def test_a_leaver_without_evidence_is_not_known():
    assert domain.leavers.leaver.for_school(None)._asdict() == {
        "category": "Not known",
        "provider": None,
        "since": None,
        "confirmed_on": None,
        "source": None,
    }


# --- Two terms ---------------------------------------------------------------------


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
    assert [str(cell) for cell in found.totals.here.percents[0]][2:6:3] == [
        "80.0",
        "20.0",
    ]


def test_a_restricted_leaver_is_counted_and_not_listed():
    here = [
        *leavers("230", 40),
        *leavers("310", 10),
        *leavers("310", 1, unlisted=True),
    ]
    found = summary(here)
    assert len(found.leavers) == 50
    assert found.not_listed == 1
    assert str(found.totals.here.total) == "50"


def test_a_restricted_leaver_is_in_no_number_of_the_institution():
    """Its totals are those of its list, so subtracting the list leaves nothing.

    The authority's eleven apprentices are hidden, because the reader knows ten of them.
    """
    here = [
        *leavers("230", 40),
        *leavers("310", 10),
        *leavers("310", 1, unlisted=True),
    ]
    found = summary(here)
    assert row(found.totals.here) == {
        "Education: further education": "40",
        "Apprenticeship": "10",
    }
    assert row(found.years[2].here.here)["Apprenticeship"] == "10"
    assert row(found.totals.authority)["Apprenticeship"] == "c"
    assert row(found.years[2].here.authority)["Apprenticeship"] == "c"


def test_nothing_is_hidden_from_readers_of_the_list():
    found = summary([*leavers("230", 4), *leavers("310", 1), *leavers("619", 2)])
    assert row(found.totals.here) == {
        "Education: further education": "4",
        "Apprenticeship": "1",
        "Not in education, employment or training": "2",
    }
    shown = [found.totals.here, *(group.here for group in found.by_group)]
    shown += [each.here for year in found.years for each in (year.here, year.outcomes)]
    for table in shown:
        cells = [*table.row_totals, *table.bottom, table.total]
        cells += [cell for line in table.cells for cell in line]
        assert "c" not in {str(cell) for cell in cells}
    assert [str(cell) for _, cell in found.confirmations] == ["7"]


def test_an_unlisted_leaver_is_in_no_group():
    """Restricted details are not held, and no row discloses them."""
    here = [
        *leavers("230", 40, sex="F"),
        *leavers("230", 30, sex="M"),
        *leavers("310", 12, sex="F", unlisted=True, send=True, free_meals=True),
    ]
    found = summary(here)
    assert str(found.totals.here.total) == "70"
    by_title = {group.title: group.here for group in found.by_group}
    sexes = [str(total) for total in by_title["Sex"].row_totals]
    assert set(sexes) <= {"40", "30", "0"}
    # Only listed leavers are in groups: none of them has a plan or free meals.
    for title in ("Special educational needs", "Free school meals"):
        totals = [str(cell) for cell in by_title[title].row_totals]
        assert set(totals) <= {"70", "0"}, title
    for group in found.by_group:
        assert domain.leavers.destinations.NOT_LISTED not in group.here.rows
        assert domain.leavers.destinations.NOT_LISTED not in group.authority.rows
        assert group.here.bottom == found.totals.here.bottom


def hidden(shown) -> bool:
    """Whether every cell of a table is hidden."""
    every = [*shown.row_totals, *shown.bottom, shown.total]
    every += [cell for cells in (*shown.cells, *shown.percents) for cell in cells]
    return {str(cell) for cell in every} == {"c"}


@pytest.mark.parametrize(("others", "shown"), [(0, False), (9, False), (10, True)])
def test_the_authority_without_the_school_must_be_more_than_a_few(others, shown):
    """Otherwise its figures are almost the school's own."""
    here = leavers("230", 40)
    found = domain.leavers.destinations.summarise(
        here,
        {LEFT: kinds([*here, *leavers("230", others)])},
        Suppression(),
        institution="school-1",
        institution_name="Testham High School (invented)",
        left=LEFT,
        as_of=NOW,
    )
    last = found.years[-1]
    tables = [found.totals, *found.by_group, last.here, last.outcomes]
    assert [hidden(table.authority) for table in tables] == [not shown] * len(tables)
    assert not any(hidden(table.here) for table in tables)
    assert str(found.totals.here.total) == "40"


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
    assert row(found.totals.here)["Apprenticeship"] == "3"


def test_three_leaving_years_stand_side_by_side():
    before = {
        2023: kinds(leavers("210", 50, 2023)),
        2024: kinds([*leavers("210", 30, 2024), *leavers("619", 20, 2024)]),
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
    found = domain.leavers.destinations.summarise(
        [],
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
    found = summary([*leavers("230", 40), *leavers("310", 2, unlisted=True)])
    assert [(source, str(cell)) for source, cell in found.confirmations] == [
        ("the provider's own list", "40")
    ]


@pytest.mark.parametrize(
    ("code", "shown"),
    [("F", "Female"), ("M", "Male"), ("U", "Not recorded"), (None, "Not recorded")],
)
def test_sex_is_shown_in_words(code, shown):
    assert leavers("230", 1, sex=code)[0].sex == shown
