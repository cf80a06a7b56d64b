"""A sealed former name where a line of a file still has it: shown to nobody.

Matching uses it, and lists write it for years. Who may not see what is sealed reads
that the young person is known to the records, on every page, file and command.

See decision 0125.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker import domain, store
from tracker.domain.history.person import Identity
from tracker.store.intake.import_batches import StagedRow

#: What stands in place of a name.
KNOWN = "Known to the records"


@dataclass(frozen=True, slots=True)
class Hidden:
    """The names that are not shown of one line; none where nothing is sealed."""

    names: frozenset[str] = frozenset()

    def name(self, text: str) -> str:
        """A cell that may hold a name."""
        return KNOWN if text and self._is_sealed(text) else text

    def sentence(self, text: str) -> str:
        """A sentence that may quote one."""
        for name in sorted(self.names, key=lambda each: (-len(each), each)):
            text = re.sub(rf"(?i)\b{re.escape(name)}\b", "(a former name)", text)
        return text

    def cells(self, raw: Mapping[str, str]) -> dict[str, str]:
        """The cells of the line."""
        return {column: self.name(text) for column, text in raw.items()}

    def identity(self, who: Identity) -> Identity:
        """Who the line says that it is about."""
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

    def told(self, told: Any) -> Any:
        """Reasons, problems and candidates, as they are stored with the line."""
        if isinstance(told, str):
            return self.sentence(told)
        if isinstance(told, Mapping):
            return {key: self.told(value) for key, value in told.items()}
        if isinstance(told, Sequence):
            return [self.told(each) for each in told]
        return told

    def _is_sealed(self, text: str) -> bool:
        parts = (text, *re.split(r"[\s,]+", text))
        return any(
            domain.history.identity.name_forms.is_variant(part, name)
            for part in parts
            for name in self.names
            if len(domain.history.identity.name_forms.letters(part)) > 1
        )


def hidden_in(rows: Iterable[StagedRow]) -> dict[int, Hidden]:
    """What is not shown of each line to whoever may not see what is sealed: those of
    the young person whom it is about, or may be.
    """
    whose = {
        row.id: {
            *((row.person_id,) if row.person_id is not None else ()),
            *(each["person"] for each in row.candidates),
        }
        for row in rows
    }
    sealed = store.people.identities.sealed_names(set().union(*whose.values()))
    return {
        row: Hidden(frozenset().union(*(sealed.get(each, ()) for each in persons)))
        for row, persons in whose.items()
    }
