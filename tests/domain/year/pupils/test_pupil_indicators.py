"""Indicators of the risk of NEET on a day, by what was known. All is invented."""

from datetime import UTC, date, datetime

import pytest

from tests.domain.statements import ADVISER, CENSUS, SELF, evidence_from, says
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Evidence, Intention
from tracker.domain.history.membership import fold
from tracker.domain.history.sealed_statements import evidence_shown
from tracker.domain.history.spells import no_register
from tracker.domain.reference.institution import InstitutionRef
from tracker.domain.year.pupils.pupil_facts import Facts, facts
from tracker.domain.year.pupils.pupil_indicators import INDICATORS, holds
from tracker.domain.year.risk.reckoning import reckoned
from tracker.domain.year.risk.schemes import scheme

JANUARY = date(2027, 1, 31)
AT_SCHOOL = says(CENSUS, "110", "2022-09-05", "2026-10-01", "Lake School")


def of(about: str, on: str = "2026-10-01", **values: str) -> Evidence:
    return evidence_from(CENSUS, detail(about, **values), on)


BORN = of("birth", born="2011-03-10")


def known(
    *evidence: Evidence,
    on: date = JANUARY,
    moment: str = "2027-02-01",
    school: Evidence = AT_SCHOOL,
) -> Facts:
    """The facts about a pupil of Year 11 by what had been recorded at a moment."""
    at = datetime.fromisoformat(f"{moment}T00:00:00").replace(tzinfo=UTC)
    by_then = evidence_shown(
        item for item in (BORN, school, *evidence) if item.known(at)
    )
    folded = fold(1, "359", by_then, on=[on], resolve=no_register)
    assert folded is not None
    return facts(folded.members[0], by_then, folded.spells)


def holds_of(name: str, *evidence: Evidence, **more) -> bool | None:
    return holds(INDICATORS[name], known(*evidence, **more))


@pytest.mark.parametrize(
    ("name", "stated", "other"),
    [
        ("plan", of("send", send="Y"), of("send", send="N")),
        ("sen_support", of("send", support="Y"), of("send", support="N")),
        ("free_meals", of("meals", eligible="Y"), of("meals", eligible="N")),
        ("carer", of("characteristic", code="140"), of("characteristic", code="200")),
        (
            "alternative",
            of("characteristic", code="200"),
            of("characteristic", code="140"),
        ),
    ],
)
def test_an_indicator_holds_does_not_hold_or_is_not_known(
    name: str, stated: Evidence, other: Evidence
) -> None:
    assert holds_of(name, stated) is True
    assert holds_of(name, other) is False
    assert holds_of(name) is None


def test_what_was_recorded_later_was_not_known_then() -> None:
    late = of("meals", eligible="Y")._replace(
        recorded_at=datetime(2027, 3, 1, tzinfo=UTC)
    )
    assert holds_of("free_meals", late) is None
    assert holds_of("free_meals", late, moment="2027-03-02") is True


def test_what_was_taken_back_since_was_known_then() -> None:
    wrong = of("meals", eligible="Y")._replace(
        withdrawn_at=datetime(2027, 3, 1, tzinfo=UTC)
    )
    assert holds_of("free_meals", wrong) is True
    assert holds_of("free_meals", wrong, moment="2027-03-02") is None


def test_a_plan_that_ceased_is_no_indicator_from_its_day() -> None:
    ended = evidence_from(ADVISER, detail("send", send="N", kept="plans"), "2026-12-01")
    assert holds_of("plan", of("send", send="Y"), ended) is False
    assert holds_of("plan", of("send", send="Y"), ended, on=date(2026, 11, 1)) is True


@pytest.mark.parametrize(
    ("code", "on", "has_none"),
    [
        ("121", "2026-11-10", False),
        ("511", "2026-11-10", True),
        ("611", "2026-11-10", True),
        ("121", "2026-06-10", True),  # of Year 10
    ],
)
def test_no_intended_destination_is_of_year_11(
    code: str, on: str, has_none: bool
) -> None:
    plan = evidence_from(SELF, Intention(code), on)
    assert holds_of("no_plan", plan) is has_none
    assert holds_of("no_plan") is True
    assert holds_of("no_plan", on=date(2026, 7, 1)) is False


@pytest.mark.parametrize(
    ("code", "name"), [("120", "home_educated"), ("140", "off_roll")]
)
def test_home_education_and_no_roll_follow_from_where_they_are(
    code: str, name: str
) -> None:
    now = says(ADVISER, code, "2026-11-02", "2026-11-02")
    assert holds_of(name, now) is True
    assert holds_of(name) is False


def at_school(urn: str, first: str, last: str | None, as_at: str) -> Evidence:
    """A school by its number, from a first to a last day."""
    ends = date.fromisoformat(last) if last else None
    starts = date.fromisoformat(first)
    return evidence_from(
        CENSUS, Doing("110", InstitutionRef(urn=urn), starts=starts, ends=ends), as_at
    )


def test_two_schools_since_year_9_are_a_change_and_one_before_it_is_none() -> None:
    now = at_school("100001", "2026-02-23", None, "2026-10-01")
    before = at_school("100002", "2020-09-05", "2022-07-20", "2022-07-01")
    since = at_school("100003", "2024-09-05", "2026-02-13", "2026-02-01")
    assert holds_of("changed_school", before, school=now) is False
    assert holds_of("changed_school", since, school=now) is True
    assert holds_of("changed_school") is None  # a name is no certain school


SEALED = ["110", "120", "130", "150", "160", "170", "180", "190", "210"]


@pytest.mark.law("D-11")
@pytest.mark.parametrize("code", SEALED)
def test_no_score_has_what_is_sealed_in_it(code: str) -> None:
    """Not its points, and not that anything about circumstances was stated."""
    points = "\n".join(f"{name} = 3" for name in INDICATORS)
    every = scheme("all", f'title = "All"\nthreshold = 1\n[points]\n{points}\n')
    sealed = of("characteristic", code=code)
    without, with_ = reckoned(every, known()), reckoned(every, known(sealed))
    assert (with_.points, with_.reasons) == (without.points, without.reasons)
    assert with_.not_known == without.not_known


def test_a_schools_score_lacks_what_only_the_council_sees() -> None:
    points = scheme("a", 'title = "A"\nthreshold = 1\n[points]\ncarer = 3\nplan = 2\n')
    both = known(of("characteristic", code="140"), of("send", send="Y"))
    assert reckoned(points, both).points == 5
    seen = reckoned(points, both, for_school=True)
    assert (seen.points, [each.name for each, _ in seen.reasons]) == (2, ["plan"])
    assert "carer" not in [each.name for each in seen.not_known]


def test_points_add_up_and_each_reason_is_named() -> None:
    points = scheme(
        "a",
        'title = "A"\nthreshold = 2\n[points]\nplan = 2\nsen_support = 1\n'
        "free_meals = 4\n",
    )
    found = reckoned(points, known(of("send", send="Y"), of("meals", eligible="Y")))
    assert found.points == 6
    assert {each.name: at for each, at in found.reasons} == {
        "plan": 2,
        "free_meals": 4,
    }
    assert [each.name for each in found.not_known] == ["sen_support"]
