"""Every page that takes a file has the virus scanner look at it first."""

import ast
import io
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.clamd import EICAR, FakeScanner
from tests.factories import COLLEGE, register
from tests.repository.folders import ROOT
from tests.web.conftest import NOW, own_token
from tracker.domain.casework.contact import Informant
from tracker.virus_scanner import scanner
from tracker.web.front import incoming

DAY = [str(NOW.day), str(NOW.month), str(NOW.year)]
#: The pages that take files: who sends them, the field of the file, and the others.
PAGES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "admin.user_invite_list": ("administrator", "file", {}),
    "adviser.bulk": (
        "adviser",
        "file",
        {"informant": str(Informant.PROVIDER), "learned": DAY},
    ),
    "data_team.imports": ("data-manager", "files", {}),
    "data_team.import_published": ("data-manager", "files", {}),
    "data_team.import_months": ("data-manager", "files", {}),
    "data_team.import_documents": ("data-manager", "index", {}),
    "data_team.transfers": ("data-manager", "file", {}),
    "data_team.return_parallel_compare": ("data-manager", "file", {"month": "2026-10"}),
    "data_team.return_answer_load": ("data-manager", "file", {"run": ""}),
    "school.list_new": ("college-user", "file", {"names": "changes", "as_at": DAY}),
}
CLEAN = b"Email,Name,Role\na@example.org,A B,adviser\n"


def takes_files(pages: Flask) -> dict[str, str]:
    """The address of each page that declares that it takes files."""
    return {
        rule.endpoint: rule.rule
        for rule in pages.url_map.iter_rules()
        if hasattr(pages.view_functions[rule.endpoint], incoming._TAKES)
    }


def test_these_are_all_pages_that_take_files(pages: Flask) -> None:
    assert takes_files(pages).keys() == PAGES.keys()


def test_no_other_page_has_a_field_for_a_file(pages: Flask) -> None:
    of_pages = {
        pages.view_functions[each].__module__.replace(".", "/") + ".py"
        for each in takes_files(pages)
    }
    with_field = set()
    for path in (ROOT / "tracker" / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="File" | "Files")):
                    with_field.add(path.relative_to(ROOT).as_posix())
    assert with_field == of_pages


@pytest.fixture
def scanned(pages: Flask, tmp_path):
    """The files that the scanner has looked at."""
    import socket

    before = pages.config["TRACKER"]
    with socket.create_server(("127.0.0.1", 0)) as door:
        fake = FakeScanner(door)
        fake.start()
        name = f"127.0.0.1:{door.getsockname()[1]}"
        pages.config["TRACKER"] = replace(before, virus_scanner=scanner(name))
        yield fake.seen
    pages.config["TRACKER"] = before


@pytest.fixture
def send(pages: Flask, signed_in, load, tmp_path):
    """Sends a file on a page; the page that answers."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))

    def run(page: str, content: bytes) -> str:
        role, field, others = PAGES[page]
        of = f"urn:{COLLEGE}" if role == "college-user" else None
        client = signed_in(role, of)
        data = {
            **others,
            field: (io.BytesIO(content), "list.csv"),
            "csrf_token": own_token(client),
        }
        answer = client.post(takes_files(pages)[page], data=data, follow_redirects=True)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    return run


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_no_file_in_which_the_scanner_finds_something(
    send, scanned: list[bytes], page: str
) -> None:
    shown = send(page, CLEAN + EICAR)
    assert "the virus scanner found Eicar-Test-Signature in it" in shown
    assert scanned == [CLEAN + EICAR]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_a_clean_file_scanned_once(
    send, scanned: list[bytes], page: str
) -> None:
    assert "virus scanner" not in send(page, CLEAN)
    assert scanned == [CLEAN]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_no_file_while_the_scanner_is_silent(
    send, pages: Flask, page: str
) -> None:
    before = pages.config["TRACKER"]
    pages.config["TRACKER"] = replace(before, virus_scanner=scanner("/no/such/socket"))
    try:
        assert "the virus scanner does not answer" in send(page, CLEAN)
    finally:
        pages.config["TRACKER"] = before
