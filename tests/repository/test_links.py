"""Each link, path and name in a document leads to something in the repository."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
#: A path in backticks below one of the folders that are committed, or a root file;
#: not a file that a recipe asks its reader to write.
PATH = re.compile(
    r"(?<!Write )`((?:tracker|tests|reports|templates|static|docs)/[\w./-]*"
    r"|[\w.-]+\.(?:md|toml))`"
)
#: Installed by a command, and in no clone before that.
INSTALLED = "static/vendor"


def lost(document: Path, text: str) -> list[str]:
    """The links and paths of a document that lead nowhere."""
    links = [
        each for each in LINK.findall(text) if not (document.parent / each).exists()
    ]
    paths = [
        each
        for each in PATH.findall(text)
        if not each.startswith(INSTALLED) and not (ROOT / each).exists()
    ]
    return links + paths


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see [the index](docs/decisions/README.md)", []),
        ("see [it](docs/nothing.md#part)", ["docs/nothing.md"]),
        ("[elsewhere](https://example.org/a.md)", []),
        ("`tracker/cli/` and `LICENCE.md`", ["LICENCE.md"]),
        ("`tracker/nowhere.py`", ["tracker/nowhere.py"]),
        ("Write `reports/new.py`:", []),
    ],
)
def test_a_lost_link_is_seen(text: str, found: list[str]) -> None:
    assert lost(ROOT / "README.md", text) == found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_link_of_a_document_is_lost(document: Path) -> None:
    assert lost(document, document.read_text(encoding="utf-8")) == []


#: A line of the table of where things are: the file, and a name that it defines.
PLACE = re.compile(r"^\| .+ \| `(tracker/[\w./]+)` \| `(\w+)` \|$", re.MULTILINE)


def test_each_place_of_the_table_is_there() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    places = PLACE.findall(table)
    assert len(places) == table.count("| `tracker/") > 10
    for file, name in places:
        code = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^(def {name}\(|{name}\b.*=)", code, re.MULTILINE), name
