"""People placed at an institution by another source than the institution itself.

In a list that the council has applied, its sender sees which students these are.
"""

from collections.abc import Collection

from tracker import store
from tracker.domain.history.details.attribution import key_by
from tracker.domain.leavers.own_statement import FORMS


def by_others(
    persons: Collection[int], *, institution: str, keys: Collection[str]
) -> set[int]:
    """Those of these people that another source places at an institution (key).

    The institution's own statements are not enough, applied or not, because its user
    wrote them. Nor is another institution's list enough if its user may have written it
    for this one. ``keys`` are all keys under which the institution has been stored.
    """
    resolve = store.institutions.register.directory().resolve
    mine = {institution, *keys}
    return {
        person
        for person, place, sender in store.intake.sent_lines.placed_by_others(
            persons, keys=mine, own=FORMS
        )
        if key_by(place, resolve) in mine and key_by(sender, resolve) not in mine
    }
