"""The columns of the establishment register that are kept, of some 140 that it has."""

from pathlib import Path

from tracker import domain
from tracker.domain.reference.institution import InstitutionKind
from tracker.domain.reference.tables import YES_OR_NO
from tracker.feeds.feed_columns import read_columns
from tracker.feeds.headings.matched_headings import heading_key

_TABLES = read_columns(Path(__file__).with_name("columns.csv"))

COLUMNS, LINK_COLUMNS = _TABLES["register"], _TABLES["links"]

#: Phases whose pupils are too young to be tracked: nursery, primary, middle as primary.
PHASES_TOO_YOUNG = frozenset({"1", "2", "3"})
#: Nurseries and children's centres.
TYPES_TOO_YOUNG = frozenset({"15", "47"})
YOUNGEST_OF_ANY_USE = 14

FURTHER_EDUCATION = "18"


def _kind(row: dict[str, str]) -> tuple[str, InstitutionKind]:
    return row["type"], InstitutionKind(row["kind"])


#: Types that are no schools; every other type is one.
KINDS = dict(domain.reference.tables.read(Path(__file__).with_name("kinds.csv"), _kind))

#: Whether each kind of link makes two establishments one to the people who went there,
#: by the kind's letters. Where a school was split, its former pupils belong to neither
#: half; a sixth-form centre has the pupils of several schools, which stay apart.
ONE_PLACE = {
    heading_key(kind): one
    for kind, one in domain.reference.tables.read(
        Path(__file__).with_name("link_kinds.csv"),
        lambda row: (row["kind"], YES_OR_NO[row["one_place"]]),
    )
}
