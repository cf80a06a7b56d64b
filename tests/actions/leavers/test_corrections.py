"""A school's correction: whole or not at all, at its tier, nothing personal logged."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.acts import act
from tests.factories import AUTHORITY, COLLEGE, SCHOOL, census, pupil, register
from tracker import actions, store
from tracker.access import Scope, authority_scope
from tracker.actions.leavers.own_leavers import own_leaver, years
from tracker.domain.history.evidence import Tier
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine

AT, ON = datetime(2026, 11, 24, 9, tzinfo=UTC), date(2026, 11, 24)
EVERYBODY = authority_scope(AUTHORITY)
OURS = Scope(frozenset((AUTHORITY,)), leavers_of=frozenset((f"urn:{SCHOOL}",)))
NAME = "Testham College (invented)"


@pytest.fixture
def leaver(tmp_path, load, as_json, inside):
    """One of those who left the school in summer 2026."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n, date(2009, 10, n)) for n in range(1, 4)]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    (found,) = as_json("people", "find", rows[0]["upn"])
    leaver = own_leaver(found["person"], on=ON, within=OURS)
    assert leaver is not None
    return leaver


def tell(leaver, at=AT, **changes):
    return actions.leavers.corrections.record_correction(
        leaver,
        **{
            "institution": f"urn:{SCHOOL}",
            "doing": "education",
            "at_place": InstitutionRef(urn=COLLEGE),
            "place_name": NAME,
            "since": date(2026, 9, 14),
            "how": "Seen there",
            "note": "Ask Mrs Example.",
            "act": act("school@example.org", at, ON),
            **changes,
        },
    )


def told_of(person: int):
    return [
        each for _, some in store.history.evidence.histories([person]) for each in some
    ]


def test_it_is_the_word_of_a_third_party_and_then_an_advisers(leaver) -> None:
    correction = tell(leaver)
    tiers = {each.source.tier for each in told_of(leaver.person.id)}
    assert Tier.THIRD_PARTY in tiers and Tier.ADVISER not in tiers
    told = store.leavers.corrections.get(correction.id, within=EVERYBODY)
    assert actions.leavers.corrections.accept(
        told, answer="", act=act(by="team@example.org", at=AT, on=ON)
    )
    tiers = {each.source.tier for each in told_of(leaver.person.id)}
    assert {Tier.THIRD_PARTY, Tier.ADVISER} <= tiers


def test_without_its_line_in_the_log_nothing_is_done(leaver, monkeypatch) -> None:
    before = len(told_of(leaver.person.id))

    def broken(*given: object, **more: object) -> None:
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(store.accounts.audit, "write", broken)
    with pytest.raises(RuntimeError):
        tell(leaver)
    assert store.leavers.corrections.page(within=EVERYBODY) == (0, [])
    assert len(told_of(leaver.person.id)) == before


@pytest.mark.parametrize("decide", ["accept", "decline", "undo"])
def test_a_decision_without_its_line_in_the_log_is_none(
    leaver, monkeypatch, decide
) -> None:
    correction = tell(leaver)
    if decide == "undo":
        _decide("accept", correction.id)
    was = correction.state

    def broken(*given: object, **more: object) -> None:
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(store.accounts.audit, "write", broken)
    with pytest.raises(RuntimeError):
        _decide(decide, correction.id)
    db.session.refresh(correction)
    assert correction.state == was


def _decide(decision: str, number: int) -> None:
    told = store.leavers.corrections.get(number, within=EVERYBODY)
    said = {"act": act("team@example.org", AT, ON)}
    if decision == "accept":
        actions.leavers.corrections.accept(told, answer="Yes.", **said)
    elif decision == "decline":
        actions.leavers.corrections.decline(
            told, answer="No.", within=EVERYBODY, **said
        )
    else:
        actions.leavers.corrections.undo(told, within=EVERYBODY, **said)


def test_nothing_personal_stands_in_the_log(leaver) -> None:
    tell(leaver)
    lines = db.session.query(AuditLine).filter(AuditLine.action.like("correction%"))
    said = " ".join(f"{line.subject} {line.detail}" for line in lines)
    for word in (leaver.person.family, leaver.person.upn, "Mrs Example", NAME):
        assert word not in said
    assert "correction 1" in said


@pytest.mark.parametrize("doing", actions.leavers.corrections.ACTIVITIES)
def test_all_that_can_be_said_is_evidence_or_waits_to_be_read(leaver, doing) -> None:
    correction = tell(leaver, doing=doing)
    assert (correction.entry_id is None) == (doing == "other")
    _decide("accept", correction.id)
    _decide("undo", correction.id)
    _decide("decline", correction.id)


@pytest.mark.parametrize(
    ("on", "asked"),
    [
        (date(2026, 5, 30), (2025, 2024, 2023)),
        (date(2026, 5, 31), (2026, 2025, 2024)),
        (date(2026, 12, 31), (2026, 2025, 2024)),
        (date(2027, 1, 1), (2026, 2025, 2024)),
    ],
)
def test_a_place_is_heard_about_three_years_of_leavers(on, asked) -> None:
    assert years(on) == asked


def test_after_three_years_a_leaver_is_nobodys(leaver) -> None:
    assert own_leaver(leaver.person.id, on=date(2029, 5, 30), within=OURS)
    assert own_leaver(leaver.person.id, on=date(2029, 5, 31), within=OURS) is None


def test_a_correction_that_is_sent_twice_is_one(leaver) -> None:
    first = tell(leaver)
    assert tell(leaver, at=AT + timedelta(seconds=20)).id == first.id
    assert tell(leaver, note="By their aunt.").id != first.id
    assert tell(leaver, at=AT + timedelta(hours=1)).id != first.id
    total, _ = store.leavers.corrections.page(within=EVERYBODY)
    assert total == 3
