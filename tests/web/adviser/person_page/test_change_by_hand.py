"""A detail changed by hand on its page. Everybody here is invented."""

import re
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import ALSO_HERE
from tests.linkage.people import uln
from tests.web.adviser.young import HERE_ONLY, TODAY, record_evidence, young
from tests.web.school.conftest import post, text
from tracker import actions
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.entering import FORMS
from tracker.domain.history.evidence import Tier

__all__ = ["post"]

PARENT = {"by": "a parent or carer"}
LEARNED = {"learned_on": [TODAY.day, TODAY.month, TODAY.year]}
GROUND = {**PARENT, **LEARNED}


@pytest.fixture
def adviser(signed_in):
    return signed_in("adviser")


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        return young(phone="07700 900001")


@pytest.fixture
def change(pages, adviser, person, post):
    """Sends a form of a detail, a minute after the last one."""

    def send(form: str, client=None, number=None, **values):
        pages.config["NOW"] += timedelta(minutes=1)
        return post(
            client or adviser, f"/people/{number or person}/change/{form}", **values
        )

    return send


def page_of(client, number: int) -> str:
    return text(client.get(f"/people/{number}"))


@pytest.mark.parametrize("form", FORMS)
def test_every_detail_can_be_reached_from_the_page_and_opened(
    adviser, person, form
) -> None:
    address = f"/people/{person}/change/{form}"
    assert address in page_of(adviser, person)
    answer = adviser.get(address)
    assert answer.status_code == 200
    assert "<h1" in text(answer) and FORMS[form].title in text(answer)


def test_a_phone_is_changed_and_its_page_says_by_whom_and_when(
    adviser, person, change
) -> None:
    answer = change("phone", phone="+44 7700 900002", **GROUND)
    assert answer.status_code == 302, text(answer)
    page = page_of(adviser, person)
    assert 'href="tel:07700900002"' in page
    assert "A parent or carer, to Robin Example, 24 November 2026" in page
    assert "Phone changed: a parent or carer, entry" in page
    form = text(adviser.get(f"/people/{person}/change/phone"))
    assert "Sources also give" in form and "07700 900001" in form


def test_it_is_taken_back_on_the_page(adviser, person, change, post) -> None:
    change("phone", phone="07700 900002", **GROUND)
    page = page_of(adviser, person)
    (undo,) = re.findall(r'action="(/people/\d+/take-back/\d+)"', page)[:1]
    post(adviser, f"/people/{person}", undo)
    page = page_of(adviser, person)
    assert "07700 900001" in page and "07700 900002" not in page


def test_all_errors_are_shown_at_once_and_nothing_is_lost(
    adviser, person, change
) -> None:
    answer = change(
        "address",
        line1="",
        town="Wigan <b>",
        postcode="x",
        by="a document that was seen",
        learned_on=["31", "2", "2026"],
    )
    assert answer.status_code == 200
    page = text(answer)
    for sentence in (
        "Enter the house and street.",
        "X is not a postcode.",
        "Select which document.",
        "“When was it learned?” must be a real date, like 27 3 2026.",
    ):
        assert page.count(sentence) == 2, sentence  # in the summary and at its field
    assert "Wigan &lt;b&gt;" in page and 'value="31"' in page
    assert "Error: Address" in page


def test_an_address_is_entered_with_the_day_of_the_move(
    adviser, person, change
) -> None:
    answer = change(
        "address",
        line1="7 Oak Row",
        postcode=ALSO_HERE,
        since=["1", "11", "2026"],
        **GROUND,
    )
    assert answer.status_code == 302, text(answer)
    assert "7 Oak Row" in page_of(adviser, person)


def test_what_is_not_in_use_is_not_shown_as_done(
    pages, adviser, person, change
) -> None:
    with pages.app_context():
        record_evidence(person, detail("address", line1="9 Elm Row"), as_at=TODAY)
    answer = change(
        "address",
        line1="7 Oak Row",
        by="a parent or carer",
        learned_on=["1", "10", "2026"],
    )
    assert answer.status_code == 302
    shown = text(adviser.get(answer.location))
    assert "Address recorded, and not in use" in shown
    assert "7 Oak Row" not in shown


def test_the_holder_of_a_number_is_a_link(pages, adviser, change) -> None:
    with pages.app_context():
        other = young("Bryn", "Ashby", uln=uln(5))
    answer = change("uln", uln=uln(5), **GROUND)
    assert answer.status_code == 200
    page = text(answer)
    assert f"Young person {other} has this ULN already." in page
    assert f'href="/people/{other}"' in page


