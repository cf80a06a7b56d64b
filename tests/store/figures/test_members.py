"""A figure is refused while a position that it needs is missing. All invented."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import AUTHORITY, nccis, person
from tracker import actions, store
from tracker.access import authority_scope
from tracker.store.figures.members import NotRefreshed

HERE = authority_scope(AUTHORITY)
END, LATER = date(2026, 10, 31), date(2026, 12, 1)


def test_members_of_a_day_without_positions_are_refused_and_counted(
    inside: Any, load: Any, tmp_path: Path
) -> None:
    rows = [
        person(number, activity="619", start="2026-10-20", ascertained="2026-10-20")
        for number in range(1, 7)
    ]
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", END, rows))
    with pytest.raises(NotRefreshed, match="positions of 6 people as at 2026-12-01"):
        store.figures.members.members(LATER, within=HERE)
    actions.history.positions.refresh([LATER], within=HERE)
    found = store.figures.members.members(LATER, within=HERE)
    assert [each.person for each in found] == sorted(each.person for each in found)
    assert len(found) == 6
