"""The built pages: complete, whole, and fit for the application's headers."""

import re
from urllib.parse import unquote, urlsplit

from tests.conftest import ROOT
from tests.documentation.conftest import Built

#: What is no page: beside the pages, and what others include.
_NO_PAGES = ("_ext", "_templates", "_static")


def test_every_document_has_a_page(built: Built) -> None:
    documents = {
        str(each.relative_to(ROOT / "docs").with_suffix(""))
        for each in (ROOT / "docs").rglob("*.md")
    }
    assert documents - set(built.names) == set()
    assert len(documents) > 250


def test_no_page_has_a_script_or_a_style_of_its_own(built: Built) -> None:
    """The headers of the application allow none."""
    own = {
        name: found
        for name in built.names
        if (
            found := [
                str(each.attrib) + (each.text or "")[:60]
                for each in built.page(name).xpath(
                    "//style | //script[not(@src)] | //*[@style] | //*[@*["
                    "starts-with(name(), 'on')]] | //*[starts-with(@href, "
                    "'javascript:')]"
                )
            ]
        )
    }
    assert own == {}


def test_no_page_loads_anything_from_elsewhere(built: Built) -> None:
    addresses = {
        address
        for name in built.names
        for address in built.page(name).xpath("//@src | //link/@href")
    }
    assert len(addresses) > 10
    assert [each for each in addresses if urlsplit(each).netloc] == []


def test_no_style_loads_anything_from_elsewhere(built: Built) -> None:
    loaded = [
        address
        for each in built.folder.rglob("*.css")
        for address in re.findall(r"url\(([^)]+)\)|@import", each.read_text("utf-8"))
        if not address.strip("'\"").startswith(("data:", "../", "./"))
    ]
    assert loaded == []


def test_every_link_leads_to_a_page_and_a_heading_of_it(built: Built) -> None:
    names = {each: set(built.page(each).xpath("//@id")) for each in built.names}
    lost = []
    for name in names:
        here = built.folder / f"{name}.html"
        for link in built.page(name).xpath("//a/@href"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (
                (here.parent / unquote(parts.path)).resolve() if parts.path else here
            )
            if target.suffix != ".html" or "_downloads" in target.parts:
                if not target.is_file():
                    lost.append(f"{name}: {link}")
                continue
            page = str(target.relative_to(built.folder.resolve()).with_suffix(""))
            if page not in names or (
                parts.fragment and unquote(parts.fragment) not in names[page]
            ):
                lost.append(f"{name}: {link}")
    assert lost == []


def test_a_reader_comes_to_every_page_from_the_first(built: Built) -> None:
    reached, waiting = set(), ["index"]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        here = built.folder / f"{name}.html"
        for link in built.page(name).xpath("//a/@href"):
            parts = urlsplit(link)
            target = (here.parent / unquote(parts.path)).resolve()
            if not parts.scheme and parts.path.endswith(".html") and target.is_file():
                page = target.relative_to(built.folder.resolve()).with_suffix("")
                if "_downloads" not in page.parts:
                    waiting.append(str(page))
    assert set(built.names) - reached - {"search"} == set()
