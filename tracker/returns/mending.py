"""Where an issue of the return is mended: by the field that its rule wants corrected.

``mending.csv`` has a line for each such field, and one for a rule that is mended
elsewhere than others of its field. A place is a form of ``domain.history.details``, or
one of ``PAGES``.

See decision 0184.
"""

from collections.abc import Mapping
from pathlib import Path

from tracker import domain
from tracker.domain.history.details.entering import FORMS

#: The pages beside the forms: the status, a date of the present one, the young person's
#: record, a file that gives the value, and the records that may be of one person.
STATUS, STILL = "status", "still"
RECORD, FILES, DUPLICATES = "record", "files", "duplicates"
PAGES = (STATUS, STILL, RECORD, FILES, DUPLICATES)


def _place(row: dict[str, str]) -> tuple[tuple[str, str], str]:
    place = row["mended on"]
    if place not in FORMS and place not in PAGES:
        raise ValueError(f"there is no form or page {place}")
    return (row["rule"], row["field"]), place


_PLACES: Mapping[tuple[str, str], str] = dict(
    domain.reference.tables.read(Path(__file__).with_suffix(".csv"), _place)
)


def place_of(rule: str, field: str) -> str:
    """The form or page on which an issue of a rule about a field is mended.

    Raises KeyError for a field that is in no line: a test looks at every rule.
    """
    return _PLACES.get((rule, field)) or _PLACES["", field]
