"""The stored tallies are those that a full count gives. Everybody is invented."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.acts import act
from tests.conftest import SMALL_ON, Small
from tests.factories import AUTHORITY
from tracker import actions, store
from tracker.access import Scope, authority_scope
from tracker.domain.figures.breakdowns import BREAKDOWNS, groups_of
from tracker.domain.figures.measures import (
    ALL,
    COHORT,
    MEASURES,
    NEET,
    NOT_SHOWN,
    count,
)
from tracker.domain.history.evidence import Detail, Doing, Tier
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import Period
from tracker.store.history.leaving import Stage

HERE = authority_scope(AUTHORITY)
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
MONTH = Period.of(SMALL_ON).previous.end


def kept() -> dict[tuple[object, ...], int]:
    """Every stored tally of the stored days, those of what is sealed too."""
    days = store.history.days.kept(AUTHORITY)
    return {
        (as_of, *group, "sealed"): people
        for as_of, group, people in store.history.tallies.of_sealed(days, within=HERE)
    } | {
        tuple(row[:-1]): row[-1]
        for row in store.database.base.stream(
            'SELECT as_of, breakdown, "group", answers, counts, people FROM tallies'
            " WHERE people <> 0 AND as_of IN (SELECT as_of FROM position_days)"
        )
    }


def _encrypted(day: date) -> dict[int, str]:
    """The kind of tally of each person with something encrypted on a day.

    It is encrypted on days before it was reported too, and longer for an activity.
    """
    rows = store.database.base.stream(
        "SELECT person_id, octet_length(counted) FROM positions"
        " WHERE as_of = %s AND counted IS NOT NULL",
        day,
    )
    return {person: "hidden" if length > 500 else "shown" for person, length in rows}


def counted() -> dict[tuple[object, ...], int]:
    """The same, counted from everybody's positions."""
    found: Counter[tuple[object, ...]] = Counter()
    for day in store.history.days.kept(AUTHORITY):
        actions.history.positions.refresh([day], within=HERE)
        everybody = store.figures.members.members(day, within=HERE)
        seen = store.history.positions.of([m.person for m in everybody], day)
        encrypted = _encrypted(day)
        for member in everybody:
            shown, kind = seen[member.person], encrypted.get(member.person)
            if kind is None:
                assert shown == member
                ways = [(member, "open")]
            else:
                ways = [(member, "sealed"), (shown, kind)]
            for one, counts in ways:
                for breakdown, group in groups_of(one):
                    found[day, breakdown, group, ALL.answers(one), counts] += 1
    return dict(found)


@pytest.fixture
def made(small: Small) -> Small:
    actions.history.positions.refresh([MONTH, SMALL_ON], within=HERE)
    return small


def by_group(breakdown: str, measures=MEASURES, *, sealed: bool):
    """The figures of the month for each group of a breakdown."""
    found = actions.figures.measured.by_day(
        [MONTH],
        within=HERE,
        breakdowns=[breakdown],
        measures=measures,
        sealed=sealed,
    )
    return found[MONTH][breakdown]


def figures(within: Scope = HERE, *, sealed: bool = True):
    return actions.figures.measured.figures(MONTH, within=within, sealed=sealed)


@pytest.mark.parametrize("sealed", [True, False])
def test_a_figure_is_that_of_counting_everybody(made: Small, sealed: bool) -> None:
    everybody = store.figures.members.members(MONTH, within=HERE)
    if not sealed:
        seen = store.history.positions.of([m.person for m in everybody], MONTH)
        everybody = list(seen.values())
    assert figures(sealed=sealed) == count(everybody)
    for each in BREAKDOWNS:
        for group, found in by_group(each.name, sealed=sealed).items():
            alike = [m for m in everybody if (each.name, group) in set(groups_of(m))]
            assert found == count(alike), (each.name, group)


def listed(**narrowed: Any) -> tuple[int, list[Member]]:
    """The number behind a figure, and everyone it names."""
    behind = actions.figures.measured.behind(MONTH, within=HERE, **narrowed)
    return behind.total, behind.people(offset=0, limit=1000)


