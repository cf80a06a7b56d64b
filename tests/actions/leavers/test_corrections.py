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


def record(leaver, at=AT, **changes):
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


def evidence_of(person: int):
    return [
        each for _, some in store.history.evidence.histories([person]) for each in some
    ]


def test_a_correction_counts_as_a_third_partys_until_it_is_accepted(leaver) -> None:
    correction = record(leaver)
    tiers = {each.source.tier for each in evidence_of(leaver.person.id)}
    assert Tier.THIRD_PARTY in tiers and Tier.ADVISER not in tiers
    reported = store.leavers.corrections.get(correction.id, within=EVERYBODY)
    assert actions.leavers.corrections.accept(
        reported, answer="", act=act(by="team@example.org", at=AT, on=ON)
    )
    tiers = {each.source.tier for each in evidence_of(leaver.person.id)}
    assert {Tier.THIRD_PARTY, Tier.ADVISER} <= tiers


def test_without_its_line_in_the_audit_no_correction_is_recorded(
    leaver, monkeypatch
) -> None:
    before = len(evidence_of(leaver.person.id))

    def broken(*given: object, **more: object) -> None:
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(store.accounts.audit, "write", broken)
    with pytest.raises(RuntimeError):
        record(leaver)
    assert store.leavers.corrections.page(within=EVERYBODY, of=OURS.leavers_of) == (
        0,
        [],
    )
    assert len(evidence_of(leaver.person.id)) == before


@pytest.mark.parametrize("decide", ["accept", "decline", "undo"])
def test_without_its_line_in_the_audit_no_decision_is_made(
    leaver, monkeypatch, decide
) -> None:
    correction = record(leaver)
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
    reported = store.leavers.corrections.get(number, within=EVERYBODY)
    decided = {"act": act("team@example.org", AT, ON)}
    if decision == "accept":
        actions.leavers.corrections.accept(reported, answer="Yes.", **decided)
    elif decision == "decline":
        actions.leavers.corrections.decline(
            reported, answer="No.", within=EVERYBODY, **decided
        )
    else:
        actions.leavers.corrections.undo(reported, within=EVERYBODY, **decided)


def test_the_audit_holds_no_personal_details(leaver) -> None:
    record(leaver)
    lines = db.session.query(AuditLine).filter(AuditLine.action.like("correction%"))
    text = " ".join(f"{line.subject} {line.detail}" for line in lines)
    for word in (leaver.person.family, leaver.person.upn, "Mrs Example", NAME):
        assert word not in text
    assert "correction 1" in text


@pytest.mark.parametrize("doing", actions.leavers.corrections.ACTIVITIES)
def test_each_activity_is_evidence_or_waits_to_be_read(leaver, doing) -> None:
    correction = record(leaver, doing=doing)
    assert (correction.entry_id is None) == (doing == "other")
    _decide("accept", correction.id)
    _decide("undo", correction.id)
    _decide("decline", correction.id)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 5, 30), (2025, 2024, 2023)),
        (date(2026, 5, 31), (2026, 2025, 2024)),
        (date(2026, 12, 31), (2026, 2025, 2024)),
        (date(2027, 1, 1), (2026, 2025, 2024)),
    ],
)
def test_a_place_may_correct_three_years_of_leavers(on, expected) -> None:
    assert years(on) == expected


def test_after_three_years_a_leaver_cannot_be_corrected(leaver) -> None:
    assert own_leaver(leaver.person.id, on=date(2029, 5, 30), within=OURS)
    assert own_leaver(leaver.person.id, on=date(2029, 5, 31), within=OURS) is None


def test_a_correction_that_is_sent_twice_is_one(leaver) -> None:
    first = record(leaver)
    assert record(leaver, at=AT + timedelta(seconds=20)).id == first.id
    assert record(leaver, note="By their aunt.").id != first.id
    assert record(leaver, at=AT + timedelta(hours=1)).id != first.id
    total, _ = store.leavers.corrections.page(within=EVERYBODY, of=OURS.leavers_of)
    assert total == 3
