"""How long ago young people who are NEET were contacted. Everybody is invented."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.acts import act, record_contact
from tests.factories import AUTHORITY, nccis, person
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.access import authority_scope
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.figures.measures import ALL, NEET
from tracker.domain.reference.activity import FURTHER_EDUCATION
from tracker.extensions import db
from tracker.store.figures.contact_times import Times
from tracker.store.history.positions import PositionRow
from tracker.store.people.records import Person

HERE = authority_scope(AUTHORITY)
END = date(2026, 10, 31)
TODAY = NOW.date()


@pytest.fixture
def looking(inside, load, tmp_path: Path) -> list[int]:
    """Six young people who have looked for work since 20 October, by number."""
    rows = [
        person(
            number,
            activity="619",
            start="2026-10-20",
            ascertained="2026-10-20",
            verified="2026-10-28",
        )
        for number in range(1, 7)
    ]
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", END, rows))
    actions.history.positions.refresh([TODAY], within=HERE)
    return sorted(number for (number,) in Person.query.with_entities(Person.id))


def contact(person: int, days_ago: int, outcome: Outcome = Outcome.NO_ANSWER) -> None:
    record_contact(
        person,
        actions.casework.contacts.NewContact(
            outcome, Channel.PHONE, TODAY - timedelta(days=days_ago)
        ),
        next_due=None,
        within=HERE,
        act=act(by="adviser@example.org", at=NOW, on=TODAY),
    )


def times(as_of: date = TODAY) -> Times:
    return store.figures.contact_times.times(
        as_of,
        within=HERE,
        mask=ALL.mask(NEET, counting=True),
        sealed=False,
    )


def test_without_any_contact_yet(looking) -> None:
    assert times() == Times(6, (0, 0, 0, 0), 6, 6, 0)


def test_each_is_in_the_band_of_the_last_contact(looking) -> None:
    for person_, ago in zip(looking, (0, 10, 11, 31, 91), strict=False):
        contact(person_, ago)
    contact(looking[4], 200)
    assert times().ago == (2, 1, 1, 1)
    assert times().never == 1


def test_contacts_within_ten_days_of_becoming_neet(looking) -> None:
    # They became NEET 35 days ago.
    for person_, ago in zip(looking, (35, 25, 24, 36), strict=False):
        contact(person_, ago)
    found = times()
    assert (found.became, found.in_time) == (6, 2)


def test_a_contact_counts_from_the_day_that_it_was_made(looking) -> None:
    contact(looking[0], 5)
    actions.history.positions.refresh([END], within=HERE)
    assert times(END).never == 6


def test_the_newly_neet_are_not_judged_yet(looking) -> None:
    actions.history.positions.refresh([date(2026, 10, 29)], within=HERE)
    assert times(date(2026, 10, 29)).became == 0


def test_what_is_sealed_is_judged_by_what_it_is(looking, monkeypatch) -> None:
    """One is counted who is shown as NEET and is not, one the other way about."""
    shown = store.history.positions.of(looking, TODAY)
    learning = shown[looking[0]]
    learning = learning._replace(
        position=learning.position._replace(activity=FURTHER_EDUCATION)
    )
    hidden = PositionRow.query.filter_by(person_id=looking[1], as_of=TODAY).one()
    hidden.activity, hidden.answers = "sealed", 0
    db.session.flush()
    contact(looking[1], 3)
    monkeypatch.setattr(
        store.history.positions,
        "counted_apart",
        lambda as_of, within: iter([learning, shown[looking[1]]]),
    )
    assert times().people == 5
    assert times().never == 5
    counted = store.figures.contact_times.times(
        TODAY, within=HERE, mask=ALL.mask(NEET, counting=True), sealed=True
    )
    assert (counted.people, counted.never, counted.ago) == (5, 4, (1, 0, 0, 0))
