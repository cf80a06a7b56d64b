"""NCCIS files of any supplier, several months at once. All people are invented."""

from datetime import date
from pathlib import Path

import pytest

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Intention, Offer
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.nccis.feed import FEED
from tracker.feeds.row_meaning import Interpretation


def doing(found: Interpretation) -> Doing:
    (activity,) = [
        each for _, its in found.by_day for each in its if isinstance(each, Doing)
    ]
    return activity


@pytest.fixture
def june(samples: Path) -> Path:
    return samples / "nccis_2026_06.xml"


@pytest.fixture
def july(samples: Path) -> Path:
    return samples / "nccis_2026_07.xml"


def test_a_record_becomes_all_of_its_statements(june: Path, understand) -> None:
    (holt,) = understand("nccis-file", june)
    assert holt.problems == ()
    assert holt.identity.ypid == "4440000000101"
    assert holt.as_at == date(2026, 6, 30)  # the end of its month
    assert holt.statements == (
        detail("name", given="Amina", family="Holt"),
        detail("birth", born="2009-04-03", sex="F"),
        detail("upn", upn="F359403416001"),
        detail("uln", uln="1000000019"),
        detail("ypid", ypid="4440000000101"),
        detail("former ypid", ypid="3550000000077"),
        detail("address", line1="12 Sample Street", town="Wigan", postcode="WN1 1AZ"),
        detail("ethnicity", ethnicity="WBRI"),
        detail("send", send="N", support="Y"),
        detail("need", level="2"),
        detail("characteristics", codes="150 200"),
        detail("lead authority", authority="359"),
        detail("educated authority", authority="355"),
        detail("year 11 authority", authority="359"),
        Offer(11, "110", "359"),
        Offer(12, "114", "355"),
        Intention("121"),
    )
    assert holt.earlier == (
        date(2026, 5, 12),  # the day it was verified
        (
            Doing(
                "230",
                at=InstitutionRef(
                    laestab="3558600",
                    ukprn="10099991",
                    name="Otherton College (invented)",
                ),
                starts=date(2025, 9, 8),
                expected_end=date(2026, 7, 10),
                ascertained=date(2025, 9, 20),
            ),
        ),
    )
    assert holt.by_day == ((holt.as_at, holt.statements), holt.earlier)


def test_months_are_taken_in_their_order(june: Path, july: Path) -> None:
    reading = FEED.read([july, june])
    assert reading.as_at == date(2026, 7, 31)
    assert [(row.file, row.line) for row in reading.rows] == [
        ("nccis_2026_06.xml", 14),
        ("nccis_2026_07.xml", 14),
        ("nccis_2026_07.xml", 60),
    ]


def test_the_files_of_other_suppliers_are_understood(july: Path, understand) -> None:
    # DatabaseId, LevelofNeedCode, NeetStartDate, empty elements, CRLF, a DOCTYPE line
    holt, _ = understand("nccis-file", july)
    assert doing(holt) == Doing(
        "619",
        starts=date(2026, 7, 1),
        neet_since=date(2026, 7, 1),
        ascertained=date(2026, 7, 2),
    )
    assert detail("need", level="2") in holt.statements


def test_nothing_is_confirmed_after_the_month_of_the_file(july, understand) -> None:
    holt, _ = understand("nccis-file", july)  # verified on 2 August
    assert holt.as_at == date(2026, 7, 31)
    assert [day for day, _ in holt.by_day] == [date(2026, 7, 31)]


def test_a_young_person_who_was_transferred(july: Path, understand) -> None:
    _, gone = understand("nccis-file", july)
    assert detail("departure", status="T", to="355", on="2026-07-31") in gone.statements
    assert not [
        each
        for each in gone.statements
        if each.kind == "detail" and each.about == "characteristics"
    ]
    (problem,) = gone.problems  # a malformed date of birth stops no record with an ID
    assert (problem.column, problem.stops) == ("DOB", False)


def record(**changes: str) -> dict[str, str]:
    return {
        "PeriodEnd": "2026-07-31",
        "YoungPersonsID": "4440000000101",
        "CohortStatus": "P",
        "GivenName": "Ann",
        "FamilyName": "Holt",
        "DOB": "2009-04-03",
        "ActivityCode": "230",
        "StartDate": "2025-09-08",
        **changes,
    }


