"""Who stands on the newest lists of a school year, by place and year group."""

from datetime import date

import pytest

from tracker.domain.intake.listed import Became, Expected, Part, expected, usual_year
from tracker.domain.reference.academic_year import AcademicYear

AUTUMN, SPRING = date(2026, 10, 1), date(2027, 1, 21)


def part(place: str = "urn:1", lines: int = 1, **changes: object) -> Part:
    given = {
        "feed": "school-census",
        "batch": 7,
        "as_at": AUTUMN,
        "complete": False,
        "year": 11,
        "became": Became.HERE,
    }
    return Part(place=place, lines=lines, **{**given, **changes})  # type: ignore[arg-type]


def summed(*parts: Part) -> list[tuple[str, int | None, int, int, int]]:
    return [
        (one.place, one.year, one.batch, one.listed, one.missing)
        for one in expected(parts)
    ]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([], []),
        # The newest list counts, and nothing of the one before.
        (
            [part(lines=90), part(lines=88, batch=9, as_at=SPRING)],
            [("urn:1", 11, 9, 88, 0)],
        ),
        # Two of one day: the later one corrects the other.
        ([part(lines=90), part(lines=91, batch=8)], [("urn:1", 11, 8, 91, 0)]),
        # Three names of a later day do not stand for the whole place.
        (
            [
                part(lines=40, year=12, complete=True),
                part(lines=3, year=12, batch=9, as_at=SPRING),
            ],
            [("urn:1", 12, 7, 40, 0)],
        ),
        # The list of a sixth form leaves the census of the younger ones alone, and
        # a year group on both is counted once.
        (
            [
                part(lines=90),
                part(lines=30, year=12),
                part(lines=31, year=12, feed="provider-enrolment", batch=8),
            ],
            [("urn:1", 12, 8, 31, 0), ("urn:1", 11, 7, 90, 0)],
        ),
        # A place whose list is in two files of one day, by two feeds, with no years.
        (
            [part(year=None, lines=2), part(year=None, lines=1, became=Became.INVALID)],
            [("urn:1", None, 7, 3, 1)],
        ),
    ],
)
def test_the_newest_list_of_each_place(parts, found) -> None:
    assert summed(*parts) == found


def test_who_is_missing_and_who_is_accounted_for() -> None:
    counts = dict(zip(Became, (80, 1, 2, 3, 4), strict=True))
    (row,) = expected(
        part(became=became, lines=many, rows=range(many))
        for became, many in counts.items()
    )
    assert row.counts == counts
    assert row.listed == 90
    assert row.missing == 1 + 2 + 4
    assert row.rows[Became.INVALID] == [0, 1]


def test_the_places_with_most_missing_come_first() -> None:
    rows = expected(
        [
            part("a", year=9),
            part("a", year=13),
            part("b", became=Became.LOST),
            part("c", became=Became.DOUBTFUL, lines=2),
        ]
    )
    assert [(one.place, one.year) for one in rows] == [
        *(("c", 11), ("b", 11), ("a", 13), ("a", 9))
    ]
    assert isinstance(rows[0], Expected)


@pytest.mark.parametrize(
    ("on", "start"),
    [
        (date(2026, 8, 31), 2025),
        (date(2026, 9, 1), 2025),
        (date(2026, 12, 31), 2025),
        (date(2027, 1, 1), 2026),
    ],
)
def test_the_lists_that_are_compared_first(on: date, start: int) -> None:
    assert usual_year(on) == AcademicYear(start)
