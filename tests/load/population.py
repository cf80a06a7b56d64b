"""An authority of any size, written directly to the store. No person is real.

Its people are those of the benchmarks. Their details, places and advisers are drawn at
random, with roughly the shares of a council.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import text

from tests.acts import act
from tests.bench.invented import AUTHORITY, HELD, people
from tests.factories import _REGISTER
from tests.waiting import run_waiting
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Statement, Tier
from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import academic_age
from tracker.domain.reference.institution import InstitutionRef
from tracker.encryption import Keys
from tracker.extensions import OWNER, db
from tracker.store.accounts.factors.authenticator_apps import SECRETS, AuthenticatorApp
from tracker.store.accounts.users import User

SCHOOLS, COLLEGES = 44, 16
FIRST_URN = 159_500
#: The size of a batch, whose evidence is held in memory.
_AT_ONCE = 10_000
_OF_A_CASELOAD = 250
_BY = "the load test"
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

Say = Callable[[str], object]


def make(size: int, folder: Path, *, on: date, say: Say) -> None:
    """Fills the empty database with people, their evidence and positions."""
    at = datetime.combine(on, time(6), tzinfo=UTC)
    path = _register(folder / "edubasealldata.csv")
    actions.intake.register.load(
        [path], act=act(by=_BY, at=at, on=on, authority=AUTHORITY), as_at=on
    )
    draw = Random(size)
    everybody = people(size, HELD)
    for first in range(0, size, _AT_ONCE):
        some = everybody[first : first + _AT_ONCE]
        with store.database.base.transaction():
            numbers = store.people.records.create(AUTHORITY, len(some))
        school = act(by=_BY, at=at - timedelta(days=1), on=on, authority=AUTHORITY)
        written: dict[Act, list[UserEvidence]] = {
            school: [],
            replace(school, at=at): [],
        }
        for number, one in zip(numbers, some, strict=True):
            for items, each in zip(
                written.values(), _evidence(draw, number, one, on), strict=False
            ):
                items.append(each)
        actions.history.evidence.record(
            written, tier=Tier.PROVIDER_ROLL, source="invented"
        )
        say(f"{first + len(some):,} of {size:,} people")
    days = actions.history.month_ends.compared_days(on)
    actions.history.positions.refresh(days, within=authority_scope(AUTHORITY))
    say(f"their positions on {len(days)} days")
    begin_day(on)
    say("the work of a new day")


def begin_day(on: date) -> None:
    """Runs the work of a new day, unless it has been done."""
    at = datetime.combine(on, time(6), tzinfo=UTC)
    actions.worker.nightly.request(at=at, on=on)
    run_waiting(clock=lambda: at, day=lambda moment: on)


def give_reasons(persons: Sequence[int], on: date) -> None:
    """Gives each adviser and manager a reason for these people, as a click does.

    A record that is on no list of one's own opens only with one.
    """
    with store.database.base.transaction():
        store.database.base.run(
            "INSERT INTO look_reasons"
            " (authority, given_by, person_id, on_day, reason, given_at)"
            " SELECT u.authority, u.email, p, %s, 'phoned', %s"
            " FROM users u CROSS JOIN unnest(%s::bigint[]) AS p"
            " WHERE u.role IN ('adviser', 'manager') ON CONFLICT DO NOTHING",
            [on, datetime.combine(on, time(6), tzinfo=UTC), list(persons)],
        )


def _register(path: Path) -> Path:
    """Sixty schools and colleges."""
    with path.open("w", encoding="cp1252", newline="") as file:
        table = csv.writer(file)
        table.writerow(_REGISTER)
        for place in range(SCHOOLS + COLLEGES):
            school = place < SCHOOLS
            number = 4100 + place if school else 8600 + place
            table.writerow(
                (
                    *(FIRST_URN + place, AUTHORITY, number),
                    f"Invented {'School' if school else 'College'} {place}",
                    *("1" if school else "18", "Open", "", "", "4" if school else "6"),
                    *("11" if school else "16", "18" if school else "99"),
                    *(10_098_500 + place,),
                    "Not applicable" if school else "General FE college",
                    *("Wigan", "WN1 1AA"),
                )
            )
    return path


def _at(draw: Random, *, school: bool) -> InstitutionRef:
    place = draw.randrange(SCHOOLS) if school else SCHOOLS + draw.randrange(COLLEGES)
    return InstitutionRef(urn=str(FIRST_URN + place))


def _evidence(
    draw: Random, number: int, one: Identity, on: date
) -> Iterator[UserEvidence]:
    """The evidence of a young person's school, and of their activity now."""
    assert one.born is not None
    age = academic_age(one.born, on)
    school = _at(draw, school=True)
    began, ends = date(one.born.year + 11, 9, 4), _end_of_year_11(one.born)
    yield UserEvidence(
        person=number,
        statements=(
            *_who(draw, one, number),
            Doing(activity="110", at=school, starts=began, expected_end=ends),
        ),
        as_at=min(date(ends.year - 1, 10, 4), on),
    )
    if age > 15:
        now, heard = _since(draw, age, school, on)
        yield UserEvidence(person=number, statements=now, as_at=heard)


def _end_of_year_11(born: date) -> date:
    return date(born.year + (17 if born.month >= 9 else 16), 8, 31)


