"""A new person in a batch, with the details of all their rows so far."""

from collections.abc import Hashable, Mapping

from tracker.linkage.comparing.comparisons import Prepared

_IN_WORDS = {
    "name": "usual name",
    "middle": "middle name",
    "initial": "middle name",
    "sex": "sex",
    "postcode": "postcode",
    "any upn": "UPN",
    "ypid": "young person's ID",
    "place": "school or college",
}
_NUMBERS = ("upn", "uln")


class Newcomer:
    """The new person whose first row has this index.

    Later rows are compared with the details of all their rows. With the first row
    alone, a row without a postcode would merge two people of different addresses.
    """

    def __init__(self, index: int, first: Prepared) -> None:
        self.index = index
        self.first = first
        self._known: dict[str, set[Hashable]] = {}
        self._references: set[str] = set()

    def learn(self, row: Prepared, place: Hashable | None, reference: str = "") -> None:
        """Adds the details of a row about the person, at ``place`` if it names one."""
        if reference:
            self._references.add(reference)
        for field, values in _particulars(row, place).items():
            self._known.setdefault(field, set()).update(values)

    def has_another_number(self, row: Prepared) -> bool:
        """Whether a permanent UPN or a ULN shows that the row is another person's."""
        given = _particulars(row, None)
        return any(self._denies(field, given[field]) for field in _NUMBERS)

    def has_another_reference(self, reference: str) -> bool:
        """Whether the sender knows the person by other references than the row's.

        A college gives a learner who comes back a new one, so this alone proves no
        other person.
        """
        return bool(reference and self._references) and (
            reference not in self._references
        )

    def differing(self, row: Prepared, place: Hashable | None) -> list[str]:
        """The details in which the row differs, in words; missing ones agree."""
        given = _particulars(row, place)
        found = (
            words
            for field, words in _IN_WORDS.items()
            if self._denies(field, given[field])
        )
        return list(dict.fromkeys(found))

    def _denies(self, field: str, given: frozenset[Hashable]) -> bool:
        known = self._known.get(field, set())
        return bool(known and given) and known.isdisjoint(given)


def _particulars(
    row: Prepared, place: Hashable | None
) -> Mapping[str, frozenset[Hashable]]:
    # "R" may stand for Rose: only more than an initial is compared as a whole.
    middle = row.middle if len(row.middle) > 1 else ""
    return {
        "name": frozenset({(row.given, row.family)}),
        "middle": _given(middle),
        "initial": _given(row.middle[:1]),
        "sex": _given(row.sex),
        "postcode": _given(row.postcode),
        "upn": row.upns,
        "uln": _given(row.uln),
        "any upn": row.upns | row.temporary_upns,
        "ypid": row.ypids,
        "place": _given(place),
    }


def _given(value: Hashable | None) -> frozenset[Hashable]:
    return frozenset({value} if value else ())
