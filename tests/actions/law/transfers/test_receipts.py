"""Receipts: early, late, declined, and for one who may be there already."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.actions.law.transfers.conftest import BOLTON, MOVED, Installation
from tests.actions.law.transfers.moving import folded, load, people, spells
from tests.factories import census, pupil
from tracker import actions, store
from tracker.domain.reference import codes
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.intake.import_batches import Outcome, StagedRow
from tracker.store.law.transfers.exchanged import Answer

pytestmark = [pytest.mark.law("O7", "L-09"), pytest.mark.usefixtures("agreed")]
LATER = timedelta(hours=3)
BORN = date(2009, 12, 3)


def status(at: Installation, person: int, day: date) -> str | None:
    return folded(at, person, day).members[0].status


def test_a_receipt_that_comes_late_transfers_from_the_day_of_the_move(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    came = bolton.take(wigan.send(mover, BOLTON))
    accepted = bolton.answer(came.id, Answer.ACCEPTED)
    months = timedelta(days=75)
    wigan.take(accepted, later=months)
    assert status(wigan, mover, date(2026, 10, 31)) != codes.TRANSFERRED
    assert status(wigan, mover, date(2027, 2, 28)) == codes.TRANSFERRED
    gone = folded(wigan, mover, date(2027, 2, 28)).known.departure
    assert gone is not None and gone.on == MOVED


def test_the_same_receipt_is_made_again_and_an_answer_for_good_is_one(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    came = bolton.take(wigan.send(mover, BOLTON))
    first = bolton.answer(came.id, Answer.ACCEPTED)
    assert bolton.answer(came.id, Answer.ACCEPTED) == first
    for given in (Answer.DECLINED, Answer.RECEIVED):
        with pytest.raises(Refusal, match="was accepted already"):
            bolton.answer(came.id, given, "Not here")


def test_who_is_declined_stays_and_may_be_sent_again(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    came = bolton.take(wigan.send(mover, BOLTON))
    with pytest.raises(Refusal, match="Withdraw that first"):
        bolton.answer(came.id, Answer.DECLINED, "They live in Bury")
    with bolton.inside():
        assert came.batch is not None
        batch = store.intake.import_batches.batch(came.batch, within=bolton.scope)
        actions.intake.apply.withdraw(batch, act=bolton.act())
    with pytest.raises(Refusal, match="Enter why"):
        bolton.answer(came.id, Answer.DECLINED)
    sent = wigan.take(bolton.answer(came.id, Answer.DECLINED, "They live in Bury"))
    assert sent.answer == Answer.DECLINED
    assert folded(wigan, mover).known.departure is None
    assert wigan.send(mover, BOLTON, later=LATER)


def test_a_file_waits_for_one_receipt(mover: int, wigan: Installation, bolton) -> None:
    wigan.send(mover, BOLTON)
    with pytest.raises(Refusal, match="waits for its receipt"):
        wigan.send(mover, BOLTON, later=LATER)


def test_who_was_accepted_is_not_sent_again_until_that_is_taken_back(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    came = bolton.take(wigan.send(mover, BOLTON))
    sent = wigan.take(bolton.answer(came.id, Answer.ACCEPTED))
    with pytest.raises(Refusal, match="Bolton has accepted them already"):
        wigan.send(mover, BOLTON, later=LATER)
    with wigan.inside():
        outgoing = actions.law.transfers.outgoing
        outgoing.withdraw(sent.id, within=wigan.scope, act=wigan.act(LATER))
        with pytest.raises(Refusal, match="already been taken back"):
            outgoing.withdraw(sent.id, within=wigan.scope, act=wigan.act(LATER))
        with pytest.raises(Refusal, match="No file with number"):
            outgoing.withdraw(999, within=wigan.scope, act=wigan.act(LATER))
    assert folded(wigan, mover).known.departure is None


def test_one_who_is_there_already_is_found_and_keeps_what_is_known_there(
    mover: int, wigan: Installation, bolton: Installation, tmp_path: Path
) -> None:
    here = pupil(1, BORN, postcode="BL1 1AA")
    load(bolton, "school-census", census(tmp_path / "b.csv", [here]), date(2025, 10, 2))
    with bolton.inside():
        (known,) = people(bolton)
    came = bolton.take(wigan.send(mover, BOLTON))
    with bolton.inside():
        assert people(bolton) == [known]
    assert {each[:3] for each in spells(folded(wigan, mover))} <= {
        each[:3] for each in spells(folded(bolton, known))
    }
    wigan.take(bolton.answer(came.id, Answer.ACCEPTED))


def test_one_with_another_birthday_there_is_a_question_and_not_accepted_before(
    mover: int, wigan: Installation, bolton: Installation, tmp_path: Path
) -> None:
    # The day and the month are exchanged, and no number says that it is them.
    other = pupil(1, date(2009, 3, 12), postcode="BL1 1AA", upn="", uln="")
    load(
        bolton, "school-census", census(tmp_path / "b.csv", [other]), date(2025, 10, 2)
    )
    with bolton.inside():
        (known,) = people(bolton)
    came = bolton.take(wigan.send(mover, BOLTON))
    with bolton.inside():
        (row,) = db.session.query(StagedRow).filter_by(batch_id=came.batch).all()
        assert row.outcome == Outcome.POSSIBLE
        assert [each["person"] for each in row.candidates] == [known]
        assert people(bolton) == [known]
    with pytest.raises(Refusal, match="waits for a decision"):
        bolton.answer(came.id, Answer.ACCEPTED)
    wigan.take(bolton.answer(came.id, Answer.RECEIVED))
    with bolton.inside():
        row = db.session.get(StagedRow, row.id)
        actions.intake.resolve.resolve(row, person=known, act=bolton.act())
    there = folded(bolton, known)
    assert spells(folded(wigan, mover))[0][:2] in {each[:2] for each in spells(there)}
    wigan.take(bolton.answer(came.id, Answer.ACCEPTED))
    assert status(wigan, mover, date(2026, 11, 30)) == codes.TRANSFERRED


def test_one_whose_number_is_there_with_another_birthday_raises_a_question(
    mover: int, wigan: Installation, bolton: Installation, tmp_path: Path
) -> None:
    other = pupil(1, date(2010, 3, 12), postcode="BL1 1AA")
    load(
        bolton, "school-census", census(tmp_path / "b.csv", [other]), date(2024, 10, 3)
    )
    with bolton.inside():
        (known,) = people(bolton)
    bolton.take(wigan.send(mover, BOLTON))
    (question,) = folded(bolton, known).known.questions
    assert question.field == "born"
    assert {question.stands.value, question.other.value} == {"2010-03-12", "2009-12-03"}
