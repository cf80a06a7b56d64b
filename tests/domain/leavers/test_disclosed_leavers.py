"""One leaver as a school sees them, and the words of its pages. All are invented."""

from datetime import date

import pytest

from tests.domain.history.whereabouts import NOW, position
from tests.domain.leavers.leavers_made import LEFT, leavers, row, summary
from tracker.domain.history.destination_category import Category
from tracker.domain.history.position import Position
from tracker.domain.leavers.destinations import DayTotals, LeaverDay
from tracker.domain.leavers.leaver import (
    SEXES,
    Destination,
    Kind,
    Leaver,
    for_school,
    kinds,
    lasted_in,
    leaver,
)
from tracker.domain.leavers.reported_activities import ACTIVITIES, ReportedActivity
from tracker.domain.leavers.sustained import (
    OUTCOMES,
    PROVISIONAL,
    first_autumn,
    first_march,
    month_ends,
    two_terms,
)

AUTUMN, MARCH = date(2025, 10, 31), date(2026, 3, 31)


def left(months: dict[date, Position] | None = None, **more) -> Leaver:
    given = {
        "person": 7,
        "given": "Robin",
        "family": "Sample",
        "position": position("230"),
        "months": months or {},
        "left": LEFT,
        "as_of": NOW,
        "seen": True,
    }
    return leaver(**{**given, **more})


# --- What is shown of a position -----------------------------------------------------


@pytest.mark.parametrize("code", ["290", "710", "130", "260"])
def test_of_other_destinations_neither_the_place_nor_the_start_is_shown(code) -> None:
    shown = for_school(position(code))
    assert (shown.category, shown.provider, shown.since) == (Category.OTHER, None, None)
    assert shown.source == "the provider's own list"


@pytest.mark.parametrize("code", ["619", "810", "710"])
def test_no_place_is_shown_of_those_who_are_neet_or_not_known(code) -> None:
    assert for_school(position(code)).provider is None


def test_an_activity_is_not_known_from_the_day_after_it_lapsed() -> None:
    today = for_school(position("230", lapses=NOW))
    assert (today.category, today.since) == (
        Category.FURTHER_EDUCATION,
        date(2025, 9, 3),
    )


def test_a_destination_is_confirmed_by_its_source_on_a_day() -> None:
    verified = position("230")
    seen = verified._replace(verified=None)
    assert for_school(verified).confirmed_on == date(2026, 9, 20)
    assert for_school(seen).confirmed_on == date(2025, 9, 12)
    unseen = for_school(verified._replace(tier=None))
    assert (unseen.confirmed_on, unseen.source) == (None, None)


# --- One leaver ----------------------------------------------------------------------


def test_a_leaver_has_what_was_given_about_them() -> None:
    one = left(upn="N359402219001", form_group="11B", sex="F", free_meals=True)
    assert (one.person, one.upn, one.given, one.family, one.form_group) == (
        *(7, "N359402219001", "Robin", "Sample", "11B"),
    )
    assert (one.listed, one.sex, one.free_meals) == (
        *(True, "Female", "Eligible for free school meals"),
    )
    plain = left()
    assert (plain.upn, plain.form_group, plain.sex) == (None, None, "Not recorded")
    assert (plain.free_meals, plain.need) == (
        *("Not eligible", "No special educational need"),
    )
    assert left(send=True, sen_support=True).need == "EHC plan"
    assert left(sen_support=True).need == "SEN support"
    assert not left(unlisted=True).listed


def test_a_leaver_who_must_not_be_named_keeps_what_is_counted_alone() -> None:
    """The school's own role of the database reads the stored row."""
    more = {"months": {AUTUMN: position("310"), MARCH: position("310")}}
    more |= {"form_group": "11B", "upn": "X123", "send": True, "sex": "F"}
    known, hidden = left(**more), left(**more, unlisted=True)
    assert known.now is not None
    for secret in ("Robin", "Sample", "11B", "X123", known.autumn.provider, "list"):
        assert str(secret) in str(known)
        assert str(secret) not in str(hidden).replace("listed", "")
    assert hidden == known._replace(
        listed=False,
        **dict.fromkeys(("upn", "form_group")),
        **dict.fromkeys(("given", "family"), ""),
        **{
            when: Destination(getattr(known, when).category, None, None, None, None)
            for when in ("now", "autumn", "march")
        },
    )
    assert hidden.kind == known.kind._replace(listed=False)
    not_tracked = left(**more, tracked=False, unlisted=True)
    assert not_tracked.now is None


