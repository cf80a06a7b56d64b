"""The one form, without JavaScript: all in one save, all errors at once, none lost."""

import re
from datetime import date, timedelta

import pytest

from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW
from tracker import domain, store
from tracker.actions.history.known_person import Known
from tracker.domain.casework.contact import Channel, Informant, Outcome
from tracker.domain.history.details.detail_statements import detail

A = domain.reference.activity


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young(phone="07700 900388", at=NOW - timedelta(days=1))
        record_evidence(
            number,
            doing(A.TEMPORARY_JOB, review=date(2026, 11, 13)),
            as_at=date(2026, 10, 5),
        )
        return number


@pytest.fixture
def send(signed_in, person, fill):
    client = signed_in("adviser")

    def post(**entered) -> str:
        return fill(client, f"/people/{person}/what-happened", **entered).get_data(
            as_text=True
        )

    post.client = client
    return post


def known(pages, person: int):
    with pages.app_context():
        record = store.people.records.get(person, within=HERE_ONLY)
        return Known.of(record, TODAY).folded


NEET = {
    "doing": "other",
    "kind": "none",
    "activity": A.SEEKING.code,
    "starts": date(2026, 11, 21),
}


def test_contact_status_phone_and_next_step_in_one_save(pages, send, person) -> None:
    page = send(
        channel=str(Channel.VIDEO),
        outcome=str(Outcome.PARENT),
        note="The job ended on Friday.",
        number="07700 900977",
        email="esme@example.org",
        next="day",
        due=date(2026, 12, 3),
        what="Speak to her",
        **NEET,
    )
    assert "recorded: spoke to a parent or carer. Now: Looking for work" in page
    assert "Speak to her: 3 December 2026." in page
    found = known(pages, person)
    assert found.position.activity is A.SEEKING
    assert (found.known.phone, found.known.email) == (
        "07700 900977",
        "esme@example.org",
    )
    with pages.app_context():
        (made,) = store.casework.contacts.of(person)
        assert (made.channel, made.note) == ("video call", "The job ended on Friday.")
        entries = {each.id for each, _ in store.casework.entries.by_hand(person)}
        assert made.entry_id in entries


def test_the_page_never_says_never_of_a_status_that_was_learned(
    pages, send, person
) -> None:
    page = send(outcome=str(Outcome.YOUNG_PERSON), **NEET)
    assert "by an adviser&#39;s contact" in page
    assert "No contact with them has been recorded" not in page


def test_every_error_is_shown_at_once(pages, send, person) -> None:
    page = send(
        outcome="",
        made_on=["31", "2", "2026"],
        doing="other",
        kind="work",
        activity=A.TEMPORARY_JOB.code,
        starts=TODAY + timedelta(days=3),
        review=date(2026, 1, 1),
        note="x" * 5001,
        number="1" * 201,
        next="day",
        due=["", "", ""],
    )
    for error in (
        "Select what came of it.",
        "must be a real date",
        "It starts after today.",
        "The review cannot be before the start.",
        "5,000 characters or fewer",
        "Enter 200 characters or fewer.",
        "Enter the date it is due.",
    ):
        assert error in page, error
    with pages.app_context():
        assert store.casework.contacts.of(person) == []


BAD = [
    {"outcome": "kissed"},
    {"outcome": str(Outcome.PARENT), "channel": "pigeon"},
    {"outcome": str(Outcome.PARENT), "channel": "group session"},
    {"outcome": str(Outcome.PARENT), "channel": "status update"},
    {"outcome": str(Outcome.PARENT), "doing": "nothing"},
    {"outcome": str(Outcome.PARENT), "next": "never"},
    {"outcome": str(Outcome.PARENT), "next": "day", "due": date(2026, 11, 1)},
    {"outcome": str(Outcome.PARENT), "made_on": TODAY + timedelta(days=1)},
    {"outcome": str(Outcome.PARENT), "made_on": date(2024, 1, 1)},
    {"outcome": str(Outcome.NO_ANSWER), "doing": "same"},
    {"outcome": str(Outcome.PARENT), "doing": "same", "review": ["", "", ""]},
    {"outcome": "heard"},
    {"outcome": "heard", "doing": "same", "made_on": TODAY + timedelta(days=1)},
    {"outcome": "heard", "doing": "same", "made_on": date(2024, 1, 1)},
    {"outcome": "heard", "doing": "same", "note": "It was in the street."},
    {"outcome": "heard", "note": "It was in the street.", **NEET},
    {"outcome": "heard", "number": "07700 900000", **NEET},
    {"outcome": str(Outcome.PARENT), "number": "her mum's"},
    {"outcome": str(Outcome.PARENT), "number": "07700 90"},
    {"outcome": str(Outcome.PARENT), "email": "esme at example.org"},
    {"outcome": str(Outcome.PARENT), **NEET, "informant": "a bird", "starts": [""]},
]


