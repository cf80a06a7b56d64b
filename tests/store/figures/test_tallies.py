"""The stored tallies are those that a full count gives. Everybody is invented."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from tests.acts import act
from tests.conftest import SMALL_ON, Small
from tests.factories import AUTHORITY
from tracker import actions, store
from tracker.access import Scope, authority_scope
from tracker.domain.figures.breakdowns import BREAKDOWNS, groups_of
from tracker.domain.figures.measures import ALL, BY_NAME, MEASURES, count
from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.reference.academic_year import Period
from tracker.store.history.leaving import Stage

HERE = authority_scope(AUTHORITY)
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
MONTH = Period.of(SMALL_ON).previous.end


def kept() -> dict[tuple[object, ...], int]:
    """Every stored tally of the stored days."""
    return {
        tuple(row[:-1]): row[-1]
        for row in store.database.base.stream(
            'SELECT as_of, breakdown, "group", answers, people FROM tallies'
            " WHERE people <> 0 AND as_of IN (SELECT as_of FROM position_days)"
        )
    }


def counted() -> dict[tuple[object, ...], int]:
    """The same, counted from everybody's positions."""
    found: Counter[tuple[object, ...]] = Counter()
    for day in store.history.days.kept(AUTHORITY):
        actions.history.positions.refresh([day], within=HERE)
        for member in store.figures.members.members(day, within=HERE):
            for breakdown, group in groups_of(member):
                found[day, breakdown, group, ALL.answers(member)] += 1
    return dict(found)


@pytest.fixture
def made(small: Small) -> Small:
    actions.history.positions.refresh([MONTH, SMALL_ON], within=HERE)
    return small


def by_group(breakdown: str, measures=MEASURES):
    """The figures of the month for each group of a breakdown."""
    found = actions.figures.measured.by_day(
        [MONTH], within=HERE, breakdowns=[breakdown], measures=measures
    )
    return found[MONTH][breakdown]


def test_a_figure_is_that_of_counting_everybody(made: Small) -> None:
    everybody = store.figures.members.members(MONTH, within=HERE)
    assert actions.figures.measured.figures(MONTH, within=HERE) == count(everybody)
    for each in BREAKDOWNS:
        for group, found in by_group(each.name).items():
            alike = [m for m in everybody if (each.name, group) in set(groups_of(m))]
            assert found == count(alike), (each.name, group)


def test_the_list_behind_a_figure_has_all_who_are_shown_as_it_says(made: Small) -> None:
    figures = actions.figures.measured.figures(MONTH, within=HERE)
    everybody = store.figures.members.members(MONTH, within=HERE)
    seen = store.history.positions.of([m.person for m in everybody], MONTH)
    shown = count(list(seen.values()))
    hidden = sum(seen[m.person] != m for m in everybody)
    assert any(one.count < all_.count for one, all_ in zip(shown, figures, strict=True))
    for measure, figure, all_ in zip(MEASURES, shown, figures, strict=True):
        assert figure.count <= all_.count <= figure.count + hidden
        total, people = actions.figures.measured.people(
            MONTH, within=HERE, measure=measure, limit=figure.count + 1
        )
        assert total == len(people) == figure.count, measure.name
    cohort_measure = BY_NAME["cohort_16_17"]
    for each in BREAKDOWNS:
        for group, (cohort,) in by_group(each.name, [cohort_measure]).items():
            total, people = actions.figures.measured.people(
                MONTH,
                within=HERE,
                measure=cohort_measure,
                breakdown=each.name,
                group=group,
                limit=1000,
            )
            assert total == len(people) <= cohort.count, (each.name, group)
            assert {m.person for m in people} == {
                m.person
                for m in seen.values()
                if ALL.answers(m) & 1 and (each.name, group) in set(groups_of(m))
            }


def test_a_list_is_given_in_pages_in_the_order_of_names(made: Small) -> None:
    total, everybody = actions.figures.measured.people(MONTH, within=HERE, limit=1000)
    pages = [
        actions.figures.measured.people(MONTH, within=HERE, offset=start, limit=7)[1]
        for start in range(0, total, 7)
    ]
    assert [m.person for page in pages for m in page] == [m.person for m in everybody]


