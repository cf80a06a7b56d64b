"""The table of docs/security.md: every requirement once, with a test that exists.

`requirements.csv` has the identifiers and levels of the OWASP Application Security
Verification Standard 5.0.0 (CC BY-SA 4.0); the words of the table are our own.
"""

import ast
import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security.md"
MET, NOT_APPLICABLE, LATER = "met", "does not apply", "later"
LEAST_MET = 0.9

#: Sections of which each requirement is that something is documented.
DOCUMENTED = (
    *("V2.1.", "V5.1.", "V6.1.", "V7.1.", "V8.1.", "V11.1."),
    *("V13.1.", "V14.1.", "V15.1.", "V16.1."),
)
TEST = re.compile(r"`(tests/[\w/]+\.py(?:::\w+){1,2})`")
LINK = re.compile(r"\]\(([\w./-]+\.md)#([\w-]+)\)")


@dataclass(frozen=True)
class Line:
    """A row of the table of requirements."""

    id: str
    level: str
    asks: str
    state: str
    how: str

    @property
    def tests(self) -> list[str]:
        return TEST.findall(self.how)


def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def lines() -> list[Line]:
    rows = re.findall(r"^\| (V[\d.]+) \| (\d) \| (.+) \|$", text(), re.MULTILINE)
    return [
        Line(number, level, *(each.strip() for each in rest.split(" | ")))
        for number, level, rest in rows
    ]


def required() -> dict[str, str]:
    with (Path(__file__).parent / "requirements.csv").open(encoding="utf-8") as file:
        return {row["id"]: row["level"] for row in csv.DictReader(file)}


@cache
def names_in(path: Path) -> frozenset[str]:
    """The names of a file's tests, as pytest has them: "Class::test" in a class."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        if prefix and not prefix.startswith("Test"):
            continue
        found |= {
            prefix + each.name
            for each in inside
            if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
        }
    return frozenset(found)


def exists(test: str) -> bool:
    path, _, name = test.partition("::")
    return (ROOT / path).is_file() and name in names_in(ROOT / path)


def headings(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them of its headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-")
        for each in titles
    }


def test_a_test_that_is_gone_is_seen() -> None:
    here = "tests/security/test_table.py"
    assert exists(f"{here}::test_a_test_that_is_gone_is_seen")
    assert not exists(f"{here}::test_of_something_else")
    assert not exists(f"{here}::exists")
    assert not exists(
        "tests/security/test_nothing.py::test_a_test_that_is_gone_is_seen"
    )


def test_every_requirement_stands_once_with_its_level() -> None:
    found = [(each.id, each.level) for each in lines()]
    assert len(found) == len(set(found))
    assert dict(found) == required()
    assert [each for each, _ in found] == list(required())


def test_each_state_is_one_of_three() -> None:
    states = {MET, NOT_APPLICABLE, LATER}
    assert {each.id: each.state for each in lines() if each.state not in states} == {}
    assert [each.id for each in lines() if not each.asks or not each.how] == []


def test_what_is_met_has_its_tests_or_its_page() -> None:
    wrong = {}
    for each in lines():
        if each.state != MET:
            continue
        gone = [test for test in each.tests if not exists(test)]
        pages = [
            anchor in headings(PAGE.parent / page)
            for page, anchor in LINK.findall(each.how)
        ]
        is_documented = each.id.startswith(DOCUMENTED) and bool(pages)
        if gone or not all(pages) or not (each.tests or is_documented):
            wrong[each.id] = gone or each.how
    assert wrong == {}


def test_what_is_later_has_a_day_and_what_is_missing() -> None:
    wrong = [
        each.id
        for each in lines()
        if each.state == LATER
        and not re.match(r"\d{4}-\d\d-\d\d: .+ Missing: .+", each.how)
    ]
    assert wrong == []


def test_the_counts_at_the_top_are_those_of_the_table() -> None:
    count = {
        state: sum(each.state == state for each in lines())
        for state in (MET, NOT_APPLICABLE, LATER)
    }
    applicable = count[MET] + count[LATER]
    share = count[MET] / applicable
    assert share >= LEAST_MET
    sentence = (
        f"Of {len(lines())} requirements {count[NOT_APPLICABLE]} do not apply. Of the "
        f"other {applicable}, {count[MET]} are met ({share:.0%}) and {count[LATER]} "
        "are for later."
    )
    assert sentence in " ".join(text().split())


def test_each_attack_has_its_test() -> None:
    part = text().split("## Attacks that were tried")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (?!attack|---)(.+) \|$", part, re.MULTILINE)
    assert len(rows) > 15
    without = [row for row in rows if not TEST.findall(row)]
    gone = [test for row in rows for test in TEST.findall(row) if not exists(test)]
    assert (without, gone) == ([], [])


@pytest.mark.parametrize("page", ["README.md", "SECURITY.md", "CONTRIBUTING.md"])
def test_the_page_is_found_from_the_front(page: str) -> None:
    assert "(docs/security.md)" in (ROOT / page).read_text(encoding="utf-8")
