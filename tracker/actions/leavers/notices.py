"""Notices of leaving: received within the week, about one student at a time.

An institution owes it (Education and Skills Act 2008, section 13). A worker looks for
the student among the young people known to be there. If not exactly one fits, the
notice waits for an officer of the council. If one fits, and their next step is not
known, finding it out is a work item of their adviser. The sender gets its receipt
before that: neither the answer nor the time it takes shows who is on record.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from tracker import domain, feeds, store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand, double_submission, evidence, folding
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.intake.questions import door
from tracker.actions.leavers import notices_and_lists
from tracker.actions.work import adviser_items, tasks
from tracker.actions.work.tasks import Result, Say
from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import NOT_KNOWN_COMPULSORY
from tracker.domain.reference.institution import Institution, InstitutionRef
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.institutions.institution_keys import institution_of
from tracker.store.leavers.notices import TO_SETTLE, Notice, State
from tracker.store.people.records import Person
from tracker.store.work.tasks import Task

SOURCE = domain.leavers.own_statement.NOTICE
#: The kind of the work item about a young person who left and has nothing next.
LEFT = "left"


def ref_of(institution: Institution) -> InstitutionRef:
    """An institution as evidence names it."""
    return InstitutionRef(
        urn=institution.urn, laestab=institution.laestab, ukprn=institution.ukprn
    )


def record_notice(
    who: Identity,
    *,
    last_day: date,
    next_step: str,
    note: str,
    institution: Institution,
    act: Act,
) -> Notice:
    """Records a notice of leaving; if the form is sent twice, returns the first notice.

    Raises Refusal.
    """
    if who.born is None and not who.upn and not who.uln:
        raise Refusal(
            "Enter the date of birth, UPN or ULN: a name alone is not enough.",
            "born",
        )
    if last_day > act.on:
        raise Refusal(
            "The last day must be today or in the past. Report it once they have left.",
            "last_day",
        )
    with store.database.base.transaction(f"notices of {institution.key}"):
        # Details that may not be kept about a restricted student are not stored even
        # for a moment. Nothing else is looked up before the sender gets an answer.
        scope = authority_scope(act.authority)
        could_be = store.leavers.notices.could_be(who, within=scope)
        # The institution owes the notice but may add nothing to it except the last
        # day: neither a number nor what the student does next.
        limited = door.is_restricted_at(
            institution.key,
            [each.id for each in could_be],
            replace(who, upn=None, uln=None),
            on=act.on,
            authority=act.authority,
        )
        notice = Notice(
            authority=act.authority,
            institution=institution.key,
            given=who.given,
            family=who.family,
            born=who.born,
            upn=None if limited else who.upn,
            uln=None if limited else who.uln,
            postcode=who.postcode,
            last_day=last_day,
            next_step="" if limited else next_step,
            note="" if limited else note,
            state=State.OPEN,
            reported_by=act.by,
            reported_at=act.at,
        )
        earlier = store.leavers.notices.alike(
            notice, since=act.at - double_submission.WITHIN
        )
        if earlier is not None:
            return earlier
        notice.lives_in = _elsewhere(who, act.authority)
        if notice.lives_in is not None:
            notice.state = State.ELSEWHERE
        if limited:
            # The worker could not find them later without the numbers.
            _find(notice, who, institution, act)
        store.database.base.insert(notice)
        _note(Action.LEAVING_NOTICE_RECORDED, notice, act=act)
    tasks.request(
        "leaving notice",
        act=act,
        subject=f"notice {notice.id}",
        notice=notice.id,
        on=act.on.isoformat(),
    )
    return notice


@tasks.kind("leaving notice")
def _look(task: Task, *, say: Say, act: Act) -> Result:
    """Looks once for the student that a notice is about."""
    reported_on = date.fromisoformat(task.arguments["on"])
    # The people are locked before the notice, as everywhere.
    with store.people.records.changing(task.authority):
        notice = store.leavers.notices.lock(int(task.arguments["notice"]))
        if notice.state not in TO_SETTLE or notice.entry_id is not None:
            return {}
        institution = institution_of(notice.institution)
        who = Identity(
            given=notice.given,
            family=notice.family,
            born=notice.born,
            upn=notice.upn,
            uln=notice.uln,
            postcode=notice.postcode,
        )
        _find(notice, who, institution, replace(act, on=reported_on))
    return {}


def _find(notice: Notice, who: Identity, institution: Institution, act: Act) -> None:
    """Ends the student's time at the institution, if exactly one person fits."""
    store.people.records.lock(notice.authority)
    within = authority_scope(notice.authority)
    person = _one_there(who, institution, notice.last_day, within=within, on=act.on)
    if person is not None:
        _record(notice, person, institution, act=replace(act, by=notice.reported_by))


def _record(notice: Notice, person: int, institution: Institution, *, act: Act) -> None:
    """Records the end of the student's time there, and whether the position agrees."""
    ended = Doing(None, at=ref_of(institution), ends=notice.last_day)
    notice.entry_id = evidence.record_inside(
        [UserEvidence(person, (ended,), act.on)],
        tier=Tier.LEAVING_NOTICE,
        source=SOURCE,
        act=act,
    )
    notice.person_id = person
    if store.history.sealed_facts.confidential([person]):
        notice.postcode = None
    folded = folding.folded_on([person], notice.authority, [act.on], outward=True)
    now = next((each.position for each in folded), None)
    still = (
        now is not None and now.institution == institution.key and not now.is_not_known
    )
    # A list of a later day still has them there: an officer has to ask.
    listed = notices_and_lists.listed_later([(person, notice)])
    notice.state = State.OPEN if still or listed else State.RECORDED
    # No figure counts a pupil of compulsory school age as not known: without an item
    # the council would not look for them.
    of_school_age = now is not None and now.activity is NOT_KNOWN_COMPULSORY
    unknown = now is None or now.is_not_known or of_school_age
    if unknown and store.people.person_items.listed([person]):
        left = f"Left {institution.name} on {say_date(notice.last_day)}."
        adviser_items.open_within(
            LEFT,
            f"{left} They are of compulsory school age: find out where they learn."
            if of_school_age
            else f"{left} Find out what they do next.",
            person,
            institution=institution.key,
            act=act,
        )


