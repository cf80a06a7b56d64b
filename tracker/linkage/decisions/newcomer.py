"""Somebody new in a batch: what its lines have said of them so far."""

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
    """The new person whom the row of this index was the first to name.

    What one of their rows adds is held against every later one: without it, a row with
    no postcode would make one person of two who live in different places.
    """

    def __init__(self, index: int, first: Prepared) -> None:
        self.index = index
        self.first = first
        self._said: dict[str, set[Hashable]] = {}

    def learn(self, row: Prepared, place: Hashable | None) -> None:
        """Takes in what a row about them says, seen at ``place`` if it names one."""
        for field, values in _particulars(row, place).items():
            self._said.setdefault(field, set()).update(values)

    def has_another_number(self, row: Prepared) -> bool:
        """Whether a permanent UPN or a ULN says that the row is somebody else's."""
        given = _particulars(row, None)
        return any(self._denies(field, given[field]) for field in _NUMBERS)

    def differing(self, row: Prepared, place: Hashable | None) -> list[str]:
        """What the row says otherwise, in words; whatever one leaves out agrees."""
        given = _particulars(row, place)
        found = (
            words
            for field, words in _IN_WORDS.items()
            if self._denies(field, given[field])
        )
        return list(dict.fromkeys(found))

    def _denies(self, field: str, given: frozenset[Hashable]) -> bool:
        said = self._said.get(field, set())
        return bool(said and given) and said.isdisjoint(given)


def _particulars(
    row: Prepared, place: Hashable | None
) -> Mapping[str, frozenset[Hashable]]:
    # "R" may stand for Rose: only what is more than an initial is compared whole.
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
