"""What leaves from a case: notices of a correction, data for a third party.

Also the file of the people affected by a breach.
"""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.domain.law.cases.case_kinds import BREACH
from tracker.domain.law.documents.document import Document
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.disclosures import CorrectionNotice
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment, csv_file
from tracker.web.forms import Form, Needed, Radios, Text
from tracker.web.guard import found, may, requires, scope
from tracker.web.named import naming
from tracker.web.officer import bp
from tracker.web.officer.sharing import downloaded


class Sending(Form):
    how = Text("How was it sent?", [Needed("Enter how it was sent, such as by post.")])


@bp.route("/notices/<int:number>", methods=["GET", "POST"])
@requires(Permission.SEE_SHARING)
def correction_notice(number: int) -> ResponseReturnValue:
    """The letter of a notice, and the form that records that it was sent."""
    notice, form = _notice(number), Sending()
    may_send = may(Permission.WORK_CASES) and notice.dispatched_at is None
    if may_send and form.validate_on_submit():
        with refusals.in_form(form):
            actions.law.cases.correction_notices.dispatch(
                number, form.how.data or "", within=scope(), act=act()
            )
            flash(f"Notice {number} has been sent.")
            return redirect(url_for("officer.case", number=notice.case_id))
    naming.note([notice.person_id])
    return render_template(
        "officer/cases/correction_notice.html",
        notice=notice,
        case=found(store.law.cases.get(notice.case_id, within=scope())),
        document=_letter(notice),
        form=form if may_send else None,
        names=store.accounts.users.names(within=scope()),
    )


@bp.get("/notices/<int:number>.pdf")
@requires(Permission.SEE_SHARING, offered_on="officer.correction_notice")
def correction_notice_file(number: int) -> ResponseReturnValue:
    notice = _notice(number)
    letter = _letter(notice)
    act().note_alone(
        Action.CORRECTION_NOTICE_DOWNLOADED,
        f"notice {number}",
        people=[notice.person_id],
        why="notice of a correction",
    )
    return attachment(
        f"{letter.name}.pdf", reporting.documents.printed.pdf(letter, on=today())
    )


@bp.get("/cases/<int:number>/people.csv")
@requires(Permission.WORK_CASES, offered_on="officer.case")
def case_people_file(number: int) -> ResponseReturnValue:
    """The people affected by a breach, for those who inform them."""
    case = found(store.law.cases.get(number, within=scope()))
    people = store.law.cases.people([number], within=scope()).get(number, [])
    found((case.kind == BREACH and people) or None)
    act().note_alone(
        Action.AFFECTED_PEOPLE_DOWNLOADED,
        f"case {case.name}",
        people=[each.id for each in people],
        why=f"case {case.name}",
    )
    return csv_file(
        f"{case.name}-people.csv",
        ("Young person", "Given name", "Family name", "Date of birth"),
        [(each.id, each.given, each.family, each.born) for each in people],
    )


class Giving(Form):
    form = Radios(
        "File", choices=[("xlsx", "Workbook"), ("csv", "CSV")], default="xlsx"
    )


@bp.route("/cases/<int:number>/give", methods=["GET", "POST"])
@requires(Permission.WORK_CASES, fresh=True)
def case_give(number: int) -> ResponseReturnValue:
    """Shows what an approved request lets out and why, then gives the file."""
    case = found(store.law.cases.get(number, within=scope()))
    found(store.law.cases.third_party(number))
    form, law = Giving(), actions.law
    try:
        permitted, people = law.cases.third_parties.permit(
            case, within=scope(), act=act()
        )
        shared = law.shared_lists.prepare(permitted, people, act=act())
        if form.validate_on_submit():
            return downloaded(
                permitted,
                shared,
                form.form.data or "xlsx",
                lambda write: law.cases.third_parties.share(
                    permitted, shared, write, within=scope(), act=act()
                ),
            )
    except Refusal as refused:
        return render_template(
            "officer/cases/give.html", case=case, refused=str(refused), form=form
        )
    return render_template(
        "officer/cases/give.html",
        case=case,
        refused="",
        form=form,
        permitted=permitted,
        shared=shared,
    )


def _notice(number: int) -> CorrectionNotice:
    return found(store.law.disclosures.notice(number, within=scope()))


def _letter(notice: CorrectionNotice) -> Document:
    return actions.law.cases.correction_notices.letter(
        notice, council=current_app.config["TRACKER"].organisation or "", act=act()
    )
