"""A detail of a young person changed by hand: one page for all of them.

The details that can be entered, their inputs and who may change them are declared with
the details (``domain.history.details``).
"""

from collections.abc import Sequence
from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.history.known_person import Known
from tracker.actions.people.changing import Change
from tracker.domain.history.confidential_addresses import SHOWN_INSTEAD
from tracker.domain.history.details import entering
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.changes.by_hand import Control
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.entering import FORMS, EntryForm
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.membership import Folded
from tracker.domain.reference.identifiers import Uln, Upn
from tracker.store.people.records import Person
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp, rounds
from tracker.web.adviser.by_hand import entry_fields
from tracker.web.adviser.person_page import provenance
from tracker.web.forms import Choice, Day, Form, Radios, Tick
from tracker.web.guard import found, may, me, requires, scope, standing_person

_ADDRESS, _CHARACTERISTICS = "address", "characteristics"
#: Where more about a ground is chosen.
_MORE = {str(By.DOCUMENT): "document", str(By.PROFESSIONAL): "professional"}
_NUMBERS = {Control.UPN: Upn.parse, Control.ULN: Uln.parse}


def _source_fields(entry: EntryForm) -> dict[str, Any]:
    """Who gave a value, when it was learned, and since when it holds."""
    ends = {"ended": Tick(entry.ends)} if entry.ends else {}
    since = {"since": Day(entry.since)} if entry.since else {}
    more = {
        _MORE[by]: _choice(f"Which {_MORE[by]}?", kinds)
        for by, kinds in grounds.MORE.items()
        if grounds.wants_more(entry.name, by)
    }
    return {
        **ends,
        **since,
        "by": Radios(
            "Who gave this?",
            choices=[(by.value, by.value[0].upper() + by.value[1:]) for by in By],
            validate_choice=False,
        ),
        **more,
        "learned_on": Day("When was it learned?"),
    }


def _choice(label: str, kinds: Sequence[str]) -> Any:
    choices = [("", "Select"), *((each, each[0].upper() + each[1:]) for each in kinds)]
    return Choice(label, choices=choices, validate_choice=False)


def may_change(form: EntryForm, known: Particulars) -> bool:
    """Whether the signed-in user may change a detail of this young person.

    ``known`` are the particulars: a confidential address needs the permission to open
    what is sealed.
    """
    if form.name == _ADDRESS and known.confidential_address:
        return may(Permission.OPEN_SEALED)
    return may_see(form) and any(may(Permission(each)) for each in form.changed_by)


def may_see(form: EntryForm) -> bool:
    """Whether the signed-in user may see the values of a form, and that it has any."""
    return any(may(Permission(each)) for each in form.seen_by)


@bp.route("/people/<int:number>/change/<name>", methods=["GET", "POST"])
@requires(Permission.UPDATE_STATUS)
def person_change(number: int, name: str) -> ResponseReturnValue:
    person, entry = standing_person(number), found(FORMS.get(name))
    opened = entry.name == _CHARACTERISTICS and _shows_sealed(person)
    read = found(Known.of(person, today()))
    known = read.opened if opened else read.folded
    found(entry if may_change(entry, known.known) else None)
    form = _form(entry, known, sees_sealed=opened)
    if form.is_submitted():
        new = _change(entry, form, sees_sealed=opened)
        if form.validate():
            with refusals.in_form(form):
                return _saved(person, new)
        elif "csrf_token" not in form.errors:
            _show_all(form, person, new)
    return render_template(
        "adviser/person_page/change.html",
        person=person,
        round=request.args.get(rounds.ARGUMENT),
        form=form,
        entry=entry,
        types=entry_fields.TYPES,
        stands=provenance.stands(entry, known, person),
        others=provenance.others(entry, known.known, known.evidence),
        hidden=SHOWN_INSTEAD
        if entry.name == _ADDRESS and known.known.confidential_address
        else "",
        seals=entry.name == _CHARACTERISTICS and not opened,
        taken=_holder(entry, form, person),
    )


def _form(entry: EntryForm, known: Folded, *, sees_sealed: bool) -> Form:
    """The form of a detail, filled in with what is in use."""
    parts = entry_fields.fields(entry, on=today(), sees_sealed=sees_sealed)
    made = type("ChangeForm", (Form,), {**parts, **_source_fields(entry)})
    filled = entry_fields.filled(entry, entering.held(entry, known.known))
    return cast("Form", made(**filled, learned_on=today()))


def _shows_sealed(person: Person) -> bool:
    """Whether the form has the sealed codes too.

    They are chosen by those who may open what is sealed. What is sealed already has to
    be open, for a reason, before it is shown.
    """
    session = me().session
    if session is None or not may(Permission.OPEN_SEALED):
        return False
    if not store.history.sealed_facts.people_with([person.id]):
        return True
    opening = actions.law.looks.opening_sealed
    opened = opening.opened(person.id, session=session.name, act=act())
    return opened is not None


def _change(entry: EntryForm, form: Form, *, sees_sealed: bool) -> Change:
    by = form["by"].data or ""
    more = _MORE.get(by, "")
    return Change(
        entry,
        entry_fields.entered(entry, form),
        by,
        (form[more].data or "") if more in form else "",
        form["learned_on"].data,
        since=form["since"].data if entry.since else None,
        ended=bool(entry.ends and form["ended"].data),
        sees_sealed=sees_sealed,
    )


def _show_all(form: Form, person: Person, new: Change) -> None:
    """Shows what else is wrong with a form that has an error already."""
    problems = actions.people.changing.problems(
        person.id, new, within=scope(), act=act()
    )
    for field, sentence in problems:
        if field not in form or not form[field].errors:
            form.refuse(field, sentence)


def _saved(person: Person, new: Change) -> ResponseReturnValue:
    changed = actions.people.changing.change(
        person.id, new, within=scope(), act=act(), say=flash
    )
    title = new.form.title
    if changed.in_use:
        flash(
            f"{title} changed. What was there before is kept. You can take this back "
            "under what was recorded by hand."
        )
    else:
        flash(
            f"{title} recorded, and not in use: a source of a later day gives another "
            "value. See below."
        )
    list_round = rounds.current(person.id)
    rounds.done(list_round, person.id, reached=False)
    through = list_round.argument if list_round is not None else None
    # The way on in a list stands at the head of the page, above the detail.
    anchor = "who" if list_round is None else None
    return redirect(
        url_for("adviser.person", number=person.id, round=through, _anchor=anchor)
    )


def _holder(entry: EntryForm, form: Form, person: Person) -> int | None:
    """The young person who has the number that was refused, for a link to them."""
    for each in entry.inputs:
        parse = _NUMBERS.get(each.control)
        if parse is not None and form[each.field].errors:
            value = parse(form[each.field].data).value
            if value is not None and may(Permission.SEE_PEOPLE):
                return store.people.finding.holder_of(
                    each.field, value, besides=person.id, within=scope()
                )
    return None
