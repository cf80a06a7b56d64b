"""Search for a few people in lines whose cells may be in any column."""

from collections import defaultdict
from collections.abc import Iterable

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import all_names
from tracker.linkage.names.compared_names import spelled
from tracker.linkage.population.prefilter import families, numbers

#: This many particulars of one person, in whatever cells, are no coincidence.
_ENOUGH = 2


class Anywhere:
    """Some people, by the forms in which a cell under any heading may have them."""

    def __init__(self, people: Iterable[Identity]) -> None:
        self._sure: set[str] = set()
        self._of: dict[str, dict[int, str]] = defaultdict(dict)
        for place, who in enumerate(people):
            self._sure.update(numbers(who), families(who) - {""})
            for kind, forms in _particulars(who).items():
                for form in forms - {""}:
                    self._of[form][place] = kind

    def may_be_in(self, cells: Iterable[str]) -> bool:
        """Whether one of the cells has a surname or a number of one of them."""
        return not self._sure.isdisjoint(_forms_in(cells))

    def are_in(self, cells: Iterable[str]) -> bool:
        """Whether the cells have two particulars of one of them.

        The particulars are surname, given name, birthday and postcode.
        """
        found: dict[int, set[str]] = defaultdict(set)
        for form in _forms_in(cells):
            for place, kind in self._of.get(form, {}).items():
                found[place].add(kind)
        return any(len(kinds) >= _ENOUGH for kinds in found.values())


def _forms_in(cells: Iterable[str]) -> set[str]:
    return {form for cell in cells for form in (_read(cell), spelled(cell)) if form}


def _read(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()


def _particulars(who: Identity) -> dict[str, set[str]]:
    born = who.born
    dates = set() if born is None else {f"{born:%d%m%Y}", f"{born:%Y%m%d}"}
    return {
        "family": families(who),
        "given": {given for given, _ in all_names(who)},
        "born": dates,
        "home": {_read(who.postcode or "")},
    }
