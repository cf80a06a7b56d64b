"""Where leavers went, as the school may see it. All people here are invented."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.whereabouts import NOW, position
from tracker.domain import destinations, leaver
from tracker.domain.activity import ACTIVITIES
from tracker.domain.disclosure import Suppression
from tracker.domain.leaver import Category, Leaver, kinds
from tracker.domain.sustained import month_ends, two_terms

LEFT = 2025


@pytest.mark.parametrize(
    ("codes", "category"),
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
def test_each_activity_has_a_destination(codes, category):
    assert {leaver.category(position(code)) for code in codes.split()} == {category}


def test_every_activity_has_a_destination():
    for code in ACTIVITIES:
        assert isinstance(leaver.category(position(code)), Category)


def test_what_has_lapsed_is_not_known_since_the_day_after():
    shown = leaver.for_school(position("230", lapses=date(2026, 8, 31)))
    assert shown.category == "Not known"
    assert shown.since == date(2026, 9, 1)
    assert shown.provider is None


def test_a_school_is_told_where_since_when_and_who_says_so():
    shown = leaver.for_school(position("230"))
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
    shown = leaver.for_school(position(code, name="Secure Centre"))
    assert shown.provider is None
    told = " ".join(str(value) for value in asdict(shown).values()).casefold()
    for word in ("custody", "secure", "pregnan", "parent", "ill", "carer", "religio"):
        assert word not in told


def test_of_somebody_nobody_has_spoken_about_nothing_is_said():
    assert asdict(leaver.for_school(None)) == {
        "category": "Not known",
        "provider": None,
        "since": None,
        "confirmed_on": None,
        "source": None,
    }


# --- Two terms ---------------------------------------------------------------------


def leavers(code: str, how_many: int, left: int = LEFT, **more) -> list[Leaver]:
    where = position(code)
    return [
        leaver.leaver(
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
        {LEFT: kinds([*here, *leavers("230", 400), *leavers("619", 60)])},
        Suppression(),
        from_year_11=more.get("from_year_11", True),
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
    assert [str(cell) for cell in found.totals.here.percents[0]][2:6:3] == [
        "80.0",
        "20.0",
    ]


def test_a_restricted_leaver_is_counted_and_not_listed():
    here = [
        *leavers("230", 40),
        *leavers("310", 10),
        *leavers("310", 1, withheld=True),
    ]
    found = summary(here)
    assert len(found.leavers) == 50
    assert found.not_listed == 1
    assert str(found.totals.here.total) == "50"


def test_where_a_restricted_leaver_went_is_in_no_number_of_the_institution():
    """Its totals are those of its list, whole: nothing is left when one is taken away.

    The authority's apprentices are hidden, who are eleven: the reader knows of ten.
    """
    here = [
        *leavers("230", 40),
        *leavers("310", 10),
        *leavers("310", 1, withheld=True),
    ]
    found = summary(here)
    assert row(found.totals.here) == {
        "Education: further education": "40",
        "Apprenticeship": "10",
    }
    assert row(found.years[2].here.here)["Apprenticeship"] == "10"
    assert row(found.totals.authority)["Apprenticeship"] == "c"
    assert row(found.years[2].here.authority)["Apprenticeship"] == "c"


def test_nothing_is_hidden_from_who_may_read_each_name():
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


def test_who_is_not_listed_stands_in_no_group():
    """What a school may not pass on of them is not held: nor does a row tell of it."""
    here = [
        *leavers("230", 40, sex="F"),
        *leavers("230", 30, sex="M"),
        *leavers("310", 12, sex="F", withheld=True, send=True, free_meals=True),
    ]
    found = summary(here)
    assert str(found.totals.here.total) == "70"
    by_title = {group.title: group.here for group in found.by_group}
    sexes = [str(total) for total in by_title["Sex"].row_totals]
    assert set(sexes) <= {"40", "30", "0"}
    # Only those listed are in groups: none of them has a plan or free meals.
    for title in ("Special educational needs", "Free school meals"):
        totals = [str(cell) for cell in by_title[title].row_totals]
        assert set(totals) <= {"70", "0"}, title
    for group in found.by_group:
        assert destinations.NOT_LISTED not in group.here.rows
        assert destinations.NOT_LISTED not in group.authority.rows
        assert group.here.bottom == found.totals.here.bottom


def hidden(shown) -> bool:
    """Whether nothing at all of a table is shown."""
    every = [*shown.row_totals, *shown.bottom, shown.total]
    every += [cell for cells in (*shown.cells, *shown.percents) for cell in cells]
    return {str(cell) for cell in every} == {"c"}


@pytest.mark.parametrize(("others", "shown"), [(0, False), (9, False), (10, True)])
def test_the_authority_without_the_school_must_be_more_than_a_few(others, shown):
    """Else its figures are the school's own, and take one from the other."""
    here = leavers("230", 40)
    found = destinations.summarise(
        {LEFT: here},
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
    found = summary([*leavers("230", 40), *leavers("310", 2, withheld=True)])
    assert [(source, str(cell)) for source, cell in found.confirmations] == [
        ("the provider's own list", "40")
    ]


@pytest.mark.parametrize(
    ("code", "shown"),
    [("F", "Female"), ("M", "Male"), ("U", "Not recorded"), (None, "Not recorded")],
)
def test_sex_is_shown_in_words(code, shown):
    assert leavers("230", 1, sex=code)[0].sex == shown


# --- The days that leavers are told of ---------------------------------------------


def left_college(
    autumn: str, march: str, how_many: int, *, tracked: bool = False, first: int = 0
) -> list[Leaver]:
    """Leavers who were in one activity on 31 October and another on 31 March, and of
    whom nothing is known today."""
    days = month_ends(LEFT)
    months = {day: position(autumn, day) for day in days if day < date(2026, 1, 1)}
    months |= {day: position(march, day) for day in days if day > date(2026, 1, 1)}
    lapsed = position("240", lapses=date(2026, 8, 31))
    return [
        leaver.leaver(
            person=first + n,
            given="Robin",
            family=f"Sample{first + n:03d}",
            position=lapsed,
            months=months,
            left=LEFT,
            as_of=NOW,
            tracked=tracked,
        )
        for n in range(how_many)
    ]


def test_those_who_left_at_18_are_told_of_on_the_days_after_they_left():
    """What was known of them lapsed in August: today they would all be not known."""
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


def test_now_is_told_of_those_who_are_still_tracked_alone():
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
def test_a_day_after_leaving_is_told_once_it_has_come(as_of, days):
    found = destinations.summarise(
        {},
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
        (date(2027, 9, 1), False),  # 18, and tracked no longer
    ],
)
def test_year_11_leavers_are_told_of_now_until_they_are_18(as_of, now):
    found = destinations.summarise(
        {},
        {},
        Suppression(),
        institution="s",
        institution_name="S",
        left=LEFT,
        as_of=as_of,
    )
    assert found.now is now
    assert [each.now for each in found.days] == ([True] if now else [False, False])


