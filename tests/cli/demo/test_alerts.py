"""The demo has young people with alerts, so that the strip can be looked at."""

from datetime import date

import pytest

from tests.factories import COLLEGE, people, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.cli.demo import alerts

ON = date(2026, 10, 31)


@pytest.mark.parametrize(("among", "known"), [(1, [4, 1, 1, 1, 1]), (6, [4]), (9, [])])
def test_the_first_has_every_alert_and_a_small_demo_has_fewer(
    inside, load, tmp_path, monkeypatch, among, known
) -> None:
    monkeypatch.setattr(alerts, "_AMONG", among)
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", people(8))
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    within = authority_scope("359")
    everybody = sorted(store.people.records.everybody(within=within))
    assert alerts.enter(everybody, "359", on=ON, seed=1) == len(known)
    held = [
        sum(
            bool(getattr(folded.known, name))
            for name in (
                *("safeguarding", "lone_worker", "preferred_contact"),
                "interpreter",
            )
        )
        for folded in actions.history.folding.folded_on(everybody, "359", [ON])
    ]
    assert sorted(filter(None, held), reverse=True) == known
