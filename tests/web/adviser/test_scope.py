"""A young person out of scope is not found: on pages, in forms, for every role."""

import pytest

from tests.acts import act, record_contact
from tests.factories import AUTHORITY
from tests.journeys.moving_in.exported_documents import document_of
from tests.web.adviser.pages import PAGES
from tests.web.adviser.places.proposed import proposed_for
from tests.web.adviser.plans.agreed import agreed_with
from tests.web.adviser.young import THERE, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, own_token
from tracker import actions, domain, store
from tracker.access import ROLES, Permission, Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.casework.contacts import NewContact
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.history.evidence import Tier

GET = (
    *("/people/{person}", "/people/{person}/contact", "/people/{person}/status"),
    "/people/{person}/what-happened",
    *("/people/{person}/follow-up", "/contacts/{contact}", "/caseloads/{user}"),
    "/people/{person}/ask-place",
    *("/update-many/{entry}", "/group-session/{session}"),
    *("/contacts/{contact}/take-back", "/contacts/{taken_back}/put-back"),
    "/people/{person}/contacts-taken-back",
    *("/people/{person}/plan", "/people/{person}/plans/{plan}"),
    *("/people/{person}/plans/{plan}.pdf", "/people/{person}/places/{proposal}"),
    "/people/{person}/plans/{plan}/actions/{step}",
)
POST = (
    *("/people/{person}/contact", "/people/{person}/status"),
    "/people/{person}/what-happened",
    *("/people/{person}/follow-up", "/people/{person}/take"),
    "/people/{person}/ask-place",
    *("/people/{person}/adviser", "/people/{person}/take-back/{entry}"),
    *("/contacts/{contact}", "/contacts/{contact}/take-back"),
    "/contacts/{taken_back}/put-back",
    *("/caseloads/{user}", "/caseloads/hand-overs/{hand_over}/undo"),
    "/caseloads/hand-overs/{hand_over}/redo",
    *("/caseloads/cover/{cover}/end", "/update-many/{entry}/take-back"),
    "/group-session/{session}/take-back",
    *("/people/{person}/plan", "/people/{person}/plans/{plan}/sign"),
    *("/people/{person}/plans/{plan}/end", "/people/{person}/plans/{plan}/resume"),
    "/people/{person}/plans/{plan}/actions/{step}",
    "/people/{person}/plans/{plan}/actions/{step}/reopen",
    "/people/{person}/places/{proposal}",
    "/people/{person}/places/{proposal}/take-back",
    "/people/{person}/places/{proposal}/answers/1/take-back",
)


def contact_taken_back(person: int, *, within: Scope, act: Act) -> int:
    """The number of a new contact that was taken back by who recorded it."""
    made = record_contact(
        person,
        NewContact(Outcome.NO_ANSWER, Channel.EMAIL, TODAY),
        next_due=None,
        within=within,
        act=act,
    )
    actions.casework.contact_changes.withdraw(made, within=within, act=act)
    return made.id


@pytest.fixture
def elsewhere(pages) -> dict[str, int]:
    """A young person of another authority, with every kind of record about them."""
    there = {"act": act("them", NOW, TODAY, THERE)}
    within = authority_scope(THERE)
    with pages.app_context():
        users = [
            actions.accounts.users.invite(
                email=f"them{n}@example.org",
                name=f"Them {n}",
                role="adviser",
                institution=None,
                act=act(by="them", at=NOW, authority=THERE),
            ).user.id
            for n in range(2)
        ]
        person = young("Brook", "Elsewhere", authority=THERE)
        record_evidence(
            person, doing(domain.reference.activity.SEEKING), authority=THERE
        )
        contact = record_contact(
            person,
            NewContact(Outcome.NO_ANSWER, Channel.PHONE, TODAY),
            next_due=None,
            within=within,
            **there,
        )
        taken_back = contact_taken_back(person, within=within, **there)
        session = actions.casework.group_sessions.record(
            [person], held_on=TODAY, place="Hall", topic="", within=within, **there
        )
        plan = agreed_with(person, THERE)
        return {
            "person": person,
            "plan": plan,
            "proposal": proposed_for(person, THERE),
            "step": store.casework.plans.of(person)[0].actions[0].id,
            "contact": contact.id,
            "taken_back": taken_back,
            "entry": contact.entry_id,
            "session": session.id,
            "user": users[0],
            "hand_over": actions.casework.caseloads.share_out(
                [person], users[:1], **there
            ).id,
            "cover": actions.casework.covers.cover(
                *(*users, TODAY, TODAY),
                within=within,
                **there,
            ).id,
        }


