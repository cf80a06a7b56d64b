"""Accounts confirmed each September, or closed. Everybody is invented."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.acts import act
from tests.factories import AUTHORITY
from tracker import actions, store
from tracker.access import ROLES, authority_scope
from tracker.actions.accounts.review import confirming, review_dates, review_letters
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.reviews import AccountReview
from tracker.store.accounts.users import User

SCOPE = authority_scope(AUTHORITY)
SCHOOL = "urn:106500"
ADMIN = ROLES["administrator"].permissions
LEADER = ROLES["team-leader"].permissions


def user(
    email: str,
    role: str = "adviser",
    invited: date = date(2025, 10, 1),
    kept: date | None = None,
) -> User:
    def at(day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), tzinfo=UTC)

    made = User(
        authority=AUTHORITY,
        email=f"{email}@example.org",
        name=email.capitalize(),
        role=role,
        institution=SCHOOL if ROLES[role].of_institution else None,
        password="x",
        invited_at=at(invited),
        kept_at=at(kept) if kept else None,
    )
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def staff(inside) -> dict[str, User]:
    return {
        each.name: each
        for each in (
            user("ada", "administrator"),
            user("bo", "administrator"),
            user("lea", "team-leader"),
            user("sam"),
            user("ida", "school-user"),
        )
    }


def night(day: date) -> AccountReview | None:
    done = act(by="the clock", at=datetime(*day.timetuple()[:3], 2, tzinfo=UTC), on=day)
    review = confirming.each_night(act=done)
    actions.work.account_items.refresh(review, within=SCOPE, act=done)
    db.session.commit()
    return review


def confirm(*users: User, permissions=ADMIN, by="ada@example.org", day=(2026, 9, 10)):
    done = act(by=by, at=datetime(*day, 9, tzinfo=UTC))
    return confirming.confirm(users, permissions=permissions, act=done)


def audit() -> list[str]:
    rows = db.session.execute(text("SELECT action FROM audit ORDER BY id"))
    return [action for (action,) in rows]


@pytest.mark.parametrize(
    ("invited", "kept", "needed"),
    [
        (date(2025, 10, 1), None, True),
        (date(2026, 6, 30), None, True),
        (date(2026, 7, 1), None, False),
        (date(2026, 9, 5), None, False),
        (date(2024, 9, 1), date(2026, 8, 31), True),
        (date(2024, 9, 1), date(2026, 9, 1), False),
    ],
)
def test_who_is_confirmed(invited: date, kept: date | None, needed: bool) -> None:
    def at(day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), tzinfo=UTC)

    one = User(invited_at=at(invited), kept_at=at(kept) if kept else None)
    assert review_dates.is_to_confirm(one, 2026) is needed


def test_a_review_opens_on_1_september_and_closes_the_rest(staff) -> None:
    assert night(date(2026, 8, 31)) is None
    review = night(date(2026, 9, 1))
    assert review is not None
    assert {g.key: len(g.to_confirm) for g in confirming.groups(review)} == {
        confirming.STAFF: 3,
        confirming.ADVISERS: 1,
        SCHOOL: 1,
    }
    confirm(staff["Bo"], staff["Lea"])
    confirm(staff["Ada"], by="bo@example.org")
    assert night(date(2026, 10, 31)) is not None
    assert night(date(2026, 11, 1)) is None
    closed = {name for name, each in staff.items() if each.closed_at is not None}
    assert closed == {"Sam", "Ida"}
    assert audit().count("user closed unconfirmed") == 2
    letters = db.session.execute(
        text(
            "SELECT u.name, l.letter FROM account_letters l JOIN users u"
            " ON u.id = l.user_id WHERE l.letter = 'review_closed' ORDER BY 1"
        )
    ).all()
    assert [name for name, _ in letters] == ["Ida", "Sam"]
    # Nothing more happens this year, and an account opened again stays open.
    actions.accounts.users.reopen(
        staff["Sam"], act=act(at=datetime(2026, 11, 2, tzinfo=UTC))
    )
    assert night(date(2026, 11, 3)) is None
    assert night(date(2026, 12, 31)) is None
    assert staff["Sam"].closed_at is None
    assert audit().count("account review opened") == 1


def test_the_council_sets_the_last_day(staff) -> None:
    actions.accounts.settings.change(
        "accounts_close", "15 November", act=act(at=datetime(2026, 9, 2, tzinfo=UTC))
    )
    night(date(2026, 9, 1))
    assert night(date(2026, 11, 15)) is not None
    assert night(date(2026, 11, 16)) is None
    assert staff["Sam"].closed_at is not None


@pytest.mark.parametrize("day", [date(2026, 10, 30), date(2026, 12, 20)])
def test_a_late_start_and_a_clock_that_jumped_close_nothing_at_once(staff, day) -> None:
    """An upgraded installation, or one that was down, has four weeks all the same."""
    assert night(day) is not None
    assert night(day + timedelta(days=28)) is not None
    assert all(each.closed_at is None for each in staff.values())
    assert night(day + timedelta(days=29)) is None
    assert staff["Sam"].closed_at is not None


def test_the_last_administrator_stays(inside) -> None:
    only = user("ada", "administrator")
    night(date(2026, 9, 1))
    assert night(date(2026, 11, 1)) is None
    assert only.closed_at is None


def test_reminders_go_twice_to_those_who_still_have_to_confirm(staff) -> None:
    def written(letter: str) -> int:
        return int(
            db.session.execute(
                text("SELECT count(*) FROM account_letters WHERE letter = :letter"),
                {"letter": letter},
            ).scalar_one()
        )

    night(date(2026, 9, 1))
    assert written(review_letters.OPENED) == 3
    for day in (date(2026, 10, 16), date(2026, 10, 17), date(2026, 10, 18)):
        night(day)
    assert written(review_letters.REMINDER) == 3
    # The nights of the second reminder were missed: it goes with the next one.
    night(date(2026, 10, 30))
    night(date(2026, 10, 31))
    assert written(review_letters.REMINDER) == 6


def test_no_user_confirms_another_group_or_their_own_account(staff) -> None:
    night(date(2026, 9, 1))
    lea = {"permissions": LEADER, "by": "lea@example.org"}
    assert confirm(staff["Sam"], **lea) == 1
    for name in ("Ida", "Ada", "Lea"):
        with pytest.raises(Refusal, match="by an administrator"):
            confirm(staff[name], **lea)
    with pytest.raises(Refusal, match="confirmed by a colleague"):
        confirm(staff["Bo"], staff["Ada"])
    assert staff["Bo"].kept_at is None
    with pytest.raises(Refusal, match="Select at least one"):
        confirm()
    with pytest.raises(Refusal, match="by an administrator"):
        confirm(
            staff["Ida"],
            permissions=ROLES["school-user"].permissions,
            by="other@example.org",
        )


def test_each_group_is_a_work_item_until_it_is_confirmed(staff) -> None:
    def open_items() -> list[str]:
        return sorted(
            item.why
            for item in store.work.items.open_of_kind("account-review", within=SCOPE)
        )

    night(date(2026, 9, 1))
    night(date(2026, 9, 2))
    assert len(open_items()) == 3
    assert "Confirm the accounts of the advisers" in open_items()
    confirm(staff["Sam"])
    night(date(2026, 9, 11))
    assert "Confirm the accounts of the advisers" not in open_items()
    night(date(2026, 11, 1))
    assert open_items() == []
