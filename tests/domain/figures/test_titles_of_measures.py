"""The measures of a month by name, as pages and files name them."""

import pytest

from tests.domain.figures.test_measures import figures, member
from tracker.domain.figures.measures import MEASURES, NEET, Figure, MeasureSet, count

TITLES = [
    ("cohort_16_17", "Aged 16 and 17"),
    ("neet", "NEET"),
    ("not_known", "Not known"),
    ("neet_or_not_known", "NEET or not known"),
    ("participating", "Participating"),
    ("full_time_education", "Full-time education"),
    ("apprenticeship", "Apprenticeship"),
    ("other_education_and_training", "Other education and training"),
    ("other_eet", "In work without study, on a gap year or re-engaged"),
    ("age_16_cohort", "Age 16: part of the cohort"),
    ("age_16_neet", "Age 16: NEET"),
    ("age_16_not_known", "Age 16: not known"),
    ("age_16_neet_or_not_known", "Age 16: NEET or not known"),
    ("age_16_participating", "Age 16: participating"),
    ("age_17_cohort", "Age 17: part of the cohort"),
    ("age_17_neet", "Age 17: NEET"),
    ("age_17_not_known", "Age 17: not known"),
    ("age_17_neet_or_not_known", "Age 17: NEET or not known"),
    ("age_17_participating", "Age 17: participating"),
    ("no_sen_cohort", "No special educational need: part of the cohort"),
    ("no_sen_neet_or_not_known", "No special educational need: NEET or not known"),
    ("ehcp_cohort", "EHC plan: part of the cohort"),
    ("ehcp_neet_or_not_known", "EHC plan: NEET or not known"),
    ("sen_support_cohort", "SEN support: part of the cohort"),
    ("sen_support_neet_or_not_known", "SEN support: NEET or not known"),
    ("vulnerable_cohort", "Vulnerable groups: part of the cohort"),
    ("vulnerable_neet_or_not_known", "Vulnerable groups: NEET or not known"),
    ("duty_met", "Meets the duty to participate"),
    ("duty_working_towards", "Works towards the duty"),
    ("duty_temporary_break", "Temporary break"),
    ("duty_not_met", "Does not meet the duty"),
    ("duty_not_known", "Duty: not known"),
    ("duty_of_another_age", "Duty: an activity for another age"),
    ("september_guarantee_offers", "September Guarantee: offer made"),
    (
        "september_guarantee_not_appropriate",
        "September Guarantee: offer not appropriate",
    ),
    ("september_guarantee_no_offer", "September Guarantee: no offer"),
    ("september_guarantee_not_recorded", "September Guarantee: not recorded"),
]


def test_every_measure_has_its_title_in_the_order_of_pages() -> None:
    # A council may have added one of its own.
    known = {name for name, _ in TITLES}
    assert [(m.name, m.title) for m in MEASURES if m.name in known] == TITLES


def test_in_a_table_of_their_own_guarantee_measures_are_named_without_it() -> None:
    assert [each.heading for each in MEASURES[-4:]] == [
        "Offer made",
        "Offer not appropriate",
        "No offer",
        "Not recorded",
    ]
    assert (NEET.short, NEET.heading) == ("", "NEET")


@pytest.mark.parametrize("age", [16, 17])
def test_of_one_age_only_those_of_that_age_are_counted(age: int) -> None:
    other = 33 - age
    found = figures(
        member("619", age=age),
        member("810", age=age),
        member("210", age=age),
        member("210", age=age),
        member("310", age=other),
        member("619", age=other, status="T"),
        member("619", age=age, status="T"),
    )
    assert {
        name.removeprefix(f"age_{age}_"): (figure.count, figure.of)
        for name, figure in found.items()
        if name.startswith(f"age_{age}_")
    } == {
        "cohort": (4, 5),
        "neet": (1, 4),
        "not_known": (1, 4),
        "neet_or_not_known": (2, 4),
        "participating": (2, 4),
    }


@pytest.mark.parametrize(
    ("code", "another"), [("110", True), ("440", True), ("210", False), ("810", False)]
)
def test_an_activity_may_be_for_another_age(code: str, another: bool) -> None:
    assert figures(member(code))["duty_of_another_age"].count == another


def test_a_selection_of_measures_is_counted_in_its_own_order() -> None:
    together = MeasureSet(MEASURES)
    tallies = [
        (together.answers(member("619")), 3),
        (together.answers(member("210")), 2),
    ]
    neet, cohort = MEASURES[1], MEASURES[0]
    assert together.figures(tallies, [neet, cohort]) == [
        Figure("neet", "NEET", 3, 5),
        Figure("cohort_16_17", "Aged 16 and 17", 5, 5),
    ]
    assert count([member("619")], [neet]) == [Figure("neet", "NEET", 1, 1)]


def test_who_counts_is_also_covered() -> None:
    together = MeasureSet(MEASURES)
    neet = MEASURES[1]
    counted, covered = (together.mask(neet, counting=each) for each in (True, False))
    studying = together.answers(member("210"))
    assert counted & covered == covered != counted
    assert studying & covered == covered
    assert studying & counted != counted
