"""Contacts and notes of the council's earlier system (Feeds F16).

A row is one contact with a young person, or one attempt, or one note. It is no evidence
of what they do, unless it says which status was learned in it.

See decision 0228.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

from tracker.domain.casework.contact import (
    Channel,
    Informant,
    Outcome,
    Visibility,
    informant_of,
)
from tracker.domain.casework.moved_contact import MovedContact
from tracker.domain.history.evidence import Doing, Statement, Tier
from tracker.domain.law.gateways import EARLIER_SYSTEM
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.code_titles import TITLES
from tracker.feeds.cells.line_problems import POSSIBLE, RUN_ON
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.file_reading import Context, RawRow, Reading
from tracker.feeds.headings import own_words
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.moved_contacts.contact_words import (
    channel,
    is_channel,
    is_outcome,
    outcome,
)
from tracker.feeds.moved_rows.columns import CONTACTS, WHO
from tracker.feeds.moved_rows.moved_people import place, who
from tracker.feeds.nccis.codes_by_name import code_of
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.tables import (
    Wanted,
    open_tables,
    renamed,
)
from tracker.feeds.row_meaning import Interpretation, Problem

NAME, NOUN = "earlier-contacts", "a list of contacts of an earlier system"
NEEDS = (WHO, ("made_on",), ("channel", "outcome", "note"))
_TITLES = titles_of(CONTACTS)
#: The cells that may be long, and are never quoted.
_NOTE = "note"
_LONG = frozenset({_NOTE})
_CUT = "The note is longer than any that is kept; the rest of it was not kept."

#: The columns whose words a sender explains, with the list of their codes.
_WORDED = {"channel": "contact channel", "outcome": "contact outcome"}


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists. Raises Unreadable."""
    wanted = Wanted(NAME, NOUN, CONTACTS, NEEDS, aliases, long=_LONG)
    tables = list(open_tables(only(paths, NOUN), wanted))
    notes: list[str] = []
    for table in tables:
        table.note_unread()
    meant = {name: own_words.explained(aliases, _TITLES[name]) for name in _WORDED}
    other = {name: own_words.left_out(aliases, _TITLES[name]) for name in _WORDED}
    rows = (
        RawRow(line, table.file, _explained(values, meant, other))
        for table in tables
        for line, values in table.noting(notes)
    )
    return Reading("list", chain(rows), notes=notes, headings=renamed(tables, CONTACTS))


