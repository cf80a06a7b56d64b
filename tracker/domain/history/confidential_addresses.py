"""Statements that give the address of a young person, and what stands in their place.

The address of a child in a placement, or of a family that has fled from violence, may
be confidential. While the mark stands, no statement about that person gives an address:
in its place stands that there is one. What is folded from such evidence has no address
in it, so nothing made of it has.

See decision 0183.
"""

from dataclasses import replace

from tracker.domain.history.details.detail_folds import CONFIDENTIAL
from tracker.domain.history.details.house_moves import AWAY, POSTCODE
from tracker.domain.history.evidence import Detail, Statement

#: The subject of the mark, which an officer sets and lifts.
MARK = "confidential address"
#: What a reader without the permission sees in place of the address.
SHOWN_INSTEAD = "The address is confidential"

#: The fields that stay, by the subject of a statement with an address. A parent may
#: live at the same address. An officer may have declined a postcode.
_KEPT = {
    "address": ("moved",),
    "parent": ("name", "relation", "phone", "ended"),
    "declined": ("field", "standing"),
}
_HOMES = (POSTCODE, AWAY)
#: The subjects of statements with an address.
SUBJECTS = tuple(_KEPT)


def gives_address(statement: Statement) -> bool:
    """Whether a statement gives an address, a part of one, or a postcode."""
    if not isinstance(statement, Detail) or statement.get(CONFIDENTIAL):
        return False
    if statement.about == "parent":
        return statement.get("address") is not None
    if statement.about == "declined":
        return statement.get("field") in _HOMES
    return statement.about == "address"


def without_address(statement: Statement) -> Statement:
    """What stands in place of a statement with an address; any other as it is."""
    if not gives_address(statement):
        return statement
    assert isinstance(statement, Detail)
    kept = [pair for pair in statement.values if pair[0] in _KEPT[statement.about]]
    return replace(statement, values=tuple(sorted([*kept, (CONFIDENTIAL, "Y")])))


def stands_for_address(statement: Statement) -> bool:
    """Whether a statement stands in the place of one with an address."""
    return (
        isinstance(statement, Detail)
        and statement.about in _KEPT
        and statement.get(CONFIDENTIAL) is not None
    )
