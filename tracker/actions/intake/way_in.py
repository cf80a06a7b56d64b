"""The lawful way by which a file comes in: without one nothing of it is stored.

See Law L-09 and decision 0171.
"""

from tracker import store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.domain.law.agreements import why_not
from tracker.domain.law.gateways import GATEWAYS, PartyKind
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.declaration import Feed
from tracker.refusal import Refusal


class NotAgreed(Refusal):
    """The gateway of a feed lets nothing in today; the text is the reason."""


def check(feed: Feed, sender: InstitutionRef | None, act: Act) -> None:
    """Raises NotAgreed where a feed stands by an agreement and none is in force.

    An institution has an agreement of its own. Any other sender is not named by its
    file, so an agreement of one of them is enough.
    """
    if feed.of_institutions or (by := GATEWAYS[feed.gateway]).by_law:
        return
    name = "the sender"
    agreements = store.law.agreements.by_gateway(
        by.key, within=authority_scope(act.authority)
    )
    if by.party is PartyKind.INSTITUTION and sender is not None:
        known = store.institutions.register.directory().resolve(sender)
        name = known.name if known else name
        agreements = [each for each in agreements if known and each.party == known.key]
    reason = why_not(by, name, [each.terms for each in agreements], (), on=act.on)
    if reason is not None:
        raise NotAgreed(reason)
