"""Who is expected here, and who came: each institution reads its own alone."""

import csv
import io
from datetime import date

import pytest
from sqlalchemy import text as text_of

from tests.acts import act
from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    census,
    links,
    offers,
    pupil,
    register,
)
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW
from tests.web.management.reading import main_text
from tests.web.school.conftest import COLLEGE_KEY, OTHER_KEY, SCHOOL_KEY, text
from tracker import actions, store
from tracker.actions.law import agreements
from tracker.actions.year import cohort_ledgers
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Offer, Tier
from tracker.domain.law.gateways import EXPECTED
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.law.disclosures import Disclosure

PAGE, FILE = "/expected?year=2027", "/expected/learners.csv?year=2027"
NAMES = ("Ashby", "Birch", "Cole", "Dane")


def at(urn: str = COLLEGE) -> InstitutionRef:
    return InstitutionRef(urn=urn)


@pytest.fixture
def expected(registered) -> dict[str, int]:
    """Four of Year 12 with an application or an offer; that of Dane is elsewhere."""
    stages = ("applied", "offer", "accepted", "offer")
    with registered.app_context():
        people = {name: young("Ann", name) for name in NAMES}
        for (name, person), stage in zip(people.items(), stages, strict=True):
            where = at(OTHER_COLLEGE) if name == "Dane" else at()
            record_evidence(
                person,
                Offer(12, at=where, stage=stage, course="Art"),
                tier=Tier.OFFER_ACCEPTED,
                source="applications",
            )
        make_ledgers()
        return people


def make_ledgers() -> None:
    cohort_ledgers.refresh(cohort_ledgers.all_of(TODAY), within=HERE_ONLY, on=TODAY)


def names_in(page: str) -> list[str]:
    return [name for name in NAMES if f"{name}, Ann" in page]


@pytest.mark.law("L-09", "D-08")
def test_without_an_agreement_no_one_is_shown(college, expected) -> None:
    for page in (PAGE, FILE):
        answer = college.get(page)
        assert "none is in force today" in text(answer)
        assert not [name for name in NAMES if name in text(answer)]
    assert "None in force: nothing goes by it" in text(college.get("/sharing"))


@pytest.mark.law("L-09")
def test_an_agreement_that_ended_or_lacks_a_field_shows_no_one(
    college, expected, agree, pages
) -> None:
    agree(fields=["name"])
    assert "none is in force today" in text(college.get(PAGE))
    number = agree(reference="AL-2")
    assert names_in(text(college.get(PAGE))) == ["Ashby", "Birch", "Cole"]
    with pages.app_context():
        agreements.end(
            number, on=TODAY, reason="Over", act=act("owner@example.org", NOW)
        )
    page = text(college.get(PAGE))
    assert "the last one ended on 24 November 2026" in page
    assert names_in(page) == []


def test_each_college_reads_its_own_and_no_others(
    college, expected, agree, signed_in
) -> None:
    agree()
    agree(OTHER_KEY)
    other = signed_in("college-user", OTHER_KEY, email="other@example.org")
    assert names_in(text(college.get(PAGE))) == ["Ashby", "Birch", "Cole"]
    assert names_in(text(other.get(PAGE))) == ["Dane"]
    taken = text(other.get(FILE))
    assert "Dane" in taken
    assert not [name for name in NAMES[:3] if name in taken]


def test_the_numbers_and_filters_agree_with_the_list(college, expected, agree) -> None:
    agree()
    page = text(college.get(PAGE))
    assert "Art" in page
    for query, names in {
        "how=accepted": ["Cole"],
        "how=offered": ["Birch"],
        "name=birch": ["Birch"],
        "came=Not+yet": ["Ashby", "Birch", "Cole"],
        "came=Left": [],
    }.items():
        assert names_in(text(college.get(f"{PAGE}&{query}"))) == names, query
    empty = text(college.get("/expected"))
    assert "We know of no young person who plans to come" in empty


