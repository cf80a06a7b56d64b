"""The dry run of 1 September beside what the system counts on that morning.

It is 20 July 2027, and everybody is invented.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from tests.acts import act
from tests.held import all_rows
from tests.waiting import run_waiting
from tests.web.adviser.young import HERE_ONLY, THERE, doing, young
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.year import turn_of_year
from tracker.domain.figures.measures import HEADLINES
from tracker.domain.history.details.detail_statements import detail, restriction
from tracker.domain.history.evidence import Offer, Tier
from tracker.domain.reference.activity import (
    APPRENTICESHIP,
    AT_SCHOOL,
    FURTHER_EDUCATION,
    ILLNESS,
    SEEKING,
)
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.domain.year.turn_of_year import MOVE, PLACE, turn_after
from tracker.extensions import db
from tracker.store.work.tasks import Task

TODAY, DAY = date(2027, 7, 20), date(2027, 9, 1)
NOW = datetime(2027, 7, 20, 9, tzinfo=UTC)
#: Of academic age 15, 16, 17 and 18 today.
YEAR_11, YEAR_12, YEAR_13 = date(2011, 8, 31), date(2010, 8, 31), date(2009, 8, 31)
OLDER = date(2009, 1, 5)
JULY = date(2027, 7, 1)
OTHERTON = InstitutionRef(name="Otherton College")


def at_school(**more):
    return doing(AT_SCHOOL, date(2022, 9, 5), "Testham High", **more)


def college(ends: date | None = None, activity=FURTHER_EDUCATION):
    more = {} if ends is None else {"expected_end": ends}
    return doing(activity, date(2026, 9, 7), "Testham College", **more)


def plan():
    return detail("send", send="Y")


def gone(on: str, status: str = "T"):
    return detail("departure", status=status, to="342", on=on)


def accepted(stage: str = "accepted"):
    return Offer(year=11, at=OTHERTON, stage=stage)


#: name, born, evidence; move, standing and since when not known on 1 September.
TABLE = [
    ("31 August", YEAR_11, [at_school()], "into-cohort not-known on-the-day"),
    ("1 September", date(2011, 9, 1), [at_school()], "into-return outside -"),
    ("leap day, up to 11", date(2012, 2, 29), [at_school()], "into-return outside -"),
    ("leap day, plan", date(2008, 2, 29), [plan()], "with-plan not-known already"),
    ("ends 31 July", YEAR_12, [college(date(2027, 7, 31))], "up not-known in-summer"),
    (
        "ends 31 August",
        YEAR_12,
        [college(date(2027, 8, 31))],
        "up not-known on-the-day",
    ),
    ("ends 1 September", YEAR_12, [college(DAY)], "up not-known on-the-day"),
    ("ends in 2028", YEAR_12, [college(date(2028, 7, 31))], "up not-known on-the-day"),
    (
        "apprentice until 31 August",
        YEAR_12,
        [college(date(2027, 8, 31), APPRENTICESHIP)],
        "up not-known on-the-day",
    ),
    (
        "apprentice until 1 September",
        YEAR_12,
        [college(DAY, APPRENTICESHIP)],
        "up participating -",
    ),
    ("lapsed before", YEAR_12, [college(date(2027, 7, 1))], "up not-known already"),
    ("no evidence", YEAR_12, [], "up not-known already"),
    ("looking for work", YEAR_12, [doing(SEEKING, JULY)], "up neet -"),
    ("not shown", YEAR_12, [doing(ILLNESS, JULY)], "up outside -"),
    ("not shown, long ago", YEAR_12, [college(None, ILLNESS)], "up outside -"),
    ("Year 13", YEAR_13, [college()], "leaves-A outside -"),
    ("the oldest of Year 12", date(2009, 9, 1), [college()], "up not-known on-the-day"),
    ("plan after 13", OLDER, [college(), plan()], "with-plan not-known on-the-day"),
    ("plan until 25", date(2002, 9, 1), [plan()], "with-plan not-known already"),
    ("plan, now 25", date(2002, 8, 31), [plan()], "leaves-A outside -"),
    ("too old already", date(2008, 8, 31), [college()], None),
    (
        "restricted",
        YEAR_12,
        [college(), restriction(True, InstitutionRef(name="Testham College"))],
        "up not-known on-the-day",
    ),
    ("moved away", YEAR_12, [college(), gone("2027-06-10")], None),
    ("moves in August", YEAR_12, [college(), gone("2027-08-10")], "leaves- outside -"),
    (
        "moves on the day",
        YEAR_12,
        [college(), gone("2027-09-01")],
        "leaves-T outside -",
    ),
    ("died", YEAR_12, [college(), gone("2027-07-02", "D")], None),
    (
        "accepted elsewhere",
        YEAR_11,
        [at_school(), accepted()],
        "into-cohort not-known on-the-day",
    ),
]


@pytest.fixture
def everybody(inside) -> Iterator[dict[int, str]]:
    """Everybody of the table by person, and one of another authority."""
    found = {young(name, born=born): name for name, born, *_ in TABLE}
    given = {name: evidence for name, _, evidence, _ in TABLE}
    for tier, as_at in ((Tier.PROVIDER_ROLL, date(2027, 3, 1)), (Tier.ADVISER, JULY)):
        of_tier = [
            UserEvidence(person, (each,), as_at)
            for person, name in found.items()
            for each in given[name]
            if (getattr(each, "starts", None) == JULY) is (as_at == JULY)
        ]
        user = act(by="a list", at=NOW, on=TODAY)
        actions.history.evidence.record({user: of_tier}, tier=tier, source="a list")
    young("Elsewhere", born=YEAR_12, authority=THERE)
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    yield found
    db.session.rollback()


def test_what_the_turn_of_the_year_does(everybody: dict[int, str]) -> None:
    kinds = {
        everybody[turn.after.person]: turn.kind
        for turn in turn_of_year.turns(TODAY, within=HERE_ONLY)
    }
    shown = {
        name: f"{kind.move} {kind.standing} {kind.since or '-'}"
        for name, kind in kinds.items()
        if kind is not None
    }
    assert shown == {name: then for name, *_, then in TABLE if then is not None}
    where = {
        everybody[turn.after.person]: turn.place
        for turn in turn_of_year.turns(TODAY, within=HERE_ONLY)
    }
    # Year 11 is awaited where it accepted a place, the others where they are.
    assert where["accepted elsewhere"] == key_of(OTHERTON)
    assert where["31 August"] == key_of(InstitutionRef(name="Testham High"))
    assert where["ends 31 July"] == key_of(InstitutionRef(name="Testham College"))
    assert where["no evidence"] == ""
    there = turn_of_year.numbers(TODAY, within=authority_scope(THERE))
    assert there.count("all", MOVE, "*") == 1


def test_every_number_has_a_list_of_as_many(
    everybody: dict[int, str], monkeypatch
) -> None:
    turned = turn_of_year.numbers(TODAY, within=HERE_ONLY)
    lines = [(MOVE, each) for each in (*turned.moves(), "*", "cohort")]
    lines += [(PLACE, each) for each in (*turned.places(), "*")]
    find = partial(turn_of_year.people, on=TODAY, within=HERE_ONLY)
    for by, group in lines:
        for part, people in turned.parts(by, group).items():
            found = find(part, by, group)
            assert found is not None
            assert len(found) == people, (part, by, group)
    monkeypatch.setattr(turn_of_year, "MOST", 5)
    assert find("all", MOVE, "*") is None
    assert find("all", MOVE, "into-return") is not None


def test_1_september_itself_counts_the_same(everybody: dict[int, str]) -> None:
    """The most important: what was foreseen on 20 July is served on the morning."""
    turned = turn_of_year.numbers(TODAY, within=HERE_ONLY)
    foreseen = {
        turn.after.person: turn.after
        for turn in turn_of_year.turns(TODAY, within=HERE_ONLY)
    }
    for day, figures in ((TODAY, turned.before), (DAY, turned.after)):
        measured = actions.figures.measured.figures(
            day, within=HERE_ONLY, measures=HEADLINES, sealed=False
        )
        assert measured == list(figures)[:-1]
    served = store.history.positions.of(foreseen, DAY)
    assert served == foreseen
    # Those left out of the dry run are in the return on neither day.
    others = store.history.positions.of(set(everybody) - set(foreseen), DAY)
    assert all(each.status is None for each in others.values())


def test_nothing_is_stored(everybody: dict[int, str]) -> None:
    before = all_rows()
    assert turn_of_year.numbers(TODAY, within=HERE_ONLY).kinds
    assert turn_of_year.people("new", PLACE, "*", on=TODAY, within=HERE_ONLY)
    db.session.commit()
    assert all_rows() == before
    assert DAY not in store.history.days.kept("359")


def test_a_worker_makes_the_numbers_of_many(everybody, monkeypatch) -> None:
    monkeypatch.setattr(turn_of_year, "FEW", 5)
    user = act("boss@example.org", at=NOW, on=TODAY)

    def found_now() -> turn_of_year.Found | Task:
        return turn_of_year.make_or_request(within=HERE_ONLY, act=user)

    waits, again = found_now(), found_now()
    assert isinstance(waits, Task) and isinstance(again, Task)
    assert waits.id == again.id
    run_waiting(clock=lambda: NOW, day=lambda at: at.date())
    found = found_now()
    assert isinstance(found, turn_of_year.Found)
    assert found.at == NOW
    assert found.turned == turn_of_year.numbers(TODAY, within=HERE_ONLY)
    # A quarter of an hour later they stand, unless evidence came since.
    later = replace(user, at=NOW + timedelta(hours=1))
    find = partial(turn_of_year.make_or_request, within=HERE_ONLY, act=later)
    assert isinstance(find(), turn_of_year.Found)
    young("Newcomer", born=YEAR_12)
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert isinstance(find(), Task)


@pytest.mark.parametrize(
    ("on", "day"),
    [
        (date(2027, 8, 31), date(2027, 9, 1)),
        (date(2027, 9, 1), date(2028, 9, 1)),
        (date(2028, 2, 29), date(2028, 9, 1)),
    ],
)
def test_the_turn_that_comes_next(on: date, day: date) -> None:
    assert turn_after(on) == day
