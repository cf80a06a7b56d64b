"""Lists of residents who learn elsewhere, from neighbouring authorities (Feeds F15).

A row is a young person who lives here, and the school, college or provider at which
they were on a day. The council that sends it knows that from others, so its list finds
a young person without confirming what they do.

See decision 0208.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.reference.academic_year import (
    YEAR_11,
    AcademicYear,
    academic_age,
    say_date,
)
from tracker.domain.reference.activity import AT_SCHOOL
from tracker.domain.reference.identifiers import AuthorityCode, LaEstab, Ukprn, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.addresses import address
from tracker.feeds.cells.row import Row, other_names, person_details, titles_of
from tracker.feeds.cells.school_years import school_year
from tracker.feeds.census import agreement
from tracker.feeds.census.keeping import YEARS, YOUNGEST, is_tracked, year_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.enrolment.roll import needs_plan
from tracker.feeds.file_reading import Context, RawRow, Reading
from tracker.feeds.headings.empty_lists import empty_list
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.nccis.codes_by_name import code_of
from tracker.feeds.neighbours.columns import COLUMNS, INSTRUCTIONS, NEEDS
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.tables import (
    Table,
    Wanted,
    open_tables,
    renamed,
)
from tracker.feeds.row_meaning import Interpretation

NAME, NOUN = "educated-elsewhere", "a list of residents educated elsewhere"
_TITLES = titles_of(COLUMNS)

#: The columns of the two authorities of a row: where they live, and where they learn.
HOME, EDUCATED = "LeadLEA", "EducatedLEA"
_LAST_AT_SCHOOL = 11

_NO_PLACE = (
    "The row does not say at which school, college or provider, so it is not recorded "
    "where they learn."
)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists. Raises Unreadable."""
    tables = list(
        open_tables(only(paths, NOUN), Wanted(NAME, NOUN, COLUMNS, NEEDS, aliases))
    )
    notes: list[str] = []
    for table in tables:
        # A parent's answer in another council's list would be left unread.
        agreement.refuse(table.file, table.given, NOUN)
        table.note_unread()
    as_at = context.as_at if context is not None else None
    rows = chain.from_iterable(_rows(table, notes, as_at) for table in tables)
    has_day = any("as_at" in table.headings for table in tables)
    return Reading(
        "list",
        rows,
        notes=notes,
        headings=renamed(tables, COLUMNS),
        day_column="as_at" if has_day else None,
    )


def _rows(table: Table, notes: list[str], as_at: date | None) -> Iterator[RawRow]:
    """The rows but for those of young children, who are counted in ``notes``, each
    with its authorities as codes.
    """
    children = unknown = 0
    for line, values in table.noting(notes):
        if _is_child(values, as_at):
            children += 1
            continue
        for name in (HOME, EDUCATED):
            if not (given := values.pop(name, "")):
                continue
            if (code := code_of_council(given)) is not None:
                values[name] = code
            else:
                unknown += 1
        yield RawRow(line, table.file, values)
    if unknown:
        notes.append(
            f"Cells of {table.file} with the name of no authority, which were left "
            f"out: {unknown}."
        )
    if children:
        notes.append(
            f"Pupils left out of {table.file} because they are in Year 8 or below and "
            f"not yet {YOUNGEST}: {children}."
        )


def _is_child(raw: Mapping[str, str], as_at: date | None) -> bool:
    """Whether a row is of a pupil too young to be tracked; an adult may have a plan."""
    year = year_of(raw, as_at)
    return year is not None and year < YEARS.start and not is_tracked(raw, as_at)


#: What councils write round the name of an authority.
_ROUND_A_NAME = re.compile(
    r"\b(?:metropolitan|borough|city|county|district|council|mbc|mdc|bc|cc|la|lea|"
    r"local authority)\b",
    re.IGNORECASE,
)


