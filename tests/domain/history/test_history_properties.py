"""Random evidence, and what must hold of every history. Nobody here exists."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.domain.figures.measures import (
    in_cohort,
    is_neet,
    is_not_known,
    is_otherwise_eet,
    participates,
)
from tracker.domain.history.currency import lapse_date
from tracker.domain.history.evidence import Doing, Evidence, Source, Tier, detail
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
    """So many examples, however busy the machine is."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


@cache
def place(name: str | None) -> InstitutionRef | None:
    return InstitutionRef(name=name) if name else None


@st.composite
def tellings(draw: st.DrawFn) -> Evidence:
    starts = draw(st.none() | DAYS)
    as_at = draw(DAYS)
    # Most sources speak of what has begun; some announce what will.
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


EVIDENCE = st.lists(tellings(), max_size=8)


def substance(history: tuple[Spell, ...]) -> list[tuple[object, ...]]:
    """What a history says, without the list of who said it."""
    return [
        (
            *(spell.activity.code, spell.institution, spell.starts, spell.ends),
            *(spell.confirmations, spell.expected_end, spell.review),
            *(spell.neet_since, spell.ascertained, spell.questioned),
        )
        for spell in history
    ]


def days_of(spell: Spell) -> list[date]:
    """The first and last day, and some between; a year of one that has not ended."""
    last = spell.ends or spell.starts + timedelta(days=365)
    step = max(1, (last - spell.starts).days // 12)
    between = range(0, (last - spell.starts).days + 1, step)
    return [*(spell.starts + timedelta(days=n) for n in between), last]


def supports(told: Evidence, spell: Spell, day: date) -> bool:
    """Whether it says that they did this there, had begun by that day and not ended."""
    doing = told.statement
    assert isinstance(doing, Doing)
    named = doing.at.name if doing.at else None
    starts = doing.starts or doing.ends or told.as_at
    if doing.starts is None and doing.ends is not None:
        # A last day without a first ends what others say had begun.
        starts = min(starts, spell.starts)
    return (
        told.known(None)
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
            assert any(supports(told, spell, day) for told in evidence), (spell, day)
            assert any(supports(told, spell, day) for told in spell.evidence)


@given(EVIDENCE)
@often(100)
def test_what_the_best_source_of_all_vouches_for_stands(
    evidence: list[Evidence],
) -> None:
    live = [told for told in evidence if told.known(None)]
    history = spells(evidence)
    for told in live:
        doing = told.statement
        assert isinstance(doing, Doing)
        if doing.ends is None and doing.activity != "810":
            day = max(told.as_at, doing.starts or told.as_at)
            others = [each for each in live if each is not told]
            best = all(
                (told.source.tier, -told.as_at.toordinal())
                < (each.source.tier, -each.as_at.toordinal())
                for each in others
            )
            if best:
                assert any(
                    spell.covers(day)
                    and spell.activity.code == doing.activity
                    and any(each is told for each in spell.evidence)
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
def test_who_says_the_same_twice_says_nothing_new(
    evidence: list[Evidence], data: st.DataObject
) -> None:
    if evidence:
        again = data.draw(st.sampled_from(evidence))
        twice = substance(spells([*evidence, again]))
        assert twice == substance(spells(evidence))


@given(EVIDENCE, MOMENTS)
@often(100)
def test_what_was_known_at_a_moment_is_what_had_been_told_and_not_taken_back(
    evidence: list[Evidence], moment: datetime
) -> None:
    told = [
        Evidence(each.statement, each.source, each.as_at, each.recorded_at)
        for each in evidence
        if each.recorded_at <= moment
        and (each.withdrawn_at is None or moment < each.withdrawn_at)
    ]
    assert substance(spells(evidence, known_at=moment)) == substance(spells(told))


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
def test_neet_start_is_no_later_than_the_spell_and_in_no_spell_elsewhere(
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


@given(
    st.lists(
        st.tuples(EVIDENCE, st.dates(date(2007, 9, 1), date(2009, 8, 31))), max_size=5
    ),
    st.sampled_from([date(2025, 10, 31), date(2026, 1, 31), date(2026, 8, 31)]),
)
@often(80)
def test_everybody_of_16_and_17_is_in_exactly_one_place(
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
        # There is no fifth place, and nobody is in two.
        found = (participates, is_otherwise_eet, is_neet, is_not_known)
        assert not in_cohort(each) or sum(flag(each) for flag in found) == 1
        where = each.position
        assert where.is_not_known + where.is_neet <= 1
        assert where.group in {
            "not known" if where.is_not_known else where.activity.group
        }
        assert where.activity in ACTIVITIES.values()
