"""Properties of every history, from random evidence. Everybody here is invented."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.domain.figures.flags import (
    in_cohort,
    is_neet,
    is_not_known,
    is_otherwise_eet,
    participates,
)
from tracker.domain.history.currency import lapse_date
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Evidence, Source, Tier
from tracker.domain.history.membership import fold
from tracker.domain.history.position import position_on
from tracker.domain.history.spells import ONE_DAY, Spell, neet_since, spells
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.institution import InstitutionRef

FIRST = date(2024, 9, 1)
DAYS = st.integers(0, 900).map(lambda number: FIRST + timedelta(days=number))
CODES = st.sampled_from(["110", "210", "230", "310", "360", "530", "619", "640", "810"])
PLACES = st.sampled_from([None, "Hill", "Moor"])
MOMENTS = st.integers(0, 900).map(
    lambda number: datetime.combine(
        FIRST + timedelta(days=number), time(18), tzinfo=UTC
    )
)


def often(examples: int) -> settings:
    """Settings for so many examples, without a limit of time."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


@cache
def place(name: str | None) -> InstitutionRef | None:
    return InstitutionRef(name=name) if name else None


@st.composite
def activity_evidence(draw: st.DrawFn) -> Evidence:
    starts = draw(st.none() | DAYS)
    as_at = draw(DAYS)
    # Most sources give what has begun; some announce what will begin.
    if starts is not None and starts > as_at and draw(st.booleans()):
        starts, as_at = as_at, starts
    later = as_at + timedelta(days=draw(st.integers(0, 300)))
    recorded = draw(MOMENTS)
    return Evidence(
        Doing(
            draw(CODES),
            at=place(draw(PLACES)),
            starts=starts,
            ends=draw(st.none() | st.none() | DAYS),
            expected_end=draw(st.none() | st.just(later)),
            review=draw(st.none() | st.just(later)),
            neet_since=draw(st.none() | DAYS),
            ascertained=draw(st.none() | st.just(as_at)),
        ),
        Source(draw(st.sampled_from(Tier)), "a source", line=draw(st.integers(1, 3))),
        as_at,
        recorded,
        draw(st.none() | st.none() | st.just(recorded + timedelta(days=40))),
    )


EVIDENCE = st.lists(activity_evidence(), max_size=8)


def substance(history: tuple[Spell, ...]) -> list[tuple[object, ...]]:
    """The content of a history, without its evidence."""
    return [
        (
            *(spell.activity.code, spell.institution, spell.starts, spell.ends),
            *(spell.confirmations, spell.expected_end, spell.review),
            *(spell.neet_since, spell.ascertained, spell.questioned),
        )
        for spell in history
    ]


