"""The users of a demo: passwords of its own, in a file that only its owner can read."""

import re
import stat
from datetime import date, timedelta

import pytest

from tests.conftest import SMALL_ON, settings
from tests.factories import COLLEGE, people, provider_list, register
from tracker import actions, store
from tracker.access import ROLES, authority_scope
from tracker.cli import answer
from tracker.cli.demo import sign_ins, staff_accounts
from tracker.demo.people.staff import STAFF
from tracker.extensions import db
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User
from tracker.store.casework.caseloads import HandOver


def test_each_password_is_different_and_can_be_typed() -> None:
    drawn = {sign_ins.password() for _ in range(200)}
    assert len(drawn) == 200
    assert all(re.fullmatch(r"([a-z]{4}-){3}[a-z]{4}", each) for each in drawn)


def test_only_the_owner_may_read_the_kept_files(tmp_path) -> None:
    for _ in range(2):
        sign_ins.keep(tmp_path, [("Adviser", "a@demo.example", "bami-tolu")])
        for name in ("users.txt", "secret"):
            mode = stat.S_IMODE((tmp_path / "demo" / name).stat().st_mode)
            assert mode == 0o600


def test_each_demo_has_a_key_of_its_own(tmp_path) -> None:
    keys = set()
    for _ in range(2):
        sign_ins.keep(tmp_path, [])
        keys.add(sign_ins.environment(tmp_path)["SECRET_KEY"])
    assert len(keys) == 2
    assert all(len(key) == 64 for key in keys)


def test_without_a_demo_it_says_how_to_make_one(tmp_path) -> None:
    with pytest.raises(answer.CannotBeDone, match="run make demo first"):
        sign_ins.environment(tmp_path)


def test_every_role_has_a_user_and_no_name_is_used_twice() -> None:
    assert {each.role for each in STAFF} == set(ROLES)
    assert len({each.address for each in STAFF}) == len(STAFF)


def test_the_users_can_sign_in_and_the_advisers_have_work(
    inside, load, tmp_path, monkeypatch, clock
) -> None:
    monkeypatch.setattr(answer, "settings", lambda: settings(tmp_path))
    monkeypatch.setattr(staff_accounts, "_SOON", timedelta(days=400))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", people(6))
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    members = store.figures.members.members(SMALL_ON, within=authority_scope("359"))
    count = staff_accounts.employ(members, "359", on=SMALL_ON, seed=1)
    users = [
        line.split("\t")
        for line in (tmp_path / "demo" / "users.txt").read_text().splitlines()
    ]
    # No school of these people is known, so no user works at one.
    assert {role for role, *_ in users} == {
        role.title for role in ROLES.values() if role.value != "school-user"
    }
    for _, email, password in users:
        step = actions.accounts.signing_in.sign_in(
            email, password, place="here", at=answer.now(), is_demo=True
        )
        assert step.how == How.DEMO, "a demo's user needs no second step"
        user = step.user
        assert user is not None
        assert user.email.endswith(f"@{store.reset.DOMAIN}")
        assert password not in (user.password or "")
    assert count > 0
    assert db.session.query(HandOver).count() == 1
    assert db.session.query(User).count() == len(users)
