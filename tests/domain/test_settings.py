"""The settings of an authority: their defaults, their limits and their words."""

from datetime import timedelta

import pytest

from tracker.domain.settings import BY_NAME, SETTINGS, Chosen, NotAllowed, chosen

REGIONS = (
    *("East Midlands", "East of England", "London", "North East", "North West"),
    *("South East", "South West", "West Midlands", "Yorkshire and The Humber"),
)

# name, default, how the default is described
DEFAULTS = [
    ("neighbours", (), "Official neighbours of 2025"),
    ("region", None, "The one in DfE's list of authorities"),
    ("hide_up_to", 5, "5 young people"),
    ("percent_base", 10, "10 young people"),
    ("cohort_moves", 3, "3 per cent"),
    ("wrong_matches", 10, "10 in 100,000 automatic matches"),
    ("in_touch_days", 28, "28 days"),
    ("out_of_area_days", 14, "14 days"),
    ("audit_years", 6, "6 years"),
    ("accounts_close", None, "31 October"),
    ("officer_name", "", "Not entered"),
    ("officer_email", "", "Not entered"),
    ("officer_address", "", "Not entered"),
    ("prepared_by", "", "Not entered"),
    ("at_sixteen", None, "It keeps restricting until the young person answers"),
    ("after_a_no", None, "They are kept"),
    ("restricted_in_return", None, "They stay in it"),
    ("sealed_in_figures", None, "It is counted apart"),
]


@pytest.mark.parametrize(("name", "default", "words"), DEFAULTS)
def test_a_setting_that_was_never_chosen(name, default, words) -> None:
    assert getattr(Chosen(), name) == BY_NAME[name].default == default
    assert BY_NAME[name].describe(default) == words


def test_the_page_has_all_settings_in_this_order() -> None:
    assert [each.name for each in SETTINGS] == [name for name, *_ in DEFAULTS]
    assert "{" not in "".join(each.description for each in SETTINGS)
    assert "official neighbours of 2025" in BY_NAME["neighbours"].description


# name, least, most
LIMITS = [
    ("hide_up_to", 1, 20),
    ("percent_base", 1, 50),
    ("cohort_moves", 1, 50),
    ("wrong_matches", 0, 1000),
    ("in_touch_days", 7, 90),
    ("out_of_area_days", 1, 90),
    ("audit_years", 2, 30),
]


@pytest.mark.parametrize(("name", "least", "most"), LIMITS)
def test_a_number_is_allowed_within_its_limits(name, least, most) -> None:
    setting = BY_NAME[name]
    assert setting.read(least) == setting.read(f" {least} ") == least
    assert setting.read(str(most)) == most
    for outside in (least - 1, most + 1):
        with pytest.raises(NotAllowed) as refused:
            setting.read(outside)
        assert str(refused.value) == (
            f"“{setting.title}” must be a whole number from {least} to {most}."
        )


@pytest.mark.parametrize("given", ["", "ten", "1.5", "²", "٥", "0000010", None])
def test_what_is_no_number_is_refused(given) -> None:
    with pytest.raises(NotAllowed, match="must be a whole number from 0 to 1000"):
        BY_NAME["wrong_matches"].read(given)


def test_a_number_may_have_noughts_before_it() -> None:
    assert BY_NAME["wrong_matches"].read("000010") == 10


@pytest.mark.law("N-21")
@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("officer_name", "  Ola  Example ", "Ola Example"),
        ("officer_name", "x" * 100, "x" * 100),
        ("officer_name", None, ""),
        ("officer_email", "dpo@example.gov.uk", "dpo@example.gov.uk"),
        ("officer_email", "", ""),
        ("officer_address", "Town Hall,\nLibrary Street", "Town Hall, Library Street"),
    ],
)
def test_who_answers_for_the_notice_is_one_line(name, given, read) -> None:
    assert BY_NAME[name].read(given) == read
    assert BY_NAME[name].describe(read) == (read or "Not entered")


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("officer_name", "x" * 101, "one line of at most 100 characters"),
        ("officer_name", "Ola\x07", "one line"),
        ("officer_email", "dpo", "must be an email address"),
        ("officer_email", "dpo@council", "must be an email address"),
        ("officer_email", "dpo@a.uk, chief@a.uk", "must be an email address"),
        ("officer_email", "<dpo@a.uk>", "must be an email address"),
    ],
)
def test_what_is_no_line_or_no_email_is_refused(name, given, reason) -> None:
    with pytest.raises(NotAllowed, match=reason):
        BY_NAME[name].read(given)


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_of_england_may_be_chosen(region: str) -> None:
    assert BY_NAME["region"].read(region) == region
    assert BY_NAME["region"].describe(region) == region


def test_no_other_region_may_be_chosen() -> None:
    assert BY_NAME["region"].allowed == REGIONS
    assert BY_NAME["region"].read("") is BY_NAME["region"].read(None) is None
    with pytest.raises(NotAllowed, match=r"^“Region” must be in the list\.$"):
        BY_NAME["region"].read("Wessex")


def test_accounts_close_on_one_of_a_few_days() -> None:
    assert BY_NAME["accounts_close"].allowed == (
        *("30 September", "15 October", "15 November", "30 November"),
        "31 December",
    )
    assert BY_NAME["accounts_close"].read("15 October") == "15 October"


def test_neighbours_are_authorities_of_today_in_order_of_their_names() -> None:
    allowed = BY_NAME["neighbours"].allowed
    titles = [title for _, title in allowed]
    assert titles == sorted(titles)
    assert len(allowed) == 153
    codes = {code for code, _ in allowed}
    assert {"359", "838", "942"} <= codes
    assert not codes & {"000", "702", "835", "909", "928"}


def test_neighbours_are_stored_in_order_of_code_each_once() -> None:
    setting = BY_NAME["neighbours"]
    assert setting.read(["359", "301", "359"]) == ["301", "359"]
    assert setting.read(None) == setting.read(()) == []
    assert setting.describe(["359", "301"]) == "Wigan, Barking and Dagenham"
    assert setting.describe(["999"]) == "999"


def test_up_to_twenty_neighbours_of_the_list_may_be_chosen() -> None:
    setting = BY_NAME["neighbours"]
    codes = [code for code, _ in setting.allowed]
    assert len(setting.read(codes[:20])) == 20
    with pytest.raises(
        NotAllowed, match=r"^“Statistical neighbours”: select 20 or fewer\.$"
    ):
        setting.read(codes[:21])
    with pytest.raises(NotAllowed, match=r": 9{20} is not in the list\.$"):
        setting.read(["9" * 30])


def test_stored_values_that_are_not_allowed_any_more_are_left_out() -> None:
    found = chosen(
        {
            "no such setting": 1,
            "hide_up_to": 99,
            "cohort_moves": "7",
            "neighbours": ["359", "301"],
            "region": "London",
        }
    )
    assert found == Chosen(cohort_moves=7, neighbours=("301", "359"), region="London")
    assert chosen({}) == Chosen()


def test_what_follows_from_the_settings() -> None:
    found = Chosen(wrong_matches=25, in_touch_days=30, hide_up_to=7, percent_base=20)
    assert found.budget == 0.00025
    assert found.in_touch == timedelta(days=30)
    assert (found.suppression.threshold, found.suppression.percent_base) == (7, 20)


def test_the_region_is_the_chosen_one_or_else_that_of_the_list() -> None:
    assert Chosen().region_of("359") == "North West"
    assert Chosen(region="London").region_of("359") == "London"
    assert Chosen().region_of("999") is None
    assert Chosen(region="London").region_of("999") == "London"
