"""One status of the September Guarantee from many applications and many sources.

Each line of a table is what sources report, the day of the question, and the answer.
Every place is invented.
"""

from datetime import date
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.statements import ACCEPTED, ADVISER, NOTICE, evidence_from
from tracker.domain.history.evidence import Evidence, Offer, Source, Tier
from tracker.domain.history.guarantee import (
    Guarantee,
    allocation,
    guarantee,
    offers_of,
    statuses,
)
from tracker.domain.reference import codes
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)

AUTUMN = "2026-09-30"
LAKE, HILL = InstitutionRef(name="Lake College"), InstitutionRef(ukprn="10000002")


def applied(
    stage: str,
    as_at: str,
    *,
    at: InstitutionRef | None = LAKE,
    course: str | None = None,
    year: int = 11,
    tier: Tier = ACCEPTED,
) -> Evidence:
    """A line of a list of applications, which a school or college sent."""
    found = Offer(year, at=at, course=course, stage=stage)
    return _of_file(evidence_from(tier, found, as_at))


def typed(status: str, as_at: str, *, year: int = 11, **more: Any) -> Evidence:
    """A status that an adviser recorded."""
    return evidence_from(ADVISER, Offer(year, status, **more), as_at)


def typed_stage(stage: str, as_at: str) -> Evidence:
    """A place of the authority that an adviser recorded."""
    return evidence_from(ADVISER, Offer(11, at=LAKE, stage=stage), as_at)


def listed(
    status: str, as_at: str, *, year: int = 11, tier: Tier = ACCEPTED, **more: Any
) -> Evidence:
    """A status in the list of a school or, with the tier of one, an earlier system."""
    return _of_file(evidence_from(tier, Offer(year, status, **more), as_at))


def _of_file(item: Evidence) -> Evidence:
    source = Source(item.source.tier, "a list", file="offers.csv", line=2, batch=1)
    return item._replace(source=source)


def nowhere(ref: InstitutionRef) -> None:
    """A register without any institution."""


def found(*evidence: Evidence, year: int = 11, on: str = AUTUMN) -> Guarantee | None:
    offers = offers_of(evidence)
    return guarantee(offers, year, on=date.fromisoformat(on), resolve=nowhere)


def status(*evidence: Evidence, year: int = 11, on: str = AUTUMN) -> str | None:
    one = found(*evidence, year=year, on=on)
    return one.status if one is not None else None


STAGES = {
    "applied": "140",
    "interview": "140",
    "waiting": "140",
    # What the authority allocates is neither offer nor application (NCCIS 3.5).
    "proposed": None,
    "conditional": "110",
    "offer": "110",
    "accepted": "110",
    "enrolled": "110",
    "allocated": None,
    "turned-down": None,
    "declined": "159",
    "withdrawn": "159",
    "refused": "159",
}


def test_every_stage_is_in_the_table() -> None:
    assert set(STAGES) == set(codes.APPLICATION_STAGES.values)


@pytest.mark.parametrize(("stage", "code"), STAGES.items())
def test_one_application_gives_the_status_of_its_stage(
    stage: str, code: str | None
) -> None:
    assert status(applied(stage, "2026-06-01")) == code


@pytest.mark.parametrize("stage", ["proposed", "allocated", "turned-down"])
@pytest.mark.parametrize("own", [*STAGES, "nothing"])
def test_an_allocated_place_changes_no_status(stage: str, own: str) -> None:
    """Also at the same place and course, reported on the same day or later."""
    theirs = [applied(own, "2026-06-01")] if own != "nothing" else []
    for day in ("2026-05-01", "2026-06-01", "2026-08-01"):
        with_place = [*theirs, typed_stage(stage, day)]
        assert status(*with_place) == status(*theirs)
        assert status(*reversed(with_place)) == status(*theirs)


ALLOCATIONS = [
    # reports of the authority's place, the day from which it is allocated
    ([("proposed", "2026-08-01")], None),
    ([("proposed", "2026-08-01"), ("allocated", "2026-08-09")], "2026-08-09"),
    ([("allocated", "2026-08-09"), ("turned-down", "2026-08-20")], None),
    ([("turned-down", "2026-08-09"), ("allocated", "2026-08-20")], "2026-08-20"),
    ([("allocated", "2026-10-01")], None),  # after the day of the question
]


@pytest.mark.parametrize(("reports", "since"), ALLOCATIONS)
def test_a_place_is_allocated_while_its_newest_report_says_so(
    reports: list[tuple[str, str]], since: str | None
) -> None:
    own = applied("refused", "2026-08-30")  # at the same place, and no matter
    evidence = [own, *(typed_stage(stage, day) for stage, day in reports)]
    one = allocation(
        offers_of(evidence), 11, on=date.fromisoformat(AUTUMN), resolve=nowhere
    )
    assert (one and one.since.isoformat()) == since
    assert one is None or one.name == "Lake College"


TWO_PLACES = [
    # stage at Lake, stage at Hill, status
    ("applied", "offer", "110"),
    ("declined", "offer", "110"),
    ("declined", "applied", "140"),
    ("refused", "withdrawn", "159"),
    ("conditional", "withdrawn", "110"),
]


