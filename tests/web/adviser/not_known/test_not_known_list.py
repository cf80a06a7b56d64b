"""Not known: who to look for next, whose list it is, and how it is worked through."""

import csv
import io
import re
from datetime import date

import pytest

from tests.acts import act, record_contact
from tests.factories import AUTHORITY
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, make, sign_in
from tracker import actions, domain, store
from tracker.actions.casework.contacts import NewContact
from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Offer, Tier
from tracker.domain.reference.institution import InstitutionRef

SPRING, SUMMER, AUTUMN = date(2026, 3, 2), date(2026, 7, 10), date(2026, 9, 7)
LAKE = InstitutionRef(name="Lake College")


def accepted(person: int, stage: str = "accepted") -> None:
    offer = Offer(year=11, at=LAKE, stage=stage)
    record_evidence(person, offer, as_at=SPRING, tier=Tier.OFFER_ACCEPTED)


def lives_at(person: int, line1: str, postcode: str, as_at: date = SPRING) -> None:
    record_evidence(
        person, detail("address", line1=line1, postcode=postcode), as_at=as_at
    )


def give(people: list[int], user: int) -> None:
    actions.casework.caseloads.share_out(
        people, [user], act=act(by="leader", at=NOW, on=TODAY, authority=AUTHORITY)
    )


def rang(person: int, outcome: Outcome, **more) -> None:
    record_contact(
        person,
        NewContact(outcome, Channel.PHONE, TODAY, **more),
        next_due=TODAY,
        what="Try again",
        within=HERE_ONLY,
        act=act(by="adviser@example.org", at=NOW, on=TODAY),
    )


def positions() -> None:
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)


@pytest.fixture
def me(pages) -> int:
    with pages.app_context():
        return make("adviser").id


@pytest.fixture
def browser(pages, me):
    client = pages.test_client()
    sign_in(client, "adviser@example.org")
    return client


@pytest.fixture
def leader(pages):
    with pages.app_context():
        make("team-leader")
    client = pages.test_client()
    sign_in(client, "team-leader@example.org")
    return client


def page(client, address: str = "/not-known") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def order(text: str) -> list[str]:
    """The given names of the rows, in order."""
    return re.findall(r'round=[^"]*">(\w+) Holtby</a>', text)


@pytest.fixture
def three(pages, me) -> dict[str, int]:
    """Zelda accepted a place, Bryn applied, Amina has nothing; two are the user's."""
    with pages.app_context():
        people = {name: young(name, "Holtby") for name in ("Amina", "Bryn", "Zelda")}
        for person in people.values():
            record_evidence(person, detail("form group", group="11A"), as_at=SPRING)
        accepted(people["Zelda"])
        accepted(people["Bryn"], "applied")
        give([people["Amina"], people["Zelda"]], me)
        positions()
    return people


def test_those_who_are_most_likely_found_come_first_each_with_its_reason(
    three, browser, leader
) -> None:
    mine, everyone = page(browser), page(leader)
    assert order(mine) == ["Zelda", "Amina"]
    assert order(everyone) == ["Zelda", "Bryn", "Amina"]
    assert "Accepted a place at Lake College; their list" in mine
    assert "Applied to Lake College; their list" in everyone
    assert order(page(leader, "/not-known?whose=none")) == ["Bryn"]
    assert order(page(leader, "/not-known?whose=team")) == ["Zelda", "Amina"]
    # An adviser cannot have another's list by its address.
    assert order(page(browser, "/not-known?whose=all")) == ["Zelda", "Amina"]
    assert order(page(leader, "/not-known?source=applied")) == ["Bryn"]


def test_the_list_is_worked_through_with_the_one_form(three, browser) -> None:
    text = page(browser)
    first = re.search(r'href="(/people/\d+/what-happened\?round=[^"]+)"', text)
    assert first is not None
    form = page(browser, first[1].replace("&amp;", "&"))
    assert "1 of 2" in form
    assert "Best next: <strong>Accepted a place at Lake College" in form
    record = page(browser, f"/people/{three['Zelda']}")
    assert "Where to look next" in record
    assert "Accepted a place at Lake College" in record


