"""Which list a file is: chosen by its sender where its headings do not show it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.actions.intake.uploads.which_list import what_it_gives
from tracker.feeds.registry import FEEDS
from tracker.store.intake.sendings import Sending
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.forms import Form, Needed, Radios
from tracker.web.guard import requires
from tracker.web.school import bp, own_institution

#: Who is on a list of those who are there, as a new list is described too.
COMPLETE, CHANGES = "complete", "changes"
ROLLS = {
    COMPLETE: "All your students",
    CHANGES: "Only students who have started or left",
}

_OF_ROLLS = (
    "It has a start date. We will ask about students who are missing",
    "It has a start date or, of leavers, an end date",
)


class WhichList(Form):
    which = Radios("Which list is it?", [Needed("Select which list it is.")])


def next_page(kept: Sending) -> str:
    """The page on which its sender goes on with a list: to choose which one it is, to
    explain its columns, or to see its lines.
    """
    if kept.path is None:
        page = "list_sent"
    else:
        page = "list_which" if kept.feed is None else "list_columns"
    return url_for(f"school.{page}", number=kept.id)


@bp.route("/lists/<int:number>/which", methods=["GET", "POST"])
@requires(Permission.SEND_LIST)
def list_which(number: int) -> ResponseReturnValue:
    """The lists that this school or college may send, to choose one."""
    sent = own_institution.own_sending(number)
    if sent.sending.path is None:
        return redirect(url_for("school.list_sent", number=number))
    uploads = actions.intake.uploads
    roll, *others = uploads.which_list.to_choose_from(
        uploads.sendings.feeds_of(own_institution.mine())
    )
    form = WhichList()
    form.which.choices = [
        *ROLLS.items(),
        *((each, FEEDS[each].title) for each in others),
    ]
    if form.validate_on_submit():
        chosen = form.which.data
        with refusals.in_form(form, ""), own_institution.as_council():
            actions.intake.uploads.sendings.choose(
                sent.sending,
                roll if chosen in ROLLS else chosen,
                complete=chosen == COMPLETE,
                institution=own_institution.mine(),
                act=act(),
            )
            return redirect(next_page(sent.sending))
    return render_template(
        "school/lists/which.html",
        form=form,
        number=number,
        file=", ".join(sent.sending.files),
        is_decided=sent.sending.feed is not None,
        hints=[
            {"hint": {"text": f"{hint}."}} if hint else {}
            for hint in (*_OF_ROLLS, *map(what_it_gives, others))
        ],
    )
