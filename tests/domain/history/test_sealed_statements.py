"""What stands in the place of sealed codes. All people are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Evidence, Offer, Source, Tier
from tracker.domain.history.sealed_statements import (
    SEALED,
    VULNERABLE,
    as_stated,
    is_sealed,
    shown_codes,
    stands_in,
    without_sealed,
)
from tracker.domain.reference.activity import (
    ACTIVITIES,
    STAND_INS,
    activity,
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
    shown = as_shown(doing)
    assert shown.title.startswith("Not shown")
    differs = {"code", "title", "needs_characteristic", "at_provider"}
    names = set(doing.__slots__) - differs
    assert [n for n in names if getattr(shown, n) != getattr(doing, n)] == []
    assert as_shown(shown) is shown is activity(shown.code)


def test_all_sealed_activities_of_a_group_look_the_same() -> None:
    assert {it.group for it in STAND_INS.values()} == {"neet", "education", "other"}
    assert len(STAND_INS) == 3
    assert not STAND_INS.keys() & ACTIVITIES.keys()


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ("180", ""),
        ("120 180", ""),
        ("110", VULNERABLE),
        ("110 150 210", VULNERABLE),
        ("140 180", "140"),
        ("110 140 200", f"140 200 {VULNERABLE}"),
        ("140", "140"),
        ("", ""),
    ],
)
def test_characteristics_keep_only_whether_one_makes_vulnerable(held, shown) -> None:
    assert shown_codes(held.split()) == set(shown.split())
    full = detail("characteristics", codes=held)
    assert is_sealed(full) is (held != shown)
    assert (as_stated(full).get("codes") or "").split() == shown.split()


def test_a_sealed_activity_keeps_its_days_and_no_place() -> None:
    doing = Doing(
        "290", at=InstitutionRef(name="A secure place"), starts=DAY, review=DAY
    )
    shown = as_stated(doing)
    assert shown == replace(doing, activity="sealed-education", at=None)
    assert stands_in(shown) and not stands_in(doing) and not is_sealed(shown)


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
    assert as_stated(statement) is statement
    assert not is_sealed(statement) and not stands_in(statement)


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
