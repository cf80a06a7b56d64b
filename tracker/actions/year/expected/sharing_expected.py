"""Whether a place may be shown who is expected there, and the file of them.

Nothing is shown without an agreement that is in force. See Law L-09, decision 0211.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.actions.act import Act
from tracker.actions.law import agreements, disclosing, parties
from tracker.domain.law.agreements import Terms
from tracker.domain.law.gateways import EXPECTED, GATEWAYS
from tracker.domain.reference.institution import Institution
from tracker.store.law.disclosures import Disclosure

GATEWAY = GATEWAYS[EXPECTED]


@dataclass(frozen=True, slots=True)
class Standing:
    """By what a place is shown who is expected there, or why it is not.

    ``agreement`` has the terms in force, None without any: then ``ended_on`` is the
    last day of the newest that ended.
    """

    agreement: Terms | None
    ended_on: date | None = None


def standing(institution: Institution, *, act: Act) -> Standing:
    """Whether an institution may be shown who is expected there, on the act's day.

    It is looked at with every page, so nothing is noted.
    """
    signed = agreements.with_party(GATEWAY, parties.institution(institution), act=act)
    live = [
        each
        for each in signed
        if each.is_live(act.on) and not each.terms.missing(GATEWAY.fields)
    ]
    ended = [
        min(filter(None, (each.ended_on, each.ends)))
        for each in signed
        if (each.ended_on is not None and each.ended_on <= act.on)
        or each.has_run_out(act.on)
    ]
    return Standing(live[-1].terms if live else None, max(ended, default=None))


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
