"""Notices of other authorities about our residents who learn there (Law L-05).

A school or college has to let the council of its area know of a student who lives
elsewhere, and that council passes it on (Education and Skills Act 2008, section 13(2)).
The file is signed, as a history is. The council knows what it passes on from others, so
a line finds a young person and leaves it to the rest of the evidence what they do.

See decision 0244.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.domain.law.transfers.contents import Notices, ResidentLine
from tracker.domain.reference.academic_year import YEAR_11, academic_age
from tracker.domain.reference.activity import AT_SCHOOL
from tracker.domain.reference.identifiers import LaEstab, Ukprn, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.row import Row, person_details, titles_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.enrolment.roll import needs_plan
from tracker.feeds.feed_columns import read_columns
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.reading.sources import stored
from tracker.feeds.recognition.likeness import refuse_other_xml
from tracker.feeds.row_meaning import Interpretation
from tracker.feeds.transfers import content_form
from tracker.feeds.transfers.feed import LONGEST, content_of

NAME, NOUN = "area-notices", "a file of notices from another authority"
COLUMNS = read_columns(Path(__file__).with_name("columns.csv"))["notices"]
_TITLES = titles_of(COLUMNS)
NEEDS = (("surname",), ("as_at",), ("LeadLEA",))
#: The cell with the authority that they are for, by which the row is one of ours.
TO = "LeadLEA"
_PERSON = {
    "forename": "given",
    "surname": "family",
    "dob": "born",
    **{name: name for name in ("sex", "postcode", "upn", "uln")},
}
_PLACE = {
    "provider": "name",
    **{name: name for name in ("urn", "laestab", "ukprn")},
}


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of one file. Raises Unreadable."""
    files = stored(paths)
    if len(files) != 1:
        raise Unreadable("Load files of notices one by one: each is signed by itself.")
    (file,) = files
    if file.kind == "xml":
        refuse_other_xml(file, NAME)
    parts = content_of(file.head(LONGEST + 1), file.name)
    found = content_form.read(parts.content, file.name)
    if not isinstance(found, Notices):
        raise Unreadable(f"{file.name} is a signed file, and has no notices.")
    day = max(line.as_at for line in found.lines)
    return Reading("notices", _rows(found, file.name), as_at=day)


def _rows(found: Notices, name: str) -> Iterator[RawRow]:
    for number, line in enumerate(found.lines, 1):
        yield RawRow(number, name, {**_cells(line), TO: found.recipient})


def _cells(line: ResidentLine) -> dict[str, str]:
    cells = {
        column: given[value]
        for names, given in ((_PERSON, line.person), (_PLACE, line.at))
        for column, value in names.items()
        if value in given
    }
    cells["as_at"] = line.as_at.isoformat()
    if line.left is not None:
        cells["left"] = line.left.isoformat()
    return cells


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The resident, and where they learn or learnt.

    That they left a place raises the question where they are now.
    """
    row = Row(raw, line, _TITLES)
    as_at = row.day("as_at") or context.as_at
    who = row.identity(as_at)
    left = row.day("left")
    at = _place(row)
    statements = list(person_details(who))
    if at is not None:
        statements.append(_doing(who.born, at, as_at, left))
    return Interpretation(
        who,
        tuple(statements),
        tuple(row.problems),
        as_at,
        needs_plan=needs_plan(row, who.born, as_at, plan=None),
        question=LeaverQuestion.UNKNOWN if left is not None else None,
    )


def _doing(
    born: date | None, at: InstitutionRef, as_at: date, left: date | None
) -> Doing:
    at_school = born is not None and academic_age(born, as_at) <= YEAR_11
    return Doing(AT_SCHOOL.code if at_school else None, at=at, ends=left)


def _place(row: Row) -> InstitutionRef | None:
    ref = InstitutionRef(
        urn=row.parsed("urn", Urn.parse),
        laestab=row.parsed("laestab", partial(LaEstab.of, None)),
        ukprn=row.parsed("ukprn", Ukprn.parse),
        name=row.text("provider") or None,
    )
    if ref == InstitutionRef():
        row.object_to("provider", "It is not known at which school or college.")
        return None
    return ref


FEED = Feed(
    name=NAME,
    title="Notices from another authority",
    noun=NOUN,
    sender="the authority in whose area a resident of ours learns",
    frequency="whenever a school or college there reports a student who lives here",
    silence="Nothing: it is of those that were reported.",
    # No table is one: only a signed file is.
    signature=Signature(columns=COLUMNS, needs=NEEDS, by_headings_alone=True),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    gateway="neighbours-list",
    own_door="under Transfers, or by `flask transfers load`",
)
