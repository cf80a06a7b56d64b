"""A form that is typed, a session that ends, and what its browser then shows."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import html5lib
import pytest

from tests.web.adviser.young import TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, own_token, sign_in
from tracker import domain, store
from tracker.domain.casework.contact import Channel, Outcome

NOTE = 'Ѽ She wrote: "call <after> six" & not before.\nHer brother\'s phone.'
LATER = timedelta(minutes=16)


def text(answer: Any) -> str:
    return answer.get_data(as_text=True)


def fields_of(page: str, path: str) -> list[tuple[str, str]]:
    """The fields that a browser would send with the form for a path, button apart."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    for form in tree.iter("form"):
        if form.get("method") == "post" and form.get("action", path) == path:
            return [pair for each in form.iter() for pair in _sent(each)]
    raise AssertionError(f"no form for {path}")


def _sent(each: Any) -> list[tuple[str, str]]:
    name = each.get("name")
    if not name or each.tag == "button":
        return []
    if each.tag == "textarea":
        return [(name, each.text or "")]
    if each.tag == "select":
        return [
            (name, option.get("value", option.text))
            for option in each.iter("option")
            if "selected" in option.attrib
        ]
    if each.get("type") in ("checkbox", "radio") and "checked" not in each.attrib:
        return []
    return [] if each.get("type") == "file" else [(name, each.get("value") or "")]


def as_data(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return data


@dataclass
class Contact:
    """The form of a contact, opened in a browser and filled in."""

    client: Any
    path: str
    data: dict[str, list[str]] = field(default_factory=dict)

    def open(self) -> None:
        self.data = as_data(fields_of(text(self.client.get(self.path)), self.path))
        self.data |= {
            "outcome": [str(Outcome.YOUNG_PERSON)],
            "channel": [str(Channel.TEXT)],
            "note": [NOTE],
            "number": ["0161 496 0000"],
        }

    def send(self, **more: Any) -> Any:
        return self.client.post(self.path, data={**self.data, **more})


@pytest.fixture
def person(pages) -> int:
    with pages.app_context():
        number = young(phone="01942 000000")
        record_evidence(
            number,
            doing(domain.reference.activity.JOB_WITHOUT_TRAINING),
            as_at=TODAY - timedelta(days=70),
        )
        return number


@pytest.fixture
def contact(signed_in, person) -> Contact:
    made = Contact(signed_in("adviser"), f"/people/{person}/contact")
    made.open()
    return made


@pytest.fixture
def late(pages):
    """Lets time pass until every session has idled out."""

    def pass_by(by: timedelta = LATER) -> None:
        pages.config["NOW"] = NOW + by

    return pass_by


@pytest.fixture
def lost(contact: Contact, late) -> Contact:
    """The form, sent when its session had idled out."""
    late()
    answer = contact.send()
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    return contact


@pytest.fixture
def contacts(pages, person):
    def of_person() -> list[str]:
        with pages.app_context():
            return [each.newest_note for each in store.casework.contacts.of(person)]

    return of_person


@pytest.fixture
def rows(pages):
    """Every kept form, by the email address of its user."""

    def every() -> list[tuple[str, Any]]:
        from tracker.extensions import db
        from tracker.store.accounts.kept_forms import KeptForm
        from tracker.store.accounts.users import User

        with pages.app_context():
            found = [
                (db.session.get(User, each.user_id).email, each)
                for each in store.database.base.every(
                    db.select(KeptForm).order_by(KeptForm.id)
                )
            ]
            db.session.expunge_all()
            return found

    return every


def again(client: Any, email: str = "adviser@example.org") -> str:
    """Signs in and gives the address to which that leads."""
    answer = sign_in(client, email)
    assert answer.status_code == 302
    return answer.location


def token_of(client) -> dict[str, str]:
    return {"csrf_token": own_token(client)}
