"""The young people on record who learn in our area and live in that of another council.

Lines of files about people who are not on record are in the tray instead.
"""

from collections.abc import Collection
from datetime import date

from tracker import feeds, store
from tracker.access import Scope, authority_scope
from tracker.domain.intake.living_elsewhere import Resident, group_of, home_of


def day(on: date, *, within: Scope) -> date | None:
    """The newest day up to ``on`` for which it is known where everybody is."""
    return store.history.days.newest(on, within=within)


def residents(on: date, *, within: Scope) -> list[Resident]:
    """The residents of other authorities who learn here on a day, by family name.

    The register shows which institutions lie in our area. Those of a sealed activity
    are left out. Without positions of the day there are none.
    """
    (ours,) = within.authorities
    register = store.institutions.register.directory()
    here = [
        key
        for key in store.people.learning_here.institutions(on, within=within)
        if register.area_of(key) == ours
    ]
    learners = list(store.people.learning_here.learners(on, here, within=within))
    areas = feeds.cells.postcodes.authorities_of(
        {each.postcode for each in learners if each.postcode is not None}
    )
    return [
        Resident(
            each.person,
            f"{each.given} {each.family}".strip(),
            each.born,
            group_of(each.year_group),
            each.institution,
            home,
            each.withheld,
        )
        for each in learners
        if (home := home_of(each.lead, areas.get(each.postcode or ""), ours=ours))
        is not None
    ]


def of(
    people: Collection[int], lead: str, *, on: date, authority: str
) -> Collection[int]:
    """Those of these people who live in another authority and learn here."""
    within = authority_scope(authority)
    known = day(on, within=within)
    if known is None:
        return ()
    return {
        each.person
        for each in residents(known, within=within)
        if each.home == lead and each.person in people
    }
