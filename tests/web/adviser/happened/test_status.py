"""A status in "What happened?", without JavaScript: chosen, checked, undone."""

import re
from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from tests.factories import ACADEMY, COLLEGE, SCHOOL, links, register
from tests.web.adviser.young import (
    BORN,
    HERE_ONLY,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.conftest import own_token
from tests.web.kept_forms.conftest import fields_of
from tracker import domain, store
from tracker.actions.history.known_person import Known
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.casework.what_happened import kind_of

SINCE = date(2026, 11, 16)


@pytest.fixture
def person(pages, tmp_path, load) -> int:
    load(
        "establishments",
        register(tmp_path / "edubasealldata.csv", academy=True),
        links(tmp_path / "links_edubasealldata.csv"),
    )
    with pages.app_context():
        number = young(born=BORN)
        record_evidence(
            number, doing(domain.reference.activity.SEEKING), as_at=date(2026, 10, 1)
        )
        return number


@pytest.fixture
def update(signed_in, person, fill):
    client = signed_in("adviser")

    def send(
        activity: domain.reference.activity.Activity, step: str = "stay", **entered
    ):
        entered.setdefault("starts", SINCE)
        entered.setdefault("made_on", TODAY)
        entered.setdefault("outcome", str(Outcome.YOUNG_PERSON))
        return fill(
            client,
            f"/people/{person}/what-happened",
            doing="other",
            kind=str(kind_of(activity)),
            activity=activity.code,
            step=step,
            **entered,
        ).get_data(as_text=True)

    send.client = client
    send.address = f"/people/{person}/what-happened"
    return send


def position(pages, person: int):
    with pages.app_context():
        record = store.people.records.get(person, within=HERE_ONLY)
        return Known.of(record, TODAY).folded.members[0].position


@pytest.mark.parametrize(
    ("outcome", "channel", "informant", "source"),
    [
        (Outcome.YOUNG_PERSON, Channel.PHONE, "", "the young person"),
        (Outcome.YOUNG_PERSON, Channel.TEXT, "", "the young person, in writing only"),
        (Outcome.PARENT, Channel.PHONE, "", "a parent or carer"),
        # The one who was spoken to, whatever a hidden field still holds.
        (Outcome.PARENT, Channel.PHONE, "someone else", "a parent or carer"),
        (
            *(Outcome.PROVIDER, Channel.EMAIL, ""),
            "the school, college, provider or employer",
        ),
        (Outcome.NO_ANSWER, Channel.PHONE, "someone else", "someone else"),
        ("heard", Channel.PHONE, "", "someone else"),
    ],
)
def test_the_informant_follows_from_the_contact(
    pages, update, person, outcome, channel, informant, source
) -> None:
    update(
        domain.reference.activity.NOT_READY,
        outcome=str(outcome),
        channel=str(channel),
        informant=informant,
        checked="overruled",
    )
    with pages.app_context():
        entries = store.casework.entries.by_hand(person)
        assert f"status update, according to {source}" in {
            each.source for each, _ in entries
        }


def test_without_an_informant_a_status_is_not_saved(pages, update, person) -> None:
    shown = update(domain.reference.activity.NOT_READY, outcome=str(Outcome.NO_ANSWER))
    assert "Select who you heard it from." in shown
    assert 'href="#informant"' in shown
    assert position(pages, person).activity is domain.reference.activity.SEEKING


def test_only_what_is_possible_is_offered(update) -> None:
    shown = update.client.get(update.address).get_data(as_text=True)
    assert domain.reference.activity.APPRENTICESHIP.title in shown
    assert domain.reference.activity.AT_SCHOOL.title not in shown
    offered, _, left_out = shown.partition("What cannot be chosen")
    assert domain.reference.activity.SPECIAL_POST_16.title not in offered
    assert (
        f"{domain.reference.activity.DWP_PROGRAMME.title}: Only from the age of 18."
        in left_out
    )


@pytest.mark.parametrize(
    ("kind", "code", "says"),
    [
        ("", "", "Select which kind."),
        ("work", "", "Select what they are doing."),
        # Chosen under another kind before: what is not shown does not count.
        ("work", "619", "Select what they are doing."),
        ("school", "110", "cannot be chosen"),
        ("training", "440", "Only from the age of 18."),
        ("work", "999", "Not a valid choice"),
        ("hobby", "619", "Not a valid choice"),
    ],
)
def test_an_activity_that_is_not_offered_cannot_be_chosen(
    pages, update, person, fill, kind, code, says
) -> None:
    entered = {"doing": "other", "kind": kind, "activity": code, "starts": SINCE}
    shown = fill(
        update.client,
        update.address,
        outcome=str(Outcome.YOUNG_PERSON),
        **entered,
    ).get_data(as_text=True)
    assert says in shown
    with pages.app_context():
        assert store.casework.contacts.of(person) == []


QUESTIONS = {
    domain.reference.activity.FURTHER_EDUCATION: "place end",
    domain.reference.activity.TEMPORARY_JOB: "employer review",
    domain.reference.activity.JOB_WITHOUT_TRAINING: "employer",
    domain.reference.activity.APPRENTICESHIP: "place",
    domain.reference.activity.SEEKING: "neet",
    domain.reference.activity.START_AGREED: "review neet",
    domain.reference.activity.CARER: "neet also",
    domain.reference.activity.GAP_YEAR: "end review",
    domain.reference.activity.NOT_KNOWN: "",
}


@pytest.mark.parametrize("activity", QUESTIONS, ids=lambda each: each.title)
def test_each_activity_asks_what_it_needs_and_no_more(update, activity) -> None:
    shown = update.client.get(update.address).get_data(as_text=True)
    button = re.search(rf'<input[^>]*value="{activity.code}"[^>]*>', shown)[0]
    asks = re.search('data-asks="([^"]*)"', button)[1].split()
    assert sorted(asks) == sorted(QUESTIONS[activity].split())


def test_a_rule_that_would_break_is_read_before_anything_is_saved(
    pages, update, person
) -> None:
    entered = {"review": ["", "", ""]}
    shown = update(domain.reference.activity.TEMPORARY_JOB, **entered)
    assert "Nothing is saved yet." in shown
    assert "The return would break" in shown
    assert "Rule 262" in shown
    assert "There is no review date for an activity that must be reviewed" in shown
    assert position(pages, person).activity is domain.reference.activity.SEEKING
    # Saving again is the decision; of another problem it is none.
    other = update(domain.reference.activity.TEMPORARY_JOB, checked="259", **entered)
    assert "Nothing is saved yet." in other
    checked = re.search('name="checked" value="([^"]*)"', shown)[1]
    update(domain.reference.activity.TEMPORARY_JOB, checked=checked, **entered)
    assert position(pages, person).activity is domain.reference.activity.TEMPORARY_JOB


def test_where_nothing_is_wrong_it_is_saved_at_once_and_taken_back(
    pages, update, person, fill
) -> None:
    shown = update(
        domain.reference.activity.TEMPORARY_JOB,
        review=date(2026, 12, 10),
        provider="A Shop",
    )
    assert "Now: Temporary job, since 16 November 2026." in shown
    now = position(pages, person)
    assert (now.activity, now.starts, now.institution_name, now.review) == (
        domain.reference.activity.TEMPORARY_JOB,
        SINCE,
        "A Shop",
        date(2026, 12, 10),
    )
    with pages.app_context():
        (made,) = store.casework.contacts.of(person)
    fill(update.client, f"/contacts/{made.id}/take-back", page=f"/people/{person}")
    assert position(pages, person).activity is domain.reference.activity.SEEKING


def test_what_a_save_would_change_is_shown_without_saving(
    pages, update, person
) -> None:
    shown = update(domain.reference.activity.CARER, step="preview")
    assert "becomes" in shown
    assert "Nothing is saved yet." not in shown
    assert position(pages, person).activity is domain.reference.activity.SEEKING


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("testham high", f"urn:{SCHOOL}"),
        (COLLEGE, f"urn:{COLLEGE}"),
        ("Testham College (invented)", f"urn:{COLLEGE}"),
    ],
)
def test_a_provider_is_found_by_an_old_name_and_its_urn(
    pages, update, person, typed, key
) -> None:
    update(domain.reference.activity.FURTHER_EDUCATION, provider=typed)
    assert position(pages, person).institution == key


