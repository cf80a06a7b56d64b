"""The measures of a month and of a year. All people here are invented."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import domain
from tracker.domain.figures.measures import Figure
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.activity import ACTIVITIES

DAY = date(2026, 10, 31)


def member(
    code: str,
    *,
    age: int = 16,
    status: str | None = "P",
    lapses: date | None = None,
    **more,
) -> Member:
    return Member(
        person=more.pop("person", 1),
        authority="359",
        as_of=DAY,
        academic_age=age,
        year_group=age - 4,
        status=status,
        position=Position(
            day=DAY,
            activity=ACTIVITIES[code],
            starts=date(2026, 9, 1),
            ascertained=date(2026, 9, 10),
            lapses=lapses,
        ),
        **more,
    )


def figures(*members: Member) -> dict[str, Figure]:
    return {figure.name: figure for figure in domain.figures.measures.count(members)}


@pytest.mark.parametrize(
    ("code", "counts_as"),
    [
        ("210", {"participating", "full_time_education", "duty_met"}),
        ("290", {"participating", "full_time_education", "duty_met"}),
        ("250", {"participating", "other_education_and_training", "duty_not_met"}),
        ("310", {"participating", "apprenticeship", "duty_met"}),
        ("320", {"participating", "other_education_and_training", "duty_met"}),
        ("550", {"participating", "other_education_and_training", "duty_met"}),
        ("460", {"participating", "other_education_and_training", "duty_met"}),
        ("330", {"other_eet", "duty_not_met"}),
        ("260", {"other_eet", "duty_not_met"}),
        ("530", {"other_eet", "duty_met"}),
        ("616", {"neet", "neet_or_not_known", "duty_working_towards"}),
        ("640", {"neet", "neet_or_not_known", "duty_temporary_break"}),
        ("540", {"neet", "neet_or_not_known", "duty_not_met"}),
        ("619", {"neet", "neet_or_not_known", "duty_not_met"}),
        ("810", {"not_known", "neet_or_not_known", "duty_not_known"}),
        ("830", {"not_known", "neet_or_not_known", "duty_not_known"}),
    ],
)
def test_each_activity_counts_under_its_measures(code, counts_as):
    found = {
        name
        for name, figure in figures(member(code)).items()
        if figure.count and not name.startswith(("age_", "no_sen", "cohort"))
    }
    assert found == counts_as


@pytest.mark.parametrize(
    ("covered", "one"),
    [
        (1, member("210", age=16)),
        (1, member("210", age=17)),
        (0, member("110", age=15)),
        (0, member("210", age=18, send=True)),
        (0, member("710", age=17)),  # young adults in custody
        (0, member("210", status="G")),
        (0, member("210", status="T")),
        (0, member("210", status=None)),
        (1, member("110", lapses=date(2026, 8, 31))),  # no evidence since Year 11
    ],
)
def test_the_cohort_is_16_and_17_and_primary_without_custody(covered, one):
    assert figures(one)["cohort_16_17"].of == covered


def test_a_lapsed_activity_counts_as_not_known_only():
    found = figures(member("310", lapses=date(2026, 10, 30)))
    assert found["not_known"].count == 1
    assert found["participating"].count == found["apprenticeship"].count == 0
    assert found["duty_not_known"].count == 1
    assert figures(member("310", lapses=DAY))["participating"].count == 1


def test_needs_divide_the_cohort():
    found = figures(
        member("210"),
        member("619", send=True),
        member("810", send=True, sen_support=True),  # a plan comes before support
        member("230", sen_support=True),
    )
    assert [found[f"{n}_cohort"].count for n in ("no_sen", "ehcp", "sen_support")] == [
        1,
        2,
        1,
    ]
    assert found["ehcp_neet_or_not_known"].percent == 100.0
    assert found["sen_support_neet_or_not_known"].percent == 0.0


@pytest.mark.parametrize(
    ("characteristic", "is_vulnerable"),
    [
        (domain.reference.codes.LOOKED_AFTER, True),
        (domain.reference.codes.CARER, True),
        (domain.reference.codes.ALTERNATIVE_PROVISION, True),
        (domain.reference.codes.MENTAL_HEALTH, True),
        (domain.reference.codes.PARENT, False),
        (domain.reference.codes.PREGNANT, False),
    ],
)
def test_vulnerable_groups_are_those_of_the_published_table(
    characteristic, is_vulnerable
):
    found = figures(member("619", characteristics=frozenset({characteristic})))
    assert found["vulnerable_cohort"].count == is_vulnerable
    assert found["vulnerable_neet_or_not_known"].of == is_vulnerable


def test_ages_are_split():
    found = figures(member("619", age=16), member("210", age=17), member("810", age=17))
    assert (found["age_16_neet"].count, found["age_16_neet"].of) == (1, 1)
    assert found["age_17_neet_or_not_known"].percent == 50.0


def test_the_guarantee_covers_its_own_cohort():
    """Year 11 and 12 by their guarantee status, whatever the published cohort is."""
    found = figures(
        member("110", age=15, guarantee=domain.reference.codes.OFFER_MADE),
        member("210", age=16, guarantee=domain.reference.codes.CONTINUING_EDUCATION),
        member(
            "210", age=18, status="G", guarantee=domain.reference.codes.NOT_RECORDED
        ),
        member("619", age=16, guarantee=domain.reference.codes.NOT_APPLIED),
        member("210", age=16, guarantee=None),
        member("210", age=16, status="T", guarantee=domain.reference.codes.OFFER_MADE),
    )
    named = [name for name in found if name.startswith("september_guarantee_")]
    assert [(found[name].count, found[name].of) for name in named] == [
        (2, 4),
        (0, 4),
        (1, 4),
        (1, 4),
    ]


@pytest.mark.parametrize(
    ("status", "guarantee", "covered"),
    [
        (
            "P",
            domain.reference.codes.NOT_RECORDED,
            True,
        ),  # counted without a reported status
        ("P", domain.reference.codes.OFFER_MADE, True),
        ("G", domain.reference.codes.NOT_RECORDED, True),
        ("P", None, False),  # of neither year
        ("T", domain.reference.codes.NOT_RECORDED, False),
        (None, domain.reference.codes.NOT_RECORDED, False),
    ],
)
def test_the_cohort_of_the_guarantee(status, guarantee, covered):
    one = member("210", status=status, guarantee=guarantee)
    assert domain.figures.flags.is_in_guarantee(one) is covered
    assert figures(one)["september_guarantee_offers"].of == covered


@pytest.mark.parametrize(
    ("count", "of", "percent"),
    [(1, 3, 33.3), (2, 3, 66.7), (1, 8, 12.5), (1, 2000, 0.1), (3, 0, None), (0, 9, 0)],
)
def test_percentages_are_rounded_half_up(count, of, percent):
    assert Figure("m", "M", count, of).percent == percent


def test_a_figure_as_json_has_name_title_count_of_and_percent():
    figure = Figure("neet", "NEET", Fraction(925, 3), Fraction(24333, 3))
    assert figure.as_json() == {
        "name": "neet",
        "title": "NEET",
        "count": 308.3,
        "of": 8111,
        "percent": 3.8,
    }


def test_names_are_given_once():
    names = [measure.name for measure in domain.figures.measures.MEASURES]
    assert len(names) == len(set(names))


# --- No further group --------------------------------------------------------------

MEMBERS = st.builds(
    member,
    st.sampled_from(sorted(ACTIVITIES)),
    age=st.sampled_from([15, 16, 16, 17, 17, 18]),
    status=st.sampled_from(["P", "P", "P", "G", None]),
    lapses=st.sampled_from([None, date(2026, 8, 31), DAY]),
    send=st.booleans(),
    sen_support=st.booleans(),
)


@pytest.mark.law("L-02")
@given(st.lists(MEMBERS, max_size=30))
def test_everybody_in_the_cohort_is_in_exactly_one_group(members):
    found = figures(*members)
    places = ("participating", "other_eet", "neet", "not_known")
    assert sum(found[name].count for name in places) == found["cohort_16_17"].of
    assert sum(figure.count for name, figure in found.items() if "duty_" in name) == (
        found["cohort_16_17"].of
    )


# --- The year ----------------------------------------------------------------------


def test_the_published_year_is_made_from_five_returns():
    periods = domain.figures.published.annual_periods(2025)
    assert periods.september == Period(2024, 9)
    assert periods.winter == (Period(2024, 12), Period(2025, 1), Period(2025, 2))
    assert periods.march == Period(2025, 3)


def month(**counts: tuple[int, int]) -> list[Figure]:
    """A month's figures: nought of a hundred, except as given."""
    empty = domain.figures.measures.count([])
    return [
        replace(
            figure,
            count=counts.get(figure.name, (0, 100))[0],
            of=counts.get(figure.name, (0, 100))[1],
        )
        for figure in empty
    ]


