"""Individualised learner records: a provider's learners with all of their aims (F05).

The XML of a year, or an extract of a college's system in the names of the record. A
learner is one row however many aims there are; what the row means is that of a line of
an enrolment list.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Tier
from tracker.domain.reference.identifiers import Ukprn
from tracker.domain.reference.institution import InstitutionKind, InstitutionRef
from tracker.feeds import enrolment
from tracker.feeds.cells.restricted_cells import may_be_kept
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.census.columns import ROLL
from tracker.feeds.declaration import Feed, Signature, XmlSignature
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.ilr import learners
from tracker.feeds.ilr.columns import (
    COLUMNS,
    ETHNICITIES_HERE,
    NAME,
    NEEDS,
    NOUN,
    WHEN_RESTRICTED,
)
from tracker.feeds.ilr.deliveries import packed, stays
from tracker.feeds.ilr.learners import Header, Learner
from tracker.feeds.ilr.schema import Schema
from tracker.feeds.reading.sources import Stored, stored
from tracker.feeds.recognition.likeness import refuse_other_xml, say_likeness
from tracker.feeds.recognition.tables import (
    Table,
    Wanted,
    open_tables,
    renamed,
)
from tracker.feeds.rolls.programmes import as_in_a_list
from tracker.feeds.row_meaning import Interpretation

_TITLES = titles_of(COLUMNS)
_HIGHER_ALONE = (
    "All aims of this learner are higher education, which is no education of 16 to 18."
)
#: Headings that no list of a college has, only an extract of the record itself.
_OF_THE_RECORD = ("aimtype", "fundmodel", "progtype")


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The learners of XML records, or of tables with a row for each aim.

    Raises Unreadable: at once for a header without a provider, and while the rows are
    taken for a file that breaks off.
    """
    files = stored(paths)
    if any(file.kind == "xml" for file in files[:1]):
        return _of_xml(files, context)
    return _of_tables(files, context, aliases)


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The learner, their stay at the provider and their activity, as at a day.

    The hours of the year give full or part time; a T level, an apprenticeship and a
    traineeship need none.
    """
    row = Row(as_in_a_list(raw), line, _TITLES)
    if "higher" in raw:
        row.object_to("higher", _HIGHER_ALONE, stops=True)
    found = enrolment.feed.meaning(row, restricted, context)
    code = ETHNICITIES_HERE.get(raw.get("ethnicity", ""))
    if code is not None and not restricted:
        stated = (*found.statements, detail("ethnicity", ethnicity=code))
        found = replace(found, statements=stated)
    return found


def of_restricted(raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
    """Name, birth and address, and whether they are on the roll on the day."""
    return enrolment.feed.on_roll_of(
        may_be_kept(raw, {*WHEN_RESTRICTED, ROLL}), raw, as_at
    )


def _of_xml(files: Sequence[Stored], context: Context | None) -> Reading:
    records: list[tuple[Stored, Header]] = []
    for file in files:
        if file.kind != "xml":
            raise Unreadable(f"{file.name} is not {NOUN}.{say_likeness(file, NAME)}")
        refuse_other_xml(file, NAME)
        records.append((file, learners.header_of(file)))
    providers = {header.ukprn for _, header in records}
    if len(providers) > 1:
        raise Unreadable(
            f"These records are of {len(providers)} providers "
            f"({', '.join(sorted(providers)[:5])}); import each by itself."
        )
    days = {header.prepared for _, header in records}
    as_at = days.pop() if len(days) == 1 else None
    notes: list[str] = []
    on = (context.as_at if context is not None else None) or as_at or date.max
    rows = chain.from_iterable(
        _rows(_looked_at(file, header, notes), on) for file, header in records
    )
    given = providers.pop()
    named = Ukprn.parse(given).value
    institution = InstitutionRef(ukprn=named) if named else None
    if institution is None:
        notes.append(
            f"The UKPRN {given[:20]} of the record is no provider's number, so its "
            "learners are those of the sender that was chosen."
        )
    return Reading("ilr xml", rows, as_at, institution, notes)


def _looked_at(file: Stored, header: Header, notes: list[str]) -> Iterator[Learner]:
    schema = Schema(file.name)
    yield from learners.of_xml(file, header, schema)
    notes += schema.notes()


def _of_tables(
    files: Sequence[Stored],
    context: Context | None,
    aliases: Mapping[str, str] | None,
) -> Reading:
    wanted = Wanted(NAME, NOUN, COLUMNS, NEEDS, aliases)
    tables = list(open_tables(files, wanted))
    for table in tables:
        table.note_unread()
    notes: list[str] = []
    on = context.as_at if context is not None else date.max
    rows = chain.from_iterable(_of_table(table, on, notes) for table in tables)
    return Reading("ilr extract", rows, notes=notes, headings=renamed(tables, COLUMNS))


def _of_table(table: Table, on: date, notes: list[str]) -> Iterator[RawRow]:
    yield from _rows(learners.of_table(table.file, table.noting(notes)), on)


def _rows(found: Iterable[Learner], on: date) -> Iterator[RawRow]:
    """A row for each stay; one that claims nothing for a learner without any."""
    for learner in found:
        own = learner.values | {"aims": packed(learner.aims)}
        if learner.aims and all(aim.get("higher") for aim in learner.aims):
            own["higher"] = "yes"
        for stay in stays(learner.aims, on) or [{}]:
            yield RawRow(learner.line, learner.file, own | stay)


FEED = Feed(
    name=NAME,
    title="Individualised learner record",
    noun=NOUN,
    sender="colleges and training providers, from what they return to the Department",
    frequency="every month at most, with the return to the Department",
    silence=(
        "Nothing, unless it is declared complete as at a day; then a question is "
        "raised about each person who is missing. That alone ends no enrolment."
    ),
    signature=Signature(
        headings=(
            *(frozenset({"learnrefnumber", each}) for each in _OF_THE_RECORD),
            frozenset({"uln", "aimtype", "fundmodel"}),
        ),
        xml=XmlSignature(
            roots=("ilr",),
            namespaces=("ilr",),
            collections=(
                *("ilr", "individualisedlearnerrecord"),
                "individualisedlearnerrecords",
            ),
            elements=("learningprovider", "learner", "learndestinationandprogress"),
        ),
        columns=COLUMNS,
        needs=NEEDS,
        by_headings_alone=True,
    ),
    tier=Tier.PROVIDER_ROLL,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    roll=True,
    own_headings=True,
    notes_unread=True,
    gateway="enrolment-list",
    from_institutions=True,
    of_restricted=of_restricted,
    sent_by=frozenset(
        {
            InstitutionKind.SIXTH_FORM_COLLEGE,
            InstitutionKind.FURTHER_EDUCATION,
            InstitutionKind.SPECIAL_POST_16,
            InstitutionKind.TRAINING_PROVIDER,
            InstitutionKind.OTHER,
        }
    ),
    senders_noun="learner records",
)
