"""The columns of a school census in each of its layouts, and the cells below them.

They are in ``census_columns.csv``: those of the tables of COLLECT, of an analyst's flat
table, and of the elements of a school's XML message.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tracker.demo.files.rolls import Pupil, census_sen, split_line
from tracker.demo.files.sheets import Cell
from tracker.demo.people.places import Home
from tracker.domain.reference import tables

#: Cells by our name for the column.
Cells = dict[str, Cell]


class Column(NamedTuple):
    """A column of a table, with our name for the cell below it.

    Without a name, all cells below it have the ``fixed`` text. ``term`` is the only
    term with the column, empty for one in all terms.
    """

    table: str
    heading: str
    cell: str
    fixed: str
    term: str


_COLUMNS = tables.read(
    Path(__file__).with_name("census_columns.csv"), lambda row: Column(**row)
)


def columns(table: str, term: str = "") -> list[Column]:
    """The columns of a table in a term."""
    return [it for it in _COLUMNS if it.table == table and it.term in ("", term)]


def below(headings: Sequence[Column], cells: Cells) -> list[Cell]:
    """The cells of a row, in the order of its columns."""
    return [cells[each.cell] if each.cell else each.fixed for each in headings]


def pupil_cells(pupil: Pupil, day: date) -> Cells:
    """The cells about a pupil that every layout has, on a census day."""
    row = pupil.row
    return {
        "upn": row.upn,
        "former upn": row.former_upn,
        "uln": row.uln,
        "family": row.family,
        "given": row.given,
        "middle": row.middle,
        "former family": pupil.former_family,
        "born": row.born,
        "sex": row.sex,
        "ethnicity": pupil.person.ethnicity,
        "entered": pupil.entered,
        "left": pupil.left,
        "enrolment": pupil.enrolment,
        "year": str(pupil.year_group),
        "sen": census_sen(pupil, day),
        "agreement": pupil.agreement,
        "form group": pupil.form_group,
        **home_cells(row.home),
    }


def home_cells(home: Home) -> Cells:
    """The cells of an address."""
    flat, number, street = split_line(home.line1)
    return {
        **{"flat": flat, "number": number, "street": street},
        **{"town": home.town, "postcode": home.postcode},
    }