# --- What lasted --------------------------------------------------------------------


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
def test_what_was_sustained_is_named_as_dfe_would(winter, lasted):
    months = {
        day: position(code, day)
        for day, code in zip(two_terms(LEFT), winter.split(), strict=True)
    }
    assert leaver.lasted_in(months, LEFT) == lasted


# --- An attacker who holds the institution's own list ------------------------------

_KINDS = st.tuples(
    st.sampled_from(["230", "310", "619", "330"]),
    st.sampled_from(["F", "M"]),
    st.booleans(),
)


def some_leavers(drawn, **more) -> list[Leaver]:
    return [
        each
        for code, sex, meals in drawn
        for each in leavers(code, 1, sex=sex, free_meals=meals, **more)
    ]


def residuals(shown, own) -> tuple[list[list[int | None]], list[int | None]]:
    """What is left of the authority's numbers when the institution's are taken away.

    Cells of the rows by columns, with the row's total last; None where it is hidden.
    """
    cells = [
        [
            None if cell.value is None else int(cell.value) - mine
            for cell, mine in zip([*line, total], [*ours, sum(ours)], strict=True)
        ]
        for line, total, ours in zip(shown.cells, shown.row_totals, own, strict=True)
    ]
    bottom = [
        None if cell.value is None else int(cell.value) - sum(column)
        for cell, column in zip(shown.bottom, zip(*own, strict=True), strict=True)
    ]
    return cells, bottom