def meaning(context: Context, **changes: str) -> Interpretation:
    raw = {name: text for name, text in record(**changes).items() if text}
    return FEED.interpret(raw, False, 5, context)


@pytest.mark.parametrize(
    ("verified", "ascertained", "as_at"),
    [
        ("2026-05-12", "2025-09-20", date(2026, 5, 12)),
        ("", "2025-09-20", date(2025, 9, 20)),
        ("", "", date(2026, 7, 31)),
        ("12/05/2026", "", date(2026, 5, 12)),
        ("rubbish", "2025-09-20", date(2025, 9, 20)),
        ("2027-01-01", "", date(2026, 7, 31)),
    ],
)
def test_the_activity_is_of_the_day_it_was_last_confirmed(
    context, verified, ascertained, as_at
) -> None:
    found = meaning(context, DateVerified=verified, DateAscertained=ascertained)
    assert found.as_at == date(2026, 7, 31)
    assert found.earlier == (as_at, (doing(found),))


def test_an_activity_confirmed_on_the_last_day_joins_the_other_statements(
    context,
) -> None:
    found = meaning(context)
    assert found.by_day == ((found.as_at, (*found.statements, doing(found))),)
    nothing = meaning(context, ActivityCode="")
    assert nothing.earlier is None
    assert nothing.by_day == ((nothing.as_at, nothing.statements),)


@pytest.mark.parametrize(
    ("changes", "column", "stops"),
    [
        ({"FamilyName": ""}, "FamilyName", True),
        ({"CohortStatus": "M"}, "CohortStatus", True),
        ({"YoungPersonsID": "44401"}, "YoungPersonsID", False),
        ({"YoungPersonsID": "", "DOB": ""}, "DOB", False),
        ({"UniqueLearnerNo": "1000000063"}, "UniqueLearnerNo", False),
        ({"UniquePupilNumber": "F35940"}, "UniquePupilNumber", False),
        ({"Gender": "X"}, "Gender", False),
        ({"Ethnicity": "XXXX"}, "Ethnicity", False),
        ({"LevelOfNeedCode": "9"}, "LevelOfNeedCode", False),
        ({"Characteristics": "150 999"}, "Characteristics", False),
        ({"LeadLEA": "999"}, "LeadLEA", False),
        ({"Year11GuaranteeStatus": "999"}, "Year11GuaranteeStatus", False),
        ({"IntendedDestinationYr11": "999"}, "IntendedDestinationYr11", False),
        ({"ActivityCode": "999"}, "ActivityCode", False),
        ({"ActivityCode": ""}, "ActivityCode", False),
        ({"StartDate": "2026-13-01"}, "StartDate", False),
        ({"StartDate": "2026-08-01"}, "StartDate", False),
        ({"SENDFlag": "maybe"}, "SENDFlag", False),
    ],
)
def test_a_problem_stops_a_record_only_if_nothing_can_be_made_of_it(
    context, changes, column, stops
) -> None:
    found = meaning(context, **changes)
    assert (column, stops) in [(each.column, each.stops) for each in found.problems]
    assert all(each.line == 5 for each in found.problems)


@pytest.mark.parametrize("number", ["3599999", "0009999"])
def test_9999_names_no_establishment(context, number: str) -> None:
    found = meaning(context, EstablishmentNumber=number)
    assert doing(found).at is None


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("<FileHeader><PeriodEnd></PeriodEnd></FileHeader>", "no usable PeriodEnd"),
        ("<FileHeader><PeriodEnd>July</PeriodEnd></FileHeader>", "PeriodEnd (July)"),
        ("", "has no FileHeader before its records"),
    ],
)
def test_a_file_must_say_which_month_it_is(write, header: str, says: str) -> None:
    body = "<YoungPersonsRecord><DOB>2009-04-03</DOB></YoungPersonsRecord>"
    path = write("july.xml", f"<NCCIS>{header}{body}</NCCIS>")
    with pytest.raises(Unreadable) as refused:
        FEED.read([path])
    assert says in str(refused.value)