def year(neet: int = 0, **counts: tuple[int, int]) -> dict[str, Figure]:
    winter = [
        month(neet=(neet, 1000), **counts),
        month(neet=(neet, 1000), **counts),
        month(neet=(neet, 1000), **counts),
    ]
    found = domain.figures.published.annual(*winter, month(**counts), month(**counts))
    return {figure.name: figure for figure in found}


def test_the_winter_figure_is_a_ratio_of_averages():
    """10 of 100, 20 of 100 and 90 of 300: 24 % of the average cohort, where the average
    of the three percentages would be 20."""
    found = domain.figures.published.annual(
        month(neet=(10, 100)), month(neet=(20, 100)), month(neet=(90, 300)),
        month(), month(),
    )  # fmt: skip
    neet = next(figure for figure in found if figure.name == "neet")
    assert (neet.count, neet.of) == (40, Fraction(500, 3))
    assert neet.percent == 24.0


def test_each_figure_is_taken_from_its_own_months():
    blank = month()
    found = {
        figure.name: figure.count
        for figure in domain.figures.published.annual(
            blank, blank, blank,
            month(participating=(90, 100), neet=(7, 100), cohort_16_17=(99, 99)),
            month(september_guarantee_offers=(95, 100), participating=(50, 100)),
        )
    }  # fmt: skip
    assert found["participating"] == 90
    assert found["september_guarantee_offers"] == 95
    assert found["neet"] == 0
    assert found["march_cohort"] == 99


