"""Lists of plans by their own headings: what is a plan of ours. All invented."""

from datetime import date

import pytest

from tests.feeds.conftest import Write
from tracker.domain.casework.phase_transfer import PhaseTransfer
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Intention
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.plans import plan_words
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["plans"]
DAY = date(2026, 10, 9)
CONTEXT = Context("359", DAY)
PLAN = detail("send", send="Y", kept="plans")
NO_PLAN = detail("send", send="N", kept="plans")
WHO = "Surname,Forename,DOB,UPN"
AMINA = "Holt,Amina,03/10/2009,"


def meant(write: Write, headings: str, *lines: str) -> list[Interpretation]:
    path = write("plans.csv", "\n".join((headings, *lines)) + "\n")
    reading = FEED.read([path], CONTEXT)
    return [
        FEED.interpret(row.values, row.restricted, row.line, CONTEXT)
        for row in reading.rows
    ]


def plans(found: Interpretation) -> list[object]:
    return [it for it in found.statements if getattr(it, "about", "") == "send"]


#: headings after those of the person, the cells, and the plan that is stated with its
#: day; None for none
ROWS = [
    ("Plan Start Date,Cease Date", "01/09/2020,", (PLAN, DAY)),
    ("EHCP Start Date,Date Ceased", "2020-09-01,", (PLAN, DAY)),
    ("Final plan issued,Plan ceased", "01/09/2020,31/12/2026", (PLAN, DAY)),
    ("Plan Start Date,Cease Date", "01/09/2020,31/07/2026", (NO_PLAN, "2026-07-31")),
    ("Plan Start Date,Cease Date", "01/09/2020,09/10/2026", (NO_PLAN, "2026-10-09")),
    ("EHCP Status,EHCP Start Date", "Maintained,", (PLAN, DAY)),
    ("EHCP Status,EHCP Start Date", "In assessment,", None),
    ("EHCP Status,EHCP Start Date", "Ceased,01/09/2020", None),
    ("EHCP Status,EHCP Start Date", "Tbc by Jo,01/09/2020", None),
    ("Plan Start Date,Cease Date", "01/09/2020,31/02/2026", None),
    ("Plan Start Date,Cease Date", "01/09/2020,01/09/2019", None),
    ("Plan Start Date,Cease Date", "01/12/2026,", None),
    ("Plan Start Date,Cease Date", ",", None),
    ("Plan Start Date,Maintaining LA", "01/09/2020,359", (PLAN, DAY)),
    ("Plan Start Date,Maintaining LA", "01/09/2020,Wigan", (PLAN, DAY)),
    ("Plan Start Date,Maintaining LA", "01/09/2020,350", None),
    ("Plan Start Date,Maintaining LA", "01/09/2020,Bolton", None),
    ("Plan Start Date,Maintaining LA", "01/09/2020,Narnia", None),
    ("Plan Start Date,Transferred from,EHCP", "01/09/2020,Bolton,Y", (PLAN, DAY)),
]


@pytest.mark.parametrize(("headings", "cells", "stated"), ROWS)
def test_which_rows_are_a_plan_of_ours(write: Write, headings, cells, stated) -> None:
    (found,) = meant(write, f"{WHO},{headings}", f"{AMINA},{cells}")
    if stated is None:
        assert plans(found) == []
        assert found.finds_only
        assert found.problems or "assessment" in cells
        return
    plan, day = stated
    assert plans(found) == [plan]
    assert found.as_at == (date.fromisoformat(day) if isinstance(day, str) else day)
    assert found.finds_only is (plan == NO_PLAN)
    assert not found.problems


def test_sen_support_is_no_plan(write: Write) -> None:
    headings = f"{WHO},SEN Status,EHCP"
    support, plan = meant(write, headings, f"{AMINA},K,", f"{AMINA},E,")
    assert plans(support) == [detail("send", support="Y")]
    assert support.finds_only and "no plan" in support.problems[0].message
    assert plans(plan) == [PLAN]


def test_a_plan_counts_from_its_first_day_in_the_school_year(write: Write) -> None:
    headings = f"{WHO},Plan Start Date,Cease Date"
    old, new = meant(write, headings, f"{AMINA},01/03/2019,", f"{AMINA},21/09/2026,")
    assert old.earlier == (date(2026, 9, 1), (PLAN,))
    assert new.earlier == (date(2026, 9, 21), (PLAN,))


REASONS = [
    ("5", "another authority"),
    ("5 - Transferred to another LA", "another authority"),
    ("Transferred to another local authority", "another authority"),
    ("8", "Make sure of it"),
    ("7.0", "moved away"),
    ("1", None),
    ("3 Moved on to higher education", None),
    ("Got a job", "not known as a reason"),
    ("55", "not known as a reason"),
]