@pytest.mark.parametrize(
    ("code", "shown"),
    [("F", "Female"), ("M", "Male"), ("U", "Not recorded"), ("W", "Not recorded")],
)
def test_a_sex_is_shown_where_it_is_recorded(code: str, shown: str) -> None:
    assert left(sex=code).sex == shown
    assert left(sex=None).sex == left(sex="?").sex == "Not recorded"
    assert SEXES == ("Female", "Male", "Not recorded")


MONTHS = {AUTUMN: position("310", AUTUMN), MARCH: position("619", MARCH)}


@pytest.mark.parametrize(
    ("as_of", "autumn", "march"),
    [
        # until 31 October it is where they are now
        (date(2025, 10, 30), Category.FURTHER_EDUCATION, None),
        (AUTUMN, Category.APPRENTICESHIP, None),
        (date(2026, 3, 30), Category.APPRENTICESHIP, None),
        (MARCH, Category.APPRENTICESHIP, Category.NEET),
    ],
)
def test_a_day_after_leaving_is_shown_once_it_has_come(as_of, autumn, march) -> None:
    one = left(MONTHS, as_of=as_of)
    assert one.autumn.category is autumn
    assert (one.march.category if one.march else None) is march


def test_the_newest_destination_is_now_or_that_of_the_last_day() -> None:
    tracked, later = left(MONTHS), left(MONTHS, tracked=False)
    assert tracked.newest is tracked.now
    assert later.now is None
    assert later.newest is later.march
    december = left(MONTHS, tracked=False, as_of=date(2025, 12, 1))
    assert december.newest is december.autumn


def test_a_kind_has_the_categories_of_each_day() -> None:
    one = left(MONTHS, sex="M", send=True, free_meals=True)
    assert one.kind == Kind(
        True,
        Category.FURTHER_EDUCATION,
        Category.APPRENTICESHIP,
        Category.NEET,
        "not sustained",
        "EHC plan",
        "Eligible for free school meals",
        "Male",
    )
    early = left(MONTHS, tracked=False, as_of=AUTUMN, unlisted=True).kind
    assert (early.listed, early.now, early.in_march) == (False, None, None)
    assert kinds([one, one]) == {one.kind: 2}


def test_only_a_sustained_destination_has_a_category() -> None:
    college = dict.fromkeys(two_terms(LEFT), position("230"))
    assert left(college).lasted_in is Category.FURTHER_EDUCATION
    assert left(college).still_there == "yes"
    assert left(MONTHS).lasted_in is None


@pytest.mark.parametrize(
    ("winter", "lasted"),
    [
        ("330 330 330 230 230 220", Category.EMPLOYMENT),  # as many months: the work
        ("430 430 430 330 330 330", Category.EMPLOYMENT),
        ("430 430 430 430 330 330", Category.OTHER_TRAINING),
        ("430 430 430 230 230 230", Category.FURTHER_EDUCATION),
        ("310 310 310 330 330 330", Category.APPRENTICESHIP),  # as many: that
        ("310 310 330 330 330 330", Category.EMPLOYMENT),
        ("290 290 290 290 290 310", Category.OTHER),
        ("210 220 230 240 250 330", Category.OTHER_EDUCATION),
        ("250 250 250 250 250 250", Category.OTHER_EDUCATION),
        ("619 619 619 619 619 619", Category.APPRENTICESHIP),  # as one outside them
    ],
)
def test_of_several_destinations_the_one_with_more_months_counts(
    winter, lasted
) -> None:
    months = {
        day: position(code, day)
        for day, code in zip(two_terms(LEFT), winter.split(), strict=True)
    }
    assert lasted_in(months, LEFT) is lasted


# --- The page ------------------------------------------------------------------------


def test_a_summary_is_of_one_institution_year_and_day() -> None:
    found = summary(leavers("230", 3))
    assert (found.institution, found.institution_name) == (
        *("school-1", "Testham High School (invented)"),
    )
    assert (found.left, found.as_of, found.reported_on) == (LEFT, NOW, NOW)