def code_of_council(given: str) -> str | None:
    """The code of the authority that a text names; None where it names none."""
    for words in (given, " ".join(_ROUND_A_NAME.sub(" ", given).split())):
        if (code := AuthorityCode.parse(code_of(HOME, words)).value) is not None:
            return code
    return None


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The resident, and where they learnt on the day of the row or of the list."""
    row = Row(raw, line, _TITLES)
    as_at = _day(row, context)
    others = other_names(row.names(), row.preferred_names())
    who = row.identity(as_at, other_names=others)
    statements = person_details(who)
    lines = [row.text(f"address_line_{number}") for number in range(1, 4)]
    statements += address(lines, row.text("town"), "", who.postcode)
    at = _place(row, context)
    if at is not None and (doing := _doing(row, who.born, at, as_at)) is not None:
        statements.append(doing)
    return Interpretation(
        who,
        tuple(statements),
        tuple(row.problems),
        as_at,
        needs_plan=needs_plan(row, who.born, as_at, plan=None),
    )


def _day(row: Row, context: Context) -> date:
    """The day on which they were there; one after the day of the list is left out."""
    day = row.day("as_at")
    if day is not None and day > context.as_at:
        row.object_to(
            "as_at",
            f"{say_date(day)} is after {say_date(context.as_at)}, the day of the list; "
            "it is left out.",
        )
        return context.as_at
    return day or context.as_at


def _place(row: Row, context: Context) -> InstitutionRef | None:
    """The place of a row. A four-digit number is of the authority of education, or
    else of the council that sent the list.
    """
    educated = row.parsed(EDUCATED, AuthorityCode.parse)
    sender = context.institution
    area = educated or (sender.authority if sender is not None else None)
    ref = InstitutionRef(
        urn=row.parsed("urn", Urn.parse),
        laestab=row.parsed("laestab", partial(LaEstab.of, area)),
        ukprn=row.parsed("ukprn", Ukprn.parse),
        name=row.text("provider") or None,
    )
    if ref == InstitutionRef():
        row.object_to("laestab", _NO_PLACE)
        return None
    return ref


def _doing(
    row: Row, born: date | None, at: InstitutionRef, as_at: date
) -> Doing | None:
    """What they did there: school until Year 11, then what the kind of place decides.

    None for a place that they go to later.
    """
    starts = row.day("start")
    if starts is not None and starts > as_at:
        row.object_to(
            "start",
            f"It starts on {say_date(starts)}, after {say_date(as_at)}, the day of the "
            "row; nothing is recorded of where they learn.",
        )
        return None
    if born is not None:
        at_school = academic_age(born, as_at) <= YEAR_11
    else:
        given = school_year(row.text("year_group"))
        at_school = given is not None and given <= _LAST_AT_SCHOOL
    if at_school:
        return Doing(AT_SCHOOL.code, at=at, starts=starts)
    if born is not None and starts is not None:
        # A sixth form's list gives the day the pupil came to the school in Year 7.
        starts = max(starts, AcademicYear.of_year_11(born).next.starts)
    return Doing(None, at=at, starts=starts)


def _headings(name: str) -> tuple[str, ...]:
    """Every heading of a column."""
    (column,) = (each for each in COLUMNS if each.name == name)
    return (column.title, *column.aliases)


FEED = Feed(
    name=NAME,
    title="Residents educated elsewhere",
    noun=NOUN,
    sender="neighbouring authorities",
    frequency="once a year, in the autumn",
    silence="Nothing: a resident may learn in the area of another council.",
    signature=Signature(
        headings=tuple(
            frozenset(map(heading_key, (home, educated)))
            for home in _headings(HOME)
            for educated in _headings(EDUCATED)
        ),
        columns=COLUMNS,
        needs=NEEDS,
        by_headings_alone=True,
    ),
    tier=Tier.THIRD_PARTY,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=True,
    own_headings=True,
    notes_unread=True,
    day_column="as_at",
    names_authorities=True,
    from_authorities=True,
    gateway="neighbours-list",
    template=partial(empty_list, COLUMNS, "Residents", INSTRUCTIONS),
)
