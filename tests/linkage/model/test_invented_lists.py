"""The invented lists that the weights are trained on, and that decisions are tried on.

The weights that are kept, and the figures in the decision records, come from these
lists: what a seed invents may only change when they are measured again.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest

from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Uln, Upn
from tracker.linkage.decisions.evaluation import LISTS, invented_list
from tracker.linkage.model.invented_lists import (
    COLLEGE,
    NO_IDENTIFIERS,
    SCHOOL,
    SHORT_FORMS,
    Inventor,
    Source,
)
from tracker.linkage.model.training import invented_pairs

FIRST = date(2005, 9, 1)


def digest(made: object) -> str:
    return sha256(repr(made).encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("source", "is_still"),
    [
        ("school", "ec6ee94977fe85b4"),
        ("college", "a7010fd7d936e019"),
        ("no identifiers", "d1f4b71d666c3b8c"),
    ],
)
def test_a_seed_invents_the_people_and_rows_that_were_measured(
    source: str, is_still: str
) -> None:
    assert digest(invented_list(1_500, 1_500, LISTS[source], 77)) == is_still


def test_a_seed_invents_the_pairs_that_the_weights_were_counted_on() -> None:
    assert digest(invented_pairs(1_500, 2026)) == "683ccad22a092db7"


@pytest.mark.parametrize(
    ("source", "shares"),
    [
        (SCHOOL, {"upn": 0.99, "uln": 0.97, "ypid": 0, "middle": 0.216, "sex": 1}),
        (COLLEGE, {"upn": 0.15, "uln": 0.97, "ypid": 0, "middle": 0.216, "sex": 1}),
        (NO_IDENTIFIERS, {"upn": 0, "uln": 0, "ypid": 0, "middle": 0.216, "sex": 1}),
        (
            Source(upn=0.5, uln=0.25, ypid=0.75, middle=0, sex=0.5),
            {"upn": 0.5, "uln": 0.25, "ypid": 0.75, "middle": 0, "sex": 0.5},
        ),
    ],
)
def test_a_kind_of_list_has_these_shares_of_its_details(
    source: Source, shares: dict[str, float]
) -> None:
    """Four in five people have a middle name, and three rows in ten name it."""
    inventor = Inventor(5)
    people = [replace(inventor.person(FIRST, 2), ypid="1") for _ in range(3_000)]
    rows = [inventor.listed(one, source) for one in people]
    for field, share in shares.items():
        found = sum(bool(getattr(row, field)) for row in rows) / len(rows)
        # One middle name in ten is written among the given names.
        assert found == pytest.approx(share, abs=0.02), field
        assert (found == 0) == (share == 0), field


def test_people_have_numbers_of_their_own_and_are_born_in_the_years_given() -> None:
    people = Inventor(6).population(2_000, FIRST, 2)
    assert len(people) == 2_000
    assert len({one.upn for one in people}) == len({one.uln for one in people}) == 2_000
    for one in people:
        assert one.upn is not None
        assert one.uln is not None
        assert one.born is not None
        assert Upn.check_letter(one.upn[1:]) == one.upn[0]
        assert Uln.check_digit(one.uln[:9]) == one.uln[9]
        assert date(2005, 9, 1) <= one.born <= date(2007, 8, 31)
        assert one.upn[8:10] == f"{one.born.year + 5 - 2000:02}"


def test_one_person_in_five_has_a_neighbour_of_the_family_and_twins_are_rare() -> None:
    people = Inventor(7).population(6_000, FIRST, 11)
    related = [
        (one, other)
        for one, other in pairwise(people)
        if (one.family, one.postcode) == (other.family, other.postcode)
    ]
    twins = [pair for pair in related if pair[0].born == pair[1].born]
    assert 800 < len(related) < 1_200
    assert 20 < len(twins) < 60
    assert all(one.given != other.given for one, other in related)


def test_a_record_is_correct_though_now_and_then_without_a_number() -> None:
    inventor = Inventor(8)
    true = inventor.population(3_000, FIRST, 11)
    held = [inventor.held(one) for one in true]
    for one, record in zip(true, held, strict=True):
        for field in ("given", "family", "born", "postcode", "sex"):
            assert getattr(record, field) == getattr(one, field)
    known_as = [name for record in held for name in record.other_names]
    assert 80 < len(known_as) < 160
    assert {bool(given) for given, _ in known_as} == {True, False}


#: The faults of the rows, each with how many of 10,000 rows have it, about.
FAULTS: list[tuple[str, Callable[[Identity, Identity], bool], int]] = [
    ("another family name", lambda one, row: row.family != one.family, 990),
    ("another given name", lambda one, row: row.given != one.given, 700),
    ("the short form", lambda one, row: row.given == SHORT_FORMS.get(one.given), 290),
    ("an initial", lambda one, row: row.given == one.given[0], 50),
    ("exchanged names", lambda one, row: row.given == one.family, 45),
    ("another home", lambda one, row: row.postcode not in (one.postcode, None), 400),
    ("no postcode", lambda one, row: row.postcode is None, 95),
    ("another birthday", lambda one, row: row.born != one.born, 150),
    ("the other sex", lambda one, row: row.sex != one.sex, 20),
    ("another UPN", lambda one, row: row.upn not in (one.upn, None), 130),
    ("another ULN", lambda one, row: row.uln not in (one.uln, None), 10),
    ("a middle initial", lambda one, row: len(row.middle) == 1, 650),
]


def test_rows_have_the_faults_of_lists_as_often_as_lists_do() -> None:
    inventor = Inventor(9)
    people = [inventor.person(FIRST, 11) for _ in range(10_000)]
    rows = [inventor.listed(one, SCHOOL) for one in people]
    found: Counter[str] = Counter()
    for one, row in zip(people, rows, strict=True):
        found.update(name for name, has_it, _ in FAULTS if has_it(one, row))
    for name, _, about in FAULTS:
        assert found[name] == pytest.approx(about, rel=0.25, abs=8), name


def test_a_list_may_use_another_name_that_they_are_known_by() -> None:
    inventor = Inventor(10)
    one = inventor.person(FIRST, 11)
    known_as = [("Zebedee", ""), ("", "Quillfeather")]
    rows = [inventor.listed(one, SCHOOL, known_as) for _ in range(400)]
    used = Counter((row.given, row.family) for row in rows)
    assert 70 < used["Zebedee", one.family] < 110
    assert 70 < used[one.given, "Quillfeather"] < 110


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        # exchanged, lost, doubled, or another of eight letters
        ("AB", {"BA", "AB", "AAB", *(f"{other}B" for other in "aeiorstn")}),
        ("A", {"A", "AA", *"aeiorstn"}),
        (
            "ABC",
            {
                *("BAC", "BC", "AABC", "ACB", "AC", "ABBC"),
                *(f"{other}BC" for other in "aeiorstn"),
                *(f"A{other}C" for other in "aeiorstn"),
            },
        ),
    ],
)
def test_a_name_is_mistyped_in_one_place_but_its_last(
    name: str, typed: set[str]
) -> None:
    inventor = Inventor(11)
    assert {inventor.mistyped(name) for _ in range(2_000)} == typed


@pytest.mark.parametrize(
    ("born", "misdated"),
    [
        # day and month exchanged, or the last digit of the day wrong
        (
            date(2009, 3, 4),
            {
                date(2009, 4, 3),
                *(date(2009, 3, day) for day in (1, 2, 3, 5, 6, 7, 8, 9)),
                # day 0 is none: the year is wrong then, in the middle of the month
                *(date(year, 3, 15) for year in (2008, 2010)),
            },
        ),
        (
            date(2009, 3, 13),
            {date(2009, 3, day) for day in (10, 11, 12, 14, 15, 16, 17, 18, 19)},
        ),
        (
            date(2009, 3, 28),
            {
                *(date(2009, 3, day) for day in range(20, 28)),
                *(date(year, 3, 15) for year in (2008, 2010)),
            },
        ),
    ],
)
def test_a_date_has_day_and_month_exchanged_or_a_digit_wrong(
    born: date, misdated: set[date]
) -> None:
    inventor = Inventor(12)
    found = Counter(inventor.misdated(born) for _ in range(1_000))
    assert set(found) == misdated
    if born.day <= 12:
        assert found[date(born.year, born.day, born.month)] == pytest.approx(
            600, abs=60
        )


def test_a_date_whose_day_is_its_month_is_not_exchanged() -> None:
    inventor = Inventor(13)
    found = {inventor.misdated(date(2009, 4, 4)) for _ in range(500)}
    assert date(2009, 4, 4) not in found


def test_every_detail_of_a_person_is_invented() -> None:
    one = Inventor(14).person(FIRST, 11)
    given: dict[str, Any] = {it.name: getattr(one, it.name) for it in fields(one)}
    assert {name for name, value in given.items() if value} >= {
        *("given", "family", "born", "sex", "postcode", "upn", "uln"),
    }
