"""The yearly exchange with neighbours, on its pages. Everybody is invented."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import COLLEGE, COLLEGE_NUMBER, ELSEWHERE, nccis, people, person
from tests.journeys.neighbours.lists import (
    LAKE_NUMBER,
    neighbours_list,
    wide_register,
)
from tests.web.conftest import NOW
from tests.web.data_team.conftest import TODAY, WITHIN, text
from tracker import actions, store
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.law.disclosures import Disclosure
from tracker.store.work.items import WorkItem

MANCHESTER, BOLTON = "352", "350"
OCTOBER = date(2026, 10, 31)
ACTIVITY = {"activity": "230", "laestab": COLLEGE_NUMBER, "verified": "16/10/2026"}


@pytest.fixture
def registered(tmp_path: Path, load) -> None:
    load("establishments", *wide_register(tmp_path))


@pytest.fixture
def on_record(desk, tmp_path: Path, load, registered) -> Callable[..., None]:
    """Loads the file of an earlier system with these people at our college."""

    def run(*rows: dict[str, str]) -> None:
        file = tmp_path / "history.xml"
        load("nccis-file", nccis(file, OCTOBER, [{**ACTIVITY, **row} for row in rows]))
        with desk.pages.app_context():
            actions.history.positions.refresh([NOW.date()], within=WITHIN)

    return run


@pytest.fixture
def two_there(on_record) -> None:
    """Two residents of Manchester at our college, and one of our own."""
    on_record(
        person(1, postcode=ELSEWHERE),
        person(2, date(2008, 10, 3), postcode=ELSEWHERE),
        person(3),
    )


def flat(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def share(desk, lead: str = MANCHESTER, **form: str) -> Any:
    return desk.post(f"/neighbours/{lead}/file", follow=False, form="csv", **form)


def test_before_there_is_anybody(desk, registered) -> None:
    assert desk.client.get("/neighbours").status_code == 200


def test_each_number_opens_its_list(desk, two_there) -> None:
    page = desk.get("/neighbours")
    assert "2 young people on record learn in our area" in flat(page)
    links = set(re.findall(r'href="(/neighbours/352/people[^"]*)"', page))
    assert links == {
        "/neighbours/352/people",
        "/neighbours/352/people?group=12",
        "/neighbours/352/people?group=13",
    }
    for link in links:
        rows = desk.get(link).count('<a class="govuk-link" href="/people/')
        assert rows == (1 if "group" in link else 2)


def test_one_that_a_file_says_another_council_leads_lives_there(
    desk, on_record, load, tmp_path
) -> None:
    on_record(person(1))
    later = nccis(
        tmp_path / "later.xml",
        date(2026, 11, 20),
        [{**ACTIVITY, **person(1), "lead": BOLTON}],
    )
    load("nccis-file", later)
    with desk.pages.app_context():
        actions.history.positions.refresh([NOW.date()], within=WITHIN)
    assert desk.get("/neighbours/350/people").count('href="/people/') == 1


def test_the_file_is_marked_expires_and_is_a_disclosure(desk, two_there) -> None:
    page = desk.get("/neighbours/352/file")
    assert "2 young people with Manchester" in flat(page)
    assert "Education and Skills Act 2008, sections 13, 16, 17 and 77" in page
    answer = share(desk)
    assert answer.status_code == 200
    content = answer.get_data().decode("utf-8-sig")
    assert "D-2026-1" in content
    rows = list(csv.reader(io.StringIO(content)))
    (head,) = [row for row in rows if "Given name" in row]
    assert head[:10] == [
        *("Given name", "Family name", "Date of birth", "Sex", "UPN", "ULN"),
        *("Postcode", "Since", "Where"),
        *head[9:10],
    ]
    with desk.pages.app_context():
        (made,) = db.session.query(Disclosure)
        assert (made.gateway, made.party) == ("residents", MANCHESTER)
        assert store.law.disclosures.people_of(made.id) == [1, 2]
        assert made.expires_on == date(2027, 11, 24)


def test_the_receipt_waits_until_they_confirm(desk, two_there) -> None:
    share(desk)
    assert "To be confirmed" in desk.get("/neighbours")
    assert "confirms that it received D-2026-1" in flat(desk.get("/to-do"))
    with desk.pages.app_context():
        number = db.session.query(Disclosure).one().id
    address = f"/neighbours/352/{number}/received"
    done = text(desk.post(address))
    assert "Manchester has received D-2026-1" in done
    assert "recorded by" in flat(desk.get("/neighbours/352"))
    assert "Received" in desk.get("/neighbours")
    again = text(desk.post(address))
    assert "has already done this" in again
    assert desk.post(f"/neighbours/350/{number}/received").status_code == 404
    assert "There is no such list" in text(desk.post("/neighbours/352/999/received"))
    with desk.pages.app_context():
        assert db.session.query(WorkItem).one().done_at is not None


def test_who_is_not_named_outward_or_has_died_is_not_in_the_file(
    desk, on_record, flask
) -> None:
    on_record(*people(4, postcode=ELSEWHERE))
    flask("people", "withhold", "2")
    flask("people", "died", "3", "--on", "2026-11-14")
    with desk.pages.app_context():
        actions.history.positions.refresh([NOW.date()], within=WITHIN)
    page = desk.get("/neighbours/352/people")
    assert page.count('href="/people/') == 3
    assert page.count("Left out: not named outward</strong>") == 1
    assert "Left out: 1, not named outward" in flat(desk.get("/neighbours/352/file"))
    share(desk)
    with desk.pages.app_context():
        made = db.session.query(Disclosure).one()
        assert store.law.disclosures.people_of(made.id) == [1, 4]


def test_a_merged_record_is_one_young_person(desk, on_record, flask) -> None:
    on_record(*people(2, postcode=ELSEWHERE))
    flask("people", "merge", "1", "2", "--because", "one person")
    with desk.pages.app_context():
        actions.history.positions.refresh([NOW.date()], within=WITHIN)
    assert desk.get("/neighbours/352/people").count('href="/people/') == 1


def test_who_learns_elsewhere_is_on_no_list(desk, on_record) -> None:
    on_record(person(1, postcode=ELSEWHERE, laestab=LAKE_NUMBER), person(2))
    assert 'href="/neighbours/352' not in desk.get("/neighbours")
    for page in ("", "/people", "/file"):
        assert desk.client.get(f"/neighbours/352{page}").status_code == 404


def test_only_its_residents_can_be_given_to_a_council(desk, two_there, flask) -> None:
    command = ("disclose", "residents", "--to", MANCHESTER, "--person", "3")
    refused = flask(*command, "--out", "list.csv", code=2)
    assert "do not both learn here and live there" in refused.err


def test_our_own_council_and_an_unknown_one_have_no_page(desk, registered) -> None:
    for lead in ("359", "999", "x"):
        assert desk.client.get(f"/neighbours/{lead}").status_code == 404
        assert desk.client.get(f"/neighbours/{lead}/people").status_code == 404
        assert desk.client.get(f"/neighbours/{lead}/file").status_code == 404


@pytest.fixture
def theirs(desk, tmp_path, registered) -> None:
    """A list of Bolton, uploaded with the council's name as its sender."""
    rows = [
        *people(3, laestab=LAKE_NUMBER, home="Wigan", educated="Bolton"),
        person(9, laestab=LAKE_NUMBER, educated="Bolton", postcode=ELSEWHERE),
    ]
    upload = desk.send(neighbours_list(tmp_path / "bolton.csv", rows), follow=False)
    assert 'value="Bolton"' in desk.get(upload.location), "the council it names"
    desk.post(
        upload.location,
        feed="educated-elsewhere",
        sender="Bolton",
        names="changes",
        as_at=TODAY,
    )
    desk.work()


