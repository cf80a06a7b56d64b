"""Retention: the schedule, what is due, disposals with certificates, legal holds."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store, wording
from tracker.access import Permission
from tracker.actions.law import disposals
from tracker.actions.law.disposals.ledger import Ledger
from tracker.config import Settings
from tracker.domain.law.disposal.disposed_tables import OF_PEOPLE
from tracker.refusal import Refusal
from tracker.store.law.disposals.disposal_runs import Disposal
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.forms import SHORT, Form, Needed, Text, Words
from tracker.web.guard import found, may, me, requires, scope
from tracker.web.officer import bp

_LABELS = {
    **{each.table: each.label for each in OF_PEOPLE},
    "search_keys": "Search keys",
}


class Hold(Form):
    """A legal hold on one young person."""

    person = Text("Number of the young person", [Needed("Enter the number."), SHORT])
    case = Text("Case that needs it (optional)", [SHORT])
    reason = Words(
        "Why is everything about them kept?",
        [Needed("Enter why the record is kept.")],
        render_kw={"params": {"rows": 3}},
    )


class Because(Form):
    """The reason for a decision."""

    reason = Words(
        "Why?", [Needed("Enter the reason.")], render_kw={"params": {"rows": 3}}
    )


@bp.get("/retention")
@requires(Permission.SEE_SHARING)
def retention() -> ResponseReturnValue:
    return render_template(
        "officer/retention.html",
        lines=disposals.falling_due.schedule(within=scope(), authority=me().authority),
        runs=store.law.disposals.disposal_runs.every(within=scope()),
        may_decide=may(Permission.DECIDE_SHARING),
        names=store.accounts.users.names(within=scope()),
    )


@bp.post("/retention/confirm")
@requires(Permission.DECIDE_SHARING, fresh=True)
def retention_confirm() -> ResponseReturnValue:
    """Confirms the rules of one category of the schedule."""
    category = request.form.get("category", "")
    with refusals.flashed():
        new = disposals.falling_due.confirm([category], within=scope(), act=act())
        if new:
            flash(f"You have confirmed how long this is kept: {new[0].title}.")
    return redirect(url_for("officer.retention"))


@bp.get("/retention/due")
@requires(Permission.SEE_SHARING)
def retention_due() -> ResponseReturnValue:
    """What is past its date today; nothing is changed."""
    due = disposals.falling_due.due(today(), within=scope(), authority=me().authority)
    counts = disposals.proposing.counted(due.people)
    counts.pop("search_keys", None)  # they are words, and no rows
    return render_template(
        "officer/retention_due.html",
        due=due,
        rows=_labelled(counts),
        rows_together=sum(counts.values()),
        may_propose=may(Permission.WORK_CASES),
        open_one=store.law.disposals.disposal_runs.open_one(within=scope()),
    )


@bp.post("/retention/propose")
@requires(Permission.WORK_CASES)
def disposal_propose() -> ResponseReturnValue:
    with refusals.flashed():
        made = disposals.proposing.propose(today(), within=scope(), act=act())
        flash(f"Disposal {made.id} is proposed. The asset owner approves it.")
        return redirect(url_for("officer.disposal", number=made.id))
    return redirect(url_for("officer.retention_due"))


@bp.get("/retention/disposals/<int:number>")
@requires(Permission.SEE_SHARING)
def disposal(number: int) -> ResponseReturnValue:
    return _disposal(_found(number), Because())


def _found(number: int) -> Disposal:
    return found(store.law.disposals.disposal_runs.get(number, within=scope()))


def _disposal(shown: Disposal, declining: Because) -> ResponseReturnValue:
    task = disposals.disposal_task.newest(shown.id, within=scope())
    return render_template(
        "officer/disposal.html",
        disposal=shown,
        counts=_labelled(shown.counts),
        done=_labelled(shown.done),
        task=task,
        declining=declining,
        remains=wording.disposals.REMAINS,
        is_own=actions.accounts.review.one_person.is_by(shown.proposed_by, act()),
        may_decide=may(Permission.DECIDE_SHARING),
        names=store.accounts.users.names(within=scope()),
    )


@bp.post("/retention/disposals/<int:number>/approve")
@requires(Permission.DECIDE_SHARING, fresh=True)
def disposal_approve(number: int) -> ResponseReturnValue:
    _found(number)
    with refusals.flashed():
        disposals.proposing.approve(number, within=scope(), act=act())
        flash(f"Disposal {number} is approved. It can be carried out.")
    return redirect(url_for("officer.disposal", number=number))


@bp.post("/retention/disposals/<int:number>/decline")
@requires(Permission.DECIDE_SHARING, fresh=True)
def disposal_decline(number: int) -> ResponseReturnValue:
    shown, form = _found(number), Because()
    if form.validate_on_submit():
        with refusals.in_form(form):
            disposals.proposing.decline(
                number, reason=form.reason.data or "", within=scope(), act=act()
            )
            flash(f"Disposal {number} is declined.")
            return redirect(url_for("officer.disposal", number=number))
    return _disposal(shown, form)


@bp.post("/retention/disposals/<int:number>/carry-out")
@requires(Permission.DECIDE_SHARING, fresh=True)
def disposal_carry_out(number: int) -> ResponseReturnValue:
    """Has a worker carry it out; one that was stopped goes on."""
    if _found(number).state not in ("approved", "begun"):
        abort(404)
    disposals.disposal_task.request(number, ledger=_ledger(), act=act())
    flash(f"Disposal {number} is being carried out. Its numbers grow until it is done.")
    return redirect(url_for("officer.disposal", number=number))


def _ledger() -> Ledger:
    settings: Settings = current_app.config["TRACKER"]
    keeping = settings.keeping
    file = keeping.disposals_file(settings.var)
    return Ledger(file, settings.audit_keys, keeping.remembered_days)


@bp.get("/retention/holds")
@requires(Permission.SEE_SHARING)
def legal_holds() -> ResponseReturnValue:
    return render_template(
        "officer/legal_holds.html",
        holds=store.law.disposals.legal_holds.every(within=scope()),
        may_place=may(Permission.WORK_CASES),
        names=store.accounts.users.names(within=scope()),
    )


@bp.route("/retention/holds/new", methods=["GET", "POST"])
@requires(Permission.WORK_CASES)
def legal_hold_new() -> ResponseReturnValue:
    form = Hold()
    if form.validate_on_submit():
        with refusals.in_form(form):
            held = disposals.holding.place(
                _number(form.person.data or ""),
                reason=form.reason.data or "",
                case=(form.case.data or "").strip(),
                within=scope(),
                act=act(),
            )
            flash(f"Hold {held.id} stands: nothing about them is disposed of.")
            return redirect(url_for("officer.legal_holds"))
    return render_template("officer/legal_hold_new.html", form=form)


def _number(given: str) -> int:
    text = given.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refusal("Enter the number of the record, such as 2207.", "person")
    return int(text)


@bp.route("/retention/holds/<int:number>/release", methods=["GET", "POST"])
@requires(Permission.WORK_CASES)
def legal_hold_release(number: int) -> ResponseReturnValue:
    hold, form = (
        found(store.law.disposals.legal_holds.get(number, within=scope())),
        Because(),
    )
    if form.validate_on_submit():
        with refusals.in_form(form):
            disposals.holding.release(
                number, reason=form.reason.data or "", within=scope(), act=act()
            )
            flash(f"Hold {number} is released.")
            return redirect(url_for("officer.legal_holds"))
    return render_template("officer/legal_hold_release.html", form=form, hold=hold)


def _labelled(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(label, counts[name]) for name, label in _LABELS.items() if name in counts]
