"""The settings that the asset owner signs: what is shared, kept and erased."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.domain.settings import BY_NAME, SETTINGS
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.admin.settings import form_of
from tracker.web.guard import found, me, requires
from tracker.web.officer import bp


@bp.get("/signed-settings")
@requires(Permission.DECIDE_SHARING)
def signed_settings() -> ResponseReturnValue:
    chosen = actions.accounts.settings.of(me().authority)
    return render_template(
        "officer/signed_settings.html",
        rows=[
            (
                each,
                each.describe(getattr(chosen, each.name)),
                getattr(chosen, each.name) == each.default,
            )
            for each in SETTINGS
            if each.signed
        ],
    )


@bp.route("/signed-settings/<name>", methods=["GET", "POST"])
@requires(Permission.DECIDE_SHARING, fresh=True)
def signed_setting(name: str) -> ResponseReturnValue:
    declared = found(BY_NAME.get(name))
    if not declared.signed:
        abort(404)
    value = getattr(actions.accounts.settings.of(me().authority), name)
    form = form_of(declared, value)
    if form.validate_on_submit():
        with refusals.in_form(form, "value"):
            changed = actions.accounts.settings.change(
                name, form.value.data, act=act(), signs=True
            )
            flash(
                f"You have signed “{declared.title}”."
                if changed
                else f"“{declared.title}” has not been changed."
            )
            return redirect(url_for("officer.signed_settings"))
    return render_template(
        "officer/signed_setting.html",
        form=form,
        setting=declared,
        now_=declared.describe(value),
        default=declared.describe(declared.default),
    )
