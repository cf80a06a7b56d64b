"""The work of a file that waits for its receipt: to ask, if none comes.

A file that is lost would leave a young person with two councils, or with none.
"""

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.work import items
from tracker.domain.casework.follow_up import working_days_after
from tracker.store.law.disclosures import Disclosure
from tracker.store.law.transfers.exchanged import Transfer

#: The kind of work item.
KIND = "transfer-receipt"
#: The other council is expected to answer within this many working days.
ANSWERED_WITHIN = 10


def begin(made: Disclosure, *, within: Scope, act: Act) -> None:
    """Opens the work for a file, inside the open transaction."""
    items.open_within(
        KIND,
        f"The receipt of {made.party_name} for {made.mark}",
        institution=f"authority:{made.party}",
        due=working_days_after(act.on, ANSWERED_WITHIN),
        within=within,
        act=act,
    )


def end(sent: Transfer, *, within: Scope, act: Act) -> None:
    """Ends the work for a file that was answered or taken back, inside the open
    transaction. A file of before there was such work has none.
    """
    if sent.disclosure_id is None:
        return
    made = store.law.disclosures.get(sent.disclosure_id, within=within)
    if made is None:
        return
    items.finish_within(
        (
            each
            for each in store.work.items.of_kind(KIND, within=within)
            if each.done_at is None
            and each.institution == f"authority:{sent.party}"
            and each.why.rpartition(" ")[2] == made.mark
        ),
        act=act,
    )
