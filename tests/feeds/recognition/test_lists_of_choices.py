"""Which feed a list is of: enrolments, offers and intentions have much in common.

Each line of headings is in the manner of some system or school.
"""

import pytest

from tests.feeds.conftest import Write
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS, recognise

LISTS = {
    "offers": [
        "Applicant Forename,Applicant Surname,Applicant DOB,College,Course,"
        "Application Date,Application Status",
        "First name,Last name,Date of birth,Choice 1 Provider,Choice 1 Course,"
        "Offer Type",
        "Applicant Name,DOB,ULN,Postcode,Course,Start Date,Offer Status",
        "Surname,Forename,DoB,Year Group,Current School,September Guarantee Status",
        "Legal Surname,Legal Forename,Date of Birth,UPN,Reg Group,Offer Made Date,"
        "Decision",
        "Student Name,D.O.B.,Application Stage,Interview Date,Place,Start Date,"
        "Course Title,Level",
        "Name,DOB,Provider,SG Code",
    ],
    "intended-destinations": [
        "Surname,Forename,DOB,UPN,Intended Destination",
        "Forename,Surname,DOB,Reg,What next?,Preferred College,Course,Applied?",
        "Pupil Name,Date of birth,Post-16 destination,Choice 1 Provider",
        "UPN,Legal Surname,Legal Forename,DOB,Year Group,Next Step,College Name",
        "Surname,Forename,DOB,UPN,Admission Date,Intended Destination,"
        "Preferred Provider,Preferred Course,Applied",
    ],
    "provider-enrolment": [
        "Forename,Surname,DOB,Postcode,UPN,StartDate",
        "Forename,Surname,DOB,ULN,Course,Start Date,End Date,Enrolment Status",
        "Surname,Forename,DOB,UPN,Leaving Date,Reason for leaving,Destination,Postcode",
        "Name,DOB,ULN,Course,Start date,Application Number",
        # Plain words, which are no register of children missing education.
        "Surname,Forename,DOB,ULN,Postcode,Start,Left on,Reason",
        "Surname,Forename,DOB,UPN,Start,End,Confirmed",
    ],
    "school-census": [
        "Estab,UPN,Surname,Forename,DoB,EnrolStatus,NCyearActual",
    ],
}
EVERY = [(feed, head) for feed, heads in LISTS.items() for head in heads]


@pytest.mark.parametrize(("feed", "head"), EVERY)
def test_a_list_is_known_by_its_headings(write: Write, feed: str, head: str) -> None:
    assert recognise(write("list.csv", f"{head}\nx\n")) == feed


@pytest.mark.parametrize("head", LISTS["offers"])
def test_offers_are_never_taken_for_enrolments(
    write: Write, context: Context, head: str
) -> None:
    """Not even on request: a start date in it is that of a course not yet begun."""
    path = write("list.csv", f"{head}\nx,y\n")
    with pytest.raises(Unreadable, match="It looks like a list of applications"):
        list(FEEDS["provider-enrolment"].read([path], context).rows)


@pytest.mark.parametrize("feed", ["offers", "intended-destinations"])
@pytest.mark.parametrize("head", LISTS["provider-enrolment"][:2])
def test_an_enrolment_list_is_neither(
    write: Write, context: Context, feed: str, head: str
) -> None:
    path = write("list.csv", f"{head}\nx,y\n")
    with pytest.raises(Unreadable, match="It looks like an enrolment list"):
        list(FEEDS[feed].read([path], context).rows)


def test_columns_of_further_choices_are_named_as_not_read(
    write: Write, context: Context
) -> None:
    head = "Surname,Forename,DOB,Choice 1 Provider,Choice 1 Status,Choice 2 Provider"
    path = write("list.csv", f"{head}\nHolt,Ann,03/04/2010,Lake,Applied,Hill\n")
    reading = FEEDS["offers"].read([path], context)
    (row,) = reading.rows
    assert row.values["place_name"] == "Lake"
    assert reading.notes == ["Columns not read: Choice 2 Provider."]
