"""One look: one style sheet, and a table's headings typed once."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"


def test_headings_are_typed_once() -> None:
    """A table's headings are typed in the call of components/table.html alone."""
    typed = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES.rglob("*.html")
        if path != TEMPLATES / "components" / "table.html"
        and re.search(r'role="columnheader"|data-label=', path.read_text("utf-8"))
    ]
    assert typed == []


def test_there_is_one_style_sheet_of_ours() -> None:
    ours = {path.name for path in (ROOT / "static").glob("*.css")}
    assert ours == {"tracker.css", "plotly.css"}


def test_no_page_brings_styles_of_its_own() -> None:
    bring = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"<style|\sstyle=", path.read_text("utf-8"))
    ]
    assert bring == []


def test_every_token_in_use_is_declared() -> None:
    sheet = (ROOT / "static" / "tracker.css").read_text("utf-8")
    declared = set(re.findall(r"^ +(--[a-z0-9-]+):", sheet, re.MULTILINE))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", sheet))
    assert used - declared == set()


def test_a_colour_is_written_once_as_a_token() -> None:
    sheet = (ROOT / "static" / "tracker.css").read_text("utf-8")
    _, _, rest = sheet.partition("/* ---------- 2 page")
    assert sorted(set(re.findall(r"#[0-9a-f]{3,8}\b", rest))) == []
