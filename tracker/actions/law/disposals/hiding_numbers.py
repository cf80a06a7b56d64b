"""Pupil numbers, hidden in the records of those who have turned twenty."""

from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.domain.history.details.pupil_numbers import HIDDEN_FROM
from tracker.domain.reference.academic_year import add_months


def hide(*, within: Scope, act: Act) -> int:
    """Hides the pupil numbers of everybody who has turned twenty; returns how many
    people that are.

    A record that is folded again for another reason loses them by itself.
    """
    born_by = _born_by(act.on)
    with store.people.records.changing(act.authority):
        people = store.law.disposals.past_date.with_pupil_number(born_by, within=within)
        if people:
            positions.rebuild(people, act.authority, on=act.on)
    return len(people)


def _born_by(on: date) -> date:
    """The last date of birth of those who have turned twenty."""
    return add_months(on, -12 * HIDDEN_FROM)
