"""Contacts of earlier systems, as two vendors export them. Everybody is invented."""

from datetime import date

import pytest

from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.casework.moved_contact import NO_ADVISER
from tracker.domain.history.evidence import Doing
from tracker.feeds.file_reading import Context
from tracker.feeds.headings import own_words
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.seen_headings import seen

FEED = FEEDS["earlier-contacts"]
DAY = Context("359", date(2026, 11, 30), database="359")

INTERACTIONS = (
    "Client ID,Client Surname,Client Forename,Date of Birth,Interaction Date,"
    "Interaction Type,Interaction Outcome,Contact With,Created By,Running Notes,"
    "Is Confidential,Status Confirmed\n"
)


def meanings(path, **more):
    return [
        FEED.interpret(row.values, row.restricted, row.line, DAY)
        for row in FEED.read([path], DAY, **more).rows
    ]


@pytest.fixture
def one(write):
    """The meaning of one row of an export of interactions."""

    def meaning(rest: str, *, aliases=None):
        row = f"10077,Holt,Ann,03/04/2009,{rest}\n"
        (found,) = meanings(
            write("interactions.csv", INTERACTIONS + row), aliases=aliases
        )
        return found

    return meaning


def problems(found) -> list[str]:
    return [each.message for each in found.problems]


def test_an_interaction_with_its_time_worker_and_note(one) -> None:
    found = one(
        '12/03/2026 14:05,Telephone,Successful,Client,J. Okafor,"Rang, at last",No,'
    )
    assert found.usable, problems(found)
    assert found.as_at == date(2026, 3, 12)
    contact = found.contact
    assert (contact.outcome, contact.channel) == (Outcome.YOUNG_PERSON, Channel.PHONE)
    assert (contact.note, contact.visibility) == ("Rang, at last", Visibility.TEAM)
    assert contact.author == "J. Okafor, in the earlier system"
    assert "@" not in contact.author and contact.author != NO_ADVISER
    # DfE's number is that of the database and then the system's own.
    assert found.identity.ypid == "3590000010077"


def test_a_list_of_contacts_by_another_vendor(write) -> None:
    lines = (
        "YPID;UPN;ContactDate;Method;Outcome;Adviser;Comments;Sensitive\n"
        "3590000010077;;2026-02-01T09:00:00;SMS;No reply;;;Y\n"
        "3590000010077;;2026-02-02;Home visit;Parent/Carer;P Smith;Moved;N\n"
        "3590000010077;;2026-02-03;;;P Smith;A note by itself;\n"
    )
    text, visit, note = (it.contact for it in meanings(write("list.csv", lines)))
    assert (text.channel, text.outcome) == (Channel.TEXT, Outcome.NO_ANSWER)
    assert (text.visibility, text.author) == (Visibility.RESTRICTED, NO_ADVISER)
    assert (visit.channel, visit.outcome) == (Channel.VISIT, Outcome.PARENT)
    assert (note.channel, note.outcome) == (Channel.NOTE, Outcome.NOTE)
    assert not note.outcome.reached and not note.outcome.unanswered
    assert note.outcome.informant is None


def test_the_person_spoken_to_decides_what_successful_means(one) -> None:
    assert one("12/03/2026,Phone,Successful,Parent/Carer,,,,").contact.outcome == (
        Outcome.PARENT
    )
    left_open = one("12/03/2026,Phone,Successful,,,,,")
    assert not left_open.usable
    assert (
        "Successful is not known as an outcome of a contact" in problems(left_open)[0]
    )


def test_a_word_is_explained_once_for_its_sender(write, one) -> None:
    row = "10077,Holt,Ann,03/04/2009,12/03/2026,Carrier pigeon,All good,,,,,\n"
    path = write("odd.csv", INTERACTIONS + row)
    words = [each for each in seen([path], FEED.name) if each.is_word]
    assert [each.heading for each in words] == [
        "ContactMethod = Carrier pigeon",
        "Outcome = All good",
    ]
    aliases = {
        own_words.as_heading("ContactMethod", "Carrier pigeon"): "6",
        own_words.as_heading("Outcome", "All good"): "1",
    }
    (found,) = meanings(path, aliases=aliases)
    assert found.contact.channel is Channel.LETTER
    assert found.contact.outcome is Outcome.YOUNG_PERSON