def test_the_published_percentages_of_england_and_wigan_come_out():
    """Averages that DfE published for 2025, and the percentages beside them."""
    assert Figure("", "", 31_690, 635_370).percent == 5.0
    assert Figure("", "", 19_280, 635_370).percent == 3.0
    assert Figure("", "", 12_400, 635_370).percent == 2.0
    assert Figure("", "", 36_820, 1_335_160).percent == 2.8
    assert Figure("", "", Fraction(857, 3), 8111).percent == 3.5


def test_a_change_is_between_unrounded_shares():
    """31.6 to 33.9 in a thousand: 3.2 and 3.4 are published, and a change of 0.2."""
    before, now = year(neet=316 // 10), year(neet=339 // 10)
    assert (before["neet"].percent, now["neet"].percent) == (3.1, 3.3)
    earlier, later = Figure("m", "M", 3151, 100_000), Figure("m", "M", 3449, 100_000)
    assert (earlier.percent, later.percent) == (3.2, 3.4)
    assert domain.figures.published.change(later, earlier) == 0.3
    assert domain.figures.published.change(earlier, later) == -0.3
    assert domain.figures.published.change(later, Figure("m", "M", 0, 0)) is None
    assert domain.figures.published.changes([later], [earlier]) == {"m": 0.3}


# --- Fifths ------------------------------------------------------------------------


def test_fifths_are_near_equal_and_1_is_best():
    shares = {f"{n:03d}": Fraction(n, 1000) for n in range(151)}
    low = domain.figures.published.quintiles(shares, more_is_better=False)
    assert [list(low.values()).count(fifth) for fifth in range(1, 6)] == [
        31, 30, 30, 30, 30,
    ]  # fmt: skip
    assert (low["000"], low["150"]) == (1, 5)
    high = domain.figures.published.quintiles(shares, more_is_better=True)
    assert (high["000"], high["150"]) == (5, 1)


@pytest.mark.parametrize(
    ("how_many", "best_to_worst", "best_to_worst_of_less"),
    [
        (151, [30, 30, 30, 30, 31], [31, 30, 30, 30, 30]),
        (152, [30, 30, 30, 31, 31], [31, 31, 30, 30, 30]),
        (150, [30, 30, 30, 30, 30], [30, 30, 30, 30, 30]),
        (6, [1, 1, 1, 1, 2], [2, 1, 1, 1, 1]),
    ],
)
def test_the_lowest_shares_get_the_larger_groups(
    how_many, best_to_worst, best_to_worst_of_less
):
    """The ranking starts from the lowest share, whichever way is better."""
    shares = {f"{n:03d}": Fraction(n, 1000) for n in range(how_many)}
    for more_is_better, sizes in (
        (True, best_to_worst),
        (False, best_to_worst_of_less),
    ):
        found = list(
            domain.figures.published.quintiles(
                shares, more_is_better=more_is_better
            ).values()
        )
        assert [found.count(fifth) for fifth in range(1, 6)] == sizes


def test_authorities_without_a_figure_are_in_no_fifth():
    found = domain.figures.published.quintiles(
        {"a": 0.1, "b": None, "c": 0.0, "d": 0.2}, more_is_better=False
    )
    assert found == {"c": 1, "a": 2, "d": 3}


def test_wigan_is_in_the_fifths_that_dfe_published():
    """3, 3, 3, 4 and 4 in the 2025 scorecard, by the boundaries of DfE."""
    percents = {
        "neet_or_not_known": (5.0, 3),
        "neet": (3.75, 3),
        "not_known": (1.3, 3),
        "participating": (90.3, 4),
        "september_guarantee_offers": (94.96, 4),
    }
    for name, (percent, fifth) in percents.items():
        lines = domain.figures.published.BOUNDARIES_2025[name]
        place = sum(percent > line for line in lines[1:5]) + 1
        assert (
            6 - place if name in domain.figures.published.MORE_IS_BETTER else place
        ) == fifth
