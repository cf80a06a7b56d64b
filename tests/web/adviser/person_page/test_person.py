"""The page of a young person: each fact once, its evidence, and who opened the page."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.acts import act
from tests.web.adviser.young import (
    BORN,
    HERE_ONLY,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.conftest import NOW
from tracker import actions, domain
from tracker.domain.history.details.detail_statements import detail, restriction
from tracker.domain.history.evidence import Tier
from tracker.domain.history.spells import Spell
from tracker.domain.people.naming import Because
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.web.adviser.person_page import timeline

OCTOBER = date(2026, 10, 5)


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young("Amina", "Holtby", phone="01942 000000")
        record_evidence(
            number,
            doing(
                domain.reference.activity.FURTHER_EDUCATION,
                name="Testham College",
                ends=OCTOBER,
            ),
            as_at=date(2026, 10, 9),
        )
        record_evidence(
            number,
            doing(domain.reference.activity.TEMPORARY_JOB, date(2026, 10, 12)),
            detail("characteristics", codes="140"),
            as_at=date(2026, 11, 20),
            tier=Tier.ADVISER,
            source=actions.casework.status.SOURCE,
        )
        return number


def page(client, number: int) -> str:
    answer = client.get(f"/people/{number}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_shows_identity_position_and_sources(signed_in, person) -> None:
    shown = page(signed_in("adviser"), person)
    for words in (
        "Amina Holtby</h1>",
        "3 December 2009, aged 16 (academic age 16, Year 12)",
        'href="tel:01942000000"',
        "Caring for another person",
        "<strong>Temporary job</strong>",
        "20 November 2026, by an adviser&#39;s contact",
        "18 December 2026",
        "Further education, full time at Testham College, from 7 September 2026",
        "As at 9 October 2026",
        "The provider&#39;s own list",
        "Rule 262",
        "There is no review date for an activity that must be reviewed",
    ):
        assert words in shown, words
    assert shown.index("Temporary job") < shown.index("Testham College, from 7")


def test_what_lapsed_is_not_known_since_it_lapsed(pages, signed_in) -> None:
    with pages.app_context():
        number = young("Amina", "Holtby", born=date(2008, 12, 3))
        record_evidence(
            number,
            doing(domain.reference.activity.FURTHER_EDUCATION, date(2025, 9, 8)),
            as_at=date(2025, 10, 9),
        )
    shown = page(signed_in("adviser"), number)
    assert "since 1 September 2026; it began 8 September 2025." in shown


def test_each_opening_is_recorded_once(pages, signed_in, person) -> None:
    client = signed_in("manager")
    page(client, person)
    page(client, person)
    with pages.app_context():
        lines = db.session.scalars(
            select(AuditLine).where(AuditLine.action == "person opened")
        ).all()
    assert [(line.by, line.subject, line.at, line.detail) for line in lines] == [
        (
            "manager@example.org",
            f"person {person}",
            NOW,
            {"why": "they or their family phoned"},
        )
    ] * 2


def test_a_manager_reads_it_and_changes_nothing(signed_in, person) -> None:
    shown = page(signed_in("manager"), person)
    assert f"/people/{person}/contact" not in shown
    assert f"/people/{person}/status" not in shown
    assert "Take back" not in shown


def test_a_merged_record_leads_to_the_person(pages, signed_in, person) -> None:
    with pages.app_context():
        other = young("Ameena", "Holtby")
        actions.people.merging.merge(
            person, [other], within=HERE_ONLY, act=act(by="me", at=NOW, on=TODAY)
        )
    client = signed_in("adviser")
    answer = client.get(f"/people/{other}", follow_redirects=True)
    assert answer.request.path == f"/people/{person}"
    shown = answer.get_data(as_text=True)
    assert f"Record {other} was merged into this one." in shown
    assert f"Records {other} were found to be the same person" in shown
    assert client.get(f"/people/{other}/contact").status_code == 404
    assert client.get(f"/people/{other}/status").status_code == 404


def test_protective_alerts_stand_first(pages, signed_in, person) -> None:
    with pages.app_context():
        actions.people.not_named_outward.record(
            person, Because.SAFETY, within=HERE_ONLY, act=act(by="me", at=NOW, on=TODAY)
        )
        record_evidence(person, restriction(True, InstitutionRef(laestab="3594034")))
    shown = page(signed_in("adviser"), person)
    assert "Not named outward: their safety" in shown
    assert "Restriction: DfE number 3594034, since" in shown
    assert "may pass on only their name, address and date of birth" in shown
    assert shown.index("Not named outward") < shown.index("Where they are now")


def test_a_departure_from_the_cohort_is_shown(pages, signed_in, person) -> None:
    with pages.app_context():
        record_evidence(
            person, detail("departure", status="T", to="342", on="2026-11-02")
        )
    shown = page(signed_in("adviser"), person)
    assert "Has moved to another authority in England, on 2 November 2026" in shown


def test_a_person_without_any_evidence_has_an_empty_page(
    pages, signed_in, fill
) -> None:
    with pages.app_context():
        number = young()
    client = signed_in("adviser")
    shown = page(client, number)
    assert "Nothing is recorded about what they have done." in shown
    fill(client, f"/people/{number}/take-back/1", page=f"/people/{number}")
    assert "Nothing is known about this young person any more" in page(client, number)


def test_what_was_recorded_by_hand_can_be_taken_back(signed_in, person, fill) -> None:
    client = signed_in("adviser")
    shown = page(client, person)
    entry = shown.split(f"/people/{person}/take-back/")[1].split('"')[0]
    answer = fill(
        client, f"/people/{person}/take-back/{entry}", page=f"/people/{person}"
    )
    assert "Taken back" in answer.get_data(as_text=True)
    assert "<strong>Temporary job</strong>" not in page(client, person)
    address = f"/people/{person}/take-back/{entry}"
    assert client.post(address).status_code in (400, 404)


def test_the_timeline_is_drawn_without_styles_of_its_own(signed_in, person) -> None:
    shown = page(signed_in("adviser"), person)
    assert "<svg" in shown
    assert "style=" not in shown.replace("stylesheet", "")
    assert "Temporary job, 12 October 2026 to now" in shown


def test_the_queries_do_not_grow_with_the_history(
    pages, signed_in, person, queries
) -> None:
    client = signed_in("data-manager")
    page(client, person)
    queries_run = []
    for _ in range(2):
        with queries() as counted:
            page(client, person)
        queries_run.append(len(counted))
        with pages.app_context():
            for month in range(1, 9):
                record_evidence(
                    person,
                    doing(domain.reference.activity.SEEKING, date(2025, month, 1)),
                    as_at=date(2025, month, 20),
                    tier=Tier.ADVISER,
                )
    assert queries_run[0] == queries_run[1]
    assert queries_run[0] <= 36


#: Mistyped starts of a spell. None of them stretches the drawing.
SLIPS = [date(1, 1, 1), date(206, 9, 7), date(1026, 9, 7), date(1900, 1, 1)]


@pytest.mark.parametrize("starts", SLIPS, ids=str)
def test_the_page_opens_with_a_mistyped_date(pages, signed_in, starts: date) -> None:
    with pages.app_context():
        number = young("Amina", "Holtby")
        record_evidence(
            number,
            doing(
                domain.reference.activity.FURTHER_EDUCATION,
                starts,
                name="Testham College",
            ),
        )
    shown = page(signed_in("adviser"), number)
    assert "Testham College" in shown
    assert "Sept 2009" in shown
    assert f"Sept {starts.year}" not in shown


@pytest.mark.parametrize("starts", SLIPS, ids=str)
@pytest.mark.parametrize(
    ("born", "first"), [(BORN, 2009), (None, 1996), (date(1, 1, 1), 1996)], ids=str
)
def test_nothing_is_drawn_before_the_birth(
    starts: date, born: date | None, first: int
) -> None:
    spell = Spell(
        domain.reference.activity.FURTHER_EDUCATION, starts, None, None, None, ()
    )
    drawing = timeline.drawn([spell], None, TODAY, born)
    assert drawing is not None
    assert drawing.marks[0].label == f"Sept {first}"
    assert (
        timeline.drawn([replace(spell, ends=date(2001, 1, 1))], None, TODAY, BORN)
        is None
    )
