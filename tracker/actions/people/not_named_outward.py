"""Young people who are named to no school, college or partner, for a reason.

This limits the council in naming people to others. It is not a restriction, which
limits what an institution passes to the council (``actions.law.restrictions``).
"""

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.people.naming import Because
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.people.records import Person

#: The sources of the entries that begin and end it.
SOURCE, SOURCE_OF_END = "not named outward", "named outward again"


def record(person: int, because: Because, *, within: Scope, act: Act) -> int:
    """Keeps a young person off every list that leaves the team; returns the entry.

    They are counted all the same. Raises Refusal for a record that does not exist or
    was merged.
    """
    found = _standing(person, within)
    statement = detail("withheld", withheld="Y", because=because.value)
    return by_hand.record(
        found, [statement], source=SOURCE, action=Action.NOT_NAMED_OUTWARD, act=act
    )


def lift(person: int, *, within: Scope, act: Act) -> int:
    """Names a young person outward again; returns the entry.

    Raises Refusal, also while a case restricts the use of their data (Law D-09).
    """
    found = _standing(person, within)
    if store.law.objections.not_to_be_shared([person], act.on):
        raise Refusal(
            "A case restricts the use of their data. They are named again when the "
            "case is decided or closed."
        )
    return by_hand.record(
        found,
        [detail("withheld", withheld="N")],
        source=SOURCE_OF_END,
        action=Action.NAMED_OUTWARD,
        act=act,
    )


def _standing(number: int, within: Scope) -> Person:
    found = by_hand.known_person(number, within=within)
    if found.merged_into is not None:
        raise Refusal(
            f"Record {number} has already been merged into young person "
            f"{found.merged_into}."
        )
    return found
