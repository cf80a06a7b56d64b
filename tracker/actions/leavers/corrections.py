"""A school's corrections of where its leavers are, and the council's decisions on them.

What an institution reports about a young person who left it is a third party's report.
It is used if there is nothing better, raises a question if there is, and overwrites
nothing. Once the data team has checked it, it counts as the team's own.

See decision 0043.
"""

from dataclasses import replace
from datetime import date

from tracker import domain, store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import double_submission, evidence
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.intake.receive import ref_as_json
from tracker.actions.leavers.own_leavers import OwnLeaver
from tracker.domain.history.details.attribution import key_by
from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.leavers.reported_activities import ACTIVITIES
from tracker.domain.reference.institution import InstitutionRef
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.leavers.corrections import Correction, Reported, State

SOURCE = domain.leavers.own_statement.CORRECTION
CHECKED = f"{SOURCE}, checked"

#: The longest note that a user may write with it.
LONGEST_NOTE = 2000


#: How a school may know it, in the words that its user chooses from.
HOW_KNOWN = (
    "Spoke to the young person",
    "Spoke to a parent or carer",
    "Heard from the school, college or provider",
    "Seen there",
    "Heard from another person",
)


def record_correction(
    leaver: OwnLeaver,
    *,
    institution: str,
    doing: str,
    at_place: InstitutionRef | None,
    place_name: str,
    since: date | None,
    how: str,
    note: str,
    act: Act,
) -> Correction:
    """Records a school's correction about one of its leavers. If the form is sent
    twice, the second call returns the first correction. Raises Refusal.
    """
    activity = ACTIVITIES[doing]
    if activity.needs_place and at_place is None:
        raise Refusal("Enter which school, college or provider it is.", "provider")
    if since is not None and since > act.on:
        raise Refusal(
            "The date this started must be today or in the past. If it has not "
            "started, leave it blank and say so in the note.",
            "since",
        )
    if not activity.is_evidence and not note.strip():
        raise Refusal("Enter a note saying what it is.", "note")
    if len(note) > LONGEST_NOTE:
        raise Refusal(f"Note must be {LONGEST_NOTE:,} characters or fewer.", "note")
    person = leaver.person
    with store.people.records.changing(person.authority):
        correction = Correction(
            authority=person.authority,
            institution=institution,
            person_id=person.id,
            doing=doing,
            place=ref_as_json(at_place),
            place_name=place_name,
            since=since,
            how=how,
            note=note.strip(),
            state=State.WAITING,
            reported_by=act.by,
            reported_at=act.at,
        )
        known = store.leavers.corrections.alike(
            correction, since=act.at - double_submission.WITHIN
        )
        if known is not None:
            return known
        if (statement := statement_of(correction)) is not None:
            correction.entry_id = _record(
                correction, statement, Tier.THIRD_PARTY, as_at=act.on, act=act
            )
        store.database.base.insert(correction)
        _note(Action.CORRECTION_RECORDED, correction, act=act)
    return correction


def statement_of(correction: Correction) -> Doing | None:
    """The evidence in a correction, or None if the data team has to read it first."""
    activity = ACTIVITIES[correction.doing]
    if not activity.is_evidence:
        return None
    return Doing(
        activity.code,
        at=correction.at,
        starts=correction.since,
        part_time=False if activity.code is None else None,
    )


def accept(reported: Reported, *, answer: str, act: Act) -> bool:
    """Accepts a correction, which the data team has checked, as the council's own.

    Returns whether the young person's position now agrees with it, because a better
    source may still place them elsewhere. Raises Refusal.
    """
    with store.database.base.transaction():
        correction = _waiting(reported)
        statement = statement_of(correction)
        if statement is not None:
            correction.confirmed_entry_id = _record(
                correction, statement, Tier.ADVISER, as_at=act.on, act=act
            )
        _decide(correction, State.ACCEPTED, Action.CORRECTION_ACCEPTED, answer, act=act)
    return statement is None or _holds(correction, statement, act.on)


def _holds(correction: Correction, statement: Doing, on: date) -> bool:
    """Whether the position on the day of acceptance agrees with the correction."""
    person = store.people.records.roots([correction.person_id])[correction.person_id]
    member = store.history.positions.of([person], on).get(person)
    if member is None:
        return False
    if statement.at is None:
        return member.position.activity.code == statement.activity
    resolve = store.institutions.register.directory().resolve
    return member.position.institution == key_by(statement.at, resolve)


def decline(reported: Reported, *, answer: str, within: Scope, act: Act) -> None:
    """Declines a correction: its evidence is withdrawn. Raises Refusal.

    ``answer`` is the text that the school reads.
    """
    if not answer.strip():
        raise Refusal(
            "Give the school the reason, without any details of the young person.",
            "answer",
        )
    with store.database.base.transaction():
        correction = _waiting(reported)
        evidence.withdraw_inside(correction.entry_id, within=within, act=act)
        correction.entry_id = None
        _decide(correction, State.DECLINED, Action.CORRECTION_DECLINED, answer, act=act)


def undo(reported: Reported, *, within: Scope, act: Act) -> None:
    """Undoes a decision: the correction waits again, and its evidence counts.

    Raises Refusal.
    """
    with store.people.records.changing(reported.correction.authority):
        correction = store.leavers.corrections.lock(reported.correction.id)
        if correction.state == State.WAITING:
            raise Refusal("This correction has not been decided yet.")
        evidence.withdraw_inside(correction.confirmed_entry_id, within=within, act=act)
        correction.confirmed_entry_id = None
        statement = statement_of(correction)
        if correction.state == State.DECLINED and statement is not None:
            # As the school reported it, and as at the day when it did.
            correction.entry_id = _record(
                correction,
                statement,
                Tier.THIRD_PARTY,
                as_at=min(act.day_of(correction.reported_at), act.on),
                act=replace(act, by=correction.reported_by),
            )
        correction.state, correction.answer = State.WAITING, ""
        correction.decided_by = correction.decided_at = None
        _note(Action.CORRECTION_REOPENED, correction, act=act)


def _waiting(reported: Reported) -> Correction:
    store.people.records.lock(reported.correction.authority)
    correction = store.leavers.corrections.lock(reported.correction.id)
    if correction.state != State.WAITING:
        raise Refusal(f"This correction has already been {correction.state}.")
    return correction


def _decide(
    correction: Correction, state: State, action: Action, answer: str, *, act: Act
) -> None:
    correction.state, correction.answer = state, answer.strip()
    correction.decided_by, correction.decided_at = act.by, act.at
    _note(action, correction, act=act)


def _record(
    correction: Correction, statement: Doing, tier: Tier, *, as_at: date, act: Act
) -> int:
    return evidence.record_inside(
        [UserEvidence(correction.person_id, (statement,), as_at)],
        tier=tier,
        source=SOURCE if tier is Tier.THIRD_PARTY else CHECKED,
        act=act,
    )


def _note(action: Action, correction: Correction, *, act: Act) -> None:
    act.note(
        action,
        f"correction {correction.id}",
        person=correction.person_id,
        institution=correction.institution,
    )
