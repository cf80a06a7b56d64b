"""Every page has the link Help, and it leads to a heading that a guide has."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import ROOT
from tracker.access import ROLES
from tracker.web.look.help_links import GUIDES, guide_of
from tracker.web.navigation import MENU

DOCS = ROOT / "docs"


def headings(page: Path) -> set[str]:
    """The headings of a document, as its address has them."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    return {
        re.sub(r"[^a-z0-9]+", "-", each.lower()).strip("-")
        for each in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }


@pytest.mark.parametrize("target", sorted(set(GUIDES.values())))
def test_a_guide_has_the_heading_of_each_page(target: str) -> None:
    guide, _, heading = target.partition("#")
    page = DOCS / "guides" / f"{guide}.md"
    assert page.is_file()
    assert not heading or heading in headings(page)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_guide(role: str) -> None:
    assert (DOCS / "guides" / f"{guide_of('elsewhere', role)}.md").is_file()


def test_every_line_of_the_table_is_about_a_page(pages: Flask) -> None:
    endpoints = [rule.endpoint for rule in pages.url_map.iter_rules()]
    idle = [
        each for each in GUIDES if not any(end.startswith(each) for end in endpoints)
    ]
    assert idle == []


def test_every_entry_of_the_menu_has_its_part_of_a_guide() -> None:
    none = "the role's guide"
    assert [
        item.text
        for item in MENU
        if not any(item.endpoint.startswith(each) for each in GUIDES)
    ] == [], none


def test_the_longest_beginning_counts() -> None:
    assert guide_of("data_team.return_sign_off", "manager").startswith("manager#")
    assert guide_of("data_team.return_changes", "manager").startswith("data-team#")


def test_a_page_leads_to_its_own_help(pages: Flask, signed_in) -> None:
    def help_of(client, address: str) -> list[str]:
        page = client.get(address).get_data(as_text=True)
        return re.findall(r'<a href="(/help[^"]*)">Help</a>', page)

    assert help_of(pages.test_client(), "/sign-in") == [
        "/help/guides/signing-in.html#every-day"
    ]
    admin = signed_in("administrator")
    assert help_of(admin, "/users") == ["/help/guides/administrator.html#invite-a-user"]
    assert help_of(admin, "/users/roles") == ["/help/reference/permissions.html"]
    # A page that is not there has help too: that of the user's role.
    assert help_of(admin, "/nowhere") == ["/help/guides/administrator.html"]
