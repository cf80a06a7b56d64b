"""Recording a contact in three taps, without JavaScript; and what follows it."""

from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.web.adviser.young import TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, make, sign_in, token
from tracker import actions, domain, store
from tracker.domain.casework.contact import Channel, Outcome, Purpose


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young(phone="01942 000000")
        record_evidence(
            number,
            doing(domain.reference.activity.JOB_WITHOUT_TRAINING),
            as_at=date(2026, 9, 10),
        )
        return number


@pytest.fixture
def record(signed_in, person, fill):
    client = signed_in("adviser")

    def send(**entered):
        entered = {"channel": str(Channel.PHONE), "next": "proposed", **entered}
        entered.setdefault("made_on", TODAY)
        return fill(client, f"/people/{person}/what-happened", **entered)

    send.client = client
    return send


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_page_proposes_what_follows_each_outcome(record, person) -> None:
    shown = text(record.client.get(f"/people/{person}/what-happened"))
    assert "Try again: 26 November 2026" in shown
    assert "Find another number: 24 November 2026" in shown
    assert "Ask again: 24 February 2027" in shown
    assert "Still: Job without training" in shown
    assert 'href="tel:01942000000"' in shown


def test_an_outcome_is_enough(pages, record, person) -> None:
    answer = record(outcome=str(Outcome.NO_ANSWER))
    assert answer.request.path == f"/people/{person}"
    assert "recorded: no answer. Try again: 26 November 2026." in text(answer)
    with pages.app_context():
        (made,) = store.casework.contacts.of(person)
        assert (made.outcome, made.channel, made.made_on) == (
            "no answer",
            "phone",
            TODAY,
        )
        assert made.written_by == "adviser@example.org"


def test_two_clicks_on_save_make_one_contact(pages, record, person) -> None:
    for _ in range(2):
        answer = record(outcome=str(Outcome.PARENT), spoke_with="Their mother")
        assert "Contact with Amina Holtby recorded" in text(answer)
    with pages.app_context():
        assert len(store.casework.contacts.of(person)) == 1


def test_the_form_is_empty_again_after_saving(record, person) -> None:
    record(outcome=str(Outcome.PARENT), spoke_with="Their mother", note="All well.")
    shown = text(record.client.get(f"/people/{person}/what-happened"))
    assert "Their mother" not in shown
    assert 'novalidate autocomplete="off"' in shown


def test_a_missing_or_wrong_number_is_shown(pages, record, person) -> None:
    with pages.app_context():
        other = young("No", "Number")
    for address in (f"/people/{other}", f"/people/{other}/what-happened"):
        assert "No number<" in text(record.client.get(address))
    record(outcome=str(Outcome.WRONG_NUMBER), wrong="y")
    shown = text(record.client.get(f"/people/{person}/what-happened"))
    assert "Wrong number</strong>" in shown
    assert "tel:" not in shown


def test_without_an_outcome_nothing_is_saved(pages, record, person) -> None:
    answer = record()
    assert 'href="#outcome"' in text(answer)
    assert "Select what came of it." in text(answer)
    with pages.app_context():
        assert store.casework.contacts.of(person) == []


@pytest.mark.parametrize(
    ("entered", "says", "due"),
    [
        ({"next": "day", "due": date(2026, 12, 4)}, "4 December", date(2026, 12, 4)),
        ({"next": "none"}, "No further contact is planned", None),
    ],
)
def test_the_next_contact_may_be_changed(
    pages, record, person, entered, says, due
) -> None:
    assert says in text(record(outcome=str(Outcome.VOICEMAIL), **entered))
    with pages.app_context():
        assert store.casework.follow_ups.of(person).due == due