def _one_there(
    who: Identity, institution: Institution, last_day: date, *, within: Scope, on: date
) -> int | None:
    """The only person who fits and is there now, or was there on the last day."""
    could_be = store.leavers.notices.could_be(who, within=within)
    alike = [person.id for person in could_be if _is_meant(person, who)]
    (authority,) = within.authorities
    there = {
        folded.person
        for folded in folding.folded_on(
            alike, authority, sorted({last_day, on}), outward=True
        )
        for member in folded.members
        if member.position.institution == institution.key
    }
    return there.pop() if len(there) == 1 else None


def _is_meant(person: Person, who: Identity) -> bool:
    """Whether a number and one more detail agree, or full name and date of birth."""
    numbers = {person.upn, *person.former_upns, person.uln} - {None}
    numbered = who.upn in numbers or who.uln in numbers
    given = _same(who.given, [person.given, *(g for g, _ in person.other_names)])
    family = _same(who.family, [person.family, *(f for _, f in person.other_names)])
    born = who.born is not None and who.born == person.born
    return (numbered and (family or born)) or (given and family and born)


def _same(name: str, names: Iterable[str]) -> bool:
    return store.database.search_keys.plain(name) in {
        store.database.search_keys.plain(each) for each in names if each
    }


def _elsewhere(who: Identity, authority: str) -> str | None:
    """The authority of the student's home, if it is another one."""
    home = feeds.cells.postcodes.authority_of(who.postcode)
    return home if home != authority else None


def withdraw(notice: Notice, *, within: Scope, act: Act) -> None:
    """Withdraws a notice that should not have been sent. Raises Refusal."""
    with store.people.records.changing(notice.authority):
        notice = store.leavers.notices.lock(notice.id)
        if notice.state == State.TAKEN_BACK:
            raise Refusal("This notice has already been taken back.")
        if notice.state == State.SETTLED:
            raise Refusal(
                "The council has dealt with this notice. If it was wrong, contact "
                "the data team, quoting its number."
            )
        _undo(notice, within=within, act=act)
        notice.state = State.TAKEN_BACK
        _note(Action.LEAVING_NOTICE_WITHDRAWN, notice, act=act)


def _undo(notice: Notice, *, within: Scope, act: Act) -> None:
    """Undoes what a notice recorded, inside the open transaction."""
    evidence.withdraw_inside(notice.entry_id, within=within, act=act)
    if notice.person_id is not None:
        store.work.items.remove_open(
            LEFT, notice.institution, person=notice.person_id, within=within
        )
    notice.entry_id = None


def settle(
    notice: Notice,
    *,
    person: int | None,
    answer: str,
    institution: Institution,
    within: Scope,
    act: Act,
    is_wrong: bool = False,
) -> None:
    """Records what was done about a notice that waited; ``person`` is its student.

    ``is_wrong`` is for a notice that had ended their time there, where they never left.
    Raises Refusal.
    """
    if not answer.strip():
        raise Refusal("Enter a sentence saying what was done.", "answer")
    with store.people.records.changing(notice.authority):
        notice = store.leavers.notices.lock(notice.id)
        if notice.state not in TO_SETTLE:
            raise Refusal(f"This notice has already been {notice.state}.")
        if is_wrong:
            _undo(notice, within=within, act=act)
        elif person is not None:
            found = by_hand.known_person(person, within=within, field="person")
            evidence.withdraw_inside(notice.entry_id, within=within, act=act)
            if door.is_restricted_at(
                institution.key,
                [found.merged_into or found.id],
                found.identity,
                on=act.on,
                authority=notice.authority,
            ):
                notice.upn = notice.uln = None
                notice.next_step = notice.note = ""
            _record(notice, found.merged_into or found.id, institution, act=act)
        notice.state, notice.answer = State.SETTLED, answer.strip()
        notice.decided_by, notice.decided_at = act.by, act.at
        _note(Action.LEAVING_NOTICE_SETTLED, notice, act=act)


def passed_on(found: Iterable[Notice], to: str, *, act: Act) -> None:
    """Records in the open transaction that notices went to the council of their home,
    which is called ``to``. Raises Refusal where another user has settled one.
    """
    for each in found:
        notice = store.leavers.notices.lock(each.id)
        if notice.state != State.ELSEWHERE:
            raise Refusal(f"Notice {notice.id} has already been {notice.state}.")
        notice.state, notice.answer = State.SETTLED, f"Passed on to {to}."
        notice.decided_by, notice.decided_at = act.by, act.at
        _note(Action.LEAVING_NOTICE_SETTLED, notice, act=act)


def wait_again(lead: str, at: datetime, *, within: Scope, act: Act) -> None:
    """Lets the notices that were passed on to a council at one moment wait again, in
    the open transaction.
    """
    for notice in store.leavers.notices.settled_at(lead, at, within=within):
        notice.state, notice.answer = State.ELSEWHERE, ""
        notice.decided_by = notice.decided_at = None
        _note(Action.LEAVING_NOTICE_WITHDRAWN, notice, act=act)


def _note(action: Action, notice: Notice, *, act: Act) -> None:
    act.note(
        action,
        f"notice {notice.id}",
        state=notice.state,
        institution=notice.institution,
    )
