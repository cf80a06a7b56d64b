"""The answer for the week, ten seconds where nothing is new: who still attends."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, feeds, store
from tracker.access import Permission
from tracker.actions.leavers.own_students import Student
from tracker.actions.leavers.weekly import Answers
from tracker.domain.intake.sending_calendar import week_of
from tracker.domain.reference.academic_year import say_near
from tracker.feeds.cells.dates import day_of
from tracker.refusal import Refusal
from tracker.store.intake.sendings import Answer, Sending
from tracker.store.work.items import WorkItem
from tracker.web import refusals
from tracker.web.acting import act, began, today
from tracker.web.forms import Form, Needed, Radios, Text, Words
from tracker.web.front import incoming
from tracker.web.guard import own_keys, requires, scope
from tracker.web.named import naming
from tracker.web.school import bp, own_institution

#: So many students a page shows; of a longer list those with a name.
MOST = 300
#: So many lines may be pasted.
MOST_PASTED = 200
#: The buttons: find those of a pasted list, send what was chosen, or with all others.
FIND, CHOSEN, OTHERS = "find", "chosen", "others"
WORDS = {
    Answer.ATTENDING: "Attending",
    Answer.STOPPED: "Stopped",
    Answer.NOT_SEEN: "Not seen",
}
_FRIDAY = 4


class Week(Form):
    """The day, and a pasted list; the answers are read from the rows of the table."""

    day = Radios("Which day is this about?", [Needed("Select a day.")])
    pasted = Words("A list of students, one a line", [Optional()])
    pasted_answer = Radios(
        "These students",
        [Optional()],
        choices=[
            (Answer.STOPPED.value, "have stopped"),
            (Answer.NOT_SEEN.value, "were not seen"),
        ],
        default=Answer.STOPPED.value,
    )
    pasted_last = Text("Last day, if they have stopped", [Optional()])


@dataclass(frozen=True, slots=True)
class Entered:
    """What a form has for the students: an answer and a last day, as they were written,
    by the number of the student's line.
    """

    answers: Mapping[int, str]
    last_days: Mapping[int, str]

    def read(self, *, others: bool) -> Answers:
        """The answers, where each can be read. Raises Refusal."""
        try:
            chosen = {row: Answer(each) for row, each in self.answers.items()}
        except ValueError:
            raise Refusal("Select one of the three answers.") from None
        days: dict[int, date] = {}
        for row, written in self.last_days.items():
            if chosen.get(row) is not Answer.STOPPED or not written:
                continue
            found = day_of(written)
            if found is None:
                raise Refusal(f"“{written}” must be a real date, like 20/11/2026.")
            days[row] = found
        return Answers(chosen, days, others)


def _entered() -> Entered:
    """The answers that were sent, of rows with a number."""
    of = incoming.of_rows(request.form, "answer", "last")
    return Entered(of["answer"], of["last"])


def _days() -> list[tuple[str, str]]:
    """Today, and the Friday of last week."""
    friday = week_of(today()) - timedelta(days=7 - _FRIDAY)
    return [
        (today().isoformat(), f"Today, {say_near(today(), today())}"),
        (friday.isoformat(), f"Last week, to Friday {say_near(friday, today())}"),
    ]


@bp.route("/lists/week", methods=["GET", "POST"])
@requires(Permission.SEND_LIST)
def list_week() -> ResponseReturnValue:
    form = Week()
    form.day.choices = _days()
    entered = _entered()
    missing: list[int] = []
    with own_institution.as_council():
        listed = actions.leavers.own_students.of(
            own_institution.mine(),
            own_keys(),
            within=own_institution.everybody(),
            on=today(),
        )
        if request.method == "GET":
            form.day.data = today().isoformat()
        elif form.validate_on_submit():
            with refusals.in_form(form):
                step = request.form.get("step")
                if step == FIND:
                    entered, missing = _found(form, entered, listed or ())
                else:
                    sending = _send(form, entered, others=step == OTHERS)
                    flash("Sent to the council. This is your receipt.")
                    return redirect(url_for("school.list_receipt", number=sending.id))
        return _page(form, entered, listed, missing)


def _send(form: Week, entered: Entered, *, others: bool) -> Sending:
    return actions.leavers.weekly.answer(
        entered.read(others=others),
        day=date.fromisoformat(form.day.data),
        institution=own_institution.mine(),
        keys=own_keys(),
        within=own_institution.everybody(),
        act=act(),
    )


def _found(
    form: Week, entered: Entered, listed: Sequence[Student]
) -> tuple[Entered, list[int]]:
    """The form with the answer of the pasted students chosen, and the lines that name
    none. Nothing is sent. Raises Refusal.
    """
    lines = feeds.confined.pasted(form.pasted.data or "")
    if len(lines) > MOST_PASTED:
        raise Refusal(
            f"Paste {MOST_PASTED} lines or fewer, or send a list as a file.", "pasted"
        )
    found, missing = actions.leavers.own_students.find(lines, listed)
    choice = form.pasted_answer.data or Answer.STOPPED.value
    answers = dict(entered.answers) | {each.number: choice for each in found}
    days = dict(entered.last_days)
    if choice == Answer.STOPPED and form.pasted_last.data:
        days |= {each.number: form.pasted_last.data for each in found}
    return Entered(answers, days), missing


def _page(
    form: Week,
    entered: Entered,
    listed: Sequence[Student] | None,
    missing: Collection[int],
) -> str:
    words = request.args.get("name", "")
    questions = _questions_of(listed or ())
    shown = _shown(listed or (), words, {*entered.answers, *questions})
    # Who the council asks about comes first.
    shown.sort(key=lambda each: each.number not in questions)
    _note(shown)
    return render_template(
        "school/lists/week.html",
        form=form,
        institution=own_institution.mine(),
        listed=listed,
        shown=shown,
        questions=questions,
        entered=entered,
        missing=missing,
        answers=WORDS,
        most=MOST,
        name=words,
        answered=answered(),
        steps=(FIND, CHOSEN, OTHERS),
    )


def _questions_of(listed: Sequence[Student]) -> dict[int, WorkItem]:
    """The question of the council about each student, by the number in the form."""
    questions = actions.leavers.place_questions.shown_to(
        own_institution.mine(), within=own_institution.everybody()
    )
    if not questions:
        return {}
    of_people = store.intake.rolls.people_of(
        row for each in listed for row in each.rows
    )
    return {
        each.number: questions[person]
        for each in listed
        for person in {of_people[row] for row in each.rows if row in of_people}
        if person in questions
    }


def _note(shown: Sequence[Student]) -> None:
    """Notes the people that the page names, and the lines that name no one as their
    record does.
    """
    of_people = store.intake.rolls.people_of(each.number for each in shown)
    known = store.people.records.records(
        sorted(set(of_people.values())), within=own_institution.everybody()
    )
    names = {each.id: each.name for each in known}
    for each in shown:
        person = of_people.get(each.number)
        if person is not None and names.get(person) == each.called:
            naming.note([person])
        else:
            naming.note([each.number], what="lines")


def _shown(
    listed: Sequence[Student], words: str, chosen: Collection[int]
) -> list[Student]:
    """The students with every one of these words, at most so many as a page shows, and
    always those with an answer.
    """
    plain = store.database.search_keys.plain
    wanted = plain(words).split()
    fits = [
        each
        for each in listed
        if all(word in plain(each.called) for word in wanted)
        and each.number not in chosen
    ]
    some = {each.number for each in fits[:MOST]} | set(chosen)
    return [each for each in listed if each.number in some]


def answered() -> Sending | None:
    """The newest answer of this week: also a list, or a report about everybody."""
    monday = week_of(today())
    newest = store.intake.sendings.sent_since(
        began(monday), of=own_keys(), within=scope()
    )
    return next(
        (
            each
            for each in newest
            if (each.as_at or today()) >= monday
            and (each.feed is None or feeds.registry.FEEDS[each.feed].roll)
        ),
        None,
    )
