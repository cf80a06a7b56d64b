"""A young person's own copy in its case: prepared, read, words left out, given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.domain.law.cases.case_kinds import Step
from tracker.domain.law.subject_copy.held_rows import SEALED, HeldSection
from tracker.domain.law.subject_copy.redacting import CODES
from tracker.store.law.cases import Case
from tracker.store.law.subject_copies import SubjectCopy
from tracker.web import refusals
from tracker.web.acting import act, now_on_day, today
from tracker.web.attachments import attachment
from tracker.web.forms import Choice, Form, Needed, Words
from tracker.web.guard import found, may, me, requires, scope
from tracker.web.named import naming
from tracker.web.officer import bp


class LeavingOut(Form):
    words = Words(
        "Words to leave out",
        [Optional()],
        render_kw={
            "params": {
                "rows": 2,
                "hint": {"text": "Empty for the whole text of one place."},
            }
        },
    )
    place = Choice("Where")
    why = Choice("Why", [Needed("Select why it is left out.")])


@bp.get("/cases/<int:number>/copy")
@requires(Permission.SEE_SHARING)
def case_copy(number: int) -> ResponseReturnValue:
    return _page(_case(number), LeavingOut(formdata=None))


@bp.post("/cases/<int:number>/copy/prepare")
@requires(Permission.WORK_CASES)
def case_copy_prepare(number: int) -> ResponseReturnValue:
    case = _case(number)
    with refusals.flashed():
        actions.law.subject_copy.preparing.prepare(case.id, within=scope(), act=act())
        flash("The copy has been prepared.")
    return redirect(url_for("officer.case_copy", number=number))


@bp.post("/cases/<int:number>/copy/leave-out")
@requires(Permission.WORK_CASES)
def case_copy_leave_out(number: int) -> ResponseReturnValue:
    case, form = _case(number), LeavingOut()
    found(store.law.subject_copies.of_case(number))
    _fill(form, number)
    if form.validate_on_submit():
        with refusals.in_form(form):
            times = actions.law.subject_copy.preparing.leave_out(
                number,
                form.why.data,
                words=form.words.data or "",
                place=form.place.data or "",
                within=scope(),
                act=act(),
            )
            flash(f"Left out {'once' if times == 1 else f'{times:,} times'}.")
            return redirect(url_for("officer.case_copy", number=number))
    return _page(case, form)


@bp.post("/cases/<int:number>/copy/<int:entry>/put-back")
@requires(Permission.WORK_CASES)
def case_copy_put_back(number: int, entry: int) -> ResponseReturnValue:
    _case(number)
    with refusals.flashed():
        actions.law.subject_copy.preparing.put_back(
            number, entry, within=scope(), act=act()
        )
        flash("It has been put back.")
    return redirect(url_for("officer.case_copy", number=number))


@bp.get("/cases/<int:number>/copy/whole")
@requires(Permission.SEE_SHARING)
def case_copy_whole(number: int) -> ResponseReturnValue:
    """The copy as it would be given now, without what is sealed."""
    return _whole(_case(number), opened=False)


@bp.post("/cases/<int:number>/copy/whole")
@requires(Permission.SEE_SHARING, fresh=True)
def case_copy_opened(number: int) -> ResponseReturnValue:
    """The same with what is sealed, once the look is recorded."""
    case = _case(number)
    found(store.law.subject_copies.of_case(number))
    session = me().session
    assert session is not None  # the guard lets in no other user
    with refusals.flashed():
        actions.law.subject_copy.giving.note_opened(
            case, permissions=me().does.permissions, session=session.name, act=act()
        )
        return _whole(case, opened=True)
    return redirect(url_for("officer.case_copy_whole", number=number))


def _whole(case: Case, *, opened: bool) -> ResponseReturnValue:
    copy = found(store.law.subject_copies.of_case(case.id))
    naming.note([copy.person_id])
    return render_template(
        "officer/cases/copy_whole.html",
        case=case,
        opened=opened,
        may_open=may(Permission.WORK_CASES) or may(Permission.DECIDE_SHARING),
        document=actions.law.subject_copy.giving.preview(
            case,
            council=current_app.config["TRACKER"].organisation,
            opened=opened,
            act=act(),
        ),
    )


@bp.get("/cases/<int:number>/copy.<any(pdf,json,zip):kind>")
@requires(Permission.WORK_CASES, offered_on="officer.case_copy")
def case_copy_file(number: int, kind: str) -> ResponseReturnValue:
    case = _case(number)
    found(store.law.subject_copies.of_case(number))
    with refusals.flashed():
        given = actions.law.subject_copy.giving.give(
            number,
            council=current_app.config["TRACKER"].organisation,
            within=scope(),
            act=act(),
        )
        naming.note([given.person])
        if kind == "json":
            content = given.json()
        elif kind == "zip":
            content = actions.law.subject_copy.copied_documents.packed(given.sections)
        else:
            content = reporting.documents.printed.pdf(given.document, on=today())
        return attachment(f"copy-{case.name}.{kind}", content)
    return redirect(url_for("officer.case_copy", number=number))


@bp.get("/cases/<int:number>/copy/documents.zip")
@requires(Permission.WORK_CASES, offered_on="officer.case_copy")
def case_copy_documents(number: int) -> ResponseReturnValue:
    """The documents of the copy as they would be given now, to be read before."""
    case = _case(number)
    copy = found(store.law.subject_copies.of_case(number))
    remains = actions.law.subject_copy.giving.what_remains(number)
    content = actions.law.subject_copy.copied_documents.read_before(
        case, copy.person_id, remains.sections, act=act()
    )
    return attachment(f"documents-{case.name}.zip", content)


def _case(number: int) -> Case:
    """The case, which has to be of the kind in which a copy is prepared."""
    case = found(store.law.cases.get(number, within=scope()))
    kind = actions.law.subject_copy.preparing.KIND
    return found(case if case.kind == kind else None)


def _page(case: Case, form: LeavingOut) -> ResponseReturnValue:
    copy = store.law.subject_copies.of_case(case.id)
    given: dict[str, Any] = {}
    if copy is not None:
        naming.note([copy.person_id])
        _fill(form, case.id)
        given = _of(copy)
    events = store.law.cases.events([case.id])[case.id]
    is_approved = actions.law.subject_copy.giving.is_approved(
        case, events, now=now_on_day()
    )
    changes = actions.law.subject_copy.preparing.may_change(case)
    return render_template(
        "officer/cases/copy.html",
        case=case,
        copy=copy,
        form=form,
        may_prepare=changes and may(Permission.WORK_CASES),
        is_decided_next=case.next_step == Step.DECIDED,
        waits=case.next_step == Step.APPROVED,
        approved=is_approved and may(Permission.WORK_CASES),
        one_person=len(
            store.law.cases.people([case.id], within=scope()).get(case.id, [])
        )
        == 1,
        **given,
    )


def _of(copy: SubjectCopy) -> dict[str, Any]:
    remains = actions.law.subject_copy.giving.what_remains(copy.case_id)
    return {
        "sections": remains.sections,
        "documents": len(
            actions.law.subject_copy.copied_documents.files(remains.sections)
        ),
        "to_read": list(_to_read(remains.sections)),
        "codes": CODES,
        "redactions": [
            (each.id, each.redaction)
            for each in store.law.subject_copies.redactions(copy.id)
        ],
    }


@dataclass(frozen=True, slots=True)
class Free:
    """A free text: its place, what it is, and its words unless they are sealed."""

    place: str
    title: str
    text: str
    of_a_file: bool


#: The tables whose texts are lines of files, or what these report.
_OF_FILES = frozenset({"evidence", "staged_rows"})


def _to_read(sections: Sequence[HeldSection]) -> Iterator[Free]:
    for section in sections:
        for row in section.rows:
            for held in row.fields:
                if held.free:
                    text = SEALED[held.sealed] if held.sealed else held.text
                    title = ", ".join(filter(None, (held.label, row.title)))
                    yield Free(
                        row.place_of(held),
                        f"{section.heading}: {title}",
                        text,
                        row.table in _OF_FILES,
                    )


def _fill(form: LeavingOut, number: int) -> None:
    copy = found(store.law.subject_copies.of_case(number))
    form.place.choices = [
        ("", "Everywhere in the copy"),
        *((each.place, each.title) for each in _to_read(copy.sections)),
    ]
    form.why.choices = [
        ("", "Choose"),
        *((each.name, each.offered) for each in CODES.values() if each.by_hand),
    ]
