"""The demo's data team has passed on the old out-of-area lines, and no newer ones."""

from datetime import date, timedelta

from tests.factories import COLLEGE, people, provider_list, register
from tracker import store
from tracker.access import authority_scope
from tracker.cli.demo import passed_on

MANCHESTER, ELSEWHERE = "352", "M14 5RX"
WITHIN = authority_scope("359")


def late(on: date) -> int:
    return sum(pile.late for pile in store.intake.tray.piles(within=WITHIN, before=on))


def test_late_lines_are_passed_on_and_the_rest_wait(inside, load, tmp_path) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [*people(2), *people(2, first=4, postcode=ELSEWHERE)]
    file = provider_list(tmp_path / "list.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    (pile,) = store.intake.tray.piles(within=WITHIN, before=date(2026, 1, 1))
    held = min(each.held_on for each in store.intake.tray.held([pile.newest]).values())
    assert (pile.lead, pile.waiting) == (MANCHESTER, 2)
    assert passed_on.pass_on("359", on=held + timedelta(days=14)) == 0
    month_later = held + timedelta(days=31)
    assert late(month_later) == 2
    assert passed_on.pass_on("359", on=month_later) == 2
    assert late(month_later) == 0
    assert passed_on.pass_on("359", on=month_later) == 0