def _who(draw: Random, one: Identity, number: int) -> tuple[Statement, ...]:
    assert one.born is not None
    plan = draw.random() < 0.04
    return (
        detail("name", given=one.given, middle=one.middle or None, family=one.family),
        detail("birth", born=one.born.isoformat(), sex=one.sex),
        detail("upn", upn=one.upn),
        detail("uln", uln=one.uln),
        detail(
            "address",
            line1=f"{number % 200 + 1} Sample Street",
            town="Testham",
            postcode=one.postcode,
        ),
        detail("phone", phone=f"07700 9{number % 100_000:05}"),
        detail("ethnicity", ethnicity=draw.choice(("WBRI", "WBRI", "APKN", "BAFR"))),
        detail("send", send="Y" if plan else "N", support="N"),
        detail("meals", eligible="Y" if draw.random() < 0.2 else "N"),
    )


def _since(
    draw: Random, age: int, school: InstitutionRef, on: date
) -> tuple[tuple[Statement, ...], date]:
    """The activity since Year 11, and the day on which it was reported."""
    september = date(on.year if on.month > 8 else on.year - 1, 9, 1)
    starts = september + timedelta(days=draw.randrange(1, 20))
    heard = min(starts + timedelta(days=draw.randrange(20, 60)), on)
    luck = draw.random()
    if age > 17 or luck < 0.4:
        what = Doing(
            activity="210",
            at=school,
            starts=starts,
            expected_end=date(september.year + 2, 7, 20),
        )
    elif luck < 0.84:
        what = Doing(
            activity="230",
            at=_at(draw, school=False),
            starts=starts,
            expected_end=date(september.year + 1, 7, 9),
        )
    elif luck < 0.91:
        what = Doing(activity="310", starts=starts)
    elif luck < 0.96:
        what = Doing(activity="619", starts=starts, neet_since=starts)
    else:
        what = Doing(activity="810", starts=starts)
    return (what,), heard


def staff(
    password_hash: str,
    counts: Mapping[str, int],
    *,
    on: date,
    keys: Keys,
) -> None:
    """The users, so many of each role, all with one password and the same secret in
    their authenticator apps; advisers with their caseloads and contacts.
    """
    at = datetime.combine(on, time(7), tzinfo=UTC)
    with store.database.base.transaction():
        for role, count in counts.items():
            for place in range(count):
                urn = FIRST_URN + place % SCHOOLS
                user = User(
                    authority=AUTHORITY,
                    email=f"{role}-{place}@load.example",
                    name=f"{role.title()} {place}",
                    role=role,
                    institution=f"urn:{urn}" if role == "school-user" else None,
                    password=password_hash,
                    invited_at=at,
                )
                store.database.base.insert(user)
                db.session.add(_app_of(user, keys, at))
    whose = [
        number
        for (number,) in db.session.execute(
            text("SELECT id FROM users WHERE role = 'adviser' ORDER BY id")
        )
    ]
    mine = _who_has_an_adviser(len(whose) * _OF_A_CASELOAD, on)
    actions.casework.caseloads.share_out(
        mine, whose, act=act(by=_BY, at=at, on=on, authority=AUTHORITY)
    )
    _contacts(mine, on, at)


def _app_of(user: User, keys: Keys, at: datetime) -> AuthenticatorApp:
    sealed = SECRETS.encrypt(keys, APP_SECRET.encode(), row=user.id)
    return AuthenticatorApp(
        user_id=user.id, secret=sealed, started_at=at, confirmed_at=at
    )


def _who_has_an_adviser(count: int, on: date) -> list[int]:
    """NEET and not known first, then others of the cohort."""
    return [
        number
        for (number,) in db.session.execute(
            text(
                "SELECT person_id FROM positions WHERE as_of = :on AND status = 'P'"
                " ORDER BY activity >= '600' DESC, person_id LIMIT :count"
            ),
            {"on": on, "count": count},
        )
    ]


def _contacts(mine: Sequence[int], on: date, at: datetime) -> None:
    """Three contacts with each in the last half year, and a day for the next."""
    draw = Random(len(mine))
    outcomes = ("spoke to the young person", "no answer", "left a voicemail")
    with store.database.base.transaction():
        entry = _entry(at)
        rows = [
            (
                *(AUTHORITY, person, entry, on - timedelta(days=draw.randrange(180))),
                *(draw.choice(outcomes), "phone", "", "", "team", at, _BY),
            )
            for person in mine
            for _ in range(3)
        ]
        store.database.base.copy_into(
            "contacts (authority, person_id, entry_id, made_on, outcome, channel,"
            " spoke_with, note, visibility, written_at, written_by)",
            rows,
        )
        store.database.base.copy_into(
            "follow_ups (authority, person_id, due, what, set_at, set_by)",
            [
                (
                    *(AUTHORITY, person, on + timedelta(days=draw.randrange(-3, 60))),
                    *("Keep in touch", at, _BY),
                )
                for person in mine
            ],
        )
    db.session.commit()
    # Only the owner of the tables may count them.
    with db.engines[OWNER].begin() as owner:
        owner.execute(text("ANALYZE"))


def _entry(at: datetime) -> int:
    from tracker import store

    return store.history.evidence.open_entry(
        authority=AUTHORITY, batch_id=None, source="adviser's contact", by=_BY, at=at
    )