@pytest.mark.parametrize("role", ["data-manager", "adviser", "school-user"])
def test_a_record_of_another_authority_is_not_found(signed_in, elsewhere, role) -> None:
    client = signed_in(role)
    for address in GET:
        answer = client.get(address.format(**elsewhere))
        assert answer.status_code == 404, address
        assert "Brook" not in answer.get_data(as_text=True)
    number = own_token(client)
    for address in POST:
        answer = client.post(address.format(**elsewhere), data={"csrf_token": number})
        assert answer.status_code == 404, address


def test_nothing_of_another_authority_was_changed(pages, signed_in, elsewhere) -> None:
    test_a_record_of_another_authority_is_not_found(
        signed_in, elsewhere, "data-manager"
    )
    with pages.app_context():
        assert (
            store.casework.caseloads.adviser_of(elsewhere["person"])[0].id
            == elsewhere["user"]
        )
        within = authority_scope(THERE)
        assert (
            store.casework.caseloads.cover(elsewhere["cover"], within=within).ended_at
            is None
        )


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_only_with_its_permission(pages, signed_in, role) -> None:
    with pages.app_context():
        person = young()
        record_evidence(person, doing(domain.reference.activity.SEEKING))
        made = record_contact(
            person,
            NewContact(Outcome.NO_ANSWER, Channel.PHONE, TODAY),
            next_due=None,
            within=authority_scope(AUTHORITY),
            act=act(by="me", at=NOW, on=TODAY),
        )
        contact = made.id
        taken_back = contact_taken_back(
            person,
            within=authority_scope(AUTHORITY),
            act=act(by="me", at=NOW, on=TODAY),
        )
        record_evidence(
            person,
            doing(domain.reference.activity.SEEKING),
            tier=Tier.ADVISER,
            source=actions.casework.status.SOURCE,
        )
        entry = store.casework.entries.by_hand(person)[0][0].id
        plan, proposal = agreed_with(person), proposed_for(person)
        step = store.casework.plans.of(person)[0].actions[0].id
        document = document_of(person)
    client = signed_in(role)
    numbers = {
        "adviser.contact_amend": contact,
        "adviser.contact_withdraw": contact,
        "adviser.contact_restore": taken_back,
        "adviser.bulk_made": entry,
        "adviser.caseload": 1,
    }
    for rule in pages.url_map.iter_rules():
        if rule.endpoint not in PAGES or "GET" not in rule.methods:
            continue
        if rule.endpoint in (
            *("adviser.session_made", "adviser.caseload_undo", "adviser.caseload_redo"),
        ):
            continue  # no session was held and no one was handed over
        number = numbers.get(rule.endpoint, person)
        address = rule.rule.replace("<int:number>", str(number))
        address = address.replace("<name>", "phone")
        address = address.replace("<int:plan>", str(plan))
        address = address.replace("<int:action>", str(step))
        address = address.replace("<int:proposal>", str(proposal))
        address = address.replace("<int:document>", str(document))
        wanted = PAGES[rule.endpoint]
        may = wanted in ROLES[role].permissions
        if rule.endpoint == "adviser.caseload":
            # The caseload of the user: only users who see caseloads have one.
            may = may and Permission.SEE_CASELOAD in ROLES[role].permissions
        assert client.get(address).status_code == (200 if may else 404), address