def days_of(spell: Spell) -> list[date]:
    """The first and last day and some between; one year of a spell without an end."""
    last = spell.ends or spell.starts + timedelta(days=365)
    step = max(1, (last - spell.starts).days // 12)
    between = range(0, (last - spell.starts).days + 1, step)
    return [*(spell.starts + timedelta(days=n) for n in between), last]


def supports(item: Evidence, spell: Spell, day: date) -> bool:
    """Whether the evidence is for this activity at this place on that day."""
    doing = item.statement
    assert isinstance(doing, Doing)
    named = doing.at.name if doing.at else None
    starts = doing.starts or doing.ends or item.as_at
    if doing.starts is None and doing.ends is not None:
        # A last day without a first ends an activity from other evidence.
        starts = min(starts, spell.starts)
    return (
        item.known(None)
        and doing.activity == spell.activity.code
        and named in (None, spell.institution_name)
        and starts <= day
        and (doing.ends is None or day <= max(doing.ends, starts))
    )


@given(EVIDENCE)
@often(120)
def test_spells_are_in_order_and_never_overlap(evidence: list[Evidence]) -> None:
    history = spells(evidence)
    for spell in history:
        assert spell.ends is None or spell.starts <= spell.ends
    for earlier, later in pairwise(history):
        assert earlier.ends is not None
        assert earlier.ends < later.starts


@given(EVIDENCE)
@often(120)
def test_no_day_lies_in_a_spell_without_evidence_for_it(
    evidence: list[Evidence],
) -> None:
    for spell in spells(evidence):
        for day in days_of(spell):
            assert any(supports(each, spell, day) for each in evidence), (spell, day)
            assert any(supports(each, spell, day) for each in spell.evidence)


@given(EVIDENCE)
@often(100)
def test_an_activity_from_the_best_of_all_sources_stands(
    evidence: list[Evidence],
) -> None:
    live = [item for item in evidence if item.known(None)]
    history = spells(evidence)
    for item in live:
        doing = item.statement
        assert isinstance(doing, Doing)
        if doing.ends is None and doing.activity != "810":
            day = max(item.as_at, doing.starts or item.as_at)
            others = [each for each in live if each is not item]
            best = all(
                (item.source.tier, -item.as_at.toordinal())
                < (each.source.tier, -each.as_at.toordinal())
                for each in others
            )
            if best:
                assert any(
                    spell.covers(day)
                    and spell.activity.code == doing.activity
                    and any(each is item for each in spell.evidence)
                    for spell in history
                )


@given(EVIDENCE, st.randoms())
@often(120)
def test_the_order_of_arrival_does_not_matter(
    evidence: list[Evidence], chance: Random
) -> None:
    shuffled = list(evidence)
    chance.shuffle(shuffled)
    assert spells(shuffled) == spells(evidence)


@given(EVIDENCE, st.data())
@often(80)
def test_repeated_evidence_changes_nothing(
    evidence: list[Evidence], data: st.DataObject
) -> None:
    if evidence:
        again = data.draw(st.sampled_from(evidence))
        twice = substance(spells([*evidence, again]))
        assert twice == substance(spells(evidence))


@given(EVIDENCE, MOMENTS)
@often(100)
def test_known_at_a_moment_uses_evidence_recorded_and_not_withdrawn_by_then(
    evidence: list[Evidence], moment: datetime
) -> None:
    by_then = [
        Evidence(each.statement, each.source, each.as_at, each.recorded_at)
        for each in evidence
        if each.recorded_at <= moment
        and (each.withdrawn_at is None or moment < each.withdrawn_at)
    ]
    assert substance(spells(evidence, known_at=moment)) == substance(spells(by_then))


@given(EVIDENCE, DAYS, DAYS)
@often(120)
def test_the_dates_of_a_position_are_in_order(
    evidence: list[Evidence], day: date, first: date
) -> None:
    history = spells(evidence)
    for on in (day, *(spell.starts for spell in history if spell.starts < day)):
        where = position_on(history, on, born=date(2009, 1, 10), since=min(first, day))
        assert where.day == on
        assert where.starts <= where.ascertained <= on
        if where.verified is not None:
            assert where.ascertained <= where.verified <= on
        if where.neet_since is not None:
            assert where.neet_since <= where.starts
        assert (where.neet_since is not None) == where.activity.is_neet
        if where.activity.currency_on(on).kind != "none":
            assert where.lapses == lapse_date(
                where.activity,
                verified=where.verified or where.ascertained,
                review=where.review,
                expected_end=where.expected_end,
            )
        assert where.is_not_known + where.is_neet + where.participates <= 1


@given(EVIDENCE)
@often(80)
def test_the_neet_start_is_no_later_than_the_spell_and_in_no_other_activity(
    evidence: list[Evidence],
) -> None:
    history = spells(evidence)
    for index, spell in enumerate(history):
        if not spell.activity.is_neet:
            continue
        since = neet_since(history, index)
        assert since <= spell.starts
        for earlier, later in pairwise(history[: index + 1]):
            assert earlier.ends is not None
            if not (earlier.activity.is_neet or earlier.activity.is_not_known):
                assert earlier.ends < since
            elif earlier.activity.is_neet and earlier.ends == later.starts - ONE_DAY:
                followed = all(each.activity.is_neet for each in (earlier, later))
                assert not (followed and later is spell) or since <= earlier.starts


@pytest.mark.law("L-01", "L-02")
@given(
    st.lists(
        st.tuples(EVIDENCE, st.dates(date(2007, 9, 1), date(2009, 8, 31))), max_size=5
    ),
    st.sampled_from([date(2025, 10, 31), date(2026, 1, 31), date(2026, 8, 31)]),
)
@often(80)
def test_everybody_of_16_and_17_is_in_exactly_one_group(
    people: list[tuple[list[Evidence], date]], on: date
) -> None:
    members = []
    for number, (evidence, born) in enumerate(people):
        birth = Evidence(
            detail("birth", born=born.isoformat(), sex="F"),
            Source(Tier.SCHOOL_CENSUS, "school census"),
            FIRST,
            datetime(2024, 9, 1, tzinfo=UTC),
        )
        live = [each for each in evidence if each.known(None)]
        folded = fold(number, "359", [birth, *live], on=(on,), resolve=lambda ref: None)
        assert folded is not None
        members += folded.members
    for each in members:
        # Each member of the cohort is in exactly one of the four groups.
        found = (participates, is_otherwise_eet, is_neet, is_not_known)
        assert not in_cohort(each) or sum(flag(each) for flag in found) == 1
        where = each.position
        assert where.is_not_known + where.is_neet <= 1
        assert where.group in {
            "not known" if where.is_not_known else where.activity.group
        }
        assert where.activity in ACTIVITIES.values()
