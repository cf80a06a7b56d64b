"""Stored leavers equal those that a full count gives. All people are invented."""

from datetime import UTC, date, datetime

import pytest

from tests.acts import act
from tests.conftest import SMALL_ON, Small
from tests.factories import AUTHORITY
from tracker import actions, store
from tracker.access import Scope, authority_scope
from tracker.actions.history.leaver_proof import Proven
from tracker.actions.history.leaving import RawLeaver, leavers_by_place
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.history.destination_category import Category
from tracker.domain.history.details.form_groups import form_groups
from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.leavers.leaver import kinds
from tracker.domain.leavers.sustained import month_ends, was_seen
from tracker.domain.reference.academic_year import counted_on, stayed_by
from tracker.store.history.leaving import Stage, leavers

HERE = authority_scope(AUTHORITY)
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
YEARS = (2024, 2025, 2026)


def kept(stage: Stage) -> dict[int, dict[str, list]]:
    """The stored leavers, by year and institution."""
    return {
        year: {
            key: store.history.leaver_rows.of(key, year, stage, within=HERE)
            for (key, of), _ in store.history.leaver_rows.institutions(
                year, within=HERE
            ).items()
            if of is stage
        }
        for year in YEARS
    }


def counted(stage: Stage) -> dict[int, dict[str, list]]:
    """The same, worked out from everybody's stored positions, a day at a time."""
    seen_from = {(year, stage): SMALL_ON for year in YEARS}
    gone = [each for year in YEARS for each in gone_in(year, stage)]
    found = leavers_by_place(gone, seen_from, AUTHORITY)
    return {
        year: {
            key: sorted(some, key=lambda each: each.person)
            for key, some in found.get((year, stage), {}).items()
        }
        for year in YEARS
    }


def gone_in(year: int, stage: Stage) -> list[RawLeaver]:
    counted, back = counted_on(year), min(stayed_by(year), SMALL_ON)
    then, later, now = (on(day) for day in (counted, back, SMALL_ON))
    own = Proven(AUTHORITY)
    for person, evidence in store.history.evidence.histories(list(then)):
        proven = own.members(person, evidence, [counted, back])
        if proven is None:
            continue
        then.pop(person)
        then |= {person: proven[counted]} if counted in proven else {}
        later[person] = proven.get(back)
    gone = [
        (institution, person)
        for institution, persons in leavers(then, later, year, stage).items()
        for person in persons
    ]
    days = [day for day in month_ends(year) if day <= SMALL_ON]
    months: dict[int, dict] = {person: {} for _, person in gone}
    groups, seen = {}, {}
    for folded in actions.history.folding.folded_on(months, AUTHORITY, days):
        born = folded.known.identity.born
        assert born is not None
        seen[folded.person] = was_seen(
            folded.spells, year, born=born, since=folded.since, as_of=SMALL_ON
        )
        groups[folded.person] = form_groups(
            folded.evidence, store.institutions.register.directory().resolve
        )
        for member in folded.members:
            months[member.person][member.as_of] = member.position
    return [
        RawLeaver(
            *(year, stage, institution, then[person], now.get(person)),
            *(months[person], seen[person], groups[person]),
        )
        for institution, person in gone
    ]


def on(day: date) -> dict:
    actions.history.positions.refresh([day], within=HERE)
    return {
        each.person: each for each in store.figures.members.members(day, within=HERE)
    }


def a_call_about(person: int) -> int:
    """Records that a leaver has become an apprentice; returns the entry's number."""
    seeking = Doing("310", starts=date(2026, 11, 2))
    (entry,) = actions.history.evidence.record(
        {
            act(by="Robin Example", at=AT, on=SMALL_ON): [
                actions.history.evidence.UserEvidence(person, (seeking,), SMALL_ON)
            ]
        },
        tier=Tier.ADVISER,
        source="a call",
    )
    return entry


@pytest.fixture(params=[*Stage])
def stage(small: Small, request: pytest.FixtureRequest) -> Stage:
    assert actions.leavers.destinations.keep_leavers(
        YEARS, [request.param], as_of=SMALL_ON, within=HERE
    )
    return request.param


def test_stored_leavers_are_those_that_counting_gives(stage: Stage) -> None:
    assert kept(stage) == counted(stage)
    assert any(kept(stage)[year] for year in YEARS)
    for year in YEARS:
        everybody = [each for some in counted(stage)[year].values() for each in some]
        assert store.history.leaver_rows.kinds([year], stage, within=HERE)[
            year
        ] == kinds(everybody)
        for key, some in counted(stage)[year].items():
            by_kind = store.history.leaver_rows.kinds_of(
                key, [year], stage, within=HERE
            )
            assert by_kind == {year: kinds(some)}


