"""What stands in the place of sealed codes. All people are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.details_by_day import Details
from tracker.domain.history.evidence import Doing, Evidence, Offer, Source, Tier
from tracker.domain.history.membership import fold
from tracker.domain.history.position import Position
from tracker.domain.history.sealed_statements import (
    NOT_SHOWN,
    NOT_VULNERABLE,
    SEALED,
    VULNERABLE,
    as_stated,
    counted_codes,
    evidence_shown,
    is_counted,
    is_sealed,
    shown_codes,
    shown_position,
    stands_in,
    statement_shown,
    without_sealed,
)
from tracker.domain.history.spells import no_register
from tracker.domain.reference.activity import (
    ACTIVITIES,
    HIDDEN,
    STAND_INS,
    activity,
    as_counted,
    as_shown,
)
from tracker.domain.reference.codes import CHARACTERISTICS
from tracker.domain.reference.institution import InstitutionRef

DAY = date(2026, 9, 7)


def test_the_tables_name_what_is_sealed() -> None:
    held = "110 120 130 150 160 170 180 190 210"
    assert set(held.split()) == SEALED
    sealed = {each.code for each in ACTIVITIES.values() if each.sealed}
    assert sealed == {"290", "630", "640", "650", "710"}
    assert {each.value for each in CHARACTERISTICS} - SEALED == {"140", "200"}


@pytest.mark.parametrize("code", [c for c, it in ACTIVITIES.items() if it.sealed])
def test_a_stand_in_counts_in_every_measure_as_its_activity_does(code) -> None:
    doing = activity(code)
    shown = as_counted(doing)
    assert shown.title == "Not shown"
    differs = {"code", "title", "needs_characteristic", "at_provider"}
    names = set(doing.__slots__) - differs
    assert [n for n in names if getattr(shown, n) != getattr(doing, n)] == []
    assert as_counted(shown) is shown is activity(shown.code)


def test_all_sealed_activities_look_the_same_and_like_what_is_counted() -> None:
    sealed = [each for each in ACTIVITIES.values() if each.sealed]
    for each in (*sealed, *STAND_INS.values(), HIDDEN):
        assert as_shown(each) is HIDDEN is activity("sealed")
    assert as_shown(ACTIVITIES["619"]) is ACTIVITIES["619"]
    assert HIDDEN.code not in ACTIVITIES


def test_all_sealed_activities_of_a_group_count_the_same() -> None:
    assert {it.group for it in STAND_INS.values()} == {"neet", "education", "other"}
    assert len(STAND_INS) == 3
    assert not STAND_INS.keys() & ACTIVITIES.keys()


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ("180", NOT_VULNERABLE),
        ("120 180", NOT_VULNERABLE),
        ("110 120", VULNERABLE),
        ("110", VULNERABLE),
        ("110 150 210", VULNERABLE),
        ("140 180", f"140 {NOT_VULNERABLE}"),
        ("110 140 200", f"140 200 {VULNERABLE}"),
        ("140", "140"),
        ("", ""),
    ],
)
def test_characteristics_keep_only_whether_one_makes_vulnerable(held, shown) -> None:
    assert counted_codes(held.split()) == set(shown.split())
    full = detail("characteristics", codes=held)
    assert is_sealed(full) is (held != shown) is is_counted(as_stated(full))
    assert (as_stated(full).get("codes") or "").split() == shown.split()


@pytest.mark.parametrize("code", sorted(SEALED))
@pytest.mark.parametrize("beside", ["", "140", "200 110", "180"])
def test_every_sealed_characteristic_is_shown_alike(code, beside) -> None:
    held = {code, *beside.split()}
    shown = held - SEALED | {NOT_SHOWN}
    assert shown_codes(held) == shown_codes(counted_codes(held)) == shown
    full = detail("characteristics", codes=" ".join(sorted(held)))
    for stated in (full, as_stated(full)):
        assert set((statement_shown(stated).get("codes") or "").split()) == shown
    one = detail("characteristic", code=code)
    assert statement_shown(as_stated(one)) == detail("characteristic", code=NOT_SHOWN)


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.booleans(),
        st.sets(
            st.sampled_from(["110", "120", "140", "150", "180", "200"]), max_size=3
        ),
    ),
    max_size=6,
)


@given(CHANGES)
def test_characteristics_by_day_are_counted_as_by_a_whole_fold(changes) -> None:
    """The short way of a person without a sealed activity is the long one."""
    stated = [(0, detail("birth", born="2009-05-01")), (0, Doing("210", starts=DAY))]
    for after, whole_list, codes in changes:
        if whole_list:
            stated.append((after, detail("characteristics", codes=" ".join(codes))))
        stated += [(after, detail("characteristic", code=each)) for each in codes]
    source = Source(Tier.ADVISER, "an adviser")
    evidence = [
        Evidence(
            as_stated(statement),
            source,
            DAY + timedelta(days=after),
            datetime(2026, 9, 8, tzinfo=UTC),
        )
        for after, statement in stated
    ]
    on = [DAY + timedelta(days=after) for after in (0, 200, 500)]
    folded = fold(1, "359", evidence, on=on, resolve=no_register)
    whole = Details(evidence)
    for seen in folded.members:
        counted = seen.counted or seen
        assert counted.characteristics == whole.on(seen.as_of).characteristics
        assert seen.characteristics == shown_codes(counted.characteristics)
        assert seen._replace(counted=None) == counted._replace(
            characteristics=seen.characteristics
        )


def test_a_sealed_activity_keeps_its_days_and_no_place() -> None:
    doing = Doing(
        "290", at=InstitutionRef(name="A secure place"), starts=DAY, review=DAY
    )
    shown = as_stated(doing)
    assert shown == replace(doing, activity="sealed-education", at=None)
    assert stands_in(shown) and not stands_in(doing) and not is_sealed(shown)
    seen = statement_shown(shown)
    assert seen == Doing("sealed", starts=DAY) == statement_shown(doing)
    assert stands_in(seen) and not is_counted(seen)
    assert statement_shown(seen) == seen


@pytest.mark.parametrize("code", [c for c, it in ACTIVITIES.items() if it.sealed])
@pytest.mark.parametrize("day", [DAY, date(2027, 9, 7)])
def test_a_position_is_shown_alike_whatever_lapsed(code, day) -> None:
    where = Position(
        *(day, activity(code), DAY, DAY, "place", "A secure place", DAY),
        tier=Tier.ADVISER,
        review=DAY,
        expected_end=DAY,
        lapses=date(2026, 10, 5),
        neet_since=DAY,
    )
    shown = Position(day, HIDDEN, DAY, DAY, verified=DAY, tier=Tier.ADVISER)
    assert shown_position(where) == shown
    assert not (shown.is_neet or shown.is_not_known or shown.participates)


@pytest.mark.parametrize(
    "statement",
    [
        Doing("230", at=InstitutionRef(urn="1"), starts=DAY),
        Doing(None, at=InstitutionRef(urn="1")),
        Doing("620", starts=DAY),
        Offer(11, "120"),
        detail("characteristic", code="140"),
        detail("send", send="Y"),
        detail("name", given="180", family="650"),
    ],
)
def test_what_is_not_sealed_is_stated_as_it_is(statement) -> None:
    assert as_stated(statement) is statement is statement_shown(statement)
    assert not is_sealed(statement) and not stands_in(statement)


@pytest.mark.parametrize(
    "statement",
    [
        *(Doing(code, starts=DAY) for code in (*ACTIVITIES, *STAND_INS, HIDDEN.code)),
        Doing(None, starts=DAY),
        Offer(11, "120"),
        *(
            detail(about, **{field: code})
            for about, field in (
                ("characteristic", "code"),
                ("characteristics", "codes"),
            )
            for code in ("140", "110", "180", VULNERABLE, NOT_VULNERABLE, NOT_SHOWN)
        ),
        detail("name", given="180"),
    ],
)
def test_evidence_is_shown_as_each_statement_is(statement) -> None:
    item = Evidence(
        statement,
        Source(Tier.ADVISER, "an adviser"),
        DAY,
        datetime(2026, 9, 8, tzinfo=UTC),
    )
    (shown,) = evidence_shown([item])
    assert shown.statement == statement_shown(statement)
    if not is_sealed(statement) and not is_counted(statement):
        assert shown is item


def test_schools_learn_from_evidence_without_sealed_activities() -> None:
    source, at = Source(Tier.ADVISER, "an adviser"), datetime(2026, 9, 8, tzinfo=UTC)
    every = [
        Evidence(each, source, DAY, at)
        for each in (
            Doing("230", starts=DAY),
            Doing("650", starts=DAY),
            as_stated(Doing("640", starts=DAY)),
            detail("characteristic", code="180"),
        )
    ]
    assert without_sealed(every) == [every[0], every[3]]