@pytest.mark.parametrize("entered", BAD)
def test_what_is_bad_is_refused_beside_its_field(pages, send, person, entered) -> None:
    page = send(**entered)
    assert "There is a problem" in page
    with pages.app_context():
        assert store.casework.contacts.of(person) == []
    assert known(pages, person).position.activity is A.TEMPORARY_JOB


def test_fields_of_another_choice_are_not_read(pages, send, person) -> None:
    """Without a style sheet every field is on the page, filled in with what follows."""
    page = send(
        outcome=str(Outcome.NO_ANSWER),
        doing="no",
        kind="none",
        activity=A.SEEKING.code,
        starts=["31", "11", "2026"],
    )
    # A date that cannot be one is still wrong; what is right and not needed is left.
    assert "must be a real date" in page
    send(
        outcome=str(Outcome.NO_ANSWER),
        doing="no",
        kind="none",
        activity=A.SEEKING.code,
        starts=date(2026, 11, 21),
        due=date(2020, 1, 1),
    )
    assert known(pages, person).position.activity is A.TEMPORARY_JOB
    with pages.app_context():
        assert len(store.casework.contacts.of(person)) == 1


def test_what_was_typed_is_there_after_an_error(send) -> None:
    page = send(outcome="", note="Keep <this>.", number="07700 900977", **NEET)
    assert "Keep &lt;this&gt;." in page
    assert 'value="07700 900977"' in page
    assert f'value="{A.SEEKING.code}" checked' in page


def undo_in(page: str) -> str:
    """The way to undo a save, in the message about it."""
    banner = page.partition("notification-banner__heading")[2].partition("</p>")[0]
    (way,) = re.findall(r'href="([^"]+)">Undo this save</a>', banner)
    return way


def test_the_message_of_a_save_leads_to_its_undoing(pages, send, person, fill) -> None:
    before = known(pages, person)
    page = send(
        outcome=str(Outcome.YOUNG_PERSON), number="07700 900977", checked="", **NEET
    )
    way = undo_in(page)
    assert "anything it confirmed" in fill(send.client, way).get_data(as_text=True)
    after = known(pages, person)
    assert after.position.activity is before.position.activity
    assert after.known.phone == before.known.phone
    # The second click finds no contact that counts.
    assert send.client.get(way).status_code == 404


def test_what_was_only_heard_is_undone_on_the_record(pages, send, person) -> None:
    page = send(outcome="heard", doing="same")
    address, _, place = undo_in(page).partition("#")
    assert address == f"/people/{person}"
    assert f'id="{place}"' in page.partition("Recorded by hand")[0][-60:]
    assert "/take-back/" in page.partition(f'id="{place}"')[2]


def test_the_dates_that_follow_are_filled_in(pages, send, person) -> None:
    page = send.client.get(f"/people/{person}/what-happened").get_data(as_text=True)
    for name, value in (("review-day", 22), ("expected_end-month", 8)):
        field = page.split(f'id="{name}"')[1].split(">")[0]
        assert int(re.search('value="([^"]*)"', field)[1]) == value


def test_still_the_same_with_the_next_review(pages, send, person) -> None:
    page = send(
        outcome=str(Outcome.YOUNG_PERSON), doing="same", review=date(2026, 12, 22)
    )
    assert "recorded: spoke to the young person" in page
    position = known(pages, person).position
    assert (position.review, position.verified) == (date(2026, 12, 22), TODAY)


@pytest.fixture
def learner(pages) -> int:
    """At a college, which gave no end of the course."""
    with pages.app_context():
        number = young(given="Bronwen", at=NOW - timedelta(days=1))
        record_evidence(
            number,
            doing(A.FURTHER_EDUCATION, date(2026, 9, 7), "Lake College"),
            as_at=date(2026, 10, 5),
        )
        return number


