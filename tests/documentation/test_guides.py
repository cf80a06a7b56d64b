"""The guides name what is on the pages: buttons, links, entries of menus, pictures."""

import ast
import re
from functools import cache

import pytest
from flask import Flask

from docs._ext import screens
from tests.conftest import ROOT
from tests.documentation import typed
from tracker.access import ROLES, Permission
from tracker.feeds.registry import FEEDS
from tracker.web import guard

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")


def one_kind(text: str) -> str:
    """A text with one kind of quotes and single spaces."""
    return " ".join(text.replace("’", "'").split())


@cache
def shown() -> str:
    """Every word that pages show: templates, and texts of the code and its tables."""
    texts = [each.read_text("utf-8") for each in (ROOT / "templates").rglob("*.html")]
    for folder in ("web", "wording", "domain", "actions"):
        for each in (ROOT / "tracker" / folder).rglob("*.csv"):
            texts.append(each.read_text("utf-8"))
    for folder in ("web", "wording", "domain", "feeds"):
        for each in (ROOT / "tracker" / folder).rglob("*.py"):
            texts += [
                node.value
                for node in ast.walk(ast.parse(each.read_text("utf-8")))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
    return one_kind("\n".join(texts))


def bold(text: str) -> list[str]:
    """The words of a guide that stand on a page, code left out."""
    return _BOLD.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def test_a_word_that_no_page_shows_is_seen() -> None:
    assert bold("Press **Save the whale**, then **Save**.") == [
        "Save the whale",
        "Save",
    ]
    assert "Save the whale" not in shown()
    assert "What happened?" in shown()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_page_has_what_a_guide_names_in_bold(guide) -> None:
    found = [one_kind(each) for each in bold(guide.read_text("utf-8"))]
    assert [each for each in found if each not in shown()] == []


def test_the_guides_name_enough_to_be_worth_the_check() -> None:
    named = {each for guide in GUIDES for each in bold(guide.read_text("utf-8"))}
    assert len(named) > 120


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_picture_is_of_a_page_that_its_role_may_open(app: Flask, guide) -> None:
    app.extensions["tracker pages"]()
    text = guide.read_text("utf-8")
    marks = screens.MARK.findall(text)
    assert len(marks) == text.count("<!-- screen:")
    for role, endpoint, words in marks:
        assert endpoint in app.view_functions, endpoint
        needed = guard.needs(app, endpoint)
        assert isinstance(needed, Permission)
        assert needed in ROLES[role].permissions, f"{role} {endpoint}"
        assert words.strip()


def test_a_picture_is_shown_where_it_was_taken(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(screens, "MADE", tmp_path)
    text = "Before.\n\n<!-- screen: adviser adviser.my_day: My day -->\n\nAfter.\n"
    assert screens.shown(text, "guides/adviser") == "Before.\n\n\n\nAfter.\n"
    (tmp_path / "adviser").mkdir()
    (tmp_path / "adviser" / "adviser.my_day-1280.png").touch()
    assert screens.shown(text, "guides/adviser") == (
        "Before.\n\n![My day](../../var/screens/adviser/adviser.my_day-1280.png)\n\n"
        "After.\n"
    )


def test_every_role_has_a_guide_that_a_reader_finds() -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    assert [each.stem for each in GUIDES if f"guides/{each.stem}\n" not in index] == []


def test_the_command_line_names_every_feed() -> None:
    text = (ROOT / "docs" / "guides" / "command-line.md").read_text("utf-8")
    (sentence,) = re.findall(r"^A feed is ([^.]*)\.", text, re.MULTILINE)
    assert set(re.findall("`([^`]*)`", sentence)) == set(FEEDS)


@pytest.mark.parametrize("page", typed.FOLLOWED)
def test_a_line_to_type_can_be_copied_as_it_stands(page: str) -> None:
    """A remark that no # separates would be read as more words of the command."""
    bare = [
        each.command
        for each in typed.blocks(page)
        if "  " in re.sub(r'"[^"]*"', "x", each.command)
    ]
    assert bare == []
    text = (ROOT / page).read_text("utf-8")
    assert re.findall(r"^    # *(?:\w+=\S+ *)*(?:flask|make|export) ", text, re.M) == []


@pytest.mark.parametrize("page", typed.FOLLOWED)
def test_a_page_has_one_title(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert len(re.findall(r"^# ", plain, re.MULTILINE)) == 1
    assert plain.startswith("# ")
