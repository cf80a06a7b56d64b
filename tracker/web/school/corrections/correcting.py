"""Corrections: a school reports where one of its leavers is, and sees the outcome."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import Optional

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.leavers.corrections import HOW_KNOWN
from tracker.actions.leavers.own_leavers import names, own_leaver
from tracker.domain.leavers.reported_activities import ACTIVITIES
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.institutions.institution_names import Match
from tracker.store.leavers.corrections import Correction
from tracker.web import paging, refusals
from tracker.web.acting import act, today
from tracker.web.forms import Day, Form, Needed, Radios, Text, Words
from tracker.web.guard import found, own_keys, requires
from tracker.web.named import naming
from tracker.web.school import bp, own_institution
from tracker.web.school.corrections import providers
from tracker.wording import places

NONE_OF_THEM = "none"


class Correct(Form):
    doing = Radios(
        "What are they doing now?",
        [Needed("Select what they are doing now.")],
        choices=[(each.word, each.title) for each in ACTIVITIES.values()],
    )
    provider = Text("School, college, provider or employer", [Optional()])
    # What the type-ahead field chose; without it the choices are radio buttons.
    provider_key = HiddenField()
    place = Radios(
        "Which of these is it?", [Optional()], choices=[], validate_choice=False
    )
    since = Day("Date this started")
    how = Radios(
        "How do you know?",
        [Needed("Select how you know.")],
        choices=[(each, each) for each in HOW_KNOWN],
    )
    note = Words("Anything that would help us to check it")


@bp.route("/leavers/<int:person>/correct", methods=["GET", "POST"])
@requires(Permission.CORRECT_LEAVER)
def correct(person: int) -> ResponseReturnValue:
    # Whether the person is their leaver depends on evidence that they may not read.
    with own_institution.as_council():
        own_institution.refuse_while_suspended("leavers")
        leaver = found(
            own_leaver(person, on=today(), within=own_institution.leavers_scope())
        )
    form = Correct()
    if form.validate_on_submit() and (chosen := _place(form)) is not None:
        at_place, name = chosen
        with refusals.in_form(form), own_institution.as_council():
            actions.leavers.corrections.record_correction(
                leaver,
                institution=own_institution.mine().key,
                doing=form.doing.data,
                at_place=at_place,
                place_name=name,
                since=form.since.data,
                how=form.how.data,
                note=form.note.data or "",
                act=act(),
            )
            flash(
                "Thank you. The council has your correction about "
                f"{leaver.person.given} {leaver.person.family}, and will check it."
            )
            return redirect(url_for("school.corrections"))
    _, earlier = _sent(person=person)
    return render_template(
        "school/corrections/correct.html",
        form=form,
        leaver=leaver,
        earlier=earlier,
        activities=ACTIVITIES,
        hints=[
            {"hint": {"text": each.hint}} if each.hint else {}
            for each in ACTIVITIES.values()
        ],
    )


def _sent(**chosen: int) -> tuple[int, Sequence[Correction]]:
    """The number of corrections that this school has sent, and some of them."""
    return store.leavers.corrections.page(
        within=own_institution.everybody(), of=own_keys(), **chosen
    )


def _place(form: Correct) -> tuple[InstitutionRef | None, str] | None:
    """The chosen place; None where the user has to choose among several."""
    written = " ".join((form.provider.data or "").split())
    if not written:
        return None, ""
    chosen = form.place.data
    known = providers.by_key(chosen or "")
    if known is None:
        known = providers.by_key(form.provider_key.data or "")
        if known is not None and known.name != written:
            # The user changed the text after choosing.
            known = None
    if known is None:
        known = providers.exact(written)
    if known is not None:
        return store.institutions.institution_names.named(Match(known)), known.name
    possible = providers.find(written)
    if not possible or chosen == NONE_OF_THEM:
        return InstitutionRef(name=written), written
    form.place.choices = [
        *((each.key, places.with_town(each)) for each in possible),
        (NONE_OF_THEM, f"None of these: {written}"),
    ]
    form.refuse("place", f"Select which place you mean by “{written}”.")
    return None


@bp.get("/leavers/corrections", endpoint="corrections")
@requires(Permission.CORRECT_LEAVER)
def all_corrections() -> ResponseReturnValue:
    """The corrections that this school has sent, and their outcomes."""
    shown, rows = paging.read(_sent)
    named = names(
        [each.person_id for each in rows],
        on=today(),
        within=own_institution.leavers_scope(),
    )
    naming.note(named)
    return render_template(
        "school/corrections/corrections.html",
        rows=[(each, named.get(each.person_id)) for each in rows],
        page=shown,
        activities=ACTIVITIES,
    )
