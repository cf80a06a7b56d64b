"""Each citation of the specification leads to a heading of it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "specification"
DOCUMENTS = {"NCCIS": "nccis.md", "Feeds": "feeds.md", "Law": "law.md"}

PLACE = r"(?:\d{1,2}\.\d{1,2}|[FO]\d{1,2}|[LDSNA]-\d{2})"
CITATION = re.compile(
    rf"\b(NCCIS|Feeds|Law)\s+({PLACE}(?:(?:,|\s+and|\s+to)\s+{PLACE})*)(?![\d.]\d)"
)
#: A citation in another form, which nothing would check.
OTHER_FORM = re.compile(
    rf"\b(?:nccis|feeds|law)(?:-law-users)?(?:\.md| page)?,?\s+(?:§\s*)?{PLACE}\b"
    r"|\b(?:nccis|feeds) page\b|feeds-law-users"
)
HEADING = re.compile(rf"^#+ ({PLACE})\b", re.MULTILINE)


def cited(text: str) -> list[tuple[str, str]]:
    """The document and the heading of each citation in a text."""
    return [
        (match.group(1), place)
        for match in CITATION.finditer(text)
        for place in re.findall(PLACE, match.group(2))
    ]


def headings(document: str) -> list[str]:
    return HEADING.findall((FOLDER / document).read_text(encoding="utf-8"))


def citing() -> dict[str, str]:
    """Every file that may cite the specification, with its text."""
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in ("tracker", "reports", "tests", "docs", "templates")
        for suffix in ("py", "md", "html")
        for path in sorted((ROOT / folder).rglob(f"*.{suffix}"))
        if path != Path(__file__)
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("carries over (NCCIS 4.4).", [("NCCIS", "4.4")]),
        ("Feeds 1.9 and 2.6", [("Feeds", "1.9"), ("Feeds", "2.6")]),
        ("every month (Feeds\n    F03)", [("Feeds", "F03")]),
        ("dropped (Law L-07)", [("Law", "L-07")]),
        ("the root NCCIS2019", []),
        ("NCCIS 2026 to 2027", []),
        ("NCCIS chapters 1 to 5", []),
    ],
)
def test_a_citation_is_seen(text: str, found: list[tuple[str, str]]) -> None:
    assert cited(text) == found


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("(nccis 4.4)", True),
        ("(feeds page, 2.6)", True),
        ("the feeds page", True),
        ("feeds F03", True),
        ("see law L-07", True),
        ("(NCCIS 4.4)", False),
        ("two feeds of 2026", False),
    ],
)
def test_another_form_of_citation_is_seen(text: str, other: bool) -> None:
    assert (OTHER_FORM.search(text) is not None) is other


@pytest.mark.parametrize("document", DOCUMENTS.values())
def test_no_heading_occurs_twice(document: str) -> None:
    found = headings(document)
    assert len(found) > 10
    assert sorted(found) == sorted(set(found))


def test_each_citation_leads_to_a_heading() -> None:
    known = {name: set(headings(document)) for name, document in DOCUMENTS.items()}
    missing = {
        where: unknown
        for where, text in citing().items()
        if (unknown := [each for each in cited(text) if each[1] not in known[each[0]]])
    }
    assert missing == {}


def test_the_code_cites_the_specification() -> None:
    places = {
        each
        for where, text in citing().items()
        if where.startswith("tracker/")
        for each in cited(text)
    }
    assert {("NCCIS", "4.4"), ("Feeds", "1.9"), ("Feeds", "F03")} <= places


def test_every_citation_has_the_one_form() -> None:
    others = {
        where: found
        for where, text in citing().items()
        if (found := OTHER_FORM.findall(text))
    }
    assert others == {}
