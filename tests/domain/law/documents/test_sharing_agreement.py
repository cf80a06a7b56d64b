"""The draft of an agreement: what it says follows from the gateway and the party."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.history.details.particulars import DETAILS
from tracker.domain.law.data_dictionary import Line
from tracker.domain.law.documents import sharing_agreement
from tracker.domain.law.documents.document import Document, Gap, Table
from tracker.domain.law.documents.sharing_agreement import Recorded, Terms
from tracker.domain.law.gateways import FIELDS, GATEWAYS, Direction, PartyKind

HUB = "Testham Youth Hub"
RECORDED = Recorded(
    reference="AL-02",
    state="live",
    starts=date(2026, 9, 1),
    ends=None,
    review_on=date(2027, 6, 1),
    conditions="Two named users {only}.",
    signed="Judith Owner signed it in the system on 2 September 2026.",
)


def terms(gateway: str, *fields: str, **changes) -> Terms:
    by = GATEWAYS[gateway]
    chosen = tuple(FIELDS[name] for name in fields or by.fields)
    return replace(Terms(by, HUB, "", chosen), **changes)


def words(document: Document) -> str:
    return "\n".join(document.texts())


def gaps(document: Document) -> str:
    return "\n".join(
        block.text
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Gap)
    )


def tables(document: Document) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {
        block.about: block.rows
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    }


@pytest.mark.law("L-06", "L-09")
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_every_gateway_gives_a_draft_with_its_law_fields_and_signatures(
    with_, gateway: str
) -> None:
    by = GATEWAYS[gateway]
    made = sharing_agreement.document(with_(), terms(gateway))
    found = tables(made)
    shared = [row[0] for row in found["What is shared"]]
    assert shared == [FIELDS[name].label for name in by.fields]
    law = dict(found["The purpose and the law"])
    assert law["Law"] == by.law
    assert law["UK GDPR, article 6"].startswith(by.article_6)
    ours, theirs = found["The parties"]
    assert ("gives" in ours[1]) == (by.direction is Direction.OUT)
    assert ours[1] != theirs[1]
    assert "information asset owner: name, signature" in gaps(made)
    assert "advice of the data protection officer" in gaps(made)
    assert (f"For {HUB}: name" in gaps(made)) == (by.party is not PartyKind.PERSON)
    assert "72 hours" in words(made)
    assert "{" not in words(made)


# gateway, what the draft says, what it does not say
SAYS = [
    (
        "work-list",
        (
            "at most 28 days after",
            "not named outward is in no file",
            "as its processor",
        ),
        ("For how long", "comes in by one door", "How long Testham Youth Hub keeps"),
    ),
    (
        "enrolled-support",
        ("How long Testham Youth Hub keeps it", "given only where a decision", "care"),
        ("28 days", "as its processor"),
    ),
    (
        "leavers",
        ("pages of its own", "may suspend it on any day", "without an agreement"),
        ("safe way by which a file reaches",),
    ),
    (
        "expected-learners",
        ("pages of its own", "is in no file"),
        ("safe way by which a file reaches", "28 days"),
    ),
    (
        "school-census",
        ("What is limited is dropped before", "retention schedule says"),
        ("is in no file", "28 days", "may suspend"),
    ),
    (
        "service-list",
        ("refused while no agreement is in force", "as its processor"),
        ("What is limited is dropped", "bears a mark"),
    ),
    ("research", ("stays out of research", "pseudonym", "by the information"), ()),
    ("statistics", ("small numbers are hidden",), ("is in no file",)),
    ("return", ("is a signed setting",), ("is in no file",)),
]


@pytest.mark.law("L-06", "L-07", "N-19")
@pytest.mark.parametrize(("gateway", "there", "absent"), SAYS)
def test_what_a_draft_says_of_each_way(with_, gateway, there, absent) -> None:
    found = words(sharing_agreement.document(with_(), terms(gateway)))
    assert [each for each in there if each not in found] == []
    assert [each for each in absent if each in found] == []


@pytest.mark.law("D-01")
def test_a_special_category_without_a_condition_is_a_gap(with_) -> None:
    """The line of another area may hold any category; the table names no condition."""
    gap = "conditions of articles 9 and 10"
    other = sharing_agreement.document(with_(), terms("other-area"))
    assert gap in gaps(other)
    assert "about offences" in words(other)
    plain = sharing_agreement.document(with_(), terms("other-area", "name", "born"))
    assert gap not in gaps(plain)
    assert gap not in gaps(sharing_agreement.document(with_(), terms("work-list")))


@pytest.mark.law("L-06")
def test_a_field_that_is_left_out_is_named_as_left_out(with_) -> None:
    made = sharing_agreement.document(with_(), terms("work-list", "name", "phone"))
    assert [row[0] for row in tables(made)["What is shared"]] == ["Name", "Phone"]
    assert "leaves out: Date of birth, E-mail, Postcode" in words(made)
    whole = sharing_agreement.document(with_(), terms("work-list"))
    assert "leaves out" not in words(whole)


@pytest.mark.law("L-09")
def test_an_agreement_on_record_brings_its_days_and_its_signature(with_) -> None:
    made = sharing_agreement.document(with_(), terms("work-list", recorded=RECORDED))
    found = words(made)
    assert "recorded it as agreement AL-02, which is live" in found
    assert ("Last day", "no end") in tables(made)["Its days"]
    assert "Two named users {only}." in found
    assert "Judith Owner signed it" in found
    assert "The first day, the last day" not in gaps(made)
    before = sharing_agreement.document(with_(), terms("work-list"))
    assert "The first day, the last day" in gaps(before)
    assert "Its days" not in tables(before)


@pytest.mark.law("N-21")
def test_an_officer_who_is_not_entered_is_a_gap_and_no_empty_cell(with_) -> None:
    made = sharing_agreement.document(
        with_(officer="", email="", address=""), terms("work-list")
    )
    assert "council's data protection officer (Settings)" in gaps(made)
    assert all(all(row) for row in tables(made)["The parties"])
    assert "contact for a breach is its" not in words(made)


@pytest.mark.law("D-01")
def test_each_field_is_in_words_and_handled_as_the_detail_it_shows() -> None:
    """A field that shows one detail of the catalogue has the handling of that one."""
    lines = {
        each.column.rpartition(".")[2]: Line(each.column, each.label, each.handling)
        for each in DETAILS
    }
    for each in FIELDS.values():
        assert each.words and each.words[0].islower(), each.name
        if each.detail in lines:
            assert each.handling is lines[each.detail].handling, each.name
