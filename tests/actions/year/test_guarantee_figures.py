"""The figures of a guarantee are the same from the ledger as from the evidence.

The spring of eleven young people and one at a school elsewhere; all are invented.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.acts import act
from tests.factories import AUTHORITY
from tests.web.adviser.young import young
from tests.web.conftest import NOW
from tests.web.data_team.nccis_return.spring import MAY, load_spring, with_forms
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.year import cohort_ledgers, guarantee_figures, guarantee_lists
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Offer, Statement
from tracker.domain.reference.institution import InstitutionRef
from tracker.domain.year.guarantee_parts import EVERY, Covered, Lack, Part
from tracker.refusal import Refusal
from tracker.store.database import base
from tracker.store.history.positions import PositionRow
from tracker.store.people.identities import Named

HERE = authority_scope(AUTHORITY)
ON = NOW.date()
#: The day before, a day before any offer, and days on which offers came or ended.
DAYS = [
    (ON, ON - timedelta(days=1)),
    (ON, date(2026, 6, 1)),
    (date(2026, 10, 5), date(2026, 10, 4)),
    (date(2026, 11, 19), date(2026, 9, 30)),
]
COLLEGE = InstitutionRef(name="Lake College (invented)")
By = dict[int, Covered]


@pytest.fixture
def spring(inside: Flask, tmp_path, load, clock) -> Iterator[list[int]]:
    """Those on the list of September 2026, in the order of their records."""
    load_spring(tmp_path, load, clock)
    found = guarantee_lists.shown(2026, act=acting())
    people = [each.person for each in found.cohort.listed]
    record(people[0], Offer(11, "110"), date(2026, 10, 5))
    record(people[1], Offer(11, "140"), date(2026, 11, 20))
    record(people[2], Offer(11, at=COLLEGE, stage="offer"), date(2026, 10, 5))
    record(people[2], Offer(11, at=COLLEGE, stage="declined"), date(2026, 11, 19))
    record(people[3], Offer(12, "110"), date(2026, 10, 5))  # of another year
    yield people


def acting():
    return act(at=NOW, on=ON)


def record(person: int, statement: Statement, day: date) -> None:
    actions.history.evidence.record(
        {acting(): [UserEvidence(person, (statement,), day)]}, source="a call"
    )


def listed(figures, part: Part) -> list[tuple[Named, Covered]]:
    """The people of a part, without their form groups, which only the ledger has."""
    return [
        (named, replace(each, form_group=None)) for named, each in figures.named(part)
    ]


def together(groups: Iterable[Covered]) -> By:
    """Groups without their form groups, with their numbers."""
    found: dict[Covered, int] = {}
    for each in groups:
        alike = replace(each, form_group=None, people=1)
        found[alike] = found.get(alike, 0) + each.people
    return found


def both(on: date, since: date):
    """The figures of the ledger, and those of the evidence."""
    cohort_ledgers.refresh(cohort_ledgers.all_of(ON), within=HERE, on=ON)
    made = guarantee_figures.figures(2026, on=on, since=since, act=acting())
    assert made.forms_known
    worked_out = guarantee_figures._from_evidence(
        2026, on, since, act=acting(), has_ledger=False
    )
    return made, worked_out


def assert_preview() -> None:
    """The preview of the list has the numbers of the list."""
    list_, numbers = (
        guarantee_lists.proposed(2026, act=acting()).cohort,
        guarantee_lists.preview(2026, act=acting()),
    )
    assert numbers.listed == Counter(each.why for each in list_.listed)
    assert numbers.led_elsewhere == len(list_.led_elsewhere)
    assert numbers.not_returned == len(list_.not_returned)


def assert_same() -> None:
    assert_preview()
    for on, since in DAYS:
        made, worked_out = both(on, since)
        assert together(made.people) == together(worked_out.people)
        assert together(made.elsewhere) == together(worked_out.elsewhere)
        assert made.left_out == worked_out.left_out
        assert made.entry == worked_out.entry
        places = {each.school or "" for each in worked_out.people}
        parts = [
            *(Part(), Part(year=11), Part(year=12), Part(changed=True)),
            *(Part(lack=each) for each in Lack),
            *(Part(school=each) for each in places),
            *(Part(status=each, before="159") for each in ("110", "140", "159")),
            *(Part(led_by=EVERY), Part(led_by="350"), Part(led_by="351")),
        ]
        for part in parts:
            people = listed(worked_out, part)
            assert listed(made, part) == people, part
            assert sum(each.people for each in made.behind(part)) == len(people)


def test_of_a_list_as_it_would_be(spring: list[int]) -> None:
    made, _ = both(*DAYS[0])
    assert sum(each.people for each in made.people) == len(spring) == 11
    assert {each.form_group for each in made.people} == {"11A", "11B", None}
    assert [each.led_by for each in made.elsewhere] == ["350"]
    assert_same()


def test_of_a_proposed_list_whose_people_die_and_are_merged(spring: list[int]) -> None:
    """A pupil of ours and one led elsewhere die; two records of the list are one."""
    made, _ = both(*DAYS[0])
    (led,) = made.named(Part(led_by=EVERY))
    died = detail("departure", status="D", on="2026-11-01")
    for person in (spring[0], spring[-1], led[0].person):
        record(person, died, date(2026, 11, 1))
    actions.people.merging.merge(
        spring[1], [spring[2]], within=HERE, act=acting(), because="the same call"
    )
    made, _ = both(*DAYS[0])
    assert made.left_out == 2
    assert made.elsewhere == []
    assert_same()


def test_a_preview_counts_what_is_sealed_as_it_is(spring: list[int]) -> None:
    """Readers see a pupil of ours at a school elsewhere, and one who moved away."""
    made, _ = both(*DAYS[0])
    ((led, _),) = made.named(Part(led_by=EVERY))
    here, moved, day = spring[0], spring[1], date(2026, 5, 31)
    as_they_are = list(store.history.positions.of([here, moved], day).values())
    shown = PositionRow.query.filter_by(as_of=day)
    elsewhere = shown.filter_by(person_id=led.person).one().institution
    for person, change in (
        (here, {"institution": elsewhere}),
        (moved, {"status": "T"}),
    ):
        shown.filter_by(person_id=person).update({**change, "counted": b"sealed"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            store.history.positions,
            "counted_apart",
            lambda as_of, within: iter(as_they_are),
        )
        numbers = guarantee_lists.preview(2026, act=acting())
    assert numbers.listed.total() == 11
    assert (numbers.led_elsewhere, numbers.not_returned) == (1, 0)


def test_of_a_list_that_is_fixed_while_its_people_change(spring: list[int]) -> None:
    guarantee_lists.fix(2026, act=acting())
    record(
        spring[4], detail("departure", status="D", on="2026-11-01"), date(2026, 11, 1)
    )
    assert both(*DAYS[0])[0].left_out == 1
    assert_same()
    # One of the list and one who is on none are found to be the same young person.
    other = young("Other", "Record")
    actions.people.merging.merge(
        other, [spring[5]], within=HERE, act=acting(), because="the same call"
    )
    assert_same()
    guarantee_lists.take_back(2026, act=acting())
    assert_same()


def test_those_who_came_late_are_on_the_list_once_it_is_taken_back(
    spring: list[int], tmp_path, load
) -> None:
    guarantee_lists.fix(2026, act=acting())
    late = with_forms(tmp_path / "late.csv", range(21, 23))
    load("school-census", late, as_at=MAY)
    made, _ = both(*DAYS[0])
    assert sum(each.people for each in made.people) == 11
    guarantee_lists.take_back(2026, act=acting())
    made, _ = both(*DAYS[0])
    assert sum(each.people for each in made.people) == 13
    assert_same()


def test_before_its_day_there_is_no_list_and_none_in_a_row(spring: list[int]) -> None:
    with pytest.raises(Refusal, match="end of May"):
        guarantee_figures.figures(2027, on=ON, since=DAYS[0][1], act=acting())
    both(*DAYS[0])
    rows = base.lookup(
        'SELECT "left", count(why_listed) FROM ledger_rows GROUP BY 1 ORDER BY 1'
    )
    assert rows == {2025: 0, 2026: 11, 2027: 0}


def test_a_page_is_cut_out_of_the_order_of_names(spring: list[int]) -> None:
    made, worked_out = both(*DAYS[0])
    everyone = listed(made, Part())
    for figures in (made, worked_out):
        for offset in range(0, 12, 4):
            page = figures.named(Part(), offset=offset, limit=4)
            assert [name for name, _ in page] == [
                name for name, _ in everyone[offset : offset + 4]
            ]


def test_while_the_ledger_is_being_made_the_evidence_counts(spring: list[int]) -> None:
    figures = guarantee_figures.figures(2026, on=ON, since=DAYS[0][1], act=acting())
    assert not figures.forms_known
    assert sum(each.people for each in figures.people) == 11


def test_of_an_authority_without_young_people(inside: Flask) -> None:
    day = date(2026, 5, 31)
    actions.history.positions.refresh([day], within=HERE)
    made, worked_out = both(*DAYS[0])
    assert made.people == made.elsewhere == worked_out.people == []
    assert store.history.days.are_complete([day], within=HERE)
    assert made.named(Part()) == []
