"""A place for those who have none, on the pages: from the list to both answers."""

import re
from datetime import timedelta

import pytest

from tests.factories import COLLEGE, register
from tests.web.adviser.young import HERE_ONLY, TODAY, record_evidence, young
from tests.web.conftest import token
from tracker import store
from tracker.actions.year import cohort_ledgers
from tracker.domain.history.evidence import Offer
from tracker.web.kept_forms import kept_pages

LIST = "/year/people?left=2027&step=offer&part=missing"
DAY = timedelta(days=1)


@pytest.fixture
def two(pages, load, tmp_path) -> list[int]:
    """Two of Year 12 without offer and place, with the ledger of today made."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    with pages.app_context():
        people = [young(), young("Bea", "Ashby")]
        record_evidence(young("Cato", "Norley"), Offer(12, stage="offer"))
        cohort_ledgers.refresh(cohort_ledgers.all_of(TODAY), within=HERE_ONLY, on=TODAY)
        return people


@pytest.fixture
def desk(two, signed_in):
    """A team leader's browser."""
    return signed_in("team-leader")


def read(client, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def send(client, page: str, to: str | None = None, **entered) -> str:
    """Sends a form of a page; days are given in three parts."""
    data = {"csrf_token": token(read(client, page))}
    for name, value in entered.items():
        is_day = hasattr(value, "isoformat")
        data[name] = [value.day, value.month, value.year] if is_day else value
    answer = client.post(to or page.partition("?")[0], data=data, follow_redirects=True)
    return answer.get_data(as_text=True)


def new(*people: int) -> str:
    return "/places/new?left=2027" + "".join(f"&people={each}" for each in people)


def form(*people: int, **changed) -> dict:
    given = {
        "left": "2027",
        "people": list(people),
        "offered": list(people),
        "provider": COLLEGE,
        "why": "Near home",
        "proposed_on": TODAY,
        "due": TODAY + 7 * DAY,
    }
    return given | changed


def test_from_the_list_to_both_answers_and_back(desk, two) -> None:
    whole = LIST.partition("&step")[0]
    shown = read(desk, whole)
    assert shown.count('class="tracker-tick"') == 2
    assert 'action="/places/new"' in shown
    # The filter leaves those without offer and place.
    assert "No offer, no place" in shown
    shown = send(desk, new(*two), **form(*two))
    assert "Place at Testham College (invented) proposed for 2 young people" in shown
    shown = read(desk, whole)
    assert shown.count("Proposed: Testham College") == 2
    assert 'class="tracker-tick"' not in shown
    person = two[0]
    page = read(desk, f"/people/{person}")
    panel = page.partition('id="place"')[2].partition("</section>")[0]
    assert "neither has answered" in panel
    assert "Propose a place" not in panel
    (address,) = set(re.findall(rf"/people/{person}/places/\d+", page))
    assert address in read(desk, "/to-do?kind=place")
    shown = send(desk, address, given="provider accepted", answered_on=TODAY)
    assert "Recorded: provider accepted." in shown
    shown = send(desk, address, given="young person agreed", answered_on=TODAY)
    assert "Accepted by the provider, agreed by the young person." in shown
    (undo,) = re.findall(rf"{address}/answers/\d+/take-back", shown)
    shown = send(desk, address, undo)
    assert "the young person has not answered" in shown
    shown = send(desk, address, f"{address}/take-back")
    assert "It stays on record and counts no longer" in shown
    assert "Record an answer" not in shown
    assert "Propose a place" in read(desk, f"/people/{person}")


def test_everything_wrong_stands_beside_its_field_and_the_rest_stays(
    pages, desk, two
) -> None:
    shown = send(
        desk,
        new(*two),
        **form(*two, people=[], provider="", why="", due=["31", "2", "2027"]),
        course="Motor vehicle",
    )
    for field in ("people", "provider", "why", "due-day"):
        assert f'href="#{field}"' in shown, field
    assert 'value="Motor vehicle"' in shown
    # Those who were not ticked can be ticked again.
    assert shown.count('class="govuk-checkboxes__input" type="checkbox"') == 2
    shown = send(desk, new(two[0]), **form(two[0], provider="invented"))
    assert "Which one is “invented”?" in shown
    shown = send(desk, new(two[0]), **form(two[0], provider="Nowhere"))
    assert "No school, college or provider is called “Nowhere”" in shown
    with pages.app_context():
        assert store.casework.place_proposals.of(two[0]) == []


def test_a_page_that_is_out_of_date_proposes_nothing_and_offers_the_record(
    desk, two
) -> None:
    stale = read(desk, new(*two))
    assert stale.count('class="govuk-checkboxes__input" type="checkbox"') == 2
    send(desk, new(two[0]), **form(two[0]))
    shown = send(desk, new(*two), **form(*two, why="Another reason"))
    assert "Amina Holtby has an open proposal, at Testham College" in shown
    assert f'href="/people/{two[0]}"' in shown
    # The other is still there to be sent.
    assert shown.count('class="govuk-checkboxes__input" type="checkbox"') == 1
    assert "Propose a place" in read(desk, f"/people/{two[1]}")


def test_without_young_people_the_page_says_where_to_begin(desk) -> None:
    assert "Tick young people on the list first." in read(desk, new())
    assert "1 young person of those chosen is not in this cohort" in read(
        desk, new(99999)
    )


def test_a_manager_sees_the_list_and_proposes_nothing(pages, two, signed_in) -> None:
    manager = signed_in("manager")
    shown = read(manager, LIST.partition("&step")[0])
    assert "Amina Holtby" in shown
    assert 'class="tracker-tick"' not in shown
    assert manager.get(new(two[0])).status_code == 404


def test_an_answer_says_what_is_missing(desk, two) -> None:
    shown = send(desk, new(two[0]), **form(two[0]))
    (address,) = set(re.findall(rf"/people/{two[0]}/places/\d+", shown)) - {""}
    shown = send(desk, address, answered_on=TODAY + DAY)
    assert "Select who answered what." in shown
    assert "The answer must be of today or in the past." in shown
    shown = send(desk, address, given="provider declined", answered_on=TODAY)
    assert "Enter why the provider declined." in shown


def test_a_form_kept_over_the_end_of_a_session_is_about_the_same_people(pages) -> None:
    sent = [("left", "2027"), ("people", "1"), ("people", "2"), ("why", "Near")]
    with pages.test_request_context("/places/new", method="POST"):
        page = kept_pages.of_endpoint("adviser.place_new")
        assert page is not None
        address = kept_pages.address(page, sent)
    assert address == "/places/new?left=2027&people=1&people=2"
