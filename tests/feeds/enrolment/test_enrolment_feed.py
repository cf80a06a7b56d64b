"""Enrolment lists of colleges and training providers. All people are invented."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tracker import domain
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.enrolment.columns import COLUMNS
from tracker.feeds.enrolment.feed import FEED
from tracker.feeds.enrolment.template import empty_list
from tracker.feeds.row_meaning import Interpretation

HEAD = (
    "Forename,Surname,FullName,DOB,Postcode,UPN,ULN,DfENo,UKPRN,StartDate,EndDate,"
    "PlannedEndDate,FullTime,PlannedHours,GoalLevel,SituationGroup,SituationSubGroup,"
    "EHCP,Email,Mobile"
)
GIVEN = {
    "Forename": "Ann",
    "Surname": "Holt",
    "DOB": "03/04/2009",
    "StartDate": "07/09/2026",
}
SENDER = InstitutionRef(urn="130500", name="Testham College (invented)")


@pytest.fixture
def one(write, understand) -> Callable[..., Interpretation]:
    """The meaning of one row in which some cells differ from the usual."""

    def meaning(**cells: str) -> Interpretation:
        given = {**GIVEN, **cells}
        row = ",".join(f'"{given.get(name, "")}"' for name in HEAD.split(","))
        (found,) = understand(
            "provider-enrolment", write("list.csv", f"{HEAD}\n{row}\n")
        )
        return found

    return meaning


def doing(found: Interpretation) -> Doing:
    (activity,) = [each for each in found.statements if isinstance(each, Doing)]
    return activity


def problems(found: Interpretation) -> list[tuple[str, bool]]:
    return [(problem.column, problem.stops) for problem in found.problems]


def test_the_education_template(samples: Path, understand) -> None:
    path = samples / "enrolment_education.csv"
    assert FEED.read([path]).layout == "education template"
    found = understand("provider-enrolment", path)
    assert [each.identity.full_name for each in found] == [
        "Amina Holt",
        "Zoë O'Dell",
        "Joe Summers",
        "Ada Grown",
        "Uma Degree",
    ]
    holt, odell, summers, grown, degree = found
    assert holt.statements == (
        detail("name", given="Amina", family="Holt"),
        detail("birth", born="2010-04-03"),
        detail("upn", upn="F359403416001"),
        detail("address", postcode="WN1 1AZ"),
        Doing(None, at=InstitutionRef(laestab="3598600"), starts=date(2026, 9, 7)),
    )
    assert doing(odell).ends == date(2026, 10, 2)
    assert doing(summers).at == InstitutionRef(laestab="3558601")
    assert doing(summers).expected_end == date(2027, 7, 16)
    assert [each.usable for each in found] == [True, True, True, False, False]
    assert "is an adult" in grown.problems[0].message
    assert "higher education" in degree.problems[0].message


def test_the_training_template(samples: Path, understand) -> None:
    path = samples / "enrolment_training.csv"
    assert FEED.read([path]).layout == "training template"
    found = understand("provider-enrolment", path)
    assert [doing(each).activity for each in found] == ["310", "460", None]
    assert {doing(each).at for each in found} == {InstitutionRef(ukprn="10099992")}
    assert problems(found[2]) == [("SituationGroup", False)]


@pytest.mark.parametrize("as_csv", [True, False])
def test_our_template_comes_back_as_it_went_out(tmp_path: Path, as_csv: bool) -> None:
    path = tmp_path / ("list.csv" if as_csv else "list.xlsx")
    path.write_bytes(empty_list(as_csv=as_csv))
    reading = FEED.read([path])
    assert reading.layout == "own template"
    assert list(reading.rows) == []
    assert reading.headings == {}


def test_a_filled_workbook_is_read(workbook, understand) -> None:
    path = workbook(
        Enrolments=[
            [column.title for column in COLUMNS],
            [
                {
                    "forename": "Ann",
                    "surname": "Holt",
                    "dob": date(2009, 4, 3),
                    "uln": 1000000043,
                    "urn": 130500,
                    "start": date(2026, 9, 7),
                    "ehcp": "Y",
                    "hours": 600,
                }.get(column.name)
                for column in COLUMNS
            ],
        ]
    )
    (found,) = understand("provider-enrolment", path)
    assert not found.problems
    assert found.identity.uln == "1000000043"
    assert detail("send", send="Y") in found.statements
    assert doing(found) == Doing(
        None,
        at=InstitutionRef(urn="130500"),
        starts=date(2026, 9, 7),
        part_time=False,
    )


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({}, ("Ann", "Holt")),
        ({"Forename": "", "Surname": "", "FullName": "Holt, Ann"}, ("Ann", "Holt")),
        (
            {"Forename": "", "Surname": "", "FullName": "Ann Marie Holt"},
            ("Ann Marie", "Holt"),
        ),
        ({"Forename": "Holt, Ann", "Surname": ""}, ("Ann", "Holt")),
        ({"Forename": "", "Surname": "Holt,Ann"}, ("Ann", "Holt")),
        ({"Surname": "Holt-Rees, Jr"}, ("Ann", "Holt-Rees, Jr")),
    ],
)
def test_names_in_one_column_or_in_two(one, cells, name) -> None:
    identity = one(**cells).identity
    assert (identity.given, identity.family) == name


@pytest.mark.parametrize(
    ("end", "planned", "ends", "expected"),
    [
        ("", "", None, None),
        ("", "16/07/2027", None, date(2027, 7, 16)),
        ("02/10/2026", "16/07/2027", date(2026, 10, 2), None),
        ("09/10/2026", "", date(2026, 10, 9), None),  # the day of the list
        ("10/10/2026", "", None, date(2026, 10, 10)),
        ("16/07/2027", "", None, date(2027, 7, 16)),
    ],
)
def test_an_end_in_the_past_is_an_end_and_in_the_future_a_plan(
    one, end, planned, ends, expected
) -> None:
    activity = doing(one(EndDate=end, PlannedEndDate=planned))
    assert (activity.ends, activity.expected_end) == (ends, expected)


@pytest.mark.parametrize(
    ("dob", "start", "activity", "starts"),
    [
        ("03/04/2009", "07/09/2026", None, date(2026, 9, 7)),
        # a school's list gives the day of Year 7; the sixth form begins after Year 11
        ("03/04/2010", "03/09/2021", None, date(2026, 9, 1)),
        ("03/10/2008", "03/09/2020", None, date(2025, 9, 1)),
        # still of compulsory age, at a college that takes 14-year-olds
        ("03/04/2011", "07/09/2026", "110", date(2026, 9, 7)),
        # enrolled in October for the September after
        ("03/04/2011", "06/09/2027", None, date(2027, 9, 6)),
    ],
)
def test_age_decides_what_being_on_the_roll_means(
    one, dob, start, activity, starts
) -> None:
    found = doing(one(DOB=dob, StartDate=start))
    assert (found.activity, found.starts) == (activity, starts)


@pytest.mark.parametrize(
    ("cells", "part_time"),
    [
        ({}, None),
        ({"FullTime": "Y"}, False),
        ({"FullTime": "N"}, True),
        ({"FullTime": "PT"}, True),
        ({"FullTime": "Full time"}, False),
        ({"PlannedHours": "539"}, True),
        ({"PlannedHours": "540"}, False),
        ({"PlannedHours": "300", "FullTime": "Y"}, False),
    ],
)
def test_part_time_is_under_540_hours_or_a_word_for_it(one, cells, part_time) -> None:
    assert doing(one(**cells)).part_time is part_time


@pytest.mark.parametrize(
    ("group", "part", "code"),
    [
        ("Apprenticeship", "", "310"),
        ("Training", "Apprenticeship", "310"),
        ("Training", "Hairdressing", "410"),
        ("Supported Internship", "", "460"),
        ("Traineeship", "", "450"),
        ("Re-engagement", "", "530"),
        ("Other training", "", "430"),
        ("Employment with study", "", "320"),
        ("Job with regulated training", "", "320"),
        ("Job with training", "", domain.reference.activity.JOB_WITH_TRAINING.code),
        (
            "Employment with training",
            "",
            domain.reference.activity.JOB_WITH_TRAINING.code,
        ),
        ("Employment", "", domain.reference.activity.JOB_WITHOUT_TRAINING.code),
        ("Job", "", domain.reference.activity.JOB_WITHOUT_TRAINING.code),
        (
            "Job without training",
            "",
            domain.reference.activity.JOB_WITHOUT_TRAINING.code,
        ),
        (
            "Employment without training",
            "",
            domain.reference.activity.JOB_WITHOUT_TRAINING.code,
        ),
        ("Temporary employment", "", domain.reference.activity.TEMPORARY_JOB.code),
        ("Part-time employment", "", domain.reference.activity.PART_TIME_JOB.code),
        ("Self-employed", "", domain.reference.activity.SELF_EMPLOYED.code),
        ("Study Programme", "", None),
        ("", "", None),
    ],
)
def test_words_of_a_situation(one, group, part, code) -> None:
    found = one(SituationGroup=group, SituationSubGroup=part)
    assert doing(found).activity == code
    assert not found.problems


@pytest.mark.parametrize(
    ("cells", "code", "objections"),
    [
        # the kind of provider cannot decide: the assumed activity is named
        ({"DfENo": "8601"}, None, {"DfENo": "further education, full time"}),
        ({"DfENo": "8601", "FullTime": "N"}, None, {"DfENo": "part-time education"}),
        # the sender may be in none of the columns
        ({}, None, {"": "further education, full time"}),
        ({"UKPRN": "10099992"}, None, {"UKPRN": "further education, full time"}),
        # a provider that fills in the template for training gives training
        (
            {"UKPRN": "10099992", "SituationGroup": "Gardening"},
            domain.reference.activity.OTHER_TRAINING.code,
            {"UKPRN": "other training", "SituationGroup": "Gardening"},
        ),
        # a known situation needs no register
        ({"DfENo": "8601", "SituationGroup": "Study programme"}, None, {}),
        (
            {"UKPRN": "10099992", "SituationGroup": "Traineeship"},
            domain.reference.activity.TRAINEESHIP.code,
            {},
        ),
        # nor does a pupil who is still at school
        (
            {"DfENo": "8601", "DOB": "03/04/2011"},
            domain.reference.activity.AT_SCHOOL.code,
            {},
        ),
    ],
)
def test_at_a_provider_in_no_register_the_assumed_activity_is_named(
    context, cells, code, objections
) -> None:
    unknown = replace(context, in_register=lambda ref: False)
    titles = {column.title: column.name for column in COLUMNS}
    raw = {titles[title]: text for title, text in {**GIVEN, **cells}.items()}
    found = FEED.interpret(raw, False, 2, unknown)
    assert doing(found).activity == code
    assert {each.column for each in found.problems} == set(objections)
    for each in found.problems:
        assert objections[each.column] in each.message
    assert found.usable


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({}, SENDER),
        ({"DfENo": "8601"}, InstitutionRef(laestab="3598601")),
        ({"DfENo": "355/8601"}, InstitutionRef(laestab="3558601")),
        ({"UKPRN": "10099993"}, InstitutionRef(ukprn="10099993")),
        ({"UKPRN": "99"}, SENDER),
    ],
)
def test_a_row_may_name_another_provider_than_the_sender(one, cells, place) -> None:
    assert doing(one(**cells)).at == place


def test_four_digits_are_a_number_of_the_senders_authority(context) -> None:
    sender = replace(context, institution=InstitutionRef(laestab="3558600"))
    raw = {"surname": "Holt", "dob": "03/04/2009", "laestab": "8601"}
    found = FEED.interpret(raw, False, 2, sender)
    assert doing(found).at == InstitutionRef(laestab="3558601")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Surname": ""}, ("Surname", True)),
        ({"Forename": ""}, ("Forename", False)),
        ({"DOB": ""}, ("DOB", False)),
        ({"DOB": "", "ULN": "1000000043"}, ("DOB", False)),
        ({"DOB": "04/28/2009"}, ("DOB", False)),
        ({"DOB": "03/04/1986", "ULN": "1000000043"}, ("DOB", True)),
        ({"DOB": "03/04/1909", "ULN": "1000000043"}, ("DOB", False)),
        ({"DOB": "03/04/2006", "EHCP": "N"}, ("DOB", True)),
        ({"DOB": "03/04/2000"}, ("DOB", True)),
        ({"DOB": "03/04/2000", "EHCP": "Y"}, ("DOB", True)),
        ({"ULN": "1.23457E+09"}, ("ULN", False)),
        ({"UPN": "F3594034160"}, ("UPN", False)),
        ({"Postcode": "Wigan"}, ("Postcode", False)),
        ({"StartDate": ""}, ("StartDate", False)),
        ({"StartDate": "soon"}, ("StartDate", False)),
        ({"StartDate": "11/10/2027"}, ("StartDate", False)),
        ({"StartDate": "07/09/2062"}, ("StartDate", False)),
        ({"EndDate": "01/09/2026"}, ("EndDate", True)),
        ({"PlannedEndDate": "01/09/2026"}, ("PlannedEndDate", False)),
        ({"GoalLevel": "Level 5"}, ("GoalLevel", True)),
        ({"SituationGroup": "Higher Education"}, ("SituationGroup", True)),
        ({"SituationGroup": "Gardening"}, ("SituationGroup", False)),
        ({"EHCP": "maybe"}, ("EHCP", False)),
        ({"PlannedHours": "lots"}, ("PlannedHours", False)),
        ({"Email": "ann at home"}, ("Email", False)),
    ],
)
def test_a_problem_stops_a_row_only_if_nothing_can_be_made_of_it(
    one, cells: dict[str, str], expected: tuple[str, bool]
) -> None:
    found = one(**cells)
    assert expected in problems(found)
    assert all(problem.line == 2 for problem in found.problems)
    assert all(problem.message.endswith(".") for problem in found.problems)


@pytest.mark.parametrize(
    "cells",
    [
        {"DOB": "03/04/2006", "EHCP": "Y"},  # 20 with a plan
        {"DOB": "01/09/2007"},  # Year 14
        {"GoalLevel": "Level 4", "SituationGroup": "Apprenticeship"},
        {"ULN": "9999999999"},
        {"StartDate": "10/10/2027"},  # a year and a day after the list
        {"Email": "ann@example.org", "Mobile": "07700 900123"},
    ],
)
def test_these_cells_are_no_problem(one, cells: dict[str, str]) -> None:
    assert one(**cells).problems == ()


@pytest.mark.parametrize(
    ("cells", "usable", "needs_plan"),
    [
        ({"DOB": "03/04/2009"}, True, False),
        ({"DOB": "01/09/2007"}, True, False),  # 18, Year 14
        ({"DOB": "31/08/2007"}, True, True),  # 19, and no answer about a plan
        ({"DOB": "03/04/2006"}, True, True),
        ({"DOB": "03/04/2006", "EHCP": "Y"}, True, False),
        ({"DOB": "03/04/2006", "EHCP": "N"}, False, False),
        ({"DOB": "01/09/2001"}, True, True),  # 24
        ({"DOB": "31/08/2000", "EHCP": "Y"}, False, False),
    ],
)
def test_a_learner_over_18_counts_only_with_a_plan(
    one, cells: dict[str, str], usable: bool, needs_plan: bool
) -> None:
    found = one(**cells)
    assert found.usable is usable
    if usable:
        assert found.needs_plan is needs_plan


def test_a_no_about_plans_in_a_list_is_not_evidence(one) -> None:
    assert detail("send", send="Y") in one(EHCP="Y").statements
    assert not [
        each
        for each in one(EHCP="N").statements
        if each.kind == "detail" and each.about == "send"
    ]
