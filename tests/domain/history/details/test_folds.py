"""How a detail follows from what sources gave. Everybody here is invented."""

from datetime import date

import pytest

from tests.domain.statements import ADVISER, CENSUS, NEIGHBOUR, ROLL, particular
from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.detail_statements import restriction
from tracker.domain.history.details.details_by_day import particulars
from tracker.domain.history.details.restriction_answers import Restriction
from tracker.domain.history.evidence import Detail, restricting
from tracker.domain.reference.institution import InstitutionRef

# subject, field, detail
NEWEST = [
    ("phone", "phone", "phone"),
    ("email", "email", "email"),
    ("form group", "group", "form_group"),
    ("ethnicity", "ethnicity", "ethnicity"),
    ("need", "level", "level_of_need"),
    ("lead authority", "authority", "lead_authority"),
    ("educated authority", "authority", "educated_authority"),
    ("year 11 authority", "authority", "year_11_authority"),
]


@pytest.mark.parametrize(("about", "field", "name"), NEWEST)
def test_the_newest_counts_and_of_one_day_the_better_source(about, field, name) -> None:
    def held(*given: tuple[object, str, str]) -> str:
        lines = [particular(tier, about, day, **{field: it}) for tier, day, it in given]
        assert getattr(particulars(lines), name) == getattr(
            particulars(lines[::-1]), name
        )
        return getattr(particulars(lines), name)

    assert held((ROLL, "2026-01-15", "A"), (NEIGHBOUR, "2026-02-15", "B")) == "B"
    assert held((NEIGHBOUR, "2026-02-15", "B"), (ROLL, "2026-02-15", "C")) == "C"


@pytest.mark.parametrize(
    ("about", "field", "name"),
    [
        ("send", "send", "send"),
        ("send", "support", "sen_support"),
        ("meals", "eligible", "free_meals"),
        ("withheld", "withheld", "withheld"),
    ],
)
def test_a_flag_is_true_only_where_the_newest_answer_is_yes(about, field, name) -> None:
    for answer, held in (("Y", True), ("N", False), ("y", False), ("", False)):
        line = particular(CENSUS, about, "2026-01-15", **{field: answer})
        assert getattr(particulars([line]), name) is held


def test_a_parent_is_as_one_source_names_them() -> None:
    old = particular(CENSUS, "parent", "2026-01-15", name="A Example", address="1 Row")
    new = particular(ROLL, "parent", "2026-09-18", name="B Example")
    assert particulars([old, new]).parent == {"name": "B Example"}
    assert particulars([]).parent == {}


def test_of_full_addresses_the_newest_stands_and_an_officer_may_decide() -> None:
    full = particular(
        CENSUS, "address", "2026-01-15", line1="1 Row", postcode="ZZ99 3AA"
    )
    moved = particular(ADVISER, "address", "2026-09-18", postcode="ZZ99 3AB", moved="Y")
    known = particulars([full, moved])
    assert known.address == {"postcode": "ZZ99 3AB"}
    assert known.identity.postcode == "ZZ99 3AB"


def test_of_postcodes_alone_the_newest_stands() -> None:
    lists = [
        particular(ROLL, "address", "2026-01-15", postcode="ZZ99 3AA"),
        particular(ROLL, "address", "2026-09-18", postcode="ZZ99 3AB"),
    ]
    assert particulars(lists).address == {"postcode": "ZZ99 3AB"}


@pytest.mark.parametrize(
    ("added", "codes"),
    [
        ("2026-01-31", {"110"}),  # before the list
        ("2026-02-01", {"110", "160"}),
        ("2026-02-02", {"110", "160"}),
    ],
)
def test_a_characteristic_is_added_to_the_list_of_the_day_or_before(
    added, codes
) -> None:
    evidence = [
        particular(ADVISER, "characteristics", "2025-02-01", codes="170"),
        particular(ADVISER, "characteristics", "2026-02-01", codes="110"),
        particular(ROLL, "characteristic", added, code="160"),
    ]
    assert particulars(evidence).characteristics == codes


def test_without_a_list_what_was_added_counts() -> None:
    one = particular(ROLL, "characteristic", "2026-02-01", code="160")
    assert particulars([one]).characteristics == {"160"}
    empty = particular(ROLL, "characteristic", "2026-02-02")
    assert particulars([one, empty]).characteristics == {"160"}
    unlisted = particular(ADVISER, "characteristics", "2026-02-03")
    assert particulars([unlisted]).characteristics == frozenset()


# --- Departures ----------------------------------------------------------------------

HERE, THERE = "ZZ99 3AA", "ZZ99 3AB"


def gone(status: str | None = "T", as_at: str = "2026-10-05", **more: str):
    return particular(ADVISER, "departure", as_at, status=status, **more)


def lives(postcode: str | None, as_at: str, **more: str):
    return particular(ROLL, "address", as_at, postcode=postcode, **more)


def test_the_newest_departure_counts() -> None:
    lines = [gone("T", to="350"), gone("E", "2026-11-05")]
    assert particulars(lines).departure == Departure("E", None, date(2026, 11, 5))
    assert particulars([gone(None, to="350")]).departure is None


