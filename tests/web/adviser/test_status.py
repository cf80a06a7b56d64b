"""Updating a status without JavaScript: choose, fill in, read the rules, save, undo."""

import re
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import ACADEMY, COLLEGE, SCHOOL, links, register
from tests.web.adviser.young import (
    BORN,
    HERE_ONLY,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.conftest import NOW
from tracker import actions, domain, store
from tracker.actions.casework.contacts import NewContact
from tracker.domain.casework.contact import Channel, Informant, Outcome

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
        activity: domain.reference.activity.Activity, step: str = "check", **entered
    ):
        entered.setdefault("starts", SINCE)
        entered.setdefault("learned", TODAY)
        entered.setdefault("informant", str(Informant.YOUNG_PERSON))
        return fill(
            client,
            f"/people/{person}/status",
            page=f"/people/{person}/status?activity={activity.code}",
            activity=activity.code,
            step=step,
            **entered,
        ).get_data(as_text=True)

    send.client = client
    send.address = f"/people/{person}/status"
    return send


def form(update, activity: domain.reference.activity.Activity) -> str:
    answer = update.client.get(f"{update.address}?activity={activity.code}")
    return answer.get_data(as_text=True)


def position(pages, person: int):
    with pages.app_context():
        record = store.people.records.get(person, within=HERE_ONLY)
        return actions.casework.contacts.folded(record, TODAY).members[0].position


def ticked(shown: str) -> list[str]:
    """The informant that is chosen on the form."""
    radios = re.findall(r'<input[^>]*name="informant"[^>]*>', shown)
    assert len(radios) == len(Informant)
    return [
        re.search('value="([^"]*)"', each)[1] for each in radios if "checked" in each
    ]


def test_no_informant_is_chosen_beforehand(update) -> None:
    assert ticked(form(update, domain.reference.activity.SEEKING)) == []
    shown = update(domain.reference.activity.SEEKING, informant="")
    assert "Select who you heard it from." in shown
    assert 'href="#informant"' in shown


@pytest.mark.parametrize(
    ("outcome", "by", "ago", "informant"),
    [
        (Outcome.YOUNG_PERSON, "adviser@example.org", 14, ["the young person"]),
        (Outcome.PARENT, "adviser@example.org", 14, ["a parent or carer"]),
        (Outcome.PARENT, "adviser@example.org", 16, []),
        (Outcome.PARENT, "colleague@example.org", 14, []),
        (Outcome.VOICEMAIL, "adviser@example.org", 14, []),
    ],
)
def test_the_informant_of_a_contact_just_recorded_is_chosen(
    pages, update, person, outcome, by, ago, informant
) -> None:
    with pages.app_context():
        actions.casework.contacts.record(
            person,
            NewContact(outcome, Channel.PHONE, TODAY),
            next_due=None,
            within=HERE_ONLY,
            act=act(by=by, at=NOW - timedelta(minutes=ago), on=TODAY),
        )
    assert ticked(form(update, domain.reference.activity.SEEKING)) == informant


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
    "code",
    [
        domain.reference.activity.AT_SCHOOL.code,
        domain.reference.activity.DWP_PROGRAMME.code,
        "999",
        "",
    ],
)
def test_an_activity_that_is_not_offered_cannot_be_requested(update, code) -> None:
    shown = update.client.get(f"{update.address}?activity={code}")
    assert "Select what they are doing." in shown.get_data(as_text=True)


QUESTIONS = {
    domain.reference.activity.FURTHER_EDUCATION: {"starts", "provider", "expected_end"},
    domain.reference.activity.TEMPORARY_JOB: {"starts", "provider", "review"},
    domain.reference.activity.JOB_WITHOUT_TRAINING: {"starts", "provider"},
    domain.reference.activity.APPRENTICESHIP: {"starts", "provider"},
    domain.reference.activity.SEEKING: {"starts", "neet_since"},
    domain.reference.activity.START_AGREED: {"starts", "neet_since", "review"},
    domain.reference.activity.CARER: {"starts", "neet_since", "characteristic"},
    domain.reference.activity.GAP_YEAR: {"starts", "expected_end", "review"},
    domain.reference.activity.NOT_KNOWN: {"starts"},
}


@pytest.mark.parametrize("activity", QUESTIONS, ids=lambda each: each.title)
def test_each_activity_asks_what_it_needs_and_no_more(update, activity) -> None:
    shown = form(update, activity)
    fields = {
        *("starts", "provider", "expected_end", "review"),
        *("neet_since", "characteristic"),
    }
    assert {name for name in fields if f'name="{name}"' in shown} == QUESTIONS[activity]
    assert 'name="learned"' in shown


