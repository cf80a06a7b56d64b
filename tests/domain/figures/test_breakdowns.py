"""The groups of a member in each breakdown, and who is found behind a figure."""

from datetime import date

import pytest

from tests.domain.figures.test_measures import member
from tracker.domain.figures.breakdowns import (
    BREAKDOWNS,
    BY_NAME,
    groups_of,
    why_not_known,
)
from tracker.domain.history.evidence import Tier
from tracker.domain.history.members import Member

LAPSED, TO_COME = date(2026, 9, 30), date(2026, 12, 31)
#: The last day of the school year, and the day before it.
SUMMER, BEFORE = date(2027, 8, 31), date(2027, 8, 30)


def known(code: str = "230", *, at: str | None = "urn:1", **more) -> Member:
    """A member whose college placed them there."""
    one = member(code, **more)
    return one._replace(
        position=one.position._replace(institution=at, tier=Tier.PROVIDER_ROLL)
    )


def test_every_breakdown_has_its_title() -> None:
    assert [(each.name, each.title) for each in BREAKDOWNS] == [
        ("year group", "Year group"),
        ("Year 11 school", "School in Year 11"),
        ("institution", "Where they are or were last"),
        ("area", "Ward or postcode district"),
        ("sex", "Sex"),
        ("ethnicity", "Ethnicity"),
        ("need", "Special educational needs"),
        ("free school meals", "Free school meals"),
        ("characteristic", "Characteristic"),
        ("activity", "Activity"),
        ("why not known", "Why not known"),
        ("lapses", "Lapses in"),
        ("flow", "From school to destination"),
    ]


@pytest.mark.law("L-17")
@pytest.mark.parametrize(
    ("breakdown", "one", "groups"),
    [
        ("year group", known(age=17), ("13",)),
        ("Year 11 school", known(year_11_school="urn:7"), ("urn:7",)),
        ("Year 11 school", known(), ("",)),
        ("institution", known(at="urn:9"), ("urn:9",)),
        ("institution", known(at=None), ("",)),
        ("area", known(area="WN1"), ("WN1",)),
        ("area", known(), ("",)),
        ("sex", known(sex="F"), ("F",)),
        ("sex", known(), ("",)),
        ("ethnicity", known(ethnicity="WBRI"), ("WBRI",)),
        ("ethnicity", known(), ("",)),
        ("need", known(send=True), ("EHC plan",)),
        ("need", known(sen_support=True), ("SEN support",)),
        ("need", known(), ("No special educational need",)),
        ("free school meals", known(free_meals=True), ("Eligible",)),
        ("free school meals", known(), ("Not eligible",)),
        (
            "characteristic",
            known(characteristics=frozenset({"200", "140", "110", "sealed"})),
            ("140", "200"),
        ),
        ("characteristic", known(), ("",)),
        ("activity", known("310"), ("310",)),
        ("lapses", known(lapses=TO_COME), ("urn:1|2026-12",)),
        ("lapses", known(lapses=TO_COME, at=None), ("|2026-12",)),
        ("lapses", known(lapses=SUMMER), ("urn:1|2027-08",)),
        ("lapses", known(lapses=BEFORE, age=17), ("urn:1|2027-08",)),
        ("lapses", known(lapses=SUMMER, age=17), ()),  # too old the day after
        ("lapses", known(lapses=LAPSED), ()),
        ("lapses", known(), ()),
        ("lapses", known("810", lapses=TO_COME), ()),
        (
            "flow",
            known(year_11_school="urn:7"),
            ("urn:7|Education: further education",),
        ),
        ("flow", known("619"), ("|Not in education, employment or training",)),
        ("flow", known(year_11_school="urn:7", age=17), ()),
    ],
)
def test_the_groups_of_a_member(breakdown, one, groups) -> None:
    assert BY_NAME[breakdown].groups(one) == groups


@pytest.mark.law("L-17")
@pytest.mark.parametrize(
    ("one", "why"),
    [
        (known("230"), ""),
        (known("230", lapses=TO_COME), ""),
        (known("330", lapses=LAPSED), "Not confirmed again in time: employment"),
        (
            known("110", lapses=LAPSED),
            "Not confirmed again in time: compulsory education",
        ),
        (known("820"), "Cannot be contacted, no current address"),
        (known("830"), "Refused to say"),
        (member("810"), "Left, destination not known"),
        (member("330", lapses=LAPSED), "Not confirmed again in time: employment"),
    ],
)
def test_the_reason_why_a_member_is_not_known(one, why) -> None:
    assert why_not_known(one) == why
    assert BY_NAME["why not known"].groups(one) == ((why,) if why else ())


FLOW = known(year_11_school="name:st mary | st john")


@pytest.mark.parametrize(
    ("breakdown", "group", "one", "held"),
    [
        ("sex", "F", known(sex="F"), True),
        ("sex", "M", known(sex="F"), False),
        ("sex", "*", known(sex="F"), True),
        ("lapses", "*", known(), False),
        ("lapses", "*|2026-12", known(lapses=TO_COME), True),
        ("lapses", "urn:1|*", known(lapses=TO_COME), True),
        ("lapses", "urn:1|2027-01", known(lapses=TO_COME), False),
        ("flow", "*", FLOW, True),
        ("flow", "name:st mary | st john|*", FLOW, True),
        ("flow", "*|Education: further education", FLOW, True),
        ("flow", "name:st mary | st john|Education: further education", FLOW, True),
        ("flow", "name:st mary | st john|Employment", FLOW, False),
        ("flow", "urn:7|*", FLOW, False),
        ("characteristic", "140", known(characteristics=frozenset({"140"})), True),
        ("characteristic", "200", known(characteristics=frozenset({"140"})), False),
        ("characteristic", "160", known(characteristics=frozenset({"160"})), False),
        ("characteristic", "", known(characteristics=frozenset({"sealed"})), True),
        ("activity", "680", known("640"), True),
        ("activity", "640", known("640"), False),
    ],
)
def test_who_is_found_behind_the_figure_of_a_group(breakdown, group, one, held) -> None:
    assert BY_NAME[breakdown].holds(group, one) is held


def test_outside_the_cohorts_a_member_counts_among_everybody_alone() -> None:
    assert list(groups_of(known(age=18, send=True))) == [("everybody", "")]
    assert list(groups_of(known(status=None))) == [("everybody", "")]


@pytest.mark.parametrize(
    "one", [known(), known("110", age=15, status="G", guarantee="110")]
)
def test_in_a_cohort_a_member_counts_in_every_breakdown(one: Member) -> None:
    found = list(groups_of(one))
    assert found[0] == ("everybody", "")
    assert ("activity", one.position.activity.code) in found
    assert {"year group", "institution", "need"} <= {name for name, _ in found}
