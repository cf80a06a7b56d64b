"""Lists of applications and offers. Everybody is invented."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tracker.actions.law.subject_copy.stated import values
from tracker.domain.history.evidence import Detail, Offer, as_json
from tracker.domain.law.gateways import GATEWAYS
from tracker.domain.law.restrictions import MAY_BE_PASSED_ON
from tracker.domain.reference import codes
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.offers import application_words
from tracker.feeds.registry import FEEDS
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["offers"]
SENDER = InstitutionRef(urn="130500", name="Testham College (invented)")
MAY = Context("359", date(2026, 5, 29), institution=SENDER)
HEAD = (
    "Forename,Surname,DOB,Postcode,UPN,YearGroup,SchoolName,ProviderName,ProviderURN,"
    "CourseTitle,ApplicationDate,ApplicationStatus,StatusDate,GuaranteeStatus,YSSA"
)
GIVEN = {
    "Forename": "Ann",
    "Surname": "Holt",
    "DOB": "03/04/2010",
    "ProviderName": "Lake College",
    "CourseTitle": "Motor vehicle",
    "ApplicationStatus": "Offer made",
}

Meaning = Callable[..., Interpretation]


@pytest.fixture
def one(write) -> Meaning:
    """The meaning of one row in which some cells differ from the usual."""

    def meaning(
        *, context: Context = MAY, without: str = "YSSA", **cells: str
    ) -> Interpretation:
        head = [each for each in HEAD.split(",") if each not in without.split()]
        given = {**GIVEN, **cells}
        row = ",".join(f'"{given.get(name, "")}"' for name in head)
        path = write("list.csv", f"{','.join(head)}\n{row}\n")
        (found,) = FEED.read([path], context).rows
        return FEED.interpret(found.values, found.restricted, found.line, context)

    return meaning


def offers(found: Interpretation) -> list[tuple[date, Offer]]:
    return [
        (day, each)
        for day, statements in found.by_day
        for each in statements
        if isinstance(each, Offer)
    ]


def sentences(found: Interpretation) -> list[str]:
    return [each.message for each in found.problems]


def test_a_row_is_one_application(one: Meaning) -> None:
    found = one(ApplicationDate="12/01/2026", StatusDate="02/03/2026")
    assert found.problems == ()
    assert found.as_at == MAY.as_at
    assert offers(found) == [
        (
            date(2026, 3, 2),
            Offer(
                11,
                at=InstitutionRef(name="Lake College"),
                course="Motor vehicle",
                stage="offer",
                applied=date(2026, 1, 12),
            ),
        )
    ]
    # What is stated of the person is as at the day of the list.
    (day, details), _ = found.by_day
    assert day == MAY.as_at
    assert {each.about for each in details if isinstance(each, Detail)} == {
        "name",
        "birth",
    }


def test_without_a_day_of_its_own_it_is_as_at_the_day_of_the_list(one: Meaning) -> None:
    ((day, offer),) = offers(one())
    assert (day, offer.applied) == (MAY.as_at, None)


STAGES = {
    "Conditional": "conditional",
    "CONDITIONAL OFFER": "conditional",
    "Unconditional Firm": "accepted",
    "Conditional Firm (CF)": "accepted",
    "Offer accepted": "accepted",
    "Offer - unconditional": "offer",
    "Awaiting reply to offer": "offer",
    "Interview booked": "interview",
    "Invited to interview": "interview",
    "Application received": "applied",
    "Reserve list": "waiting",
    "Enrolled": "enrolled",
    "Unsuccessful": "refused",
    "Offer withdrawn by college": "refused",
    "Declined by student": "declined",
    "Declined by College": "refused",
    "Withdrawn by applicant": "withdrawn",
    "Offer lapsed": "withdrawn",
}


@pytest.mark.parametrize(("written", "stage"), STAGES.items())
def test_what_senders_write_is_a_stage(one: Meaning, written: str, stage: str) -> None:
    ((_, offer),) = offers(one(ApplicationStatus=written))
    assert (offer.stage, offer.status) == (stage, None)


STATUSES = {
    "110": "110",
    "140": "140",
    "140 - Awaiting outcome": "140",
    "151.0": "151",
    "153": "153",
    "Not yet applied": "151",
    "No suitable provision": "150",
    "Unable to contact": "154",
    "No offer: has not applied": "151",
}


@pytest.mark.parametrize(("written", "status"), STATUSES.items())
@pytest.mark.parametrize("column", ["GuaranteeStatus", "ApplicationStatus"])
def test_a_status_of_the_guarantee_may_stand_in_either_column(
    one: Meaning, column: str, written: str, status: str
) -> None:
    ((_, offer),) = offers(one(**{"ApplicationStatus": "", column: written}))
    assert (offer.status, offer.stage) == (status, None)


def test_a_stage_and_a_status_are_two_statements(one: Meaning) -> None:
    found = offers(one(GuaranteeStatus="140", ApplicationStatus="Interview"))
    assert [(each.stage, each.status) for _, each in found] == [
        ("interview", None),
        (None, "140"),
    ]


@pytest.mark.parametrize("written", ["159", "Not recorded", "Unknown", ""])
def test_what_is_not_recorded_states_nothing(one: Meaning, written: str) -> None:
    found = one(
        ApplicationStatus="", GuaranteeStatus=written, ProviderName="", CourseTitle=""
    )
    assert (offers(found), found.problems) == ([], ())


@pytest.mark.parametrize(
    "written", ["Maybe", "Yes", "U", "110/140", "199", "2026", "Offer-ish", "=1+1"]
)
def test_a_word_that_is_not_known_refuses_the_row(one: Meaning, written: str) -> None:
    found = one(ApplicationStatus=written)
    assert not found.usable
    (sentence,) = sentences(found)
    assert sentence.startswith(f"{written} is not a status of an application")
    for word in ("Conditional offer", "Withdrawn", "Not applied", "such as 110."):
        assert word in sentence


def test_every_stage_has_a_word_that_is_named_to_senders() -> None:
    stages = {application_words.meaning(each).stage for each in application_words.NAMED}
    assert stages - {None} == set(STAGES.values())
    assert stages - {None} <= set(codes.APPLICATION_STAGES.values)
    assert len(application_words.unknown("x" * 60)) < 400


@pytest.mark.parametrize("status", ["120", "122", "123", "124"])
def test_that_no_offer_is_appropriate_is_decided_by_a_person(
    one: Meaning, status: str
) -> None:
    found = one(ApplicationStatus="", GuaranteeStatus=status)
    assert found.usable
    assert offers(found) == []
    (sentence,) = sentences(found)
    assert "is decided by an adviser and not by a list" in sentence


def test_who_continues_is_for_year_12_alone(one: Meaning) -> None:
    in_11 = one(ApplicationStatus="", GuaranteeStatus="114")
    assert offers(in_11) == []
    assert "is not for Year 11" in sentences(in_11)[0]
    in_12 = one(ApplicationStatus="", GuaranteeStatus="115", DOB="03/04/2009")
    assert [(each.year, each.status) for _, each in offers(in_12)] == [(12, "115")]


PLACES = [
    # cells, columns that the list does not have, the place
    ({"ProviderURN": "130777"}, "ProviderName", InstitutionRef(urn="130777")),
    ({"ProviderName": ""}, "", None),
    ({}, "ProviderName ProviderURN", SENDER),
]


@pytest.mark.parametrize(("cells", "without", "place"), PLACES)
def test_the_place_of_a_row(
    one: Meaning, cells: dict[str, str], without: str, place: InstitutionRef | None
) -> None:
    ((_, offer),) = offers(one(**cells, without=f"YSSA {without}"))
    assert offer.at == place


def test_the_list_of_an_application_system_without_places_names_none(
    one: Meaning,
) -> None:
    context = replace(MAY, institution=None)
    ((_, offer),) = offers(
        one(context=context, without="YSSA ProviderName ProviderURN")
    )
    assert offer.at is None


YEARS = [
    # born, year group, day of application, the day of the list, year of the guarantee
    ("03/04/2010", "", "", "2026-05-29", 11),
    ("03/04/2009", "", "", "2026-05-29", 12),
    ("03/04/2010", "", "", "2026-09-15", 11),
    ("03/04/2010", "", "", "2026-12-15", 12),
    ("03/04/2010", "", "12/01/2026", "2026-12-15", 11),
    ("03/04/2011", "", "", "2026-12-15", 11),
    ("", "11", "", "2026-05-29", 11),
    ("", "Year 12", "", "2026-05-29", 12),
    ("", "12", "12/01/2026", "2026-09-29", 11),
    # the date of birth counts before the year group
    ("03/04/2010", "12", "", "2026-05-29", 11),
]


@pytest.mark.parametrize(("born", "group", "applied", "day", "year"), YEARS)
def test_the_year_of_the_guarantee(
    one: Meaning, born: str, group: str, applied: str, day: str, year: int
) -> None:
    context = replace(MAY, as_at=date.fromisoformat(day))
    found = one(
        context=context,
        DOB=born,
        YearGroup=group,
        ApplicationDate=applied,
        UPN="" if born else "F359403416001",
    )
    assert [each.year for _, each in offers(found)] == [year]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"DOB": "03/04/1999"}, "is neither in Year 11 nor in Year 12"),
        ({"DOB": "03/04/2012"}, "is neither in Year 11 nor in Year 12"),
        ({"DOB": "", "UPN": "F359403416001"}, "Neither a date of birth nor a year"),
        ({"DOB": "", "UPN": "F359403416001", "YearGroup": "X"}, "is not a year group"),
    ],
)
def test_a_row_of_no_year_of_the_guarantee_is_refused(
    one: Meaning, cells: dict[str, str], says: str
) -> None:
    found = one(**cells)
    assert not found.usable and offers(found) == []
    assert any(says in each for each in sentences(found))


ODD_DAYS = [
    # application, status, as at, applied, what is wrong
    ("", "30/05/2026", "2026-05-29", None, "after 29 May 2026, the day of the list"),
    ("30/05/2026", "", "2026-05-29", None, "after 29 May 2026, the day of the list"),
    ("02/03/2026", "01/03/2026", "2026-05-29", "2026-03-02", "before the application"),
    ("31/02/2026", "", "2026-05-29", None, "31/02/2026"),
    ("", "Spring", "2026-05-29", None, "Spring"),
]


@pytest.mark.parametrize(("applied", "status", "as_at", "kept", "says"), ODD_DAYS)
def test_a_day_that_cannot_be_is_left_out_and_named(
    one: Meaning, applied: str, status: str, as_at: str, kept: str | None, says: str
) -> None:
    found = one(ApplicationDate=applied, StatusDate=status)
    ((day, offer),) = offers(found)
    assert day.isoformat() == as_at
    assert offer.applied == (date.fromisoformat(kept) if kept else None)
    assert any(says in each for each in sentences(found))


def test_a_place_without_a_stage_is_named_and_nothing_is_recorded(one: Meaning) -> None:
    found = one(ApplicationStatus="")
    assert found.usable and offers(found) == []
    assert "does not say how far the application is" in sentences(found)[0]


@pytest.mark.law("L-07")
def test_of_a_restricted_pupil_nothing_of_the_application_is_kept(one: Meaning) -> None:
    row = {each.name: "Lake" for each in FEED.columns}
    kept = FEED.of_restricted(row, MAY.as_at)
    assert set(kept) <= MAY_BE_PASSED_ON
    assert not any(each.startswith("place") for each in kept)
    assert {"course", "application_stage", "school", "upn", "uln"}.isdisjoint(kept)
    found = FEED.interpret(dict(kept), True, 2, MAY)
    assert offers(found) == []
    assert found.identity.upn is None


@pytest.mark.law("L-07")
def test_it_is_passed_on_by_its_sender_and_not_by_the_place(one: Meaning) -> None:
    assert one().passed_on_by == (SENDER,)
    system = replace(MAY, institution=None)
    assert one(context=system).passed_on_by == ()
    named = one(context=system, SchoolName="Testham High School")
    assert named.passed_on_by == (InstitutionRef(name="Testham High School"),)


@pytest.mark.law("L-07")
def test_a_list_with_the_agreement_is_refused(one: Meaning) -> None:
    with pytest.raises(Unreadable, match="youth support services agreement") as refused:
        one(without="")
    assert "take the column out for those who agreed" in str(refused.value)


@pytest.mark.law("L-09")
def test_it_comes_in_by_a_gateway_of_institutions() -> None:
    gateway = GATEWAYS[FEED.gateway]
    assert "guarantee" in gateway.fields
    assert gateway.by_law


def test_names_of_other_cultures_and_hostile_cells(one: Meaning) -> None:
    found = one(
        Forename="Nguyễn Thị",
        Surname="O’Brien-’t Hooft",
        ProviderName="=HYPERLINK(x)",
        CourseTitle="Level 2; DROP TABLE offers",
    )
    assert found.usable
    assert found.identity.full_name == "Nguyễn Thị O’Brien-’t Hooft"
    ((_, offer),) = offers(found)
    assert offer.course == "Level 2; DROP TABLE offers"


def test_the_empty_list_is_read_as_what_it_is(write, workbook) -> None:
    assert FEED.template is not None
    head = FEED.template(as_csv=True).decode("utf-8-sig").strip()
    assert "ApplicationStatus" in head
    path = write("filled.csv", f"{head}\n")
    reading = FEED.read([path], MAY)
    assert list(reading.rows) == []
    assert reading.headings == {}
    assert FEED.template()[:2] == b"PK"


@pytest.mark.law("D-05")
def test_their_own_copy_has_the_application_in_plain_words(one: Meaning) -> None:
    ((_, offer),) = offers(one(ApplicationDate="12/01/2026"))
    ((_, words, _),) = values(as_json(offer), lambda ref: ref.name if ref else "", None)
    assert "Unconditional offer" in words and "Motor vehicle" in words
    assert "12 January 2026" in words and "Lake College" in words
