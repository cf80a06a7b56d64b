"""The activities, with their meaning and requirements, drawn as a table."""

from datetime import date

import pytest

from tracker import domain
from tracker.domain.history.currency import lapse_date
from tracker.domain.reference.activity import ACTIVITIES, Currency, in_use

# code, group, published as, how long it lasts, and what it needs: E expected end,
# R review date, L lapse date, N NEET start date
TABLE = """
110 compulsory    -           year-end     E.L.
120 compulsory    -           year-end     E.L.
130 compulsory    -           year-end     E.L.
140 compulsory    -           year-end     E.L.
150 compulsory    -           year-end     E.L.
210 education     full-time   year-end     E.L.
220 education     full-time   year-end     E.L.
230 education     full-time   year-end     E.L.
240 education     full-time   year-end     E.L.
250 education     other       year-end     E.L.
260 education     -           4-weeks      ERL.
270 education     full-time   year-end     E.L.
280 education     full-time   year-end     E.L.
290 education     full-time   4-weeks      ERL.
310 employment    apprentice  12-months    ..L.
320 employment    other       12-months    ..L.
330 employment    -           6-months     ..L.
340 employment    -           6-months     ..L.
350 employment    -           4-weeks      .RL.
360 employment    -           6-months     ..L.
380 employment    -           6-months     ..L.
381 employment    other       6-months     ..L.
550 employment    other       6-months     ..L.
410 training      other       6-months     E.L.
430 training      other       6-months     E.L.
440 training      other       6-months     E.L.
450 training      other       6-months     E.L.
460 training      other       6-months     E.L.
530 re-engagement -           3-months     ..L.
540 neet          -           none         ...N
610 neet          -           none         ...N
615 neet          -           none         ...N
616 neet          -           none         .R.N
619 neet          -           none         ...N
620 neet          -           none         ...N
630 neet          -           none         ...N
640 neet          -           none         ...N
650 neet          -           none         ...N
660 neet          -           none         ...N
670 neet          -           none         ...N
680 neet          -           none         ...N
710 other         -           4-weeks      .RL.
720 other         -           4-weeks      .RL.
810 not-known     -           none         ....
820 not-known     -           none         ....
830 not-known     -           none         ....
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
PUBLISHED = {
    "-": None,
    "full-time": "full-time education",
    "apprentice": "apprenticeship",
    "other": "other education and training",
}


def in_words(currency: Currency) -> str:
    match currency.kind:
        case "academic year end":
            return "year-end"
        case "months since verified":
            return f"{currency.amount}-months"
        case "weeks after review":
            return f"{currency.amount}-weeks"
    return currency.kind


@pytest.mark.parametrize(("code", "group", "published", "lasts", "needs"), ROWS)
def test_an_activity_is_as_in_the_table(
    code: str, group: str, published: str, lasts: str, needs: str
) -> None:
    it = domain.reference.activity.activity(code)
    assert it.group.removesuffix(" education").replace(" ", "-") == group
    assert it.participation_type == PUBLISHED[published]
    assert in_words(it.currency) == lasts
    assert needs == "".join(
        letter if needed else "."
        for letter, needed in zip(
            "ERLN",
            (
                it.needs_expected_end,
                it.needs_review,
                it.needs_lapse_date,
                it.needs_neet_start,
            ),
            strict=True,
        )
    )


def test_the_table_is_of_all_activities_in_order() -> None:
    assert [row[0] for row in ROWS] == list(ACTIVITIES)


def test_45_are_in_use_and_one_is_retired() -> None:
    assert len(in_use(2019)) == len(in_use(2026)) == 45
    assert {it.code for it in in_use(2017)} - {it.code for it in in_use(2018)} == {
        domain.reference.activity.ASYLUM_SEEKER.code
    }


def test_an_unknown_code_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="'999' is not the code of an activity"):
        domain.reference.activity.activity("999")


def test_the_properties_of_groups() -> None:
    assert domain.reference.activity.SEEKING.is_neet
    assert not domain.reference.activity.VOLUNTARY_WITH_STUDY.is_neet
    assert domain.reference.activity.REFUSED.is_not_known
    assert not domain.reference.activity.NOT_KNOWN_COMPULSORY.is_not_known
    assert domain.reference.activity.HOME_EDUCATED.is_compulsory
    assert {it.group for it in ACTIVITIES.values()} == set(
        domain.reference.activity.GROUPS
    )


def test_a_gap_year_and_re_engagement_do_not_participate_and_are_not_neet() -> None:
    for it in (
        domain.reference.activity.GAP_YEAR,
        domain.reference.activity.RE_ENGAGEMENT,
        domain.reference.activity.PART_TIME_JOB,
    ):
        assert not it.participates
        assert not it.is_neet


def test_all_are_covered_but_adult_offenders_and_those_of_compulsory_age() -> None:
    left_out = {it for it in in_use(2026) if not it.in_denominator}
    assert left_out == {domain.reference.activity.CUSTODY_ADULT} | {
        it for it in in_use(2026) if it.is_compulsory
    }


def test_neet_is_split_by_whether_they_are_available() -> None:
    available = {it.code for it in ACTIVITIES.values() if it.subgroup == "available"}
    assert available == {"540", "610", "615", "616", "619"}
    assert domain.reference.activity.CARER.subgroup == "not available"


@pytest.mark.parametrize(
    ("it", "characteristic"),
    [
        (domain.reference.activity.CARER, domain.reference.codes.CARER),
        (domain.reference.activity.PARENT, domain.reference.codes.PARENT),
        (domain.reference.activity.PREGNANCY, domain.reference.codes.PREGNANT),
        (domain.reference.activity.ILLNESS, None),
    ],
)
def test_some_reasons_need_their_characteristic(
    it: domain.reference.activity.Activity, characteristic: str | None
) -> None:
    assert it.needs_characteristic == characteristic


def test_two_places_are_for_those_with_a_plan_and_one_for_adults() -> None:
    with_plan = {it for it in ACTIVITIES.values() if it.needs_send}
    assert with_plan == {
        domain.reference.activity.SPECIAL_POST_16,
        domain.reference.activity.SUPPORTED_INTERNSHIP,
    }
    assert {it: it.from_age for it in ACTIVITIES.values() if it.from_age} == {
        domain.reference.activity.DWP_PROGRAMME: 18
    }


@pytest.mark.parametrize(
    ("it", "reading"),
    [
        (domain.reference.activity.SCHOOL_SIXTH_FORM, "meets"),
        (domain.reference.activity.APPRENTICESHIP, "meets"),
        (domain.reference.activity.RE_ENGAGEMENT, "meets"),
        (domain.reference.activity.PART_TIME_EDUCATION, "does not meet"),
        (domain.reference.activity.JOB_WITHOUT_TRAINING, "does not meet"),
        (domain.reference.activity.START_AGREED, "working towards"),
        (domain.reference.activity.PREGNANCY, "temporary break"),
        (domain.reference.activity.NOT_KNOWN, "not known"),
        (domain.reference.activity.AT_SCHOOL, "below school leaving age"),
    ],
)
def test_the_duty_to_participate_is_read_by_activity(
    it: domain.reference.activity.Activity, reading: str
) -> None:
    assert it.meets_duty == reading
    assert "to be confirmed" in domain.reference.activity.TO_BE_CONFIRMED


def test_a_currency_holds_from_its_day_and_the_first_before_it() -> None:
    old, new = (
        Currency("months since verified", 6),
        Currency("months since verified", 3, effective=date(2027, 4, 1)),
    )
    it = domain.reference.activity.Activity(
        "999", "Invented", "other", (old, new), "does not meet", "Other", False
    )
    assert it.currency_on(date(2015, 1, 1)) is old
    assert it.currency_on(date(2027, 3, 31)) is old
    assert it.currency_on(date(2027, 4, 1)) is new
    assert it.currency is new
    assert (it.participation_type, it.subgroup, it.from_age) == (None, None, None)
    assert it.needs_characteristic is None
    needs = it.needs_expected_end, it.needs_review, it.needs_send
    assert needs == (False, False, False)
    assert it.in_denominator is True


def test_what_lapses_needs_a_lapse_date_and_stops_at_the_expected_end() -> None:
    for it in ACTIVITIES.values():
        lapses = it.currency.kind != "none"
        assert it.needs_lapse_date is lapses, it.code
        end = date(2026, 9, 2)
        last = lapse_date(it, verified=date(2026, 9, 1), expected_end=end)
        assert last == (end if lapses else None), it.code


def test_the_currencies_of_the_first_requirement_hold_since_april_2019() -> None:
    never = Currency("none")
    assert (never.amount, never.effective) == (0, date(2019, 4, 1))
    assert {it.currency.effective for it in ACTIVITIES.values()} == {date(2019, 4, 1)}