def test_a_school_finds_no_people_behind_the_authoritys_figures(made: Small) -> None:
    school = Scope(HERE.authorities, leavers_of=frozenset(("urn:106500",)))
    assert actions.figures.measured.people(MONTH, within=school)[0] == 0
    assert not any(
        f.count for f in actions.figures.measured.figures(MONTH, within=school)
    )


def test_one_contact_keeps_every_day_complete_and_counted(made: Small) -> None:
    member = store.figures.members.members(MONTH, within=HERE)[0]
    contact = actions.history.evidence.UserEvidence(
        member.person,
        (Doing("619", starts=date(2026, 10, 1)),),
        SMALL_ON,
    )
    (entry,) = actions.history.evidence.record(
        {act(by="Robin Example", at=AT, on=SMALL_ON): [contact]},
        tier=Tier.ADVISER,
        source="a call",
    )
    assert store.history.days.are_complete([MONTH, SMALL_ON], within=HERE)
    assert kept() == counted()
    actions.history.evidence.withdraw(
        entry, within=HERE, act=act(by="the tests", at=AT, on=SMALL_ON)
    )
    assert kept() == counted()


def test_withdrawing_a_batch_and_applying_it_again_keeps_the_count(
    made: Small,
) -> None:
    before = kept()
    batch = store.intake.import_batches.batch(made.of_people[-1], within=HERE)
    at = batch.received_at
    actions.intake.apply.withdraw(batch, act=act(by="the tests", at=at, on=SMALL_ON))
    assert kept() == counted()
    actions.intake.apply.apply(
        batch, act=act(by="the tests", at=at, on=SMALL_ON), confirmed=True
    )
    actions.history.positions.refresh(store.history.days.kept(AUTHORITY), within=HERE)
    assert kept() == counted() == before


def test_days_that_are_over_and_end_no_month_are_kept_no_longer(made: Small) -> None:
    middle = date(2026, 11, 12)
    actions.history.positions.refresh([middle], within=HERE)
    actions.history.positions.delete_old(AUTHORITY, on=SMALL_ON)
    ends = [day for day in store.history.days.kept(AUTHORITY) if day != SMALL_ON]
    assert all(Period.of(day).end == day for day in ends) and MONTH in ends
    assert store.history.days.newest(date(2026, 11, 20), within=HERE) == MONTH
    assert kept() == counted()


def test_figures_with_another_meaning_are_made_again(made: Small, monkeypatch) -> None:
    """A new version counts differently: what is stored must not be shown."""
    before = actions.figures.measured.figures(MONTH, within=HERE)
    years = actions.leavers.own_leavers.years(SMALL_ON)
    owed = [(year, stage) for year in years for stage in Stage]
    actions.leavers.destinations.keep_leavers(years, Stage, as_of=SMALL_ON, within=HERE)
    with store.database.base.cursor() as sql:
        sql.execute("UPDATE tallies SET people = people + 1")
    store.history.derivations.renew()
    assert store.history.days.are_complete([MONTH, SMALL_ON], within=HERE)

    monkeypatch.setattr(store.history.derivations, "meaning", lambda: "another")
    assert not store.history.days.are_complete([MONTH], within=HERE)
    assert store.history.days.newest(SMALL_ON, within=HERE) is None
    assert actions.figures.measured.by_day([MONTH], within=HERE) == {}
    assert owed == actions.leavers.destinations.missing_years(
        owed, as_of=SMALL_ON, within=HERE
    )
    assert {MONTH, SMALL_ON} <= set(
        actions.worker.backlog.owed_days(AUTHORITY, on=SMALL_ON)
    )
    assert actions.figures.measured.figures(MONTH, within=HERE) == before
    assert store.history.days.are_complete([MONTH], within=HERE)
    assert not store.history.days.are_complete([SMALL_ON], within=HERE)
    assert counted() == kept()


def test_a_contact_does_not_mix_meanings(made: Small, monkeypatch) -> None:
    """The rest of the day is owed after it, so nothing of the earlier version stays."""
    monkeypatch.setattr(store.history.derivations, "meaning", lambda: "another")
    member = store.history.positions.on(MONTH, within=HERE)[0]
    actions.history.positions.rebuild([member.person], AUTHORITY, on=SMALL_ON)
    assert not store.history.days.are_complete([SMALL_ON], within=HERE)
    assert len(store.history.positions.on(SMALL_ON, within=HERE)) == 1
    assert counted() == kept()
