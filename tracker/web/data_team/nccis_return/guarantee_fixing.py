"""Fixing the list of a September Guarantee, and taking it back: each confirmed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from tracker import store
from tracker.access import Permission
from tracker.actions.year import guarantee_lists, guarantee_task
from tracker.domain.history.guarantee import fixed_on
from tracker.store.history.evidence import Entry
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return import guarantee_days
from tracker.web.forms import Form
from tracker.web.front import incoming
from tracker.web.guard import me, requires, scope
from tracker.wording.counts import counted


class Fix(Form):
    """The button that fixes a list."""


class TakeBack(Form):
    #: The entry that the user saw: another one that fixes the list since then stays.
    entry = HiddenField()


def _standing(september: int) -> Entry | None:
    return guarantee_lists.fixed_by(september, me().authority)


def _people(entry: int) -> str:
    many = len(store.history.guarantee_lists.people(entry))
    return counted(many, "young person", "young people")


def _page(september: int) -> ResponseReturnValue:
    return redirect(url_for("data_team.return_guarantee", september=september))


@bp.route("/september-guarantee/<int:september>/fix", methods=["GET", "POST"])
@requires(Permission.PREPARE_RETURN)
def return_guarantee_fix(september: int) -> ResponseReturnValue:
    guarantee_days.september_of(september)
    form = Fix()
    if form.validate_on_submit():
        with refusals.in_form(form):
            task = guarantee_task.fix(september, act=act())
            if task is None and (done := _standing(september)):
                flash(
                    f"The list of September {september} is fixed: {_people(done.id)}."
                )
            return _page(september)
    standing = _standing(september)
    proposed = None
    if standing is None and guarantee_days.has_begun(september):
        guarantee_days.wait_for_list(september)
        proposed = guarantee_lists.preview(september, act=act())
    return render_template(
        "data_team/nccis_return/guarantee_fix.html",
        september=september,
        form=form,
        fixed_on=fixed_on(september),
        standing=standing,
        proposed=proposed,
        names=store.accounts.users.names(within=scope()),
        page=guarantee_days.chosen(september)[0],
        today=today(),
    )


@bp.route("/september-guarantee/<int:september>/take-back", methods=["GET", "POST"])
@requires(Permission.PREPARE_RETURN)
def return_guarantee_take_back(september: int) -> ResponseReturnValue:
    guarantee_days.september_of(september)
    form = TakeBack()
    if form.validate_on_submit():
        with refusals.in_form(form):
            # Without the number of an entry there is none that the user saw.
            seen = incoming.number(form.entry.data) or 0
            if guarantee_task.take_back(september, entry=seen, act=act()) is None:
                flash(f"The list of September {september} is taken back.")
            return _page(september)
    standing = _standing(september)
    if standing is not None:
        form.entry.data = str(standing.id)
    return render_template(
        "data_team/nccis_return/guarantee_take_back.html",
        september=september,
        form=form,
        standing=standing,
        people=_people(standing.id) if standing is not None else "",
        names=store.accounts.users.names(within=scope()),
        page=guarantee_days.chosen(september)[0],
    )
