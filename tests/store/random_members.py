"""Random members of one day, and their records. Everybody here is invented."""

from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.factories import AUTHORITY
from tracker import store
from tracker.domain.history.evidence import Tier
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.reference import codes
from tracker.domain.reference.activity import ACTIVITIES
from tracker.extensions import db
from tracker.store.people.records import Person

DAY = date(2026, 10, 31)
PEOPLE = 12

#: Settings for examples that share one database, emptied by each of them.
ON_ONE_DATABASE = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

_BEFORE = st.integers(0, 400).map(lambda days: DAY - timedelta(days=days))
_AROUND = st.sampled_from((-30, -1, 0, 1, 14, 17)).map(
    lambda days: DAY + timedelta(days=days)
)
#: Few enough for two people to differ in one thing alone.
_ACTIVITIES = st.sampled_from(
    [ACTIVITIES[code] for code in ("110", "150", "230", "310", "619", "710", "810")]
)
_STATUSES = st.sampled_from(
    [codes.PRIMARY] * 4 + [codes.GUARANTEE_ONLY, codes.DIED, None]
)
_PLACES = st.sampled_from([None, "urn:106500", "urn:130001", "name:a|b"])


@st.composite
def _position(draw: st.DrawFn) -> Position:
    activity = draw(_ACTIVITIES)
    starts = draw(_BEFORE)
    return Position(
        day=DAY,
        activity=activity,
        starts=starts,
        ascertained=starts,
        institution=draw(_PLACES),
        tier=draw(st.sampled_from([None, Tier.ADVISER])),
        lapses=draw(st.none() | _AROUND),
        neet_since=starts if activity.is_neet and draw(st.booleans()) else None,
    )


@st.composite
def _member(draw: st.DrawFn, person: int) -> Member:
    age = draw(st.sampled_from([15, 16, 16, 17, 17, 18]))
    return Member(
        person=person,
        authority=AUTHORITY,
        as_of=DAY,
        academic_age=age,
        year_group=age - 4,
        status=draw(_STATUSES),
        position=draw(_position()),
        sex=draw(st.none() | st.sampled_from(codes.GENDERS.values)),
        ethnicity=draw(st.none() | st.sampled_from(codes.ETHNICITIES.values)),
        send=draw(st.booleans()),
        sen_support=draw(st.booleans()),
        free_meals=draw(st.booleans()),
        characteristics=draw(
            st.frozensets(st.sampled_from(codes.CHARACTERISTICS.values), max_size=3)
        ),
        area=draw(st.sampled_from([None, "WN1", "WN2"])),
        guarantee=draw(st.none() | st.sampled_from(codes.GUARANTEE_STATUSES.values)),
        year_11_school=draw(_PLACES),
    )


#: All of the people but the last, each with a position.
MEMBERS = st.tuples(*map(_member, range(1, PEOPLE)))


def add_people() -> None:
    """Records of the people with the numbers from 1, who have no position yet."""
    with store.database.base.transaction():
        for number in range(1, PEOPLE + 1):
            record = Person(authority=AUTHORITY, live=True, family=f"Holtby{number}")
            db.session.add(record)
            db.session.flush()


def store_members(members: tuple[Member, ...]) -> None:
    """Replaces every stored position by those of these members."""
    store.history.derivations.renew()
    store.history.derivations.forget_all()
    store.history.positions.write(members)
