"""The records of decisions are complete, and each citation leads to one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "decisions"
INDEX = FOLDER / "README.md"
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path != INDEX)
HEADINGS = ["Status", "Context", "Decision", "Not taken"]

STATUS = re.compile(r"(Accepted|Superseded by decision (\d{4}))\.(?: |\n)")
DATE = re.compile(r"^Date: (\d{4}-\d\d-\d\d)$", re.MULTILINE)
ROW = re.compile(r"^\| \[(\d{4})\]\((.*?)\) \| (.*) \| (.*) \| (.*) \|$", re.MULTILINE)
CITATION = re.compile(r"\b[Dd]ecisions?\s+(\d{4}(?:(?:,|\s+and|\s+to)\s+\d{4})*)")


def cited(text: str) -> list[str]:
    """The numbers of the decisions that a text cites."""
    return [
        number
        for match in CITATION.finditer(text)
        for number in re.findall(r"\d{4}", match.group(1))
    ]


def parts(record: str) -> dict[str, str]:
    """The text under each heading of the second level."""
    _, *pieces = re.split(r"^## (.*)\n", record, flags=re.MULTILINE)
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("see decision 0012", ["0012"]),
        ("Decisions 0012 and 0013", ["0012", "0013"]),
        ("decisions 0012, 0013\n    to 0015", ["0012", "0013", "0015"]),
        ("a decision of 2026", []),
        ("decision 12", []),
    ],
)
def test_a_citation_is_seen(text: str, numbers: list[str]) -> None:
    assert cited(text) == numbers


def test_numbers_are_consecutive() -> None:
    numbers = [path.name[:4] for path in RECORDS]
    assert numbers == [f"{at:04d}" for at in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name[:4])
def test_a_record_has_its_headings_and_text_under_each(path: Path) -> None:
    record = path.read_text(encoding="utf-8")
    assert record.startswith(f"# {path.name[:4]}. ")
    found = parts(record)
    assert list(found) == HEADINGS
    assert [heading for heading, text in found.items() if not text.strip()] == []
    assert STATUS.match(found["Status"].strip() + "\n"), found["Status"]
    assert DATE.search(found["Status"]), found["Status"]


def test_the_index_lists_each_record_with_its_title_date_and_status() -> None:
    listed = {
        number: (name, title, day, status)
        for number, name, title, day, status in ROW.findall(
            INDEX.read_text(encoding="utf-8")
        )
    }
    expected = {}
    for path in RECORDS:
        record = path.read_text(encoding="utf-8")
        status = parts(record)["Status"].strip() + "\n"
        state, day = STATUS.match(status), DATE.search(status)
        assert state
        assert day
        title = record.splitlines()[0].partition(". ")[2]
        word = state.group(1).split()[0].lower()
        expected[path.name[:4]] = (path.name, title, day.group(1), word)
    assert listed == expected


def test_each_cited_decision_exists() -> None:
    known = {path.name[:4] for path in RECORDS}
    beside = sorted(ROOT.glob("*.md"))
    inside = [
        path
        for folder in ("tracker", "reports", "tests", "docs", "templates")
        for suffix in ("py", "md", "html")
        for path in sorted((ROOT / folder).rglob(f"*.{suffix}"))
        if path != Path(__file__)
    ]
    missing = {
        str(path.relative_to(ROOT)): unknown
        for path in (*beside, *inside)
        if (unknown := set(cited(path.read_text(encoding="utf-8"))) - known)
    }
    assert missing == {}


def test_the_code_cites_decisions_that_stand() -> None:
    citations = {
        str(path.relative_to(ROOT)): cited(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "tracker").rglob("*.py"))
    }
    superseded = {
        path.name[:4]
        for path in RECORDS
        if parts(path.read_text(encoding="utf-8"))["Status"].strip().startswith("Sup")
    }
    assert superseded
    assert len({number for numbers in citations.values() for number in numbers}) > 80
    outdated = {
        where: old
        for where, numbers in citations.items()
        if (old := superseded & set(numbers))
    }
    assert outdated == {}
