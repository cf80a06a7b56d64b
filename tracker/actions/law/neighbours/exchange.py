"""Our list for a neighbouring authority: given by the one door, and confirmed by it.

See decision 0208.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.law import parties, shared_lists
from tracker.actions.law.disclosing import permit
from tracker.actions.law.neighbours import residents
from tracker.actions.law.permits import Permit
from tracker.actions.law.shared_lists import SharedList
from tracker.actions.work import items
from tracker.domain.casework.follow_up import working_days_after
from tracker.domain.law.gateways import GATEWAYS, OTHER_AREA, RESIDENTS
from tracker.refusal import Refusal
from tracker.store.law.disclosures import Criteria, Disclosure
from tracker.store.work.items import WorkItem

#: The kind of work item that waits for the other council's confirmation.
KIND = "neighbour-list"
#: The other council is expected to confirm within this many working days.
CONFIRMED_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Given:
    """What was given, and of a list the item that is done once it is confirmed."""

    disclosure: Disclosure
    item: WorkItem | None

    @property
    def received_at(self) -> datetime | None:
        """When the other council's confirmation was recorded."""
        return self.item.done_at if self.item is not None else None

    @property
    def received_by(self) -> str | None:
        """The user who recorded it."""
        return self.item.done_by if self.item is not None else None

    @property
    def due(self) -> date | None:
        """The day by which it is expected."""
        return self.item.due if self.item is not None else None


def prepare(lead: str, *, act: Act, within: Scope) -> tuple[Permit, SharedList]:
    """The permit and the list for a neighbour today.

    Raises Refusal if no one is left, and DisclosureRefused.
    """
    permitted = permit(
        parties.authority(lead), RESIDENTS, GATEWAYS[RESIDENTS].fields, act=act
    )
    on = residents.day(act.on, within=within)
    if on is None:
        raise Refusal(
            "Where everybody is today is not worked out yet. Try again in a few "
            "minutes."
        )
    people = [each.person for each in residents.residents(on, within=within, lead=lead)]
    return permitted, shared_lists.prepare(permitted, people, act=act)


def give(
    permitted: Permit,
    shared: SharedList,
    write: Callable[[Disclosure], None],
    *,
    within: Scope,
    act: Act,
) -> Disclosure:
    """Writes the list with its mark, records it, and opens the item of its receipt.

    If ``write`` fails, nothing is recorded.
    """
    with store.database.base.transaction():
        made = shared_lists.share(
            permitted,
            shared,
            write,
            what="Residents of that authority who learn in our area",
            act=act,
        )
        items.open_within(
            KIND,
            f"{made.party_name} confirms that it received {made.mark}",
            institution=f"authority:{made.party}",
            due=working_days_after(act.on, CONFIRMED_WITHIN),
            within=within,
            act=act,
        )
    return made


def received(lead: str, number: int, *, within: Scope, act: Act) -> Disclosure:
    """Records that a neighbour confirmed that it received a list.

    Raises Refusal where there is no such list, or it is recorded already.
    """
    for each in given(within=within).get(lead, ()):
        if each.disclosure.id == number and each.item is not None:
            items.finish(each.item.id, within=within, act=act)
            return each.disclosure
    raise Refusal("There is no such list that waits for a confirmation.")


def given(*, within: Scope) -> Mapping[str, Sequence[Given]]:
    """What each authority was given, by its code, the newest first: its lists, and the
    lines about residents of its area who are not on record here.
    """
    waiting = {
        (each.institution, each.why.rpartition(" ")[2]): each
        for each in store.work.items.of_kind(KIND, within=within)
    }
    found: dict[str, list[Given]] = defaultdict(list)
    criteria = Criteria(gateways=(RESIDENTS, OTHER_AREA))
    for made in store.law.disclosures.every(criteria, within=within):
        item = waiting.get((f"authority:{made.party}", made.mark))
        found[made.party].append(Given(made, item))
    return found
