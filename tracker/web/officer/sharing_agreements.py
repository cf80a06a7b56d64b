"""Agreements: proposed by the officer, signed by the asset owner, reviewed, ended."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.domain.law.agreements import State
from tracker.domain.law.gateways import FIELDS, GATEWAYS, Direction, Gateway
from tracker.store.law.agreements import Agreement
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.forms import SHORT, Choice, Day, Form, Needed, Text, Ticks, Words
from tracker.web.guard import found, may, me, requires, scope
from tracker.web.look.listing import Filter, Listing, by_words
from tracker.web.officer import bp
from tracker.web.officer.agreement_drafts import NAMED

#: Gateways by which an agreement may be made.
_BY_AGREEMENT = {key: each for key, each in GATEWAYS.items() if not each.by_law}


class Proposal(Form):
    """The terms of an agreement by one gateway."""

    party = Text("The other party", [Needed("Enter the other party."), SHORT])
    reference = Text(
        "Reference",
        [Needed("Enter a reference."), SHORT],
        description="The council's own, such as AL-02.",
    )
    fields = Ticks("What may be shared", validate_choice=False)
    starts = Day("First day", [Needed("Enter the first day.")], default=today)
    ends = Day("Last day (optional)")
    review_on = Day(
        "Next review",
        [Needed("Enter the day of the next review.")],
        description="Within three years.",
    )
    conditions = Words(
        "Conditions (optional)",
        description="How it is kept and when it is deleted. Name no young person.",
        render_kw={"params": {"rows": 4}},
    )


class End(Form):
    """Ending an agreement before its time."""

    on = Day("First day without it", [Needed("Enter the day.")], default=today)
    reason = Words(
        "Why does it end?",
        [Needed("Enter why it ends.")],
        render_kw={"params": {"rows": 3}},
    )


class Review(Form):
    """The next review of an agreement that goes on."""

    next_on = Day("Next review", [Needed("Enter the day of the next review.")])


class Declining(Form):
    reason = Words(
        "Why is it declined?",
        [Needed("Enter why it is declined.")],
        render_kw={"params": {"rows": 3}},
    )


class Party(Form):
    """The first step of a proposal: by which gateway."""

    gateway = Choice("What is it for?", [Needed("Choose what it is for.")])


@bp.get("/agreements")
@requires(Permission.SEE_SHARING)
def agreements() -> ResponseReturnValue:
    everything = store.law.agreements.every(within=scope())
    listing = Listing(
        everything,
        keys={
            "reference": lambda each: each.reference.casefold(),
            "party": lambda each: each.party_name.casefold(),
            "review": lambda each: each.review_on,
            "until": lambda each: each.ends,
        },
        filters=(
            Filter(
                "state",
                "State",
                lambda each: by_words(each.state(today()).value.capitalize()),
            ),
            Filter("for", "For", lambda each: by_words(GATEWAYS[each.gateway].title)),
        ),
        first="review",
    )
    return render_template(
        "officer/agreements.html",
        listing=listing,
        gateways=GATEWAYS,
        today=today(),
        State=State,
        suspended={
            each.gateway for each in store.law.agreements.suspensions(within=scope())
        },
        standing=[
            each
            for each in GATEWAYS.values()
            if each.by_law and each.direction is Direction.OUT
        ],
        inward=[each for each in GATEWAYS.values() if each.direction is Direction.IN],
    )


@bp.route("/agreements/new", methods=["GET", "POST"])
@requires(Permission.WORK_CASES)
def agreement_new() -> ResponseReturnValue:
    """Proposes an agreement; the address has its gateway once that is chosen."""
    gateway = _BY_AGREEMENT.get(request.args.get("gateway", ""))
    if gateway is None:
        form = Party(request.args, meta={"csrf": False})
        form.gateway.choices = [
            ("", "Choose"),
            *((key, each.title) for key, each in _BY_AGREEMENT.items()),
        ]
        return render_template("officer/agreement_for.html", form=form)
    form = Proposal()
    form.fields.choices = [(name, FIELDS[name].label) for name in gateway.fields]
    form.party.description = NAMED[gateway.party]
    if gateway.direction is Direction.IN:
        form.fields.label.text = "What may come in"
    if form.validate_on_submit():
        with refusals.in_form(form):
            made = _propose(form, gateway)
            flash(f"Agreement {made.reference} is proposed. The asset owner signs it.")
            return redirect(url_for("officer.agreement", number=made.id))
    return render_template("officer/agreement_new.html", form=form, gateway=gateway)


def _propose(form: Proposal, gateway: Gateway) -> Agreement:
    law = actions.law
    return law.agreements.propose(
        law.parties.named(gateway.party, form.party.data or "", by=me().authority),
        gateway.key,
        reference=form.reference.data or "",
        fields=form.fields.data or (),
        starts=form.starts.data,
        ends=form.ends.data,
        review_on=form.review_on.data,
        conditions=form.conditions.data or "",
        act=act(),
    )


@bp.get("/agreements/<int:number>")
@requires(Permission.SEE_SHARING)
def agreement(number: int) -> ResponseReturnValue:
    return _page(_agreement(number))


def _agreement(number: int) -> Agreement:
    return found(store.law.agreements.get(number, within=scope()))


def _page(agreement: Agreement, **forms: Any) -> ResponseReturnValue:
    state = agreement.state(today())
    return render_template(
        "officer/agreement.html",
        agreement=agreement,
        gateway=GATEWAYS[agreement.gateway],
        labels=[FIELDS[name].label for name in agreement.fields],
        state=state,
        State=State,
        has_run_out=agreement.has_run_out(today()),
        is_own=actions.accounts.review.one_person.is_by(agreement.proposed_by, act()),
        names=store.accounts.users.names(within=scope()),
        shared=store.law.disclosures.of_agreement(agreement.id),
        declining=forms.get("declining") or Declining(),
        ending=forms.get("ending") or End(),
        reviewing=forms.get("reviewing")
        or Review(next_on=domain.law.agreements.a_year_after(today(), agreement.ends)),
        may_decide=may(Permission.DECIDE_SHARING),
        may_review=may(Permission.WORK_CASES) or may(Permission.DECIDE_SHARING),
    )


@bp.post("/agreements/<int:number>/sign")
@requires(Permission.DECIDE_SHARING, fresh=True)
def agreement_sign(number: int) -> ResponseReturnValue:
    agreement = _agreement(number)
    with refusals.flashed():
        actions.law.agreements.sign(agreement.id, act=act())
        flash(f"You have signed agreement {agreement.reference}.")
    return redirect(url_for("officer.agreement", number=number))


@bp.post("/agreements/<int:number>/decline")
@requires(Permission.DECIDE_SHARING, fresh=True)
def agreement_decline(number: int) -> ResponseReturnValue:
    agreement, form = _agreement(number), Declining()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.law.agreements.decline(
                agreement.id, reason=form.reason.data or "", act=act()
            )
            flash(f"Agreement {agreement.reference} is declined.")
            return redirect(url_for("officer.agreement", number=number))
    return _page(agreement, declining=form)


@bp.post("/agreements/<int:number>/end")
@requires(Permission.DECIDE_SHARING, fresh=True)
def agreement_end(number: int) -> ResponseReturnValue:
    agreement, form = _agreement(number), End()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.law.agreements.end(
                agreement.id,
                on=form.on.data,
                reason=form.reason.data or "",
                act=act(),
            )
            flash(f"Agreement {agreement.reference} ends.")
            return redirect(url_for("officer.agreement", number=number))
    return _page(agreement, ending=form)


@bp.post("/agreements/<int:number>/review")
@requires(Permission.SEE_SHARING)
def agreement_review(number: int) -> ResponseReturnValue:
    """Records a review, by the officer or the asset owner."""
    if not (may(Permission.WORK_CASES) or may(Permission.DECIDE_SHARING)):
        abort(404)
    agreement, form = _agreement(number), Review()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.law.agreements.review(
                agreement.id, next_on=form.next_on.data, act=act()
            )
            flash(f"Agreement {agreement.reference} is reviewed.")
            return redirect(url_for("officer.agreement", number=number))
    return _page(agreement, reviewing=form)
