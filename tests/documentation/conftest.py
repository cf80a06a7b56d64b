"""The documentation, built once as `make docs` builds it: warnings are errors."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import ROOT


def build(target: Path) -> None:
    """Builds the documentation into a folder."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"),
            *("-d", str(target.with_name("doctrees")), str(ROOT / "docs"), str(target)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


class Built:
    """The built pages, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.page = cache(self._page)

    def _page(self, name: str) -> html.HtmlElement:
        text = (self.folder / f"{name}.html").read_text("utf-8")
        return html.document_fromstring(text)

    @property
    def names(self) -> list[str]:
        """Every page, without the ending of its file."""
        return sorted(
            str(each.relative_to(self.folder).with_suffix(""))
            for each in self.folder.rglob("*.html")
            if "_downloads" not in each.parts and "_static" not in each.parts
        )

    def rows(self, name: str, heading: str | None = None) -> list[list[str]]:
        """The cells of every table of a page, or of those beneath one heading."""
        page = self.page(name)
        if heading is not None:
            (page,) = page.xpath(f"//section[@id='{heading}']")
        return [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in page.xpath(".//table/tbody/tr")
        ]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("documentation") / "help"
    build(folder)
    return Built(folder)
