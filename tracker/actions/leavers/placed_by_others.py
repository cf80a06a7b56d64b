"""Whom another source places at an institution, which may learn a little of them."""

from collections.abc import Collection

from tracker import store
from tracker.domain.leavers.own_statement import FORMS
from tracker.domain.reference.institution import InstitutionRef, key_of


def by_others(
    persons: Collection[int], *, institution: str, keys: Collection[str]
) -> set[int]:
    """Those of these people whom another source places at an institution (key).

    What the institution said itself is not enough, applied or not: its user wrote it.
    Nor is another institution's list, which its user may have written for this one.
    ``keys`` are all keys under which it has been kept.
    """
    register = store.institutions.register.directory()

    def key(ref: InstitutionRef) -> str | None:
        known = register.resolve(ref)
        return known.key if known is not None else key_of(ref)

    mine = {institution, *keys}
    return {
        person
        for person, place, sender in store.intake.sent_lines.placed_by_others(
            persons, keys=mine, own=FORMS
        )
        if key(place) in mine and (sender is None or key(sender) not in mine)
    }