@pytest.mark.parametrize(("reason", "asks"), REASONS)
def test_why_a_plan_ceased_asks_and_the_day_ends_it(
    write: Write, reason: str, asks: str | None
) -> None:
    headings = f"{WHO},Plan Start Date,Cease Date,Cease Reason"
    (found,) = meant(write, headings, f"{AMINA},01/09/2019,31/07/2026,{reason}")
    assert plans(found) == [NO_PLAN]
    assert [asks in each.message for each in found.problems] == [True] * bool(asks)


def test_no_word_has_two_meanings() -> None:
    assert plan_words.reason("1") != plan_words.reason("9")
    assert plan_words.state("Draft") is plan_words.State.NONE
    assert plan_words.state("") is None and plan_words.reason("") is None


def test_phase_transfers_are_due_until_a_place_is_named(write: Write) -> None:
    headings = (
        f"{WHO},Plan Start Date,Phase Transfer Due Date,Phase Transfer Final Date"
    )
    due, done, none = meant(
        write,
        headings,
        f"{AMINA},01/09/2020,31/03/2027,",
        f"{AMINA},01/09/2020,31/03/2027,02/02/2027",
        f"{AMINA},01/09/2020,,",
    )
    assert due.phase == PhaseTransfer(date(2027, 3, 31))
    assert done.phase == none.phase == PhaseTransfer(None)


def test_adults_have_a_plan_up_to_the_year_of_25(write: Write) -> None:
    headings = "Surname,Forename,DOB,Plan Start Date,Cease Date"
    lines = [f"Holt,Amina,{born},01/09/2015," for born in ("01/09/2001", "31/08/2001")]
    last, older = meant(write, headings, *lines)
    assert last.usable and not last.needs_plan and not last.finds_only
    assert not older.usable and "25th birthday" in older.problems[-1].message


def test_young_children_are_counted_and_left_out(write: Write) -> None:
    path = write(
        "plans.csv",
        "Surname,Forename,DOB,Plan Start Date\n"
        "Holt,Amina,03/10/2018,01/09/2022\nHolt,Ben,03/10/2009,01/09/2022\n",
    )
    reading = FEED.read([path], CONTEXT)
    assert [row.values["forename"] for row in reading.rows] == ["Ben"]
    assert reading.notes == [
        "Children left out because they are in Year 8 or below and not yet 13: 1."
    ]


def test_a_reason_in_place_of_a_number_is_no_number(write: Write) -> None:
    headings = f"{WHO},Plan Start Date,Cease Date"
    (found,) = meant(write, headings, "Holt,Amina,03/10/2009,UN3,01/09/2020,")
    assert found.identity.upn is None and not found.problems


def test_where_they_are_and_where_they_go(write: Write) -> None:
    headings = (
        f"{WHO},Plan Start Date,Placement URN,Placement Start Date,Next Placement,"
        "Next Placement Start"
    )
    (found,) = meant(
        write, headings, f"{AMINA},01/09/2020,130500,01/09/2021,Otherton,01/09/2027"
    )
    doing = next(it for it in found.statements if isinstance(it, Doing))
    plan = next(it for it in found.statements if isinstance(it, Intention))
    # At 17 what they do began with Year 12, also where they came at eleven.
    assert (doing.at.urn, doing.starts) == ("130500", date(2026, 9, 1))
    assert plan.at is not None and plan.at.name == "Otherton"


@pytest.mark.parametrize(
    "headings",
    [
        "Surname,Forename,DOB,Plan Start Date,Cease Date",
        "Name,Date of Birth,EHCP Status,EHCP Start Date",
        "Child Surname,Child Forename,DOB,UPN,EHCP,SEN Status,Placement",
        "Last Name,First Name,DOB,EHC Plan Status,Final Plan Date,Maintaining LA",
    ],
)
def test_a_list_is_known_by_its_own_headings(write: Write, headings: str) -> None:
    assert recognise(write("list.csv", f"{headings}\n")) == "plans"


@pytest.mark.parametrize(
    ("headings", "feed"),
    [
        ("Forename,Surname,DOB,ULN,StartDate,EndDate,EHCP", "provider-enrolment"),
        ("Estab,UPN,Surname,Forename,DoB,EnrolStatus,NCyearActual,SENprovision", ""),
    ],
)
def test_a_list_of_learners_with_a_column_of_plans_is_none(
    write: Write, headings: str, feed: str
) -> None:
    assert recognise(write("list.csv", f"{headings}\n")) == (feed or "school-census")


def test_headings_alone_are_refused(write: Write) -> None:
    path = write("plans.csv", "Surname,Forename,DOB,Plan Start Date,Cease Date\n")
    with pytest.raises(Unreadable, match="no rows"):
        list(FEED.read([path], CONTEXT).rows)
