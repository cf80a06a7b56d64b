"""The code lists: their number of codes, years, and properties."""

from datetime import date

import pytest

from tracker import domain
from tracker.domain.reference.codes import requirement_year


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 10, 31), 2026),
        (date(2027, 1, 31), 2026),
    ],
)
def test_a_requirement_year_begins_in_april(day: date, year: int) -> None:
    assert requirement_year(day) == year


@pytest.mark.parametrize(
    ("codes_of", "how_many"),
    [
        (domain.reference.codes.GENDERS, 4),
        (domain.reference.codes.ETHNICITIES, 21),
        (domain.reference.codes.CHARACTERISTICS, 11),
        (domain.reference.codes.LEVELS_OF_NEED, 3),
        (domain.reference.codes.GUARANTEE_STATUSES, 13),
        (domain.reference.codes.INTENDED_DESTINATIONS, 8),
        (domain.reference.codes.COHORT_STATUSES, 8),
        (domain.reference.codes.AUTHORITIES, 164),
    ],
)
def test_a_list_has_so_many_codes(
    codes_of: domain.reference.codes.CodeList[domain.reference.codes.Code],
    how_many: int,
) -> None:
    assert len(codes_of) == len(set(codes_of.values)) == how_many
    assert all(code.title for code in codes_of)


def test_looking_up_a_value_in_a_list() -> None:
    assert "WBRI" in domain.reference.codes.ETHNICITIES
    assert "WIRT" not in domain.reference.codes.ETHNICITIES
    assert domain.reference.codes.ETHNICITIES["WBRI"].title == "White British"
    assert domain.reference.codes.ETHNICITIES.get("WIRT") is None
    assert domain.reference.codes.ETHNICITIES.get(None) is None
    with pytest.raises(ValueError, match="'WIRT' is not a code for ethnicity"):
        domain.reference.codes.ETHNICITIES["WIRT"]


@pytest.mark.parametrize(
    ("codes_of", "value", "first", "last"),
    [
        (domain.reference.codes.ETHNICITIES, "BBRI", 2020, None),
        (
            domain.reference.codes.CHARACTERISTICS,
            domain.reference.codes.MENTAL_HEALTH,
            2022,
            None,
        ),
        (domain.reference.codes.AUTHORITIES, "838", 2019, None),
        (domain.reference.codes.AUTHORITIES, "835", None, 2018),
        (domain.reference.codes.AUTHORITIES, "928", None, 2020),
        (domain.reference.codes.AUTHORITIES, "940", 2021, None),
        (domain.reference.codes.AUTHORITIES, "909", None, 2022),
        (domain.reference.codes.AUTHORITIES, "942", 2023, None),
    ],
)
def test_a_code_is_in_use_from_its_first_year_to_its_last(
    codes_of: domain.reference.codes.CodeList[domain.reference.codes.Code],
    value: str,
    first: int | None,
    last: int | None,
) -> None:
    if first is not None:
        assert value not in codes_of.in_use(first - 1)
        assert value in codes_of.in_use(first)
    if last is not None:
        assert value in codes_of.in_use(last)
        assert value not in codes_of.in_use(last + 1)


def test_the_vulnerable_groups_leave_out_parenthood_and_pregnancy() -> None:
    others = {
        it.value for it in domain.reference.codes.CHARACTERISTICS if not it.vulnerable
    }
    assert others == {domain.reference.codes.PARENT, domain.reference.codes.PREGNANT}


def test_every_guarantee_status_is_published_under_one_category() -> None:
    categories = {it.category for it in domain.reference.codes.GUARANTEE_STATUSES}
    assert categories == set(domain.reference.codes.GUARANTEE_CATEGORIES)
    assert (
        domain.reference.codes.GUARANTEE_STATUSES[
            domain.reference.codes.OFFER_MADE
        ].category
        == "offer made"
    )
    assert (
        domain.reference.codes.GUARANTEE_STATUSES[
            domain.reference.codes.NOT_RECORDED
        ].category
        == "not recorded"
    )


def test_continuing_statuses_are_only_for_year_12() -> None:
    only_year_12 = {
        it.value for it in domain.reference.codes.GUARANTEE_STATUSES if not it.year_11
    }
    assert only_year_12 == {
        domain.reference.codes.CONTINUING_EDUCATION,
        domain.reference.codes.CONTINUING_EMPLOYMENT,
    }
    assert all(it.year_12 for it in domain.reference.codes.GUARANTEE_STATUSES)


def test_two_statuses_are_returned_every_month_and_leavers_once() -> None:
    monthly = {it.value for it in domain.reference.codes.COHORT_STATUSES if it.monthly}
    assert monthly == {
        domain.reference.codes.PRIMARY,
        domain.reference.codes.GUARANTEE_ONLY,
    }


def test_there_are_153_authorities_in_england_today() -> None:
    current = domain.reference.codes.english_authorities(2026)
    assert len(current) == 153
    assert not current & domain.reference.codes.ELSEWHERE
    assert domain.reference.codes.SERVICE_CHILDREN not in current
    wigan = domain.reference.codes.AUTHORITIES["359"]
    assert (wigan.title, wigan.ons_code, wigan.region) == (
        *("Wigan", "E08000010", "North West"),
    )


def test_an_authority_has_an_ons_code_and_a_region_while_it_is_current() -> None:
    for authority in domain.reference.codes.AUTHORITIES:
        is_current = authority.status == "current"
        assert (authority.ons_code is not None) is is_current, authority
        assert (authority.region is not None) is is_current, authority
        assert (authority.last_year is not None) is (authority.status == "retired")


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (None, None, [2017, 2018, 2019, 2020]),
        (2018, None, [2018, 2019, 2020]),
        (None, 2018, [2017, 2018]),
        (2018, 2019, [2018, 2019]),
    ],
)
def test_a_code_is_in_use_in_its_first_and_its_last_year(first, last, years) -> None:
    code = domain.reference.codes.Code("A", "Alpha", first_year=first, last_year=last)
    held = domain.reference.codes.CodeList("letters", [code])
    assert [year for year in range(2017, 2021) if code.in_use(year)] == years
    assert [year for year in range(2017, 2021) if held.in_use(year) == {"A"}] == years


def test_a_list_of_codes_is_in_order() -> None:
    held = domain.reference.codes.CodeList(
        "letters",
        [
            domain.reference.codes.Code("B", "Beta"),
            domain.reference.codes.Code("A", "Alpha"),
        ],
    )
    assert held.values == ("B", "A")
    assert [each.title for each in held] == ["Beta", "Alpha"]
    assert (len(held), held.name) == (2, "letters")
    assert held.get("B") is held["B"]
