"""The work that DfE's answer gives about one young person: mended, settled, given."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import ROLES, Permission
from tracker.actions.nccis_return.answers import answer_items
from tracker.actions.work.work_kinds import queries
from tracker.store.work.items import Item, Selection
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return.dfe_answers import STATES, shown_lines
from tracker.web.data_team.nccis_return.issues import person_page
from tracker.web.forms import Choice, Form, Needed, Ticks, Words
from tracker.web.front import incoming
from tracker.web.guard import found, me, requires, scope

_ANYBODY = "any"


class Settling(Form):
    lines = Ticks("What do you settle?", [Needed("Tick what you settle.")])
    reason = Words(
        "Why does nothing have to be mended?",
        [Needed("Enter why nothing has to be mended.")],
        description="For example: DfE reads the code of last year.",
        render_kw={"params": {"rows": 3}},
    )


class Giving(Form):
    owner = Choice("Who does it?", [Needed("Select who does it.")])


def _item(number: int) -> Item:
    rows = queries([answer_items.KIND], within=scope())
    page = Selection(rows, today(), done=None, number=number).page()
    return found(next(iter(page), None))


def _lines_of(number: int) -> list[int]:
    (item,) = (
        each
        for each in store.work.items.of_kind(answer_items.KIND, within=scope())
        if each.id == number
    )
    return list(item.lines)


def _giving() -> Giving:
    form = Giving()
    form.owner.choices = [
        (_ANYBODY, "Any data manager"),
        *(
            (str(user.id), user.name)
            for user in store.accounts.users.everybody(within=scope())
            if user.closed_at is None and user.may(Permission.PREPARE_RETURN)
        ),
    ]
    return form


@bp.route("/returns/answers/work/<int:number>", methods=["GET", "POST"])
@requires(Permission.PREPARE_RETURN)
def return_answer_item(number: int) -> ResponseReturnValue:
    """The lines about one young person, to be mended or settled with a reason."""
    item, form = _item(number), Settling()
    shown = shown_lines(_lines_of(number))
    form.lines.choices = [
        (str(it.line.id), f"Rule {it.line.code}: {it.line.message}")
        for it in shown
        if it.line.settled_at is None
    ]
    if form.validate_on_submit():
        with refusals.in_form(form):
            answer_items.settle(
                number,
                [int(each) for each in form.lines.data or ()],
                reason=form.reason.data or "",
                act=act(),
            )
            flash("Settled, with your reason.")
            return redirect(url_for("data_team.return_answer_item", number=number))
    return render_template(
        "data_team/nccis_return/answer_item.html",
        item=item,
        form=form,
        giving=_giving(),
        shown=shown,
        states=STATES,
        owner=item.owner or ROLES[item.role].title,
        person_page=person_page,
        names=store.accounts.users.names(within=scope()),
        me=me(),
    )


@bp.post("/returns/answers/work/<int:number>/reopen")
@requires(Permission.PREPARE_RETURN)
def return_answer_reopen(number: int) -> ResponseReturnValue:
    """Opens a settled line again."""
    _item(number)
    line = incoming.number(request.form.get("line"))
    with refusals.flashed():
        answer_items.reopen(number, line or 0, act=act())
        flash("The line is open again.")
    return redirect(url_for("data_team.return_answer_item", number=number))


@bp.post("/returns/answers/work/<int:number>/owner")
@requires(Permission.PREPARE_RETURN)
def return_answer_owner(number: int) -> ResponseReturnValue:
    """Gives the item to a colleague, or to every data manager."""
    _item(number)
    form = _giving()
    if form.validate_on_submit():
        with refusals.flashed():
            actions.work.items.assign(
                number,
                owner=incoming.number(str(form.owner.data)),
                within=scope(),
                act=act(),
            )
            flash("It has another owner.")
    return redirect(url_for("data_team.return_answer_item", number=number))