@pytest.mark.parametrize(
    ("address", "left"),
    [
        # A list that repeats the postcode to which they moved does not undo the move.
        (lives(THERE, "2026-11-18"), True),
        (lives(HERE, "2026-11-18"), False),
        (lives(HERE, "2026-10-05"), True),
    ],
)
def test_the_postcode_to_which_they_moved_is_no_address_here(address, left) -> None:
    evidence = [gone("T", to="350"), lives(THERE, "2026-10-05", moved="Y"), address]
    assert (particulars(evidence).departure is not None) is left


def test_only_a_decision_of_the_day_gives_the_postcode_to_which_they_moved() -> None:
    again = lives(THERE, "2026-11-18")
    for before in (
        lives(THERE, "2026-10-05", moved="N"),
        lives(THERE, "2026-10-04", moved="Y"),
    ):
        assert particulars([gone(), before, again]).departure is None


@pytest.mark.parametrize(
    ("status", "undone_by"),
    [
        ("T", "address"),
        ("E", "address"),
        ("L", "plan"),
        ("A", "plan"),
        ("D", "nothing"),
    ],
)
def test_each_departure_is_undone_by_its_own_evidence(status, undone_by) -> None:
    later = {
        "address": lives(HERE, "2026-11-18"),
        "plan": particular(ROLL, "send", "2026-11-18", send="Y"),
        "no plan": particular(ROLL, "send", "2026-11-18", send="N"),
    }
    undone = [
        name
        for name, evidence in later.items()
        if particulars([gone(status), evidence]).departure is None
    ]
    assert undone == ([] if undone_by == "nothing" else [undone_by])


# --- Restrictions --------------------------------------------------------------------

HILL = InstitutionRef(urn="100001", laestab="3594034", ukprn="10000001", name="Hill")


def test_an_answer_names_its_institution() -> None:
    answer = restriction(True, HILL)
    assert answer == Detail(
        "restriction",
        (
            ("laestab", "3594034"),
            ("provider", "Hill"),
            ("restricted", "Y"),
            ("ukprn", "10000001"),
            ("urn", "100001"),
        ),
    )
    assert restricting(answer) == HILL
    assert restriction(False, HILL).get("restricted") == "N"


def test_an_answer_may_name_no_institution() -> None:
    assert restriction(True, None).values == (("restricted", "Y"),)
    assert restriction(False, None).values == (("restricted", "N"),)
    assert restricting(restriction(True, None)) is None


def test_a_no_restricts_until_the_same_institution_gives_a_yes() -> None:
    def answers(*given: tuple[str, str]) -> tuple[Restriction, ...]:
        return particulars(
            [
                particular(ROLL, "restriction", day, restricted=answer, urn="100001")
                for day, answer in given
            ]
        ).restrictions

    january, may = date(2026, 1, 15), date(2026, 5, 21)
    assert answers(("2026-01-15", "N")) == ()
    assert answers(("2026-01-15", "Y")) == (
        Restriction("urn:100001", january, january),
    )
    assert answers(("2026-01-15", "Y"), ("2026-05-21", "Y")) == (
        Restriction("urn:100001", january, may),
    )
    assert answers(("2026-01-15", "Y"), ("2026-05-21", "N")) == ()
    assert answers(("2026-01-15", "N"), ("2026-05-21", "Y")) == (
        Restriction("urn:100001", may, may),
    )


def _plan(tier, day: str, answer: str, kept: str | None = None):
    return particular(tier, "send", day, send=answer, kept=kept)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("given", "has_plan"),
    [
        ([(CENSUS, "2026-05-21", "Y")], True),
        # A school goes on with a plan that has ceased, or does not know of a new one.
        ([(NEIGHBOUR, "2026-05-01", "N", "plans"), (CENSUS, "2026-05-21", "Y")], False),
        ([(NEIGHBOUR, "2026-05-01", "Y", "plans"), (CENSUS, "2026-05-21", "N")], True),
        ([(NEIGHBOUR, "2026-05-01", "N", "plans"), (ROLL, "2026-05-21", "Y")], False),
        # What the council itself has learned since counts by its day.
        ([(NEIGHBOUR, "2026-05-01", "N", "plans"), (ADVISER, "2026-05-21", "Y")], True),
        ([(ADVISER, "2026-05-01", "N"), (CENSUS, "2026-05-21", "Y")], True),
        (
            [
                (NEIGHBOUR, "2026-05-01", "Y", "plans"),
                (NEIGHBOUR, "2026-06-01", "N", "plans"),
            ],
            False,
        ),
    ],
)
def test_the_keeper_of_plans_goes_before_schools(given, has_plan, turned) -> None:
    lines = [_plan(*each) for each in given]
    assert particulars(lines[::-1] if turned else lines).send is has_plan


def test_before_the_keeper_has_answered_schools_count() -> None:
    lines = [
        _plan(CENSUS, "2025-10-02", "Y"),
        _plan(NEIGHBOUR, "2026-05-01", "N", "plans"),
    ]
    assert particulars(lines, on=date(2026, 4, 30)).send
    assert not particulars(lines, on=date(2026, 5, 1)).send