def test_one_leaver_made_alone_equals_the_stored_one(stage: Stage) -> None:
    found = {
        (left, institution, one.person): one
        for left, by_place in kept(stage).items()
        for institution, some in by_place.items()
        for one in some[:3]
    }
    assert len(found) > 5
    for (left, institution, person), one in found.items():
        alone = actions.leavers.destinations.years_of_person(
            person, YEARS, as_of=SMALL_ON, within=HERE
        )
        assert (left, stage, institution, one) in alone
        assert [each[0] for each in alone] == sorted(
            (a[0] for a in alone), reverse=True
        )
        elsewhere = Scope(frozenset({AUTHORITY}), leavers_of=frozenset({"urn:1"}))
        assert (
            actions.leavers.destinations.years_of_person(
                person, YEARS, as_of=SMALL_ON, within=elsewhere
            )
            == []
        )


def test_one_contact_moves_one_leaver_at_once(stage: Stage) -> None:
    before = counted(stage)
    key, one = next(
        (key, each)
        for key, some in before[2026].items()
        for each in some
        if each.now is not None
    )
    entry = a_call_about(one.person)
    now = store.history.leaver_rows.of(key, 2026, stage, within=HERE)
    moved = {each.person: each.newest.category for each in now}[one.person]
    assert moved is Category.APPRENTICESHIP
    assert all(each.complete for each in store.history.leaver_rows.kept(AUTHORITY))
    assert kept(stage) == counted(stage)
    actions.history.evidence.withdraw(
        entry, within=HERE, act=act(by="the tests", at=AT, on=SMALL_ON)
    )
    assert kept(stage) == counted(stage) == before


def test_records_that_are_merged_are_one_leaver_until_they_are_parted(
    stage: Stage,
) -> None:
    before = kept(stage)
    one, other = [
        each.person for some in before[2026].values() for each in some if some
    ][:2]
    common = {"within": HERE, "act": act("the tests", AT, SMALL_ON)}
    actions.people.merging.merge(one, [other], **common)
    gone = {each.person for some in kept(stage)[2026].values() for each in some}
    assert other not in gone
    actions.people.merging.unmerge(one, **common)
    assert kept(stage) == before


def test_leavers_of_an_older_day_are_worked_out_and_not_stored(stage: Stage) -> None:
    before = store.history.leaver_rows.kept(AUTHORITY)
    assert not actions.leavers.destinations.keep_leavers(
        YEARS, [stage], as_of=date(2026, 10, 31), within=HERE
    )
    assert store.history.leaver_rows.kept(AUTHORITY) == before


def test_a_school_gets_its_own_leavers_alone(stage: Stage) -> None:
    register = store.institutions.register.directory()
    institution = next(
        found for key in kept(stage)[2026] if (found := register.by_key(key))
    )
    key = institution.key

    def destinations(*keys: str):
        return actions.leavers.destinations.destinations(
            institution,
            2026,
            as_of=SMALL_ON,
            within=Scope(HERE.authorities, leavers_of=frozenset(keys)),
            suppression=Suppression(),
            stage=stage,
        )

    assert destinations(key).leavers
    assert destinations("urn:999999").leavers == ()
    assert str(destinations("urn:999999").totals.here.total) == "0"


def test_the_authoritys_leavers_are_counted_once_until_one_of_them_changes(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[list[int]] = []
    count = store.history.leaver_rows._count

    def counting(years, *more):
        made.append(list(years))
        return count(years, *more)

    store.history.leaver_rows._counted.clear()
    monkeypatch.setattr(store.history.leaver_rows, "_count", counting)
    first = store.history.leaver_rows.kinds(YEARS, stage, within=HERE)
    assert store.history.leaver_rows.kinds(YEARS, stage, within=HERE) == first
    leavers = (each for some in kept(stage)[2026].values() for each in some)
    # One who is an apprentice already would not be moved by the call.
    other = next(
        it
        for it in leavers
        if it.listed and it.now and it.now.category is not Category.APPRENTICESHIP
    )
    entry = a_call_about(other.person)
    moved = store.history.leaver_rows.kinds(YEARS, stage, within=HERE)
    assert moved[2026] != first[2026] and moved[2024] == first[2024]
    actions.history.evidence.withdraw(
        entry, within=HERE, act=act(by="the tests", at=AT, on=SMALL_ON)
    )
    assert store.history.leaver_rows.kinds(YEARS, stage, within=HERE) == first
    assert made[0] == list(YEARS)
    assert 2026 in made[1] and 2024 not in made[1]