def test_the_list_is_in_order_of_family_and_given_name() -> None:
    def named(person: int, given: str, family: str) -> Leaver:
        return left(person=person, given=given, family=family)

    some = [
        named(1, "B", "B"),
        named(2, "A", "B"),
        named(4, "B", "A"),
        named(3, "B", "A"),
    ]
    assert [each.person for each in summary(some).leavers] == [3, 4, 2, 1]


def test_a_table_has_its_title() -> None:
    found = summary(leavers("230", 3))
    assert found.totals.title == "All leavers"
    assert [each.title for each in found.by_group] == [
        *("Special educational needs", "Free school meals", "Sex")
    ]
    assert found.totals.here.rows == ("Your leavers",)
    assert found.totals.authority.rows == ("The authority's leavers",)
    last = found.years[-1]
    assert (last.here.title, last.outcomes.title) == ("On 31 October", "Two terms on")
    assert last.outcomes.here.columns == OUTCOMES


def test_one_leaver_is_shown_with_a_percentage() -> None:
    shown = summary(leavers("230", 1)).totals.here
    assert [str(cell) for cell in shown.percents[0] if str(cell) != "0.0"] == ["100.0"]


def test_without_a_destination_of_the_day_a_leaver_counts_as_not_known() -> None:
    untracked = left(MONTHS, tracked=False)
    assert row(summary([untracked]).totals.here) == {"Not known": "1"}
    early = left(MONTHS, tracked=False, as_of=AUTUMN)
    found = summary([early], from_year_11=False)
    assert [row(each.totals.here) for each in found.days] == [
        {"Apprenticeship": "1"},
        {"Not known": "1"},
    ]


def test_confirmations_are_by_source_the_most_frequent_first() -> None:
    unseen = left(position=position("230")._replace(tier=None))
    hidden = left(unlisted=True)
    found = summary([unseen, hidden, *leavers("230", 3)])
    assert [(source, str(number)) for source, number in found.confirmations] == [
        ("the provider's own list", "3"),
        ("not confirmed yet", "1"),
    ]


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (LeaverDay.AUTUMN, "autumn"),
        (LeaverDay.MARCH, "march"),
        (LeaverDay.NOW, "now"),
    ],
)
def test_a_reported_day_gives_the_destination_of_the_day(day, word) -> None:
    one = left(MONTHS)
    totals = summary(leavers("230", 3)).totals
    at: Destination = DayTotals(NOW, day, False, totals).of(one)
    assert day.value == word
    assert at is {"autumn": one.autumn, "march": one.march, "now": one.now}[word]
    early = left(MONTHS, as_of=AUTUMN)
    assert DayTotals(NOW, LeaverDay.MARCH, False, totals).of(early) is early.autumn


def test_the_days_and_months_after_leaving() -> None:
    assert (first_autumn(2025), first_march(2025)) == (AUTUMN, MARCH)
    assert month_ends(2025)[0] == date(2025, 8, 31)
    assert month_ends(2025)[-1] == date(2026, 7, 31)
    assert (len(month_ends(2025)), len(two_terms(2025))) == (12, 6)


def test_the_outcomes_in_words() -> None:
    assert (
        *("sustained", "not sustained", "not captured", "too early to say"),
    ) == OUTCOMES
    assert PROVISIONAL == "provisional"


# word, title, hint, code, needs a place, is evidence
REPORTED = [
    (
        *("education", "At a school, college or other place of education"),
        "Full time. How it is counted depends on the kind of place.",
        *(None, True, True),
    ),
    (
        *("part-time", "In part-time education", "Fewer than 540 hours a year."),
        *("250", True, True),
    ),
    (
        *("apprenticeship", "In an apprenticeship"),
        "Name the training provider or the employer, if you know.",
        *("310", False, True),
    ),
    ("training", "In another training programme", "", "430", False, True),
    ("work", "In work without training", "", "330", False, True),
    (
        *("not-in", "Not in education, work or training"),
        "An adviser will get in touch. Do not give reasons here.",
        *("619", False, True),
    ),
    (
        *("other", "Something else"),
        "For example, moved away. Say what in the note: the data team reads it before "
        "anything changes.",
        *(None, False, False),
    ),
]


def test_a_school_chooses_from_these_activities() -> None:
    assert list(ACTIVITIES.items()) == [
        (row[0], ReportedActivity(*row)) for row in REPORTED
    ]
