"""The last steps of a return: sign-off, download, sending, DfE's answer."""

from contextlib import suppress
from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.refusal import Refusal
from tracker.store.nccis_return.runs import ReturnRun
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return import dfe_answers, months
from tracker.web.forms import Day, Form, Needed, Tick, Words
from tracker.web.guard import found, requires, scope


class SignOff(Form):
    reason = Words(
        "Why are you signing off with these errors?",
        description="DfE sees the issues too. Do not name a young person.",
    )
    confirmed = Tick(
        actions.nccis_return.sign_off.CONFIRMED,
        [Needed("Tick the box to confirm what you are signing.")],
    )


class Withdrawal(months.Step):
    title = button = "Withdraw the sign-off"
    about = "The return can then be made again, and must be signed off again."
    reason = Words(
        "Why are you withdrawing the sign-off?",
        [Needed("Enter why you are withdrawing the sign-off.")],
        description="It is saved with the return. Do not name a young person.",
        render_kw={"params": {"rows": 4}},
    )


class Sent(months.Step):
    title = button = "Mark as sent"
    about = (
        "Do this once the file has been uploaded to DfE, then delete it from your "
        "computer. The sign-off cannot be withdrawn after that."
    )
    before_sign_off = "The return must be signed off before it is sent."
    day = Day(
        "The day it was sent",
        [Needed("Enter the day it was sent.")],
        description="For example, 4 11 2026",
        default=today,
        render_kw={
            "params": {
                "fieldset": {
                    "legend": {
                        "text": "The day it was sent",
                        "classes": "govuk-fieldset__legend--s",
                    }
                }
            }
        },
    )
    note = Words(
        "Note (optional)",
        description="Where and how it was sent. Do not name a young person.",
        render_kw={"params": {"rows": 3}},
    )


class Answer(months.Step):
    title = "DfE's answer"
    about = "What DfE found in the file, kept here instead of in a mailbox."
    button = "Save"
    note = Words(
        "What DfE answered",
        [Needed("Enter what DfE answered.")],
        description="Do not name a young person.",
        render_kw={"params": {"rows": 4}},
    )


def _done(run: ReturnRun, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("data_team.return_run", number=run.id))


@bp.route("/returns/<int:number>/sign-off", methods=["GET", "POST"])
@requires(Permission.SIGN_OFF_RETURN, fresh=True)
def return_sign_off(number: int) -> ResponseReturnValue:
    run, form = months.run_of(number), SignOff()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.nccis_return.sign_off.sign(
                run, reason=form.reason.data or "", act=act()
            )
            return _done(run, f"The return for {run.period.label} is signed off.")
    return render_template(
        "data_team/nccis_return/sign_off.html",
        run=run,
        form=form,
        standing=store.nccis_return.run_steps.of([run.id])[run.id],
        issues=store.nccis_return.run_issues.totals(run.id),
        figures=months.figures_of(run),
        is_own=actions.accounts.review.one_person.is_by(run.prepared_by, act()),
        **months.since_last_month(run),
    )


@bp.route("/returns/<int:number>/withdraw", methods=["GET", "POST"])
@requires(Permission.SIGN_OFF_RETURN, fresh=True)
def return_withdraw(number: int) -> ResponseReturnValue:
    run, form = months.run_of(number), Withdrawal()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.nccis_return.sign_off.withdraw(
                run, reason=form.reason.data or "", act=act()
            )
            return _done(run, "The sign-off is withdrawn.")
    return months.step_page(run, form)


@bp.get("/returns/<int:number>/file")
@requires(Permission.PREPARE_RETURN, offered_on="data_team.return_run")
def return_file(number: int) -> ResponseReturnValue:
    run = months.run_of(number)
    data = None
    with suppress(Refusal):
        data = actions.nccis_return.submission.file(run, act=act())
    return send_file(
        BytesIO(found(data)),
        mimetype="application/xml",
        as_attachment=True,
        download_name=f"NCCIS_{run.authority}_{run.period_end:%Y-%m-%d}.xml",
    )


@bp.route("/returns/<int:number>/sent", methods=["GET", "POST"])
@requires(Permission.PREPARE_RETURN)
def return_sent(number: int) -> ResponseReturnValue:
    run, form = months.run_of(number), Sent()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.law.by_law.send_return(
                run, on=form.day.data, note=form.note.data or "", act=act()
            )
            return _done(run, "The return is marked as sent.")
    return months.step_page(run, form)


@bp.route("/returns/<int:number>/answer", methods=["GET", "POST"])
@requires(Permission.PREPARE_RETURN)
def return_answer(number: int) -> ResponseReturnValue:
    run, form = months.run_of(number), Answer()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.nccis_return.submission.note_answer(
                run, note=form.note.data or "", act=act()
            )
            return _done(run, "DfE's answer is saved with the return.")
    return render_template(
        "data_team/nccis_return/answer.html",
        run=run,
        form=form,
        lists=dfe_answers.lists_of(run),
        names=store.accounts.users.names(within=scope()),
    )
