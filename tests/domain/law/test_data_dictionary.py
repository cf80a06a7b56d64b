"""Every column of personal data with its handling, and the words of the notice."""

import pytest

from tracker.domain.history.details.handling import (
    HANDLINGS,
    Category,
    Sensitivity,
)
from tracker.domain.law.data_dictionary import Line, lines, not_personal


def test_the_categories_are_those_of_the_privacy_notice() -> None:
    assert [each.value for each in Category] == [
        *("name", "identification number", "location", "online identifier"),
        *("physical identity", "economic identity", "cultural identity"),
        *("social identity", "education and training history", "several"),
        "to be decided",
    ]
    assert [each.value for each in Sensitivity] == [
        *("ordinary", "special category", "protected")
    ]


@pytest.mark.parametrize(
    ("name", "sensitivity", "seen_by", "changed_by"),
    [
        (
            *("names", Sensitivity.ORDINARY),
            *(("see people", "see leavers"), ("add people", "match rows")),
        ),
        (
            *("sealed identity", Sensitivity.PROTECTED),
            *(("seal identity",), ("seal identity",)),
        ),
        ("ethnicity", Sensitivity.SPECIAL, ("see people",), ()),
        ("consent", Sensitivity.ORDINARY, ("see people",), ()),
    ],
)
def test_a_handling_names_who_sees_and_changes_data(
    name, sensitivity, seen_by, changed_by
) -> None:
    it = HANDLINGS[name]
    assert it.name == name
    assert it.sensitivity is sensitivity
    assert (it.seen_by, it.changed_by) == (seen_by, changed_by)


def test_a_handling_has_its_basis_category_and_retention() -> None:
    public_task = "public task: Education and Skills Act 2008, sections 12 and 68"
    names, consent, kept = (HANDLINGS[it] for it in ("names", "consent", "kept forms"))
    assert (names.basis, names.category) == (public_task, Category.NAME)
    assert (
        consent.basis == "legal duty: Education and Skills Act 2008, sections 14 and 72"
    )
    assert (names.retention, kept.retention) == (
        "to be decided",
        "until the second night",
    )


def test_details_come_first_and_tables_after_them() -> None:
    found = lines()
    by_column = {each.column: each for each in found}
    assert found[0] == Line(
        "people.given",
        "Given name",
        HANDLINGS["names"],
        "the best source, then agreement of sources, then the newest",
    )
    assert by_column["people.details.phone"].fold == "the newest"
    assert by_column["facts.statement"].handling is HANDLINGS["statements"]
    assert by_column["facts.statement"].fold == ""
    assert by_column["facts.statement"].label == "What a source stated about the person"


def test_what_is_not_personal_is_declared_too() -> None:
    columns = {each.column for each in lines()}
    assert columns.isdisjoint(not_personal())
    assert "facts.digest" in not_personal()
