"""What an institution may pass on about a young person while a restriction stands.

This module alone decides it, for every file and form of an institution. Under the
Education and Skills Act 2008, s.14(4) and s.72, a No limits what a school or college
passes to the council to name, address, date of birth, and a parent's name and address.
It binds that institution, its predecessors and successors. At sixteen a parent's No has
no legal force: it is put to the young person, and keeps restricting until they answer,
unless the asset owner has signed that it ends (Law L-07, N-13).

See decisions 0076, 0079 and 0169.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum

from tracker.domain.history.details.restriction_answers import (
    By,
    How,
    Outcome,
    Restriction,
)

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


class State(StrEnum):
    """The state of an answer No on a day."""

    STANDS = "stands"
    TO_BE_ASKED = "to be asked"
    LIFTED = "lifted"


def is_to_be_asked(restriction: Restriction, day: date) -> bool:
    """Whether it is a parent's No, and the young person is 16 or older on the day."""
    return restriction.ask_from is not None and restriction.ask_from <= day


def state(outcome: Outcome, day: date) -> State:
    """The state of what the answers to one institution come to."""
    if outcome.stands is None:
        return State.LIFTED
    if is_to_be_asked(outcome.stands, day):
        return State.TO_BE_ASKED
    return State.STANDS


def restricts(restriction: Restriction, day: date, *, ends_at_sixteen: bool) -> bool:
    """Whether a No limits what is passed on as at a day.

    ``ends_at_sixteen`` is the authority's signed choice.
    """
    return not (ends_at_sixteen and is_to_be_asked(restriction, day))


def turned(
    before: Iterable[Restriction],
    after: Iterable[Restriction],
    day: date,
    *,
    ends_at_sixteen: bool,
) -> Iterator[tuple[str | None, str]]:
    """What a new date of birth makes of restrictions: the key of each institution where
    something changed, and the end of a sentence about it.
    """
    was = {each.institution: each for each in before}
    now = {each.institution: each for each in after}
    for key in sorted({*was, *now}, key=lambda key: key or ""):
        words = _turned(was.get(key), now.get(key), day, ends_at_sixteen)
        if words:
            yield key, words


def _turned(
    was: Restriction | None, now: Restriction | None, day: date, ends_at_sixteen: bool
) -> str:
    if now is None:
        return "the No has no force any more."
    asks = is_to_be_asked(now, day)
    if asks and (was is None or not is_to_be_asked(was, day)):
        if ends_at_sixteen:
            return "they are 16, and a parent's No ends then, as the owner has signed."
        return (
            "they are 16, so a parent's No has no legal force. It restricts until they "
            "answer: a work item is open to ask them."
        )
    if was is None or (not asks and is_to_be_asked(was, day)):
        whose = "a parent's" if now.by is By.PARENT else "their"
        return f"{whose} No has force."
    if was.by is not now.by and By.YOUNG_PERSON in (was.by, now.by):
        whose = "a parent's" if now.by is By.PARENT else "the young person's own"
        return f"the No counts as {whose}."
    return ""


def binding(
    institutions: Collection[str],
    restrictions: Iterable[Restriction],
    day: date,
    *,
    agreed: bool = False,
    ends_at_sixteen: bool = False,
) -> tuple[Restriction, ...]:
    """Those of a person's restrictions that bind a file from these institutions.

    ``day`` is that of the file. Without a known institution all of them bind it.
    ``agreed``: the file itself says Yes. That lifts restrictions whose latest No is
    before its day, but none that was recorded by hand.
    """
    return tuple(
        each
        for each in restrictions
        if (
            not institutions
            or each.institution is None
            or each.institution in institutions
        )
        and not (agreed and each.how is How.CENSUS and day > each.latest)
        and restricts(each, day, ends_at_sixteen=ends_at_sixteen)
    )


def allowed(
    institutions: Collection[str],
    restrictions: Iterable[Restriction],
    day: date,
    columns: Collection[str],
    *,
    agreed: bool = False,
    ends_at_sixteen: bool = False,
) -> frozenset[str]:
    """The columns of an institution's file of a day that may be kept about a person
    with these restrictions (``binding``).
    """
    if binding(
        institutions, restrictions, day, agreed=agreed, ends_at_sixteen=ends_at_sixteen
    ):
        return MAY_BE_PASSED_ON.intersection(columns)
    return frozenset(columns)
