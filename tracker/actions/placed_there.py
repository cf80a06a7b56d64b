"""Whom another source places at an institution, which may learn a little of them."""

from collections.abc import Collection

from tracker.domain.institution import InstitutionRef, key_of
from tracker.domain.own_word import FORMS
from tracker.store import institutions
from tracker.store import sent_lines as store


def by_others(
    persons: Collection[int], *, institution: str, keys: Collection[str]
) -> set[int]:
    """Those of these people whom another source places at an institution (key).

    What the institution said itself is not enough, applied or not: its user wrote it.
    Nor is another institution's list, which its user may have written for this one.
    ``keys`` are all keys under which it has been kept.
    """
    register = institutions.directory()

    def key(ref: InstitutionRef) -> str | None:
        known = register.resolve(ref)
        return known.key if known is not None else key_of(ref)

    mine = {institution, *keys}
    return {
        person
        for person, place, sender in store.placed_by_others(
            persons, keys=mine, own=FORMS
        )
        if key(place) in mine and (sender is None or key(sender) not in mine)
    }
