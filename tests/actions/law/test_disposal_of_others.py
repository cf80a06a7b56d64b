"""A person who is not past their date stays, however near to one who is."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.acts import NOON, act
from tests.web.adviser.young import record_evidence, young
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.law.disposals.ledger import Ledger
from tracker.domain.history.details.detail_statements import detail
from tracker.extensions import db
from tracker.keeping import AuditKeys
from tracker.store.intake.import_batches import StagedRow

HERE, ELSEWHERE = authority_scope("359"), authority_scope("350")
OLD, NOW = date(2003, 9, 12), date(2008, 9, 12)
OFFICER, OWNER = act("officer@example.org"), act("owner@example.org")


@pytest.fixture
def dispose(inside: Any, tmp_path: Path) -> Any:
    """Disposes of what is due in the authority at hand."""
    keys = AuditKeys(tmp_path / "keys")
    ledger = Ledger(tmp_path / "ledger.jsonl", keys, 90)
    law = actions.law.disposals

    def run(*categories: str, officer: Act = OFFICER, owner: Act = OWNER) -> Any:
        scope = authority_scope(owner.authority)
        wanted = categories or ("record", "lines", "return", "cases")
        law.falling_due.confirm(wanted, within=scope, act=owner)
        made = law.proposing.propose(NOON.date(), within=scope, act=officer)
        law.proposing.approve(made.id, within=scope, act=owner)
        return law.carrying_out.carry_out(
            made.id, ledger=ledger, within=scope, act=owner
        )

    return run


def is_here(person: int, within: Any = HERE) -> bool:
    return store.people.records.get(person, within=within) is not None


@pytest.mark.law("D-04")
def test_a_record_that_was_separated_again_stays(dispose: Any) -> None:
    old, now = young(born=OLD), young("Bryn", born=NOW)
    actions.people.merging.merge(old, [now], because="Alike", within=HERE, act=OFFICER)
    actions.people.merging.unmerge(old, within=HERE, act=OFFICER)
    assert dispose().people_done == 1
    assert (is_here(old), is_here(now)) == (False, True)
    assert db.session.execute(text("SELECT count(*) FROM merges")).scalar() == 0


@pytest.mark.law("D-04")
def test_a_line_of_another_person_loses_only_the_candidate(dispose: Any) -> None:
    old, now = young(born=OLD), young("Bryn", born=NOW)
    db.session.execute(
        text(
            "INSERT INTO import_batches (id, authority, feed, files, sha256, layout,"
            " as_at, complete, status, rows, notes, received_at, received_by) VALUES"
            " (7, '359', 'provider-enrolment', '[]', '', '', '2026-11-01', false,"
            " 'applied', 1, '[]', '2026-11-01', 'x')"
        )
    )
    db.session.add(
        StagedRow(
            id=70,
            batch_id=7,
            authority="359",
            file="f",
            line=1,
            raw={"surname": "Holtby"},
            restricted=False,
            problems=[],
            outcome="possible",
            candidates=[{"person": old, "score": 1}, {"person": now, "score": 2}],
        )
    )
    db.session.commit()
    assert dispose().people_done == 1
    db.session.expire_all()
    row = store.intake.import_batches.row(70, within=HERE)
    assert row is not None and row.raw == {"surname": "Holtby"}
    assert [each["person"] for each in row.candidates] == [now]


@pytest.mark.law("D-04")
def test_another_authority_disposes_of_its_own(dispose: Any) -> None:
    ours, theirs = young(born=OLD), young(born=OLD, authority="350")
    assert dispose().people_done == 1
    assert (is_here(ours), is_here(theirs, ELSEWHERE)) == (False, True)
    away = [replace(each, authority="350") for each in (OFFICER, OWNER)]
    assert dispose(officer=away[0], owner=away[1]).people_done == 1
    assert not is_here(theirs, ELSEWHERE)


@pytest.mark.law("D-04", "D-08")
def test_evidence_that_comes_after_the_approval_keeps_the_person(
    inside: Any, tmp_path: Path
) -> None:
    """A plan is recorded while the disposal waits: they are kept to twenty-five."""
    person, law = young(born=OLD), actions.law.disposals
    law.falling_due.confirm(("record", "lines", "return"), within=HERE, act=OWNER)
    made = law.proposing.propose(NOON.date(), within=HERE, act=OFFICER)
    law.proposing.approve(made.id, within=HERE, act=OWNER)
    record_evidence(person, detail("send", send="Y"))
    done = law.carrying_out.carry_out(
        made.id,
        ledger=Ledger(tmp_path / "ledger", AuditKeys(tmp_path / "keys"), 90),
        within=HERE,
        act=OWNER,
    )
    assert (done.people_done, done.left_out, is_here(person)) == (0, 1, True)


@pytest.mark.law("D-04")
def test_counts_of_past_days_stay(dispose: Any) -> None:
    young(born=OLD)
    young("Bryn", born=NOW)
    actions.history.positions.refresh([NOON.date()], within=HERE)
    tallied = "SELECT * FROM tallies ORDER BY 1, 2, 3, 4, 5"
    before = db.session.execute(text(tallied)).all()
    dispose()
    assert db.session.execute(text(tallied)).all() == before != []
