"""The reported days of leavers, and sustained destinations. All are invented."""

from datetime import date

import pytest

from tests.domain.history.whereabouts import NOW, position
from tests.domain.leavers.leavers_made import LEFT, row, summary
from tracker import domain
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.leavers.leaver import Leaver
from tracker.domain.leavers.sustained import month_ends, two_terms


def left_college(
    autumn: str, march: str, how_many: int, *, tracked: bool = False, first: int = 0
) -> list[Leaver]:
    """Leavers with an activity on 31 October and on 31 March, and not known today."""
    days = month_ends(LEFT)
    months = {day: position(autumn, day) for day in days if day < date(2026, 1, 1)}
    months |= {day: position(march, day) for day in days if day > date(2026, 1, 1)}
    lapsed = position("240", lapses=date(2026, 8, 31))
    return [
        domain.leavers.leaver.leaver(
            person=first + n,
            given="Robin",
            family=f"Sample{first + n:03d}",
            position=lapsed,
            months=months,
            left=LEFT,
            as_of=NOW,
            seen=True,
            tracked=tracked,
        )
        for n in range(how_many)
    ]


def test_leavers_at_18_are_reported_on_the_days_after_leaving():
    """Their last activity lapsed in August: today they would all be not known."""
    here = [*left_college("240", "240", 30), *left_college("240", "619", 8, first=50)]
    found = summary(here, from_year_11=False)
    assert [(str(day.on), day.now) for day in found.days] == [
        ("2025-10-31", False),
        ("2026-03-31", False),
    ]
    autumn, march = (row(day.totals.here) for day in found.days)
    assert autumn == {"Education: higher education": "38"}
    assert march == {
        "Education: higher education": "30",
        "Not in education, employment or training": "8",
    }
    assert found.totals is found.days[-1].totals
    assert not found.now and not found.shows_now
    assert all(each.now is None for each in found.leavers)


def test_only_tracked_leavers_have_a_destination_now():
    here = [
        *left_college("230", "230", 20),
        *left_college("230", "230", 3, tracked=True, first=50),
    ]
    found = summary(here, from_year_11=False)
    assert found.shows_now
    assert [each.person for each in found.leavers if each.now] == [50, 51, 52]


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        (date(2025, 9, 15), ["2025-09-15"]),
        (date(2025, 10, 31), ["2025-10-31"]),
        (date(2025, 11, 24), ["2025-10-31"]),
        (date(2026, 3, 31), ["2025-10-31", "2026-03-31"]),
        (date(2028, 1, 1), ["2025-10-31", "2026-03-31"]),
    ],
)
def test_a_day_after_leaving_is_reported_once_it_has_come(as_of, days):
    found = domain.leavers.destinations.summarise(
        [],
        {},
        Suppression(),
        institution="s",
        institution_name="S",
        left=LEFT,
        as_of=as_of,
        from_year_11=False,
    )
    assert [str(day.on) for day in found.days] == days


@pytest.mark.parametrize(
    ("as_of", "now"),
    [
        (date(2025, 9, 15), True),  # in Year 12
        (date(2027, 8, 31), True),  # the last day of Year 13
        (date(2027, 9, 1), False),  # 18, no longer tracked
    ],
)
def test_year_11_leavers_are_reported_as_now_until_they_are_18(as_of, now):
    found = domain.leavers.destinations.summarise(
        [],
        {},
        Suppression(),
        institution="s",
        institution_name="S",
        left=LEFT,
        as_of=as_of,
    )
    assert found.now is now
    assert [each.now for each in found.days] == ([True] if now else [False, False])


# --- Sustained ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("winter", "lasted"),
    [
        ("230 230 230 230 230 230", "Education: further education"),
        # DfE's education combination stands within other education.
        ("230 230 230 220 220 220", "Education: other"),
        ("210 240 240 240 240 240", "Education: other"),
        ("280 280 280 280 280 280", "Education: other"),
        ("330 330 330 330 330 619", "Employment"),
        ("230 230 230 330 330 330", "Employment"),
        ("230 230 230 230 330 330", "Education: further education"),
        ("310 310 310 310 310 310", "Apprenticeship"),
        ("619 619 619 619 310 310", "Apprenticeship"),
        ("430 430 430 430 430 430", "Other training"),
        ("290 290 290 290 290 290", "Other"),  # custody is never named
    ],
)
def test_a_sustained_destination_has_the_category_of_dfe(winter, lasted):
    months = {
        day: position(code, day)
        for day, code in zip(two_terms(LEFT), winter.split(), strict=True)
    }
    assert domain.leavers.leaver.lasted_in(months, LEFT) == lasted
