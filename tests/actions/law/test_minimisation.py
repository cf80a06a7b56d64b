"""What is not needed of a file is never stored."""

import json
from datetime import date

import pytest

from tests.factories import COLLEGE, person, provider_list, register
from tracker.domain.history.details.handling import HANDLINGS
from tracker.feeds import stored_columns

DAY = date(2026, 11, 2)


@pytest.mark.law("D-02")
def test_a_column_that_no_catalogue_declares_is_stored_nowhere(
    tmp_path, load, everything
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", [person(1), person(2)])
    heading, *lines = file.read_text(encoding="utf-8-sig").splitlines()
    more = [f"{heading},Religion,Passport"]
    more += [f"{line},Secretfaith,99SECRET99" for line in lines]
    file.write_text("\n".join(more), encoding="utf-8")
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=DAY)
    assert "Columns not read: Religion, Passport." in batch["notes"]
    stored = json.dumps(everything(), default=str)
    assert "Secretfaith" not in stored
    assert "99SECRET99" not in stored
    assert person(1)["family"] in stored


@pytest.mark.law("D-02", "D-01")
def test_each_column_that_is_stored_has_a_purpose_in_the_catalogue() -> None:
    for line in stored_columns.lines():
        assert line.handling is HANDLINGS[line.handling.name]
        assert line.handling.law
