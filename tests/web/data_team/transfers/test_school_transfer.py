"""The transfer file of one young person for a school, on its page. All invented."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.acts import act
from tests.factories import COLLEGE, SCHOOL, census, nccis, pupil, register
from tests.web.conftest import NOW
from tests.web.data_team.conftest import WITHIN, text
from tests.web.school.year import agreeing
from tracker import actions, store
from tracker.domain.history.evidence import Doing
from tracker.domain.people.confidential_homes import Why
from tracker.domain.people.naming import Because
from tracker.extensions import db
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS
from tracker.reporting.files.transfer_file import VERSIONS, version_on
from tracker.store.accounts.audit import AuditLine
from tracker.store.law.disclosures import Disclosure

FEED = FEEDS["transfer-files"]


@pytest.fixture
def known(desk, tmp_path: Path, load, clock):
    """A pupil of the school until July, at the college in September, NEET since."""

    def run(*, agreed: bool = True, **more: str) -> None:
        load("establishments", register(tmp_path / "edubasealldata.csv"))
        clock.set(date(2026, 5, 21))
        row = pupil(1, date(2010, 3, 14), upn="L359403421001", sen="E", **more)
        path = census(tmp_path / "census.csv", [row])
        load("school-census", path, as_at=date(2026, 5, 21))
        who = {name: row[name] for name in ("given", "family", "upn", "postcode")}
        who |= {"born": row["born"], "sex": row["sex"]}
        for month, activity in (("09", "230"), ("10", "540")):
            day = date(2026, int(month), 30)
            place = {"laestab": "3598600"} if activity == "230" else {}
            starts = f"01/{month}/2026"
            of = {**who, "activity": activity, "start": starts, **place}
            of["verified"] = f"20/{month}/2026"
            clock.set(day)
            load("nccis-file", nccis(tmp_path / f"{month}.xml", day, [of]))
        clock.set(NOW.date())
        if agreed:
            with desk.pages.app_context():
                key = next(
                    each.key
                    for each in store.institutions.register.directory()
                    if each.urn == SCHOOL
                )
                agreeing.signed(key, "school-transfer", NOW.date())

    return run


def ask(desk, school: str = SCHOOL) -> Any:
    return desk.post("/people/1/transfer-file", follow=False, school=school)


def refusal(answer: Any) -> str:
    page = " ".join(re.sub(r"<[^>]+>", " ", text(answer)).split())
    assert answer.mimetype == "text/html"
    return page


def test_the_file_says_who_they_are_and_where_they_learned(desk, known) -> None:
    known()
    page = desk.get("/people/1/transfer-file")
    assert "Education and Skills Act 2008, sections 17 and 77" in page
    assert "version 25.0 (2025/26)" in page
    answer = ask(desk)
    assert answer.status_code == 200
    name = answer.headers["Content-Disposition"]
    assert re.search(r'"359LLLL_CTF_3594034_\d{3}\.xml"', name)
    root = etree.fromstring(answer.get_data())
    assert root.tag == "CTfile"
    assert root.findtext("Header/CTFversion") == "25.0"
    assert root.findtext("Header/DocumentQualifier") == "partial"
    assert root.findtext("Header/DestSchool/Estab") == "4034"
    (one,) = root.findall("CTFpupilData/Pupil")
    assert one.findtext("UPN") == "L359403421001"
    assert one.findtext("DOB") == "2010-03-14"
    assert one.findtext("Address/AddressLines/AddressLine1") == "1 Sample Street"
    assert one.findtext("Address/PostCode") == "WN1 1AZ"
    schools = one.findall("SchoolHistory/School")
    assert [each.findtext("Estab") for each in schools] == ["4034", "8600"]
    assert schools[0].findtext("EntryDate") == "2022-09-05"
    assert schools[1].findtext("LeavingDate") == "2026-09-30"
    assert [each.findtext("LastSchool") for each in schools] == [None, "true"]


def test_nothing_else_is_in_it(desk, known) -> None:
    known(parent="Jocasta")
    content = text(ask(desk))
    for hidden in ("540", "NEET", "SEN", "Jocasta", "WBRI", "Ethnic", "Contact"):
        assert hidden not in content


def test_what_goes_out_can_be_read_and_moves_no_one(
    desk, known, tmp_path: Path
) -> None:
    known()
    answer = ask(desk)
    path = tmp_path / "359LLLL_CTF_3594034_001.xml"
    path.write_bytes(answer.get_data())
    context = Context("359", NOW.date())
    (row,) = FEED.read([path], context).rows
    found = FEED.interpret(row.values, row.restricted, row.line, context)
    assert found.usable and not found.problems and found.question is None
    assert found.passed_on_by == ()
    stated = [each for _, some in found.by_day for each in some]
    assert not [each for each in stated if isinstance(each, Doing)]
    who = found.identity
    with desk.pages.app_context():
        (person,) = store.people.records.records([1], within=WITHIN)
        assert (who.given, who.family) == (person.given, person.family)
        assert (who.upn, who.born) == ("L359403421001", date(2010, 3, 14))
    assert who.postcode == "WN1 1AZ"


def test_it_is_a_disclosure_and_stands_in_the_audit(desk, known) -> None:
    known()
    ask(desk)
    with desk.pages.app_context():
        (made,) = db.session.query(Disclosure)
        assert (made.gateway, made.people) == ("school-transfer", 1)
        assert store.law.disclosures.people_of(made.id) == [1]
        lines = [each.action for each in db.session.query(AuditLine)]
        assert "disclosure made" in {str(each).replace("_", " ") for each in lines}


def test_without_an_agreement_nothing_goes_out(desk, known) -> None:
    known(agreed=False)
    assert "agreement" in refusal(ask(desk))
    with desk.pages.app_context():
        assert db.session.query(Disclosure).count() == 0


@pytest.mark.parametrize(
    ("school", "words"),
    [
        ("", "Enter the number of the school."),
        ("3591111", "is not in the register"),
        (COLLEGE, "is no school with a DfE number"),
    ],
)
def test_a_number_of_no_school_is_refused(desk, known, school: str, words: str) -> None:
    known()
    assert words in refusal(ask(desk, school))


def died() -> None:
    actions.people.deaths.record(
        1, date(2026, 11, 1), within=WITHIN, act=act("d@example.org", NOW)
    )


def not_named() -> None:
    actions.people.not_named_outward.record(
        1, Because.SAFETY, within=WITHIN, act=act("d@example.org", NOW)
    )


def confidential() -> None:
    actions.people.confidential_addresses.record(
        1, Why.SAFETY, within=WITHIN, act=act("d@example.org", NOW)
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (died, "has died, so no transfer file is made."),
        (not_named, "is not named outward, so no transfer file is made."),
        (confidential, "is confidential, so no transfer file is made."),
    ],
)
def test_about_some_no_file_is_made(desk, known, change, words: str) -> None:
    known()
    with desk.pages.app_context():
        change()
    page = desk.get("/people/1/transfer-file")
    assert words in page and "Share it" not in page
    assert words in refusal(ask(desk))
    with desk.pages.app_context():
        assert db.session.query(Disclosure).count() == 0


@pytest.mark.law("L-07")
def test_about_a_restricted_pupil_no_file_is_made(desk, known) -> None:
    known(yssa="No")
    assert "An answer No stands" in refusal(ask(desk))


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2017, 1, 1), "18.0"),
        (date(2023, 8, 31), "22.0"),
        (date(2023, 9, 1), "23.0"),
        (date(2026, 8, 31), "25.0"),
        (date(2031, 9, 1), VERSIONS[-1].number),
    ],
)
def test_the_version_is_that_of_the_day(day: date, number: str) -> None:
    assert version_on(day).number == number
    assert (version_on(day).sex == "Sex") is (day >= date(2023, 9, 1))
