"""A sealed former name that a line of a file still has: hidden from ordinary users.

Matching uses such names, and lists may contain them for years. A user without the
permission reads "Known to the records" instead of the name, on every page, in every
file and in the output of every command.

See decision 0125.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker import domain, store
from tracker.domain.history.person import Identity
from tracker.store.intake.import_batches import StagedRow

#: The text in place of a name.
KNOWN = "Known to the records"


@dataclass(frozen=True, slots=True)
class Hidden:
    """The names to be hidden in one line; none if nothing is sealed.

    ``address``: the line is, or may be, about one whose address is confidential.
    """

    names: frozenset[str] = frozenset()
    address: bool = False

    def name(self, text: str) -> str:
        """A cell that may hold a name, with a sealed name replaced."""
        return KNOWN if text and self._is_sealed(text) else text

    def sentence(self, text: str) -> str:
        """A sentence that may quote a name, with sealed names replaced."""
        for name in sorted(self.names, key=lambda each: (-len(each), each)):
            text = re.sub(rf"(?i)\b{re.escape(name)}\b", "(a former name)", text)
        return text

    def cells(self, raw: Mapping[str, str]) -> dict[str, str]:
        """The cells of the line, with sealed names replaced."""
        return {column: self.name(text) for column, text in raw.items()}

    def identity(self, who: Identity) -> Identity:
        """The identity that the line gives, with sealed names replaced."""
        if self.address:
            who = replace(who, postcode=None)
        if not self.names:
            return who
        return replace(
            who,
            given=self.name(who.given),
            family=self.name(who.family),
            middle=self.name(who.middle),
            other_names=tuple(
                pair for pair in who.other_names if not any(map(self._is_sealed, pair))
            ),
        )

    def redacted(self, stored: Any) -> Any:
        """Reasons, problems and candidates as stored with the line, names replaced."""
        if isinstance(stored, str):
            return self.sentence(stored)
        if isinstance(stored, Mapping):
            return {key: self.redacted(value) for key, value in stored.items()}
        if isinstance(stored, Sequence):
            return [self.redacted(each) for each in stored]
        return stored

    def _is_sealed(self, text: str) -> bool:
        parts = (text, *re.split(r"[\s,]+", text))
        return any(
            domain.history.identity.name_forms.is_variant(part, name)
            for part in parts
            for name in self.names
            if len(domain.history.identity.name_forms.letters(part)) > 1
        )


def hidden_in(rows: Iterable[StagedRow]) -> dict[int, Hidden]:
    """The names to be hidden in each line from users without the permission: the sealed
    names of the people that the line is about, or may be about.
    """
    people_of = {
        row.id: {
            *((row.person_id,) if row.person_id is not None else ()),
            *(each["person"] for each in row.candidates),
        }
        for row in rows
    }
    sealed = store.people.identities.sealed_names(set().union(*people_of.values()))
    at_home = store.history.sealed_facts.confidential(set().union(*people_of.values()))
    return {
        row: Hidden(
            frozenset().union(*(sealed.get(each, ()) for each in persons)),
            address=not at_home.isdisjoint(persons),
        )
        for row, persons in people_of.items()
    }
