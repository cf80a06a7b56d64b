"""What a column of a described list may mean, and what a gateway calls it.

Meanings are the columns of ``columns.csv``; ``column_fields.csv`` gives the field of a
gateway that each one shows, so that a list brings no more than its gateway lets in.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from tracker import domain
from tracker.domain.law.gateways import FIELDS, Gateway
from tracker.domain.reference.code_titles import TITLES
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.cells.row import flag_of, sex_of
from tracker.feeds.described import presence_words
from tracker.feeds.described.stay_cells import PRESENCE
from tracker.feeds.feed_columns import Column, read_columns
from tracker.feeds.nccis.codes_by_name import names_of

_FOLDER = Path(__file__).parent

#: Every meaning, in the order of a form.
COLUMNS = read_columns(_FOLDER / "columns.csv")["list"]
BY_NAME: Mapping[str, Column] = {each.name: each for each in COLUMNS}


def _field(row: dict[str, str]) -> tuple[str, str]:
    return BY_NAME[row["column"]].name, FIELDS[row["field"]].name


#: The field of a gateway that each meaning shows.
FIELD_OF: Mapping[str, str] = dict(
    domain.reference.tables.read(_FOLDER / "column_fields.csv", _field)
)

#: One of these columns shows whose a line is, and one more finds them.
NEEDS = (("surname", *BOTH_NAMES, "upn", "uln"), ("dob", "upn", "uln", "postcode"))


def let_in(gateway: Gateway) -> tuple[Column, ...]:
    """The meanings that a gateway lets in."""
    return tuple(each for each in COLUMNS if FIELD_OF[each.name] in gateway.fields)


def fields_of(names: Iterable[str]) -> set[str]:
    """The fields of a gateway that columns with these meanings show."""
    return {FIELD_OF[name] for name in names if name in FIELD_OF}


def code_of(column: str, cell: str) -> str | None:
    """The code that a cell of a coded column is, or names; None for another word."""
    of = BY_NAME[column].codes
    if column == "sex":
        return sex_of(cell)
    if of == "yes or no":
        return flag_of(cell)
    if column == PRESENCE:
        return presence_words.code_of(cell)
    code = names_of(of).code(cell).strip().upper()
    return code if code in TITLES[of] else None


def _knows(column: str) -> Callable[[str], bool]:
    return lambda cell: code_of(column, cell) is not None


def words_of(columns: Collection[Column]) -> Mapping[str, Callable[[str], bool]]:
    """The coded columns among these, whose words a sender may have to explain."""
    return {each.name: _knows(each.name) for each in columns if each.codes}
