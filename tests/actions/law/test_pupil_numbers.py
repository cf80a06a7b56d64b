"""Pupil numbers are hidden from the twentieth birthday; the evidence stays."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.acts import act
from tests.linkage.people import upn
from tests.web.adviser.young import record_evidence, young
from tracker import actions, store
from tracker.access import authority_scope
from tracker.cli.people import history_json
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import Period
from tracker.linkage.comparing.differences import NUMBER_HIDDEN, differences

HERE = authority_scope("359")
EVE, TWENTY = date(2028, 2, 28), date(2028, 2, 29)
#: Born on a leap day.
BORN = date(2008, 2, 29)


@pytest.fixture
def person(inside: Any) -> int:
    number = young(born=BORN, upn=upn(7))
    record_evidence(number, detail("former upn", upn=upn(8)), as_at=date(2026, 11, 1))
    return number


def numbers_of(person: int) -> tuple[str | None, list[str]]:
    found = store.people.records.get(person, within=HERE)
    assert found is not None
    return found.upn, found.former_upns


@pytest.mark.law("N-20", "D-04")
def test_they_are_hidden_on_the_birthday_and_not_a_day_before(person: int) -> None:
    hide = actions.law.disposals.hiding_numbers.hide
    assert hide(within=HERE, act=act(on=EVE)) == 0
    assert numbers_of(person) == (upn(7), [upn(8)])
    assert hide(within=HERE, act=act(on=TWENTY)) == 1
    assert numbers_of(person) == (None, [])
    found = store.people.records.get(person, within=HERE)
    assert found is not None
    assert upn(7).lower() not in found.search and upn(8).lower() not in found.search
    assert hide(within=HERE, act=act(on=TWENTY)) == 0


@pytest.mark.law("N-20")
def test_later_evidence_does_not_bring_them_back(person: int) -> None:
    record_evidence(person, detail("upn", upn=upn(9)), as_at=TWENTY)
    later = replace(act(), on=TWENTY)
    with store.people.records.changing("359"):
        actions.history.positions.rebuild([person], "359", on=later.on)
    assert numbers_of(person) == (None, [])


@pytest.mark.law("N-20")
def test_a_merged_record_hides_its_own(person: int) -> None:
    other = young("Amin", born=BORN, upn=upn(11))
    actions.people.merging.merge(person, [other], within=HERE, act=act())
    actions.law.disposals.hiding_numbers.hide(within=HERE, act=act(on=TWENTY))
    merged = store.people.records.records([other], within=HERE)
    assert [(each.upn, each.former_upns) for each in merged] == [(None, [])]
    assert numbers_of(person) == (None, [])


@pytest.mark.law("N-20")
def test_a_shared_list_hides_them_from_the_birthday(person: int) -> None:
    def given(on: date) -> str:
        values = actions.law.disclosed_values.values
        ((_, cells),) = values([person], ["upn"], on=on, authority="359")
        return cells["UPN"]

    assert (given(EVE), given(TWENTY)) == (upn(7), "")


@pytest.mark.parametrize("first", [True, False])
def test_the_return_has_the_number_however_its_details_were_kept(
    person: int, first: bool
) -> None:
    """Once as kept by the night that hid the number, once folded for the return."""
    record_evidence(person, detail("send", send="Y"), as_at=date(2026, 11, 1))
    on = date(2028, 3, 31)
    if first:
        actions.history.positions.refresh([on], within=HERE)
        actions.law.disposals.hiding_numbers.hide(within=HERE, act=act(on=TWENTY))
    made = actions.nccis_return.prepare.prepare(
        Period.of(on), database="359", supplier="Testham", act=act(on=on)
    )
    assert made.run.records == 1
    assert f"<UniquePupilNumber>{upn(7)}</UniquePupilNumber>".encode() in made.file


@pytest.mark.law("N-20")
def test_a_command_hides_them_too_and_a_line_beside_the_record_says_why(
    person: int,
) -> None:
    """Else a reviewer would take the number for missing."""

    def shown(today: date) -> Any:
        found = history_json.read(person, "359", on=today, known_at=None, today=today)
        assert found is not None
        return found[0]["identity"]["upn"]

    assert (shown(EVE), shown(TWENTY)) == (upn(7), None)
    actions.law.disposals.hiding_numbers.hide(within=HERE, act=act(on=TWENTY))
    record = store.people.records.get(person, within=HERE)
    assert record is not None
    line = Identity(upn=upn(7))
    for day, level in ((TWENTY, NUMBER_HIDDEN), (EVE, "not given on both")):
        (number,) = [
            each
            for each in differences(line, record.identity, on=day)
            if each.field == "UPN"
        ]
        assert (number.level, number.is_hidden) == (level, day == TWENTY)
