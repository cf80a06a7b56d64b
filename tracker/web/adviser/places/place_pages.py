"""A place for young people who have none: proposed, answered, taken back.

See decision 0205.
"""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.year import cohort_ledgers, place_proposals
from tracker.actions.year.expected import provider_answers
from tracker.domain.year.ledger_steps import Name
from tracker.store.casework.place_proposals import PlaceProposal
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.institutions.institution_names import Match
from tracker.store.people.records import Person
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp
from tracker.web.adviser.places import place_forms
from tracker.web.adviser.places.place_forms import AnswerForm, ProposalForm
from tracker.web.filters import counted
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope, standing_person
from tracker.web.management.year.the_year import wait_for_ledgers


@bp.route("/places/new", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def place_new() -> ResponseReturnValue:
    """The form of a proposal, for the young people that the address or form names."""
    years = {str(each.left): each for each in cohort_ledgers.current(today())}
    left = request.values.get("left")
    year = next(iter(years.values())) if left is None else found(years.get(left))
    wait_for_ledgers()
    chosen = _numbers(request.values.getlist("people"))
    form = place_forms.new_proposal_form()
    matches: Sequence[Match] = ()
    if form.is_submitted():
        new, matches = place_forms.read_proposal(form)
        if not chosen:
            form.refuse("people", "Tick at least one young person.")
        if not form.summary:
            with refusals.in_form(form):
                made = place_proposals.propose(
                    chosen, new, year.left, within=scope(), act=act()
                )
                return _made(made, year)
    return _form(form, chosen, year, matches)


def _form(
    form: ProposalForm, chosen: Sequence[int], year: Year, matches: Sequence[Match]
) -> ResponseReturnValue:
    # Those that were not ticked stay on the page, to be ticked again.
    offered = [*_numbers(request.form.getlist("offered")), *chosen]
    those = place_proposals.candidates(offered, year, within=scope())
    return render_template(
        "adviser/places/new.html",
        form=form,
        year=year,
        chosen=chosen,
        open_to=[each for each in those if not each.because],
        outside=len(set(offered) - {each.row.person for each in those}),
        closed_to=[each for each in those if each.because],
        choices=matches,
        back=_list(year),
    )


def _made(made: Sequence[int], year: Year) -> ResponseReturnValue:
    proposals = store.casework.place_proposals.numbered(made)
    first = proposals[0]
    people = counted(len(proposals), "young person", "young people")
    flash(f"Place at {first.institution_name} proposed for {people}.")
    if len(proposals) > 1:
        return redirect(_list(year))
    return redirect(url_for("adviser.place", number=first.person_id, proposal=first.id))


def _list(year: Year) -> str:
    """The list of those of a ledger who miss an offer."""
    return url_for(
        "management.the_year_list", left=year.left, step=Name.OFFER, part="missing"
    )


def _numbers(texts: Sequence[str]) -> list[int]:
    numbers = map(incoming.number, texts)
    return list(dict.fromkeys(each for each in numbers if each is not None))


@bp.route("/people/<int:number>/places/<int:proposal>", methods=["GET", "POST"])
@requires(Permission.RECORD_CONTACT)
def place(number: int, proposal: int) -> ResponseReturnValue:
    """A proposal with its answers; as a work item it is done here."""
    person = standing_person(number)
    proposed = _proposal(person, proposal)
    form = place_forms.answer_form(proposed, person.given or "The young person")
    if form.is_submitted():
        new = place_forms.read_answer(form, proposed)
        if not form.summary:
            with refusals.in_form(form, shown_at={"answer": "given"}):
                place_proposals.answer(
                    proposed.id, person.id, new, within=scope(), act=act()
                )
                flash(f"Recorded: {new.party} {new.answer}.")
                return redirect(
                    url_for("adviser.place", number=number, proposal=proposal)
                )
    return _shown(person, proposed, form)


def _shown(
    person: Person, proposed: PlaceProposal, form: AnswerForm
) -> ResponseReturnValue:
    standing = [each for each in proposed.answers if each.withdrawn_at is None]
    cohort_ledgers.make_few(within=scope(), act=act())
    rows = place_proposals.in_ledgers(person.id, on=today(), within=scope())
    return render_template(
        "adviser/places/place.html",
        person=person,
        proposal=proposed,
        form=form,
        newest=standing[-1].id if standing else None,
        calls=provider_answers.open_calls(person.id, within=scope()),
        superseded=place_proposals.superseded([proposed], rows).get(proposed.id, ""),
        names=store.accounts.users.names(within=scope()),
        today=today(),
    )


@bp.post("/people/<int:number>/places/<int:proposal>/answers/<int:answer>/take-back")
@requires(Permission.RECORD_CONTACT)
def place_answer_take_back(
    number: int, proposal: int, answer: int
) -> ResponseReturnValue:
    person = standing_person(number)
    _proposal(person, proposal)
    with refusals.flashed():
        place_proposals.take_back_answer(
            proposal, answer, person.id, within=scope(), act=act()
        )
        flash("The answer is taken back.")
    return redirect(url_for("adviser.place", number=number, proposal=proposal))


@bp.post("/people/<int:number>/places/<int:proposal>/take-back")
@requires(Permission.RECORD_CONTACT)
def place_take_back(number: int, proposal: int) -> ResponseReturnValue:
    person = standing_person(number)
    _proposal(person, proposal)
    with refusals.flashed():
        place_proposals.take_back(proposal, person.id, within=scope(), act=act())
        flash("The proposal is taken back. It stays on record and counts no longer.")
    return redirect(url_for("adviser.place", number=number, proposal=proposal))


def _proposal(person: Person, number: int) -> PlaceProposal:
    """A proposal of this person; any other is not found."""
    return found(store.casework.place_proposals.of_person(number, person.id))
