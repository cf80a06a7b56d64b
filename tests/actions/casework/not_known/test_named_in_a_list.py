"""A place's complete list is not called one without them where it names them.

Everybody is invented.
"""

from datetime import date

import pytest

from tests.actions.casework.not_known.whole_list import whole_list
from tests.acts import act
from tests.factories import (
    ACADEMY,
    COLLEGE,
    census,
    person,
    provider_list,
    pupil,
    register,
    unsure,
)
from tests.web.adviser.young import HERE_ONLY, record_evidence
from tests.web.conftest import NOW
from tracker import actions
from tracker.domain.casework.next_sources import Leads
from tracker.domain.history.evidence import Doing, Offer, Tier
from tracker.domain.reference.institution import InstitutionRef

SPRING, SENT, LEFT = date(2026, 3, 2), date(2026, 9, 11), date(2026, 9, 18)
TODAY = date(2026, 9, 24)
AT = InstitutionRef(urn=COLLEGE, name="Testham College (invented)")


@pytest.fixture
def numbers(inside, load, tmp_path, clock, as_json):
    """Two leavers with places at the college; its complete list has the first."""
    clock.set(TODAY)
    load("establishments", register(tmp_path / "register.csv"))
    pupils = [pupil(n, date(2010, 2, n), year="11") for n in (1, 2)]
    load("school-census", census(tmp_path / "c.csv", pupils), as_at=date(2026, 5, 21))
    row = {**person(1), **{key: pupils[0][key] for key in person(1)}}
    found = [as_json("people", "find", each["upn"])[0]["person"] for each in pupils]
    for number in found:
        record_evidence(number, Offer(year=11, at=AT, stage="accepted"), as_at=SPRING)

    def send(*more) -> list[int]:
        load(
            "provider-enrolment",
            provider_list(tmp_path / "list.csv", [row, *more]),
            institution=COLLEGE,
            as_at=SENT,
            complete=True,
        )
        record_evidence(found[0], Doing(None, at=AT, ends=LEFT), as_at=LEFT)
        return found

    return send


def against() -> dict[int, tuple[str, ...]]:
    return {person: leads.against for person, leads in listed().items()}


def listed() -> dict[int, Leads]:
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    return {each.row.person: each.leads for each in whole_list(TODAY)}


def test_who_is_on_the_list_and_left_is_not_missing_from_it(numbers) -> None:
    first, second = numbers()
    assert against() == {
        first: (),
        second: (
            "Testham College (invented)’s complete list of 11 September does not have "
            "them",
        ),
    }


def test_a_line_that_waits_for_a_decision_may_be_them(numbers, as_json) -> None:
    second_pupil = pupil(2, date(2010, 2, 2), year="11")
    of_them = {**person(2), **{key: second_pupil[key] for key in person(2)}}
    doubtful = {**unsure(of_them), "postcode": "WN7 1AB"}
    _, second = numbers(doubtful)
    assert len(as_json("matching", "list")) == 1
    (words,) = against()[second]
    assert words.endswith(
        "does not have them, but one of its lines waits for a decision about who it is"
    )


def test_a_list_that_is_withdrawn_names_no_one(numbers, flask) -> None:
    first, _ = numbers()
    flask("imports", "withdraw", "3")
    assert "complete list" not in " ".join(against().get(first, ()))


def test_a_merged_record_is_named_by_the_list_of_the_other(numbers) -> None:
    first, second = numbers()
    actions.people.merging.merge(
        second, [first], within=HERE_ONLY, act=act(by="the tests", at=NOW, on=TODAY)
    )
    assert set(against().values()) <= {()}


def test_a_file_of_many_schools_names_a_pupil_at_one_of_them(
    inside, load, tmp_path, clock, as_json
) -> None:
    """Each accepted a place at the academy; by the census one is at the college."""
    clock.set(TODAY)
    load("establishments", register(tmp_path / "register.csv", academy=True))
    pupils = [pupil(n, date(2010, 2, n), year="12") for n in (1, 2)]
    pupils[0]["estab"], pupils[1]["estab"] = "4999", "8600"
    load("school-census", census(tmp_path / "c.csv", pupils), as_at=SENT)
    accepted = Offer(year=11, at=InstitutionRef(urn=ACADEMY), stage="accepted")
    academy, college = (as_json("people", "find", it["upn"])[0] for it in pupils)
    for each, place in ((academy, ACADEMY), (college, COLLEGE)):
        left = Doing(None, at=InstitutionRef(urn=place), ends=LEFT)
        record_evidence(each["person"], accepted, as_at=SPRING)
        record_evidence(each["person"], left, as_at=LEFT, tier=Tier.LEAVING_NOTICE)
    tried = {person: leads.sources for person, leads in listed().items()}
    assert "Academy" not in " ".join(it.reason for it in tried[academy["person"]])
    assert "its list of 11 September does not have them" in " ".join(
        it.reason for it in tried[college["person"]]
    )