def test_a_look_up_becomes_a_task_with_its_purpose(three, browser, fill) -> None:
    record = page(browser, f"/people/{three['Amina']}")
    found = re.search(r'href="(/to-do/new[^"]+Look[^"]+)"', record)
    assert found is not None
    address = found[1].replace("&amp;", "&")
    form = page(browser, address)
    purpose = re.search(r"Look up in [^<\"]+: whether [^<\"]+", form)
    assert purpose is not None
    fill(browser, address, why=purpose[0], person=three["Amina"], owner="me")
    assert f"{purpose[0]} (requested on 24 November)" in page(
        browser, f"/people/{three['Amina']}"
    )


def test_a_finished_look_up_is_shown_to_who_may_see_the_task(
    pages, three, browser, signed_in
) -> None:
    """Its end is typed by hand, and may name others."""
    why = "Look up in council tax: moved to an aunt"
    with pages.app_context():
        mine = act(by="adviser@example.org", at=NOW, on=TODAY, authority=AUTHORITY)
        item = actions.work.items.open_item(
            "task", why, person=three["Amina"], within=HERE_ONLY, act=mine
        )
        actions.work.items.finish(item, within=HERE_ONLY, act=mine)
    address = f"/people/{three['Amina']}"
    assert f"{why}: done on" in page(browser, address)
    others = page(signed_in("manager"), address)
    assert "Where to look next" in others
    assert "an aunt" not in others


def test_one_who_is_known_has_no_next_source(pages, browser) -> None:
    with pages.app_context():
        person = young()
        record_evidence(person, doing(domain.reference.activity.FURTHER_EDUCATION))
        positions()
    assert "Where to look" not in page(browser, f"/people/{person}")


def test_the_file_has_the_list_as_it_is_narrowed_and_is_a_look(
    pages, three, leader
) -> None:
    answer = leader.get("/not-known.csv?source=applied")
    assert "-1-of-" in answer.headers["Content-Disposition"]
    head, row = csv.reader(io.StringIO(answer.get_data(as_text=True)))
    assert head[0].endswith("Young person") and head[-1] == "OFFICIAL-SENSITIVE"
    assert row[:2] == [str(three["Bryn"]), "Bryn Holtby"]
    assert row[7].startswith("Applied to Lake College")
    with pages.app_context():
        whys = {
            name: {
                each.why
                for each in store.law.looked.at_person(person, within=HERE_ONLY)
            }
            for name, person in three.items()
        }
    assert whys == {"Amina": set(), "Bryn": {"list of the not known"}, "Zelda": set()}


def test_a_restricted_contact_says_only_its_day(pages, three, browser, leader) -> None:
    """A colleague's restricted note must not show by what is proposed next."""
    with pages.app_context():
        record_evidence(three["Amina"], detail("phone", phone="07700 900123"))
        rang(
            three["Amina"],
            Outcome.PARENT,
            visibility=Visibility.RESTRICTED,
        )
        make("adviser", "Other Example", email="other@example.org")
    # Its author reads it; the other adviser may not.
    assert "Restricted contact on" not in page(browser, f"/people/{three['Amina']}")
    other = browser.application.test_client()
    sign_in(other, "other@example.org")
    text = page(other, f"/people/{three['Amina']}")
    assert "Restricted contact on 24 November: ask its author" in text
    assert "number was" not in text


def test_the_queries_do_not_grow_with_the_rows(pages, me, browser, queries) -> None:
    run = []
    for first in (0, 12):
        with pages.app_context():
            people = [young(f"Young{n}", "Holtby") for n in range(first, first + 12)]
            for n, each in enumerate(people):
                accepted(each)
                lives_at(each, f"{n // 2} Sample Street", "WN1 1AZ")
                record_evidence(each, detail("phone", phone=f"0770090{n:04}"))
                rang(each, Outcome.NO_ANSWER)
            give(people, me)
            positions()
        page(browser)
        with queries() as counted:
            page(browser)
        run.append(len(counted))
    assert run[0] == run[1]
    assert run[0] <= 30
