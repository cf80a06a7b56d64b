"""Of two claims about the same days, the one that comes first. All are invented.

The order is by content alone, so that it is the same in whatever order files arrive.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.domain.history.evidence import Doing, Evidence, Source, Tier
from tracker.domain.history.spells import no_register
from tracker.domain.history.stays import Resolve, claims
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)

LAKE = InstitutionRef(urn="100001", name="Lake")
DOING = Doing("230", at=LAKE, starts=date(2026, 9, 5))
ROLL = Source(Tier.PROVIDER_ROLL, "list", "b.csv", 1, 2)
DAY = date(2026, 9, 18)
NINE, TEN = (datetime(2026, 9, 18, hour, tzinfo=UTC) for hour in (9, 10))
PLAIN = Evidence(DOING, ROLL, DAY, NINE)


def doing(**more: object) -> Evidence:
    return PLAIN._replace(statement=replace(DOING, **more))


def source(**more: object) -> Evidence:
    return PLAIN._replace(source=replace(ROLL, **more))


def at(**more: str | None) -> Evidence:
    return doing(at=replace(LAKE, **more))


OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
TYPED = source(batch=None, file=None, line=None)

ROWS = {
    "the better source": (PLAIN, source(tier=Tier.SCHOOL_CENSUS)),
    "of as good a source the newest": (PLAIN._replace(as_at=OCTOBER), PLAIN),
    "what was typed of a day, the last of it": (
        TYPED._replace(recorded_at=TEN),
        TYPED,
    ),
    "what was typed before a file of the day": (TYPED, PLAIN),
    "the earliest start": (doing(starts=date(2026, 9, 4)), PLAIN),
    "an end before none": (doing(ends=NOVEMBER), PLAIN),
    "of two ends the earlier": (doing(ends=OCTOBER), doing(ends=NOVEMBER)),
    "the smaller code": (doing(activity="220"), PLAIN),
    "the smaller key of the place": (PLAIN, at(urn="100002")),
    "no place before a place": (doing(at=None), PLAIN),
    "an expected end before none": (doing(expected_end=NOVEMBER), PLAIN),
    "of two expected ends the earlier": (
        doing(expected_end=OCTOBER),
        doing(expected_end=NOVEMBER),
    ),
    "a review before none": (doing(review=NOVEMBER), PLAIN),
    "of two reviews the earlier": (doing(review=OCTOBER), doing(review=NOVEMBER)),
    "a start of NEET before none": (doing(neet_since=NOVEMBER), PLAIN),
    "of two starts of NEET the earlier": (
        doing(neet_since=OCTOBER),
        doing(neet_since=NOVEMBER),
    ),
    "a day of finding out before none": (doing(ascertained=NOVEMBER), PLAIN),
    "of two days of finding out the earlier": (
        doing(ascertained=OCTOBER),
        doing(ascertained=NOVEMBER),
    ),
    "no name of the place before a name": (at(name=None), PLAIN),
    "of two names the first in the alphabet": (PLAIN, at(name="Moor")),
    "the name of the source": (PLAIN, source(name="other")),
    "no file before a file": (source(file=None), PLAIN),
    "the name of the file": (source(file="a.csv"), PLAIN),
    "no line before a line": (source(line=None), PLAIN),
    "the line": (PLAIN, source(line=2)),
    "the batch": (source(batch=1), PLAIN),
    "what was recorded first": (PLAIN, PLAIN._replace(recorded_at=TEN)),
    "a start of its own before that of the list": (
        doing(starts=DAY),
        doing(starts=None),
    ),
    "an activity that the place decides": (
        doing(activity=None, part_time=False),
        doing(part_time=False),
    ),
    "full time, then not given, then part time": (
        doing(part_time=False),
        doing(part_time=None),
    ),
    "not given, then part time": (doing(part_time=None), doing(part_time=True)),
    "withdrawn before what stands": (PLAIN._replace(withdrawn_at=TEN), PLAIN),
    "of two withdrawn the first": (
        PLAIN._replace(withdrawn_at=TEN),
        PLAIN._replace(withdrawn_at=datetime(2026, 9, 18, 11, tzinfo=UTC)),
    ),
}


def first(one: Evidence, other: Evidence, resolve: Resolve = no_register) -> Evidence:
    return min(claims([one, other], resolve), key=lambda each: each.order).evidence


@pytest.mark.parametrize(("one", "other"), ROWS.values(), ids=ROWS)
def test_which_claim_comes_first(one: Evidence, other: Evidence) -> None:
    assert first(one, other) == first(other, one) == one


def hill(ref: InstitutionRef) -> Institution | None:
    """A register in which every number is of one school."""
    return Institution("hill", "Hill", InstitutionKind.FURTHER_EDUCATION)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (at(urn=None), at(urn="100001")),
        (at(urn="100001"), at(urn="100002")),
        (at(laestab=None), at(laestab="3594034")),
        (at(laestab="3594034"), at(laestab="3594035")),
        (at(ukprn=None), at(ukprn="10000001")),
        (at(ukprn="10000001"), at(ukprn="10000002")),
        (at(name=None), at(name="Lake")),
        (at(name="Lake"), at(name="Moor")),
    ],
)
def test_of_one_place_in_the_register_the_smaller_numbers(one, other) -> None:
    assert first(one, other, hill) == first(other, one, hill) == one
