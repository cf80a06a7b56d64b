"""Enrolment lists of sixth forms, colleges and training providers (feeds F03).

A row is somebody who is, was or will be on a provider's roll. Which activity that is,
the row says for apprenticeships and the like; otherwise the institution's kind decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from tracker.domain.evidence import Statement, Tier, detail
from tracker.domain.identifiers import Postcode
from tracker.domain.institution import InstitutionRef
from tracker.domain.person import Identity
from tracker.feeds.addresses import address
from tracker.feeds.census_columns import OFF_ROLL, ROLL
from tracker.feeds.enrolment_columns import (
    COLUMNS,
    EDUCATION_TEMPLATE,
    NEEDS,
    READ,
    TRAINING_TEMPLATE,
    WHEN_RESTRICTED,
)
from tracker.feeds.enrolment_roll import (
    is_there,
    needs_plan,
    on_roll,
    passed_on_by,
    roll_activity,
)
from tracker.feeds.feed import (
    Column,
    Context,
    Interpretation,
    RawRow,
    Reading,
    Unreadable,
    clipped,
)
from tracker.feeds.headings import heading_key
from tracker.feeds.likeness import TITLES, by_headings
from tracker.feeds.marks import MARKS
from tracker.feeds.reading import only
from tracker.feeds.row import NO_BIRTH, Row, person_details, titles_of
from tracker.feeds.tables import Table, Wanted, open_tables

NAME = "provider-enrolment"
_TITLES = titles_of(READ)
#: Any of these says where somebody is.
_PLACES = ("laestab", "urn", "ukprn", "provider")

#: A date of birth this early is that of an adult and no slip of the pen.
ADULTS_TOO = date(1920, 1, 1)

#: Columns are named up to here, and counted from there.
MOST_NAMED = 10


@dataclass(frozen=True)
class ProviderEnrolment:
    name: str = NAME
    title: str = "Provider enrolment list"
    sender: str = "school sixth forms, colleges and training providers"
    frequency: str = (
        "by mid-September, after the 42nd day in October, then starters and leavers "
        "every month"
    )
    silence: str = (
        "Nothing, unless the list is declared complete as at a day; then whoever is "
        "missing is asked about, and nobody is taken off a roll by that alone."
    )
    whole: bool = False
    from_institutions: bool = True
    tier: Tier = Tier.PROVIDER_ROLL
    columns: tuple[Column, ...] = READ

    def read(
        self,
        paths: Sequence[Path],
        context: Context | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
    ) -> Reading:
        """The rows of CSV and XLSX lists. Raises Unreadable."""
        wanted = Wanted(NAME, "an enrolment list", READ, NEEDS, aliases)
        tables = [
            table
            for file in only(paths, "an enrolment list")
            for table in open_tables(file, wanted)
        ]
        for table in tables:
            # It has the columns of a list too, and says far more than one.
            if by_headings([list(table.given)]) == "nccis-file":
                raise Unreadable(
                    f"{table.file} is not an enrolment list. It looks like "
                    f"{TITLES['nccis-file']}; import it as that."
                )
        headings = {
            title: heading
            for table in tables
            for title, heading in table.renamed(READ).items()
        }
        notes: list[str] = []
        said = _said_of_columns(tables, sent=context.institution if context else None)
        for table in tables:
            table.notes.extend(said)
        rows = chain.from_iterable(_rows(table, notes) for table in tables)
        return Reading(_layout(tables), rows, notes=notes, headings=headings)

    def interpret(
        self, raw: Mapping[str, str], restricted: bool, line: int, context: Context
    ) -> Interpretation:
        """Who is on the roll, since when and until when, and what they do there."""
        row = Row(raw, line, _TITLES)
        as_at = context.as_at
        if restricted:
            return _restricted(row, context)
        identity = row.identity(as_at, earliest=ADULTS_TOO)
        told = person_details(identity)
        told += address([], "", "", identity.postcode)
        told += _contacts(row)
        plan = row.flag("ehcp")
        if plan:
            # A list that says N is no proof that there is no plan: the authority keeps
            # those, the college may not have been told.
            told.append(detail("send", send="Y"))
        unsaid = needs_plan(row, identity.born, as_at, plan=plan)
        doing = roll_activity(row, identity.born, context)
        if doing is not None:
            told.append(doing)
        return Interpretation(
            identity,
            tuple(told),
            tuple(row.problems),
            as_at,
            needs_plan=unsaid,
            passed_on_by=passed_on_by(row, context),
        )

    def of_restricted(self, raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
        """Name, birth and address, and whether they are on the roll on the day."""
        kept = {
            name: text
            for name, text in raw.items()
            if name in WHEN_RESTRICTED or name == ROLL or name in MARKS
        }
        if not is_there(raw, as_at):
            kept[ROLL] = OFF_ROLL
        return kept


FEED = ProviderEnrolment()


def _restricted(row: Row, context: Context) -> Interpretation:
    """Name, birth and address; that they are there, the list itself says."""
    as_at = context.as_at
    given, family = row.names()
    identity = Identity(
        given=given,
        family=family,
        middle=row.name("middle_names"),
        born=row.born(as_at, earliest=ADULTS_TOO),
        postcode=row.parsed("postcode", Postcode.parse(row.text("postcode"))),
    )
    row.check_identity(identity, unknown=NO_BIRTH)
    told = person_details(identity)
    told += address([], "", "", identity.postcode)
    unsaid = needs_plan(row, identity.born, as_at, plan=None)
    doing = on_roll(row, identity.born, context)
    if doing is not None:
        told.append(doing)
    return Interpretation(
        identity,
        tuple(told),
        tuple(row.problems),
        as_at,
        restricted=True,
        needs_plan=unsaid,
        passed_on_by=passed_on_by(row, context),
    )


def template(*, as_csv: bool = False) -> bytes:
    """The empty list to fill in: a workbook with instructions, or CSV headings."""
    from tracker.feeds import enrolment_template

    return enrolment_template.as_csv() if as_csv else enrolment_template.as_workbook()


def _layout(tables: list[Table]) -> str:
    have = {heading_key(heading) for heading in tables[0].headings.values()}
    ours = {heading_key(column.title) for column in COLUMNS}
    for layout, headings in (
        ("education template", EDUCATION_TEMPLATE),
        ("training template", TRAINING_TEMPLATE),
    ):
        if have == {heading_key(heading) for heading in headings}:
            return layout
    return "own template" if have == ours else "list"


def _rows(table: Table, notes: list[str]) -> Iterator[RawRow]:
    for line, values in table.noting(notes):
        yield RawRow(line, table.file, values)


def _said_of_columns(
    tables: Sequence[Table], *, sent: InstitutionRef | None
) -> list[str]:
    """What is noted of columns that are not read; ``sent`` is the list's sender.

    A date of birth under a heading that nobody understands makes every line fail, so
    what is not there is said beside what was not read.
    """
    unread = list(
        dict.fromkeys(clipped(heading) for table in tables for heading in table.unread)
    )
    if not unread:
        return []
    named = ", ".join(unread[:MOST_NAMED])
    more = len(unread) - MOST_NAMED
    note = f"Columns not read: {named}{f' and {more} more' if more > 0 else ''}."
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
    told: list[Statement] = []
    if phone := row.text("phone"):
        told.append(detail("phone", phone=phone))
    if email := row.text("email"):
        if "@" in email:
            told.append(detail("email", email=email))
        else:
            row.object_to("email", f"{email} is not an email address.")
    return told
