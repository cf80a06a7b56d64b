"""The report that nothing has changed this month: those on the roll are still on it.

The report confirms the young people who are named on the sender's own lists of this
school year and are still there by all the evidence since. It counts as the provider's
roll, as at the day of the report. It does not confirm a person who has left by a notice
or is known to be elsewhere by now, because the sender did not look at them one by one.
It never makes a partial list complete, and it does not reach over the summer.

See decision 0044.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from tracker import domain, feeds, store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import evidence, positions
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.intake.questions import door
from tracker.actions.intake.uploads.sendings import NotSendable
from tracker.actions.leavers.notices import ref_of
from tracker.actions.work import tasks
from tracker.actions.work.tasks import Result, Say
from tracker.domain.history.details.attribution import key_by
from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.institution import Institution, InstitutionRef
from tracker.store.accounts.audit import Action
from tracker.store.institutions.institution_keys import institution_of
from tracker.store.intake.rolls import Roll
from tracker.store.intake.sendings import Kind, Sending, Sent, State
from tracker.store.work.tasks import Task

SOURCE = domain.leavers.own_statement.UNCHANGED


@dataclass(frozen=True, slots=True)
class OnRoll:
    """The people that a report of no change would be about.

    ``named`` counts those on the newest complete list and the lists since; ``there``
    are those of them who are still there by all the evidence.
    """

    named: int
    there: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """The newest complete list of an institution, and those that it sent since."""

    newest: Roll
    later: tuple[Roll, ...]


def lists(institution: Institution, *, within: Scope, on: date) -> Lists | None:
    """The lists that a report of today would be about. Its sender sees no more than
    this: whether the records agree with the lists would show who is on record.

    None if the institution has sent no complete list in this school year.
    """
    resolve = store.institutions.register.directory().resolve
    applied = store.intake.rolls.applied(
        AcademicYear.of(on).starts, on, feeds=feeds.registry.rolls(), within=within
    )
    found = {
        (roll.as_at, roll.batch): roll
        for roll in applied
        if key_by(roll.sender, resolve) == institution.key
    }
    complete = [when for when, roll in found.items() if roll.complete]
    if not complete:
        return None
    newest = max(complete)
    later = tuple(roll for when, roll in found.items() if when > newest)
    return Lists(found[newest], later)


def on_roll(institution: Institution, *, within: Scope, on: date) -> OnRoll | None:
    """The people a report would be about; None without a complete list this year."""
    about = lists(institution, within=within, on=on)
    if about is None:
        return None
    batches = {about.newest.batch, *(roll.batch for roll in about.later)}
    named = store.intake.rolls.named(batches)
    positions.refresh([on], within=within, only=sorted(named))
    members = store.history.positions.of(named, on)
    there = tuple(
        member
        for _, member in sorted(members.items())
        if member.position.institution == institution.key
        and not member.position.is_not_known
    )
    return OnRoll(len(named), there)


def report_unchanged(institution: Institution, *, within: Scope, act: Act) -> Sending:
    """Records a report that nothing has changed; a worker then confirms the people.

    Raises NotSendable.
    """
    if lists(institution, within=within, on=act.on) is None:
        raise NotSendable(
            "We have no complete list from you for this school year. Send one first."
        )
    with store.database.base.transaction():
        sending = Sending(
            authority=act.authority,
            institution=institution.key,
            kind=Kind.UNCHANGED,
            state=State.SENT,
            as_at=act.on,
            made_by=act.by,
            made_at=act.at,
            confirmed_by=act.by,
            confirmed_at=act.at,
        )
        store.database.base.insert(sending)
        act.note(
            Action.NO_CHANGE_REPORTED, sending.subject, institution=institution.key
        )
    tasks.request(
        "confirm unchanged", act=act, subject=sending.subject, sending=sending.id
    )
    return sending


@tasks.kind("confirm unchanged")
def _confirm(task: Task, *, say: Say, act: Act) -> Result:
    """Confirms the people who are still there; a second run confirms no one."""
    within = authority_scope(task.authority)
    sending = store.intake.sendings.get_unchanged(
        int(task.arguments["sending"]), within=within
    )
    if sending is None or sending.as_at is None:
        raise tasks.Failed("What you sent is no longer there.")
    institution = institution_of(sending.institution)
    found = on_roll(institution, within=within, on=sending.as_at)
    if found is None:
        raise tasks.Failed(
            "The list this is about was taken back before anybody was confirmed."
        )
    say("Confirming who is still there.")
    with store.people.records.changing(task.authority):
        sending = store.intake.sendings.lock(sending.id)
        if sending.entry_id is not None or sending.state != State.SENT:
            return {}
        where = ref_of(institution)
        assert sending.as_at is not None
        kept_back = restricted(
            [member.person for member in found.there],
            institution,
            on=sending.as_at,
            authority=task.authority,
        )
        sending.entry_id = evidence.record_inside(
            [
                UserEvidence(member.person, (still(member, where),), sending.as_at)
                for member in found.there
                if member.person not in kept_back
            ],
            tier=Tier.PROVIDER_ROLL,
            source=SOURCE,
            act=replace(act, by=sending.made_by, at=sending.made_at),
        )
    # Its sender may not learn how many the council has on record: a list of one would
    # be a way to ask for a name.
    return {}


def restricted(
    persons: Collection[int], institution: Institution, *, on: date, authority: str
) -> set[int]:
    """Those that the institution may not pass on as being there."""
    answered = store.law.restrictions.of_people(persons)
    within = authority_scope(authority)
    known = store.people.records.records(sorted(answered), within=within)
    return {
        each.id
        for each in known
        if door.is_restricted_at(
            institution.key, [each.id], each.identity, on=on, authority=authority
        )
    }


def still(member: Member, where: InstitutionRef) -> Doing:
    """The statement that a person still does the same, since the day they began it."""
    return Doing(member.position.activity.code, at=where, starts=member.position.starts)


def withdraw(sent: Sent, *, within: Scope, act: Act) -> None:
    """Withdraws a report that nothing has changed, and its confirmations with it.

    Raises NotSendable.
    """
    with store.people.records.changing(sent.sending.authority):
        sending = store.intake.sendings.lock(sent.sending.id)
        if sending.state == State.TAKEN_BACK:
            raise NotSendable("This has already been taken back.")
        evidence.withdraw_inside(sending.entry_id, within=within, act=act)
        sending.state = State.TAKEN_BACK
        sending.taken_back_by, sending.taken_back_at = act.by, act.at
        act.note(Action.NO_CHANGE_WITHDRAWN, sending.subject)
