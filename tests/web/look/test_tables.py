"""A template writes plain rows; their headings come only from the table's columns."""

import pytest
from flask import render_template_string

from tests.web.conftest import read
from tracker.web.look.tables import Column, Kind, NotATable, cells, columns

PAGE = """
<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>
{% call table(columns, "Schools", total=total, empty=empty) %}
{% for each in rows %}<tr><th>{{ each[0] }}</th><td class="own">{{ each[1] }}</td></tr>
{% endfor %}
{% endcall %}
</body></html>
"""


def page(pages, **given) -> str:
    given = {
        "columns": ["Name", Column("Leavers", Kind.NUMBER)],
        "rows": [("Holtby <School>", 4)],
        "total": None,
        "empty": "",
        **given,
    }
    with pages.test_request_context():
        return render_template_string(PAGE, **given).strip()


def test_a_cell_has_its_role_its_classes_and_the_heading_of_its_column(pages) -> None:
    tree = read(page(pages))
    (heading, number) = tree.findall(".//thead//th")
    assert (heading.text, number.text) == ("Name", "Leavers")
    assert number.get("role") == "columnheader"
    (first,) = tree.findall(".//tbody//th")
    assert (first.text, first.get("scope")) == ("Holtby <School>", "row")
    (cell,) = tree.findall(".//tbody//td")
    assert cell.get("data-label") == "Leavers"
    assert cell.get("role") == "cell"
    assert cell.get("class").split() == [
        "govuk-table__cell",
        "govuk-table__cell--numeric",
        "own",
    ]


def test_a_total_stands_in_the_foot_with_the_same_headings(pages) -> None:
    tree = read(page(pages, total=["All", 4]))
    (cell,) = tree.findall(".//tfoot//td")
    assert (cell.text, cell.get("data-label")) == ("4", "Leavers")


def test_a_table_without_rows_says_why(pages) -> None:
    shown = page(pages, rows=[], empty="No student has left yet.")
    assert "<table" not in shown
    assert "No student has left yet." in shown


def test_columns_of_a_group_stand_beneath_it(pages) -> None:
    grouped = ["Name", Column("All", Kind.NUMBER, group="NEET")]
    tree = read(page(pages, columns=grouped))
    above, below = tree.findall(".//thead/tr")
    assert [(each.text, each.get("rowspan")) for each in above] == [
        ("Name", "2"),
        ("NEET", None),
    ]
    assert [each.text for each in below] == ["All"]
    assert tree.find(".//tbody//td").get("data-label") == "NEET: All"


@pytest.mark.parametrize(
    "row",
    [
        "<tr><th>a</th></tr>",
        "<tr><th>a</th><td>b</td><td>c</td></tr>",
        "<tr><th>a</th></tr><tr><th>a</th><td>b</td></tr>",
    ],
)
def test_a_row_with_other_cells_than_columns_is_refused(row) -> None:
    with pytest.raises(NotATable):
        cells(row, columns(["Name", "Leavers"]))


def test_a_cell_may_span_columns_and_keep_its_own_attributes() -> None:
    made = cells('<tr><td colspan="2" id="x">b</td></tr>', columns(["Name", "Leavers"]))
    assert 'colspan="2" id="x">b</td>' in made


def test_an_action_has_no_heading_on_a_card_and_a_label_is_escaped() -> None:
    made = cells(
        "<tr><td>a</td><td>b</td></tr>",
        [Column("Do", Kind.ACTION), Column('Is it "so"')],
    )
    assert made.count("data-label") == 1
    assert 'data-label="Is it &quot;so&quot;"' in made