@pytest.mark.law("N-13", "D-13")
def test_who_may_not_be_named_is_in_no_row_and_no_number(
    college, expected, agree, pages, as_json
) -> None:
    agree()
    as_json("people", "withhold", expected["Ashby"])
    with pages.app_context():
        no = detail("restriction", restricted="Y", urn=COLLEGE)
        record_evidence(expected["Birch"], no, tier=Tier.ADVISER)
    seen = [text(college.get(each)) for each in (PAGE, FILE)]
    for each in seen:
        assert "Ashby" not in each
    assert "Cole" in seen[0]
    with pages.app_context():
        user = act("officer@example.org", NOW)
        actions.people.deaths.record(
            expected["Cole"], TODAY, within=HERE_ONLY, act=user
        )
    assert "Cole" not in text(college.get(PAGE))


def test_what_another_place_knows_is_not_shown(college, expected, agree, pages) -> None:
    """One arrived elsewhere, one here: for the college one is not on its list."""
    agree()
    learning = ACTIVITIES["230"]
    with pages.app_context():
        record_evidence(
            expected["Birch"],
            doing(learning, name="Elsewhere Works"),
        )
    page = text(college.get(PAGE))
    assert "Elsewhere" not in page
    assert names_in(page) == ["Ashby", "Birch", "Cole"]


@pytest.mark.law("N-09", "D-13")
def test_nothing_that_is_sealed_changes_it(college, expected, agree, pages) -> None:
    agree()
    before = main_text(text(college.get(PAGE)))
    sealed = next(each for each in ACTIVITIES.values() if each.sealed)
    with pages.app_context():
        record_evidence(
            expected["Birch"], Doing(sealed.code, at(), starts=date(2026, 11, 2))
        )
    assert main_text(text(college.get(PAGE))) == before


@pytest.mark.law("D-08", "L-14")
def test_its_own_list_of_applications_shows_it_no_one_new(
    college, registered, agree, pages, load, tmp_path, monkeypatch
) -> None:
    """A user of the college could write a list with any name on it."""
    rows = [{**pupil(n), "stage": "Offer made"} for n in (1, 2)]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 10, 1))
    alone = [{**row, "upn": "", "postcode": ""} for row in rows]
    for number, some in enumerate((alone[:1], rows[1:])):
        load(
            "offers",
            offers(tmp_path / f"o{number}.csv", some, without="provider"),
            institution=COLLEGE,
            as_at=date(2026, 11, 1 + number),
        )
    agree()
    families = [row["family"] for row in rows]

    def shown() -> list[str]:
        with pages.app_context():
            make_ledgers()
        page = text(college.get(PAGE))
        return [family for family in families if family in page]

    # As long as the council loaded them, they are the council's.
    assert shown() == families
    with pages.app_context():
        store.database.shown.show(["359"])
        batches = [
            each.id for each in store.intake.import_batches.batches(within=HERE_ONLY)
        ]
        db.session.execute(text_of("DELETE FROM ledger_days"))
        db.session.commit()
    monkeypatch.setattr(
        store.intake.sendings,
        "sender_of",
        lambda authority: dict.fromkeys(batches[:2], COLLEGE_KEY),
    )
    # The second line has the number that the census gives, too.
    assert shown() == families[1:]


def test_a_merged_record_is_one_row(college, expected, agree, as_json) -> None:
    agree()
    as_json("people", "merge", expected["Birch"], expected["Cole"])
    page = text(college.get(PAGE))
    assert names_in(page) in (["Ashby", "Birch"], ["Ashby", "Cole"])
    assert "Accepted your offer" in page


