"""How far two records agree, field by field, and how likely they are one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.differences import Difference, differences
from tracker.store.people.records import Person
from tracker.web.acting import today

#: The fields that have a column of their own in a list, with its heading.
FIELDS: Mapping[str, str] = {
    "Given name": "Given name",
    "Family name": "Surname",
    "Date of birth": "Born",
    "Postcode": "Home",
    "UPN": "UPN",
    "ULN": "ULN",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A young person beside a line or beside the first of several records.

    It has the differences, how likely both are one person, and the reasons. It is
    ``searched`` if a search found the young person.
    """

    person: Person
    differences: dict[str, Difference]
    likelihood: str
    reasons: Sequence[str]
    searched: bool = False


def fields(columns: Sequence[Compared]) -> list[str]:
    """The fields that any of the records was compared in, in order."""
    return list(dict.fromkeys(field for each in columns for field in each.differences))


#: The heading of the column with the values of ``of_hundred``.
OF_HUNDRED = "Same person, of 100 like this"

#: The beginnings and ends of reasons that only repeat what the columns show.
_SHOWN_FIRST = ("Agrees:", "Differs:", "Not given on both:")
_SHOWN_LAST = ("is the same.", "are the same.")


def of(a: Identity, b: Identity) -> dict[str, Difference]:
    """The result of the comparison for each field that either record gives; the second
    is a stored record.
    """
    return {each.field: each for each in differences(a, b, on=today())}


def of_hundred(score: float | None) -> str:
    """A score as a number out of 100; a line that waits is never certain."""
    if score is None:
        return ""
    if score >= 0.95:
        return str(min(int(score * 100), 99))
    tenths = round(score * 10)
    return str(10 * tenths) if tenths >= 1 else "Under 10"


def beyond_fields(reasons: Sequence[str]) -> list[str]:
    """The reasons that say more than which fields agree."""
    return [
        each
        for each in reasons
        if not each.startswith(_SHOWN_FIRST) and not each.endswith(_SHOWN_LAST)
    ]
