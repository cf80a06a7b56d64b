"""What of a record is compared, and each value in the words of the page.

An address itself is not compared: two systems write one house in many ways, and the
return needs only that there is one.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.domain.history.sealed_statements import NOT_SHOWN, is_hidden
from tracker.domain.nccis_return.sealed_columns import OF_DATES, OF_PLACE
from tracker.domain.reference import tables
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.code_titles import TITLES, with_title
from tracker.domain.reference.identifiers import Ypid

#: A record as the return has it: text by column, characteristics as a list.
Record = Mapping[str, str | list[str] | None]

ACTIVITY = "activity"
DAY, WORDS = "day", "words"
#: The two columns that stand for an address, and what they are made of.
ADDRESS, POSTCODE = "Address", "HasPostcode"
_LINES = (
    *("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4"),
    *("Town", "County"),
)
GIVEN = "given"
#: What an element that may be left out then means.
_LEFT_OUT = {"GuaranteeStatusIndicator": "N"}
#: In place of a value that is not kept or may not be shown, and of none.
NOT_KEPT, NOTHING = "Not shown", "Nothing"


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is compared.

    ``part`` is the part of a record that it belongs to, and ``subject`` the subject or
    kind of the evidence that it follows from, "" in the part of the activity.
    ``shown`` is how its values are kept and shown: as a day, as words or by a list of
    codes; "" for one whose values are not kept, because a name may be a sealed one.
    """

    column: str
    title: str
    part: str
    subject: str
    shown: str


def _field(row: dict[str, str]) -> Field:
    if row["shown"] not in ("", DAY, WORDS, *TITLES):
        raise ValueError(f"'{row['shown']}' is no list of codes")
    return Field(**row)


FIELDS: Sequence[Field] = tables.read(
    Path(__file__).with_name("compared_fields.csv"), _field
)
BY_COLUMN: Mapping[str, Field] = {each.column: each for each in FIELDS}


def value(record: Record, column: str) -> str:
    """What a record has in a column, "" for nothing."""
    if column == ADDRESS:
        return GIVEN if any(record.get(line) for line in _LINES) else ""
    if column == POSTCODE:
        return GIVEN if record.get("Postcode") else ""
    found = record.get(column) or _LEFT_OUT.get(column)
    if isinstance(found, list):
        return " ".join(sorted(found))
    return found or ""


def day(record: Record, column: str) -> date | None:
    """The day in a column; None where there is none that can be read."""
    try:
        return date.fromisoformat(value(record, column))
    except ValueError:
        return None


def differing(ours: Record, theirs: Record) -> list[Field]:
    """The columns in which two records differ, in the order of the return.

    Capitals and spaces make no difference, and neither does what only moving in
    changes. Beside an activity that is not shown nothing of it can be compared: its
    place and its dates are not shown either.
    """
    passed_over: set[str] = set()
    if renumbered(ours, theirs):
        passed_over |= {_ID, _PREVIOUS}
    if is_hidden(value(ours, _ACTIVITY)) or is_hidden(value(theirs, _ACTIVITY)):
        passed_over |= {*OF_PLACE, *OF_DATES}
    return [
        each
        for each in FIELDS
        if each.column not in passed_over
        and _key(value(ours, each.column)) != _key(value(theirs, each.column))
    ]


_ID, _PREVIOUS, _ACTIVITY = (
    *("YoungPersonsID", "PreviousYPIDIdentifier"),
    "ActivityCode",
)


def renumbered(ours: Record, theirs: Record) -> bool:
    """Whether the two IDs differ only because two databases have different numbers:
    ours gives their ID as the previous one.
    """
    own, other = value(ours, _ID), value(theirs, _ID)
    if not own or not other or Ypid.database(own) == Ypid.database(other):
        return False
    return value(ours, _PREVIOUS) == other


def agreement(ours: Record, theirs: Record) -> tuple[int, int]:
    """How many numbers of a young person two records share, and how many fields."""
    known = {value(ours, _ID), value(ours, _PREVIOUS)} - {""}
    numbers = sum(
        bool(value(ours, each)) and value(ours, each) == value(theirs, each)
        for each in ("UniqueLearnerNo", "UniquePupilNumber")
    )
    numbers += value(theirs, _ID) in known
    return numbers, len(FIELDS) - len(differing(ours, theirs))


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def spelt_alike(one: str, other: str) -> bool:
    """Whether two texts have the same letters and digits, without accents and signs."""
    return bool(_letters(one)) and _letters(one) == _letters(other)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in plain if each.isalnum())


def in_words(text: str | None, field: Field) -> str:
    """A kept value as it is shown; None is one that was not kept."""
    if text is None:
        return NOT_KEPT
    if not text:
        return NOTHING
    if field.shown == DAY:
        try:
            return say_date(date.fromisoformat(text))
        except ValueError:
            return text
    if field.shown in TITLES:
        return ", ".join(_titled(each, field.shown) for each in text.split())
    return text[:1].upper() + text[1:]


def _titled(code: str, of: str) -> str:
    if code == NOT_SHOWN or is_hidden(code):
        return NOT_KEPT
    return with_title(of, code)
