"""The settings of the authority: the effect and value of each, and the installation."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.settings import (
    BY_NAME,
    SETTINGS,
    Chosen,
    Line,
    Number,
    OneOf,
    Setting,
    SomeOf,
)
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.admin import bp
from tracker.web.forms import Choice, Form, Text, Ticks
from tracker.web.guard import found, me, requires


@bp.get("/settings", endpoint="settings")
@requires(Permission.CHANGE_SETTINGS)
def in_force() -> ResponseReturnValue:
    chosen = actions.accounts.settings.of(me().authority)
    return render_template(
        "admin/settings.html",
        rows=[
            (
                each,
                _in_words(each, chosen),
                getattr(chosen, each.name) == each.default,
            )
            for each in SETTINGS
        ],
        installed=_installed(),
    )


def _in_words(setting: Setting, chosen: Chosen) -> str:
    """A setting's value in words; unless chosen, the official neighbours by name."""
    words = setting.describe(getattr(chosen, setting.name))
    if setting.name == "neighbours" and not chosen.neighbours:
        official = chosen.neighbours_of(me().authority)
        return f"{words}: {setting.describe(official)}" if official else "None"
    return words


def _installed() -> list[tuple[str, str, str]]:
    """(title, value, variable) of each setting of this installation; no secrets."""
    with_ = current_app.config["TRACKER"]
    authority = AUTHORITIES.get(me().authority)
    named = f", {authority.title}" if authority is not None else ""
    return [
        ("Organisation", with_.organisation, "TRACKER_ORGANISATION"),
        ("Authority", f"{me().authority}{named}", "TRACKER_AUTHORITY"),
        ("CCIS database number", with_.database_id, "TRACKER_DATABASE_ID"),
        ("Supplier named in the return", with_.supplier, "TRACKER_SUPPLIER"),
        (
            "Database",
            "a council server"
            if with_.database_url
            else "the built-in one, on this machine",
            "DATABASE_URL",
        ),
        (
            "Mail server",
            with_.mail.host if with_.mail else "none: links are printed on the server",
            "TRACKER_SMTP",
        ),
        (
            "Connections without encryption",
            "allowed: for this machine only" if with_.plain_http else "refused",
            "TRACKER_PLAIN_HTTP",
        ),
    ]


@bp.route("/settings/<name>", methods=["GET", "POST"])
@requires(Permission.CHANGE_SETTINGS, fresh=True)
def setting(name: str) -> ResponseReturnValue:
    declared = found(BY_NAME.get(name))
    if declared.signed:
        abort(404)  # the asset owner's page has it
    value = getattr(actions.accounts.settings.of(me().authority), name)
    form = form_of(declared, value)
    if form.validate_on_submit():
        with refusals.in_form(form, "value"):
            changed = actions.accounts.settings.change(name, form.value.data, act=act())
            flash(
                f"“{declared.title}” has been changed."
                if changed
                else f"“{declared.title}” has not been changed."
            )
            return redirect(url_for("admin.settings"))
    return render_template(
        "admin/setting.html",
        form=form,
        setting=declared,
        now_=declared.describe(value),
        default=declared.describe(declared.default),
    )


def form_of(declared: Setting, value: Any) -> Any:
    """The form of one setting, with the field that its kind needs."""

    class Change(Form):
        value = _field(declared)

    return Change(value=list(value) if isinstance(value, tuple) else value)


def _field(declared: Setting) -> Any:
    # The setting itself refuses a wrong choice, once: its sentence is better.
    if isinstance(declared, SomeOf):
        return Ticks(
            declared.title, choices=list(declared.allowed), validate_choice=False
        )
    if isinstance(declared, OneOf):
        choices = [("", declared.otherwise), *((it, it) for it in declared.allowed)]
        return Choice(declared.title, choices=choices, validate_choice=False)
    if isinstance(declared, Line):
        return Text(declared.title)
    assert isinstance(declared, Number)
    return Text(f"{declared.title} ({declared.unit})")
