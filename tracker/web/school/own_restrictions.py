"""A school's or college's own restrictions: what it may not pass on to the council."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.law.restrictions import Listed
from tracker.domain.history.person import Identity
from tracker.domain.law.restrictions import State
from tracker.store.law.restriction_answers import Recorded
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.forms import Day, Needed, Text
from tracker.web.guard import found, own_keys, requires
from tracker.web.officer.restrictions import Answered, outcome_of
from tracker.web.school import bp, own_institution


class OfOwnPupil(Answered):
    """An answer about a pupil, who is entered as the school knows them."""

    given = Text("First name", [Needed("Enter the first name.")])
    family = Text("Family name", [Needed("Enter the family name.")])
    born = Day("Date of birth", [Needed("Enter the date of birth.")])

    def identity(self) -> Identity:
        """The pupil as entered."""
        return Identity(
            given=" ".join((self.given.data or "").split()),
            family=" ".join((self.family.data or "").split()),
            born=self.born.data,
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """The restrictions at an institution, and the answers that were recorded by hand.

    Each has the pupil's name as the institution sent it. ``mine`` are the entries that
    its own users recorded.
    """

    rows: list[tuple[str, Listed]]
    answers: list[tuple[str, Recorded]]
    mine: frozenset[int]


def _own() -> Shown:
    """Those of this institution, by name.

    Young people who are named to no school are left out, as on its other lists, and so
    are those with a sealed former identity: their names would show who they are now.
    """
    within, keys = own_institution.everybody(), own_keys()
    with own_institution.as_council():
        restricted = store.law.restriction_answers.restricted_at(keys, within=within)
        rows = [
            each
            for each in actions.law.restrictions.register(
                on=today(), persons=restricted, within=within
            )
            if each.institution in keys and each.state is not State.LIFTED
        ]
        answers = actions.law.restrictions.recorded_for(keys, within=within)
        names = _names({each.answer.person for each in rows}, answers, keys)
        colleagues = {
            each.email
            for each in store.accounts.users.everybody(within=within)
            if each.institution in keys
        }
    return Shown(
        sorted(
            ((names[p], each) for each in rows if (p := each.answer.person) in names),
            key=lambda each: each[0].casefold(),
        ),
        sorted(
            ((names[each.person], each) for each in answers if each.person in names),
            key=lambda each: (each[0].casefold(), each[1].as_at, each[1].entry),
        ),
        frozenset(each.entry for each in answers if each.recorded_by in colleagues),
    )


def _names(
    persons: set[int], answers: list[Recorded], keys: frozenset[str]
) -> dict[int, str]:
    """The name of each pupil in the institution's newest line, else on the record."""
    within = own_institution.everybody()
    wanted = sorted(persons | {each.person for each in answers})
    names = {
        each.id: f"{each.family}, {each.given}"
        for each in store.people.records.records(wanted, within=within)
        if not each.details.get("withheld") and not each.sealed_names
    }
    sent = actions.leavers.own_pupils.sent(names, keys, within=within)
    return names | {
        each.person: f"{each.family}, {each.given}" for each in reversed(sent)
    }


@bp.get("/lists/restrictions")
@requires(Permission.SEND_LIST)
def restrictions() -> ResponseReturnValue:
    keys, shown = own_keys(), _own()
    with own_institution.as_council():
        offered = actions.law.rights_offered.by_school(
            on=today(), within=own_institution.everybody()
        )
    return render_template(
        "school/restrictions/restrictions.html",
        shown=shown,
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
            person, record = actions.leavers.own_pupils.find(
                form.identity(), keys, within=within
            )
            written = form.written()
            actions.law.restrictions.record(
                person,
                written,
                institution=own_institution.mine(),
                within=within,
                act=act(),
                record_id=record,
            )
            flash(outcome_of(written, person, within=within))
            return redirect(url_for("school.restrictions"))
    return render_template("school/restrictions/new.html", form=form)


@bp.post("/lists/restrictions/<int:entry>/take-back")
@requires(Permission.SEND_LIST)
def restriction_take_back(entry: int) -> ResponseReturnValue:
    found(entry if entry in _own().mine else None)
    with refusals.flashed(), own_institution.as_council():
        actions.law.restrictions.withdraw(
            entry, within=own_institution.everybody(), act=act()
        )
        flash("Taken back. The answer no longer counts.")
    return redirect(url_for("school.restrictions"))