def _explained(
    values: dict[str, str],
    meant: Mapping[str, Mapping[str, str]],
    other: Mapping[str, Collection[str]],
) -> dict[str, str]:
    """The row with our word for each that its sender has explained, and without the
    mark of a cell over several lines where that is the note.

    A word that means something ``other`` is left out where there is a note, which is
    then kept as one.
    """
    for name, words in other.items():
        if values.get(_NOTE) and heading_key(values.get(name, "")) in words:
            del values[name]
    for name, codes in meant.items():
        code = codes.get(heading_key(values.get(name, "")))
        if code is not None:
            values[name] = TITLES[_WORDED[name]].get(code, values[name])
    several = (name for name, cell in values.items() if "\n" in cell)
    if values.get(RUN_ON) == POSSIBLE and _LONG.issuperset(several):
        del values[RUN_ON]
    return values


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The young person, the contact, and the status that was learned in it, if any."""
    row = Row(raw, line, _TITLES)
    identity = who(row, context)
    made_on = _day(row, context, identity.born)
    contact = _contact(row, made_on) if made_on is not None else None
    # The young person is found by the row and learns nothing from it: an export repeats
    # on each row what the months of the system have.
    statements: list[Statement] = []
    if contact is not None and (doing := _learned(row, contact, context)) is not None:
        statements.append(doing)
    return Interpretation(
        identity,
        tuple(statements),
        tuple(_unquoted(row)),
        made_on or context.as_at,
        contact=contact,
    )


def _day(row: Row, context: Context, born: date | None) -> date | None:
    """The day of the contact; a row without one that has come cannot be used, nor one
    with a day before the young person was born.
    """
    day = row.day("made_on")
    if day is None:
        row.object_to("made_on", "There is no day of the contact.", stops=True)
    elif day > context.as_at:
        row.object_to(
            "made_on",
            f"{say_date(day)} is after {say_date(context.as_at)}, the day of the list.",
            stops=True,
        )
        return None
    elif born is not None and day < born:
        row.object_to(
            "made_on",
            f"{say_date(day)} is before the date of birth, {say_date(born)}.",
            stops=True,
        )
        return None
    return day


def _contact(row: Row, made_on: date) -> MovedContact | None:
    how, note = row.text("channel"), row.text(_NOTE)
    by = channel(how) if how else Channel.NOTE
    if by is None:
        _not_known(row, "channel")
        return None
    given, spoke_with = row.text("outcome"), row.text("with")
    came_of = outcome(given, spoke_with)
    if came_of is None and not given and note:
        came_of = Outcome.NOTE
    if came_of is None:
        _not_known(row, "outcome")
        return None
    return MovedContact(
        made_on,
        came_of,
        by,
        note=note,
        spoke_with=spoke_with,
        adviser=row.text("adviser"),
        visibility=Visibility.RESTRICTED if row.flag("restricted") else Visibility.TEAM,
    )


def _not_known(row: Row, name: str) -> None:
    known = ", ".join(TITLES[_WORDED[name]].values())
    cell = row.text(name)
    row.object_to(
        name,
        f"{cell} is not known as {_AS[name]}. Explain it once under the columns of its "
        f"sender, or write one of these: {known}."
        if cell
        else f"There is no {name} and no note, so nothing is recorded.",
        stops=True,
    )


_AS = {"channel": "a way of making contact", "outcome": "an outcome of a contact"}


def _learned(row: Row, contact: MovedContact, context: Context) -> Doing | None:
    """The status that the row says was learned, from a person who could say it.

    An answer in writing alone confirms nothing, so it is left to the note.
    """
    given = row.text("status")
    if not given:
        return None
    informant = informant_of(contact.outcome, contact.channel)
    if informant in (None, Informant.OWN_ANSWER):
        row.object_to(
            "status", "No one was spoken to, so the status is not taken as confirmed."
        )
        return None
    code = code_of("ActivityCode", given)
    if code not in ACTIVITIES:
        row.object_to("status", f"{given} is not an activity code.")
        return None
    starts = row.day("status_since")
    if starts is not None and starts > contact.made_on:
        row.object_to("status_since", "The status began after the contact.")
        return None
    return Doing(
        code, at=place(row, context), starts=starts, ascertained=contact.made_on
    )


def _unquoted(row: Row) -> Iterator[Problem]:
    """The problems of a row; that of the note does not quote it."""
    for each in row.problems:
        is_note = each.column == _TITLES[_NOTE]
        yield replace(each, message=_CUT) if is_note else each


def sealed_cells(raw: Mapping[str, str]) -> frozenset[str]:
    """The note, and a status that is special category data."""
    found = {_NOTE} & raw.keys()
    doing = ACTIVITIES.get(code_of("ActivityCode", raw.get("status", "")))
    if doing is not None and doing.sealed:
        found |= {"status", "status_since", "place", "laestab", "urn", "ukprn"}
    return frozenset(found & raw.keys())


#: Headings that only such a list has: a day of a contact, and how it was or went.
_KINDS = ("contact", "interaction", "intervention")
_DAYS = tuple(day for it in _KINDS for day in (f"{it}date", f"dateof{it}"))
_WHAT = (
    *("outcome", "method", "contactmethod", "methodofcontact", "typeofcontact"),
    *(f"{it}{what}" for it in _KINDS for what in ("type", "outcome")),
)

FEED = Feed(
    name=NAME,
    title="Contacts of the earlier system",
    noun=NOUN,
    sender="the council's earlier system",
    frequency="once, when moving in",
    silence="Nothing: a list has the contacts that were exported.",
    signature=Signature(
        headings=tuple(frozenset({day, what}) for day in _DAYS for what in _WHAT),
        columns=CONTACTS,
        needs=NEEDS,
        by_headings_alone=True,
    ),
    tier=Tier.ADVISER,
    columns=CONTACTS,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    words={"channel": is_channel, "outcome": is_outcome},
    notes_unread=True,
    gateway=EARLIER_SYSTEM,
    sealed_cells=sealed_cells,
)
