"""The school census: who is on a school's roll, and who no longer is.

Three layouts of the same facts: the flat table that an analyst makes, the family of
tables that COLLECT exports, and the XML of a school's own system (Feeds F01).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from tracker import domain
from tracker.domain.history.evidence import Statement, Tier, detail, restriction
from tracker.domain.history.person import Identity
from tracker.domain.reference.codes import CARER
from tracker.domain.reference.identifiers import LaEstab, Urn
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds import census
from tracker.feeds.cells.addresses import census_address
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.cells.row import NO_BIRTH, Row, person_details, titles_of
from tracker.feeds.cells.written_names import plain
from tracker.feeds.census import collect
from tracker.feeds.census.agreement import (
    ACCEPTED,
    answer_of,
    check_headings,
    is_understood,
)
from tracker.feeds.census.codes import SEN, YOUNG_CARER, ethnicity
from tracker.feeds.census.columns import COLUMNS, NEEDS, OFF_ROLL, READ, ROLL
from tracker.feeds.census.keeping import (
    Pupil,
    is_tracked,
    kept,
    without_restricted,
    year_of,
)
from tracker.feeds.census.roll import enrolment, roll_activity
from tracker.feeds.declaration import (
    Column,
    Context,
    Interpretation,
    RawRow,
    Reading,
    Unreadable,
)
from tracker.feeds.reading.sources import Stored, stored
from tracker.feeds.recognition.likeness import refuse_other_xml, say_likeness
from tracker.feeds.recognition.tables import Table, Wanted, open_tables
from tracker.feeds.rolls.columns_by_cells import BY_CELLS

NAME = "school-census"
#: Where a row says of which census day it is.
DAY = "reference_date"
_TITLES = titles_of(COLUMNS)


@dataclass(frozen=True)
class SchoolCensus:
    name: str = NAME
    title: str = "School census"
    sender: str = "schools, through DfE COLLECT or directly"
    frequency: str = "three times a year: October, January and May"
    silence: str = (
        "A pupil who is missing has not left by that alone; the list of pupils no "
        "longer on roll says who has. Independent schools and residents who are taught "
        "elsewhere are never in it."
    )
    whole: bool = True
    from_institutions: bool = True
    tier: Tier = Tier.SCHOOL_CENSUS
    columns: tuple[Column, ...] = COLUMNS

    def read(
        self,
        paths: Sequence[Path],
        context: Context | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
    ) -> Reading:
        """The pupils of Years 9 to 14 or 13 years and more, from whichever layout came.

        Raises Unreadable. What a restricted pupil's school may not pass on is dropped
        here, so that it is never stored.
        """
        files = stored(paths)
        told = context.as_at if context is not None else None
        if any(file.kind == "xml" for file in files[:1]):
            return _read_xml(files, told)
        tables = [(_table_of(file, alone=len(files) == 1), file) for file in files]
        if any(role in (collect.ON_ROLL, collect.OFF_ROLL) for role, _ in tables):
            return _read_collect(tables, told)
        return _read_flat(files, told, aliases)

    def interpret(
        self, raw: Mapping[str, str], restricted: bool, line: int, context: Context
    ) -> Interpretation:
        """Who the pupil is, what they do there and what else the school says."""
        row = Row(raw, line, _TITLES)
        as_at = row.day(DAY) or context.as_at
        if restricted:
            return _restricted(row, as_at, context)
        identity = row.identity(as_at, other_names=_other_names(raw))
        told = person_details(identity)
        told += census_address(raw, identity.postcode)
        told += _particulars(row)
        school = _school(row, context)
        told += _answer(row, school)
        doing = roll_activity(row, identity.born, as_at, school)
        if doing is not None:
            told.append(doing)
        return Interpretation(
            identity,
            tuple(told),
            tuple(row.problems),
            as_at,
            passed_on_by=_passed_on_by(school, context),
            agreed=answer_of(row.text("yssa")),
        )

    def of_restricted(self, raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
        """Name, birth, address and parent, and whether they are still on the roll."""
        return without_restricted(raw)


FEED = SchoolCensus()


def _table_of(file: Stored, *, alone: bool) -> str | None:
    """In a folder a stray picture is nothing to stop for; sent alone it is."""
    try:
        return collect.table_of(file)
    except Unreadable:
        if alone:
            raise
        return None


def _read_collect(
    tables: list[tuple[str | None, Stored]], told: date | None
) -> Reading:
    notes: list[str] = []
    found: list[tuple[collect.Family, list[str]]] = []
    for name, files in collect.families(tables):
        said: list[str] = []
        found.append((collect.gather(files, said, name), said))
    found.sort(key=lambda each: each[0].as_at or date.max)
    days = {family.as_at for family, _ in found}
    schools = [school for family, _ in found for school in family.schools.values()]
    only = schools[0] if len(schools) == 1 else {}
    return Reading(
        "collect tables",
        _of_families(found, told, notes),
        days.pop() if len(days) == 1 else None,
        _ref(only.get("lea"), only.get("estab"), only.get("urn")),
        notes,
        day_column=DAY,
    )


def _of_families(
    found: list[tuple[collect.Family, list[str]]],
    told: date | None,
    notes: list[str],
) -> Iterator[RawRow]:
    """The pupils of each term, the earliest first; what is noted says of which."""
    for family, said in found:
        pupils = collect.pupils(family, said)
        yield from kept(pupils, family.as_at or told, said)
        of = f"{family.name}: " if len(found) > 1 else ""
        notes += [f"{of}{note}" for note in said]


def _read_xml(files: list[Stored], told: date | None) -> Reading:
    messages = []
    for file in files:
        if file.kind != "xml":
            raise Unreadable(
                f"{file.name} is not a school census.{say_likeness(file, NAME)}"
            )
        refuse_other_xml(file, NAME, "a school census")
        messages.append((file, census.messages.message_of(file)))
    notes: list[str] = []
    days = {message.as_at for _, message in messages}
    as_at = days.pop() if len(days) == 1 else None
    every = chain.from_iterable(
        census.messages.pupils(file, message) for file, message in messages
    )
    school = messages[0][1].school if len(messages) == 1 else {}
    return Reading(
        "xml message",
        kept(every, as_at or told, notes),
        as_at,
        _ref(school.get("lea"), school.get("estab"), school.get("urn")),
        notes,
        day_column=DAY,
    )


def _read_flat(
    files: list[Stored], told: date | None, aliases: Mapping[str, str] | None
) -> Reading:
    wanted = Wanted(NAME, "a school census", READ, NEEDS, aliases, BY_CELLS)
    tables = [table for file in files for table in open_tables(file, wanted)]
    for table in tables:
        check_headings(table.file, table.given, aliases)
    notes: list[str] = []
    every = chain.from_iterable(_flat_pupils(table, notes) for table in tables)
    headings = {
        title: heading
        for table in tables
        for title, heading in table.renamed(READ).items()
    }
    return Reading(
        "flat table",
        kept(every, told, notes),
        notes=notes,
        headings=headings,
        day_column=DAY if any(DAY in table.headings for table in tables) else None,
    )


def _flat_pupils(table: Table, notes: list[str]) -> Iterator[Pupil]:
    for line, values in table.noting(notes):
        _part_names(values, line)
        yield Pupil(table.file, line, values)


def _part_names(values: dict[str, str], line: int) -> None:
    """A cell that holds both names becomes two, as in every other census."""
    if values.keys().isdisjoint(BOTH_NAMES):
        return
    given, family = Row(values, line, _TITLES).names()
    for both in BOTH_NAMES:
        values.pop(both, None)
    values.update({"forename": given, "surname": family})


def _ref(lea: str | None, estab: str | None, urn: str | None) -> InstitutionRef | None:
    number = LaEstab.of(lea, estab).value
    reference = Urn.parse(urn).value
    if number is None and reference is None:
        return None
    return InstitutionRef(urn=reference, laestab=number)


def _school(row: Row, context: Context) -> InstitutionRef | None:
    """The school whose list it is: by the row's own word, else by the file's."""
    lea = row.text("lea") or context.authority
    number = row.parsed("estab", LaEstab.of(lea, row.text("estab")))
    reference = row.parsed("urn", Urn.parse(row.text("urn")))
    if number is None and reference is None:
        return context.institution
    return InstitutionRef(urn=reference, laestab=number)


def _restricted(row: Row, as_at: date, context: Context) -> Interpretation:
    """Name, birth and address; that they are at the school, the list itself says."""
    given, family = row.names()
    identity = Identity(
        given=given,
        family=family,
        middle=row.name("middle_names"),
        born=row.born(as_at),
        postcode=row.parsed(
            "postcode",
            domain.reference.identifiers.Postcode.parse(row.text("postcode")),
        ),
    )
    row.check_identity(identity, unknown=NO_BIRTH)
    if not is_understood(row.text("yssa")):
        row.object_to(
            "yssa",
            f"{row.text('yssa')} is not understood, so it was taken for No and only "
            f"name, birth, address and parent were kept; give {ACCEPTED}.",
        )
    told = person_details(identity)
    told += census_address(row.raw, identity.postcode)
    told += _parent(row)
    school = _school(row, context)
    told += _answer(row, school)
    if row.text(ROLL) != OFF_ROLL and identity.born is not None:
        stated = {"dob": identity.born.isoformat()}
        year = year_of(stated, as_at)
        if year is not None and is_tracked(stated, as_at):
            told.append(enrolment(year, as_at, school))
    return Interpretation(
        identity,
        tuple(told),
        tuple(row.problems),
        as_at,
        restricted=True,
        passed_on_by=_passed_on_by(school, context),
        agreed=answer_of(row.text("yssa")),
    )


def _answer(row: Row, school: InstitutionRef | None) -> list[Statement]:
    """Yes or No to this school. Unsought and no reply are no answers."""
    agreed = answer_of(row.text("yssa"))
    if agreed is None:
        return []
    return [restriction(not agreed, school)]


def _passed_on_by(
    school: InstitutionRef | None, context: Context
) -> tuple[InstitutionRef, ...]:
    """The school of the row, and whoever sent the file for it."""
    named = (school, context.institution)
    return tuple(dict.fromkeys(each for each in named if each is not None))


_NAMES = (
    *("forename", "surname"),
    *("preferred_forename", "preferred_surname", "former_surname"),
)


def _other_names(raw: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    told = {name: plain(raw.get(name, "")) for name in _NAMES}
    preferred = (told["preferred_forename"], told["preferred_surname"])
    former = ("", told["former_surname"])
    legal = (told["forename"], told["surname"])
    found = []
    for given, family in (preferred, former):
        name = (
            given if given.casefold() != legal[0].casefold() else "",
            family if family.casefold() != legal[1].casefold() else "",
        )
        if any(name) and name not in found:
            found.append(name)
    return tuple(found)


def _parent(row: Row) -> list[Statement]:
    name, address = row.name("parent_name"), row.text("parent_address")
    if not (name or address):
        return []
    return [detail("parent", name=name or None, address=address or None)]


def _particulars(row: Row) -> list[Statement]:
    told = _parent(row)
    if row.text("ethnicity"):
        code = ethnicity(row.text("ethnicity"))
        if code is None:
            row.object_to(
                "ethnicity", f"{row.text('ethnicity')} is not an ethnicity code."
            )
        else:
            told.append(detail("ethnicity", ethnicity=code))
    if provision := row.text("sen").upper():
        if provision not in SEN:
            row.object_to("sen", f"{provision} is not an SEN provision (N, K or E).")
        else:
            plan, support = SEN[provision]
            told.append(
                detail(
                    "send", send="Y" if plan else "N", support="Y" if support else "N"
                )
            )
    if (meals := row.flag("meals")) is not None:
        told.append(detail("meals", eligible="Y" if meals else "N"))
    if row.text("young_carer").upper() in YOUNG_CARER:
        told.append(detail("characteristic", code=CARER))
    if row.text("form_group"):
        told.append(detail("form group", group=row.text("form_group")))
    if row.text("phone"):
        told.append(detail("phone", phone=row.text("phone")))
    if row.text("email"):
        told.append(detail("email", email=row.text("email")))
    return told
