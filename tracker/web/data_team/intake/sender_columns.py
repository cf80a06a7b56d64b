"""The remembered columns of each sender: listed, changed, forgotten."""

from collections import defaultdict

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, feeds, store
from tracker.access import Permission
from tracker.feeds.seen_headings import Seen
from tracker.store.intake.sender_columns import SenderColumn
from tracker.web import columns, refusals
from tracker.web.acting import act
from tracker.web.data_team import bp
from tracker.web.data_team.intake import line_outcomes, sender_names
from tracker.web.forms import Form
from tracker.web.guard import me, requires, scope


@bp.get("/senders/columns")
@requires(Permission.IMPORT_FILES)
def senders_columns() -> ResponseReturnValue:
    by_sender: dict[tuple[str, str], list[SenderColumn]] = defaultdict(list)
    for each in store.intake.sender_columns.columns(within=scope()):
        by_sender[each.feed, each.sender].append(each)
    names = sender_names.of_keys({key for _, key in by_sender})
    rows = [(names[key], key, feed, held) for (feed, key), held in by_sender.items()]
    return render_template(
        "data_team/intake/sender_columns.html",
        rows=sorted(rows, key=lambda row: (row[0], row[2])),
        in_tray=store.intake.tray.waiting(within=scope()),
        names=store.accounts.users.names(within=scope()),
        words=line_outcomes,
    )


@bp.route("/senders/columns/<feed>/<key>", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES)
def senders_columns_of(feed: str, key: str) -> ResponseReturnValue:
    means, form = _known(feed, key), Form()
    seen = [Seen(heading, name or None, ()) for heading, name in means.items()]
    if form.validate_on_submit():
        means = columns.chosen(seen)
        with refusals.in_form(form, ""):
            actions.intake.uploads.sender_columns.record_mapping(
                feed, key, means, act=act()
            )
            flash("Columns saved. They apply from the next list.")
            return redirect(url_for("data_team.senders_columns"))
    return render_template(
        "data_team/intake/sender_columns_of.html",
        form=form,
        feed=feed,
        key=key,
        sender=sender_names.of_key(key),
        **columns.shown(seen, means, feed),
    )


@bp.post("/senders/columns/<feed>/<key>/forget")
@requires(Permission.IMPORT_FILES)
def senders_columns_forget(feed: str, key: str) -> ResponseReturnValue:
    _known(feed, key)
    actions.intake.uploads.sender_columns.forget(feed, key, act=act())
    name = sender_names.of_key(key)
    flash(f"The columns of {name} are forgotten. Its next list will need them again.")
    return redirect(url_for("data_team.senders_columns"))


def _known(feed: str, key: str) -> dict[str, str]:
    """The remembered columns of a sender, or "not found"."""
    found = store.intake.sender_columns.aliases(me().authority, feed, key)
    if not found or not feeds.seen_headings.own_headings(feed):
        abort(404)
    return dict(sorted(found.items()))
