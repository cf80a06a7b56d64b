"""What sources state about a young person, in words: what counts, and what does not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from tracker import actions, store
from tracker.domain.history.evidence import Doing, Evidence, Intention, Offer
from tracker.domain.history.membership import Folded
from tracker.domain.history.position import Position
from tracker.domain.history.sealed_statements import without_sealed
from tracker.feeds.registry import FEEDS
from tracker.store.history.evidence import Entry
from tracker.store.institutions.register import Directory
from tracker.web.adviser.person_page import in_words
from tracker.web.adviser.person_page.events import Stretch
from tracker.web.guard import scope
from tracker.wording import places


@dataclass(frozen=True, slots=True)
class Stated:
    """The statements about a young person, with what their words need: entries by
    hand, the names of users, the register, and the names of services by batch.
    """

    known: Folded
    entries: in_words.Entries
    names: Mapping[str, str]
    register: Directory
    services: Mapping[int, str]

    @classmethod
    def of(
        cls,
        known: Folded,
        by_hand: Sequence[Entry],
        names: Mapping[str, str],
        register: Directory,
    ) -> Self:
        entries = in_words.by_moment(by_hand)
        return cls(known, entries, names, register, _services(known.evidence))

    def stretches(self, position: Position | None) -> list[Stretch]:
        """The spells, the newest first."""
        return [
            Stretch(
                spell,
                places.place(spell.institution, spell.institution_name),
                in_words.lapsed_after(spell, position),
                self._in_words(spell.evidence),
            )
            for spell in reversed(self.known.spells)
        ]

    def choices(self) -> list[in_words.Piece]:
        """Applications, offers and plans: the newest report first."""
        return self._in_words(
            item
            for item in self.known.evidence
            if isinstance(item.statement, Offer | Intention)
        )[::-1]

    def outweighed(self) -> list[in_words.Piece]:
        """Activities that count for no day, as others decide it: the newest first.

        Not a sealed one: that there is one is shown where it counts, and nowhere else.
        """
        counted = {item for spell in self.known.spells for item in spell.evidence}
        return self._in_words(
            item
            for item in without_sealed(self.known.evidence)
            if isinstance(item.statement, Doing)
            and item.known(None)
            and item not in counted
        )[::-1]

    def _in_words(self, items: Iterable[Evidence]) -> list[in_words.Piece]:
        return in_words.evidence(
            list(items), self.entries, self.names, self.register, self.services
        )


def _services(evidence: Iterable[Evidence]) -> Mapping[int, str]:
    """The services whose lists the evidence comes from, by batch."""
    batches = {
        item.source.batch
        for item in evidence
        if item.source.batch is not None
        and (feed := FEEDS.get(item.source.name)) is not None
        and actions.intake.way_in.is_of_service(feed)
    }
    if not batches:
        return {}
    return store.intake.lists.service_lists.names_of_senders(batches, within=scope())
