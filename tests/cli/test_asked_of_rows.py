"""What only the rows of a file say of it is asked about before anything is applied."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE_NUMBER,
    nccis,
    people,
    person,
    provider_list,
)

OCTOBER = date(2026, 10, 9)
PROVIDER = "10098845"
LIST = ("imports", "load", "provider-enrolment")


@pytest.mark.parametrize(
    ("column", "number", "called"),
    [
        ("ukprn", PROVIDER, "UKPRN 10098845"),
        ("laestab", "3598899", "LAESTAB 3598899"),
    ],
)
def test_a_sender_that_only_the_rows_name_is_asked_about(
    flask, told, registered, tmp_path, everything, column, number, called
) -> None:
    rows = people(4, **{column: number, "situation": "Apprenticeship"})
    file = provider_list(tmp_path / "list.csv", rows)
    before = everything()
    asked = f"The sender, {called}, is in no register"
    for words in (("--yes",), ("--as-at", OCTOBER), ("--as-at", OCTOBER, "--yes")):
        answer = flask(*LIST, file, *words, code=2)
        assert asked in answer.err
        assert ("gives no date" in answer.err) is (words == ("--yes",))
        assert everything() == before
    named = ("--as-at", OCTOBER, "--new-sender", "Wheels Training")
    done = flask(*LIST, file, *named, "--json").json
    assert done["applied"]
    assert done["sender"] == {column: number}
    assert "from Wheels Training" in flask("imports", "show", done["batch"]).out
    # The next list of theirs is not asked about, and is of the same sender.
    later = provider_list(tmp_path / "later.csv", rows[:3])
    again = flask(*LIST, later, "--as-at", "2026-11-06", "--json").json
    assert again["applied"] and again["sender"] == {column: number}


def test_several_institutions_in_no_register_are_asked_about_once(
    flask, told, registered, tmp_path
) -> None:
    rows = [
        person(1, ukprn=PROVIDER, situation="Apprenticeship"),
        person(2, ukprn="10098846", situation="Apprenticeship"),
        person(3, ukprn=PROVIDER, situation="Apprenticeship"),
        person(4, laestab=COLLEGE_NUMBER),
    ]
    file = provider_list(tmp_path / "list.csv", rows)
    stopped = flask(*LIST, file, "--as-at", OCTOBER, "--json", code=1).json
    said = (
        "In no register: UKPRN 10098845, UKPRN 10098846. Check each; a training "
        "provider need not be in one."
    )
    assert not stopped["applied"] and stopped["sender"] is None
    assert stopped["notes"] == stopped["alarms"] == [said]
    assert told("imports", "apply", stopped["batch"], "--yes")["applied"]
    # Providers that were checked once are not asked about with the next list.
    later = provider_list(tmp_path / "later.csv", rows[1:])
    done = flask(*LIST, later, "--as-at", "2026-11-06", "--json").json
    assert done["applied"] and done["notes"] == [said]
    another = [*rows, person(5, ukprn="10098847", situation="Apprenticeship")]
    last = provider_list(tmp_path / "last.csv", another)
    answer = flask(*LIST, last, "--as-at", "2026-11-13", "--json", code=1)
    assert "UKPRN 10098847" in answer.json["alarms"][0]


def test_a_sender_of_the_register_that_only_the_rows_name_is_not_asked_about(
    flask, registered, tmp_path
) -> None:
    file = provider_list(tmp_path / "list.csv", people(3, laestab=COLLEGE_NUMBER))
    done = flask(*LIST, file, "--as-at", OCTOBER, "--json").json
    assert done["applied"] and done["notes"] == []
    other = provider_list(tmp_path / "other.csv", people(4, laestab=COLLEGE_NUMBER))
    named = ("--as-at", OCTOBER, "--new-sender", "Wheels")
    refused = flask(*LIST, other, *named, code=2).err
    assert "there is no number of one that is in no register" in refused


LED = [
    # No authority in the header, then none in the records, then what is asked.
    ((), ("350", "350", "355"), "The records of history.xml are led by Bolton (350), "),
    ((), ("350", "359", "350"), "Most records of history.xml are led by Bolton (350) "),
    (("359",), ("355", "355"), "are led by Salford (355) and not by Wigan (359), for"),
    ((), ("", ""), "Neither the header of history.xml nor its records say which "),
    (("359",), ("", ""), None),
    ((), ("359", "350"), None),
    ((), ("359", "359", "350"), None),
]


@pytest.mark.parametrize(("header", "leads", "asked"), LED)
def test_records_that_another_authority_leads_are_asked_about(
    flask, tmp_path, everything, header, leads, asked
) -> None:
    rows = [
        {**person(1 + place), "activity": "210", "lead": lead}
        for place, lead in enumerate(leads)
    ]
    file = nccis(tmp_path / "history.xml", OCTOBER, rows)
    if not header:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("<LEACode>359</LEACode>", ""), encoding="utf-8")
    words = ("imports", "load", "nccis-file", file)
    before = everything()
    if asked is None:
        assert flask(*words, "--json").json["applied"]
        return
    answer = flask(*words, "--yes", code=2)
    assert asked in answer.err
    assert "--other-authorities" in answer.err
    assert everything() == before
    assert flask(*words, "--other-authorities", "--json").json["applied"]


@pytest.mark.parametrize(("month", "asked"), [(11, False), (12, True)])
def test_a_file_of_a_month_to_come_is_asked_about(
    flask, tmp_path, month, asked
) -> None:
    """A return is made before its month is over, and not before it has begun."""
    day = date(2026, month, 30 if month == 11 else 31)
    file = nccis(tmp_path / "history.xml", day, [{**person(1), "activity": "210"}])
    words = ("imports", "load", "nccis-file", file, "--json")
    answer = flask(*words, code=1 if asked else 0).json
    assert answer["applied"] is not asked
    said = ["It is as at 31 December 2026, which is in the future."]
    assert answer["alarms"] == (said if asked else [])


def test_a_table_may_write_the_name_of_the_authority(flask, told, tmp_path) -> None:
    file = tmp_path / "history.csv"
    file.write_text(
        "YoungPersonsID,GivenName,FamilyName,DOB,Postcode,LeadLEA,ActivityCode,"
        "StartDate,DateAscertained,DateVerified,PeriodEnd\n"
        "3590000000001,Ada,Quill,2009-03-01,WN1 1AZ,Wigan,210,2026-09-01,2026-09-01,"
        "2026-09-01,2026-10-31\n",
        encoding="utf-8",
    )
    done = flask("imports", "load", "nccis-file", file, "--json").json
    assert done["outcomes"] == {"new-in-area": 1}
