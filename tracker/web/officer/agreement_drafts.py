"""Drafts of agreements to read, print and sign: before one is on record, and of one."""

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.domain.law.documents.document import Document
from tracker.domain.law.gateways import GATEWAYS, PartyKind
from tracker.web import refusals
from tracker.web.acting import today
from tracker.web.attachments import attachment
from tracker.web.forms import SHORT, Choice, Form, Needed, Text
from tracker.web.guard import found, me, requires, scope
from tracker.web.officer import bp

#: How a party of each kind is named.
NAMED = {
    PartyKind.INSTITUTION: "Its URN, DfE number or UKPRN",
    PartyKind.AUTHORITY: "The code of the other authority, such as 350",
    PartyKind.SERVICE: "The name of the service",
    PartyKind.JOBCENTRE: "The name of the Jobcentre",
    PartyKind.BODY: "The name of the organisation",
}


class DraftFor(Form):
    """The gateway and the other party."""

    gateway = Choice("What is it for?", [Needed("Choose what it is for.")])
    party = Text(
        "The other party",
        [SHORT],
        description="The number of a school or college, the code of an authority, or "
        "the name of a service or organisation.",
    )


@bp.get("/agreements/draft")
@requires(Permission.SEE_SHARING)
def agreement_draft_new() -> ResponseReturnValue:
    """The draft with the party in the address; without one a form that asks for it."""
    form = _form()
    made = _before(form) if "party" in request.args else None
    if made is None:
        return render_template("officer/agreement_draft_for.html", form=form)
    values = {"gateway": form.gateway.data, "party": form.party.data}
    return _page(
        made,
        file=url_for("officer.agreement_draft_new_file", **values),
        back=("Propose an agreement", url_for("officer.agreement_new")),
    )


@bp.get("/agreements/draft.pdf")
@requires(Permission.SEE_SHARING)
def agreement_draft_new_file() -> ResponseReturnValue:
    return _file(found(_before(_form())))


@bp.get("/agreements/<int:number>/draft")
@requires(Permission.SEE_SHARING)
def agreement_draft(number: int) -> ResponseReturnValue:
    made = _of(number)
    return _page(
        made,
        file=url_for("officer.agreement_draft_file", number=number),
        back=("The agreement", url_for("officer.agreement", number=number)),
    )


@bp.get("/agreements/<int:number>/draft.pdf")
@requires(Permission.SEE_SHARING)
def agreement_draft_file(number: int) -> ResponseReturnValue:
    return _file(_of(number))


def _form() -> DraftFor:
    form = DraftFor(request.args, meta={"csrf": False})
    form.gateway.choices = [
        ("", "Choose"),
        *((key, each.title) for key, each in GATEWAYS.items()),
    ]
    known = GATEWAYS.get(form.gateway.data or "")
    if known is not None and known.party in NAMED:
        form.party.description = NAMED[known.party]
    return form


def _before(form: DraftFor) -> Document | None:
    """The draft that a form asks for; None where it says what is wrong."""
    if not form.validate():
        return None
    authority, law = me().authority, actions.law
    key = form.gateway.data or ""
    with refusals.in_form(form):
        party = law.parties.named(
            GATEWAYS[key].party, form.party.data or "", by=authority
        )
        return law.documents.agreement_before(
            party, key, authority=authority, council=_council(), on=today()
        )
    return None


def _of(number: int) -> Document:
    agreement = found(store.law.agreements.get(number, within=scope()))
    return actions.law.documents.agreement_of(agreement, council=_council(), on=today())


def _council() -> str:
    return str(current_app.config["TRACKER"].organisation)


def _page(made: Document, *, file: str, back: tuple[str, str]) -> ResponseReturnValue:
    return render_template(
        "officer/agreement_draft.html", document=made, file=file, back=back
    )


def _file(made: Document) -> ResponseReturnValue:
    return attachment(
        f"{made.name}.pdf", reporting.documents.printed.pdf(made, on=today())
    )
