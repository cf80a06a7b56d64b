"""Every page about one young person wants a reason first, however often it is opened.

A page that named the person only because their number was entered leads to none.
"""

import re
from collections import Counter
from urllib.parse import quote

import pytest
from flask import Flask

from tests.acts import act, record_contact
from tests.journeys.moving_in.exported_documents import document_of
from tests.web.adviser.places.proposed import proposed_for
from tests.web.adviser.plans.agreed import agreed_with
from tests.web.adviser.test_scope import contact_taken_back
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, own_token
from tracker import actions, domain, store
from tracker.access import ROLES, Permission
from tracker.actions.casework.contacts import NewContact
from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.web import guard
from tracker.web.named.answer_lines import LISTS, PAGE_REASONS

pytestmark = pytest.mark.law("D-18")

BY = act(by="a colleague", at=NOW, on=TODAY)
#: Roles that see people, some of them on no list of theirs.
ASKED = [
    name
    for name, role in ROLES.items()
    if Permission.SEE_PEOPLE in role.permissions and role.title != "Data manager"
]
WHY = "adviser.person_why"


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young("Amina", "Holtby")
        # At work: a team leader has those who are not, and are in no caseload.
        record_evidence(number, doing(domain.reference.activity.JOB_WITHOUT_TRAINING))
        return number


def contact_of(person: int, visibility: Visibility = Visibility.TEAM) -> int:
    made = NewContact(Outcome.NO_ANSWER, Channel.PHONE, TODAY, visibility=visibility)
    return record_contact(person, made, next_due=None, within=HERE_ONLY, act=BY).id


def addresses(pages: Flask, person: int, role: str, method: str = "GET") -> list[str]:
    """Every page that a role may open about a record or about a contact of it, or with
    POST every address of a form of theirs.
    """
    with pages.app_context():
        contact = contact_of(person)
        taken_back = contact_taken_back(person, within=HERE_ONLY, act=BY)
        plan = agreed_with(person)
        (step,) = store.casework.plans.of_person(plan, person).actions
        more = {"<name>": "phone", "<int:entry>": "1"}
        more |= {"<int:plan>": str(plan), "<int:action>": str(step.id)}
        places = store.casework.place_proposals.of(person)
        place = places[0].id if places else proposed_for(person)
        more |= {"<int:proposal>": str(place), "<int:answer>": "1"}
        more["<int:document>"] = str(document_of(person))
    found = []
    for rule in pages.url_map.iter_rules():
        if method not in (rule.methods or ()) or rule.endpoint == WHY:
            continue
        if guard.needs(pages, rule.endpoint) not in ROLES[role].permissions:
            continue
        if not re.match(r"/(people|contacts)/<int:\w+>", rule.rule):
            continue
        back = rule.endpoint == "adviser.contact_restore"
        number = (
            (taken_back if back else contact)
            if rule.rule.startswith("/contacts/")
            else person
        )
        address = re.sub(r"<int:\w+>", str(number), rule.rule, count=1)
        for part, value in more.items():
            address = address.replace(part, value)
        found.append(address)
    assert not any("<" in each for each in found), found
    return found


@pytest.mark.sample(
    "manager", "guardian", because="those of an adviser are five times as many"
)
@pytest.mark.parametrize("role", ASKED)
def test_no_page_opens_before_a_reason_and_each_one_after(
    pages, signed_in, person, role
) -> None:
    client = signed_in(role)
    client.gives_reasons = False
    every = addresses(pages, person, role)
    assert f"/people/{person}" in every
    if ROLES[role].title == "Adviser":
        assert len(every) >= 14, every
    # All of them are seen before the second time: none opens another.
    for time in ("first", "second"):
        for address in every:
            answer = client.get(address)
            why = f"/people/{person}/why?to={quote(address)}"
            assert (answer.status_code, answer.location) == (302, why), (time, address)
            assert client.get(why).status_code == 200
    for address in every:
        client.head(address)
    forms = addresses(pages, person, role, "POST")
    token, before = {"csrf_token": own_token(client)}, audited(pages)
    if ROLES[role].title == "Adviser":
        assert len(forms) >= 14, forms
    for address in forms:
        answer = client.post(address, data={**token, "note": "She rang"})
        assert answer.status_code == 303, address
        assert answer.location.startswith(f"/people/{person}/why?to=/"), address
    done = audited(pages) - before
    assert done.keys() <= {"form kept"}, "nothing is stored without a reason"
    given = client.post(why, data={"csrf_token": own_token(client), "clicked": "duty"})
    assert given.location == every[-1]
    for address in every:
        answer = client.get(address)
        assert "/why" not in (answer.location or ""), address
        assert answer.status_code == 200, address
    for address in forms:
        answer = client.post(address, data=token)
        assert "/why" not in (answer.location or ""), address


