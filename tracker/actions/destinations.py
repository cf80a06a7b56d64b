"""Where the leavers of an institution went, made ready to be given to it."""

from collections.abc import Sequence
from datetime import date

from tracker.access import Scope
from tracker.actions import leaving
from tracker.actions import positions as derive
from tracker.actions.proven import Proven
from tracker.domain.cohort import Member
from tracker.domain.destinations import Destinations, summarise
from tracker.domain.disclosure import Suppression
from tracker.domain.form_groups import FormGroup
from tracker.domain.form_groups import form_groups as find_form_groups
from tracker.domain.institution import Institution
from tracker.domain.leaver import Kinds, Leaver, kinds
from tracker.domain.position import Position
from tracker.domain.sustained import month_ends
from tracker.store import (
    base,
    caseload,
    institutions,
    leaver_rows,
    people,
    positions,
)
from tracker.store.leavers import Stage, counted_on, leavers, stayed_by

YEARS_COMPARED = 3


def destinations(
    institution: Institution,
    left: int,
    *,
    as_of: date,
    within: Scope,
    suppression: Suppression,
    stage: Stage | None = None,
    say: derive.Say | None = None,
) -> Destinations:
    """The destinations of an institution's leavers of ``left`` as at ``as_of``.

    ``stage`` is Year 11 unless nobody was in it there. The authority's figure is that
    of all leavers of the same stage. Makes what is owed for it: on the newest day that
    anybody asked of, what was made before is read.
    """
    stages = [stage] if stage is not None else [Stage.YEAR_11, Stage.POST_16]
    for one_stage in stages:
        years = compared(left, as_of)
        here, everybody = _told(institution.key, years, one_stage, as_of, within, say)
        if here.get(left) or one_stage is stages[-1]:
            break
    return summarise(
        here,
        everybody,
        suppression,
        institution=institution.key,
        institution_name=institution.name,
        left=left,
        as_of=as_of,
        from_year_11=one_stage is Stage.YEAR_11,
    )


def compared(left: int, as_of: date) -> list[int]:
    """The leaving years that stand beside ``left``, without those still to come."""
    years = range(left - YEARS_COMPARED + 1, left + 1)
    return [year for year in years if counted_on(year) <= as_of]


def _told(
    institution: str,
    years: Sequence[int],
    stage: Stage,
    as_of: date,
    within: Scope,
    say: derive.Say | None,
) -> tuple[dict[int, list[Leaver]], dict[int, Kinds]]:
    """The leavers of an institution one by one, and everybody's by kind, by year."""
    if within.leavers_of is not None and institution not in within.leavers_of:
        return {}, {}
    everybody: dict[int, Kinds] = {}
    if keep(years, stage, as_of=as_of, within=within, say=say):
        here = leaver_rows.of(institution, years, stage, within=within)
        everybody.update(leaver_rows.kinds(years, stage, within=within))
        return here, everybody
    here = {}
    for year in years:
        scope = Scope(within.authorities)
        made = _made(year, stage, as_of=as_of, within=scope, say=say)
        here[year] = made.get(institution, [])
        everybody[year] = kinds(each for some in made.values() for each in some)
    return here, everybody


def keep(
    years: Sequence[int],
    stage: Stage,
    *,
    as_of: date,
    within: Scope,
    say: derive.Say | None = None,
) -> bool:
    """Makes the leavers of these years as at a day and keeps them, unless they are.

    Does nothing, and says so with False, where a newer day's are kept.
    """
    (authority,) = within.authorities
    everybody = Scope(within.authorities)
    kept = {(each.left, each.stage): each for each in leaver_rows.kept(authority)}
    held = [kept[year, stage] for year in years if (year, stage) in kept]
    if any(before.as_of > as_of for before in held):
        return False
    made_already = {
        year
        for year in years
        if (before := kept.get((year, stage))) is not None
        and before.complete
        and before.as_of == as_of
    }
    owed = [year for year in years if year not in made_already]
    if owed:
        # Everybody is folded once for the days of all years, in a transaction of its
        # own before those that are kept.
        days = {as_of, *map(counted_on, owed)}
        days |= {min(stayed_by(year), as_of) for year in owed}
        derive.refresh(sorted(days), within=everybody, say=say)
    for year in owed:
        with base.transaction():
            people.hold(authority)
            made = _made(year, stage, as_of=as_of, within=everybody, say=say)
            leaver_rows.replace(authority, year, stage, as_of, made)
    return True


def _counted(
    left: int, *, as_of: date, within: Scope, say: derive.Say | None = None
) -> tuple[dict[int, Member], dict[int, Member]]:
    """Everybody when leavers are counted and when they have to be back, seen from
    ``as_of``: an institution's own word counts as far as it may see whom it is about.
    """
    days = counted_on(left), min(stayed_by(left), as_of)
    derive.refresh(days, within=within, say=say)
    then, later = (
        {each.person: each for each in caseload.members(day, within=within)}
        for day in days
    )
    (authority,) = within.authorities
    for person, proven in Proven(authority).among(then, days):
        for members, day in ((then, days[0]), (later, days[1])):
            members.pop(person, None)
            if day in proven:
                members[person] = proven[day]
    return then, later


def _made(
    left: int,
    stage: Stage,
    *,
    as_of: date,
    within: Scope,
    say: derive.Say | None = None,
) -> dict[str, list[Leaver]]:
    """The leavers of a year by institution, worked out from everybody's positions."""
    then, later = _counted(left, as_of=as_of, within=within, say=say)
    gone = leavers(then, later, left, stage)
    persons = sorted({person for some in gone.values() for person in some})
    derive.refresh([as_of], within=within, only=persons, say=say)
    now = positions.of(persons, as_of)
    months: dict[int, dict[date, Position]] = {person: {} for person in persons}
    days = [day for day in month_ends(left) if day <= as_of]
    (authority,) = within.authorities
    form_groups: dict[int, list[FormGroup]] = {}
    resolve = institutions.directory().resolve
    # A dozen dates of a few thousand people, for one answer: not worth storing.
    for folded in derive.folded_on(persons, authority, days):
        form_groups[folded.person] = find_form_groups(folded.told, resolve)
        for member in folded.members:
            months[member.person][member.as_of] = member.position
    made = {
        record.id: leaving.one(
            record,
            then[record.id],
            now.get(record.id),
            months[record.id],
            left,
            as_of,
            form_groups.get(record.id, ()),
        )
        for record in people.records(persons, within=within)
    }
    return {
        institution: [made[person] for person in some]
        for institution, some in gone.items()
    }
