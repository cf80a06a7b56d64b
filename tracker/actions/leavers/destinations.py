"""The destinations of an institution's leavers, ready to be disclosed to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.history import leaving, positions
from tracker.actions.history.leaver_proof import Proven
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.history.membership import fold
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.history.spells import spells
from tracker.domain.leavers.destinations import Destinations, summarise
from tracker.domain.leavers.leaver import Kinds, Leaver, kinds
from tracker.domain.reference.academic_year import academic_age, counted_on
from tracker.domain.reference.institution import Institution
from tracker.store.history.leaving import Stage, is_of_age, may_have_left
from tracker.wording.counts import counted

YEARS_COMPARED = 3
#: This many leavers are held as folded before their records are looked up.
_AT_ONCE = 4000


def destinations(
    institution: Institution,
    left: int,
    *,
    as_of: date,
    within: Scope,
    suppression: Suppression,
    stage: Stage | None = None,
    say: positions.Say | None = None,
) -> Destinations:
    """The destinations of an institution's leavers of ``left`` as at ``as_of``.

    ``stage`` is Year 11, unless the institution has no leaver of Year 11. The
    authority's figure is that of all leavers of the same stage. Missing leavers are
    made, and kept if no newer day's are kept; leavers that are kept are read.
    """
    stages = [stage] if stage is not None else [Stage.YEAR_11, Stage.POST_16]
    for one_stage in stages:
        years = compared_years(left, as_of)
        here, before, everybody = _leavers(
            institution.key, left, years, one_stage, as_of, within, say
        )
        if here or one_stage is stages[-1]:
            break
    return summarise(
        here,
        everybody,
        suppression,
        before=before,
        institution=institution.key,
        institution_name=institution.name,
        left=left,
        as_of=as_of,
        from_year_11=one_stage is Stage.YEAR_11,
    )


def compared_years(left: int, as_of: date) -> list[int]:
    """``left`` and the years that it is compared with, without those still to come."""
    years = range(left - YEARS_COMPARED + 1, left + 1)
    return [year for year in years if counted_on(year) <= as_of]


def _leavers(
    institution: str,
    left: int,
    years: Sequence[int],
    stage: Stage,
    as_of: date,
    within: Scope,
    say: positions.Say | None,
) -> tuple[Sequence[Leaver], Mapping[int, Kinds], Mapping[int, Kinds]]:
    """The leavers of an institution one by one, those of the years before by kind, and
    all leavers of the authority by year and kind.
    """
    if within.leavers_of is not None and institution not in within.leavers_of:
        return [], {}, {}
    earlier = [year for year in years if year != left]
    if keep_leavers(years, [stage], as_of=as_of, within=within, say=say):
        return (
            store.history.leaver_rows.of(institution, left, stage, within=within),
            store.history.leaver_rows.kinds_of(
                institution, earlier, stage, within=within
            ),
            store.history.leaver_rows.kinds(years, stage, within=within),
        )
    scope = Scope(within.authorities)
    wanted = [(year, stage) for year in years]
    # Only the application's role may read the evidence.
    with store.database.shown.as_council():
        made = _made(wanted, as_of=as_of, within=scope, say=say)

    def of(year: int) -> Sequence[Leaver]:
        return made.get((year, stage), {}).get(institution, [])

    everybody = {
        year: kinds(each for some in by_place.values() for each in some)
        for (year, _), by_place in made.items()
    }
    return of(left), {year: kinds(of(year)) for year in earlier}, everybody


def keep_leavers(
    years: Sequence[int],
    stages: Iterable[Stage],
    *,
    as_of: date,
    within: Scope,
    say: positions.Say | None = None,
) -> bool:
    """Makes the leavers of these years as at a day and keeps them, where still missing.

    Does nothing, and returns False, if leavers as at a newer day are kept.
    """
    wanted = [(year, stage) for stage in stages for year in years]
    owed = missing_years(wanted, as_of=as_of, within=within)
    if not owed:
        return owed is not None
    (authority,) = within.authorities
    # If two users request one year at once, the second finds it made. As the council,
    # because only the application's role may read the evidence.
    with store.database.shown.as_council(), store.people.records.changing(authority):
        store.history.derivations.renew()
        owed = missing_years(wanted, as_of=as_of, within=within)
        if not owed:
            return owed is not None
        everybody = Scope(within.authorities)
        made = _made(owed, as_of=as_of, within=everybody, say=say)
        for year, stage in owed:
            store.history.leaver_rows.replace(
                authority, year, stage, as_of, made[year, stage]
            )
    return True


def missing_years(
    wanted: Sequence[tuple[int, Stage]], *, as_of: date, within: Scope
) -> list[tuple[int, Stage]] | None:
    """The leaving years among these whose leavers have still to be made as at a day.

    None if leavers as at a newer day are kept for one of them.
    """
    (authority,) = within.authorities
    held = {
        (each.left, each.stage): each
        for each in store.history.leaver_rows.kept(authority)
        if (each.left, each.stage) in wanted
    }
    if any(each.as_of > as_of for each in held.values()):
        return None
    made_already = {
        year for year, each in held.items() if each.complete and each.as_of == as_of
    }
    return [each for each in wanted if each not in made_already]


def years_of_person(
    person: int, years: Iterable[int], *, as_of: date, within: Scope
) -> list[tuple[int, Stage, str, Leaver]]:
    """The (year, stage, institution) that a person is a leaver of, newest first.

    It is worked out from that person's evidence alone, so it need not wait for others.
    """
    wanted = [(year, stage) for year in years for stage in Stage]
    everybody = Scope(within.authorities)
    made = _made(wanted, as_of=as_of, within=everybody, only=[person])
    return sorted(
        (
            (left, stage, institution, leaver)
            for (left, stage), by_place in made.items()
            for institution, (leaver,) in by_place.items()
            if within.leavers_of is None or institution in within.leavers_of
        ),
        key=lambda found: (-found[0], found[1]),
    )


def _made(
    wanted: Sequence[tuple[int, Stage]],
    *,
    as_of: date,
    within: Scope,
    say: positions.Say | None = None,
    only: Sequence[int] | None = None,
) -> dict[tuple[int, Stage], dict[str, list[Leaver]]]:
    """The leavers of these years by institution, folding everybody's evidence once.

    ``only`` narrows it to some people. An institution's own statements count only as
    far as the institution may see the young person they are about.
    """
    (authority,) = within.authorities
    persons = may_have_left(wanted, within=within, only=only)
    if say is not None and persons:
        say(f"Working out where {counted(len(persons), 'person', 'people')} went ...")
    resolve = store.institutions.register.directory().resolve
    proven = Proven(authority)
    made: dict[tuple[int, Stage], dict[str, list[Leaver]]] = {
        each: {} for each in wanted
    }

    def finish(gone: Sequence[leaving.RawLeaver]) -> None:
        as_seen = dict.fromkeys(wanted, as_of)
        for key, by_place in leaving.leavers_by_place(gone, as_seen, authority).items():
            for institution, some in by_place.items():
                made[key].setdefault(institution, []).extend(some)

    gone: list[leaving.RawLeaver] = []
    for person, everything in store.history.evidence.histories(persons):
        evidence = without_sealed(everything)
        history = spells(evidence, resolve=resolve)
        # On most of these days most people were at no institution: no more is needed.
        seen = [
            (left, stage, as_of)
            for left, stage in wanted
            if is_of_age(academic_age(persons[person], counted_on(left)), stage)
            and (
                proven.includes_own_statement(evidence)
                or any(at.institution and at.covers(counted_on(left)) for at in history)
            )
        ]
        days = sorted(leaving.days_of((left, as_of) for left, _, as_of in seen))
        folded = days and fold(
            person, authority, evidence, on=days, resolve=resolve, history=history
        )
        if folded:
            members = proven.members(person, evidence, days)
            gone += leaving.raw_leavers(folded, seen, resolve, proven=members)
        if len(gone) >= _AT_ONCE:
            finish(gone)
            gone = []
    finish(gone)
    return made
