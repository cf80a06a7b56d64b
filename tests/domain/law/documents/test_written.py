"""Documents that are written as a table of sentences."""

import pytest

from tracker.domain.law.documents import written
from tracker.domain.law.documents.document import (
    Document,
    Gap,
    Paragraph,
    Points,
    Section,
    Table,
)
from tracker.domain.law.documents.written import Filling, Row

SENT = Table(("Who", "What"), (("A|B", "Names"),), "Recipients")


def row(kind: str, text: str, *, section: str = "One", when: str = "") -> Row:
    return Row("d", section, kind, when, text, ())


# rows, filling, blocks of the first section
BLOCKS = [
    (
        [row("paragraph", "We are {us}.")],
        {"words": {"us": "T"}},
        [Paragraph("We are T.")],
    ),
    (
        [row("point", "a"), row("list", "more"), row("point", "{z}")],
        {"words": {"z": "d"}, "lists": {"more": ["b", "c"]}},
        [Points(("a", "b", "c", "d"))],
    ),
    (
        [row("point", "a"), row("paragraph", "p"), row("point", "b")],
        {},
        [Points(("a",)), Paragraph("p"), Points(("b",))],
    ),
    ([row("table", "sent")], {"tables": {"sent": SENT}}, [SENT]),
    ([row("gap", "Who signs.")], {}, [Gap("Who signs.")]),
    (
        [row("paragraph", "yes", when="x"), row("paragraph", "no", when="no x")],
        {"facts": frozenset({"x"})},
        [Paragraph("yes")],
    ),
    (
        [row("paragraph", "yes", when="x"), row("paragraph", "no", when="no x")],
        {"words": {"x": ""}},
        [Paragraph("no")],
    ),
    (
        [row("paragraph", "yes", when="sent"), row("paragraph", "no", when="no sent")],
        {"tables": {"sent": Table(("Who",), ())}},
        [Paragraph("no")],
    ),
    (
        [row("paragraph", "yes", when="more")],
        {"lists": {"more": ["a"]}},
        [Paragraph("yes")],
    ),
]


@pytest.mark.parametrize(("rows", "filling", "blocks"), BLOCKS)
def test_a_row_becomes_a_block(rows, filling, blocks) -> None:
    (section,) = written.sections(rows, "d", Filling(**filling))
    assert section == Section("One", tuple(blocks))


def test_a_section_without_a_block_is_left_out() -> None:
    empty = Filling(lists={"none": []}, tables={"none": Table(("Who",), ())})
    rows = [
        row("list", "none"),
        row("table", "none", section="Two"),
        row("paragraph", "x", when="y", section="Three"),
    ]
    assert written.sections(rows, "d", empty) == ()
    assert written.sections([row("paragraph", "x")], "another", empty) == ()


@pytest.mark.parametrize("kind", ["list", "table"])
def test_a_list_or_table_that_is_not_made_is_a_mistake(kind: str) -> None:
    with pytest.raises(KeyError):
        written.sections([row(kind, "missing")], "d", Filling())


DOCUMENT = Document(
    "d",
    "Title",
    "Testham",
    (Section("One", (Paragraph("p"), Points(("a", "b")), Gap("g"), SENT)),),
)


def test_a_document_as_markdown() -> None:
    assert DOCUMENT.markdown() == (
        f"# Title\n\nTestham. Version {DOCUMENT.version}.\n\n"
        "## One\n\np\n\n- a\n- b\n\n"
        "**To be filled in by the council:** g\n\n"
        "| Who | What |\n| --- | --- |\n| A/B | Names |\n"
    )


def test_every_text_of_a_document_and_its_section() -> None:
    assert list(DOCUMENT.texts()) == [
        *("Title", "One", "p", "a", "b", "g", "Who", "What", "A|B", "Names")
    ]
    assert DOCUMENT.section("One").blocks[0] == Paragraph("p")
    assert Section("2. What we keep?", ()).anchor == "2-what-we-keep"
    with pytest.raises(KeyError):
        DOCUMENT.section("Two")


def test_the_version_changes_with_a_word_and_with_nothing_else() -> None:
    again = Document(**{name: getattr(DOCUMENT, name) for name in DOCUMENT.__slots__})
    assert again.version == DOCUMENT.version
    assert len(DOCUMENT.version) == 8
    other = Document("d", "Title", "Testham", (Section("One", (Paragraph("q"),)),))
    assert other.version != DOCUMENT.version
