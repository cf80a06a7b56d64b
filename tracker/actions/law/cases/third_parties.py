"""Data for a third party: the approved request of a case goes out by the one door.

The case has who requests it, for which purpose, and how it is kept; another user than
the one who opened it has approved which fields, on which conditions and until when. See
Law D-16 and N-17.
"""

from collections.abc import Callable, Collection

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.law import disclosing, parties
from tracker.actions.law.cases.standing import add, changing, note_step
from tracker.actions.law.disclosing import DisclosureRefused
from tracker.actions.law.permits import Approval, Permit
from tracker.actions.law.shared_lists import SharedList
from tracker.domain.law.gateways import FIELDS, GATEWAYS, THIRD_PARTY, PartyKind
from tracker.refusal import Refusal
from tracker.store.law.cases import Case
from tracker.store.law.disclosures import Disclosure

#: The event of a case that its data was given.
GIVEN = "disclosed"


def permit(
    case: Case, fields: Collection[str] = (), *, within: Scope, act: Act
) -> tuple[Permit, list[int]]:
    """What the approval of a case lets out now, and its young people.

    ``fields`` may leave some of the approved ones out. Raises DisclosureRefused.
    """
    request = store.law.cases.third_party(case.id)
    if request is None:
        raise Refusal(f"{case.name} has no request of a third party.")
    by = GATEWAYS[THIRD_PARTY]
    recipient = parties.named(PartyKind.BODY, request.organisation, by=act.authority)
    with disclosing.refusals_noted(recipient, by, act):
        approved = store.law.cases.approved_request(case.name, act.on, within=within)
        if approved is None:
            raise DisclosureRefused(
                f"{case.name} is not approved, or its approval has expired."
            )
        if not approved.fields:
            raise DisclosureRefused(
                f"The approval of {case.name} names no details to give."
            )
        if outside := [
            each.label
            for name, each in FIELDS.items()
            if name in fields and name not in approved.fields
        ]:
            raise DisclosureRefused(
                f"{case.name} was not approved for: {', '.join(outside)}."
            )
        chosen = tuple(name for name in FIELDS if name in (fields or approved.fields))
    permitted = Permit(
        by,
        recipient,
        chosen,
        None,
        approved.destroy_by,
        approval=Approval(case.id, case.name, approved.conditions),
    )
    people = store.law.cases.people([case.id], within=within).get(case.id, [])
    return permitted, [each.id for each in people]


def share(
    permitted: Permit,
    shared: SharedList,
    write: Callable[[Disclosure], None],
    *,
    within: Scope,
    act: Act,
) -> Disclosure:
    """Records that the data of a case was given, and writes it with its mark.

    If ``write`` fails, nothing is recorded.
    """
    assert permitted.approval is not None
    with changing(permitted.approval.case_id, within=within, act=act) as (case, _):
        request = store.law.cases.third_party(case.id)
        assert request is not None
        disclosure = disclosing.record(
            permitted,
            shared.people,
            what=f"Request {case.name}",
            purpose=request.purpose,
            act=act,
        )
        add(case, GIVEN, note=disclosure.mark, act=act)
        note_step(case, GIVEN, act=act)
        write(disclosure)
    return disclosure
