"""My day: who needs attention and why, with cover; no more queries for more people."""

import re
from datetime import date, timedelta

import pytest

from tests.acts import act, record_contact
from tests.factories import AUTHORITY
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, make, sign_in
from tracker import actions, domain, store
from tracker.actions.casework.contacts import NewContact
from tracker.domain.casework.contact import Channel, Outcome

OCTOBER = date(2026, 10, 5)


def give(people: list[int], user: int) -> None:
    actions.casework.caseloads.share_out(
        people, [user], act=act(by="leader", at=NOW, on=TODAY, authority=AUTHORITY)
    )


def rang(person: int, on: date, due: date | None = None) -> None:
    record_contact(
        person,
        NewContact(Outcome.NO_ANSWER, Channel.PHONE, on),
        next_due=TODAY,
        what="Try again",
        within=HERE_ONLY,
        act=act(by="adviser@example.org", at=NOW, on=TODAY),
    )
    if due is None:
        actions.casework.contacts.follow_up_on(
            person, None, "", within=HERE_ONLY, act=act(by="adviser", at=NOW, on=TODAY)
        )


@pytest.fixture
def me(pages) -> int:
    with pages.app_context():
        return make("adviser").id


@pytest.fixture
def my_day(pages, me):
    client = pages.test_client()
    sign_in(client, "adviser@example.org")

    def page(address: str = "/my-day") -> str:
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    return page


def section(page: str, title: str) -> str:
    """The section of the day under one heading; "" if it is not on the page."""
    found = re.search(
        rf'<section aria-labelledby="{title}">(.*?)</section>', page, re.S
    )
    return found[1] if found else ""


def test_an_empty_day_has_an_empty_state(my_day) -> None:
    assert "There is no young person in your caseload yet" in my_day()


def test_each_young_person_is_listed_once_in_the_most_urgent_part(
    pages, me, my_day
) -> None:
    with pages.app_context():
        late, due, lapsing, left, looking, fine = people = [
            young(given, "Holtby", phone="01942 000000")
            for given in ("Late", "Due", "Lapsing", "Left", "Looking", "Fine")
        ]
        record_evidence(
            fine,
            doing(domain.reference.activity.FURTHER_EDUCATION, name="Testham College"),
        )
        for each in (late, due):
            record_evidence(each, doing(domain.reference.activity.SEEKING, OCTOBER))
        record_evidence(
            lapsing,
            doing(domain.reference.activity.JOB_WITHOUT_TRAINING, date(2026, 5, 1)),
            as_at=date(2026, 5, 30),
        )
        record_evidence(
            left,
            doing(
                domain.reference.activity.FURTHER_EDUCATION,
                name="Testham College",
                ends=OCTOBER,
            ),
        )
        record_evidence(looking, doing(domain.reference.activity.SEEKING, OCTOBER))
        give(people, me)
        rang(due, TODAY, due=TODAY)
        from sqlalchemy import text

        from tracker.extensions import db

        rang(late, TODAY - timedelta(days=4), due=TODAY)
        db.session.execute(
            text("UPDATE follow_ups SET due = due - 2 WHERE person_id = :late"),
            {"late": late},
        )
        db.session.commit()
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    page = my_day()
    stands = {
        title: re.findall(
            r"/people/(\d+)\?round=[^\"]*\">(?!What)", section(page, title)
        )
        for title in (
            *("overdue", "due-today", "lapsing-in-14-days"),
            *("new-leavers", "new-NEET"),
        )
    }
    assert stands == {
        "overdue": [str(late)],
        "due-today": [str(due)],
        "lapsing-in-14-days": [str(lapsing)],
        "new-leavers": [str(left)],
        "new-NEET": [str(looking)],
    }
    assert "Try again: due 22 November" in section(page, "overdue")
    assert "20 Nov</span>, no answer" in section(page, "overdue")
    assert 'href="tel:01942000000"' in section(page, "new-NEET")
    assert "Left Testham College on 5 October" in section(page, "new-leavers")
    assert f"/people/{left}/what-happened" in section(page, "new-leavers")
    assert "1 since 1 September 2026, not contacted yet" in section(page, "new-leavers")
    assert "Fine Holtby" not in page.split('class="tracker-day"')[1]


def test_a_contact_takes_a_young_person_off_the_new_ones(pages, me, my_day) -> None:
    with pages.app_context():
        person = young()
        record_evidence(person, doing(domain.reference.activity.SEEKING, OCTOBER))
        give([person], me)
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert "new-NEET" in my_day()
    with pages.app_context():
        rang(person, OCTOBER + timedelta(days=1))
    page = my_day()
    assert 'id="new-NEET"' not in page
    planned = {"within": HERE_ONLY, "act": act(by="adviser", at=NOW, on=TODAY)}
    with pages.app_context():
        actions.casework.contacts.follow_up_on(
            person, TODAY + timedelta(days=9), "", **planned
        )
    assert "Nothing is due today" in my_day()