def test_their_list_is_uploaded_by_the_name_of_the_council(desk, theirs) -> None:
    with desk.pages.app_context():
        (batch,) = [
            each
            for each in store.intake.import_batches.batches(within=WITHIN)
            if each.feed == "educated-elsewhere"
        ]
        assert batch.sender == {"authority": BOLTON}
        number = batch.id
    assert "Bolton" in desk.get(f"/imports/{number}")
    assert f'href="/imports/{number}"' in desk.get("/neighbours/350")
    desk.post(f"/imports/{number}/apply")
    desk.work()
    missing = desk.client.get("/senders/missing.csv?year=2026")
    rows = csv.DictReader(io.StringIO(missing.get_data().decode("utf-8-sig")))
    found = {(row["Place"], row["Year group"]): row for row in rows}
    row = found["Bolton", "Year 12"]
    assert (row["Listed"], row["On record"], row["Lives elsewhere"]) == ("4", "3", "1")


def test_the_sender_of_a_neighbours_list_is_no_college(desk, tmp_path, registered):
    file = neighbours_list(tmp_path / "l.csv", [person(1, laestab=LAKE_NUMBER)])
    upload = desk.send(file, follow=False)
    for sender in (COLLEGE, "359", "Narnia"):
        page = text(
            desk.post(
                upload.location,
                feed="educated-elsewhere",
                sender=sender,
                names="changes",
                as_at=TODAY,
            )
        )
        assert "is not the code of another council" in page


def test_a_year_without_their_list_is_noticed(desk, registered, load, tmp_path) -> None:
    file = neighbours_list(tmp_path / "old.csv", people(2, laestab=LAKE_NUMBER))
    load("educated-elsewhere", file, institution=BOLTON, as_at=date(2025, 11, 3))
    with desk.pages.app_context():
        actions.history.positions.refresh([NOW.date()], within=WITHIN)
    assert "No list of this school year from Bolton" in flat(desk.get("/neighbours"))


def test_missing_shows_councils_apart_and_opens_their_lines(desk, theirs) -> None:
    desk.post("/imports/2/apply")
    desk.work()
    page = desk.get("/senders/missing?year=2026")
    assert "Bolton</th>" in page
    link = next(
        each
        for each in re.findall(r'href="(/senders/missing/lines[^"]*)"', page)
        if "authority" in each
    )
    lines = desk.get(link.replace("&amp;", "&"))
    assert "1 line of the list as at 24 November 2026" in lines


def test_the_audit_has_who_was_shown_and_why(desk, two_there) -> None:
    desk.get("/neighbours/352/people")
    share(desk)
    with desk.pages.app_context():
        lines = db.session.query(AuditLine).order_by(AuditLine.id).all()
    shown = [each for each in lines if "352" in str(each.detail)]
    whys = [each.detail.get("why") for each in shown]
    assert "residents of 352 who learn here" in whys
    assert "list for authority 352" in whys


def test_no_other_role_finds_the_exchange(pages, signed_in) -> None:
    for role in ("adviser", "manager", "school-user", "administrator"):
        client = signed_in(role)
        for address in ("/neighbours", "/neighbours/352", "/neighbours/352/file"):
            assert client.get(address).status_code == 404, (role, address)
