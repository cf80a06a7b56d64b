"""The young people on record who learn in our area and live in that of another council.

Lines of files about people who are not on record are in the tray instead.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from tracker import feeds, store
from tracker.access import Scope, authority_scope
from tracker.domain.intake.living_elsewhere import Group, Resident, group_of, home_of


def day(on: date, *, within: Scope) -> date | None:
    """The newest day up to ``on`` for which it is known where everybody is."""
    return store.history.days.newest(on, within=within)


def residents(on: date, *, within: Scope, lead: str | None = None) -> list[Resident]:
    """The residents of other authorities who learn here on a day, by family name;
    those of one (``lead``) where it is given.

    The register shows which institutions lie in our area. Those of a sealed activity
    are left out. Without positions of the day there are none.
    """
    (ours,) = within.authorities
    here = store.people.learning_here
    homes = _homes(within, lead)
    led = here.with_other_lead(within=within)
    found = list(here.learners(on, living_at=homes, led=led, within=within))
    in_area = _in_area({each.institution for each in found}, ours)
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
        for each in found
        if each.institution in in_area
        and (home := home_of(each.lead, homes.get(each.postcode or ""), ours=ours))
        is not None
        and lead in (None, home)
    ]


def numbers(on: date, *, within: Scope) -> Mapping[str, Mapping[Group, int]]:
    """The number of all residents by authority and year group."""
    (ours,) = within.authorities
    here = store.people.learning_here
    led = here.with_other_lead(within=within)
    alike = list(here.counted(on, homes=_homes(within), led=led, within=within))
    in_area = _in_area({each.institution for each in alike}, ours)
    found: dict[str, Counter[Group]] = {}
    for each in alike:
        home = home_of(each.lead, each.by_postcode, ours=ours)
        if home is not None and each.institution in in_area:
            found.setdefault(home, Counter())[group_of(each.year_group)] += each.people
    return found


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
        for each in residents(known, within=within, lead=lead)
        if each.person in people
    }


def _homes(within: Scope, lead: str | None = None) -> Mapping[str, str]:
    """The postcodes on record that lie in another authority, or in ``lead`` alone."""
    (ours,) = within.authorities
    directory, here = feeds.cells.postcodes, store.people.learning_here
    letters = here.letters(within=within)
    stretches = list(directory.stretches(letters, ours=ours, only=lead))
    areas = directory.authorities_of(here.postcodes(stretches, within=within))
    return {
        postcode: area
        for postcode, area in areas.items()
        if area is not None and area != ours and lead in (None, area)
    }


def _in_area(institutions: Collection[str], ours: str) -> Collection[str]:
    """Those of these institutions (keys) that lie in our area."""
    register = store.institutions.register.directory()
    return {key for key in institutions if register.area_of(key) == ours}