@pytest.mark.law("N-12", "L-14")
def test_the_file_is_a_disclosure_by_the_agreement(
    college, expected, agree, pages
) -> None:
    number = agree()
    taken = college.get(FILE)
    rows = list(csv.DictReader(io.StringIO(text(taken).removeprefix("\ufeff"))))
    assert [row["Family name"] for row in rows] == ["Ashby", "Birch", "Cole"]
    assert {row["Disclosure"] for row in rows} == {"D-2026-1"}
    with pages.app_context():
        (made,) = db.session.query(Disclosure)
        assert (made.gateway, made.party) == (EXPECTED, COLLEGE_KEY)
        assert made.agreement_id == number
        (line,) = db.session.query(AuditLine).filter_by(action="leavers downloaded")
        assert line.detail["why"] == "expected here"
        given = store.law.disclosures.people_of(made.id)
        assert sorted(given) == sorted(line.detail["people"])
    assert college.get(FILE.replace("csv", "xlsx")).status_code == 200


@pytest.mark.law("N-12", "L-14")
def test_a_narrowed_list_is_disclosed_as_it_is_narrowed(
    college, expected, agree, pages
) -> None:
    """The address of the page need not name the year that it shows."""
    agree()
    narrowed = f"{PAGE}&how=accepted"
    assert "Download this one (Excel)" in main_text(text(college.get(narrowed)))
    taken = college.get(f"{FILE}&how=accepted")
    assert "-1-of-3.csv" in taken.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(text(taken).removeprefix("\ufeff"))))
    assert [row["Family name"] for row in rows] == ["Cole"]
    with pages.app_context():
        (made,) = db.session.query(Disclosure)
        (line,) = db.session.query(AuditLine).filter_by(action="leavers downloaded")
        given = store.law.disclosures.people_of(made.id)
        assert list(given) == line.detail["people"] == [expected["Cole"]]


@pytest.mark.parametrize("role", ["adviser", "manager", "data-manager", "auditor"])
def test_no_other_role_finds_it(role, registered, signed_in) -> None:
    client = signed_in(role)
    for page in ("/expected", FILE, "/expected/1/place", "/sharing"):
        assert client.get(page).status_code == 404, page


def test_a_provider_of_no_register_reads_its_own(
    registered, pages, agree, signed_in
) -> None:
    key = "ukprn:10012345"
    with pages.app_context():
        where = InstitutionRef(ukprn="10012345", name="Wheels Training")
        record_evidence(young("Ann", "Ashby"), Offer(12, at=where, stage="offer"))
        make_ledgers()
    provider = signed_in("college-user", key)
    assert names_in(text(provider.get(PAGE))) == []
    agree(key)
    assert names_in(text(provider.get(PAGE))) == ["Ashby"]


def test_an_academy_reads_who_is_expected_at_the_school_that_it_was(
    registered, pages, agree, signed_in, load, tmp_path
) -> None:
    with pages.app_context():
        record_evidence(
            young("Ann", "Ashby"),
            Offer(12, at=InstitutionRef(laestab="3594034"), stage="offer"),
        )
        make_ledgers()
    agree(SCHOOL_KEY)
    school = signed_in("school-user", SCHOOL_KEY)
    assert names_in(text(school.get(PAGE))) == ["Ashby"]
    load(
        "establishments",
        register(tmp_path / "edubasealldata2.csv", academy=True),
        links(tmp_path / "links_edubasealldata.csv"),
    )
    with pages.app_context():
        make_ledgers()
    assert names_in(text(school.get(PAGE))) == ["Ashby"]
    assert "Testham Academy (invented)" in main_text(text(school.get(PAGE)))


def test_the_queries_do_not_grow_with_those_expected(
    college, expected, agree, pages, queries
) -> None:
    agree()

    def counted() -> int:
        college.get(PAGE)
        with queries() as sent:
            college.get(PAGE)
        return len(sent)

    before = counted()
    with pages.app_context(), store.database.shown.showing("359"):
        db.session.execute(text_of("DELETE FROM expected_rows WHERE family <> 'Cole'"))
        db.session.commit()
    assert names_in(text(college.get(PAGE))) == ["Cole"]
    assert counted() == before <= 16