HEADER = "<FileHeader><PeriodEnd>2026-07-31</PeriodEnd></FileHeader>"
PERSON = (
    "<PersonalDetails><YoungPersonsID>4440000000101</YoungPersonsID>"
    "<GivenName>Ann</GivenName><FamilyName>Holt</FamilyName><DOB>2009-04-03</DOB>"
    "</PersonalDetails>"
)
COHORT = "<Cohort><ActivityCode>230</ActivityCode></Cohort>"


def of_record(write, understand, body: str) -> Interpretation:
    path = write(
        "july.xml",
        f"<NCCIS>{HEADER}<YoungPersonsRecord>{body}</YoungPersonsRecord></NCCIS>",
    )
    (found,) = understand("nccis-file", path)
    return found


@pytest.mark.parametrize(
    "family",
    [
        "Ho<!-- once Marsh -->lt",
        "<!-- checked -->Holt",
        "Holt<?print bold?>",
        "Ho<b>l</b>t",
        "<b>Holt</b>",
        "<![CDATA[Holt]]>",
        "H&#111;lt",
    ],
)
def test_markup_inside_a_field_loses_no_text(write, understand, family: str) -> None:
    body = PERSON.replace("Holt", family) + f"<Activities>{COHORT}</Activities>"
    found = of_record(write, understand, body)
    assert found.problems == ()
    assert found.identity.full_name == "Ann Holt"
    assert doing(found).activity == "230"


@pytest.mark.parametrize(
    ("body", "column", "says", "stops"),
    [
        (
            f"{PERSON}<Activities>{COHORT}{COHORT.replace('230', '619')}</Activities>",
            "Cohort",
            "more than one Cohort",
            True,
        ),
        (
            f"{PERSON}<Activities>{COHORT}</Activities><Activities>{COHORT}"
            "</Activities>",
            "Activities",
            "more than one Activities",
            True,
        ),
        (
            PERSON.replace("<DOB>", "<FamilyName>Marsh</FamilyName><DOB>"),
            "FamilyName",
            "more than one FamilyName; the first",
            False,
        ),
    ],
)
def test_a_field_that_occurs_twice_is_a_problem_of_its_record(
    write, understand, body: str, column: str, says: str, stops: bool
) -> None:
    found = of_record(write, understand, body)
    (problem,) = [each for each in found.problems if each.column == column]
    assert says in problem.message
    assert problem.stops is stops
    assert found.identity.family == "Holt"
    if stops:
        assert doing(found).activity == "230"


def test_the_same_value_twice_counts_once(write, understand) -> None:
    again = PERSON.replace("<DOB>", "<FamilyName>Holt</FamilyName><DOB>")
    found = of_record(write, understand, again + f"<Activities>{COHORT}</Activities>")
    assert found.problems == ()


def test_an_entity_that_a_doctype_may_define_elsewhere_is_refused(write) -> None:
    body = f"<YoungPersonsRecord>{PERSON}</YoungPersonsRecord>".replace("Ann", "&a;nn")
    doctype = '<!DOCTYPE NCCIS SYSTEM "nccis.dtd">'
    path = write("july.xml", f"{doctype}<NCCIS>{HEADER}\n{body}</NCCIS>")
    with pytest.raises(Unreadable) as refused:
        list(FEED.read([path]).rows)
    assert "july.xml uses an entity in line 2 that is not defined" in str(refused.value)


@pytest.mark.parametrize("after", ["", "<YoungPersonsRecord/>"])
def test_two_headers_are_two_files(write, after: str) -> None:
    path = write("both.xml", f"<NCCIS>{HEADER}{after}\n{HEADER}</NCCIS>")
    with pytest.raises(Unreadable) as refused:
        list(FEED.read([path]).rows)
    assert "both.xml has a second FileHeader on line 2" in str(refused.value)


def test_line_numbers_go_beyond_65535(write) -> None:
    text = (
        "<NCCIS><FileHeader><PeriodEnd>2026-07-31</PeriodEnd></FileHeader>"
        + "\n" * 70_000
        + "<YoungPersonsRecord><FamilyName>Holt</FamilyName></YoungPersonsRecord>\n"
        "<YoungPersonsRecord>\n<FamilyName>Marsh</FamilyName></YoungPersonsRecord>"
        "</NCCIS>"
    )
    rows = list(FEED.read([write("long.xml", text)]).rows)
    assert [row.line for row in rows] == [70_001, 70_002]