def audited(pages: Flask) -> Counter[str]:
    with pages.app_context():
        return Counter(store.database.base.column("SELECT action FROM audit"))


@pytest.fixture
def adviser(signed_in):
    client = signed_in("adviser")
    client.gives_reasons = False
    return client


def test_a_number_that_was_entered_leads_to_no_record(adviser, person) -> None:
    page = adviser.get(f"/to-do/new?person={person}").get_data(as_text=True)
    assert "Amina Holtby" in page
    for address in (f"/people/{person}", f"/people/{person}/what-happened"):
        assert adviser.get(address).status_code == 302


def test_a_task_about_a_person_wants_the_reason_first(adviser, person) -> None:
    entered = {"why": "Ring", "person": person, "owner": "me"}

    def add():
        return adviser.post(
            "/to-do/new", data={"csrf_token": own_token(adviser), **entered}
        )

    assert "is on none of your lists" in add().get_data(as_text=True)
    assert adviser.get(f"/people/{person}").status_code == 302
    token = {"csrf_token": own_token(adviser), "clicked": "phoned"}
    adviser.post(f"/people/{person}/why", data=token)
    assert add().location == "/to-do/1"


def test_names_that_were_pasted_lead_to_no_record(adviser, person) -> None:
    sent = {"csrf_token": own_token(adviser), "place": "Hall", "people": str(person)}
    day = {"held_on": [TODAY.day, TODAY.month, TODAY.year]}
    answer = adviser.post("/group-session", data={**sent, **day})
    assert "Holtby" in answer.get_data(as_text=True)
    assert adviser.get(f"/people/{person}").status_code == 302


def test_a_form_for_a_merged_record_wants_the_reason_of_its_person(
    pages, adviser, person
) -> None:
    with pages.app_context():
        other = young("Amina", "Holtbey")
        actions.people.merging.merge(person, [other], within=HERE_ONLY, act=BY)
    sent = {"csrf_token": own_token(adviser)}
    answer = adviser.post(f"/people/{other}/take-back/1", data=sent)
    assert answer.location == f"/people/{person}/why?to=/people/{person}"


def test_a_form_of_another_site_is_not_kept(pages, adviser, person) -> None:
    address = f"/people/{person}/contact"
    answer = adviser.post(address, data={"csrf_token": "x", "note": "Planted"})
    assert answer.location == f"/people/{person}/why?to=/people/{person}"
    with pages.app_context():
        assert store.database.base.column("SELECT id FROM kept_forms") == []


def test_a_contact_leads_back_to_itself_and_to_no_other_site(adviser, person) -> None:
    token = {"csrf_token": own_token(adviser), "clicked": "phoned"}
    for to in ("/contacts/1/../../users", "/contacts/1@evil.example", "/contacts/"):
        answer = adviser.post(f"/people/{person}/why?to={quote(to)}", data=token)
        assert answer.location == f"/people/{person}", to


def test_a_contact_that_may_not_be_seen_does_not_betray_its_person(
    pages, adviser, person
) -> None:
    with pages.app_context():
        hidden = contact_of(person, Visibility.RESTRICTED)
    for address in (f"/contacts/{hidden}", f"/contacts/{hidden}/take-back"):
        assert adviser.get(address).status_code == 404


def test_the_lists_are_pages_and_none_is_about_one_record(pages) -> None:
    rules = {rule.endpoint: rule.rule for rule in pages.url_map.iter_rules()}
    assert rules.keys() >= PAGE_REASONS.keys()
    about_one = ("/people/", "/contacts/", "/leavers/<")
    assert [each for each in LISTS if rules[each].startswith(about_one)] == []