def test_several_matching_providers_are_offered(pages, update, person) -> None:
    shown = update(domain.reference.activity.FURTHER_EDUCATION, provider="college")
    assert "Which one is “college”?" in shown
    assert "Otherton College (invented)" in shown
    assert "Keep the name" not in shown
    update(
        domain.reference.activity.FURTHER_EDUCATION,
        provider="college",
        provider_key=f"urn:{COLLEGE}",
    )
    assert position(pages, person).institution == f"urn:{COLLEGE}"


def test_a_provider_that_is_in_no_register_keeps_its_name(
    pages, update, person
) -> None:
    shown = update(domain.reference.activity.OTHER_TRAINING, provider="Sparrow Skills")
    assert "No school, college or provider is called “Sparrow Skills”" in shown
    assert "Keep the name as I typed it" in shown
    # What a browser sends of that page when the box is ticked, and nothing else.
    fields = fields_of(shown, update.address)
    assert ("keep_name", "y") not in fields
    ends = [("expected_end", part) for part in ("31", "7", "2027")]
    kept = [each for each in fields if each[0] not in ("expected_end", "csrf_token")]
    answer = update.client.post(
        update.address,
        data=MultiDict(
            [
                *(*kept, *ends, ("keep_name", "y"), ("step", "stay")),
                ("csrf_token", own_token(update.client)),
            ]
        ),
    )
    assert answer.status_code == 302
    assert position(pages, person).institution_name == "Sparrow Skills"


