"""The sweep over every page and state, and the result that a release carries."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import place
from tests.browser.accessibility import checks, states
from tests.browser.accessibility.sweep import sweep
from tests.browser.conftest import GetPage
from tests.conftest import ROOT
from tracker.version import VERSION
from tracker.web.account import accessibility


@pytest.mark.long
def test_no_page_has_a_fault_in_any_state(
    _application, var: Path, tmp_path: Path, browser: Browser
) -> None:
    made = place.make(var, tmp_path, "accessibility")
    with place.serving(made.app) as address:
        found = sweep(made, browser, address)
    place.close(made)
    assert found.states > 200
    assert len(found.pages) > 60
    assert not found.faults, "\n" + "\n".join(map(str, found.faults))


def test_the_statement_shows_a_check_of_this_version() -> None:
    found = accessibility.checked()
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.search(r"^## \[\d.*\] - (\S+)$", text, re.MULTILINE)
    assert released is not None
    assert found.version == VERSION, "run make accessibility"
    assert found.on.isoformat() >= released[1], "run make accessibility"
    assert found.pages > 60
    assert found.states > 200
    assert len(found.own_rules) == len(checks.OWN)


def of(page: Page, body: str) -> Page:
    page.set_content(f"<!doctype html><html lang=en><title>x</title>{body}</html>")
    return page


@pytest.mark.long
def test_each_check_finds_the_fault_that_it_is_for(page: GetPage) -> None:
    window = page()
    faults, rules = checks.axe(
        of(
            window,
            "<main><h1>x</h1><button style='width:9px;height:9px'></button></main>",
        )
    )
    assert any("button-name" in each for each in faults)
    assert "target-size" in rules
    assert checks.reflow(of(window, "<main style='width: 500px'>x</main>"))
    assert not checks.reflow(of(window, "<main>x</main>"))
    window.set_viewport_size({"width": 1280, "height": 900})
    cut = "height: 20px; overflow: hidden; line-height: 18px"
    assert checks.spacing(of(window, f"<main><p style='{cut}'>x</p></main>"))
    hidden = "<main><button style='outline: none; border: 1px solid'>x</button></main>"
    assert "not shown" in checks.keyboard(of(window, hidden))[0]
    bar = "<b style='position: fixed; inset: 0; background: red'>bar</b>"
    covered = f"<main><button>x</button>{bar}</main>"
    assert "covered" in checks.keyboard(of(window, covered))[0]
    moving = "<main style='transition: color 2s'>x</main>"
    assert any(
        "moves" in each for each in checks.settings_of_a_person(of(window, moving))
    )
    locked = "<main><input type=password autocomplete=off></main>"
    found = list(checks.settings_of_a_person(of(window, locked)))
    assert any("cannot be pasted" in each for each in found)


def test_a_form_that_is_sent_empty_shows_its_errors(page: GetPage) -> None:
    window = page()
    window.goto("/sign-in")
    assert states.errors_shown(window)
    assert window.locator(".govuk-error-message").count() == 2
