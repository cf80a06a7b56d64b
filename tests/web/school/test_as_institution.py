"""A school works as the institution's role: a mistake of a page shows no other's."""

from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy

from tests.web.school.conftest import COLLEGE_KEY, SCHOOL_KEY, text
from tracker import store
from tracker.extensions import db
from tracker.store.accounts.sessions import SignedIn
from tracker.store.accounts.users import User
from tracker.store.history import leaver_rows
from tracker.store.leavers.notices import Notice
from tracker.store.people.records import Person
from tracker.web.named import naming
from tracker.web.school import own_institution

#: Pages that read nothing but what the institution may see.
ITS_OWN = (
    "/leavers",
    "/leavers/each",
    "/leavers/groups",
    "/leavers/years",
    "/leavers/corrections",
    "/withdrawals",
    "/withdrawals/new",
    "/lists/new",
    "/ledger",
    "/expected",
)


@pytest.fixture
def no_council(monkeypatch) -> None:
    """A step as the council is an error."""

    def refused() -> AbstractContextManager[None]:
        raise AssertionError("a step as the council")

    monkeypatch.setattr(store.database.shown, "as_council", refused)
    monkeypatch.setattr(own_institution, "as_council", refused)


def test_what_is_its_own_needs_no_step_as_the_council(
    school, leavers, monkeypatch, request, worked
) -> None:
    school.get("/ledger")
    worked()
    for page in ITS_OWN:
        assert school.get(page).status_code == 200, page
    # The leavers are made by now, and all leavers are counted. To request their making
    # is a step as the council; the rest of each page is none.
    monkeypatch.setattr(own_institution, "wait_for_leavers", lambda *years: None)
    monkeypatch.setattr(own_institution, "wait_for_ledger", lambda: None)
    # The agreement by which it is shown who is expected is the council's, too.
    monkeypatch.setattr(own_institution, "wait_for_expected", lambda: None)
    # So is the line of the audit about the people that the answer names.
    monkeypatch.setattr(naming, "take", dict)
    request.getfixturevalue("no_council")
    for page in ITS_OWN:
        assert school.get(page).status_code == 200, page


def without_a_condition(*given: Any, **more: Any) -> list[Any]:
    """The query of a page whose author forgot whose leavers they are."""
    rows = db.session.execute(
        sqlalchemy.text(f"SELECT {leaver_rows._OF_LEAVER} FROM leavers")
    )
    return [leaver_rows._leaver(*row) for row in rows]


def test_a_query_without_its_condition_shows_a_college_no_other_leaver(
    school, college, leavers, monkeypatch
) -> None:
    assert "20 leavers" in text(school.get("/leavers/each?stage=year-11"))
    monkeypatch.setattr(leaver_rows, "of", without_a_condition)
    assert "20 leavers" in text(school.get("/leavers/each?stage=year-11"))
    answer = college.get("/leavers/each?stage=year-11")
    assert answer.status_code == 200
    of_college = text(answer)
    for row in leavers:
        assert row["family"] not in of_college


def everything(*given: Any, **more: Any) -> tuple[int, list[Notice]]:
    found = list(db.session.scalars(sqlalchemy.select(Notice)))
    return len(found), found


def test_a_page_that_forgets_whose_notices_they_are_shows_its_own(
    school, college, leavers, post, monkeypatch
) -> None:
    for browser, family in ((school, "Ashdown"), (college, "Birchwood")):
        answer = post(
            browser,
            "/withdrawals/new",
            given="Wren",
            family=family,
            born=["3", "10", "2009"],
            last_day=["20", "11", "2026"],
        )
        assert answer.status_code == 302
    monkeypatch.setattr(store.leavers.notices, "page", everything)
    assert "Birchwood" not in text(school.get("/withdrawals"))
    assert "Ashdown" not in text(college.get("/withdrawals"))
    assert "Birchwood" in text(college.get("/withdrawals"))


ALIASED = sqlalchemy.select(Person.given, Person.authority).subquery()


@pytest.mark.parametrize(
    "query",
    [
        sqlalchemy.select(User.email, Person.given).join(
            Person, Person.authority == User.authority
        ),
        sqlalchemy.select(User.email, Person.given).where(
            User.authority == Person.authority
        ),
        sqlalchemy.select(User).where(
            User.authority.in_(sqlalchemy.select(Person.authority))
        ),
        sqlalchemy.select(User).where(
            sqlalchemy.exists().where(Person.authority == User.authority)
        ),
        sqlalchemy.select(User.email, ALIASED.c.given).join(
            ALIASED, ALIASED.c.authority == User.authority
        ),
        sqlalchemy.select(User.id).union_all(sqlalchemy.select(Person.id)),
        sqlalchemy.insert(User).from_select(["email"], sqlalchemy.select(Person.given)),
        sqlalchemy.update(User)
        .where(User.authority == Person.authority)
        .values(email=Person.given),
    ],
)
def test_a_statement_about_accounts_reaches_no_young_person(pages, query) -> None:
    """Accounts are the application's; what else a statement names decides the role."""
    with pages.app_context():
        store.database.shown.show(["359"])
        store.database.shown.show_institution([SCHOOL_KEY])
        db.session.scalars(sqlalchemy.select(User)).all()
        with pytest.raises(sqlalchemy.exc.ProgrammingError, match="permission denied"):
            db.session.execute(query)
        db.session.rollback()


ACCOUNTS = (
    sqlalchemy.select(User),
    sqlalchemy.select(User.email).join(SignedIn, SignedIn.user_id == User.id),
    sqlalchemy.update(SignedIn).where(SignedIn.user_id == User.id).values(user_id=1),
)
OTHERS = (
    sqlalchemy.select(User.email).join(Person, Person.id == User.id),
    sqlalchemy.select(Person.id).join(User, Person.id == User.id),
    # The name of a table of signing in is of no use to a text, nor to no table.
    sqlalchemy.text("SELECT email FROM users"),
    sqlalchemy.select(sqlalchemy.literal(1)),
)


@pytest.mark.parametrize(
    ("query", "role"),
    [(each, "default") for each in ACCOUNTS]
    + [(each, "institution") for each in OTHERS],
)
def test_each_table_of_a_statement_decides_its_role(pages, query, role) -> None:
    with pages.app_context():
        assert db.session.get_bind(clause=query) is db.engine
        store.database.shown.show_institution([SCHOOL_KEY])
        engine = db.engines[None if role == "default" else role]
        assert db.session.get_bind(clause=query) is engine


def test_a_session_uses_the_role_and_the_keys_that_are_set(
    school, leavers, pages
) -> None:
    school.get("/leavers/each")
    with pages.app_context():
        found = store.database.shown
        assert db.session.get_bind() is db.engine
        found.show(["359"])
        found.show_institution([SCHOOL_KEY])
        assert db.session.get_bind() is db.engines["institution"]
        mine = db.session.scalar(sqlalchemy.text("SELECT count(*) FROM leavers"))
        db.session.rollback()
        found.show_institution([COLLEGE_KEY])
        others = db.session.scalar(sqlalchemy.text("SELECT count(*) FROM leavers"))
        db.session.rollback()
        with found.as_council():
            whole = db.session.scalar(sqlalchemy.text("SELECT count(*) FROM leavers"))
        db.session.rollback()
    assert (mine, others) == (20, 0)
    assert whole >= 20
