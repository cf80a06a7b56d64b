"""Common transfer files: what goes with a pupil from one school to the next (F02).

One file for each transfer, and many in an import. A file is the word of the school
that the pupil leaves, so the place that it names is a proposal until the next school's
own roll or census shows them there.

See decisions 0236 and 0237.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement, Tier
from tracker.domain.reference.identifiers import LaEstab
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.cells.addresses import census_address
from tracker.feeds.cells.restricted_cells import may_be_kept
from tracker.feeds.cells.row import Row, other_names, person_details, titles_of
from tracker.feeds.census.keeping import YOUNGEST, is_tracked
from tracker.feeds.census.pupils import particulars
from tracker.feeds.declaration import Feed, Signature, XmlSignature
from tracker.feeds.file_reading import Context, RawRow, Reading, Unreadable
from tracker.feeds.reading.sources import Stored, stored
from tracker.feeds.recognition.likeness import refuse_other_xml, say_likeness
from tracker.feeds.row_meaning import Interpretation
from tracker.feeds.transfer_files import transfers
from tracker.feeds.transfer_files.columns import (
    COLUMNS,
    DAY,
    NAME,
    NOUN,
    WHEN_RESTRICTED,
)
from tracker.feeds.transfer_files.destinations import is_number
from tracker.feeds.transfer_files.next_places import known_on, next_place
from tracker.feeds.transfer_files.transfers import Header
from tracker.wording.quotations import clipped

_TITLES = titles_of(COLUMNS)
#: So many elements that are not read are named.
_MOST_NAMED = 20


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The pupils of all files who are in Years 9 to 14 or 13 years old.

    Raises Unreadable: at once for a file that is none, and while the rows are taken for
    one that breaks off, or where no file has a pupil.
    """
    files: list[tuple[Stored, Header]] = []
    notes: list[str] = []
    seen: dict[bytes, str] = {}
    for file in stored(paths):
        if file.kind != "xml":
            raise Unreadable(f"{file.name} is not {NOUN}.{say_likeness(file, NAME)}")
        refuse_other_xml(file, NAME)
        first = seen.setdefault(_mark(file), file.name)
        if first != file.name:
            notes.append(f"{file.name} is the same file as {first} and was left out.")
            continue
        header = transfers.header_of(file)
        if header.note:
            notes.append(header.note)
        files.append((file, header))
    days = [header.made for _, header in files if header.made is not None]
    as_at = max(days, default=None)
    rows = _rows(files, as_at or (context.as_at if context else None), notes)
    return Reading("ctf", rows, as_at, notes=notes, day_column=DAY)


def _mark(file: Stored) -> bytes:
    with file.open() as stream:
        found = sha256()
        while piece := stream.read(1 << 16):
            found.update(piece)
    return found.digest()


def _rows(
    files: Sequence[tuple[Stored, Header]], as_at: date | None, notes: list[str]
) -> Iterator[RawRow]:
    found = outside = 0
    empty: list[str] = []
    unread: dict[str, None] = {}
    for file, header in files:
        before = found
        for line, values in transfers.pupils(file, header, unread):
            found += 1
            if is_tracked(values, header.made or as_at):
                yield RawRow(line, file.name, values)
            else:
                outside += 1
        if found == before:
            empty.append(file.name)
    if not found:
        raise Unreadable(f"{files[0][0].name} has no pupil.")
    notes += [f"{name} has no pupil." for name in empty]
    if outside:
        notes.append(
            "Pupils left out because they are neither in Years 9 to 14 nor "
            f"{YOUNGEST} or older: {outside}."
        )
    if unread:
        more = len(unread) - _MOST_NAMED
        named = ", ".join(map(clipped, list(unread)[:_MOST_NAMED]))
        rest = f" and {more} more" if more > 0 else ""
        notes.append(f"Elements of pupils not read: {named}{rest}.")


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The pupil with their details, and the next place that the file proposes or the
    question that it raises. Of a restricted pupil a school may not pass that on.
    """
    row = Row(raw, line, _TITLES)
    as_at = row.day(DAY) or context.as_at
    if restricted:
        identity = row.restricted_identity(as_at)
    else:
        former = (row.name("former_forename"), row.name("former_surname"))
        others = other_names(row.names(), row.preferred_names(), former)
        identity = row.identity(as_at, other_names=others, number_is_enough=True)
    statements = person_details(identity)
    statements += census_address(raw, identity.postcode)
    school = _school(row)
    question, earlier = None, None
    if not restricted:
        statements += [*particulars(row), *_contact(row)]
        # The Department's own files give the identity, and nothing of a move.
        if school is not None:
            doing, question = next_place(row, identity.born, as_at, context)
            if doing is not None:
                earlier = (known_on(doing, as_at), (doing,))
    return Interpretation(
        identity,
        tuple(statements),
        tuple(row.problems),
        as_at,
        restricted=restricted,
        passed_on_by=context.passed_on_by(school),
        earlier=earlier,
        question=question,
    )


def of_restricted(raw: Mapping[str, str], as_at: date) -> Mapping[str, str]:
    """Name, birth and address, and the school that sends the file."""
    return may_be_kept(raw, WHEN_RESTRICTED)


def _school(row: Row) -> InstitutionRef | None:
    """The school that sends the file; none of a file of the Department."""
    if not is_number(row.text("lea"), row.text("estab")):
        return None
    number = row.parsed("estab", partial(LaEstab.of, row.text("lea")))
    return InstitutionRef(laestab=number) if number else None


def _contact(row: Row) -> list[Statement]:
    name, address = row.name("contact_name"), row.text("contact_address")
    if not name:
        return []
    return [detail("parent", name=name, address=address or None)]


FEED = Feed(
    name=NAME,
    title="Common transfer files",
    noun=NOUN,
    sender="schools, when a pupil leaves, and the Department for Education",
    frequency="most in July and September, and whenever a pupil moves",
    silence="Nothing: a school sends a file only about a pupil who leaves.",
    signature=Signature(
        by_headings_alone=True,
        xml=XmlSignature(
            roots=("ctfile", "commontransferfile"),
            namespaces=("ctf",),
            elements=("ctfpupildata",),
        ),
    ),
    tier=Tier.OFFER_ACCEPTED,
    columns=COLUMNS,
    read=read,
    interpret=interpret,
    whole=False,
    day_column=DAY,
    notes_unread=True,
    gateway="transfer-files",
    from_institutions=True,
    of_restricted=of_restricted,
)
