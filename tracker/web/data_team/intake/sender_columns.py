"""The remembered columns of each sender: listed, changed, used again, forgotten."""

from collections import defaultdict

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, feeds, store
from tracker.access import Permission
from tracker.feeds.seen_headings import Seen
from tracker.store.intake.sender_columns import SenderColumn
from tracker.web import attachments, columns, refusals
from tracker.web.acting import act
from tracker.web.data_team import bp
from tracker.web.data_team.intake import line_outcomes, sender_names
from tracker.web.forms import Form, Needed, Words
from tracker.web.guard import me, requires, scope


class MappingText(Form):
    text = Words(
        "The mapping",
        [Needed("Enter the mapping.")],
        description="[columns] has their headings and what each means, [words] the "
        "codes of their words. An empty meaning leaves a heading out.",
    )


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
        versions=store.intake.sender_columns.versions(me().authority, feed, key),
        names=store.accounts.users.names(within=scope()),
        **columns.shown(seen, means, feed),
    )


@bp.post("/senders/columns/<feed>/<key>/again")
@requires(Permission.IMPORT_FILES)
def senders_columns_again(feed: str, key: str) -> ResponseReturnValue:
    """Makes an earlier version of a mapping the one that stands."""
    _known(feed, key)
    given = request.form.get("version", "")
    version = int(given) if given.isdecimal() and len(given) < 6 else 0
    with refusals.flashed():
        mapping = actions.intake.uploads.sender_columns
        if not mapping.use_again(feed, key, version, act=act()):
            abort(404)
        flash(f"Version {version} is used again, from the next list.")
    return redirect(url_for("data_team.senders_columns_of", feed=feed, key=key))


@bp.route("/senders/columns/<feed>/<key>/text", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES)
def senders_columns_text(feed: str, key: str) -> ResponseReturnValue:
    """The mapping of a sender as a text: to be changed, or replaced by another."""
    _known(feed, key)
    form, sender = MappingText(), sender_names.of_key(key)
    if form.validate_on_submit():
        with refusals.in_form(form, "text"):
            actions.intake.uploads.sender_columns.from_text(
                feed, key, form.text.data or "", act=act()
            )
            flash("The mapping is saved. It applies from the next list.")
            return redirect(url_for("data_team.senders_columns_of", feed=feed, key=key))
    if request.method == "GET":
        form.text.data = _text(feed, key)
    return render_template(
        "data_team/intake/sender_columns_text.html",
        form=form,
        feed=feed,
        key=key,
        sender=sender,
    )


@bp.get("/senders/columns/<feed>/<key>/mapping.toml")
@requires(Permission.IMPORT_FILES)
def senders_columns_file(feed: str, key: str) -> ResponseReturnValue:
    """The mapping of a sender as a file."""
    _known(feed, key)
    return attachments.attachment("mapping.toml", _text(feed, key).encode())


@bp.post("/senders/columns/<feed>/<key>/forget")
@requires(Permission.IMPORT_FILES)
def senders_columns_forget(feed: str, key: str) -> ResponseReturnValue:
    _known(feed, key)
    actions.intake.uploads.sender_columns.forget(feed, key, act=act())
    name = sender_names.of_key(key)
    flash(f"The columns of {name} are forgotten. Its next list will need them again.")
    return redirect(url_for("data_team.senders_columns"))


def _text(feed: str, key: str) -> str:
    return actions.intake.uploads.sender_columns.as_text(
        feed, key, sender_names.of_key(key), authority=me().authority
    )


def _known(feed: str, key: str) -> dict[str, str]:
    """The remembered columns of a sender, or "not found"."""
    found = store.intake.sender_columns.aliases(me().authority, feed, key)
    if not found or not feeds.seen_headings.own_headings(feed):
        abort(404)
    return dict(sorted(found.items()))
