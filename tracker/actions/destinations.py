"""Where the leavers of an institution went, made ready to be given to it."""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.access import Scope
from tracker.actions import positions as derive
from tracker.domain import codes
from tracker.domain.cohort import Member
from tracker.domain.destinations import Destinations, summarise
from tracker.domain.disclosure import Suppression
from tracker.domain.institution import Institution
from tracker.domain.leaver import Leaver, leaver
from tracker.domain.position import Position
from tracker.domain.sustained import month_ends
from tracker.store import caseload, people, positions
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
    of all leavers of the same stage. Makes the positions that are owed for it.
    """
    if stage is None:
        first = left_in(left, Stage.YEAR_11, as_of=as_of, within=within, say=say)
        stage = Stage.YEAR_11 if institution.key in first else Stage.POST_16
    here: dict[int, list[Leaver]] = {}
    everybody: dict[int, list[Leaver]] = {}
    for year in range(left - YEARS_COMPARED + 1, left + 1):
        if counted_on(year) > as_of:
            continue
        gone = left_in(year, stage, as_of=as_of, within=within, say=say)
        ours = set(gone.get(institution.key, ()))
        told = _leavers(
            sorted({person for some in gone.values() for person in some}),
            year,
            as_of=as_of,
            within=within,
            say=say,
        )
        everybody[year] = told
        here[year] = [each for each in told if each.person in ours]
    return summarise(
        here,
        everybody,
        suppression,
        institution=institution.key,
        institution_name=institution.name,
        left=left,
        as_of=as_of,
    )


def left_in(
    left: int,
    stage: Stage,
    *,
    as_of: date,
    within: Scope,
    say: derive.Say | None = None,
) -> dict[str, list[int]]:
    """The leavers of a year by institution (key), seen from ``as_of``."""
    later_day = min(stayed_by(left), as_of)
    then_day = counted_on(left)
    derive.refresh([then_day, later_day], within=within, say=say)
    then = {each.person: each for each in caseload.members(then_day, within=within)}
    later = {each.person: each for each in caseload.members(later_day, within=within)}
    return leavers(then, later, left, stage)


def _leavers(
    persons: Sequence[int],
    left: int,
    *,
    as_of: date,
    within: Scope,
    say: derive.Say | None = None,
) -> list[Leaver]:
    derive.refresh([as_of], within=within, only=persons, say=say)
    now = positions.of(persons, as_of)
    then = positions.of(persons, counted_on(left))
    months: dict[int, dict[date, Position]] = {person: {} for person in persons}
    days = [day for day in month_ends(left) if day <= as_of]
    (authority,) = within.authorities
    # A dozen dates of a few thousand people, for one answer: not worth storing.
    for member in derive.on_days(persons, authority, days):
        months[member.person][member.as_of] = member.position
    return [
        _leaver(record, then[record.id], now, months[record.id], left, as_of)
        for record in people.records(persons, within=within)
    ]


def _is_withheld(record: people.Person) -> bool:
    """Whom a list may not name. A school hears of a death from people, not a list."""
    details = record.details
    withheld = details.get("restricted") or details.get("withheld")
    return bool(withheld) or details.get("departure") == codes.DIED


def _leaver(
    record: people.Person,
    then: Member,
    now: Mapping[int, Member],
    months: Mapping[date, Position],
    left: int,
    as_of: date,
) -> Leaver:
    member = now.get(record.id)
    return leaver(
        person=record.id,
        given=record.given,
        family=record.family,
        position=member.position if member is not None else None,
        months=months,
        left=left,
        as_of=as_of,
        upn=record.upn,
        form_group=record.details.get("form_group"),
        withheld=_is_withheld(record),
        send=then.send,
        sen_support=then.sen_support,
        free_meals=then.free_meals,
        sex=then.sex,
    )
