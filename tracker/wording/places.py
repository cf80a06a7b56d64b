"""Places in words: institutions by their names, or by a number where they have none."""

from string import capwords

from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.institution import Institution

#: The name of each kind of number that an institution has.
NUMBERS = {"urn": "URN", "laestab": "DfE number", "ukprn": "UKPRN"}
#: The numbers by which users may name an institution.
ANY_NUMBER = "URN, DfE number (LAESTAB) or UKPRN"


def of_key(key: str) -> str:
    """An institution without a known name: "UKPRN 10098845", or the name in its key. A
    council that sent a list has its name.
    """
    kind, _, number = key.partition(":")
    if kind == "authority":
        return of_authority(number)
    return f"{NUMBERS[kind]} {number}" if kind in NUMBERS else capwords(number or key)


def of_authority(code: str) -> str:
    """An authority by its name, or by its code where the list has none."""
    known = AUTHORITIES.get(code)
    return known.title if known is not None else f"Authority {code}"


def place(key: str | None, name: str | None = None) -> str:
    """The name of a place, or its number if the register lacks it; "" for no place."""
    if name or not key:
        return name or ""
    missing = ", not in the register" if key.partition(":")[0] in NUMBERS else ""
    return of_key(key) + missing


def with_town(institution: Institution, *more: str | None) -> str:
    """The name and the town of an institution, and what else distinguishes it."""
    return ", ".join(filter(None, (institution.name, institution.town, *more)))
