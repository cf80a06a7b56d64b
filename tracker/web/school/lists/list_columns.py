"""The meaning of a sender's columns: chosen for a new list, and changed later."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.feeds.registry import FEEDS
from tracker.feeds.seen_headings import Seen
from tracker.refusal import Refusal
from tracker.web import columns, refusals
from tracker.web.acting import act
from tracker.web.forms import Form
from tracker.web.guard import me, requires
from tracker.web.school import bp, own_institution


@bp.route("/lists/<int:number>/columns", methods=["GET", "POST"])
@requires(Permission.SEND_LIST)
def list_columns(number: int) -> ResponseReturnValue:
    """The headings that are understood, those that are not, and their meaning."""
    sent = own_institution.own_sending(number)
    if sent.sending.path is None:
        return redirect(url_for("school.list_sent", number=number))
    if sent.sending.feed is None:
        return redirect(url_for("school.list_which", number=number))
    form = Form()
    seen: list[Seen] = []
    means: dict[str, str] = {}
    try:
        with own_institution.as_council():
            seen = actions.intake.uploads.sendings.headings(sent.sending)
        means = {each.heading: each.means or "" for each in seen}
        if form.validate_on_submit():
            means = columns.chosen(seen)
            with own_institution.as_council():
                actions.intake.uploads.sendings.explain(sent.sending, means, act=act())
            return redirect(url_for("school.list_sent", number=number))
    except Refusal as refused:
        if sent.sending.path is None:
            # An earlier click has passed it on.
            flash(str(refused), "refused")
            return redirect(url_for("school.lists"))
        # One that does not open can still be taken back on the page.
        form.refuse("", str(refused))
    feed = sent.sending.feed
    return render_template(
        "school/lists/columns.html",
        form=form,
        number=number,
        problem=sent.task.problem if sent.task is not None else "",
        kept_days=actions.intake.waiting_files.KEPT_AFTER_FAILURE.days,
        file=", ".join(sent.sending.files),
        noun=FEEDS[feed].noun,
        **columns.shown(seen, means, feed),
    )


@bp.route("/lists/columns/<feed>", methods=["GET", "POST"])
@requires(Permission.SEND_LIST)
def list_remembered(feed: str) -> ResponseReturnValue:
    """The remembered headings of this sender, to be changed."""
    means, form = _remembered(feed), Form()
    seen = [Seen(heading, name or None, ()) for heading, name in means.items()]
    if form.validate_on_submit():
        means = columns.chosen(seen)
        with refusals.in_form(form, ""), own_institution.as_council():
            actions.intake.uploads.sender_columns.record_mapping(
                feed, own_institution.mine().key, means, act=act()
            )
            flash("Saved. It applies from the next list you send.")
            return redirect(url_for("school.list_new"))
    return render_template(
        "school/lists/remembered.html",
        form=form,
        feed=feed,
        what=your_noun(feed),
        **columns.shown(seen, means, feed),
    )


@bp.post("/lists/columns/<feed>/forget")
@requires(Permission.SEND_LIST)
def list_forget(feed: str) -> ResponseReturnValue:
    _remembered(feed)
    with own_institution.as_council():
        actions.intake.uploads.sender_columns.forget(
            feed, own_institution.mine().key, act=act()
        )
    flash("Forgotten. We will ask you about the columns of your next list.")
    return redirect(url_for("school.list_new"))


def _remembered(feed: str) -> dict[str, str]:
    """The remembered columns of this sender, or "not found"."""
    if not (means := known().get(feed)):
        abort(404)
    return dict(sorted(means.items()))


def your_noun(feed: str) -> str:
    """A feed as its sender calls it: "your census"."""
    return f"your {FEEDS[feed].senders_noun}"


def known() -> dict[str, dict[str, str]]:
    """The remembered meanings of headings, for each kind of list that has any."""
    mine = own_institution.mine()
    remembered = {
        feed: store.intake.sender_columns.aliases(me().authority, feed, mine.key)
        for feed in actions.intake.uploads.sendings.feeds_of(mine)
    }
    return {feed: means for feed, means in remembered.items() if means}
