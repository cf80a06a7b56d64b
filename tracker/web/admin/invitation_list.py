"""Inviting many users from a list: pasted or sent, checked, invited at once."""

import csv
import io
from threading import Thread
from typing import TYPE_CHECKING

from flask import current_app, flash, render_template, request
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import ROLES, Permission
from tracker.actions.accounts import invitation_lists
from tracker.actions.accounts.invitation_lists import Line
from tracker.packing.program_files import COMMAND
from tracker.refusal import Refusal
from tracker.reporting.files.safe_text import plain
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.admin import bp
from tracker.web.attachments import attachment
from tracker.web.forms import File, Form, Words
from tracker.web.front import incoming
from tracker.web.guard import me, requires

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from tracker.actions.accounts.links import Invited

MOST_BYTES = 500_000
_TOO_LARGE = "The file is too large for a list of users. Choose another."


class InvitationList(Form):
    pasted = Words("Paste the list, including its headings")
    file = File("Or choose a file (CSV or XLSX)")


@bp.route("/users/invite-list", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS, fresh=True)
@incoming.takes_files(largest=10 * 1024 * 1024)
def user_invite_list() -> ResponseReturnValue:
    form = InvitationList()
    if form.validate_on_submit() and "change" not in request.form:
        with refusals.in_form(form, "file" if form.file.data else "pasted"):
            return _checked(form)
    return render_template(
        "admin/invitation_list.html",
        form=form,
        example=invitation_lists.EXAMPLE,
        roles=ROLES,
        most=invitation_lists.MOST,
    )


def _checked(form: InvitationList) -> ResponseReturnValue:
    text, step = _text(form), request.form.get("step", "")
    lines = invitation_lists.read(
        invitation_lists.rows_of_text(text), authority=me().authority
    )
    if step == "download":
        return _file(lines)
    invited: Sequence[Invited] = ()
    if step == "invite":
        invited = invitation_lists.invite(lines, act=act())
        _deliver_later(invited)
        flash(_sentence(len(invited)))
        lines = invitation_lists.read(
            invitation_lists.rows_of_text(text), authority=me().authority
        )
    return render_template(
        "admin/invitation_list_checked.html",
        form=form,
        text=text,
        lines=lines,
        wrong=sum(bool(each.problem) for each in lines),
        new=sum(each.known is None and not each.problem for each in lines),
        is_done=step == "invite",
        by_mail=current_app.config["TRACKER"].mail is not None,
    )


def _text(form: InvitationList) -> str:
    """The pasted list, or the file as one. Raises Refusal."""
    if not form.file.data:
        return form.pasted.data or ""
    name = form.file.data.filename or "The file"
    actions.intake.waiting_files.scan_sent(form.file.data.stream, name)
    data = form.file.data.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refusal(_TOO_LARGE)
    rows = invitation_lists.rows_of_file((name, data))
    return incoming.plain(invitation_lists.text_of(rows))


def _sentence(many: int) -> str:
    if current_app.config["TRACKER"].mail is not None:
        return f"{many} invited. Each link goes to its user by mail."
    return (
        f"{many} invited. Ask the person who runs the server to print each link with "
        f"“{COMMAND} users link” and the email address."
    )


def _deliver_later(invited: "Sequence[Invited]") -> None:
    """Sends the links beside the answer: a mail server may take its time with each."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    made = [(each.user.id, each.secret) for each in invited]
    of = me().authority
    Thread(target=_deliver, args=(app, of, made), name="letters with links").start()


def _deliver(app: "Flask", of: str, made: "Sequence[tuple[int, str]]") -> None:
    from tracker.actions.accounts.links import Invited
    from tracker.extensions import db
    from tracker.store.accounts.users import User

    with app.app_context():
        store.database.shown.show([of])
        with_ = app.config["TRACKER"]
        for number, secret in made:
            user = db.session.get(User, number)
            if user is None:
                continue
            actions.accounts.invitation_links.deliver(
                Invited(user, secret),
                var=with_.var,
                server=with_.mail,
                address=with_.address,
                organisation=with_.organisation,
            )


def _file(lines: "Sequence[Line]") -> ResponseReturnValue:
    text = io.StringIO(newline="")
    text.write("\ufeff")
    csv.writer(text).writerows(
        [plain(str(cell or "")) for cell in row]
        for row in invitation_lists.as_table(lines)
    )
    return attachment("invited-users.csv", text.getvalue().encode())
