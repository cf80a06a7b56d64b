"""UPNs to copy into Get Information About Pupils, and what came of each look-up."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.casework.not_known import pupil_look_ups
from tracker.actions.casework.not_known.pupil_look_ups import Answered
from tracker.domain.intake.pupil_look_ups import GROUPS, MOST, USUAL, WEEKS
from tracker.store.casework.not_known.pupil_numbers import LookUp
from tracker.web import attachments, refusals
from tracker.web.acting import act, today
from tracker.web.adviser import narrowing
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return.issues import person_page
from tracker.web.forms import Choice, Form, Needed, Radios
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.web.named import naming
from tracker.wording.counts import counted

#: So many look-ups are listed.
SHOWN = 12


class Copying(Form):
    group = Radios(
        "What do you look them up for?",
        [Needed("Select what you look them up for.")],
    )
    weeks = Choice(
        "Leave out those looked up in the last",
        choices=[(str(each), counted(each, "week")) for each in WEEKS],
        default=str(USUAL),
    )


def _weeks(given: str | None) -> int:
    weeks = incoming.number(given)
    return weeks if weeks in WEEKS else USUAL


@bp.route("/matching/look-up", methods=["GET", "POST"])
@requires(Permission.MATCH_ROWS)
def match_look_up() -> ResponseReturnValue:
    """How many UPNs wait in each group, the next to copy, and the look-ups so far."""
    form = Copying()
    weeks = _weeks(request.values.get("weeks"))
    waiting = pupil_look_ups.waiting(
        day=narrowing.newest_day(), weeks=weeks, within=scope(), act=act()
    )
    form.group.choices = [
        (name, f"{group.title} ({len(waiting[name]):,} to look up): {group.purpose}")
        for name, group in GROUPS.items()
    ]
    if form.validate_on_submit():
        with refusals.in_form(form):
            number = pupil_look_ups.copy(
                str(form.group.data),
                day=narrowing.newest_day(),
                weeks=weeks,
                within=scope(),
                act=act(),
            )
            flash("The look-up is recorded. Copy the numbers below.")
            return redirect(url_for("data_team.match_looked_up", number=number))
    look_ups = store.casework.not_known.pupil_numbers.look_ups(
        within=scope(), most=SHOWN
    )
    return render_template(
        "data_team/matching/look_up.html",
        form=form,
        weeks=weeks,
        most=MOST,
        waits=any(waiting.values()),
        unconfirmed=[each for each in GROUPS.values() if not each.confirmed],
        answered=[pupil_look_ups.answered(each, within=scope()) for each in look_ups],
        groups=GROUPS,
        names=store.accounts.users.names(within=scope()),
        today=today(),
    )


def _look_up(number: int) -> LookUp:
    return found(store.casework.not_known.pupil_numbers.look_up(number, within=scope()))


def _answered(look_up: LookUp) -> Answered:
    """What came of a look-up; to read its numbers is to look at these people."""
    naming.note(look_up.people)
    naming.note(look_up.rows, what="lines")
    return pupil_look_ups.answered(look_up, within=scope())


@bp.get("/matching/look-up/<int:number>")
@requires(Permission.MATCH_ROWS)
def match_looked_up(number: int) -> ResponseReturnValue:
    """The numbers of one look-up as a text to copy, and what did not come back."""
    look_up = _look_up(number)
    answered = _answered(look_up)
    missing = store.people.records.records(answered.missing, within=scope())
    return render_template(
        "data_team/matching/looked_up.html",
        look_up=look_up,
        answered=answered,
        missing=missing,
        group=GROUPS.get(look_up.group),
        person_page=person_page,
        names=store.accounts.users.names(within=scope()),
    )


@bp.get("/matching/look-up/<int:number>/upns.txt")
@requires(Permission.MATCH_ROWS, offered_on="data_team.match_looked_up")
def match_looked_up_file(number: int) -> ResponseReturnValue:
    """The numbers of one look-up as a file, one in each line."""
    look_up = _look_up(number)
    answered = _answered(look_up)
    text = "".join(f"{upn}\r\n" for upn in answered.upns)
    return attachments.attachment(f"upns-{number}.txt", text.encode())
