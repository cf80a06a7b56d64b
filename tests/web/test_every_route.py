"""Every page and form as every role: what a role may not open is not found.

New pages are found without a change here. A page with a new parameter fails, so that
its author adds the parameter of another authority's record.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule

from tests.web import another_authority
from tests.web.conftest import token
from tracker.access import ROLES, Permission
from tracker.web import guard

_NUMBER, _TEXT = another_authority.NUMBER, another_authority.TEXT

#: The value of each parameter of an address for another authority's record.
ANOTHER_AUTHORITYS: dict[str, str | int] = {
    "number": _NUMBER,
    "person": _NUMBER,
    "other": _NUMBER,
    "row": _NUMBER,
    "entry": _NUMBER,
    "plan": _NUMBER,
    "document": _NUMBER,
    "action": _NUMBER,
    "proposal": _NUMBER,
    "answer": _NUMBER,
    "version": _NUMBER,
    "september": _NUMBER,
    # Keys and names that do not exist in this authority.
    "key": _TEXT,
    "feed": _TEXT,
    "name": _TEXT,
    "lead": another_authority.OTHER,
    "page": _TEXT,
    "panel": _TEXT,
}


def routes(pages: Flask) -> Iterator[tuple[Rule, Permission]]:
    for rule in pages.url_map.iter_rules():
        wanted = guard.needs(pages, rule.endpoint)
        if isinstance(wanted, Permission):
            yield rule, wanted


def chosen(rule: Rule) -> dict[str, object]:
    """The parameters of another authority's record."""
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            values[name] = sorted(converter.items)[0]
            continue
        assert name in ANOTHER_AUTHORITYS, (
            f"{rule.rule}: add “{name}” of another authority's record"
        )
        values[name] = ANOTHER_AUTHORITYS[name]
    return values


def is_of_a_record(rule: Rule) -> bool:
    """Whether a parameter names a record, and not only a format such as csv."""
    return any(
        not isinstance(converter, AnyConverter)
        for converter in rule._converters.values()
    )


@pytest.fixture
def theirs(pages: Flask) -> None:
    with pages.app_context():
        another_authority.make()


def answers(pages: Flask, client: FlaskClient, rule: Rule) -> Iterator[tuple[str, int]]:
    """(method, status) of opening a page, and of sending its form."""
    with pages.test_request_context():
        from flask import url_for

        address = url_for(rule.endpoint, **chosen(rule))  # type: ignore[arg-type]
    page = client.get("/account").get_data(as_text=True)
    if "GET" in (rule.methods or ()):
        with client.get(address) as answer:
            yield "GET", answer.status_code
    if "POST" in (rule.methods or ()):
        data = {"csrf_token": token(page)}
        yield "POST", client.post(address, data=data).status_code


@pytest.mark.sample(
    "adviser",
    "school-user",
    "college-user",
    "auditor",
    because="rights are a table, tested as one",
)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_that_a_role_may_not_open_is_not_found(
    pages, signed_in, theirs, role
) -> None:
    client = signed_in(role)
    opened = [
        f"{method} {rule.rule}: {status}"
        for rule, wanted in routes(pages)
        if wanted not in ROLES[role].permissions
        for method, status in answers(pages, client, rule)
        if status != 404
    ]
    assert opened == []


@pytest.mark.sample(
    "adviser",
    "manager",
    "school-user",
    because="scope is an argument of the store, tested there",
)
@pytest.mark.parametrize("role", ROLES)
def test_a_record_of_another_authority_is_not_found(
    pages, signed_in, theirs, role
) -> None:
    client = signed_in(role)
    opened = [
        f"{method} {rule.rule}: {status}"
        for rule, wanted in routes(pages)
        if wanted in ROLES[role].permissions and is_of_a_record(rule)
        for method, status in answers(pages, client, rule)
        if status != 404
    ]
    assert opened == []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_breaks_when_nothing_is_known(pages, signed_in, role) -> None:
    client = signed_in(role)
    shut = {}
    for rule, wanted in routes(pages):
        if wanted not in ROLES[role].permissions or rule._converters:
            continue
        if "GET" in (rule.methods or ()):
            with client.get(rule.rule) as answer:
                # Some pages show what their address names after a question mark.
                if answer.status_code not in (200, 302, 404):
                    shut[rule.rule] = answer.status_code
    assert shut == {}


def test_without_sign_in_every_page_leads_to_sign_in(pages) -> None:
    client = pages.test_client()
    open_ = [
        rule.rule
        for rule, _ in routes(pages)
        if "GET" in (rule.methods or ()) and not rule._converters
        if not str(client.get(rule.rule).location).startswith("/sign-in")
    ]
    assert open_ == []


def test_the_records_of_another_authority_exist(pages, theirs) -> None:
    """The other tests would also pass if these records did not exist."""
    from tracker import store
    from tracker.access import authority_scope

    within = authority_scope(another_authority.OTHER)
    with pages.app_context():
        for ask in (
            store.people.records.get,
            store.intake.import_batches.batch,
            store.nccis_return.runs.run,
            store.work.tasks.get,
            store.accounts.users.get,
        ):
            assert ask(_NUMBER, within=within) is not None
