"""What an answer for the week comes to: who is confirmed, and who has to be checked.

See decision 0206.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import evidence, folding
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.leavers import notices, own_students, place_questions, unchanged
from tracker.actions.work import adviser_items, items, tasks
from tracker.actions.work.tasks import Result, Say
from tracker.domain.history.evidence import Tier
from tracker.domain.intake.sending_calendar import week_of
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.england import day_at
from tracker.domain.reference.institution import Institution
from tracker.store.institutions.institution_keys import institution_of
from tracker.store.intake.sendings import Answer, State
from tracker.store.work.tasks import Task

#: The kind of the work item about a student whose attendance has to be checked.
ATTENDANCE = "attendance"


@tasks.kind("answer for the week")
def _record(task: Task, *, say: Say, act: Act) -> Result:
    """Confirms those who are attending and opens the work items; a second run does
    nothing.
    """
    within = authority_scope(task.authority)
    sending = store.intake.sendings.get_unchanged(
        int(task.arguments["sending"]), within=within
    )
    if sending is None or sending.as_at is None:
        raise tasks.Failed("What you sent is no longer there.")
    institution = institution_of(sending.institution)
    on_roll = unchanged.on_roll(institution, within=within, on=sending.as_at)
    there = {each.person: each for each in on_roll.there} if on_roll else {}
    say("Recording the answers.")
    with store.people.records.changing(task.authority):
        sending = store.intake.sendings.lock(sending.id)
        if sending.entry_id is not None or sending.state != State.SENT:
            return {}
        assert sending.as_at is not None
        as_sent = replace(act, by=sending.made_by, at=sending.made_at)
        chosen = _people(task)
        attending = chosen[Answer.ATTENDING]
        confirmed = set[int]()
        if task.arguments["others"]:
            confirmed = _on_page(institution, sending.as_at, within)
        # A click for all the others is not about who was not seen in the same week.
        monday = week_of(sending.as_at)
        confirmed -= _open_people(institution, monday, within)
        confirmed = (confirmed | attending) & there.keys()
        confirmed -= chosen[Answer.STOPPED] | chosen[Answer.NOT_SEEN]
        confirmed -= unchanged.restricted(
            confirmed, institution, on=sending.as_at, authority=act.authority
        )
        where = notices.ref_of(institution)
        sending.entry_id = evidence.record_inside(
            [
                UserEvidence(
                    each, (unchanged.still(there[each], where),), sending.as_at
                )
                for each in sorted(confirmed)
            ],
            tier=Tier.PROVIDER_ROLL,
            source=unchanged.SOURCE,
            act=as_sent,
        )
        week = say_date(sending.as_at)
        _to_check(
            chosen[Answer.NOT_SEEN],
            f"Not seen at {institution.name} in the week to {week}. Find out whether "
            "they still go there. This is no evidence that they left.",
            institution,
            as_sent,
        )
        _to_check(
            _elsewhere(attending - confirmed, institution, sending.as_at, act),
            f"{institution.name} has them as attending on {week}, and the record does "
            "not have them there. Find out where they are.",
            institution,
            as_sent,
        )
        _undecided(task, institution, as_sent)
        place_questions.answered(
            confirmed.union(*chosen.values()), institution, act=as_sent
        )
    # As with a report that nothing has changed, its sender learns no number.
    return {}


def _on_page(institution: Institution, on: date, within: Scope) -> set[int]:
    """The people of the lines that its page had on a day."""
    listed = own_students.of(institution, [institution.key], within=within, on=on)
    rows = (row for each in listed or () for row in each.rows)
    return set(store.intake.rolls.people_of(rows).values())


def _people(task: Task) -> dict[Answer, set[int]]:
    """The people of the lines of each answer."""
    rows = {each: task.arguments[each.value] for each in Answer}
    of = store.intake.rolls.people_of(row for some in rows.values() for row in some)
    return {
        choice: {of[row] for row in some if row in of} for choice, some in rows.items()
    }


def _open_people(institution: Institution, since: date, within: Scope) -> set[int]:
    """Those whose attendance there has to be checked by an item opened since a day."""
    found = [
        each.person_id
        for each in store.work.items.open_of_kind(ATTENDANCE, within=within)
        if each.institution == institution.key
        and each.person_id is not None
        and day_at(each.opened_at) >= since
    ]
    return set(store.people.records.roots(found).values())


def _elsewhere(
    persons: Collection[int], institution: Institution, on: date, act: Act
) -> set[int]:
    """Those of these people who are not at the institution, as the record shows it, on
    the day or today.
    """
    days = sorted({on, act.on})
    folded = folding.folded_on(persons, act.authority, days, outward=True)
    return {
        each.person
        for each in folded
        if all(it.position.institution != institution.key for it in each.members)
    }


def _to_check(
    persons: Collection[int], why: str, institution: Institution, act: Act
) -> None:
    """Opens an item for each of these people who has no open one about the place."""
    within = authority_scope(act.authority)
    open_now = _open_people(institution, date.min, within)
    listed = store.people.person_items.listed(persons)
    for person in sorted(listed - open_now):
        adviser_items.open_within(
            ATTENDANCE, why, person, institution=institution.key, act=act
        )


def _undecided(task: Task, institution: Institution, act: Act) -> None:
    """Opens an item for each line of a student not seen that waits for a decision."""
    rows = task.arguments[Answer.NOT_SEEN.value]
    for batch, line in store.intake.rolls.undecided(rows):
        items.open_within(
            ATTENDANCE,
            f"Line {line} of batch {batch} names a student not seen at "
            f"{institution.name}. Decide the line, then find out if they go there.",
            institution=institution.key,
            within=authority_scope(act.authority),
            act=act,
        )
