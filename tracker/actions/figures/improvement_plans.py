"""The council's improvement plan: saved version by version, and made as tables."""

from collections.abc import Iterable, Iterator
from datetime import date

from tracker import domain, reporting, store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.figures import measured
from tracker.actions.institutions import lists_sent, place_names
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.figures.improvement_plan import MONTHS, ImprovementPlan
from tracker.domain.figures.measures import ALL, COHORT, HEADLINES
from tracker.domain.intake.coverage import YEAR_12, grid
from tracker.domain.reference.academic_year import Period
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.reporting.panels.day import Day, breakdowns, day
from tracker.reporting.panels.panel import Panel
from tracker.store.accounts.audit import Action
from tracker.store.figures.improvement_plans import StoredPlan


def save(plan: ImprovementPlan, *, instead_of: int | None, act: Act) -> StoredPlan:
    """Saves a plan as the newest version; older ones are kept.

    ``instead_of`` is the number of the version that its user saw, None where there was
    none. Raises Refusal for a plan that is incomplete, and where another version has
    been saved meanwhile.
    """
    for field, sentence in domain.figures.improvement_plan.problems(plan, on=act.on):
        raise Refusal(sentence, field)
    with store.database.base.transaction(f"improvement plan {act.authority}"):
        newest = store.figures.improvement_plans.newest(
            within=authority_scope(act.authority)
        )
        if (newest.id if newest is not None else None) != instead_of:
            raise Refusal(
                "A colleague saved this plan meanwhile. Open it again, and enter your "
                "changes there."
            )
        return _stored(plan, act)


def restore(version: int, *, act: Act) -> StoredPlan:
    """Saves an older version again as the newest. Raises LookupError for no version."""
    with store.database.base.transaction(f"improvement plan {act.authority}"):
        for each in store.figures.improvement_plans.versions(
            within=authority_scope(act.authority)
        ):
            if each.id == version:
                return _stored(each.read, act)
    raise LookupError(f"there is no version {version} of the improvement plan")


def _stored(plan: ImprovementPlan, act: Act) -> StoredPlan:
    made = StoredPlan(
        authority=act.authority, plan=plan.as_json(), saved_at=act.at, saved_by=act.by
    )
    db.session.add(made)
    db.session.flush()
    act.note(
        Action.IMPROVEMENT_PLAN_SAVED,
        f"improvement plan {made.id}",
        month=plan.begins.iso,
    )
    return made


def panels(
    as_of: date, *, within: Scope, suppression: Suppression, sealed: bool
) -> Iterator[Panel]:
    """The tables of the plan as it is saved, and of its evidence up to a month end.

    The evidence alone, of the last six months, where no plan was ever saved.
    """
    stored = store.figures.improvement_plans.newest(within=within)
    now = Period.of(as_of)
    tables = reporting.year.improvement_panels
    mask = ALL.mask(COHORT, counting=True)
    if stored is None:
        months = _last_six(now)
    else:
        plan = stored.read
        months = [each for each in plan.months if each <= now]
        days = _days([plan.begins, *months, now], within, suppression, sealed=sealed)
        yield tables.aims(plan, days, now)
        for aim in plan.aims:
            yield tables.path(aim, plan, days, now)
        yield tables.actions(plan, on=as_of)
    made = store.history.days.complete_among(
        [end for each in months for end in (each.previous.end, each.end)], within=within
    )
    yield tables.found(
        {
            each: store.figures.found.by_source(each.end, within=within, mask=mask)
            for each in months
            if {each.end, each.previous.end} <= set(made)
        },
        suppression=suppression,
    )
    yield tables.confirmed(
        store.figures.confirmed.ages(as_of, within=within, mask=mask),
        as_of=as_of,
        suppression=suppression,
    )
    yield tables.lists(_places(as_of, within), as_of=as_of)


def _last_six(now: Period) -> list[Period]:
    found = [now]
    while len(found) < MONTHS:
        found.insert(0, found[0].previous)
    return found


def _days(
    wanted: Iterable[Period], within: Scope, suppression: Suppression, *, sealed: bool
) -> dict[Period, Day]:
    """The month ends that are made, under disclosure control."""
    found = measured.by_day(
        {each.end for each in wanted},
        within=within,
        breakdowns=breakdowns(suppression),
        measures=HEADLINES,
        sealed=sealed,
    )
    return {
        Period.of(each): day(each, groups, suppression)
        for each, groups in found.items()
    }


def _places(as_of: date, within: Scope) -> list[tuple[str, date | None, bool]]:
    """The places that sent lists or have our young people; those that owe first."""
    students = store.intake.lists.coverage.students(
        as_of, within=within, from_age=YEAR_12
    )
    since = domain.intake.coverage.months(as_of)[0].first
    senders = grid(lists_sent.sent(since, within=within), students, as_of)
    names = place_names.by_key((each.key for each in senders), as_of, within=within)
    return [(names[each.key], each.last, each.owes is not None) for each in senders]