def test_an_issue_about_the_end_opens_the_confirmation_with_its_date(
    pages, signed_in, learner, fill
) -> None:
    client = signed_in("adviser")
    address = f"/people/{learner}/what-happened?doing=same"
    page = client.get(address).get_data(as_text=True)
    (still,) = re.findall(r'<input[^>]*value="same"[^>]*>', page)
    assert "checked" in still and 'data-asks="until"' in still
    assert "None is on record, and the return asks for it." in page
    entered = {"outcome": str(Outcome.PROVIDER), "still_until": date(2027, 7, 2)}
    fill(client, address, **entered)
    position = known(pages, learner).position
    assert position.expected_end == date(2027, 7, 2)
    assert (position.starts, position.verified) == (date(2026, 9, 7), TODAY)
    # The next confirmation, without a date, keeps it; another source may move it.
    again = client.get(address).get_data(as_text=True)
    assert "On record: 2 July 2027." in again
    fill(client, address, outcome=str(Outcome.YOUNG_PERSON))
    assert known(pages, learner).position.expected_end == date(2027, 7, 2)
    pages.config["NOW"] = NOW + timedelta(minutes=5)  # a slip is put right
    fill(client, address, outcome=str(Outcome.PARENT), still_until=date(2027, 6, 25))
    assert known(pages, learner).position.expected_end == date(2027, 6, 25)


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        (
            {"outcome": str(Outcome.PROVIDER), "still_until": date(2026, 11, 20)},
            "The end cannot be before the contact. If they have left, choose",
        ),
        (
            {"outcome": "heard", "still_until": date(2027, 7, 2)},
            "Record the contact in which you learned it.",
        ),
    ],
)
def test_an_end_that_cannot_be_confirmed_is_refused(
    pages, signed_in, learner, fill, entered, sentence
) -> None:
    before = known(pages, learner)
    address = f"/people/{learner}/what-happened?doing=same"
    page = fill(signed_in("adviser"), address, **entered).get_data(as_text=True)
    assert sentence in page
    assert known(pages, learner).position == before.position


def test_one_with_nothing_to_confirm_is_led_to_another_status(pages, signed_in) -> None:
    with pages.app_context():
        number = young(given="Osian", at=NOW - timedelta(days=1))
    page = signed_in("adviser").get(f"/people/{number}/what-happened?doing=same")
    found = re.findall(r'<input[^>]*name="doing"[^>]*>', page.get_data(as_text=True))
    chosen = [each for each in found if "checked" in each]
    assert len(chosen) == 1 and 'value="other"' in chosen[0]


def test_hearsay_is_kept_without_a_contact(pages, send, person) -> None:
    page = send(outcome="heard", **NEET, checked="overruled")
    with pages.app_context():
        assert store.casework.contacts.of(person) == []
        ((entry, _), *_) = store.casework.entries.by_hand(person)
        assert entry.source == "status update, according to someone else"
    assert "as heard from someone else" in page or "Nothing is saved yet." in page


def test_that_they_still_do_the_same_may_be_hearsay(pages, send, person) -> None:
    """It is kept with its source; the day until which it is relied on stays."""
    before = known(pages, person).position
    page = send(outcome="heard", doing="same", review=date(2027, 3, 1))
    assert "as heard from someone else" in page
    assert "It is kept, and confirms nothing" in page
    with pages.app_context():
        assert store.casework.contacts.of(person) == []
        ((entry, _), *_) = store.casework.entries.by_hand(person)
        assert entry.source == "status update, according to someone else"
    after = known(pages, person).position
    assert after.activity is before.activity
    for kept in ("verified", "review", "lapses", "starts", "ascertained"):
        assert getattr(after, kept) == getattr(before, kept), kept


def test_hearsay_sent_twice_is_kept_once_and_can_be_taken_back(
    pages, send, person
) -> None:
    for _ in range(2):
        send(outcome="heard", doing="same")
    with pages.app_context():
        heard = [
            entry
            for entry, _ in store.casework.entries.by_hand(person)
            if entry.source == "status update, according to someone else"
        ]
        assert len(heard) == 1


def test_a_restricted_contact_stays_so_with_all_that_came_of_it(
    pages, send, person
) -> None:
    send(outcome=str(Outcome.YOUNG_PERSON), note="For few.", restricted="y", **NEET)
    with pages.app_context():
        (made,) = store.casework.contacts.of(person)
        assert made.visibility == "restricted"


@pytest.mark.parametrize("page", ["contact", "status"])
def test_an_older_address_has_the_same_form(pages, send, person, page) -> None:
    shown = send.client.get(f"/people/{person}/{page}?activity={A.SEEKING.code}")
    text = shown.get_data(as_text=True)
    assert "What happened?" in text
    assert f'value="{A.SEEKING.code}" data-asks' in text or "checked" in text


@pytest.mark.law("L-07")
@pytest.mark.parametrize("outcome", [str(Outcome.PROVIDER), ""])
def test_what_a_restricted_school_passed_on_is_refused_at_its_field(
    pages, send, person, outcome
) -> None:
    with pages.app_context():
        record_evidence(
            person,
            detail("restriction", restricted="Y"),
            as_at=date(2026, 10, 20),
            source="school-census",
            at=NOW - timedelta(hours=3),
        )
    page = send(outcome=outcome, informant=str(Informant.PROVIDER), **NEET)
    assert "A restriction stands: a school or college" in page
    assert known(pages, person).position.activity is A.TEMPORARY_JOB
