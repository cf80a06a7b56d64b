"""Every column of personal data with its handling, and the words of the notice."""

from dataclasses import replace

import pytest

from tracker.domain.history.details.handling import (
    HANDLINGS,
    Basis,
    Category,
    Condition,
    Sensitivity,
)
from tracker.domain.law.data_dictionary import (
    Line,
    held,
    lines,
    not_held,
    not_personal,
    of_detail,
    of_handling,
)


@pytest.mark.law("N-03")
def test_the_categories_are_those_of_the_privacy_notice() -> None:
    assert [each.value for each in Category] == [
        *("name", "identification number", "location", "online identifier"),
        *("physical identity", "physiological identity", "genetic identity"),
        *("mental identity", "economic identity", "cultural identity"),
        *("social identity", "education and training history", "several"),
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
        ("ethnicity", Sensitivity.SPECIAL, ("see people",), ("update status",)),
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


# name, article 6, law, conditions, categories, retention
HANDLED = [
    (
        *("names", Basis.PUBLIC_TASK),
        *("Education and Skills Act 2008, sections 12 and 68", ()),
        *((Category.NAME,), "record"),
    ),
    (
        *("consent", Basis.LEGAL_DUTY),
        *("Education and Skills Act 2008, sections 14 and 72", ()),
        *((Category.SOCIAL,), "record"),
    ),
    (
        *("ethnicity", Basis.PUBLIC_TASK),
        "Education and Skills Act 2008, sections 12 and 68",
        (Condition.STATUTORY, Condition.EQUALITY),
        *((Category.CULTURAL,), "record"),
    ),
    (
        *("activities", Basis.PUBLIC_TASK),
        "Education and Skills Act 2008, sections 12 and 68",
        (Condition.STATUTORY, Condition.OFFENCES),
        *((Category.HISTORY, Category.PHYSIOLOGICAL), "record"),
    ),
    (
        *("pupil numbers", Basis.PUBLIC_TASK),
        *("Education and Skills Act 2008, sections 12 and 68", ()),
        *((Category.NUMBER,), "pupil numbers"),
    ),
]


@pytest.mark.law("D-01")
@pytest.mark.parametrize(
    ("name", "basis", "law", "conditions", "categories", "retention"), HANDLED
)
def test_a_handling_has_its_basis_condition_category_and_retention(
    name, basis, law, conditions, categories, retention
) -> None:
    it = HANDLINGS[name]
    assert (it.basis, it.law, it.conditions) == (basis, law, conditions)
    assert (it.categories, it.retention) == (categories, retention)


@pytest.mark.law("D-01")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"retention": "to be decided"}, "leaves a part of the handling open"),
        ({"law": "To be decided by the council"}, "leaves a part"),
        ({"law": " "}, "leaves a part"),
        ({"categories": ()}, "names has no category"),
        ({"sensitivity": Sensitivity.SPECIAL}, "without a condition"),
        ({"conditions": (Condition.EQUALITY,)}, "or the reverse"),
    ],
)
def test_a_handling_that_is_left_open_is_refused(change, reason) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(HANDLINGS["names"], **change)


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


@pytest.mark.law("N-03")
def test_what_no_column_holds_is_not_held() -> None:
    assert not_held(lines()) == (Category.GENETIC,)
    assert Category.SEVERAL not in held(lines())
    names = [line for line in lines() if line.handling.name == "names"]
    assert held(names) == (Category.NAME,)
    assert len(not_held(names)) == len(Category) - 2


def test_a_column_of_a_file_is_handled_as_the_detail_that_it_states() -> None:
    line = of_detail("somewhere", "Mobile", "phone", "phone")
    assert line == Line("somewhere", "Mobile", HANDLINGS["phone"])
    with pytest.raises(KeyError):
        of_detail("somewhere", "Shoe size", "phone", "size")
    with pytest.raises(KeyError):
        of_detail("somewhere", "Shoe size", "shoe", "size")


def test_a_column_of_a_file_names_a_handling_or_is_not_personal() -> None:
    assert of_handling("x", "Sex", "birth and sex") == Line(
        "x", "Sex", HANDLINGS["birth and sex"]
    )
    assert of_handling("x", "Term", "not personal") is None
    with pytest.raises(KeyError):
        of_handling("x", "Shoe size", "")