@pytest.mark.parametrize(
    ("entered", "says"),
    [
        ({"next": "day"}, "Enter the date it is due."),
        ({"next": "day", "due": date(2026, 11, 1)}, "cannot be due before today"),
        ({"made_on": date(2026, 12, 1)}, "must be today or in the past"),
        ({"made_on": ["31", "2", "2026"]}, "must be a real date"),
        ({"doing": "same"}, "Only the young person, a parent or carer"),
        ({"note": "x" * 5001}, "must be 5,000 characters or fewer"),
    ],
)
def test_an_error_stands_beside_its_field(pages, record, person, entered, says) -> None:
    shown = text(record(outcome=str(Outcome.VOICEMAIL), **entered))
    assert "There is a problem" in shown
    assert says in shown
    with pages.app_context():
        assert store.casework.contacts.of(person) == []


def test_a_wrong_number_is_marked_and_another_kept(pages, record, person) -> None:
    shown = text(
        record(outcome=str(Outcome.WRONG_NUMBER), wrong="y", spoke_with="A stranger")
    )
    assert "Wrong number" in shown
    assert "A stranger" in shown
    assert "tel:" not in shown
    with pages.app_context():
        assert store.casework.contacts.wrong_numbers(
            store.casework.contacts.of(person)
        ) == {"01942 000000"}
    other = text(record(outcome=str(Outcome.PARENT), wrong="y", number="07700 900000"))
    assert other  # a number that a parent answered is not marked as wrong
    with pages.app_context():
        assert (
            len(
                store.casework.contacts.wrong_numbers(
                    store.casework.contacts.of(person)
                )
            )
            == 1
        )


def test_the_same_status_is_confirmed_from_the_page(record, person) -> None:
    shown = text(record(outcome=str(Outcome.YOUNG_PERSON), doing="same"))
    assert "24 November 2026, by an adviser&#39;s contact" in shown


def test_a_note_is_corrected_then_added_to(pages, record, person, fill) -> None:
    record(outcome=str(Outcome.PARENT), note="Mother is working.")
    with pages.app_context():
        (made,) = store.casework.contacts.of(person)
        number = made.id
    shown = text(record.client.get(f"/contacts/{number}"))
    assert "Correct the contact of" in shown
    corrected = {
        "outcome": str(Outcome.PARENT),
        "channel": str(Channel.TEXT),
        "made_on": TODAY - timedelta(days=1),
        "purpose": str(Purpose.REFERRAL),
    }
    page = text(
        fill(
            record.client,
            f"/contacts/{number}",
            note="Mother is at work.",
            **corrected,
        )
    )
    assert "Contact corrected. What stood there before is kept." in page
    assert "What for: plan or referral." in page
    assert "Before: 24 November 2026, by phone, for no purpose given." in page
    pages.config["NOW"] = NOW + timedelta(hours=25)
    sign_in(record.client, "adviser@example.org")
    assert "Add to the note" in text(record.client.get(f"/contacts/{number}"))
    page = text(fill(record.client, f"/contacts/{number}", note="She rang back."))
    for words in ("Mother is at work.", "Mother is working.", "She rang back."):
        assert words in page


def test_a_correction_with_errors_keeps_what_was_typed(
    pages, record, person, fill
) -> None:
    record(outcome=str(Outcome.PARENT), note="Mother is working.")
    with pages.app_context():
        (made,) = store.casework.contacts.of(person)
    page = text(
        fill(
            record.client,
            f"/contacts/{made.id}",
            outcome="kissed",
            channel=str(Channel.PHONE),
            made_on=TODAY + timedelta(days=1),
            note="Keep <this>.",
        )
    )
    assert "There is a problem" in page
    assert "Keep &lt;this&gt;." in page
    with pages.app_context():
        (made,) = store.casework.contacts.of(person)
        assert made.later == []


def test_a_contact_says_what_it_was_for(pages, record, person) -> None:
    page = text(record(outcome=str(Outcome.PARENT), purpose=str(Purpose.INTO)))
    assert "What for: help into learning or work." in page
    page = text(record(outcome=str(Outcome.PARENT), purpose="a chat"))
    assert "There is a problem" in page
    page = text(record(outcome=str(Outcome.VOICEMAIL), purpose=""))
    assert "recorded: left a voicemail" in page


