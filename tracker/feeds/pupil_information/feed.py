"""Results of Get Information About Pupils, the Department's look-up (Feeds F28).

A result gives the numbers of a pupil and the school of the last census, which may be
months ago. It finds a young person on record and makes none. A school of another
council is a question: they may have moved, or go on living here.

Of what the extracts hold, only what leads to a young person is kept. Free meals, pupil
premium, results of examinations and the kind of a special need have no purpose here.

See decision 0248.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.identifiers import LaEstab, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.row import Row, other_names, person_details, titles_of
from tracker.feeds.census.keeping import YOUNGEST, is_tracked
from tracker.feeds.census.pupils import particulars
from tracker.feeds.census.roll import roll_activity
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.feed_columns import read_columns
from tracker.feeds.file_reading import Context, RawRow, Reading
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.pupil_information.looked_up_on import day_of
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.left_out_columns import (
    NO_PURPOSE,
    left_out,
    with_a_note,
)
from tracker.feeds.recognition.tables import (
    Table,
    Wanted,
    open_tables,
    renamed,
)
from tracker.feeds.row_meaning import Interpretation

NAME = "pupil-information"
NOUN = "a result of Get Information About Pupils"
COLUMNS = read_columns(Path(__file__).with_name("columns.csv"))["result"]
NEEDS = (("upn", "uln"), ("surname",))
_TITLES = titles_of(COLUMNS)
#: The column in which a row has the day of its census, once it is read.
DAY = "census_day"
_NO_DAY = (
    "The line does not say for certain of which census it is, so nothing is recorded "
    "of {}."
)
#: Headings of these extracts alone: census, KS4, pupil premium, further education.
_HEADINGS = tuple(
    frozenset(map(heading_key, each))
    for each in (
        ("PupilMatchingRef",),
        ("CensusTerm", "UPN", "EntryDate"),
        ("KS4_UPN",),
        ("DeprivationPupilPremium", "UPN"),
        ("Pupil_Premium_FTE", "UPN"),
        ("Pupil_Premium_FTE", "ULN"),
        ("SEN_PROVISION", "ACAD_YEAR", "ULN"),
    )
)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The pupils of CSV and XLSX extracts, of the columns that lead to them alone.

    Raises Unreadable.
    """
    wanted = Wanted(NAME, NOUN, COLUMNS, NEEDS, aliases)
    tables = list(open_tables(only(paths, NOUN), wanted))
    as_at = context.as_at if context is not None else None
    notes: list[str] = []
    every = chain.from_iterable(_rows(table, as_at, notes) for table in tables)
    rows = with_a_note(every, notes, left_out(tables, NO_PURPOSE))
    with_day = any({"term", DAY} & table.headings.keys() for table in tables)
    return Reading(
        "extract",
        rows,
        notes=notes,
        headings=renamed(tables, COLUMNS),
        day_column=DAY if with_day else None,
    )


def _rows(table: Table, as_at: date | None, notes: list[str]) -> Iterator[RawRow]:
    """The rows but for those of young children, who are counted in ``notes``."""
    children = 0
    for line, values in table.noting(notes):
        day = day_of(values)
        if not is_tracked(values, day or as_at):
            children += 1
            continue
        if day is not None:
            values[DAY] = day.isoformat()
        yield RawRow(line, table.file, values)
    if children:
        notes.append(
            f"Pupils left out of {table.file} because they are neither in Years 9 to "
            f"14 nor {YOUNGEST} or older: {children}."
        )


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The pupil's numbers, and their school on the day of the census."""
    row = Row(raw, line, _TITLES)
    day = _day(row, context)
    as_at = day or context.as_at
    former = ("", row.name("former_surname"))
    others = other_names(row.names(), row.preferred_names(), former)
    who = row.identity(as_at, other_names=others, number_is_enough=True)
    statements = person_details(who)
    if day is not None:
        statements += particulars(row)
    elif row.text("sen"):
        row.object_to("sen", _NO_DAY.format("the SEN provision"))
    school = _school(row, context)
    doing = None
    if school is not None and day is not None:
        doing = roll_activity(row, who.born, day, school)
    elif school is not None:
        row.object_to("term", _NO_DAY.format("the school"))
    if doing is not None:
        statements.append(doing)
    return Interpretation(
        who,
        tuple(statements),
        tuple(row.problems),
        as_at,
        question=_question(doing, row, context),
        finds_only=True,
    )


def _day(row: Row, context: Context) -> date | None:
    """The day of the census; one after the day of the file is left out."""
    day = row.day(DAY)
    if day is not None and day > context.as_at:
        row.object_to(
            DAY,
            f"The census of {say_date(day)} is after {say_date(context.as_at)}, the "
            "day of the file; look at its year and its term.",
        )
        return None
    return day


def _school(row: Row, context: Context) -> InstitutionRef | None:
    lea = row.text("lea")
    number = row.parsed("estab", partial(LaEstab.of, lea or context.authority))
    urn = row.parsed("urn", Urn.parse)
    if number is None and urn is None:
        return None
    return InstitutionRef(urn=urn, laestab=number)


def _question(doing: Doing | None, row: Row, context: Context) -> LeaverQuestion | None:
    """Whether they have moved, where the school is in the area of another council."""
    if doing is None or doing.at is None:
        return None
    area = row.text("lea")
    if doing.at.laestab is not None:
        area = LaEstab.authority(doing.at.laestab)
    elsewhere = area in AUTHORITIES and area != context.authority
    return LeaverQuestion.UNSURE if elsewhere else None


FEED = Feed(
    name=NAME,
    title="Get Information About Pupils",
    noun=NOUN,
    sender="the Department for Education, for the pupils that the data team looks up",
    frequency="whenever the data team looks pupils up, up to 500 at once",
    silence="Nothing: the Department has no one under a number that is wrong or old.",
    signature=Signature(
        headings=_HEADINGS, columns=COLUMNS, needs=NEEDS, by_headings_alone=True
    ),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    day_column=DAY,
    notes_unread=True,
    gateway="pupil-information",
)