def test_the_list_behind_a_figure_has_all_that_it_counts_for_its_reader(
    made: Small,
) -> None:
    """No total gives away more than its list, which has no one who is not shown."""
    apart = {figure.name: figure.count for figure in figures(sealed=False)}
    assert any(one.count > apart[one.name] for one in figures())
    for measure in MEASURES:
        total, people = listed(measure=measure)
        assert total == len(people) == apart[measure.name], measure.name
    for each in BREAKDOWNS:
        found = by_group(each.name, [COHORT, NEET], sealed=False)
        for group, both in found.items():
            for measure, figure in zip([COHORT, NEET], both, strict=True):
                total, people = listed(
                    measure=measure, breakdown=each.name, group=group
                )
                assert total == len(people) == figure.count, (each.name, group)


def test_no_figure_of_readers_depends_on_which_sealed_activity_it_is(
    made: Small,
) -> None:
    """The worst case is one pupil: a total beside a list would be the code."""
    everybody = store.figures.members.members(MONTH, within=HERE)
    person = next(m.person for m in everybody if COHORT.counts(m))
    shown, counted = [], []
    for code in ("290", "630", "640", "650", "710"):
        contact = actions.history.evidence.UserEvidence(
            person, (Doing(code, starts=date(2026, 10, 1)),), date(2026, 10, 1)
        )
        (entry,) = actions.history.evidence.record(
            {act(by="Robin Example", at=AT, on=SMALL_ON): [contact]},
            tier=Tier.ADVISER,
            source="a call",
        )
        (apart,) = actions.figures.measured.figures(
            MONTH, within=HERE, measures=[NOT_SHOWN], sealed=False
        )
        assert apart.count == 1
        shown.append(
            [figures(sealed=False)]
            + [by_group(each.name, sealed=False) for each in BREAKDOWNS]
        )
        counted.append({each.name: each.count for each in figures()})
        actions.history.evidence.withdraw(
            entry, within=HERE, act=act(by="the tests", at=AT, on=SMALL_ON)
        )
    assert shown == [shown[0]] * 5
    # What measures need is still counted: two in custody are not NEET, three are.
    custody, *neet, adult = (each["neet"] for each in counted)
    assert neet == [custody + 1] * 3
    assert adult == custody
    assert len({each["cohort_16_17"] for each in counted}) == 2


def test_a_list_is_given_in_pages_in_the_order_of_names(made: Small) -> None:
    total, everybody = listed()
    behind = actions.figures.measured.behind(MONTH, within=HERE)
    pages = [behind.people(offset=start, limit=7) for start in range(0, total, 7)]
    assert [m.person for page in pages for m in page] == [m.person for m in everybody]


def test_a_school_finds_no_people_behind_the_authoritys_figures(made: Small) -> None:
    school = Scope(HERE.authorities, leavers_of=frozenset(("urn:106500",)))
    behind = actions.figures.measured.behind(MONTH, within=school)
    assert behind.total == 0
    assert behind.people(offset=0, limit=50) == []
    assert not any(f.count for f in figures(school))


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
    before = figures()
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
    assert actions.figures.measured.by_day([MONTH], within=HERE, sealed=True) == {}
    assert owed == actions.leavers.destinations.missing_years(
        owed, as_of=SMALL_ON, within=HERE
    )
    assert {MONTH, SMALL_ON} <= set(
        actions.worker.backlog.owed_days(AUTHORITY, on=SMALL_ON)
    )
    assert figures() == before
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


def test_days_before_anything_was_sealed_are_counted_too(made: Small) -> None:
    """What is learned now is encrypted on those days too, and changes none of them."""
    before = date(2025, 12, 31)
    actions.history.positions.refresh([before], within=HERE)
    member = store.figures.members.members(before, within=HERE)[0]
    learned = actions.history.evidence.UserEvidence(
        member.person,
        (Detail("characteristic", (("code", "130"),)),),
        SMALL_ON,
    )
    (entry,) = actions.history.evidence.record(
        {act(by="Robin Example", at=AT, on=SMALL_ON): [learned]},
        tier=Tier.ADVISER,
        source="a call",
    )
    assert member.person in _encrypted(before)
    assert kept() == counted()
    actions.history.evidence.withdraw(
        entry, within=HERE, act=act(by="the tests", at=AT, on=SMALL_ON)
    )
    assert member.person not in _encrypted(before)
    assert kept() == counted()
