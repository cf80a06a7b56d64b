"""A position with something sealed is read as it was stored. All are invented."""

from datetime import date, timedelta

import orjson
import pytest
from sqlalchemy import text

from tests.factories import AUTHORITY
from tests.store.rows import HERE, added
from tracker.domain.history.evidence import Tier
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.history.sealed_statements import shown_codes, shown_position
from tracker.domain.reference.activity import activity
from tracker.encryption import NotOpened
from tracker.extensions import db
from tracker.store.database.installation import keys
from tracker.store.history import positions
from tracker.store.people.records import Person

pytestmark = pytest.mark.usefixtures("inside")

DAY, BEFORE = date(2026, 10, 31), date(2026, 9, 7)
AT_COLLEGE = Position(
    *(DAY, activity("230"), BEFORE, BEFORE, "urn:130001", "Holtby College", None),
    tier=Tier.PROVIDER_ROLL,
    lapses=date(2027, 1, 5),
)
ILL = Position(
    *(DAY, activity("sealed-neet"), BEFORE, BEFORE, None, None, DAY),
    tier=Tier.ADVISER,
    review=date(2026, 11, 30),
    neet_since=BEFORE,
    questioned=True,
)
OPEN = Member(
    *(1, AUTHORITY, DAY, 16, 12, "P", AT_COLLEGE),
    sex="F",
    ethnicity=None,
    send=False,
    sen_support=False,
    free_meals=True,
    characteristics=frozenset(["140"]),
    area="WN1",
    guarantee=None,
    year_11_school=None,
)


@pytest.mark.parametrize(
    ("counted", "columns"),
    [
        (OPEN, None),
        (OPEN._replace(characteristics=frozenset(["140", "sealed"])), 1),
        (OPEN._replace(characteristics=frozenset(["sealed-other"])), 1),
        (OPEN._replace(position=ILL), 13),
        (OPEN._replace(position=ILL, characteristics=frozenset(["sealed"])), 13),
    ],
)
def test_a_stored_position_is_read_as_it_was_counted(counted, columns) -> None:
    shown = counted._replace(
        position=shown_position(counted.position),
        characteristics=shown_codes(counted.characteristics),
    )
    person = added(Person(authority=AUTHORITY, live=True)).id
    shown, counted = (each._replace(person=person) for each in (shown, counted))
    positions.write([shown if shown == counted else shown._replace(counted=counted)])
    assert positions.on(DAY, within=HERE) == [counted]
    assert positions.of([person], DAY) == {person: shown}
    # Only what is different is stored once more, in a length that no code changes.
    stored = db.session.query(positions.PositionRow.counted).scalar()
    if columns is None:
        assert stored is None
        return
    plain = positions.COUNTED.decrypt(keys(), stored, row=(DAY, person))
    assert len(orjson.loads(plain)) == columns
    assert len(plain) == (32 if columns == 1 else 512)


def test_what_is_counted_opens_in_its_own_row_alone() -> None:
    """A copy to another row would show by its figures what is counted."""
    person = added(Person(authority=AUTHORITY, live=True)).id
    shown = OPEN._replace(person=person, position=shown_position(ILL))
    positions.write([shown._replace(counted=shown._replace(position=ILL))])
    db.session.execute(text("UPDATE positions SET as_of = as_of + 1"))
    with pytest.raises(NotOpened):
        positions.on(DAY + timedelta(days=1), within=HERE)
