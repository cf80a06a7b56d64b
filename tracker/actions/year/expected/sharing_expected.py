"""Whether a place may be shown who is expected there, and the file of them.

Nothing is shown without an agreement that is in force. See Law L-09, decision 0211.
"""

from collections.abc import Callable, Sequence

from tracker import store
from tracker.actions.act import Act
from tracker.actions.law import agreements, disclosing, parties
from tracker.actions.law.agreements import Standing
from tracker.domain.law.gateways import EXPECTED, GATEWAYS
from tracker.domain.reference.institution import Institution
from tracker.store.law.disclosures import Disclosure

GATEWAY = GATEWAYS[EXPECTED]


def standing(institution: Institution, *, act: Act) -> Standing:
    """Whether an institution may be shown who is expected there, on the act's day."""
    return agreements.standing(
        GATEWAY, parties.institution(institution), needs=GATEWAY.fields, act=act
    )


def give_expected(
    people: Sequence[int],
    left: int,
    institution: Institution,
    write: Callable[[str], None],
    *,
    act: Act,
) -> Disclosure:
    """Writes the list of those expected at an institution with a mark, and records it.

    ``write`` takes the mark. If it fails, nothing is recorded. Raises
    DisclosureRefused.
    """
    permitted = disclosing.permit(
        parties.institution(institution), EXPECTED, GATEWAY.fields, act=act
    )
    with store.database.base.transaction():
        disclosure = disclosing.record(
            permitted, people, what=f"Expected of the leavers of {left}", act=act
        )
        write(disclosure.mark)
    return disclosure
