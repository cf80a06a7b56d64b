"""No answer names a young person without a line of the audit that has their number."""

import io
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests.browser.place import Place
from tests.browser.test_every_page import ROLE
from tests.web.conftest import read
from tracker import store
from tracker.store.accounts.audit import Action, AuditLine
from tracker.store.people.records import Person

_LINK = re.compile(r"/people/(\d+)")
#: Pages with addresses of records that name no one, and what they are there for.
NAMELESS = {
    "account.accessibility": "the address of a page that was tested",
    "admin.happened": "the audit itself, which has numbers alone",
    "data_team.match_looked_up": "UPNs to copy: each is looked at, without a name",
    "data_team.match_looked_up_file": "the same as a file",
}


class Named(NamedTuple):
    """The people that an answer names, and with them everybody of one of its names."""

    sure: set[int]
    possible: set[int]


class Names:
    """Everybody on record, to be found in a text by their full name."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            store.database.shown.show_all()
            people = store.database.base.every(select(Person))
            written = {each.id: self._written(each) for each in people}
        self._of: dict[str, set[int]] = {}
        for number, names in written.items():
            for name in names:
                self._of.setdefault(name, set()).add(number)

    @staticmethod
    def _written(person: Person) -> set[str]:
        given, family = person.given, person.family
        if not given or not family:
            return set()
        forms = ("{0} {1}", "{1}, {0}", "{1} {0}", "{0},{1}", "{1},{0}")
        return {each.format(given, family) for each in forms}

    def found_in(self, text: str) -> Named:
        """The people that a text names; those of one name are not distinguished."""
        found = [people for name, people in self._of.items() if name in text]
        alone = [people for people in found if len(people) == 1]
        return Named(set().union(*alone), set().union(*found))


def newest(app: Flask) -> int:
    with app.app_context():
        store.database.shown.show_all()
        found = store.database.base.execute("SELECT max(id) FROM audit").scalar_one()
        return int(found)


def lines_after(app: Flask, number: int) -> list[AuditLine]:
    with app.app_context():
        store.database.shown.show_all()
        # A disclosure keeps its people in a table of its own: its line counts them.
        wanted = (
            select(AuditLine)
            .where(AuditLine.id > number, AuditLine.action != Action.DISCLOSURE_MADE)
            .order_by(AuditLine.id)
        )
        return list(store.database.base.every(wanted))


def people_in(lines: Iterable[AuditLine]) -> set[int]:
    found: set[int] = set()
    for line in lines:
        found |= set(line.detail.get("people", ()))
        kind, _, number = line.subject.rpartition(" ")
        found |= {int(number)} if kind == "person" else set()
    return found


def in_page(html: str, names: Names) -> Named:
    """The people that a page names, by full name or by a link to their record."""
    text = " ".join(" ".join(read(html).find("body").itertext()).split())
    linked = {int(each) for each in _LINK.findall(html.partition("<main")[2])}
    sure, possible = names.found_in(text)
    return Named(sure | linked, possible | linked)


def in_file(data: bytes, names: Names) -> Named:
    """The people that a file names, a text, a printed document or a workbook."""
    if data.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(data)).pages
        return names.found_in(" ".join(each.extract_text() for each in pages))
    if not data.startswith(b"PK"):
        return names.found_in(data.decode("utf-8", "replace"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = (
        ",".join(map(str, row))
        for sheet in book.sheet_names
        for row in book.get_sheet_by_name(sheet).to_python()
    )
    return names.found_in("\n".join(rows))


def faults(named: Named, lines: list[AuditLine]) -> list[str]:
    """What is wrong with the lines of an answer that names these people."""
    noted, sure = people_in(lines), named.sure
    found = [f"{len(sure - noted)} people without a line"] if sure - noted else []
    if noted - named.possible:
        found.append(f"{len(noted - named.possible)} people who are not shown")
    if (sure or noted) and len(lines) != 1:
        found.append(f"{len(lines)} lines")
    if sure and not all(line.detail.get("why") for line in lines):
        found.append("no reason")
    return found


@pytest.mark.sample("adviser", "school-user", because="every page and file of a role")
@ROLE
@pytest.mark.law("D-18")
def test_every_answer_that_names_people_writes_one_line_with_their_numbers(
    authority: Place,
    client: Callable[[str], FlaskClient],
    walked: Callable[[str], Any],
    role: str,
) -> None:
    names, wrong = Names(authority.app), []
    walk = walked(role)
    addresses = [*walk.pages.items(), *walk.files.items()]
    for endpoint, address in addresses:
        if endpoint in NAMELESS:
            continue
        before = newest(authority.app)
        with client(role).get(address) as answer:
            if answer.mimetype == "text/html":
                named = in_page(answer.get_data(as_text=True), names)
            else:
                named = in_file(answer.get_data(), names)
        lines = lines_after(authority.app, before)
        wrong += [f"{endpoint}: {fault}" for fault in faults(named, lines)]
    assert wrong == []
