"""What places are called: by the register, else as whoever told us of them did."""

from collections.abc import Iterable
from datetime import date

from tracker.access import Scope
from tracker.domain.group_titles import NameOf
from tracker.store import institutions, positions


def of(keys: Iterable[str], as_of: date, *, within: Scope) -> NameOf:
    """The names of institutions, with those of ``keys`` that no register has.

    Training providers are in none: theirs are taken from the positions of the day.
    """
    register = institutions.directory()
    others = [key for key in keys if key and register.name_of(key) is None]
    told = positions.names_of(others, as_of, within=within) if others else {}

    def name_of(key: str) -> str | None:
        return register.name_of(key) or told.get(key)

    return name_of
