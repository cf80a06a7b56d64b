"""A young person moves: the same history, sources and identifier on both sides."""

import pytest

from tests.actions.law.transfers.conftest import MOVED, Installation
from tests.actions.law.transfers.moving import folded, people, spells
from tracker import returns, store
from tracker.domain.reference import codes
from tracker.store.law.transfers.exchanged import Answer

pytestmark = [pytest.mark.law("O7", "L-09"), pytest.mark.usefixtures("agreed")]


def test_history_sources_and_number_are_equal_there(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    came = bolton.take(wigan.send(mover, bolton.authority))
    with bolton.inside():
        (arrived,) = people(bolton)
        held = store.law.transfers.exchanged.get(came.id, within=bolton.scope)
        assert held is not None and held.person_id == arrived
    here, there = folded(wigan, mover), folded(bolton, arrived)
    assert spells(there) == spells(here)
    assert spells(there)
    assert there.position is not None and here.position is not None
    assert there.position.activity is here.position.activity
    assert there.known.identity.given == here.known.identity.given
    assert there.known.identity.born == here.known.identity.born
    assert there.known.identity.upn == here.known.identity.upn
    assert there.known.phone == here.known.phone == "07700 900125"
    assert there.known.lead_authority == bolton.authority
    assert {it.source.passed_on_by for it in there.evidence} == {"359", None}
    number = f"3599{mover:09d}"
    subject = returns.build.Subject(there.members[0], there.known, (), None, None)
    record = returns.build.record(subject, bolton.authority)
    assert record["PreviousYPIDIdentifier"] == number == came.ypid
    assert str(record["YoungPersonsID"]).startswith(bolton.authority)


def test_they_are_transferred_once_the_other_authority_has_accepted_them(
    mover: int, wigan: Installation, bolton: Installation
) -> None:
    came = bolton.take(wigan.send(mover, bolton.authority))
    assert folded(wigan, mover).known.departure is None
    wigan.take(bolton.answer(came.id, Answer.RECEIVED))
    assert folded(wigan, mover).known.departure is None
    sent = wigan.take(bolton.answer(came.id, Answer.ACCEPTED))
    gone = folded(wigan, mover)
    assert gone.known.departure is not None
    assert gone.known.departure.status == codes.TRANSFERRED
    assert gone.known.departure.to == bolton.authority
    assert gone.known.departure.on == MOVED
    record = returns.build.record(
        returns.build.Subject(gone.members[0], gone.known, (), None, None), "359"
    )
    assert record["CohortStatus"] == codes.TRANSFERRED
    assert record["TransferredToLACode"] == bolton.authority
    assert sent.answer == Answer.ACCEPTED
