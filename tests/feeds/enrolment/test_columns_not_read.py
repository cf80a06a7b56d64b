"""Unknown columns of an enrolment list are named with the batch."""

from dataclasses import replace

import pytest

from tracker.feeds.enrolment.feed import FEED
from tracker.feeds.file_reading import Context
from tracker.feeds.row_meaning import Problem

NOT_READ = [
    # the headings beside Forename and Surname; the notes; the rest without a sender
    ("DOB,StartDate", [], []),
    ("DOB,StartDate,Shoes", ["Columns not read: Shoes."], ["DfENo"]),
    ("DOB,StartDate,UKPRN,Shoes", ["Columns not read: Shoes."], []),
    ("UPN,Born on the,StartDate", ["Columns not read: Born on the."], ["DOB", "DfENo"]),
    ("DOB,EndDate,Since", ["Columns not read: Since."], ["StartDate", "DfENo"]),
    (
        "DOB,StartDate,URN," + ",".join(f"C{n}" for n in range(15)),
        ["Columns not read: C0, C1, C2, C3, C4, C5, C6, C7, C8, C9 and 5 more."],
        [],
    ),
    ("DOB,StartDate,URN," + "x" * 70, [f"Columns not read: {'x' * 59}…."], []),
]


@pytest.mark.parametrize(("more", "notes", "lacking"), NOT_READ)
def test_columns_that_are_not_read_are_named_once(
    write, context, more, notes, lacking
) -> None:
    path = write("list.csv", f"Forename,Surname,{more}\nAnn,Holt,x\nJoe,Marsh,y\n")
    for sender in (context.institution, None):
        reading = FEED.read([path], replace(context, institution=sender))
        assert len(list(reading.rows)) == 2
        missing = [each for each in lacking if sender is None or each != "DfENo"]
        rest = (
            f" There is no column {' and no column '.join(missing)}; if it is one of "
            "these, give it that heading and send the list again."
            if missing
            else ""
        )
        assert reading.notes == [f"{note}{rest}" for note in notes]


def test_a_senders_own_headings(write, context) -> None:
    path = write("list.csv", "Nachname,Vorname,DOB,StartDate\nHolt,Ann,03/04/2009,x\n")
    taught = {"Nachname": "surname", "Vorname": "forename"}
    reading = FEED.read([path], context, aliases=taught)
    assert [row.values["surname"] for row in reading.rows] == ["Holt"]
    assert reading.headings == {"Surname": "Nachname", "Forename": "Vorname"}


def test_a_row_without_any_provider_cannot_be_used(context: Context) -> None:
    no_sender = replace(context, institution=None)
    raw = {"surname": "Holt", "forename": "Ann", "dob": "03/04/2009"}
    raw["start"] = "07/09/2026"
    (problem,) = FEED.interpret(raw, False, 7, no_sender).problems
    assert problem == Problem(7, "DfENo", problem.message, stops=True)
    assert "at which school, college or provider" in problem.message
