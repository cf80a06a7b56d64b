"""Duplicates for the demo: young people whose records an adviser adds again by hand."""

from collections.abc import Sequence
from datetime import date
from random import Random

from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.people.adding import Newcomer
from tracker.cli import answer
from tracker.domain.history.members import Member
from tracker.domain.history.person import Identity

#: At most this many of them, and no more than one in so many young people.
_ADDED, _AMONG = 4, 500
#: Numbers that the telephone companies reserve for drama.
_PHONE = "07700 900{:03}"


def add(members: Sequence[Member], authority: str, *, on: date, seed: int) -> int:
    """Adds a few young people a second time, and requests a search for duplicates.

    Each is recorded as an adviser at a drop-in would do it: without identifiers, and
    with two letters of the family name swapped or none. Returns the number added.
    """
    rng = Random(f"{seed}/added")  # noqa: S311 - the same for a seed
    taught = [m.person for m in members if m.status is not None and m.year_group == 12]
    chosen = rng.sample(taught, min(_ADDED, len(taught) // _AMONG))
    at = answer.now()
    for place, kept in enumerate(
        store.people.records.records(chosen, within=authority_scope(authority))
    ):
        who = kept.identity
        actions.people.adding.add(
            Newcomer(
                Identity(
                    given=who.given,
                    family=who.family if place % 2 else _one_letter_off(who.family),
                    born=who.born,
                    sex=who.sex,
                    postcode=who.postcode,
                ),
                phone=_PHONE.format(rng.randrange(1000)),
            ),
            act=Act(f"adviser@{store.reset.DOMAIN}", at, on, authority),
        )
    if chosen:
        # The process that serves the demo does it, beside the pages.
        actions.work.tasks.request(
            "find duplicates",
            act=Act(store.reset.DEMO, at, on, authority),
            subject=actions.people.duplicates.SUBJECT,
        )
    return len(chosen)


def _one_letter_off(name: str) -> str:
    """The name with its last two letters swapped, a common typing error."""
    return f"{name[:-2]}{name[-1]}{name[-2]}" if len(name) > 3 else name
