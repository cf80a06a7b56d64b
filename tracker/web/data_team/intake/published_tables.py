"""The tables of DfE and ONS that our figures are compared with: loaded, and listed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.figures.published_tables import BY_NAME
from tracker.refusal import Refusal
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.data_team import bp
from tracker.web.forms import Files, Form, Needed, Tick
from tracker.web.front.incoming import takes_files
from tracker.web.guard import requires, scope


class Table(Form):
    files = Files(
        "Load a published table",
        [Needed("Choose a table, as it was downloaded.")],
        description="CSV, as DfE or ONS publishes it. Its columns show which table it "
        "is, and it replaces the one loaded before for its year. For wards, choose the "
        "parts of the ONS Postcode Directory for our postcode areas together with its "
        "ward names and codes.",
    )
    replace = Tick("Replace a table that has more figures")


@bp.route("/imports/published", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES)
@takes_files()
def import_published() -> ResponseReturnValue:
    form = Table()
    asks = False
    if form.validate_on_submit():
        with refusals.in_form(form, "files"):
            try:
                done = actions.figures.published.load_sent(
                    [(it.filename or "", it.stream) for it in form.files.data],
                    act=act(),
                    replace_larger=form.replace.data,
                )
            except actions.figures.published.Smaller as smaller:
                asks = True
                raise Refusal(
                    f"{' '.join(smaller.tables)} To load it all the same, choose the "
                    "file again and tick the box."
                ) from smaller
            for sentence in actions.figures.published.in_words(done):
                flash(sentence)
            return redirect(url_for("data_team.import_published"))
    return render_template(
        "data_team/intake/published_tables.html",
        form=form,
        asks=asks or form.replace.data,
        tables=store.figures.published.tables(),
        wards=store.figures.wards.table(act().authority),
        kinds=BY_NAME,
        names=store.accounts.users.names(within=scope()),
        in_tray=store.intake.tray.waiting(within=scope()),
    )


@bp.post("/imports/published/wards/remove")
@requires(Permission.IMPORT_FILES)
def import_wards_remove() -> ResponseReturnValue:
    """Removes the wards: areas are postcode districts again."""
    with refusals.flashed():
        actions.figures.wards.remove(act=act())
        flash(
            "The wards are removed. Lists and figures by area have postcode districts "
            "again. To undo it, load the same files."
        )
    return redirect(url_for("data_team.import_published"))