def test_who_has_no_place_and_nothing_planned_is_on_the_list(pages, me, my_day) -> None:
    with pages.app_context():
        looking, learning, dead = people = [
            young(given, "Holtby") for given in ("Looking", "Learning", "Dead")
        ]
        for each in (looking, dead):
            record_evidence(each, doing(domain.reference.activity.SEEKING, OCTOBER))
        record_evidence(
            learning,
            doing(domain.reference.activity.FURTHER_EDUCATION, name="Testham College"),
        )
        give(people, me)
        for each in people:
            rang(each, OCTOBER + timedelta(days=1))
        actions.people.deaths.record(
            dead, TODAY, within=HERE_ONLY, act=act(by="me", at=NOW, on=TODAY)
        )
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    shown = section(my_day(), "nothing-planned")
    assert "Looking Holtby" in shown
    assert "Learning Holtby" not in shown
    assert "Dead Holtby" not in shown
    assert "Since 5 October: looking for work" in shown
    assert "6 Oct</span>, no answer" in shown
    assert "1 in My caseload" in shown
    caseload = my_day("/my-caseload?next=unplanned")
    assert "Holtby, Looking" in caseload or "Looking Holtby" in caseload
    assert "Learning" not in caseload
    assert "as on My day (1)" in re.sub(r"\s+", " ", re.sub("<[^>]+>", "", caseload))


def test_a_covered_caseload_is_listed_during_the_cover(pages, me, my_day) -> None:
    with pages.app_context():
        away = make("adviser", "Away Example", email="away@example.org").id
        person = young()
        record_evidence(person, doing(domain.reference.activity.SEEKING, OCTOBER))
        give([person], away)
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    assert "Amina Holtby" not in my_day()
    with pages.app_context():
        actions.casework.covers.cover(
            *(away, me, TODAY, TODAY + timedelta(days=9)),
            within=HERE_ONLY,
            act=act(by="leader", at=NOW, on=TODAY),
        )
    page = my_day()
    assert "Amina Holtby" in page
    assert "who you are covering for" in page
    pages.config["NOW"] = NOW + timedelta(minutes=5)
    assert "Away Example" in my_day()


def test_the_note_of_a_cover_stands_on_the_colleagues_day(pages, me) -> None:
    """For as long as it lasts, and on no one else's day. Typed text is text."""
    day = timedelta(days=1)
    with pages.app_context():
        away, other = (
            make("adviser", f"{name} Example", email=f"{name}@example.org").id
            for name in ("Away", "Other")
        )
        made = [
            actions.casework.covers.cover(
                *(user, to, TODAY + first * day, TODAY + last * day),
                within=HERE_ONLY,
                act=act(by="leader", at=NOW, on=TODAY),
                note=note,
            ).id
            for user, to, first, last, note in (
                (away, me, 0, 2, "Ring the <b>college</b> first"),
                (other, me, 1, 2, "From tomorrow"),
                (away, other, 0, 2, "For a third"),
                (me, other, 0, 2, "About my own"),
            )
        ]

    def shown(days: int) -> str:
        """My day so many days later, signed in on that day."""
        pages.config["NOW"] = NOW + days * day
        client = pages.test_client()
        sign_in(client, "adviser@example.org")
        return client.get("/my-day").get_data(as_text=True)

    page = shown(0)
    assert "Away Example, until 26 November 2026:" in page
    assert "Ring the &lt;b&gt;college&lt;/b&gt; first" in page
    for elsewhere in ("From tomorrow", "For a third", "About my own"):
        assert elsewhere not in page
    assert "From tomorrow" in shown(1)
    with pages.app_context():
        actions.casework.covers.end_cover(
            store.casework.caseloads.cover(made[0], within=HERE_ONLY),
            act=act(by="leader", at=NOW, on=TODAY),
        )
    assert "Ring the" not in shown(1)
    assert "From tomorrow" not in shown(3)


def test_a_long_part_of_the_day_continues_on_another_page(pages, me, my_day) -> None:
    with pages.app_context():
        people = [young(f"Young{number:02}", "Holtby") for number in range(20)]
        for each in people:
            record_evidence(each, doing(domain.reference.activity.SEEKING, OCTOBER))
        give(people, me)
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    page = my_day()
    assert page.count("What happened?<") == 5
    assert "All 20 new NEET" in page
    assert page.count("No number<") == 5
    assert my_day("/my-day?section=new+NEET").count("What happened?<") == 20
    assert my_day("/my-day?section=nothing").count("What happened?<") == 5


def test_a_wrong_number_is_not_rung_again(pages, me, my_day) -> None:
    with pages.app_context():
        person = young(phone="01942 000000")
        record_evidence(person, doing(domain.reference.activity.SEEKING, OCTOBER))
        give([person], me)
        record_contact(
            person,
            NewContact(
                Outcome.WRONG_NUMBER, Channel.PHONE, TODAY, wrong="01942 000000"
            ),
            next_due=TODAY,
            what="Find another number",
            within=HERE_ONLY,
            act=act(by="adviser@example.org", at=NOW, on=TODAY),
        )
    page = my_day()
    assert "tel:" not in page
    assert "Wrong number" in page


@pytest.mark.parametrize("address", ["/my-day", "/my-caseload", "/group-session"])
def test_the_queries_do_not_grow_with_the_rows(
    pages, me, my_day, queries, address
) -> None:
    queries_run = []
    for first in (0, 12):
        with pages.app_context():
            people = [
                young(f"Young{number:02}", "Holtby")
                for number in range(first, first + 12)
            ]
            for each in people:
                record_evidence(
                    each,
                    doing(domain.reference.activity.FURTHER_EDUCATION, ends=OCTOBER),
                )
                rang(each, date(2026, 9, 10))
            give(people, me)
            actions.history.positions.refresh([TODAY], within=HERE_ONLY)
        my_day(address)
        with queries() as counted:
            my_day(address)
        queries_run.append(len(counted))
    assert queries_run[0] == queries_run[1]
    assert queries_run[0] <= 16
