"""Files that name people: another person at an open browser downloads none."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask, url_for

from tests.web.conftest import NOW, make, open_session, token
from tests.web.factors import files_sent
from tests.web.factors.apps import app_of, code_of, text
from tests.web.test_every_route import chosen
from tracker import actions, store
from tracker.access import ROLES, Permission, authority_scope
from tracker.web import guard

LATER = NOW + timedelta(minutes=14)
STALE = NOW + timedelta(minutes=28)
FILE = "/happened.csv?kind=&subject=import+1"
ASKS = "/account/download?file=/happened.csv?kind%3D%26subject%3Dimport%2B1"

#: Files of the council's pages that name no young person, and why.
NAMES_NOBODY = {
    "data_team.senders_columns_file": "headings and codes of a sender's lists",
    "management.chart_file": "numbers; those of few young people are hidden or rounded",
    "management.the_year_september_table": "numbers, for readers of every list",
    "management.report_file": "numbers, for readers who may not see young people",
    "officer.document_file": "what is held and why, for everybody to read",
    "officer.agreement_draft_new_file": "the text of an agreement",
    "officer.agreement_draft_file": "the same of one on record",
    "officer.document_processing_file": "the record of processing",
    "officer.document_dictionary_file": "columns and their handling",
    "officer.information_requests_file": "what was requested of schools",
    "officer.release_file": "numbers or pseudonyms; small groups are hidden",
}
BY_ROLE = {
    "data-manager": (
        *(Permission.PREPARE_RETURN, Permission.IMPORT_FILES, Permission.MATCH_ROWS),
    ),
    "manager": (
        *(Permission.SEE_PEOPLE, Permission.SEE_LEAVERS, Permission.SEE_RETURN),
    ),
    "auditor": (Permission.SEE_WHAT_HAPPENED,),
    "information-officer": (Permission.SEE_SHARING, Permission.WORK_CASES),
    "adviser": (
        *(Permission.SEE_CASELOAD, Permission.RECORD_CONTACT, Permission.SEE_WORK),
    ),
}
COUNCILS = frozenset[Permission]().union(
    *(role.permissions for role in ROLES.values() if not role.of_institution)
)


def offered(pages: Flask) -> dict[str, str]:
    """The declared files, and on which page each is offered."""
    found = {each: guard.offered_on(pages, each) for each in pages.view_functions}
    return {each: page for each, page in found.items() if page is not None}


def browser(pages: Flask, role: str) -> tuple[Any, str]:
    """A browser whose user proved who they are half an hour ago, and their secret."""
    client = pages.test_client()
    with pages.app_context():
        user = make(role)
        secret = app_of(pages, user)
        open_session(client, user)
    for moment in (LATER, STALE):
        pages.config["NOW"] = moment
        assert client.get("/account").status_code == 200
    return client, secret


@pytest.fixture
def auditor(pages) -> tuple[Any, str]:
    return browser(pages, "auditor")


def confirm(client: Any, secret: str, address: str = ASKS) -> Any:
    data = {"proof": "yes", "proof_code": code_of(secret, STALE)}
    data["csrf_token"] = token(text(client.get(address)))
    return client.post(address, data=data)


def refreshed(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'content="0;url=([^"]+)"', page)]


def test_every_file_of_the_council_that_names_people_needs_a_proof(pages) -> None:
    sent = files_sent.endpoints(pages)
    # By a function of its own module, of another one, and without our own door.
    assert {
        "admin.user_invite_list",
        "school.list_problems",
        "admin.happened_file",
    } <= sent
    without = {
        endpoint
        for endpoint in sent - NAMES_NOBODY.keys()
        if guard.needs(pages, endpoint) in COUNCILS
        if endpoint not in offered(pages)
        # A file that answers a form is behind the form's own proof.
        and not (
            takes_forms(pages, endpoint) and guard.needs_fresh_proof(pages, endpoint)
        )
    }
    assert without == set()
    assert NAMES_NOBODY.keys() | offered(pages).keys() <= sent


def takes_forms(pages: Flask, endpoint: str) -> bool:
    return all(
        "POST" in (rule.methods or ()) for rule in pages.url_map.iter_rules(endpoint)
    )


def test_every_such_file_is_offered_on_a_page_of_its_own_address(pages) -> None:
    for endpoint, page in offered(pages).items():
        assert guard.needs_fresh_proof(pages, endpoint)
        (rule,) = pages.url_map.iter_rules(page)
        (own,) = pages.url_map.iter_rules(endpoint)
        assert "GET" in (rule.methods or ())
        assert rule.arguments <= own.arguments


@pytest.mark.parametrize("role", BY_ROLE)
def test_none_is_sent_without_a_proof(pages, role) -> None:
    client, _ = browser(pages, role)
    seen = 0
    for endpoint in offered(pages):
        if guard.needs(pages, endpoint) not in BY_ROLE[role]:
            continue
        (rule,) = pages.url_map.iter_rules(endpoint)
        with pages.test_request_context():
            address = url_for(endpoint, **chosen(rule))
            asks = url_for("account.download", file=address)
        for method in ("GET", "HEAD"):
            answer = client.open(address, method=method)
            assert (answer.status_code, answer.location) == (302, asks), address
        page = text(client.get(asks))
        assert "Confirm that it is you" in page
        assert "Back without the file" in page
        seen += 1
    assert seen >= len(BY_ROLE[role])


def test_every_file_is_opened_by_one_of_these_roles(pages) -> None:
    wanted = {guard.needs(pages, each) for each in offered(pages)}
    assert wanted <= {each for group in BY_ROLE.values() for each in group}


def test_a_school_downloads_its_own_leavers_all_day(pages) -> None:
    client, _ = browser(pages, "school-user")
    assert client.get("/leavers/leavers.csv").status_code == 200
    asks = "/account/download?file=/leavers/leavers.csv"
    assert client.get(asks).status_code == 404


def test_after_the_proof_the_download_starts_once(pages, auditor) -> None:
    client, secret = auditor
    assert client.get(FILE).location == ASKS
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    done = confirm(client, secret)
    assert (done.status_code, done.location) == (303, ASKS)
    page = text(client.get(ASKS))
    assert "Your download is starting" in page
    assert refreshed(page) == [FILE]
    # The way back leads to the same search.
    assert 'href="/happened?kind=&amp;subject=import+1"' in page
    with client.get(FILE) as file:
        assert file.headers["Content-Disposition"].startswith("attachment")
    # The browser's own way back shows the page, and downloads nothing.
    page = text(client.get(ASKS))
    assert refreshed(page) == []
    assert f'href="{FILE.replace("&", "&amp;")}">Download the file' in page
    with pages.app_context():
        assert actions.accounts.sessions.user_of(before, at=STALE) is None, "copied"


def test_a_wrong_code_downloads_nothing(pages, auditor) -> None:
    client, _ = auditor
    page = text(client.get(ASKS))
    data = {"csrf_token": token(page), "proof": "yes", "proof_code": "000000"}
    page = text(client.post(ASKS, data=data))
    assert "That code is not right" in page
    assert "Back without the file" in page
    assert client.get(FILE).location == ASKS
    with pages.app_context():
        lines = store.accounts.audit.every_line(
            store.accounts.audit.Criteria(), within=authority_scope("359")
        )
        assert "audit downloaded" not in {line.action for line in lines}


def test_the_second_tab_starts_its_own_file_alone(pages, auditor) -> None:
    client, secret = auditor
    other = "/account/download?file=/happened.csv?subject%3Dimport%2B2"
    client.get(ASKS)
    client.get(other)
    confirm(client, secret)
    assert "Download the file" in text(client.get(other))
    assert client.get(f"{other}&confirmed=yes").location == other
    assert refreshed(text(client.get(other))) == ["/happened.csv?subject=import+2"]


def test_a_link_that_claims_a_proof_is_none(auditor) -> None:
    client, _ = auditor
    page = text(client.get(f"{ASKS}&confirmed=yes"))
    assert "Confirm that it is you" in page


@pytest.mark.parametrize(
    "file",
    [
        "",
        "//evil.example/happened.csv",
        "https://evil.example/happened.csv",
        "/\\evil.example/happened.csv",
        "/happened.csv\n",
        "/happened.csv/",
        "/happened",
        "/nothing",
        "/sign-out",
        # Of another role: its user does not learn whether it exists.
        "/returns/1/file",
        "/figures/people.csv?measure=neet",
        "/account/download?file=/happened.csv",
    ],
)
def test_no_other_address_is_led_to(auditor, file) -> None:
    client, _ = auditor
    answer = client.get("/account/download", query_string={"file": file})
    assert answer.status_code == 404


def test_an_address_stays_text_on_the_page(pages, auditor) -> None:
    client, secret = auditor
    file = '/happened.csv?kind="><script>alert(1)</script>;url=//evil.example'
    with pages.test_request_context():
        asks = url_for("account.download", file=file)
    confirm(client, secret, asks)
    client.get("/account")
    for _ in range(2):
        page = text(client.get(asks))
        assert "<script>alert" not in page
        assert all(each.startswith("/happened.csv?") for each in refreshed(page))
