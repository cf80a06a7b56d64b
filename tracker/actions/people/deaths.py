"""The death of a young person: from then on no list, letter or message is for them.

See decision 0101.
"""

from datetime import date

from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.reference.codes import DIED
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action

#: The source of the entry with this evidence.
SOURCE = "death recorded"


def record(person: int, died_on: date, *, within: Scope, act: Act) -> int:
    """Records that a young person died on a day; returns the number of the entry.

    From then on they are on no adviser's list and on no institution's list, and the
    return reports once that they left the cohort (item YP10). Raises Refusal.
    """
    found = by_hand.unmerged_person(person, within=within)
    if died_on > act.on:
        raise Refusal("The date must be today or in the past.", "died")
    if found.born is not None and died_on < found.born:
        raise Refusal("The date is before their date of birth.", "died")
    departure = detail("departure", status=DIED, on=died_on.isoformat())
    return by_hand.record(
        found, [departure], source=SOURCE, action=Action.DEATH_RECORDED, act=act
    )


def undo(person: int, *, within: Scope, act: Act) -> None:
    """Withdraws the record of a death. Raises Refusal if none was recorded by hand."""
    by_hand.withdraw(
        person,
        source=SOURCE,
        nothing=f"No death is recorded of young person {person} by hand.",
        within=within,
        act=act,
    )
