"""Who is at risk of NEET, as a school sees it: its own pupils and no more."""

from datetime import date

import pytest

from tests.factories import SCHOOL, census, pupil
from tests.web.adviser.young import record_evidence
from tests.web.management.reading import main_text
from tests.web.school.conftest import text
from tracker import actions
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Tier
from tracker.extensions import db
from tracker.store.people.records import Person

PAGE = "/at-risk"
pytestmark = pytest.mark.law("D-11")


@pytest.fixture
def pupils(registered, tmp_path, load) -> list[dict[str, str]]:
    """Three pupils of Year 11 now: with a plan, with free meals, with SEN support."""
    needs = ({"sen": "E"}, {"meals": "Y"}, {"sen": "K"})
    rows = [
        pupil(n, date(2010, 10, n), **more) for n, more in enumerate(needs, start=1)
    ]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 10, 1))
    return rows


@pytest.fixture
def seen(pupils, school, worked):
    """The words of the page, once the ledgers of today are made."""
    school.get(PAGE)
    worked()

    def read(client=school) -> str:
        return main_text(text(client.get(PAGE)))

    return read


def test_a_school_sees_its_own_pupils_with_what_it_may_know(seen, pupils) -> None:
    words = seen()
    assert "2 pupils of 3 in Year 11" in words
    assert pupils[0]["family"] in words and pupils[1]["family"] in words
    assert "Education, health and care plan 2" in words
    assert "No support agreed yet" in words


def test_a_school_sees_every_year_group_that_it_has_on_record(
    seen, pupils, load, tmp_path
) -> None:
    younger = [
        pupil(21, date(2011, 10, 4), year="10", sen="E"),
        pupil(22, date(2012, 10, 4), year="9", sen="N"),
        pupil(23, date(2014, 10, 4), year="7", sen="E"),
    ]
    load("school-census", census(tmp_path / "d.csv", younger), as_at=date(2026, 10, 1))
    words = seen()
    assert "3 pupils of 5 in Years 9, 10 and 11" in words
    assert younger[0]["family"] in words


def test_the_page_says_who_records_support(seen, pupils) -> None:
    assert "a school or college cannot record it here" in seen()


def test_those_who_may_not_be_named_to_the_school_are_in_no_row_or_number(
    seen, pupils, pages
) -> None:
    assert "2 pupils of 3" in seen()
    with pages.app_context():
        record_evidence(
            person_of(pupils[0]),
            detail("restriction", restricted="Y", urn=SCHOOL),
            tier=Tier.ADVISER,
            source="adviser",
        )
    words = seen()
    assert "1 pupil of 2 in Year 11" in words and pupils[0]["family"] not in words


def test_a_sealed_activity_moves_no_pupil(seen, pupils, pages, worked) -> None:
    """The school learns as if no source had given it: its own roll still has them."""
    before = seen()
    with pages.app_context():
        record_evidence(
            person_of(pupils[0]),
            Doing("710", starts=date(2026, 11, 2), ascertained=date(2026, 11, 2)),
            tier=Tier.ADVISER,
            source="adviser",
        )
    worked()
    assert seen() == before


def test_another_college_sees_none_of_them(seen, pupils, college) -> None:
    words = seen(college)
    assert not any(each["family"] in words for each in pupils)


def person_of(row: dict[str, str]) -> int:
    return db.session.query(Person).filter_by(upn=row["upn"]).one().id


@pytest.mark.parametrize("code", ["140", "200", "110", "120", "160", "170"])
def test_what_only_the_council_knows_moves_no_pupil(
    seen, pupils, pages, worked, code: str
) -> None:
    """A circumstance of the third pupil, who has one point, is in no sum and reason."""
    before = seen()
    with pages.app_context():
        record_evidence(
            person_of(pupils[2]),
            detail("characteristic", code=code),
            tier=Tier.ADVISER,
            source="adviser",
        )
    worked()
    assert seen() == before, (before, seen())


@pytest.mark.law("L-09")
def test_while_its_gateway_is_suspended_it_is_not_shown(seen, pages, owner, school):
    with pages.app_context():
        actions.law.suspending.suspend(
            "own-risk", on=owner.on, reason="Wrong codes", act=owner
        )
    answer = school.get(PAGE)
    assert answer.status_code == 403
    assert "suspended this list since" in text(answer)
