"""A college takes the support of its own students, by an agreement."""

import csv
import io
from datetime import date

import pytest

from tests.acts import act
from tests.factories import OTHER_COLLEGE, census, provider_list, pupil
from tests.web.adviser.young import TODAY
from tests.web.conftest import NOW
from tests.web.management.reading import main_text
from tests.web.school.conftest import OTHER_KEY, text
from tracker import store
from tracker.actions.law import agreements
from tracker.domain.law.gateways import SUPPORT
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.law.disclosures import Disclosure

PAGE, FILE = "/support", "/support/students.csv"
FIELDS = ("name", "born", "plan", "support")


@pytest.fixture
def needing(at_college, load, tmp_path):
    """Of the twelve at the college, by their school the first has a plan and the second
    had support.
    """
    needs = [{**at_college[0], "sen": "E"}, {**at_college[1], "sen": "K"}]
    load(
        "school-census",
        census(tmp_path / "needs.csv", [pupil(1, **row) for row in needs]),
        as_at=date(2026, 10, 1),
    )
    return at_college


@pytest.fixture
def agreed(agree):
    return lambda **more: agree(**{"gateway": SUPPORT, "fields": FIELDS, **more})


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(answer).removeprefix("\ufeff"))))


@pytest.mark.law("L-09")
def test_without_an_agreement_nothing_goes_out(college, needing, pages) -> None:
    assert "none is in force today" in main_text(text(college.get(PAGE)))
    assert college.get(FILE).location == PAGE
    with pages.app_context():
        assert db.session.query(Disclosure).count() == 0


@pytest.mark.law("L-09", "D-08")
def test_the_file_has_those_with_a_plan_or_support_and_is_a_disclosure(
    college, needing, agreed, pages
) -> None:
    agreed()
    page = main_text(text(college.get(PAGE)))
    assert "EHC plan, SEN support" in page
    assert needing[0]["family"] not in page
    rows = rows_of(college.get(FILE))
    assert {
        row["Given name"]: (row["EHC plan"], row["SEN support"]) for row in rows
    } == {
        needing[0]["given"]: ("Yes", "No"),
        needing[1]["given"]: ("No", "Yes"),
    }
    with pages.app_context():
        (made,) = db.session.query(Disclosure)
        given = store.law.disclosures.people_of(made.id)
        (line,) = db.session.query(AuditLine).filter_by(action="leavers downloaded")
        assert (made.gateway, made.people) == (SUPPORT, 2)
        assert sorted(line.detail["people"]) == sorted(given)
    assert {row["Disclosure"] for row in rows} == {made.mark}
    assert made.mark in main_text(text(college.get(PAGE)))


def test_the_workbook_has_the_same(college, needing, agreed) -> None:
    agreed()
    taken = college.get(FILE.replace("csv", "xlsx"))
    assert taken.data.startswith(b"PK")


@pytest.mark.law("L-09")
def test_an_agreement_about_plans_alone_gives_no_support(
    college, needing, agreed
) -> None:
    agreed(fields=("name", "plan"))
    (row,) = rows_of(college.get(FILE))
    assert row["Given name"] == needing[0]["given"]
    assert "SEN support" not in row


def test_an_agreement_about_care_gives_none_of_it(college, needing, agreed) -> None:
    agreed(fields=(*FIELDS, "care"))
    assert "care" not in ",".join(rows_of(college.get(FILE))[0]).lower()
    assert "care leaver" not in main_text(text(college.get(PAGE)))


def test_another_college_takes_its_own_alone(
    college, needing, agreed, signed_in, load, tmp_path
) -> None:
    moved = {**needing[5], "ehcp": "Y", "start": "02/11/2026"}
    load(
        "provider-enrolment",
        provider_list(tmp_path / "other.csv", [moved]),
        institution=OTHER_COLLEGE,
        as_at=TODAY,
    )
    agreed()
    agreed(key=OTHER_KEY)
    other = signed_in("college-user", OTHER_KEY, email="other@example.org")
    names = [
        [row["Given name"] for row in rows_of(each.get(FILE))]
        for each in (other, college)
    ]
    assert names[0] == [moved["given"]]
    assert sorted(names[1]) == sorted(each["given"] for each in needing[:2])
    assert main_text(text(other.get(PAGE))).count("D-2026-") == 1


def test_who_may_not_be_named_is_left_out(college, needing, agreed, as_json) -> None:
    agreed()
    (found,) = as_json("people", "find", needing[0]["upn"])
    as_json("people", "withhold", found["person"])
    names = [row["Given name"] for row in rows_of(college.get(FILE))]
    assert names == [needing[1]["given"]]


def test_where_none_needs_support_no_file_is_made(college, at_college, agreed) -> None:
    agreed()
    answer = college.get(FILE)
    assert answer.location == PAGE
    assert "No student of yours has a plan or support" in text(college.get(PAGE))


def test_after_the_agreement_ended_its_files_are_still_listed(
    college, needing, agreed, pages
) -> None:
    number = agreed()
    college.get(FILE)
    with pages.app_context():
        agreements.end(
            number, on=TODAY, reason="Over", act=act("owner@example.org", NOW)
        )
    page = main_text(text(college.get(PAGE)))
    assert "the last one ended on 24 November 2026" in page
    assert "D-2026-1" in page


@pytest.mark.parametrize("role", ["adviser", "manager", "data-manager", "auditor"])
def test_no_other_role_finds_it(role, registered, signed_in) -> None:
    client = signed_in(role)
    assert [client.get(each).status_code for each in (PAGE, FILE)] == [404, 404]
