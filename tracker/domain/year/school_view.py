"""The steps of a young person as the school or college that they leave may see them."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.history.destination_category import Category
from tracker.domain.history.spells import Spell
from tracker.domain.leavers.leaver import WITHOUT_PLACE
from tracker.domain.year.ledger import FROM_ENROLMENT, Step


def as_seen(steps: Sequence[Step], spells: Sequence[Spell]) -> tuple[Step, ...]:
    """The steps without the places and days that a school is not shown.

    It is the rule of leavers (``domain.leavers.leaver.for_school``): of those who are
    in no learning or work, or in what is called other, place and day would say too
    much. What is sealed has to be left out of both before.
    """
    unnamed = [
        each for each in spells if Category(each.activity.destination) in WITHOUT_PLACE
    ]
    return tuple(
        replace(each, on=None, place=None, place_name=None, left_on=None)
        if each.name in FROM_ENROLMENT and any(_is_of(each, one) for one in unnamed)
        else each
        for each in steps
    )


def _is_of(step: Step, spell: Spell) -> bool:
    """Whether a step says something of a spell: its place, or a day of it."""
    if step.place is not None or step.place_name is not None:
        return (step.place, step.place_name) == (
            spell.institution,
            spell.institution_name,
        )
    days = [day for day in (step.on, step.left_on) if day is not None]
    return any(spell.covers(day) for day in days)