@pytest.mark.parametrize(("lake", "hill", "code"), TWO_PLACES)
def test_the_best_of_two_applications_counts(lake: str, hill: str, code: str) -> None:
    both = [applied(lake, "2026-06-01"), applied(hill, "2026-06-09", at=HILL)]
    assert status(*both) == status(*reversed(both)) == code


THEN = [
    # earlier stage, later stage, status
    ("offer", "declined", "159"),
    ("declined", "offer", "110"),
    ("applied", "refused", "159"),
    ("conditional", "applied", "140"),  # the offer was an error of the sender
]


@pytest.mark.parametrize(("first", "then", "code"), THEN)
def test_the_newest_report_of_one_application_counts(
    first: str, then: str, code: str
) -> None:
    reports = [applied(first, "2026-06-01"), applied(then, "2026-07-01")]
    assert status(*reports) == status(*reversed(reports)) == code
    assert status(*reports, on="2026-06-30") == STAGES[first]


def test_of_one_day_the_more_trusted_source_counts() -> None:
    school = applied("applied", "2026-06-01", tier=Tier.THIRD_PARTY)
    college = applied("offer", "2026-06-01", tier=NOTICE)
    assert status(school, college) == status(college, school) == "110"


def test_two_courses_at_one_place_are_two_applications() -> None:
    motor = applied("declined", "2026-07-01", course="Motor vehicle")
    plumbing = applied("offer", "2026-06-01", course="Plumbing")
    one = found(motor, plumbing)
    assert one is not None and one.status == "110"
    assert [each.course for each in one.applications] == ["Plumbing", "Motor vehicle"]


def test_the_name_of_a_course_may_be_written_in_another_case_and_spacing() -> None:
    reports = [
        applied("offer", "2026-06-01", course="Motor vehicle"),
        applied("declined", "2026-07-01", course=" MOTOR  Vehicle"),
    ]
    assert status(*reports) == "159"


def test_an_academy_and_the_school_it_was_are_one_place() -> None:
    hill = Institution("urn:100002", "Hill Academy", InstitutionKind.SCHOOL)
    reports = [
        applied("offer", "2026-06-01", at=InstitutionRef(urn="100002")),
        applied("declined", "2026-07-01", at=InstitutionRef(urn="140002")),
    ]
    one = guarantee(
        offers_of(reports), 11, on=date(2026, 9, 30), resolve=lambda ref: hill
    )
    assert one is not None and one.status == "159"


WITH_A_STATUS = [
    # a status as a whole, an application, status
    (typed("151", "2026-06-01"), applied("applied", "2026-05-20"), "140"),
    (typed("154", "2026-06-01"), applied("offer", "2026-05-20"), "110"),
    (typed("140", "2026-06-01"), applied("offer", "2026-05-20"), "110"),
    (typed("110", "2026-05-20"), applied("applied", "2026-06-01"), "110"),
    (typed("150", "2026-05-20"), applied("refused", "2026-06-01"), "150"),
    (typed("159", "2026-06-20"), applied("applied", "2026-06-01"), "140"),
    (typed("159", "2026-06-20"), applied("refused", "2026-06-01"), "159"),
    # 120 to 124 are decided by a person, and undone by a later offer alone
    (typed("122", "2026-06-01"), applied("applied", "2026-07-01"), "122"),
    (typed("122", "2026-06-01"), applied("offer", "2026-07-01"), "110"),
    (typed("122", "2026-07-01"), applied("offer", "2026-06-01"), "122"),
    (typed("122", "2026-07-01"), applied("offer", "2026-07-01"), "122"),
    (typed("122", "2026-06-01"), applied("declined", "2026-07-01"), "122"),
    # a list alone does not decide it; an earlier system's users did
    (listed("120", "2026-06-01"), applied("applied", "2026-05-20"), "140"),
    (listed("120", "2026-06-01"), applied("refused", "2026-05-20"), "159"),
    (
        listed("120", "2026-06-01", tier=ADVISER),
        applied("applied", "2026-05-20"),
        "120",
    ),
    # an offer by name of the place is over once it was declined there
    (typed("110", "2026-06-01", at=LAKE), applied("declined", "2026-07-01"), "159"),
    (typed("110", "2026-07-02", at=LAKE), applied("declined", "2026-07-01"), "110"),
    (typed("110", "2026-06-01", at=HILL), applied("declined", "2026-07-01"), "110"),
    (typed("110", "2026-06-01"), applied("declined", "2026-07-01"), "110"),
]


@pytest.mark.parametrize(("whole", "application", "code"), WITH_A_STATUS)
def test_a_status_and_an_application(
    whole: Evidence, application: Evidence, code: str
) -> None:
    assert status(whole, application) == status(application, whole) == code


