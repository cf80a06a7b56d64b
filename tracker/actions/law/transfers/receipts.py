"""Receipts: what the recipient of a history answers, and what follows from it.

Once a young person is accepted elsewhere they have status T in our next return, with
the authority they moved to. Until then, or where they are declined, they stay ours.
"""

from dataclasses import dataclass

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import evidence, folding
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.law.transfers import awaited, transfer_keys
from tracker.actions.law.transfers.checking import Checked, NotTaken
from tracker.actions.law.transfers.outgoing import number_of
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Detail
from tracker.domain.law.transfers import contents
from tracker.domain.law.transfers.contents import Receipt
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import say_date
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import Status
from tracker.store.law.transfers.exchanged import (
    Answer,
    Direction,
    Holding,
    Transfer,
)

#: The source of the departure of a young person accepted by another authority.
SOURCE = "receipt of another authority"
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a file that came has got.

    ``person`` is the record that it was applied to, None before.
    """

    transfer: Transfer
    applied: bool
    person: int | None

    @property
    def may_be_accepted(self) -> bool:
        """Whether the young person of it is on record here by it."""
        return self.applied and self.person is not None


def standing(transfer: Transfer, *, within: Scope) -> Standing:
    """How far a history that came has got."""
    assert transfer.batch_id is not None
    batch = store.intake.import_batches.batch(transfer.batch_id, within=within)
    applied = batch is not None and batch.status == Status.APPLIED
    people = store.people.records.persons_of(
        store.history.evidence_changes.records_of(transfer.batch_id)
    )
    return Standing(transfer, applied, min(people, default=None))


def answer(
    number: int, given: Answer, *, reason: str = "", act: Act
) -> tuple[str, bytes]:
    """The name and the bytes of the receipt for a history that came.

    An answer for good is given once; the same receipt can be made again. Raises
    Refusal.
    """
    scope = authority_scope(act.authority)
    reason = " ".join(reason.split())
    with store.database.base.transaction(f"transfers of {act.authority}"):
        came = store.law.transfers.exchanged.lock(number, within=scope)
        if came is None or came.direction != Direction.IN:
            raise Refusal(f"No file with number {number} has come here.")
        if came.answer != given:
            _check_answer(came, given, reason, scope)
            came.answer, came.reason = given, reason
            came.answered_at, came.answered_by = act.at, act.by
            came.person_id = standing(came, within=scope).person
            store.database.base.insert(came)
            act.note(
                Action.TRANSFER_ANSWERED,
                f"transfer {came.id}",
                party=came.party,
                answer=str(given),
                people=[came.person_id] if came.person_id else (),
            )
        file = transfer_keys.sign(contents.written(_receipt(came, scope, act)), act=act)
    name = f"receipt-{act.authority}-to-{came.party}-{came.reference[:8]}-{given}.json"
    return name, file


def answers_to(came: Transfer) -> tuple[Answer, ...]:
    """The answers that a file may get: notices are only received."""
    return (Answer.RECEIVED,) if came.holding == Holding.NOTICES else tuple(Answer)


def _check_answer(came: Transfer, given: Answer, reason: str, scope: Scope) -> None:
    if given not in answers_to(came):
        raise Refusal(
            "Notices are about residents of ours in any case: answer that they came."
        )
    if came.answer in (Answer.ACCEPTED, Answer.DECLINED):
        raise Refusal(f"It was {came.answer} already, and an answer for good is one.")
    found = standing(came, within=scope)
    if given is Answer.ACCEPTED and not found.may_be_accepted:
        raise Refusal(
            f"Batch {came.batch_id} with their history is not applied, or waits for a "
            "decision about whose it is. Decide that first."
        )
    if given is Answer.DECLINED:
        if found.may_be_accepted:
            raise Refusal(
                f"Their history is applied here as batch {came.batch_id}. Withdraw "
                "that first."
            )
        if not reason or len(reason) > _LONGEST:
            raise Refusal(
                f"Enter why, in {_LONGEST} characters or fewer: {_WHY}.", "reason"
            )


_WHY = "the other authority goes on leading them and has to know the reason"


def _receipt(came: Transfer, scope: Scope, act: Act) -> Receipt:
    assert came.answered_at is not None and came.answer is not None
    ypid = ""
    if came.answer == Answer.ACCEPTED and came.person_id is not None:
        folded = next(
            folding.folded_on([came.person_id], act.authority, [act.on]), None
        )
        merged = store.people.merges.ypids_of_merged(within=scope)
        ypid = number_of(
            folded.known.ypids if folded else (),
            came.person_id,
            merged.get(came.person_id, frozenset()),
        )
    return Receipt(
        reference=came.reference,
        sha256=came.sha256,
        sender=act.authority,
        recipient=came.party,
        made=came.answered_at,
        answer=came.answer,
        ypid=ypid,
        reason=came.reason,
    )


def take(checked: Checked, found: Receipt, *, act: Act) -> Transfer:
    """Takes a receipt for a file of ours. Raises NotTaken; then nothing has changed."""
    scope = authority_scope(act.authority)
    with store.database.base.transaction(f"transfers of {act.authority}"):
        sent = store.law.transfers.exchanged.by_reference(
            found.reference, Direction.OUT, within=scope
        )
        if (
            sent is None
            or sent.party != checked.sender.key
            or sent.sha256 != found.sha256
        ):
            raise NotTaken(
                f"{checked.name} is a receipt for no file that was made here for "
                f"{checked.sender.name}; nothing has changed."
            )
        _check_still_open(sent, checked, found)
        sent.answer, sent.reason = found.answer, found.reason
        sent.answered_at, sent.answered_by = act.at, act.by
        store.database.base.insert(sent)
        if not sent.waits:
            awaited.end(sent, within=authority_scope(act.authority), act=act)
        if found.answer == Answer.ACCEPTED and sent.person_id is not None:
            sent.entry_id = evidence.record_inside(
                [UserEvidence(sent.person_id, (_departure(sent),), act.on)],
                source=SOURCE,
                act=act,
            )
            store.database.base.insert(sent)
        act.note(
            Action.TRANSFER_RECEIPT,
            f"transfer {sent.id}",
            people=[sent.person_id] if sent.person_id else (),
            party=sent.party,
            answer=found.answer,
        )
    return sent


def _check_still_open(sent: Transfer, checked: Checked, found: Receipt) -> None:
    if sent.withdrawn_at is not None:
        raise NotTaken(
            f"{checked.name} is for a file that was taken back here on "
            f"{say_date(sent.withdrawn_at.date())}; nothing has changed. Agree with "
            f"{checked.sender.name} which of you leads this young person."
        )
    if sent.answer is None:
        return
    assert sent.answered_at is not None
    if sent.answer != Answer.RECEIVED or found.answer == Answer.RECEIVED:
        raise NotTaken(
            f"{checked.name} brings nothing new: a receipt for this file was loaded on "
            f"{say_date(sent.answered_at.date())}, with the answer “{sent.answer}”."
        )


def _departure(sent: Transfer) -> Detail:
    assert sent.moved_on is not None
    return detail(
        "departure",
        status=codes.TRANSFERRED,
        to=sent.party,
        on=sent.moved_on.isoformat(),
    )
