"""Signing a return off and withdrawing the sign-off. All people are invented."""

from datetime import UTC, date, datetime

import pytest

from tests.acts import act
from tests.factories import COLLEGE, people, provider_list, register
from tests.web.conftest import make
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.domain.reference.academic_year import Period
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.law.disclosures import Disclosure

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
WITHIN = authority_scope("359")


@pytest.fixture
def prepared(app, tmp_path, load, clock):
    """Runs of months, each prepared by the data manager."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", people(3))
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    with app.app_context():

        def run(month: str = "2026-10", by: str = "data@example.org"):
            return actions.nccis_return.prepare.prepare(
                Period.parse(month),
                database="359",
                supplier="Tracker",
                act=act(by=by, at=NOW),
                rerun=True,
            ).run

        yield run


def by(user, on: date = TODAY) -> Act:
    return act(user.email, NOW, on)


def sign(run, user, reason: str = "known to DfE", on: date = TODAY) -> None:
    actions.nccis_return.sign_off.sign(run, reason=reason, act=by(user, on))


def test_signing_freezes_the_run_under_a_name(prepared) -> None:
    run, user = prepared(), make("manager")
    sign(run, user)
    signed = store.nccis_return.run_steps.of([run.id])[run.id].signed
    assert signed is not None
    assert (signed.name, signed.at) == ("Robin Example", NOW)
    assert run.frozen_by == user.email
    frozen = store.nccis_return.runs.frozen("359", run.period_end)
    assert frozen is not None
    assert frozen.id == run.id
    with pytest.raises(Refusal, match="already been signed off"):
        sign(run, user)


def test_the_snapshots_maker_does_not_sign_while_another_can(prepared) -> None:
    user = make("manager")
    run = prepared(by=user.email)
    second = make("manager", email="manager+2@example.org", name="R. Example")
    sign(run, second)  # no other person can
    run = prepared("2026-09", by=user.email)
    other = make("manager", name="Una Else", email="another@example.org")
    for own in (user, second):
        with pytest.raises(Refusal, match="Ask another manager"):
            sign(run, own)
    sign(run, other)


def test_the_only_user_who_can_sign_may_sign_their_own_snapshot(prepared) -> None:
    user = make("manager")
    sign(prepared(by=user.email), user)


def test_signing_a_return_with_errors_needs_a_reason(prepared) -> None:
    run, user = prepared(), make("manager")
    assert store.nccis_return.run_issues.totals(run.id).must_fix
    with pytest.raises(Refusal, match="of priority 1") as refused:
        sign(run, user, reason="  ")
    assert refused.value.field == "reason"
    assert run.frozen_at is None


def test_a_month_that_is_not_over_is_not_signed(prepared) -> None:
    with pytest.raises(Refusal, match="November 2026 is not over"):
        sign(prepared("2026-11"), make("manager"))


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2026, 10, 30), False),
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
    ],
    ids=str,
)
def test_a_month_is_signed_from_the_day_after_its_last(prepared, day, may) -> None:
    run, user = prepared(), make("manager")
    if may:
        sign(run, user, on=day)
        assert run.frozen_by == user.email
    else:
        with pytest.raises(Refusal, match="October 2026 is not over"):
            sign(run, user, on=day)


def test_an_older_snapshot_is_not_signed(prepared) -> None:
    old, user = prepared(), make("manager")
    prepared()
    with pytest.raises(Refusal, match="A newer snapshot"):
        sign(old, user)
    assert store.nccis_return.run_steps.of([old.id])[old.id].steps == ()


def test_it_is_signed_whole_or_not_at_all(prepared, monkeypatch) -> None:
    run, user = prepared(), make("manager")

    def broken(**line: object) -> None:
        if line["action"] == "return signed off":
            raise RuntimeError("the audit cannot be written")

    monkeypatch.setattr(store.accounts.audit, "write", broken)
    with pytest.raises(RuntimeError):
        sign(run, user)
    db.session.refresh(run)
    assert run.frozen_at is None
    assert store.nccis_return.run_steps.of([run.id])[run.id].steps == ()


@pytest.mark.parametrize(
    ("first", "says"),
    [
        ("nothing", "is not signed off"),
        ("sent", "has been sent"),
        ("a later month", "October 2026 was signed off after it"),
    ],
)
def test_a_sign_off_that_cannot_be_withdrawn_is_refused(prepared, first, says) -> None:
    run, user = prepared("2026-09"), make("manager")
    if first != "nothing":
        sign(run, user)
    if first == "sent":
        actions.law.by_law.send_return(run, on=TODAY, note="", act=by(user))
    if first == "a later month":
        sign(prepared("2026-10"), user)
    with pytest.raises(Refusal, match=says):
        actions.nccis_return.sign_off.withdraw(run, reason="a mistake", act=by(user))


def test_a_withdrawn_sign_off_leaves_no_return_of_the_month(prepared) -> None:
    run, user = prepared(), make("manager")
    sign(run, user)
    with pytest.raises(Refusal, match="Enter why"):
        actions.nccis_return.sign_off.withdraw(run, reason="", act=by(user))
    actions.nccis_return.sign_off.withdraw(run, reason="a mistake", act=by(user))
    assert store.nccis_return.runs.frozen("359", run.period_end) is None
    standing = store.nccis_return.run_steps.of([run.id])[run.id]
    assert standing.signed is None
    assert [each.step for each in standing.steps] == [
        *("signed off", "sign-off withdrawn")
    ]
    sign(run, user)


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2026, 11, 25), "must be today or in the past"),
        (date(2026, 11, 23), "before its snapshot was taken, on 24 November 2026"),
    ],
)
def test_the_day_of_sending_is_neither_before_the_snapshot_nor_to_come(
    prepared, on, says
) -> None:
    run, user = prepared(), make("manager")
    sign(run, user)
    with pytest.raises(Refusal, match=says):
        actions.law.by_law.send_return(run, on=on, note="", act=by(user))


def test_a_step_waits_for_the_one_before_it(prepared) -> None:
    run, user = prepared(), make("manager")
    with pytest.raises(Refusal, match="Sign the return off"):
        actions.nccis_return.submission.file(run, act=by(user))
    with pytest.raises(Refusal, match="Sign the return off"):
        actions.law.by_law.send_return(run, on=TODAY, note="", act=by(user))
    sign(run, user)
    with pytest.raises(Refusal, match="Mark the return as sent"):
        actions.nccis_return.submission.note_answer(run, note="fine", act=by(user))
    actions.law.by_law.send_return(run, on=TODAY, note="", act=by(user))
    with pytest.raises(Refusal, match="has already marked it as sent"):
        actions.law.by_law.send_return(run, on=TODAY, note="", act=by(user))


@pytest.mark.law("N-16", "O1", "D-08")
def test_a_return_that_is_sent_is_a_disclosure_of_what_its_snapshot_knew(
    prepared,
) -> None:
    run, user = prepared(), make("manager")
    sign(run, user)
    made = actions.law.by_law.send_return(run, on=TODAY, note="", act=by(user))
    assert (made.party_name, made.known_at) == (
        "Department for Education",
        run.prepared_at,
    )
    given = store.law.disclosures.people_of(made.id)
    assert given == [who for who, *_ in store.nccis_return.runs.records(run.id)]
    with pytest.raises(Refusal, match="already marked"):
        actions.law.by_law.send_return(run, on=TODAY, note="", act=by(user))
    assert [each.id for each in db.session.query(Disclosure)] == [made.id]


def test_a_month_that_has_not_begun_is_not_prepared(inside) -> None:
    with pytest.raises(Refusal, match="has not started"):
        actions.nccis_return.prepare_task.request(
            Period(2026, 12),
            act=act(by="x", at=NOW, on=TODAY, authority="359"),
            database="359",
            supplier="Tracker",
        )


def test_no_young_person_is_named_in_the_audit(prepared) -> None:
    run, user = prepared(), make("manager")
    sign(run, user, reason="Amina has no postcode")
    lines = db.session.scalars(db.select(store.accounts.audit.AuditLine))
    assert all("Amina" not in repr(line.detail) for line in lines)
