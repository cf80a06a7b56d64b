"""Updating many young people from a list: pasted or sent, checked, saved at once."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.casework.contact import Informant
from tracker.refusal import Refusal
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp
from tracker.web.adviser.person_page import in_words
from tracker.web.filters import counted
from tracker.web.forms import Day, File, Form, Needed, Radios, Words
from tracker.web.front import incoming
from tracker.web.guard import found, me, requires, scope

#: The largest file that is used. A list of two hundred lines is far smaller.
MOST_BYTES = 500_000
#: A file up to this size is read, so that the refusal stands beside its field.
MOST_SENT = 10 * 1024 * 1024


class ListForm(Form):
    pasted = Words("Paste the list, including its headings")
    file = File("Or choose a file (CSV or XLSX)")
    informant = Radios(
        "Who did you hear it from?",
        [Needed("Select who you heard it from.")],
        choices=[(str(each), each.label) for each in Informant],
    )
    learned = Day("When did you find out?", [Needed("Enter when you found out.")])


@bp.route("/update-many", methods=["GET", "POST"])
@requires(Permission.UPDATE_STATUS)
@incoming.takes_files(largest=MOST_SENT)
def bulk() -> ResponseReturnValue:
    form = ListForm(learned=today())
    if form.validate_on_submit() and "change" not in request.form:
        with refusals.in_form(form, "file" if form.file.data else "pasted"):
            return _preview_or_save(form)
    return render_template(
        "adviser/bulk/list.html",
        form=form,
        example=actions.casework.status_list.EXAMPLE,
        columns=actions.casework.status_list.COLUMNS,
        most=actions.casework.status_list.MOST,
    )


def _preview_or_save(form: ListForm) -> ResponseReturnValue:
    text = _text(form)
    if form.learned.data > today():
        raise Refusal("The day you found out must be today or in the past.")
    lines = actions.casework.status_list.read(
        text,
        learned_on=form.learned.data,
        informant=Informant(form.informant.data),
        within=scope(),
        database=current_app.config["TRACKER"].needed_database_id,
        act=act(),
    )
    if "save" in request.form:
        entry = actions.casework.status_list.save(lines, act=act())
        good = sum(line.good for line in lines)
        flash(f"Saved for {counted(good, 'young person', 'young people')}.")
        return redirect(url_for("adviser.bulk_made", number=entry))
    return render_template(
        "adviser/bulk/check.html",
        form=form,
        text=text,
        lines=lines,
        good=sum(line.good for line in lines),
        broken=sum(bool(it.foreseen and it.foreseen.checked.broken) for it in lines),
        place_of=in_words.place_of,
    )


def _text(form: ListForm) -> str:
    """The pasted text, or that of the file. Raises Refusal."""
    sent = form.file.data
    if not sent:
        return form.pasted.data or ""
    name = sent.filename or "The file"
    actions.intake.waiting_files.scan_sent(sent.stream, name)
    data = sent.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refusal("The file is too large to use here. Send it through Imports.")
    if data.startswith((b"PK", b"\xd0\xcf")):
        return incoming.plain(actions.casework.status_list.text_of_workbook(name, data))
    try:
        text = str(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        text = str(data.decode("cp1252", errors="replace"))
    return incoming.plain(text)


@bp.get("/update-many/<int:number>")
@requires(Permission.UPDATE_STATUS)
def bulk_made(number: int) -> ResponseReturnValue:
    entry = found(store.casework.entries.get(number, within=scope()))
    found(entry if actions.casework.undo.permission_of(entry) is not None else None)
    people = store.people.records.records(
        sorted(store.casework.entries.records_of(number)), within=scope()
    )
    return render_template(
        "adviser/bulk/made.html",
        entry=entry,
        people=sorted(people, key=lambda p: (p.family, p.given, p.id)),
    )


@bp.post("/update-many/<int:number>/take-back")
@requires(Permission.UPDATE_STATUS)
def bulk_withdraw(number: int) -> ResponseReturnValue:
    found(store.casework.entries.get(number, within=scope()))
    with refusals.flashed():
        touched = actions.casework.undo.withdraw(
            number,
            permissions=me().does.permissions,
            within=scope(),
            act=act(),
            say=flash,
        )
        flash(f"Taken back for {counted(touched, 'young person', 'young people')}.")
        return redirect(url_for("adviser.bulk_made", number=number))
    return redirect(url_for("adviser.my_day"))
