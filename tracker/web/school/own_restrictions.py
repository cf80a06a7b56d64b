"""A school's or college's own restrictions: what it may not pass on to the council."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.law.restrictions import Listed
from tracker.domain.history.person import Identity
from tracker.domain.law.restrictions import State
from tracker.domain.reference.letters import folded
from tracker.refusal import Refusal
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.forms import Day, Needed, Text
from tracker.web.guard import found, me, own_keys, requires
from tracker.web.officer.restrictions import Answered, outcome_of
from tracker.web.school import bp, own_institution


class OfOwnPupil(Answered):
    """An answer about a pupil, who is entered as the school knows them."""

    given = Text("First name", [Needed("Enter the first name.")])
    family = Text("Family name", [Needed("Enter the family name.")])
    born = Day("Date of birth", [Needed("Enter the date of birth.")])


def _own() -> list[Listed]:
    """The restrictions at this institution that are in force, by name.

    Young people who are named to no school are left out, as on its other lists.
    """
    within, keys = own_institution.everybody(), own_keys()
    with own_institution.as_council():
        persons = store.law.restriction_answers.restricted_at(keys, within=within)
        records = store.people.records.records(sorted(persons), within=within)
        named = [each.id for each in records if not each.details.get("withheld")]
        rows = actions.law.restrictions.register(
            on=today(), persons=named, within=within
        )
    return [
        each
        for each in rows
        if each.institution in keys and each.state is not State.LIFTED
    ]


@bp.get("/lists/restrictions")
@requires(Permission.SEND_LIST)
def restrictions() -> ResponseReturnValue:
    keys, rows = own_keys(), _own()
    with own_institution.as_council():
        offered = actions.law.rights_offered.by_school(
            on=today(), within=own_institution.everybody()
        )
    return render_template(
        "school/restrictions/restrictions.html",
        rows=rows,
        offered=next((each for each in offered if each.institution in keys), None),
        institution=own_institution.mine(),
    )


@bp.route("/lists/restrictions/new", methods=["GET", "POST"])
@requires(Permission.SEND_LIST)
def restriction_new() -> ResponseReturnValue:
    form = OfOwnPupil()
    if form.validate_on_submit():
        keys = own_keys()
        with refusals.in_form(form), own_institution.as_council():
            within = own_institution.everybody()
            person = _own_pupil(form, keys)
            written = form.written()
            actions.law.restrictions.record(
                person,
                written,
                institution=own_institution.mine(),
                within=within,
                act=act(),
            )
            flash(outcome_of(written, person, within=within))
            return redirect(url_for("school.restrictions"))
    return render_template("school/restrictions/new.html", form=form)


@bp.post("/lists/restrictions/<int:entry>/take-back")
@requires(Permission.SEND_LIST)
def restriction_take_back(entry: int) -> ResponseReturnValue:
    found(_recorded_by_me(entry) or None)
    with refusals.flashed(), own_institution.as_council():
        actions.law.restrictions.withdraw(
            entry, within=own_institution.everybody(), act=act()
        )
        flash("Taken back. The answer no longer counts.")
    return redirect(url_for("school.restrictions"))


def _recorded_by_me(entry: int) -> bool:
    return any(
        each.answer.entry == entry and each.answer.recorded_by == me().email
        for each in _own()
    )


def _own_pupil(form: OfOwnPupil, keys: frozenset[str]) -> int:
    """The pupil with this name and date of birth in the institution's files.

    Raises Refusal, with the same sentence whether or not the council knows them.
    """
    within = own_institution.everybody()
    who = Identity(
        given=" ".join((form.given.data or "").split()),
        family=" ".join((form.family.data or "").split()),
        born=form.born.data,
    )
    sent = {
        person
        for key in keys
        for person in store.history.positions.ever_at(key, within=within)
    }
    alike = [
        each.id
        for each in store.leavers.notices.could_be(who, within=within)
        if each.id in sent
        and each.born == who.born
        and _key(each.given, each.family) == _key(who.given, who.family)
    ]
    if len(alike) != 1:
        raise Refusal(
            "You have sent no pupil with this name and date of birth. Enter them as in "
            "your last census or list, or write to the council.",
            "family",
        )
    return alike[0]


def _key(given: str | None, family: str | None) -> tuple[str, str]:
    return folded(given or "").casefold(), folded(family or "").casefold()
