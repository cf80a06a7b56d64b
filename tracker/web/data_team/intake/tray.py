"""The out-of-area tray: lines about residents elsewhere, passed on, then forgotten."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.web import paging, refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment, csv_file
from tracker.web.data_team import bp
from tracker.web.data_team.intake import sender_names
from tracker.web.forms import Form, Needed, Text
from tracker.web.front import incoming
from tracker.web.guard import me, requires, scope
from tracker.wording.counts import counted


def name_of(code: str) -> str:
    """The name of an authority."""
    known = domain.reference.codes.AUTHORITIES.get(code)
    return known.title if known is not None else f"authority {code}"


@bp.get("/imports/out-of-area")
@requires(Permission.IMPORT_FILES)
def import_tray() -> ResponseReturnValue:
    kept_from = actions.intake.out_of_area.kept_from(me().authority, today())
    piles = store.intake.tray.piles(within=scope(), before=kept_from)
    left = store.leavers.notices.waiting_by_lead(within=scope())
    return render_template(
        "data_team/intake/tray.html",
        piles=[(name_of(pile.lead), pile) for pile in piles],
        left=left,
        left_alone=[
            (name_of(lead), lead)
            for lead in left.keys() - {pile.lead for pile in piles}
        ],
        in_tray=sum(pile.waiting for pile in piles),
        late=sum(pile.late for pile in piles),
        today=today(),
        kept_for=actions.intake.out_of_area.kept_for(me().authority),
    )


@bp.get("/imports/out-of-area/<lead>")
@requires(Permission.IMPORT_FILES)
def import_tray_lines(lead: str) -> ResponseReturnValue:
    return _lines(lead, Decision())


@bp.post("/imports/out-of-area/<lead>/delete")
@requires(Permission.IMPORT_FILES)
def import_tray_delete(lead: str) -> ResponseReturnValue:
    """Deletes late lines without passing them on, and records the reason."""
    form = Decision()
    if form.validate_on_submit():
        with refusals.in_form(form):
            count = actions.intake.out_of_area.delete_late(
                lead, reason=form.reason.data or "", within=scope(), act=act()
            )
            lines = counted(count, "line is", "lines are")
            flash(f"{lines} deleted without being passed on to {name_of(lead)}.")
            return redirect(url_for("data_team.import_tray"))
    return _lines(lead, form)


class Decision(Form):
    reason = Text(
        "Why they are deleted without being passed on",
        [Needed("Enter why these lines are deleted without being passed on.")],
    )


def _lines(lead: str, form: Decision) -> ResponseReturnValue:
    lines = store.intake.tray.lines_of(lead, within=scope())
    if not lines:
        abort(404)
    page = paging.page(len(lines))
    shown = lines[page.offset : page.last_row]
    known = store.intake.batch_pages.some(
        {row.batch_id for row in shown}, within=scope()
    )
    held = store.intake.tray.held(row.id for row in lines)
    return render_template(
        "data_team/intake/tray_lines.html",
        lead=lead,
        name=name_of(lead),
        page=page,
        lines=actions.intake.out_of_area.with_meanings(shown, within=scope()),
        senders=sender_names.of_batches(known.values()),
        held=held,
        newest=max(row.id for row in lines),
        waiting=sum(each.forwarded_at is None for each in held.values()),
        kept_for=actions.intake.out_of_area.kept_for(me().authority),
        late=len(
            store.intake.tray.late_rows(
                actions.intake.out_of_area.kept_from(me().authority, today()),
                lead,
                within=scope(),
            )
        ),
        form=form,
        today=today(),
        names=store.accounts.users.names(within=scope()),
    )


@bp.get("/imports/out-of-area/<lead>/forward.csv")
@requires(Permission.IMPORT_FILES, offered_on="data_team.import_tray_lines")
def import_tray_file(lead: str) -> ResponseReturnValue:
    """The lines still to be passed on, as a file for the other authority. The download
    is recorded.
    """
    if not store.intake.tray.lines_of(lead, within=scope(), only_waiting=True):
        abort(404)
    with refusals.kept() as problem:
        lines = actions.law.by_law.lines_to_pass_on(lead, within=scope(), act=act())
    if problem:
        flash(problem.sentence, "refused")
        return redirect(url_for("data_team.import_tray_lines", lead=lead))
    known = store.intake.batch_pages.some(
        {row.batch_id for row, _ in lines}, within=scope()
    )
    senders = sender_names.of_batches(known.values())
    return csv_file(
        f"out-of-area-{lead}-{today().isoformat()}.csv",
        actions.intake.out_of_area.HEADINGS,
        (
            (
                *actions.intake.out_of_area.as_cells(meaning.identity),
                senders[row.batch_id],
                known[row.batch_id].as_at,
                row.file or known[row.batch_id].files[0],
                row.line,
            )
            for row, meaning in lines
        ),
    )


@bp.post("/imports/out-of-area/<lead>/forwarded")
@requires(Permission.IMPORT_FILES)
def import_tray_forwarded(lead: str) -> ResponseReturnValue:
    """Records that the lines of a file were passed on; later lines still wait."""
    up_to = incoming.number(request.form.get("up_to"))
    waiting = store.intake.tray.lines_of(lead, within=scope(), only_waiting=True)
    if not waiting or up_to is None:
        abort(404)
    with refusals.flashed():
        count = actions.law.by_law.pass_on(
            lead,
            within=scope(),
            act=act(),
            only=[row.id for row in waiting if row.id <= up_to],
        )
        lines = counted(count, "line is", "lines are")
        flash(f"{lines} marked as passed on to {name_of(lead)}.")
    return redirect(url_for("data_team.import_tray"))


class Passing(Form):
    """What is confirmed before a signed file is made."""


@bp.route("/imports/out-of-area/<lead>/signed", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES, fresh=True)
def import_tray_signed(lead: str) -> ResponseReturnValue:
    """Shows what would go to a council as a signed file and by what law, then gives it.

    The lines and notices in it are passed on by that, and wait for the receipt.
    """
    if not (
        store.intake.tray.lines_of(lead, within=scope(), only_waiting=True)
        or store.leavers.notices.to_pass_on(lead, within=scope())
    ):
        abort(404)
    notices_out = actions.law.transfers.notices_out
    to = actions.law.parties.authority(lead)
    form, prepared = Passing(), None
    with refusals.kept() as problem:
        prepared = notices_out.prepare(to, within=scope(), act=act())
    if prepared is None:
        flash(problem.sentence, "refused")
        return redirect(url_for("data_team.import_tray"))
    if form.validate_on_submit():
        with refusals.in_form(form, ""):
            made: list[ResponseReturnValue] = []
            notices_out.send(
                prepared,
                lambda name, file: made.append(attachment(name, file)),
                within=scope(),
                act=act(),
            )
            return made[0]
    here, left = notices_out.counted(prepared.lines)
    return render_template(
        "data_team/intake/tray_signed.html",
        lead=lead,
        name=to.name,
        form=form,
        here=here,
        left=left,
        left_out=prepared.left_out,
        permitted=prepared.permitted,
    )
