"""Working through a list, without JavaScript: "2 of 3", the next one, the end."""

import re
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import AUTHORITY
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, make, sign_in
from tracker import actions, domain, store
from tracker.domain.casework.contact import Outcome

RUN = "my-day?section=overdue"


@pytest.fixture
def three(pages) -> list[int]:
    """Three young people of one adviser, each with a step that is overdue."""
    with pages.app_context():
        user = make("adviser").id
        people = [young(given, "Holtby") for given in ("Amina", "Bryn", "Cem")]
        as_user = act(by="leader", at=NOW, on=TODAY, authority=AUTHORITY)
        actions.casework.caseloads.share_out(people, [user], act=as_user)
        for place, each in enumerate(people):
            record_evidence(
                each, doing(domain.reference.activity.SEEKING), as_at=date(2026, 10, 1)
            )
            due = date(2026, 11, 10) + timedelta(days=place)
            actions.casework.contacts.follow_up_on(
                each,
                due,
                "Review",
                within=HERE_ONLY,
                act=act(by="me", at=NOW - timedelta(days=20), on=date(2026, 11, 4)),
            )
        return people


@pytest.fixture
def adviser(pages, three):
    client = pages.test_client()
    sign_in(client, "adviser@example.org")
    return client


def text(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def save(adviser, fill):
    def send(person: int, outcome: Outcome = Outcome.YOUNG_PERSON, **entered):
        address = f"/people/{person}/what-happened?round={RUN}"
        entered = {"step": "next", "outcome": str(outcome), **entered}
        return fill(adviser, address, **entered)

    return send


def test_a_list_leads_from_one_to_the_next_and_to_its_end(adviser, three, save) -> None:
    first, second, third = three
    day = text(adviser.get("/my-day"))
    assert f'href="/people/{first}?round=my-day?section%3Doverdue"' in day
    page = text(adviser.get(f"/people/{first}?round={RUN}"))
    assert 'href="/my-day" aria-current="true"' in page  # still within that list
    assert 'href="/find" aria-current' not in page
    assert "1 of 3" in page
    assert "Next: Bryn Holtby" in page
    form = text(adviser.get(f"/people/{first}/what-happened?round={RUN}"))
    assert "Save and open Bryn Holtby" in form
    assert "Save and stay with Amina" in form
    answer = save(first)
    assert answer.request.path == f"/people/{second}"
    assert "Contact with Amina Holtby recorded" in text(answer)
    assert "2 of 3" in text(answer)
    # The list of the day is shorter now; the order of its beginning stands.
    # Above them is who was handed over, whatever has been done since.
    urgent = text(adviser.get("/my-day")).partition('class="tracker-day"')[2]
    assert "Bryn" in urgent and "Amina" not in urgent
    answer = save(third, Outcome.NO_ANSWER)
    assert answer.request.path == f"/people/{second}"
    end = text(save(second))
    assert "3 of 3 done" in end
    assert "2 young people reached" in end
    assert "1 tried without reaching them" in end


def test_who_was_skipped_comes_again_and_who_is_done_does_not(
    adviser, three, save
) -> None:
    first, second, third = three
    save(second)
    page = text(adviser.get(f"/people/{first}?round={RUN}"))
    assert "Next: Cem Holtby" in page
    page = text(adviser.get(f"/people/{third}?round={RUN}"))
    assert "Next: Amina Holtby" in page
    end = text(adviser.get(f"/round-end?round={RUN}"))
    assert "1 of 3 done" in end
    assert "2 skipped and not done" in end


def test_staying_marks_as_done_and_stays(adviser, three, save) -> None:
    answer = save(three[0], step="stay")
    assert answer.request.path == f"/people/{three[0]}"
    assert "1 of 3" in text(answer)
    assert "Next: Bryn Holtby" in text(answer)


def test_a_young_person_who_came_to_the_list_later_is_its_last(
    pages, adviser, three
) -> None:
    adviser.get(f"/people/{three[0]}?round={RUN}")
    with pages.app_context():
        late = young("Dara", "Holtby")
        user = store.accounts.users.by_email("adviser@example.org").id
        as_user = act(by="leader", at=NOW, on=TODAY, authority=AUTHORITY)
        actions.casework.caseloads.share_out([late], [user], act=as_user)
        record_evidence(late, doing(domain.reference.activity.SEEKING))
        before = act(by="me", at=NOW - timedelta(days=40), on=date(2026, 10, 10))
        actions.casework.contacts.follow_up_on(
            late, date(2026, 10, 20), "Review", within=HERE_ONLY, act=before
        )
    assert "4 of 4" in text(adviser.get(f"/people/{late}?round={RUN}"))


@pytest.mark.parametrize(
    "address",
    [
        "my-day?section=neet",
        "my-day",
        "nothing",
        "my-day?" + "x&" * 500 + "section=overdue",
        "../admin",
        "my-caseload?next=planned",
        "my-day?endpoint=x&_external=1&_scheme=javascript",
    ],
)
def test_an_address_without_a_list_of_theirs_shows_no_round(
    adviser, three, address
) -> None:
    for page in ("", "/what-happened"):
        answer = adviser.get(f"/people/{three[0]}{page}?round={address}")
        assert answer.status_code in (200, 404)
        assert "tracker-run" not in text(answer)
    assert "No list is being" in text(adviser.get(f"/round-end?round={address}"))


def test_an_address_is_one_round_however_it_is_written(adviser, three) -> None:
    adviser.get(f"/people/{three[0]}?round={RUN}&x=1")
    for address in (RUN, "my-day?x=1%26section=overdue", f"{RUN}%26_external=1"):
        assert "0 of 3 done" in text(adviser.get(f"/round-end?round={address}"))


def test_a_run_holds_no_one_of_another_list(pages, adviser, three) -> None:
    with pages.app_context():
        other = young("Other", "Person")
    page = text(adviser.get(f"/people/{other}?round={RUN}"))
    assert "tracker-run" not in page
    assert " of 3" not in page


def test_a_run_of_a_colleague_is_their_own(pages, adviser, three, signed_in) -> None:
    adviser.get(f"/people/{three[0]}?round={RUN}")
    colleague = signed_in("adviser", email="colleague@example.org")
    assert "No list is being" in text(colleague.get(f"/round-end?round={RUN}"))


def test_the_caseload_as_it_was_filtered_and_sorted(adviser, three) -> None:
    shown = text(adviser.get("/my-caseload?next=overdue&sort=-name"))
    list_round = re.search(rf'/people/{three[2]}\?round=([^"]*)"', shown)[1]
    page = text(adviser.get(f"/people/{three[2]}?round={list_round}"))
    assert "1 of 3" in page
    assert "Next: Bryn Holtby" in page


def test_a_run_is_forgotten_in_the_night(pages, adviser, three) -> None:
    adviser.get(f"/people/{three[0]}?round={RUN}")
    with pages.app_context():
        user = act(by="worker", at=NOW + timedelta(days=1), on=TODAY, authority="359")
        assert actions.casework.rounds.sweep(act=user) == 0
        tomorrow = act(
            by="worker",
            at=NOW + timedelta(days=1),
            on=TODAY + timedelta(days=1),
            authority="359",
        )
        assert actions.casework.rounds.sweep(act=tomorrow) == 3