def narrowed(cells, bottom) -> list[list[tuple[int, int]]]:
    """The least and the most that each number of the others can be, by the sums."""
    far = 10**6
    low = [[0 if n is None else n for n in line] for line in cells]
    high = [[far if n is None else n for n in line] for line in cells]
    for _ in range(40):
        for line, top in zip(low, high, strict=True):
            inner = range(len(line) - 1)
            for place in inner:
                rest_low = sum(line[p] for p in inner if p != place)
                rest_high = sum(top[p] for p in inner if p != place)
                line[place] = max(line[place], line[-1] - rest_high)
                top[place] = min(top[place], top[-1] - rest_low)
            line[-1] = max(line[-1], sum(line[p] for p in inner))
            top[-1] = min(top[-1], sum(top[p] for p in inner))
        for place, total in enumerate(bottom):
            if total is None:
                continue
            for at in range(len(low)):
                others = [n for n in range(len(low)) if n != at]
                low[at][place] = max(
                    low[at][place], total - sum(high[n][place] for n in others)
                )
                high[at][place] = min(
                    high[at][place], total - sum(low[n][place] for n in others)
                )
    return [
        list(zip(line, top, strict=True)) for line, top in zip(low, high, strict=True)
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_KINDS, min_size=0, max_size=30),
    st.lists(_KINDS, min_size=10, max_size=40),
    st.lists(_KINDS, min_size=0, max_size=3),
)
def test_nobody_else_is_found_by_taking_the_institutions_own_away(
    ours, others, unlisted
):
    """The reader knows the own list by name, and every number that is shown."""
    here = some_leavers(ours)
    hidden = some_leavers(unlisted, withheld=True)
    found = destinations.summarise(
        {LEFT: [*here, *hidden]},
        {LEFT: kinds([*here, *hidden, *some_leavers(others)])},
        Suppression(),
        institution="s",
        institution_name="S",
        left=LEFT,
        as_of=NOW,
    )
    for table in (found.totals, *found.by_group):
        own = [
            [
                sum(
                    1
                    for each in here
                    if each.now is not None
                    and str(each.now.category) == column
                    and title
                    in (destinations.AUTHORITY, each.need, each.free_meals, each.sex)
                )
                for column in table.authority.columns
            ]
            for title in table.authority.rows
        ]
        if {str(cell) for cell in table.authority.bottom} == {"c"}:
            continue  # nothing of the authority is shown
        cells, bottom = residuals(table.authority, own)
        single = len(cells) == 1
        # Who is listed nowhere stands in the bottom row and in no row above it.
        for line in narrowed(cells, bottom if single or not unlisted else []):
            for least, most in line[:-1]:
                assert most == 0 or not (least == most and 1 <= least <= 5)
            if not single:
                least, most = line[-1]
                assert most == 0 or not (least == most and 1 <= least <= 5)


def test_a_few_others_in_a_group_are_not_told_by_what_they_are_not():
    """Two others have a plan. Noughts beside hidden cells would say where they are."""
    here = [*leavers("230", 12, send=True), *leavers("230", 60)]
    others = [*leavers("310", 2, send=True), *leavers("230", 200), *leavers("619", 90)]
    found = destinations.summarise(
        {LEFT: here},
        {LEFT: kinds([*here, *others])},
        Suppression(),
        institution="s",
        institution_name="S",
        left=LEFT,
        as_of=NOW,
    )
    needs = next(g for g in found.by_group if g.title.startswith("Special"))
    plan = needs.authority.rows.index("EHC plan")
    shown = dict(
        zip(needs.authority.columns, map(str, needs.authority.cells[plan]), strict=True)
    )
    assert shown["Education: further education"] == "c"
    assert shown["Apprenticeship"] == "c"
    assert shown["Not in education, employment or training"] == "c"
    assert str(needs.authority.row_totals[plan]) == "c"
    assert [str(cell) for cell in needs.here.row_totals][plan] == "12"
