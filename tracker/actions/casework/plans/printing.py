"""A plan as a document for the young person to read, sign and keep."""

from tracker import store
from tracker.access import Scope
from tracker.domain.casework.plan import ActionOutcome, Actor, Ending
from tracker.domain.law.documents import support_plan
from tracker.domain.law.documents.document import Document
from tracker.store.casework.plans import Plan
from tracker.store.people.records import Person

#: What an outcome or an ending is called to the young person, where it differs.
_TO_YOU = {
    str(ActionOutcome.DID_NOT_GO): "you did not go",
    str(Ending.NOT_WANTED): "you did not want it any more",
}


def document(plan: Plan, person: Person, *, council: str, within: Scope) -> Document:
    """The document of a plan, in words to the young person."""
    names = store.accounts.users.names(within=within)
    return support_plan.document(
        council,
        support_plan.Agreed(
            person=person.name,
            adviser=names.get(plan.written_by, ""),
            wants=plan.wants,
            agreed_on=plan.agreed_on,
            signed_on=plan.signed_on,
            review_on=plan.review_on,
            ended=_to_you(plan.ending),
            steps=[
                support_plan.Step(
                    what=each.what,
                    due=each.due,
                    is_yours=each.actor == Actor.YOUNG_PERSON,
                    provider=each.provider,
                    consent_on=each.consent_on,
                    outcome=_to_you(each.outcome),
                )
                for each in plan.actions
            ],
        ),
    )


def _to_you(code: str | None) -> str:
    return _TO_YOU.get(code or "", code or "")