def test_a_line_with_a_word_for_something_else_keeps_its_note(one) -> None:
    aliases = {
        own_words.as_heading("ContactMethod", "Case conference"): "",
        own_words.as_heading("Outcome", "Moved away"): "",
    }
    row = "12/03/2026,Case conference,Moved away,,J. Okafor,{},,"
    kept = one(row.format("They live in Leeds"), aliases=aliases)
    assert kept.usable, problems(kept)
    assert (kept.contact.channel, kept.contact.outcome) == (Channel.NOTE, Outcome.NOTE)
    assert kept.contact.note == "They live in Leeds"
    assert not one(row.format(""), aliases=aliases).usable


@pytest.mark.parametrize(
    ("word", "outcome", "unanswered"),
    [
        ("Did not attend", Outcome.MISSED, True),
        ("DNA", Outcome.MISSED, True),
        ("Cancelled", Outcome.CANCELLED, False),
        ("No reply", Outcome.NO_ANSWER, True),
    ],
)
def test_an_appointment_that_was_missed_or_cancelled_is_no_answer_of_theirs(
    one, word, outcome, unanswered
) -> None:
    found = one(f"12/03/2026,Meeting,{word},,,,,").contact
    assert (found.outcome, found.outcome.unanswered) == (outcome, unanswered)


@pytest.mark.parametrize(
    ("rest", "learned"),
    [
        # A status column alone, and no one spoken to, confirms nothing.
        ("12/03/2026,Phone,Successful,Client,,,,230 - Further education", "230"),
        ("12/03/2026,Phone,No reply,,,,,230", None),
        ("12/03/2026,SMS,Successful,Client,,,,230", None),
        ("12/03/2026,Phone,Successful,Client,,,,", None),
        ("12/03/2026,Phone,Successful,Client,,,,wherever", None),
    ],
)
def test_a_contact_is_a_status_only_where_its_row_says_so(one, rest, learned) -> None:
    found = one(rest)
    doings = [it for it in found.statements if isinstance(it, Doing)]
    assert [it.activity for it in doings] == ([learned] if learned else [])
    assert all(it.ascertained == date(2026, 3, 12) for it in doings)
    assert found.contact is not None


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        (",Phone,Client,,,,,", "There is no day of the contact."),
        ("01/12/2026,Phone,Client,,,,,", "1 December 2026 is after 30 November 2026"),
        ("31/02/2026,Phone,Client,,,,,", "is not a real date"),
        ("12/03/2009,Phone,Client,,,,,", "is before the date of birth, 3 April 2009"),
        ("12/03/2026,Phone,,,,,,", "There is no outcome and no note"),
    ],
)
def test_a_row_that_records_nothing_is_refused(one, rest, sentence) -> None:
    found = one(rest)
    assert not found.usable
    assert any(sentence in each for each in problems(found))


def test_a_note_over_several_lines_is_whole_and_never_quoted(write) -> None:
    long = "Secret, and\nvery " + "long " * 5_000
    row = f'10077,Holt,Ann,03/04/2009,12/03/2026,Phone,Client,,,"{long}",,\n'
    (found,) = meanings(write("long.csv", INTERACTIONS + row))
    assert found.usable
    assert len(found.contact.note) == 20_000
    assert found.contact.note.startswith("Secret, and\nvery long")
    assert len(found.problems) == 1
    assert "Secret" not in problems(found)[0]


def test_notes_and_a_sealed_status_are_encrypted_among_the_lines() -> None:
    raw = {"note": "x", "status": "710", "place": "y", "surname": "Holt"}
    assert FEED.sealed_cells(raw) == {"note", "status", "place"}
    assert FEED.sealed_cells({"status": "230", "surname": "Holt"}) == frozenset()


def test_a_number_is_enough_and_a_row_without_any_is_not(write) -> None:
    head = "ClientID,UPN,Surname,ContactDate,Outcome,Method\n"
    path = write(
        "n.csv", f"{head}10077,,,12/03/2026,Client,Phone\n,,,12/03/2026,Client,Phone\n"
    )
    with_number, without = meanings(path)
    assert with_number.usable and with_number.identity.ypid == "3590000010077"
    assert not without.usable


def test_the_list_is_recognised_and_others_are_not_taken_for_it(write) -> None:
    assert recognise(write("i.csv", f"{INTERACTIONS}1,A,B,,,,,,,,,\n")) == FEED.name
    enrolment = "Forename,Surname,DOB,StartDate,EndDate,Status,Outcome\nA,B,,,,,\n"
    assert recognise(write("e.csv", enrolment)) == "provider-enrolment"
