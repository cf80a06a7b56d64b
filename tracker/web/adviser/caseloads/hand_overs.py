"""Hand-overs that were made: the list of them, and undoing or redoing one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.store.casework.caseloads import HandOver
from tracker.web import paging, refusals
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.adviser.caseloads import hand_over_preview
from tracker.web.filters import counted, moment
from tracker.web.guard import found, requires, scope

_MARK = "mark"


@bp.get("/caseloads/hand-overs")
@requires(Permission.HAND_OVER)
def caseload_hand_overs() -> ResponseReturnValue:
    page = paging.page(
        store.casework.caseloads.count_hand_overs(within=scope()), rows=20
    )
    everybody = store.accounts.users.everybody(within=scope())
    return render_template(
        "adviser/caseloads/hand_overs.html",
        page=page,
        hand_overs=store.casework.caseloads.newest_hand_overs(
            within=scope(), **page.cut
        ),
        names={user.id: user.name for user in everybody},
        emails={user.email: user.name for user in everybody},
    )


@bp.route("/caseloads/hand-overs/<int:number>/undo", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
def caseload_undo(number: int) -> ResponseReturnValue:
    made = found(store.casework.caseloads.hand_over(number, within=scope()))
    problem = refusals.Problem()
    if request.method == "POST":
        with refusals.kept() as problem:
            back = actions.casework.hand_overs.undo(made, act=act(), mark=_mark())
            flash(f"Undone: {_went(back)} back to where they were.")
            return redirect(url_for("adviser.caseload_hand_overs"))
    if made.undone_by is not None:
        flash("This hand-over has already been undone.", "refused")
        return redirect(url_for("adviser.caseload_hand_overs"))
    return _page(made, "Undo", "go back", problem)


@bp.route("/caseloads/hand-overs/<int:number>/redo", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
def caseload_redo(number: int) -> ResponseReturnValue:
    made = found(store.casework.caseloads.hand_over(number, within=scope()))
    problem = refusals.Problem()
    if request.method == "POST":
        with refusals.kept() as problem:
            moved = actions.casework.hand_overs.redo(made, act=act(), mark=_mark())
            flash(f"Done again: {_went(moved)} to the new adviser.")
            return redirect(url_for("adviser.caseload_hand_overs"))
    if made.undone_by is None:
        flash("This hand-over has not been undone.", "refused")
        return redirect(url_for("adviser.caseload_hand_overs"))
    return _page(made, "Redo", "move again", problem)


def _page(
    made: HandOver, verb: str, goes: str, problem: refusals.Problem
) -> ResponseReturnValue:
    seen = actions.casework.hand_overs.preview(made)
    many = counted(seen.people, "young person", "young people")
    whole = counted(seen.people + len(seen.left), "young person", "young people")
    left = f" {len(seen.left):,} of {whole} would stay where they are." * bool(
        seen.left
    )
    return hand_over_preview.page(
        f"{verb} hand-over {made.id}?",
        f"Made on {moment(made.made_at)}. Nothing has been moved yet: {many} would "
        f"{goes}.{left}",
        f"{verb} it for {many}" if seen.people else "",
        seen.flows,
        left=seen.left,
        hidden=[(_MARK, seen.mark)],
        back=url_for("adviser.caseload_hand_overs"),
        problem=problem,
    )


def _mark() -> str:
    """The mark of what was looked at; without one, nothing was."""
    return request.form.get(_MARK, "").strip() or "not looked at"


def _went(many: int) -> str:
    return f"{counted(many, 'young person', 'young people')} went"
