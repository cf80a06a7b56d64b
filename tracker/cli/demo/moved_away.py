"""Students of the demo who moved to a neighbour's area and still learn here."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tracker import actions, feeds, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.people.changing import Change
from tracker.cli import answer
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.entering import FORMS
from tracker.domain.history.members import Member
from tracker.store.law.disclosures import Disclosure

#: Where they moved: real postcodes of two neighbours, at invented streets.
_HOMES = (
    {"line1": "4 Heron Way", "town": "Bolton", "postcode": "BL1 1RU"},
    {"line1": "17 Linden Crescent", "town": "St Helens", "postcode": "WA10 1HP"},
    {"line1": "30 Juniper Close", "town": "Bolton", "postcode": "BL3 1JJ"},
    {"line1": "9 Larch Grove", "town": "Bolton", "postcode": "BL2 6BQ"},
)
#: No more than one in so many students.
_AMONG = 20


def move(members: Sequence[Member], authority: str, *, on: date, seed: int) -> int:
    """Moves a few students, and gives Bolton its list; returns how many moved.

    Bolton has not confirmed that it received the list.
    """
    register = store.institutions.register.directory()
    taught = [
        each.person
        for each in members
        if each.year_group in (12, 13)
        and each.status is not None
        and not each.position.lapsed
        and each.position.institution is not None
        and register.area_of(each.position.institution) == authority
    ]
    rng = Random(f"{seed}/moved away")  # noqa: S311 - the same for a seed
    chosen = rng.sample(taught, min(len(_HOMES), len(taught) // _AMONG))
    within = authority_scope(authority)
    adviser = Act(f"adviser@{store.reset.DOMAIN}", answer.now(), on, authority)
    for person, home in zip(chosen, _HOMES, strict=False):
        actions.people.changing.change(
            person,
            Change(
                FORMS["address"],
                home,
                By.YOUNG_PERSON,
                "",
                on - timedelta(days=rng.randrange(10, 60)),
            ),
            within=within,
            act=adviser,
        )
    if chosen:
        _give(authority, on)
    return len(chosen)


def _give(authority: str, on: date) -> None:
    """Gives its list to the council of the first home."""
    exchange, within = actions.law.neighbours.exchange, authority_scope(authority)
    act = Act(f"data@{store.reset.DOMAIN}", answer.now(), on, authority)
    lead = feeds.cells.postcodes.authority_of(_HOMES[0]["postcode"])
    assert lead is not None
    permitted, shared = exchange.prepare(lead, within=within, act=act)

    def not_kept(made: Disclosure) -> None:
        """The file of a demo goes nowhere."""

    exchange.give(permitted, shared, not_kept, within=within, act=act)
