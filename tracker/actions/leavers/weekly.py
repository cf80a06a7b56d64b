"""The answer for the week: who is attending, who has stopped, who was not seen.

Attending is a report that nothing has changed, and confirms as that does. Stopped is a
notice of leaving. Not seen is no evidence: it is a work item of the council, and no
status changes.

See decision 0206.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import double_submission
from tracker.actions.intake.questions import door
from tracker.actions.leavers import notices, own_students, place_questions, unchanged
from tracker.actions.leavers.own_students import Student
from tracker.actions.leavers.weekly_recording import ATTENDANCE
from tracker.actions.work import tasks
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.institution import Institution
from tracker.refusal import Refusal, refuse
from tracker.store.accounts.audit import Action
from tracker.store.intake.sendings import (
    LEFT_OPEN,
    OTHERS,
    Answer,
    Kind,
    Sending,
    Sent,
    State,
)
from tracker.store.leavers.notices import DONE
from tracker.store.work.tasks import Task

#: An answer may be about a day of this week or of the last.
MOST_DAYS_AGO = 13


@dataclass(frozen=True, slots=True)
class Answers:
    """What a sender chose: an answer for some students, by the number of a line of
    each, and the last day of those that have stopped.

    ``others``: all the others are attending.
    """

    chosen: Mapping[int, Answer]
    last_days: Mapping[int, date] = field(default_factory=dict)
    others: bool = False

    def last_day(self, student: Student) -> date | None:
        """The last day of a student, by whichever line of theirs the form had."""
        found = (self.last_days.get(row) for row in student.rows)
        return next(filter(None, found), None)


def answer(
    answers: Answers,
    *,
    day: date,
    institution: Institution,
    keys: Collection[str],
    within: Scope,
    act: Act,
) -> Sending:
    """Sends the answers about a day; a worker then confirms those who are attending and
    opens the work items. A form that is sent twice is sent once.

    Raises Refusal; nothing is sent then.
    """
    with store.database.base.transaction(f"notices of {institution.key}"):
        # By a second click, those who have stopped are not on the list any more.
        earlier = _sent_before(answers, day, keys=keys, within=within, act=act)
        if earlier is not None:
            return earlier
        listed = own_students.of(institution, keys, within=within, on=act.on)
        if listed is None:
            raise Refusal(
                "We have no complete list from you for this school year. Send one "
                "first."
            )
        chosen = _chosen(answers, listed)
        _check(answers, chosen, day, act)
        return _send(answers, chosen, len(listed), day, institution, act)


def _send(
    answers: Answers,
    chosen: Sequence[tuple[Student, Answer]],
    listed: int,
    day: date,
    institution: Institution,
    act: Act,
) -> Sending:
    """Stores checked answers of so many students ``listed``, with their notices and the
    task for the worker, inside the open transaction.
    """
    of_people = store.intake.rolls.people_of(
        row for student, _ in chosen for row in student.rows
    )
    kept = _kept(chosen, of_people, institution, on=day, authority=act.authority)
    counts = {each.value: 0 for each in Answer}
    for _, choice in chosen:
        counts[choice.value] += 1
    counts[OTHERS if answers.others else LEFT_OPEN] = listed - len(chosen)
    sending = Sending(
        authority=act.authority,
        institution=institution.key,
        kind=Kind.UNCHANGED,
        state=State.SENT,
        as_at=day,
        counts=counts,
        made_by=act.by,
        made_at=act.at,
        confirmed_by=act.by,
        confirmed_at=act.at,
    )
    store.database.base.insert(sending)
    for student, choice in chosen:
        last_day = answers.last_day(student)
        if choice is Answer.STOPPED and last_day is not None:
            notices.record_notice(
                student.who,
                last_day=last_day,
                next_step="",
                note="",
                institution=institution,
                act=replace(act, on=day),
            )
    rows = {row for some in kept.values() for row in some}
    act.note(
        Action.WEEK_ANSWERED,
        sending.subject,
        people=sorted({of_people[row] for row in rows if row in of_people}),
        institution=institution.key,
    )
    tasks.request(
        "answer for the week",
        act=act,
        subject=sending.subject,
        sending=sending.id,
        others=answers.others,
        **kept,
    )
    return sending


def _chosen(
    answers: Answers, listed: Sequence[Student]
) -> list[tuple[Student, Answer]]:
    """The students that were answered for. Raises Refusal for a line that is not, or no
    more, of a student of the institution: with one sentence, whichever line it is.
    """
    of_row = {row: each for each in listed for row in each.rows}
    if not answers.chosen.keys() <= of_row.keys():
        raise Refusal(
            "A student you answered for is not on your list any more. Nothing was "
            "sent: look at the answers below, and send them again."
        )
    found = {of_row[row]: choice for row, choice in answers.chosen.items()}
    return list(found.items())


def _check(
    answers: Answers, chosen: Sequence[tuple[Student, Answer]], day: date, act: Act
) -> None:
    """Raises Refusal for what cannot be sent, with each student that it is about."""
    if not timedelta() <= act.on - day <= timedelta(days=MOST_DAYS_AGO):
        raise Refusal("Select a day of this week or the last.", "day")
    if not chosen and not answers.others:
        raise Refusal(
            "Select an answer for a student, or send that all the others are attending."
        )
    problems = []
    for student, choice in chosen:
        if choice is not Answer.STOPPED:
            continue
        last, who = answers.last_day(student), student.who
        if last is None:
            problems.append(f"Enter the last day of {student.called}, like 20/11/2026.")
        elif last > day:
            problems.append(
                f"The last day of {student.called} must be {say_date(day)} or earlier."
            )
        elif who.born is None and not who.upn and not who.uln:
            problems.append(
                f"Your list has no date of birth or number of {student.called}. Report "
                "that they left on the page for a withdrawal."
            )
    refuse(("", each) for each in problems)


def _kept(
    chosen: Sequence[tuple[Student, Answer]],
    of_people: Mapping[int, int],
    institution: Institution,
    *,
    on: date,
    authority: str,
) -> dict[str, list[int]]:
    """The lines to keep for each answer.

    Of a student whose records are restricted at the institution no answer is kept, not
    even for a moment, but that they have stopped, which the law wants reported.
    """
    kept: dict[str, list[int]] = {each.value: [] for each in Answer}
    for student, choice in chosen:
        if choice is not Answer.STOPPED:
            persons = {of_people[row] for row in student.rows if row in of_people}
            who = replace(student.who, upn=None, uln=None)
            if door.is_restricted_at(
                institution.key, persons, who, on=on, authority=authority
            ):
                continue
        kept[choice.value] += student.rows
    return {choice: sorted(rows) for choice, rows in kept.items()}


def _sent_before(
    answers: Answers, day: date, *, keys: Collection[str], within: Scope, act: Act
) -> Sending | None:
    """The answer of the first click, where the form was sent twice."""
    since = act.at - double_submission.WITHIN
    for each in store.intake.sendings.sent_since(since, of=keys, within=within):
        number = sum(each.counts.get(choice, 0) for choice in Answer)
        if not each.is_of_week or number != len(answers.chosen):
            continue
        if (each.made_by, each.as_at) != (act.by, day):
            continue
        sent = store.intake.sendings.get(each.id, of=keys, within=within)
        if sent is not None and sent.task is not None and _is_alike(answers, sent.task):
            return each
    return None


def _is_alike(answers: Answers, task: Task) -> bool:
    """Whether a task is of the same answers. Of a restricted student it has none."""
    kept = {row: choice for choice in Answer for row in task.arguments[choice.value]}
    chosen = answers.chosen
    stopped = {row for row, choice in chosen.items() if choice is Answer.STOPPED}
    return (
        task.arguments["others"] == answers.others
        and all(kept.get(row, choice) == choice for row, choice in chosen.items())
        and stopped <= kept.keys()
    )


def withdraw(sent: Sent, *, within: Scope, act: Act) -> None:
    """Withdraws a report: its confirmations, its notices and its open work items. What
    the council has dealt with stays. Raises NotSendable.
    """
    sending = sent.sending
    with store.people.records.changing(sending.authority):
        unchanged.withdraw(sent, within=within, act=act)
        if not sending.is_of_week:
            return
        for notice in store.leavers.notices.reported_at(
            sending.made_at, by=sending.made_by, of=sending.institution, within=within
        ):
            if notice.state not in DONE:
                notices.withdraw(notice, within=within, act=act)
        store.work.items.remove_open(
            ATTENDANCE,
            sending.institution,
            opened_at=sending.made_at,
            within=within,
        )
        place_questions.open_again(
            sending.institution, answered_at=sending.made_at, within=within, act=act
        )