def test_the_parent_of_a_young_person(adviser, person, change) -> None:
    change(
        "parent", name="Danuta Holtby", relation="mother", phone="07700900412", **GROUND
    )
    page = page_of(adviser, person)
    assert "Danuta Holtby, mother" in page
    assert 'href="tel:07700900412"' in page
    change("parent", ended="y", **GROUND)
    assert "Danuta Holtby" not in page_of(adviser, person)


def test_a_sealed_former_name_is_not_among_the_other_names(
    pages, adviser, signed_in, person, change
) -> None:
    with pages.app_context():
        record_evidence(
            person,
            detail("name", given="Amir", family="Holtby"),
            tier=Tier.SCHOOL_CENSUS,
            source="school-census",
        )
    change("name", given="Amina", family="Holtby", **GROUND)
    form = f"/people/{person}/change/name"
    assert "Amir" in text(adviser.get(form)).replace("Amina", "")
    with pages.app_context():
        actions.people.seals.seal(
            person,
            given="Amir",
            family="",
            sex="",
            within=HERE_ONLY,
            act=act(by="lead@example.org", at=pages.config["NOW"], on=TODAY),
        )
    shown = text(adviser.get(form)) + page_of(adviser, person)
    assert "Amir " not in shown and "Amir<" not in shown


@pytest.mark.law("D-18")
def test_a_confidential_address_is_written_and_not_shown(
    pages, adviser, person, change, post, everything
) -> None:
    post(adviser, f"/people/{person}/confidential-address", because="their safety")
    form = text(adviser.get(f"/people/{person}/change/address"))
    assert "The address is confidential" in form
    assert "WN1 1AZ" not in form
    answer = change("address", line1="3 Quillwort Lane", postcode=ALSO_HERE, **GROUND)
    assert answer.status_code == 302
    assert "Quillwort" not in page_of(adviser, person)
    assert [
        table
        for table, rows in everything().items()
        for row in rows
        if "quillwort" in str(row).lower()
    ] == []


@pytest.mark.law("D-18")
def test_sealed_characteristics_are_shown_only_while_they_are_open(
    pages, adviser, person, change, post
) -> None:
    """What is sealed can be entered first, and has to be opened from then on."""
    form = f"/people/{person}/change/characteristics"
    assert "In care" in text(adviser.get(form))
    answer = change("characteristics", codes=["110", "140"], **GROUND)
    assert answer.status_code == 302, text(answer)
    assert "In care" not in page_of(adviser, person)
    closed = text(adviser.get(form))
    assert "In care" not in closed and "Open what is sealed" in closed
    assert 'value="140" checked' in closed
    # A sealed code that is sent all the same is not taken, and none is lost.
    change("characteristics", codes=["120"], **GROUND)
    with pages.app_context():
        assert held_by(person) >= {"110"}
        assert "120" not in held_by(person)


def held_by(person: int) -> frozenset[str]:
    """The characteristics of a young person, opened."""
    (folded,) = actions.history.folding.folded_on([person], "359", [TODAY], opened=True)
    return folded.known.characteristics


@pytest.mark.parametrize("role", ["manager", "information-officer"])
def test_those_who_may_not_change_see_no_link_and_no_form(
    signed_in, person, role
) -> None:
    client = signed_in(role)
    assert "/change/" not in page_of(client, person)
    assert client.get(f"/people/{person}/change/phone").status_code == 404


@pytest.mark.parametrize("of", ["ypids", "withheld", "restrictions", "", "name/x", "é"])
def test_another_detail_is_not_found(adviser, person, of) -> None:
    assert adviser.get(f"/people/{person}/change/{of}").status_code in (404, 308)


def test_a_young_person_of_another_authority_is_not_found(pages, adviser) -> None:
    with pages.app_context():
        there = young(authority="342")
    assert adviser.get(f"/people/{there}/change/phone").status_code == 404


def test_at_twenty_there_is_no_upn_to_change(pages, adviser) -> None:
    with pages.app_context():
        adult = young(born=date(2005, 1, 5))
    page = page_of(adviser, adult)
    assert "/change/uln" in page and "/change/upn" not in page


def test_the_queries_of_the_form_do_not_grow_with_changes(
    adviser, person, change, queries
) -> None:
    address = f"/people/{person}/change/phone"
    counts = []
    for numbers in (range(2, 4), range(4, 9)):
        for number in numbers:
            change("phone", phone=f"07700 90000{number}", **GROUND)
        adviser.get(address)
        with queries() as sent:
            adviser.get(address)
        counts.append(len(sent))
    assert counts[0] == counts[1]
