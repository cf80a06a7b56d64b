"""Sealing a former identity: after an adoption, for protection, or a transition.

What is sealed is no search hit, no merge hint and no other name for anybody without the
permission. Matching still knows it, so that a list which goes on using the old name
makes no second record, and says only that the person is known to the records.
"""

from datetime import date, datetime

from tracker.access import Scope
from tracker.actions import evidence as recording
from tracker.actions.evidence import Contact
from tracker.actions.refused import NotAccepted
from tracker.domain.evidence import Tier, detail
from tracker.domain.identity import FAMILY, GIVEN, SEALED, SEX
from tracker.domain.identity.name_forms import letters
from tracker.store import audit, base, entries, people


def seal(
    person: int,
    *,
    given: str = "",
    family: str = "",
    sex: str = "",
    within: Scope,
    by: str,
    at: datetime,
    on: date,
) -> int:
    """Seals a former given name, family name or sex; returns the entry that undoes it.

    Raises NotAccepted for nothing to seal, and for what they are called now.
    """
    found = people.get(person, within=within)
    if found is None or found.merged_into is not None:
        raise NotAccepted(f"There is no young person {person}.")
    wanted = {GIVEN: given.strip(), FAMILY: family.strip(), SEX: sex.strip().upper()}
    now = {GIVEN: found.given, FAMILY: found.family, SEX: found.sex or ""}
    said = {field: value for field, value in wanted.items() if value}
    if not said:
        raise NotAccepted("Enter the former given name, family name or sex.", GIVEN)
    for field, value in said.items():
        if letters(value) == letters(now[field]):
            raise NotAccepted(
                f"{value} is what is used now. Change it first, then seal it.", field
            )
    with base.transaction():
        entry = recording.record_once(
            [
                Contact(
                    person=found.id,
                    statements=tuple(
                        detail("sealed", field=field, value=value)
                        for field, value in said.items()
                    ),
                    as_at=on,
                    by=by,
                    at=at,
                )
            ],
            authority=found.authority,
            tier=Tier.ADVISER,
            source=SEALED,
            on=on,
        )
        # What is sealed is in no audit line either.
        audit.write(
            authority=found.authority,
            at=at,
            by=by,
            action="identity sealed",
            subject=f"person {found.id}",
        )
    return entry


def unseal(person: int, *, within: Scope, by: str, at: datetime, on: date) -> None:
    """Takes back the newest seal. Raises NotAccepted where there is none."""
    found = people.get(person, within=within)
    sealed = (
        [each.id for each, _ in entries.by_hand(found.id) if each.source == SEALED]
        if found is not None
        else []
    )
    if not sealed:
        raise NotAccepted(f"No former identity of young person {person} is sealed.")
    recording.withdraw(sealed[0], within=within, by=by, at=at, on=on)
