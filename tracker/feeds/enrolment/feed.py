"""Enrolment lists of sixth forms, colleges and training providers (Feeds F03).

A row is a person who is, was or will be on a provider's roll. The row names the
activity for apprenticeships and the like; otherwise the institution's kind decides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement, Tier
from tracker.domain.reference.academic_year import birthday
from tracker.domain.reference.institution import InstitutionKind, InstitutionRef
from tracker.feeds import census
from tracker.feeds.cells.addresses import address
from tracker.feeds.cells.course_rows import (
    are_of_courses,
    is_over,
    with_chief_courses,
    with_ended_courses,
)
from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.line_problems import GOES_ON
from tracker.feeds.cells.restricted_cells import may_be_kept
from tracker.feeds.cells.row import Row, other_names, person_details, titles_of
from tracker.feeds.cells.school_years import school_year
from tracker.feeds.census.columns import OFF_ROLL, ROLL
from tracker.feeds.census.keeping import YEARS, YOUNGEST
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.enrolment.columns import NEEDS, READ, TABLES, WHEN_RESTRICTED
from tracker.feeds.enrolment.roll import (
    completion,
    has_left,
    is_there,
    needs_plan,
    of_enrolment,
    on_roll,
    place,
    roll_activity,
)
from tracker.feeds.enrolment.template import empty_list
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.headings.heading_words import ADMISSION
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.likeness import belongs_to_another
from tracker.feeds.recognition.signatures import noun
from tracker.feeds.recognition.tables import (
    Table,
    Wanted,
    note_on_unread,
    open_tables,
    renamed,
)
from tracker.feeds.rolls import programmes
from tracker.feeds.rolls.blank_status import marked
from tracker.feeds.rolls.columns_by_cells import BY_CELLS
from tracker.feeds.row_meaning import Interpretation
from tracker.wording.quotations import clipped

NAME, NOUN = "provider-enrolment", "an enrolment list"
_TITLES = titles_of(READ)
#: Any of these columns names the institution.
_PLACES = ("laestab", "urn", "ukprn", "provider")

#: A date of birth this early is that of an adult and no slip of the pen.
ADULTS_TOO = date(1920, 1, 1)


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists. Raises Unreadable."""
    wanted = Wanted(NAME, NOUN, READ, NEEDS, aliases, BY_CELLS)
    tables = list(open_tables(only(paths, NOUN), wanted))
    for table in tables:
        _refuse_more_than_a_list(table, aliases)
    notes: list[str] = []
    unread = _unread_columns(tables, sent=context.institution if context else None)
    for table in tables:
        table.notes.extend(unread)
    as_at = context.as_at if context is not None else None
    rows = chain.from_iterable(_rows(table, notes, as_at) for table in tables)
    return Reading(_layout(tables), rows, notes=notes, headings=renamed(tables, READ))


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The learner, their time on the roll, and their activity there.

    A restricted student's row means name, birth, address and the roll. The institution
    may pass on the first three. The list itself shows that the student is on the roll.
    """
    return meaning(
        Row(programmes.as_in_a_list(raw), line, _TITLES), restricted, context
    )


def meaning(row: Row, restricted: bool, context: Context) -> Interpretation:
    """The meaning of a row whose cells have the names of a list's columns, and an
    address of four lines besides. The learner's number there is that of the provider.
    """
    as_at = context.as_at
    if restricted:
        identity = row.restricted_identity(as_at, earliest=ADULTS_TOO)
    else:
        others = other_names(row.names(), row.preferred_names())
        identity = row.identity(as_at, other_names=others, earliest=ADULTS_TOO)
    statements = person_details(identity)
    lines = [row.text(f"address_line_{number}") for number in range(1, 5)]
    statements += address(lines, "", "", identity.postcode)
    plan = None
    if not restricted:
        statements += _contacts(row)
        plan = row.flag("ehcp")
    if plan:
        # A list with N is no proof that there is no plan: the authority keeps the
        # plans, and the college may not know of one.
        statements.append(detail("send", send="Y"))
    unproven = needs_plan(row, identity.born, as_at, plan=plan)
    at = place(row, context)
    reference = row.text("reference") or row.text("learn_ref_number")
    if reference and not restricted:
        known_as = f"{row.raw.get('ukprn', '')} {reference}".strip()
        identity = replace(identity, reference=known_as)
    activity = on_roll if restricted else roll_activity
    if at is not None and (doing := activity(row, identity.born, at, context)):
        statements.append(doing)
    return Interpretation(
        identity,
        tuple(statements),
        tuple(row.problems),
        as_at,
        restricted=restricted,
        needs_plan=unproven,
        passed_on_by=context.passed_on_by(at),
    )


def of_restricted(raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
    """Name, birth and address, and whether they are on the roll on the day."""
    return on_roll_of(may_be_kept(raw, {*WHEN_RESTRICTED, ROLL}), raw, as_at)


def on_roll_of(
    kept: dict[str, str], raw: Mapping[str, str], as_at: date
) -> Mapping[str, str]:
    """What is kept of a restricted row, with whether it puts them on the roll."""
    if not is_there(raw, as_at):
        kept[ROLL] = OFF_ROLL
    return kept


def _layout(tables: list[Table]) -> str:
    have = {heading_key(heading) for heading in tables[0].headings.values()}
    for layout, columns in TABLES.items():
        if have == {heading_key(column.title) for column in columns}:
            return layout
    return "list"


def _refuse_more_than_a_list(table: Table, aliases: Mapping[str, str] | None) -> None:
    """Raises Unreadable for a table with the columns of a list and far more besides:
    the answer of a parent, or all that another feed reads.
    """
    given = list(table.given)
    instead = f"import it as {census.columns.NOUN}, or "
    census.agreement.refuse(table.file, given, NOUN, instead=instead)
    other = belongs_to_another(given, NAME, own_words=aliases is not None)
    if other is not None:
        raise Unreadable(
            f"{table.file} is not {NOUN}. It looks like {noun(other)}; "
            "import it as that."
        )


#: Headings that schools use for the first day, and colleges do not.
_ADMISSION = frozenset(map(heading_key, ADMISSION))


def _rows(table: Table, notes: list[str], as_at: date | None) -> Iterator[RawRow]:
    """The rows but for those of young children, who are counted in ``notes``."""
    school = heading_key(table.headings.get("start", "")) in _ADMISSION
    rows: Iterable[tuple[int, dict[str, str]]] = table.noting(notes)

    for column, other, where in (
        ("enrol_status", "completion", of_enrolment),
        ("completion", "enrol_status", completion),
    ):
        may_be_blank = partial(_says_otherwise, other, as_at)
        rows = marked(
            rows, itemgetter(1), column, may_be_blank=may_be_blank, where=where
        )
    if as_at is not None and are_of_courses(table.headings):
        rows = with_ended_courses(rows, as_at, has_left)
        ended = sum(GOES_ON in values for _, values in rows)
        if not table.headings.keys().isdisjoint(programmes.COLUMNS):
            rows = with_chief_courses(rows, as_at, has_left, chief=programmes.rank)
            part = sum(GOES_ON in values for _, values in rows) - ended
            if part:
                notes.append(
                    f"Rows of {table.file} that are a part of what a learner does "
                    f"there, and claim nothing by themselves: {part}."
                )
        if ended:
            notes.append(
                f"Rows of {table.file} that end one course of a learner who goes on "
                f"with another there, and end nothing else: {ended}."
            )
    children = 0
    for line, values in rows:
        if as_at is not None and _is_child(values, as_at, school=school):
            children += 1
            continue
        yield RawRow(line, table.file, values)
    if children:
        notes.append(
            f"Pupils left out of {table.file} because they are in Year 8 or below and "
            f"not yet {YOUNGEST}: {children}."
        )


def _says_otherwise(
    other: str, as_at: date | None, row: tuple[int, dict[str, str]]
) -> bool:
    """Whether an end or the ``other`` status shows if the learner is there."""
    return is_over(row[1], as_at or date.max) or other in row[1]


#: Secondary schools have no pupil younger than this: the date of birth is a slip.
_YOUNGEST_AT_SCHOOL = 10


def _is_child(raw: Mapping[str, str], as_at: date, *, school: bool) -> bool:
    """Whether a line is of a pupil too young to be tracked, by the year group, or by
    age in a ``school``'s list. A course's first year is no Year 1.
    """
    born = day_of(raw.get("dob"))
    if born is None or birthday(born, YOUNGEST) <= as_at:
        return False
    year = school_year(raw.get("year_group", ""))
    if year is not None:
        return year < YEARS[0]
    return school and birthday(born, _YOUNGEST_AT_SCHOOL) <= as_at


def _unread_columns(
    tables: Sequence[Table], *, sent: InstitutionRef | None
) -> list[str]:
    """A note on columns that are not read; ``sent`` is the list's sender.

    A date of birth under an unknown heading makes every line fail, so the note also
    names the needed columns that are not there.
    """
    unread = list(
        dict.fromkeys(clipped(heading) for table in tables for heading in table.unread)
    )
    if not unread:
        return []
    note = note_on_unread(unread)
    lacking = [
        _TITLES[group[0]]
        for group in (("dob",), ("start",), _PLACES)
        if (group != _PLACES or sent is None)
        and any(table.headings.keys().isdisjoint(group) for table in tables)
    ]
    if lacking:
        note += (
            f" There is no column {' and no column '.join(lacking)}; if it is one of "
            "these, give it that heading and send the list again."
        )
    return [note]


def _contacts(row: Row) -> list[Statement]:
    contacts: list[Statement] = []
    if phone := row.text("phone"):
        contacts.append(detail("phone", phone=phone))
    if email := row.text("email"):
        if "@" in email:
            contacts.append(detail("email", email=email))
        else:
            row.object_to("email", f"{email} is not an email address.")
    return contacts


FEED = Feed(
    name=NAME,
    title="Provider enrolment list",
    noun=NOUN,
    sender="school sixth forms, colleges and training providers",
    frequency=(
        "by mid-September, after the 42nd day in October, then starters and leavers "
        "every month"
    ),
    silence=(
        "Nothing, unless the list is declared complete as at a day; then a question is "
        "raised about each person who is missing. That alone ends no enrolment."
    ),
    signature=Signature(columns=READ, needs=NEEDS),
    tier=Tier.PROVIDER_ROLL,
    columns=READ,
    read=read,
    interpret=interpret,
    whole=False,
    roll=True,
    own_headings=True,
    notes_unread=True,
    gateway="enrolment-list",
    from_institutions=True,
    of_restricted=of_restricted,
    sent_by=frozenset(InstitutionKind),
    senders_noun="enrolment lists",
    template=empty_list,
)
