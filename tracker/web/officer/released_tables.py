"""Releases of statistics: listed, prepared after a preview, approved, downloaded."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store, wording
from tracker.access import Permission
from tracker.actions.law import statistics
from tracker.actions.law.statistics.releases import Draft
from tracker.domain.figures.breakdowns import BY_NAME
from tracker.domain.figures.measures import MEASURES
from tracker.domain.figures.releases import BREAKDOWNS, Content, Recipient
from tracker.store.law.releases import Release
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.attachments import attachment
from tracker.web.forms import SHORT, Choice, Day, Form, Needed, Text
from tracker.web.guard import found, may, me, requires, scope
from tracker.web.officer import bp

_TABLE = "A table of counts"
_ROWS = "An extract: a row for each young person, under a pseudonym"
_BY = [("", "None"), *((name, BY_NAME[name].title) for name in BREAKDOWNS)]


class ReleaseForm(Form):
    """What is counted, of which day, and the recipient."""

    shape = Choice(
        "What leaves",
        choices=[("table", _TABLE), ("rows", _ROWS)],
        validate_choice=False,
    )
    measure = Choice("What is counted", choices=[(m.name, m.title) for m in MEASURES])
    first = Choice("Divided by", choices=_BY)
    second = Choice("And by", choices=_BY)
    third = Choice("And also by", choices=_BY)
    as_of = Day("Day of the figures", [Needed("Enter the day of the figures.")])
    kind = Choice(
        "Kind of recipient",
        choices=[(each.value, each.value.capitalize()) for each in Recipient],
    )
    recipient = Text("Recipient", [Needed("Enter the recipient."), SHORT])
    purpose = Text("Purpose", [Needed("Enter the purpose."), SHORT])
    agreement = Text("Reference of the agreement (of a table; optional)", [SHORT])
    expires_on = Day("Day by which an extract is deleted (optional)")

    @property
    def content(self) -> Content:
        """What the release counts."""
        chosen = (self.first.data, self.second.data, self.third.data)
        return Content(
            self.measure.data,
            tuple(filter(None, chosen)),
            self.as_of.data,
            rows=self.shape.data == "rows",
        )


@bp.get("/releases", endpoint="releases")
@requires(Permission.SEE_SHARING)
def in_order() -> ResponseReturnValue:
    return render_template(
        "officer/releases.html",
        releases=store.law.releases.every(within=scope()),
        title=wording.releases.title,
        may_prepare=may(Permission.WORK_CASES),
    )


@bp.route("/releases/new", methods=["GET", "POST"])
@requires(Permission.WORK_CASES)
def release_new() -> ResponseReturnValue:
    form, draft = ReleaseForm(), None
    if form.validate_on_submit():
        with refusals.in_form(form, shown_at={"breakdowns": "first"}):
            if "preview" not in request.form:
                release = _prepare(form)
                flash(f"Release {release.id} is prepared, for another user to approve.")
                return redirect(url_for("officer.release", number=release.id))
            draft = statistics.releases.draft(form.content, act=act(), within=scope())
    return render_template(
        "officer/release_new.html",
        form=form,
        draft=draft,
        shown=_shown(draft) if draft else None,
    )


def _prepare(form: ReleaseForm) -> Release:
    kind, recipient = Recipient(form.kind.data), form.recipient.data or ""
    if form.content.rows:
        return statistics.extracts.prepare(
            form.content,
            kind=kind,
            recipient=recipient,
            purpose=form.purpose.data or "",
            expires_on=form.expires_on.data,
            act=act(),
            within=scope(),
        )
    return statistics.releases.prepare(
        form.content,
        kind=kind,
        recipient=recipient,
        purpose=form.purpose.data or "",
        agreement=form.agreement.data or "",
        act=act(),
        within=scope(),
    )


def _shown(draft: Draft) -> dict[str, Any]:
    headings, rows = statistics.release_files.table_of(draft.content, draft.lines)
    return {
        "headings": headings,
        "rows": rows,
        "reasons": statistics.releases.reasons(
            draft.reasons, draft.content, authority=me().authority, within=scope()
        ),
    }


@bp.get("/releases/<int:number>")
@requires(Permission.SEE_SHARING)
def release(number: int) -> ResponseReturnValue:
    shown = found(store.law.releases.get(number, within=scope()))
    headings, rows = statistics.release_files.table(shown)
    left = store.law.disclosures.get(shown.disclosure_id or 0, within=scope())
    return render_template(
        "officer/release.html",
        release=shown,
        title=wording.releases.title(shown.content),
        headings=headings,
        rows=rows,
        symbols=wording.releases.SYMBOLS,
        disclosure=left,
        has_left=left is not None and left.made_at is not None,
        opted_out=wording.releases.OPTED_OUT[shown.in_rows],
        reasons=statistics.releases.reasons(
            statistics.releases.read_reasons(shown),
            shown.content,
            authority=me().authority,
            within=scope(),
        ),
        may_decide=may(Permission.DECIDE_SHARING) and shown.prepared_by != me().email,
    )


@bp.post("/releases/<int:number>/decide")
@requires(Permission.DECIDE_SHARING, fresh=True)
def release_decide(number: int) -> ResponseReturnValue:
    found(store.law.releases.get(number, within=scope()))
    declined = request.form.get("decision") == "decline"
    with refusals.flashed():
        decide = (
            statistics.releases.decline if declined else statistics.releases.approve
        )
        decided = decide(number, act=act(), within=scope())
        flash(f"Release {number} is {decided.state}.")
    return redirect(url_for("officer.release", number=number))


@bp.get("/releases/<int:number>.<any(csv, xlsx):kind>")
@requires(Permission.SEE_SHARING)
def release_file(number: int, kind: str) -> ResponseReturnValue:
    found(store.law.releases.get(number, within=scope()))
    with refusals.flashed():
        return attachment(
            *statistics.release_files.download(
                number,
                kind,
                organisation=current_app.config["TRACKER"].organisation,
                act=act(),
                within=scope(),
            )
        )
    return redirect(url_for("officer.release", number=number))
