"""The titles of the groups of breakdowns, and their order on pages."""

import re
from collections.abc import Callable, Iterable

from tracker.domain.figures.breakdowns import BETWEEN, BY_NAME, EVERY, LAPSES
from tracker.domain.history.destination_category import NEEDS
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.activity import STORED
from tracker.domain.reference.identifiers import Postcode
from tracker.wording.places import place

#: The name of the institution with a key, None where the register has none.
NameOf = Callable[[str], str | None]

OF_INSTITUTIONS = frozenset(("Year 11 school", "institution"))

#: The title of the group "not known" by breakdown.
_NOT_KNOWN = {
    "Year 11 school": "School not known",
    "institution": "At no school, college or provider",
    "area": "Home not known",
    "sex": "Sex not known",
    "ethnicity": "Ethnicity not known",
    "characteristic": "None of these, or not shown",
}


def title(breakdown: str, group: str, name_of: NameOf) -> str:
    """A group in words."""
    if not group:
        return _NOT_KNOWN.get(breakdown, "Not known")
    if breakdown in OF_INSTITUTIONS:
        return place(group, name_of(group))
    if breakdown == LAPSES:
        return _lapses(group, name_of)
    if breakdown == "year group":
        return f"Year {group}"
    listed = STORED if breakdown == "activity" else _LISTS.get(breakdown)
    code = listed.get(group) if listed is not None else None
    return code.title if code is not None else group


def _lapses(group: str, name_of: NameOf) -> str:
    """ "Testham College, December 2026"; the month alone where it is of every place."""
    where, _, month = group.rpartition(BETWEEN)
    parts = []
    if where != EVERY:
        parts.append(title("institution", where, name_of))
    if month != EVERY:
        parts.append(Period.parse(month).label)
    return ", ".join(parts) or "any month"


def _month(group: str) -> str:
    return group.rpartition(BETWEEN)[2]


_LISTS: dict[str, codes.CodeList[codes.Code]] = {
    "sex": codes.GENDERS,
    "ethnicity": codes.ETHNICITIES,  # type: ignore[dict-item]
    "characteristic": codes.CHARACTERISTICS,  # type: ignore[dict-item]
}


def in_order(breakdown: str, groups: Iterable[str], name_of: NameOf) -> list[str]:
    """The groups in the order of pages: code lists in their order, names by alphabet.

    Postcode districts come after wards, and the group "not known" comes last.
    """
    listed = _ORDERS.get(breakdown)

    def place(group: str) -> tuple[bool, int, tuple[tuple[int, str], ...], str]:
        at = listed.index(group) if listed and group in listed else 0
        if breakdown == "area":
            at = Postcode.is_outcode(group)  # no ward is called so
        shown = (
            _month(group) if breakdown == LAPSES else title(breakdown, group, name_of)
        )
        return (not group, at, _natural(shown), group)

    return sorted(groups, key=place)


_ORDERS: dict[str, tuple[str, ...]] = {
    **{name: each.values for name, each in _LISTS.items()},
    "need": tuple(NEEDS),
}


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """WN2 before WN10, and Year 9 before Year 10."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part.casefold())
        for part in re.split(r"(\d+)", text)
        if part
    )


def name_of_breakdown(breakdown: str) -> str:
    """The title of a breakdown. Raises LookupError for an unknown name."""
    return BY_NAME[breakdown].title
