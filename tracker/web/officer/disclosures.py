"""What was disclosed, why it was lawful, and requests that wait."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.law.gateways import FIELDS, GATEWAYS
from tracker.domain.reference.england import HERE
from tracker.store.accounts.audit import Action
from tracker.store.law.disclosures import Criteria, Disclosure, State
from tracker.web import paging, refusals
from tracker.web.acting import act, midnight, today
from tracker.web.forms import Choice, Day, Form, Text, Words
from tracker.web.front import incoming
from tracker.web.guard import found, may, me, requires, scope
from tracker.web.named import naming
from tracker.web.officer import bp

#: Refusals are shown for so many days.
_REFUSED_DAYS = 7


class Search(Form):
    """The filters of the list. The address holds them (GET)."""

    class Meta:
        csrf = False

    party = Choice("Who received", validate_choice=False)
    person = Text("About young person (number)")
    first = Day("From")
    last = Day("Until")


class Decision(Form):
    reason = Words("Why? (needed to decline)", render_kw={"params": {"rows": 3}})


def _search() -> tuple[Search, Criteria | None]:
    form = Search(request.args)
    parties = store.law.disclosures.parties(within=scope())
    form.party.choices = [("", "Anybody"), *parties]
    wrong = not form.validate()
    person = (form.person.data or "").strip()
    if person and incoming.number(person) is None:
        form.refuse("person", "Enter the number of the young person, such as 123.")
        wrong = True
    first, last = form.first.data, form.last.data
    if first and last and first > last:
        form.refuse("last", "The last day must be the same as or after the first.")
        wrong = True
    if wrong:
        return form, None
    return form, Criteria(
        party=form.party.data or None,
        person=int(person) if person else None,
        first=_begins(first) if first else None,
        until=_begins(last + timedelta(days=1)) if last else None,
    )


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HERE)


@bp.get("/disclosures")
@requires(Permission.SEE_SHARING)
def disclosures() -> ResponseReturnValue:
    form, criteria = _search()
    disclosed = store.law.disclosures
    page = paging.page(disclosed.count(criteria, within=scope()) if criteria else 0)
    rows: Sequence[Disclosure] = (
        disclosed.page(criteria, within=scope(), offset=page.offset, limit=page.rows)
        if criteria
        else ()
    )
    return render_template(
        "officer/disclosures.html",
        form=form,
        searched=any(request.args.get(each) for each in ("party", "person"))
        or any(key.startswith(("first", "last")) for key in request.args),
        rows=rows,
        page=page,
        gateways=GATEWAYS,
        fields=FIELDS,
        agreements={
            each.id: each for each in store.law.agreements.every(within=scope())
        },
        requests=list(disclosed.every(Criteria(state=State.REQUESTED), within=scope())),
        refused=_refused(),
        days=_REFUSED_DAYS,
    )


def _refused() -> list[tuple[datetime, str, str]]:
    """What was refused lately: when, the user's name, and the reason."""
    names = store.accounts.users.names(within=scope())
    lines = store.accounts.audit.lines(
        store.accounts.audit.Criteria(
            actions=(Action.DISCLOSURE_REFUSED,),
            first=midnight(_REFUSED_DAYS),
        ),
        within=scope(),
        offset=0,
        limit=20,
    )
    return [
        (each.at, names.get(each.by, each.by), str(each.detail.get("why", "")))
        for each in lines
    ]


class Question(Form):
    """Which field of which young person."""

    class Meta:
        csrf = False

    person = Text("Young person (number)")
    field = Choice("What", validate_choice=False)


@bp.get("/disclosures/received")
@requires(Permission.SEE_SHARING)
def disclosures_received() -> ResponseReturnValue:
    """Who received a field of a young person, and who holds another value than now."""
    form = Question(request.args)
    values = actions.law.disclosed_values
    known = [
        (name, each.label)
        for name, each in FIELDS.items()
        if name in values.CELLS
        and (name != values.SEALED or may(Permission.SEE_SEALED))
    ]
    form.field.choices = [("", "Choose"), *known]
    field = form.field.data if form.field.data in dict(known) else ""
    person = incoming.number((form.person.data or "").strip())
    received = None
    if request.args and (person is None or not field):
        form.refuse(
            "person" if person is None else "field",
            "Enter the number of the young person, such as 123."
            if person is None
            else "Choose what they may have received.",
        )
    elif person is not None:
        with refusals.in_form(form):
            received = actions.law.recipients.received(
                person,
                field,
                on=today(),
                authority=me().authority,
                within=scope(),
            )
            naming.note([person])
    return render_template(
        "officer/received.html",
        form=form,
        person=person,
        received=received,
        label=FIELDS[field].label if received is not None else "",
        to_correct={
            each.disclosure.id
            for each in actions.law.recipients.to_inform(received or ())
        },
    )


@bp.get("/disclosures/<int:number>")
@requires(Permission.SEE_SHARING)
def disclosure(number: int) -> ResponseReturnValue:
    return _page(_disclosure(number), Decision())


def _disclosure(number: int) -> Disclosure:
    return found(store.law.disclosures.get(number, within=scope()))


def _page(disclosure: Disclosure, form: Decision) -> ResponseReturnValue:
    people = store.law.disclosures.people_of(disclosure.id)
    page = paging.page(len(people))
    shown = people[page.offset : page.last_row]
    naming.note(shown)
    return render_template(
        "officer/disclosure.html",
        disclosure=disclosure,
        gateway=GATEWAYS[disclosure.gateway],
        labels=[FIELDS[name].label for name in disclosure.fields],
        agreement=store.law.agreements.get(disclosure.agreement_id, within=scope())
        if disclosure.agreement_id
        else None,
        people=shown,
        page=page,
        names=store.accounts.users.names(within=scope()),
        form=form,
        waits=disclosure.state == State.REQUESTED,
        is_own=actions.accounts.review.one_person.is_by(
            disclosure.requested_by or "", act()
        ),
        may_decide=may(Permission.DECIDE_SHARING),
        may_see=may(Permission.SEE_PEOPLE),
    )


@bp.post("/disclosures/<int:number>/decide")
@requires(Permission.DECIDE_SHARING, fresh=True)
def disclosure_decide(number: int) -> ResponseReturnValue:
    """Approves or declines a request, by the button that was pressed."""
    requested, form = _disclosure(number), Decision()
    approve = request.form.get("decision") == "approve"
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.law.disclosing.decide(
                requested.id, approve=approve, reason=form.reason.data or "", act=act()
            )
            flash("The request is approved." if approve else "The request is declined.")
            return redirect(url_for("officer.disclosures"))
    return _page(requested, form)
