"""Rows of one batch about new people: which of them are about the same new person.

Two rows are one person only where that is certain without a review: an identifier in
common with a fitting name or date of birth; equal name, date of birth and postcode; or
equal name and date of birth and nothing in the rows against it. If something is against
it, the later row is doubtful (Feeds 2.6).

See decision 0066.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace
from itertools import chain

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Prepared, all_names, compare
from tracker.linkage.comparing.verdicts import Decision, Doubtful, Unknown
from tracker.linkage.decisions.newcomer import Newcomer
from tracker.linkage.population.known_records import exact_keys
from tracker.linkage.population.number_fits import disagreement

#: At most this many new people of one name and birthday are compared.
MOST_NAMESAKES = 5

_CONTRADICTS = (
    "An earlier row of this file shares an identifier with this one, but not the name "
    "and date of birth."
)
_OTHER_NUMBER = (
    "An earlier row of this file has the same name, date of birth and postcode, but "
    "another UPN or ULN."
)
_OTHER_REFERENCE = (
    "An earlier row of this file has the same {}, but the sender knows the learner by "
    "another reference."
)
_SEVERAL = "Earlier rows of this file share one identifier each with this one."
_DIFFERS = "An earlier row of this file has the same name and date of birth, but {}."
_NAMESAKES = (
    "Earlier rows of this file have the same name and date of birth and differ from "
    "each other. This one does not have enough detail to show which of them it is "
    "about."
)
_EXACT = "The same name, date of birth and postcode"
_NAME_AND_BIRTH = "The same name and date of birth"


class Batch:
    """The new people of a batch, collected while its rows are read in order.

    ``places`` and ``away`` are as in ``matcher.decide``; ``prepared`` are the rows
    prepared for comparison.
    """

    def __init__(
        self,
        rows: Sequence[Identity],
        prepared: Sequence[Prepared],
        places: Sequence[Hashable | None] = (),
        away: Collection[int] = (),
    ) -> None:
        self._rows = rows
        self._prepared = prepared
        self._places = places or [None] * len(rows)
        self._away = frozenset(away)
        self._people: dict[int, Newcomer] = {}
        self._by_identifier: dict[tuple[str, str], int] = {}
        self._by_exact_key: dict[Hashable, int] = {}
        self._by_name_and_birth: dict[Hashable, list[int]] = {}
        self._by_whole_row: dict[Hashable, int] = {}
        # Names and birthdays with a doubtful row: several people may have them.
        self._contested: set[Hashable] = set()

    def settle(self, decisions: Sequence[Decision]) -> list[Decision]:
        """The decisions; new people get ``same_as``, contradictions are doubtful."""
        return [
            self._settled(index, decision)
            if isinstance(decision, Unknown)
            else decision
            for index, decision in enumerate(decisions)
        ]

    def _settled(self, index: int, decision: Unknown) -> Decision:
        settled = (
            self._by_shared_identifier(index, decision)
            or self._by_exact_particulars(index, decision)
            or self._by_name_and_date(index, decision)
            or decision
        )
        if isinstance(settled, Unknown):
            # A later row may share details that only this row has of the person.
            self._learn(index, settled.same_as)
        return settled

    def _by_shared_identifier(self, index: int, decision: Unknown) -> Decision | None:
        prepared = self._prepared[index]
        shared: dict[int, list[str]] = {}
        for kind, value in _identifiers(prepared):
            earlier = self._by_identifier.get((kind, value))
            if earlier is not None and kind not in shared.setdefault(earlier, []):
                shared[earlier].append(kind)
        if not shared:
            return None
        if len(shared) > 1:
            return Doubtful((), (_SEVERAL,), tuple(sorted(shared)))
        [(earlier, kinds)] = shared.items()
        first = self._people[earlier].first
        agreement = compare(prepared, first)
        # The number may be a relative's: the row has another new person's name.
        better = set(self._of_this_name(index)) - {earlier}
        problem = disagreement(prepared, first, agreement, kinds)
        if problem or (better and not agreement.is_exact):
            return Doubtful((), (_CONTRADICTS,), tuple(sorted({earlier, *better})))
        shares = f"The same {' and '.join(kinds)}"
        return replace(decision, same_as=earlier, shares=shares)

    def _by_exact_particulars(self, index: int, decision: Unknown) -> Decision | None:
        for key in exact_keys(self._rows[index]):
            earlier = self._by_exact_key.get(key)
            if earlier is None:
                continue
            if self._people[earlier].has_another_number(self._prepared[index]):
                return Doubtful((), (_OTHER_NUMBER,), (earlier,))
            if self._has_another_reference(earlier, index):
                why = _OTHER_REFERENCE.format("name, date of birth and postcode")
                return Doubtful((), (why,), (earlier,))
            return replace(decision, same_as=earlier, shares=_EXACT)
        return None

    def _by_name_and_date(self, index: int, decision: Unknown) -> Decision | None:
        """The decision by name and date of birth, or None if it is a new person's.

        Two valid numbers are two people, and so are two references of the sender beside
        another difference. Otherwise the rows are one person's, if nothing differs and
        no other new person has this name and birthday.
        """
        if index in self._away:
            return None
        prepared, keys = self._prepared[index], self._names_and_birth(index)
        alike = self._of_this_name(index)
        if not alike:
            return None
        same = self._by_whole_row.get((self._rows[index], self._places[index]))
        if same is not None:
            return replace(decision, same_as=same, shares=_NAME_AND_BIRTH)
        possible, differs = [], []
        for each in (self._people[person] for person in alike):
            if each.has_another_number(prepared):
                continue
            differing = each.differing(prepared, self._places[index])
            if self._has_another_reference(each.index, index):
                if differing:
                    continue
                differing = ["reference of the sender"]
            possible.append(each)
            differs.append(differing)
        if not possible:
            return None
        sure = len(alike) == 1 and self._contested.isdisjoint(keys)
        if sure and not differs[0]:
            return replace(decision, same_as=possible[0].index, shares=_NAME_AND_BIRTH)
        self._contested.update(keys)
        why = _NAMESAKES
        if len(possible) == 1 and differs[0]:
            others = " and ".join(f"another {words}" for words in differs[0])
            why = _DIFFERS.format(others)
        return Doubtful((), (why,), tuple(each.index for each in possible))

    def _has_another_reference(self, person: int, index: int) -> bool:
        reference = self._rows[index].reference
        return self._people[person].has_another_reference(reference)

    def _of_this_name(self, index: int) -> list[int]:
        """New people of earlier rows with this row's name and date of birth."""
        keys = self._names_and_birth(index)
        found = (self._by_name_and_birth.get(key, ()) for key in keys)
        return list(dict.fromkeys(chain.from_iterable(found)))

    def _names_and_birth(self, index: int) -> list[Hashable]:
        row = self._rows[index]
        if row.born is None:
            return []
        return [(*name, row.born) for name in all_names(row)]

    def _learn(self, index: int, same_as: int | None) -> None:
        prepared = self._prepared[index]
        if same_as is None:
            self._people[index] = Newcomer(index, prepared)
        person = index if same_as is None else same_as
        reference = self._rows[index].reference
        self._people[person].learn(prepared, self._places[index], reference)
        for identifier in _identifiers(prepared):
            self._by_identifier.setdefault(identifier, person)
        for key in exact_keys(self._rows[index]):
            self._by_exact_key.setdefault(key, person)
        if index in self._away:
            return
        whole_row = self._rows[index], self._places[index]
        self._by_whole_row.setdefault(whole_row, person)
        for name in self._names_and_birth(index):
            namesakes = self._by_name_and_birth.setdefault(name, [])
            if person not in namesakes and len(namesakes) < MOST_NAMESAKES:
                namesakes.append(person)


def _identifiers(prepared: Prepared) -> list[tuple[str, str]]:
    return [
        *(("UPN", upn) for upn in sorted(prepared.upns)),
        *([("ULN", prepared.uln)] if prepared.uln else ()),
        *(("YPID", ypid) for ypid in sorted(prepared.ypids)),
    ]