def test_the_rules_are_read_before_anything_is_saved(pages, update, person) -> None:
    shown = update(domain.reference.activity.TEMPORARY_JOB)
    assert "If you save this, the return would break" in shown
    assert "Rule 262" in shown
    assert "There is no review date for an activity that must be reviewed" in shown
    assert position(pages, person).activity is domain.reference.activity.SEEKING
    better = update(domain.reference.activity.TEMPORARY_JOB, review=date(2026, 12, 10))
    assert "Rule 262" not in better


def test_what_was_checked_is_saved_and_taken_back(pages, update, person, fill) -> None:
    entered = {"review": date(2026, 12, 10), "provider": "A Shop"}
    update(domain.reference.activity.TEMPORARY_JOB, **entered)
    shown = update(domain.reference.activity.TEMPORARY_JOB, step="save", **entered)
    assert "Saved: Temporary job." in shown
    now = position(pages, person)
    assert (now.activity, now.starts, now.institution_name, now.review) == (
        domain.reference.activity.TEMPORARY_JOB,
        SINCE,
        "A Shop",
        date(2026, 12, 10),
    )
    entry = shown.split(f"/people/{person}/take-back/")[1].split('"')[0]
    fill(
        update.client,
        f"/people/{person}/take-back/{entry}",
        page=f"/people/{person}",
    )
    assert position(pages, person).activity is domain.reference.activity.SEEKING


def test_the_check_page_sends_back_what_it_was_given(pages, update, person) -> None:
    """A browser sends every hidden field of the page, and the button."""
    import re

    shown = update(
        domain.reference.activity.FURTHER_EDUCATION, provider="testham college"
    )
    assert "Testham College (invented)" in shown
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown)
    data: dict[str, list[str]] = {}
    for name, value in hidden[1:]:
        data.setdefault(name, []).append(value)
    saved = update.client.post(update.address, data={**data, "step": "save"})
    assert saved.status_code == 302
    now = position(pages, person)
    assert (now.activity, now.institution) == (
        domain.reference.activity.FURTHER_EDUCATION,
        f"urn:{COLLEGE}",
    )


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
    update(domain.reference.activity.FURTHER_EDUCATION, step="save", provider=typed)
    assert position(pages, person).institution == key


def test_several_matching_providers_are_offered(pages, update, person) -> None:
    shown = update(domain.reference.activity.FURTHER_EDUCATION, provider="college")
    assert "Which one is “college”?" in shown
    assert "Otherton College (invented)" in shown
    assert "Keep the name" not in shown
    update(
        domain.reference.activity.FURTHER_EDUCATION,
        step="save",
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
    update(
        domain.reference.activity.OTHER_TRAINING,
        step="save",
        provider="Sparrow Skills",
        provider_key="as typed",
    )
    assert position(pages, person).institution_name == "Sparrow Skills"


@pytest.mark.parametrize(
    ("entered", "says"),
    [
        ({"starts": ["", "", ""]}, "Enter when it started."),
        ({"starts": ["31", "2", "2026"]}, "must be a real date"),
        ({"starts": date(2026, 12, 1)}, "It starts after today."),
        ({"learned": date(2026, 12, 1)}, "you found out must be today or in the past"),
        (
            {"neet_since": date(2026, 11, 20)},
            "must have been NEET by the time this started",
        ),
    ],
)
def test_an_error_stands_beside_its_field(pages, update, person, entered, says) -> None:
    shown = update(domain.reference.activity.NOT_READY, step="save", **entered)
    assert "There is a problem" in shown
    assert says in shown
    assert position(pages, person).activity is domain.reference.activity.SEEKING


def test_a_better_source_is_shown_before_saving(pages, update, person) -> None:
    with pages.app_context():
        record_evidence(
            person,
            doing(domain.reference.activity.FURTHER_EDUCATION, name="Testham College"),
        )
    shown = update(domain.reference.activity.NOT_READY, informant=str(Informant.OTHER))
    assert "still counts" in shown
    assert "the provider&#39;s own list" in shown


def test_the_characteristic_is_offered_until_it_is_on_record(update) -> None:
    assert "Also record: caring for another person" in form(
        update, domain.reference.activity.CARER
    )
    update(domain.reference.activity.CARER, step="save", characteristic="y")
    assert "Also record" not in form(update, domain.reference.activity.CARER)


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
