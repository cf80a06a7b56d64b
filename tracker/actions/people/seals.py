"""Sealing a former identity: after an adoption, for protection, or a transition.

Users without the permission do not find a sealed name by a search, get no suggestion to
merge because of it, and do not see it among the other names. Matching still uses it, so
that a list with the old name makes no second record. Pages then show only that the
person is known to the records.

See decision 0105.
"""

from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.identity.identity_statements import (
    FAMILY,
    GIVEN,
    SEALED,
    SEX,
)
from tracker.domain.history.identity.name_forms import letters
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action


def seal(
    person: int,
    *,
    given: str = "",
    family: str = "",
    sex: str = "",
    within: Scope,
    act: Act,
) -> int:
    """Seals a former given name, family name or sex; returns the number of the entry.

    Raises Refusal if nothing is given, and for a value that is in use now.
    """
    found = by_hand.unmerged_person(person, within=within)
    wanted = {GIVEN: given.strip(), FAMILY: family.strip(), SEX: sex.strip().upper()}
    now = {GIVEN: found.given, FAMILY: found.family, SEX: found.sex or ""}
    former = {field: value for field, value in wanted.items() if value}
    if not former:
        raise Refusal("Enter the former given name, family name or sex.", GIVEN)
    for field, value in former.items():
        if letters(value) == letters(now[field]):
            raise Refusal(
                f"{value} is what is used now. Change it first, then seal it.", field
            )
    return by_hand.record(
        found,
        [detail("sealed", field=field, value=value) for field, value in former.items()],
        source=SEALED,
        action=Action.IDENTITY_SEALED,
        act=act,
    )


def unseal(person: int, *, within: Scope, act: Act) -> None:
    """Withdraws the newest seal. Raises Refusal if there is none."""
    by_hand.withdraw(
        person,
        source=SEALED,
        nothing=f"No former identity of young person {person} is sealed.",
        within=within,
        act=act,
    )