def test_a_contact_is_taken_back(pages, record, person, fill) -> None:
    record(outcome=str(Outcome.YOUNG_PERSON), doing="same")
    with pages.app_context():
        (made,) = store.casework.contacts.of(person)
        number = made.id
    answer = fill(
        record.client, f"/contacts/{number}/take-back", page=f"/contacts/{number}"
    )
    assert "The contact was taken back" in text(answer)
    assert "No contact with them has been recorded" in text(answer)
    assert record.client.get(f"/contacts/{number}").status_code == 404


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("adviser", False),
        ("team-leader", True),
        ("data-manager", False),
        ("manager", False),
    ],
)
def test_a_restricted_note_is_read_by_its_author_and_team_leaders(
    pages, record, person, role, reads
) -> None:
    record(
        outcome=str(Outcome.PARENT),
        note="For few.",
        spoke_with="Gran in Leeds",
        restricted="y",
    )
    own = text(record.client.get(f"/people/{person}"))
    assert "For few." in own
    assert "Restricted</strong>" in own
    with pages.app_context():
        make(role, email="other@example.org")
    other = pages.test_client()
    sign_in(other, "other@example.org")
    assert ("For few." in text(other.get(f"/people/{person}"))) is reads
    # The whole contact is restricted: who the adviser spoke to discloses as much as the
    # note.
    assert ("Gran in Leeds" in text(other.get(f"/people/{person}"))) is reads
    number = own.split("/contacts/")[1].split('"')[0]
    assert (other.get(f"/contacts/{number}").status_code == 200) is reads


@pytest.mark.parametrize(("role", "may"), [("adviser", False), ("team-leader", True)])
def test_a_restricted_contact_is_taken_back_by_its_author_and_team_leaders(
    pages, record, person, fill, role, may
) -> None:
    record(outcome=str(Outcome.PARENT), note="For few.", restricted="y")
    with pages.app_context():
        make(role, email="other@example.org")
        (made,) = store.casework.contacts.of(person)
        number = made.id
    other = pages.test_client()
    sign_in(other, "other@example.org")
    address = f"/contacts/{number}/take-back"
    without = fill(other, address, page="/account")
    assert (without.status_code == 200) is may
    assert ("Enter the reason." in text(without)) is may
    fill(other, address, page="/account", because="Of the cousin.")
    with pages.app_context():
        assert bool(store.casework.contacts.of(person)) is not may
    if not may:
        record.client.post(
            address,
            data={
                "because": "Of the cousin.",
                "csrf_token": token(text(record.client.get(address))),
            },
        )
    # It is put back by those who may take it back, with a reason, and by no others.
    address = f"/contacts/{number}/put-back"
    listed = text(other.get(f"/people/{person}/contacts-taken-back"))
    assert ("Taken back: Of the cousin." in listed) is may
    assert (other.get(address).status_code == 200) is may
    fill(other, address, page="/account", because="It was theirs.")
    with pages.app_context():
        assert bool(store.casework.contacts.of(person)) is may


@pytest.mark.parametrize("role", ["adviser", "data-manager"])
def test_the_outcome_of_a_restricted_contact_is_on_no_list_of_others(
    pages, record, person, role
) -> None:
    record(outcome=str(Outcome.PARENT), restricted="y")
    with pages.app_context():
        other = make(role, email="other@example.org")
        actions.casework.caseloads.share_out(
            [person], [other.id], act=act(by=other.email, at=NOW, on=TODAY)
        )
    browser = pages.test_client()
    sign_in(browser, "other@example.org")
    shown = text(browser.get("/my-caseload"))
    assert "restricted" in shown
    assert str(Outcome.PARENT) not in shown


def test_the_next_contact_is_planned_without_a_contact(
    pages, record, person, fill
) -> None:
    address = f"/people/{person}/follow-up"
    assert "Enter the date" in text(fill(record.client, address))
    shown = text(
        fill(record.client, address, due=date(2026, 12, 4), what="Ask the college")
    )
    assert "4 December 2026" in shown
    assert "Ask the college" in shown
    assert "None planned" in text(fill(record.client, address, none="yes"))
    with pages.app_context():
        assert store.casework.follow_ups.of(person).due is None
