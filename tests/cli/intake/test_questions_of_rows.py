"""What only the rows of a file disclose is a question before anything is applied."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
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
        ("laestab", "3598899", "DfE number 3598899"),
    ],
)
def test_a_sender_named_only_by_the_rows_raises_a_question(
    flask, as_json, registered, tmp_path, everything, column, number, called
) -> None:
    rows = people(4, **{column: number, "situation": "Apprenticeship"})
    file = provider_list(tmp_path / "list.csv", rows)
    before = everything()
    question = f"The sender, {called}, is in no register"
    for words in (("--yes",), ("--as-at", OCTOBER), ("--as-at", OCTOBER, "--yes")):
        answer = flask(*LIST, file, *words, code=2)
        assert question in answer.err
        assert ("gives no date" in answer.err) is (words == ("--yes",))
        assert everything() == before
    named = ("--as-at", OCTOBER, "--new-sender", "Wheels Training")
    done = flask(*LIST, file, *named, "--json").json
    assert done["applied"]
    assert done["sender"] == {column: number}
    assert "from Wheels Training" in flask("imports", "show", done["batch"]).out
    # The next list of theirs raises no question, and has the same sender.
    later = provider_list(tmp_path / "later.csv", rows[:3])
    again = flask(*LIST, later, "--as-at", "2026-11-06", "--json").json
    assert again["applied"] and again["sender"] == {column: number}


SEVERAL = [
    person(1, ukprn=PROVIDER, situation="Apprenticeship"),
    person(2, ukprn="10098846", situation="Apprenticeship"),
    person(3, provider="Cogs Training", situation="Apprenticeship"),
    person(4, laestab=COLLEGE_NUMBER),
]
WHEELS, SPOKES, COGS = "10098845 Wheels Training", "10098846 Spokes", "cogs training"


@pytest.mark.parametrize(
    "named", [(), (WHEELS,), (WHEELS, SPOKES), (WHEELS, COGS), (SPOKES, COGS)]
)
@pytest.mark.parametrize("yes", [(), ("--yes",)])
def test_yes_names_none_of_several_senders_in_no_register(
    flask, registered, tmp_path, everything, named, yes
) -> None:
    file = provider_list(tmp_path / "list.csv", SEVERAL)
    given = [word for name in named for word in ("--new-sender", name)]
    before = everything()
    answer = flask(*LIST, file, "--as-at", OCTOBER, *given, *yes, code=2)
    assert answer.err == (
        "The rows name these senders, which are in no register and have sent nothing "
        "before: Cogs Training, UKPRN 10098845, UKPRN 10098846. Check each; if it is "
        "right, give its name, after its number where it has one. Add "
        '--new-sender "10098845 NAME" --new-sender "10098846 NAME" '
        '--new-sender "Cogs Training".\n'
    )
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Sprockets", "the rows name none like it"),
        ("10098847 Sprockets", "the rows name none like it"),
        ("10098846", "Enter the name of the new sender in letters."),
        ("3598600 Sprockets", "DfE number 3598600 is Testham College (invented), so"),
    ],
)
def test_a_name_outside_the_offered_ones_is_refused(
    flask, registered, tmp_path, everything, name, sentence
) -> None:
    file = provider_list(tmp_path / "list.csv", SEVERAL)
    before = everything()
    words = (*LIST, file, "--as-at", OCTOBER, "--new-sender", name)
    assert sentence in flask(*words, code=2).err
    assert everything() == before


def test_several_senders_in_no_register_are_named_once(
    flask, as_json, registered, tmp_path
) -> None:
    named = [word for name in (WHEELS, SPOKES, COGS) for word in ("--new-sender", name)]
    file = provider_list(tmp_path / "list.csv", SEVERAL)
    done = flask(*LIST, file, "--as-at", OCTOBER, *named, "--json").json
    assert done["applied"] and done["sender"] is None and done["alarms"] == []
    answers = as_json("imports", "show", done["batch"])["answers"]
    assert answers[-1]["answer"] == "Wheels Training, Spokes, Cogs Training"
    # The next list of theirs raises no question, whether they are named again or not.
    for number, again in enumerate((named, ())):
        rows = SEVERAL[number:]
        later = provider_list(tmp_path / f"later{number}.csv", rows)
        done = flask(*LIST, later, "--as-at", "2026-11-06", *again, "--json").json
        assert done["applied"] and done["notes"] == done["alarms"] == []
    another = [*SEVERAL, person(5, ukprn="10098847", situation="Apprenticeship")]
    last = provider_list(tmp_path / "last.csv", another)
    answer = flask(*LIST, last, "--as-at", "2026-11-13", "--json", code=2)
    (question,) = answer.json["questions"]
    assert question["answer"] == '--new-sender "10098847 NAME"'
    assert question["question"] == (
        "Among others the rows name this sender, which is in no register and has sent "
        "nothing before: UKPRN 10098847. Check it; if it is right, give its name, "
        "after its number."
    )


def test_a_sender_accepted_alone_raises_no_question_among_others(
    flask, registered, tmp_path
) -> None:
    alone = provider_list(tmp_path / "alone.csv", SEVERAL[:1])
    words = ("--as-at", OCTOBER, "--new-sender", "Wheels Training", "--json")
    assert flask(*LIST, alone, *words).json["applied"]
    both = provider_list(tmp_path / "both.csv", [SEVERAL[0], SEVERAL[3]])
    done = flask(*LIST, both, "--as-at", "2026-11-06", "--json").json
    assert done["applied"] and done["notes"] == done["alarms"] == []
    # In the list of a known sender these institutions are not the senders.
    theirs = provider_list(tmp_path / "theirs.csv", SEVERAL[1:])
    words = ("--institution", COLLEGE, "--as-at", "2026-11-06", "--json")
    assert flask(*LIST, theirs, *words).json["applied"]


def test_a_registered_sender_named_only_by_the_rows_raises_no_question(
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
    # The authorities in the header, those in the records, and the question.
    ((), ("350", "350", "355"), "The records of history.xml are led by Bolton (350), "),
    ((), ("350", "359", "350"), "Most records of history.xml are led by Bolton (350) "),
    (("359",), ("355", "355"), "are led by Salford (355) and not by Wigan (359), for"),
    ((), ("", ""), "Neither the header of history.xml nor its records say which "),
    (("359",), ("", ""), None),
    ((), ("359", "350"), None),
    ((), ("359", "359", "350"), None),
]


@pytest.mark.parametrize(("header", "leads", "question"), LED)
def test_records_led_by_another_authority_raise_a_question(
    flask, tmp_path, everything, header, leads, question
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
    if question is None:
        assert flask(*words, "--json").json["applied"]
        return
    answer = flask(*words, "--yes", code=2)
    assert question in answer.err
    assert "--other-authorities" in answer.err
    assert everything() == before
    assert flask(*words, "--other-authorities", "--json").json["applied"]


@pytest.mark.parametrize(("month", "alarming"), [(11, False), (12, True)])
def test_a_file_of_a_future_month_raises_an_alarm(
    flask, tmp_path, month, alarming
) -> None:
    """A return may be made before its month is over, but not before it has begun."""
    day = date(2026, month, 30 if month == 11 else 31)
    file = nccis(tmp_path / "history.xml", day, [{**person(1), "activity": "210"}])
    words = ("imports", "load", "nccis-file", file, "--json")
    answer = flask(*words, code=1 if alarming else 0).json
    assert answer["applied"] is not alarming
    alarms = ["It is as at 31 December 2026, which is in the future."]
    assert answer["alarms"] == (alarms if alarming else [])


def test_a_table_may_write_the_name_of_the_authority(flask, as_json, tmp_path) -> None:
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
