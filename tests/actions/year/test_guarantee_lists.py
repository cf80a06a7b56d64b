"""The list of the September Guarantee of 2027, by commands. Everyone is invented.

A census of spring brings ten pupils of Year 11; the list is fixed from 31 May.
"""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from tests.acts import act
from tests.factories import census, nccis, people, pupil, register
from tracker import actions
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.history.evidence import Offer

MAY = date(2027, 5, 20)
IN_JUNE, IN_OCTOBER = date(2027, 6, 14), date(2027, 11, 3)
TEN = range(1, 11)


@pytest.fixture
def spring(tmp_path, load, clock):
    """Ten pupils of Year 11 in May 2027."""
    clock.set(MAY)
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("school-census", census(tmp_path / "c.csv", map(pupil, TEN)), as_at=MAY)


@pytest.fixture
def fixed(spring, as_json, clock) -> int:
    clock.set(IN_JUNE)
    entry: int = as_json("guarantee", "fix", "--september", "2027")["entry"]
    return entry


@pytest.fixture
def late(tmp_path, load, clock):
    """Two more pupils, in a file of May that arrives in the autumn."""
    clock.set(IN_OCTOBER)
    two = [pupil(each) for each in (21, 22)]
    load("school-census", census(tmp_path / "late.csv", two), as_at=MAY)


@pytest.fixture
def returned(as_json, tmp_path):
    """The indicator and the Year 11 status of everyone in a month's return."""

    def read(period: str) -> list[tuple[str | None, str | None]]:
        folder = tmp_path / f"out-{period}"
        made = as_json(
            "returns", "prepare", "--period", period, "--out", folder, code=None
        )
        tree = etree.parse(Path(made["file"]))
        return sorted(
            (
                (
                    each.findtext(".//GuaranteeStatusIndicator"),
                    each.findtext(".//Year11/GuaranteeStatus"),
                )
                for each in tree.iter("YoungPersonsRecord")
            ),
            key=str,
        )

    return read


def of_2027(as_json, *more: object):
    return as_json("guarantee", "list", "--september", "2027", *more)


def test_before_it_is_fixed_the_list_is_as_it_would_be(spring, as_json, clock) -> None:
    clock.set(IN_JUNE)
    found = of_2027(as_json)
    assert (found["fixed"], found["listed"]) == (False, 10)
    assert found["by_reason"] == {"Year 11, educated in this area": 10}
    assert found["by_status"] == {"159": 10}


def test_it_cannot_be_fixed_before_its_day(spring, flask) -> None:
    refused = flask("guarantee", "fix", "--september", "2027", code=2).err
    assert "it can be made from 31 May 2027" in refused
    assert "Traceback" not in refused


def test_the_list_stays_the_same_whatever_arrives_later(
    fixed, late, as_json, returned
) -> None:
    found = of_2027(as_json, "--people")
    assert (found["fixed"], found["entry"], found["listed"]) == (True, fixed, 10)
    assert len(found["people"]) == 10
    # They are in the return, and the two who came late are not covered.
    assert returned("2027-10") == [("N", None)] * 2 + [("Y", "159")] * 10


def test_without_a_list_the_age_decides_who_is_covered(spring, late, returned) -> None:
    assert returned("2027-10") == [("Y", "159")] * 12


def test_it_is_fixed_once(fixed, flask) -> None:
    refused = flask("guarantee", "fix", "--september", "2027", code=2).err
    assert f"is already fixed, by entry {fixed}." in refused


def test_a_list_that_is_taken_back_can_be_fixed_again(
    fixed, late, as_json, flask, returned
) -> None:
    assert as_json("guarantee", "take-back", "--september", "2027")["people"] == 10
    assert returned("2027-10") == [("Y", "159")] * 12
    flask("guarantee", "take-back", "--september", "2027", code=2)
    assert as_json("guarantee", "fix", "--september", "2027")["listed"] == 12
    assert of_2027(as_json)["by_status"] == {"159": 12}


def test_nobody_to_put_on_it_is_refused(spring, flask, clock) -> None:
    clock.set(IN_JUNE)
    refused = flask("guarantee", "fix", "--september", "2024", code=2).err
    assert "There is no young person to put on the list of September 2024" in refused


def test_a_merged_young_person_is_on_it_once(fixed, late, as_json, app, flask) -> None:
    listed = of_2027(as_json, "--people")["people"]
    kept, lost = listed[0]["person"], listed[1]["person"]
    flask("people", "merge", kept, lost, "--because", "one person (invented)")
    after = of_2027(as_json, "--people")
    assert after["listed"] == 9
    assert lost not in {each["person"] for each in after["people"]}


def test_a_night_of_june_fixes_it_unless_a_user_took_it_back(spring, app) -> None:

    def night(day: date) -> str | None:
        with app.app_context():
            return actions.year.guarantee_lists.fix_by_itself(act=act(on=day))

    def standing() -> bool:
        with app.app_context():
            found = actions.year.guarantee_lists.fixed_by(2027, "359")
            return found is not None

    assert night(date(2027, 5, 31)) is None
    assert night(date(2027, 7, 2)) is None
    assert not standing()
    assert night(date(2027, 6, 1)) == "The list of September 2027 was fixed."
    assert standing()
    assert night(date(2027, 6, 2)) is None
    with app.app_context():
        actions.year.guarantee_lists.take_back(2027, act=act(on=date(2027, 6, 3)))
    assert night(date(2027, 6, 4)) is None
    assert not standing()


def test_a_person_outside_the_list_with_an_offer_keeps_it_without_the_indicator(
    fixed, late, as_json, app, returned
) -> None:

    (late_one,) = as_json("people", "find", pupil(21)["uln"])
    one = late_one["person"]
    with app.app_context():
        actions.history.evidence.record(
            {
                act(on=IN_OCTOBER): [
                    UserEvidence(one, (Offer(11, "110"),), date(2027, 9, 20))
                ]
            },
            source="an adviser's call",
        )
    outside = [each for each in returned("2027-10") if each[0] == "N"]
    assert sorted(outside, key=str) == [("N", "110"), ("N", None)]


def test_an_earlier_system_that_covers_a_pupil_no_longer_is_believed(
    tmp_path, load, clock, returned
) -> None:
    """Its own year, before a list of ours: an N comes back as an N (round trip)."""
    clock.set(date(2026, 11, 3))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    doing = {"activity": "230", "start": "07/09/2026", "ascertained": "10/09/2026"}
    rows = [{**row, **doing} for row in people(4)]
    rows[0]["indicator"] = "N"
    rows[1]["indicator"] = "Y"
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", date(2026, 10, 31), rows))
    assert returned("2026-10") == [("N", None), *[("Y", "159")] * 3]