SEVERAL_STATUSES = [
    ([typed("150", "2026-05-20"), typed("110", "2026-07-10")], "110"),
    ([typed("110", "2026-05-20"), typed("150", "2026-07-10")], "150"),
    ([typed("110", "2026-05-20"), typed("159", "2026-07-10")], "110"),
    ([typed("122", "2026-05-20"), listed("151", "2026-07-10")], "122"),
    ([typed("122", "2026-05-20"), listed("110", "2026-07-10")], "110"),
    ([typed("122", "2026-05-20"), typed("151", "2026-07-10")], "151"),
    ([typed("151", "2026-05-20"), listed("154", "2026-07-10")], "154"),
    ([typed("110", "2026-05-20"), typed("122", "2026-07-10")], "122"),
]


@pytest.mark.parametrize(("evidence", "code"), SEVERAL_STATUSES)
def test_several_statuses_as_a_whole(evidence: list[Evidence], code: str) -> None:
    assert {status(*order) for order in permutations(evidence)} == {code}


def test_a_repeated_offer_is_no_later_offer() -> None:
    weekly = [applied("offer", f"2026-06-{day:02}") for day in (1, 8, 15, 22)]
    decided = typed("122", "2026-06-10")
    assert status(*weekly, decided) == "122"
    again = [applied("withdrawn", "2026-07-01"), applied("offer", "2026-07-08")]
    assert status(*weekly, decided, *again) == "110"


@pytest.mark.parametrize("code", ["114", "115"])
def test_staying_in_learning_is_a_status_of_year_12_alone(code: str) -> None:
    assert status(typed(code, "2026-06-01")) == "159"
    assert status(typed(code, "2026-06-01", year=12), year=12) == code
    assert status(typed(code, "2026-06-01", year=12), year=11) is None


@pytest.mark.parametrize("year", [11, 12])
def test_the_years_do_not_mix(year: int) -> None:
    offers = [applied("offer", "2026-06-01", year=year), typed("151", "2026-06-01")]
    other = {11: 12, 12: 11}[year]
    assert status(*offers, year=year) == "110"
    assert status(*offers, year=other) == ("151" if other == 11 else None)


def test_nothing_on_record_by_the_day_gives_no_status() -> None:
    assert found() is None
    assert found(applied("offer", "2026-06-02"), on="2026-06-01") is None
    assert status(applied("offer", "2026-06-02"), on="2026-06-02") == "110"


def test_a_code_of_no_list_gives_no_status() -> None:
    assert status(typed("999", "2026-06-01")) == "159"


def test_what_is_withdrawn_or_recorded_later_counts_for_nothing() -> None:
    offer = applied("offer", "2026-06-01")
    known_at = offer.recorded_at
    withdrawn = offer._replace(withdrawn_at=known_at.replace(day=3))
    assert offers_of([withdrawn]) == []
    assert len(offers_of([withdrawn], known_at=known_at)) == 1
    assert offers_of([offer], known_at=known_at.replace(day=1, hour=1)) == []


def test_the_authority_is_that_of_the_source() -> None:
    one = found(
        typed("151", "2026-06-01", authority="888"), applied("offer", "2026-06-02")
    )
    assert one is not None and (one.status, one.authority) == ("110", "888")


def test_the_answer_names_its_evidence_and_keeps_every_application() -> None:
    offer, refused = (
        applied("offer", "2026-06-01"),
        applied("refused", "2026-06-09", at=HILL),
    )
    one = found(refused, offer)
    assert one is not None and one.because == offer
    assert [(it.name, it.place, it.stage.value) for it in one.applications] == [
        ("Lake College", "name:lake college", "offer"),
        (None, "ukprn:10000002", "refused"),
    ]


_DAYS = [f"2026-06-{day:02}" for day in range(1, 8)]
_YEARS = st.sampled_from((11, 12))
_CODES = st.sampled_from([each.value for each in codes.GUARANTEE_STATUSES])
_REPORTS = st.lists(
    st.one_of(
        st.builds(
            applied,
            st.sampled_from(sorted(STAGES)),
            st.sampled_from(_DAYS),
            at=st.sampled_from((LAKE, HILL)),
            year=_YEARS,
        ),
        st.builds(typed, _CODES, st.sampled_from(_DAYS), year=_YEARS),
        st.builds(listed, _CODES, st.sampled_from(_DAYS), year=_YEARS),
    ),
    max_size=7,
)


@given(reports=_REPORTS, year=_YEARS, last=st.sampled_from(_DAYS))
def test_the_statuses_with_their_first_days_are_those_of_every_day(
    reports: list[Evidence], year: int, last: str
) -> None:
    changes = statuses(
        offers_of(reports), year, on=date.fromisoformat(last), resolve=nowhere
    )
    for day in ["2026-05-31", *_DAYS]:
        if day <= last:
            known = [code for first, code in changes if first.isoformat() <= day]
            expected = status(*reports, year=year, on=day) or codes.NOT_RECORDED
            assert (known or [codes.NOT_RECORDED])[-1] == expected, day
    assert all(first.isoformat() <= last for first, _ in changes)
    given_codes = [codes.NOT_RECORDED, *(code for _, code in changes)]
    assert all(one != next_ for one, next_ in pairwise(given_codes))
