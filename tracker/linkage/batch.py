"""Rows of one batch about somebody new: which of them are about the same new person.

Only certainty counts here, since nobody has looked yet: an identifier in common with a
fitting name or date of birth, or the name, date of birth and postcode all the same.
"""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.person import Identity
from tracker.linkage.comparisons import CLOSE_NAME, Level, Prepared, compare, prepare
from tracker.linkage.decisions import Decision, Doubtful, Unknown
from tracker.linkage.identifiers_first import disagreement
from tracker.linkage.population import exact_keys

_CONTRADICTS = (
    "An earlier row of this file shares an identifier with this one, but not the name "
    "and date of birth."
)
_OTHER_NUMBER = (
    "An earlier row of this file has the same name, date of birth and postcode, but "
    "another UPN or ULN."
)
_SEVERAL = "Earlier rows of this file share one identifier each with this one."


class Batch:
    """Remembers the new people of a batch as its rows are gone through in order."""

    def __init__(self, rows: Sequence[Identity]) -> None:
        self._rows = rows
        self._prepared: dict[int, Prepared] = {}
        self._by_identifier: dict[tuple[str, str], int] = {}
        self._by_exact_key: dict[tuple[object, ...], int] = {}

    def settle(self, decisions: Sequence[Decision]) -> list[Decision]:
        """The decisions, with ``same_as`` where unknown, and contradictions doubted."""
        return [
            self._settled(index, decision)
            if isinstance(decision, Unknown)
            else decision
            for index, decision in enumerate(decisions)
        ]

    def _settled(self, index: int, decision: Unknown) -> Decision:
        row = self._rows[index]
        prepared = prepare(row)
        identifiers = [
            *(("UPN", upn) for upn in sorted(prepared.upns)),
            *([("ULN", prepared.uln)] if prepared.uln else ()),
            *(("YPID", ypid) for ypid in sorted(prepared.ypids)),
        ]
        shared: dict[int, list[str]] = {}
        for kind, value in identifiers:
            earlier = self._by_identifier.get((kind, value))
            if earlier is not None and kind not in shared.setdefault(earlier, []):
                shared[earlier].append(kind)
        if len(shared) > 1:
            return Doubtful((), (_SEVERAL,), tuple(sorted(shared)))
        if shared:
            [(earlier, kinds)] = shared.items()
            agreement = compare(prepared, self._prepared[earlier])
            certain = agreement.given in CLOSE_NAME or len(kinds) > 1
            if disagreement(agreement, kinds) or not certain:
                return Doubtful((), (_CONTRADICTS,), (earlier,))
            return self._same(index, earlier, identifiers, decision)
        for key in exact_keys(row):
            earlier = self._by_exact_key.get(key)
            if earlier is None:
                continue
            agreement = compare(prepared, self._prepared[earlier])
            if Level.DIFFERENT not in (agreement.upn, agreement.uln):
                return self._same(index, earlier, identifiers, decision)
            return Doubtful((), (_OTHER_NUMBER,), (earlier,))
        self._prepared[index] = prepared
        self._learn(index, index, identifiers)
        return decision

    def _same(
        self,
        index: int,
        earlier: int,
        identifiers: Sequence[tuple[str, str]],
        decision: Unknown,
    ) -> Unknown:
        self._learn(index, earlier, identifiers)
        return replace(decision, same_as=earlier)

    def _learn(
        self, index: int, person: int, identifiers: Sequence[tuple[str, str]]
    ) -> None:
        """A later row may share what only this one says about the same person."""
        for identifier in identifiers:
            self._by_identifier.setdefault(identifier, person)
        for key in exact_keys(self._rows[index]):
            self._by_exact_key.setdefault(key, person)