def test_a_place_that_is_chosen_is_meant_although_the_name_was_to_be_kept(
    pages, update, person
) -> None:
    """First ticked, then found in the list of suggestions after all."""
    update(
        domain.reference.activity.FURTHER_EDUCATION,
        provider="Testham College",
        provider_key=f"urn:{COLLEGE}",
        keep_name="y",
    )
    assert position(pages, person).institution == f"urn:{COLLEGE}"


def test_a_ticked_box_without_a_name_keeps_nothing(pages, update, person) -> None:
    update(domain.reference.activity.OTHER_TRAINING, provider="", keep_name="y")
    assert position(pages, person).institution_name is None


@pytest.mark.parametrize(
    ("entered", "says"),
    [
        ({"starts": ["", "", ""]}, "Enter when it started."),
        ({"starts": ["2026"]}, "must be a real date"),
        ({"starts": ["31", "2", "2026"]}, "must be a real date"),
        ({"starts": date(2026, 12, 1)}, "It starts after today."),
        ({"made_on": date(2026, 12, 1)}, "The contact must be today or in the past"),
        (
            {"neet_since": date(2026, 11, 20)},
            "must have been NEET by the time this started",
        ),
    ],
)
def test_an_error_stands_beside_its_field(pages, update, person, entered, says) -> None:
    shown = update(domain.reference.activity.NOT_READY, **entered)
    assert "There is a problem" in shown
    assert says in shown
    assert position(pages, person).activity is domain.reference.activity.SEEKING


def test_a_better_source_is_shown_before_saving(pages, update, person) -> None:
    with pages.app_context():
        record_evidence(
            person,
            doing(domain.reference.activity.FURTHER_EDUCATION, name="Testham College"),
        )
    shown = update(domain.reference.activity.NOT_READY, outcome="heard")
    assert "still counts" in shown
    assert "the provider&#39;s own list" in shown


def test_the_characteristic_is_offered_until_it_is_on_record(update) -> None:
    def shown() -> str:
        return update.client.get(update.address).get_data(as_text=True)

    assert "caring for another person" in shown()
    update(domain.reference.activity.CARER, characteristic="y")
    assert "caring for another person" not in shown()


def test_typing_lists_matching_providers(update) -> None:
    found = update.client.get("/providers?q=testh+hi").json
    assert found == [
        {
            "key": f"urn:{SCHOOL}",
            "name": "Testham Academy (invented)",
            "about": (f"Wigan, URN {ACADEMY}, was Testham High School (invented)"),
        }
    ]
    assert update.client.get("/providers").json == []


def test_a_pupil_is_offered_school(pages, signed_in) -> None:
    with pages.app_context():
        number = young(born=date(2010, 12, 1))
    shown = signed_in("adviser").get(f"/people/{number}/status")
    assert domain.reference.activity.AT_SCHOOL.title in shown.get_data(as_text=True)
    assert domain.reference.activity.SEEKING.title not in shown.get_data(as_text=True)
