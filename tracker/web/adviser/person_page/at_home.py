"""Who shares a young person's address or a telephone number, and what they do now."""

from dataclasses import dataclass

from tracker import store
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.members import Member
from tracker.store.people.same_home import Sharer
from tracker.web.adviser import narrowing
from tracker.web.guard import scope


@dataclass(frozen=True, slots=True)
class AtHome:
    """One who shares it; ``member`` is None if the figures of today leave them out."""

    who: Sharer
    member: Member | None

    @property
    def how(self) -> str:
        """What they share, as words that begin a sentence."""
        if self.who.by_address and self.who.by_number:
            return "Same address and phone number"
        return "Same address" if self.who.by_address else "Same phone number"


def at_home(person: int, known: Particulars) -> list[AtHome]:
    """The young people of one home with this one, the oldest first."""
    if not (known.address or known.phone or known.parent):
        return []
    sharers = store.people.same_home.sharers(person, within=scope())
    if not sharers:
        return []
    numbers = [each.person for each in sharers]
    members = store.history.positions.of(numbers, narrowing.newest_day())
    return [AtHome(each, members.get(each.person)) for each in sharers]
