"""What an institution may pass on about a young person while a restriction stands.

Under the Education and Skills Act 2008, s.14(4) and s.72, a parent, or from 16 the
young person, may limit what a school or college passes to the council to name, address,
date of birth, and a parent's name and address. The limit binds that institution,
its predecessors and successors, until the same people answer Yes to it. Silence,
"unsought" and "no reply" are no answer. At sixteen the limit continues until the young
person has answered.

See decisions 0076, 0078 and 0138.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

#: The columns of any institution's file that a restriction lets through: identity,
#: address, parent, the institution of the file, and the answer itself.
MAY_BE_PASSED_ON = frozenset(
    {
        *("forename", "surname", "middle_names", "full_name", "dob"),
        *("surname_first", "forename_first"),
        *("postcode", "saon", "paon", "street", "locality", "town"),
        *("administrative_area", "post_town"),
        *(f"address_line_{number}" for number in range(1, 6)),
        *("parent_name", "parent_address"),
        *("lea", "estab", "laestab", "urn", "ukprn", "provider", "reference_date"),
        "yssa",
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to an institution's question, Yes or No, as at a day.

    ``institution`` is its key, None where the source does not name one.
    """

    institution: str | None
    as_at: date
    allows: bool


class Restriction(NamedTuple):
    """A No in force, with its institution, its first day and its latest day.

    Where the institution is not known (None) it may be any, so all are bound.
    """

    institution: str | None
    since: date
    latest: date


def standing(
    answers: Iterable[Answer], on: date | None = None
) -> tuple[Restriction, ...]:
    """The restrictions in force on a day, or after all answers.

    The newest answer to an institution counts, whatever the order of arrival. Of two
    answers of one day the No counts. A Yes to one institution lifts nothing at another.
    """
    by_institution: dict[str | None, list[Answer]] = defaultdict(list)
    for answer in answers:
        if on is None or answer.as_at <= on:
            by_institution[answer.institution].append(answer)
    found = (
        _standing(institution, given) for institution, given in by_institution.items()
    )
    return tuple(
        sorted(
            (each for each in found if each is not None),
            key=lambda each: (each.institution or "", each.since),
        )
    )


def _standing(institution: str | None, given: Sequence[Answer]) -> Restriction | None:
    lifted = max((each.as_at for each in given if each.allows), default=date.min)
    refused = [each.as_at for each in given if not each.allows and each.as_at >= lifted]
    if not refused:
        return None
    return Restriction(institution, min(refused), max(refused))


def binding(
    restrictions: Iterable[Restriction],
    institutions: Collection[str],
    *,
    yes: date | None = None,
) -> tuple[Restriction, ...]:
    """Those of a person's restrictions that bind a file from these institutions.

    Without a known institution all of them bind it. ``yes`` is the day of a Yes in the
    file itself, which lifts restrictions whose latest No is before that day.
    """
    return tuple(
        each
        for each in restrictions
        if (
            not institutions
            or each.institution is None
            or each.institution in institutions
        )
        and (yes is None or yes <= each.latest)
    )


def allowed(
    restrictions: Iterable[Restriction],
    institutions: Collection[str],
    columns: Collection[str],
    *,
    yes: date | None = None,
) -> frozenset[str]:
    """The columns of a file that may be kept about a person with these restrictions."""
    if binding(restrictions, institutions, yes=yes):
        return MAY_BE_PASSED_ON.intersection(columns)
    return frozenset(columns)
