"""Lists of intended destinations, of schools (Feeds F06).

A row is what a pupil plans to do after Year 11. A school sends the list again when
plans change: the newest counts, and the earlier ones are kept.

See decision 0189.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from tracker.domain.history.evidence import Intention, Tier
from tracker.domain.history.person import Identity
from tracker.domain.reference import codes
from tracker.domain.reference.institution import InstitutionKind, InstitutionRef, key_of
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.choices import lists_of_choices, young_applicants
from tracker.feeds.choices.chosen_places import OWN_PLACE, place
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.file_reading import Context, RawRow, Reading
from tracker.feeds.headings import own_words
from tracker.feeds.headings.empty_lists import empty_list
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.intentions.columns import (
    COLUMNS,
    INSTRUCTIONS,
    NEEDS,
    READ,
    STORED,
)
from tracker.feeds.intentions.destination_words import (
    destination,
    is_known,
    is_open,
    unknown,
)
from tracker.feeds.recognition.tables import Wanted
from tracker.feeds.row_meaning import Interpretation

NAME, NOUN = "intended-destinations", "a list of intended destinations"
_TITLES = titles_of(STORED)

EMPTY = (
    "There is no intended destination. Write one, or Not obtained where you do not "
    "know it; a line without one is not recorded."
)
#: The last school year in which a pupil plans for after Year 11.
LAST_YEAR = 11


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists. Raises Unreadable."""
    reading = lists_of_choices.read(paths, Wanted(NAME, NOUN, READ, NEEDS, aliases))
    meant = own_words.explained(aliases, _TITLES["destination"])
    return replace(reading, rows=(_explained(row, meant) for row in reading.rows))


def _explained(row: RawRow, meant: Mapping[str, str]) -> RawRow:
    """The row with the code before a word that its sender has explained."""
    cell = row.values.get("destination", "")
    code = meant.get(heading_key(cell))
    if code is None or is_known(cell):
        return row
    both = f"{code} - {cell}"
    written = both if is_known(both) else code
    return replace(row, values={**row.values, "destination": written})


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The pupil and what they plan. Of a restricted pupil a school may not pass it
    on.
    """
    row = Row(raw, line, _TITLES)
    as_at = context.as_at
    who = young_applicants.identity(row, as_at, restricted=restricted)
    statements = young_applicants.details(who)
    if not restricted and (found := _intention(row, who, context)) is not None:
        statements.append(found)
    sender = context.institution
    return Interpretation(
        who,
        tuple(statements),
        tuple(row.problems),
        as_at,
        restricted=restricted,
        passed_on_by=() if sender is None else (sender,),
    )


def _intention(row: Row, who: Identity, context: Context) -> Intention | None:
    """What the pupil plans, None where the row does not say or cannot be used."""
    cell = row.text("destination")
    if not cell:
        row.object_to("destination", EMPTY, stops=True)
        return None
    group = young_applicants.group_on(row, who, context.as_at, context)
    if group is not None and group > LAST_YEAR:
        row.object_to(
            "dob" if who.born is not None else "year_group",
            f"This young person is in Year {group}; a list of intended destinations is "
            f"of pupils up to Year {LAST_YEAR}.",
            stops=True,
        )
        return None
    code = destination(cell)
    if code is None:
        row.object_to("destination", unknown(cell), stops=True)
        return None
    at = None if row.text(OWN_PLACE.name) else place(row, context)
    if is_open(cell):
        code = _which(row, at, context)
    return Intention(
        code, at=at, course=row.text("course") or None, applied=row.flag("applied")
    )


def _which(row: Row, at: InstitutionRef | None, context: Context) -> str:
    """The code of a word such as "sixth form", by the place where the row names one."""
    if at is None:
        row.object_to(
            "destination",
            f"{row.text('destination')} does not say where. It is recorded as "
            "education elsewhere, at a place that is not known; name the place, or "
            f"write {codes.SAME_SCHOOL} for this school.",
        )
    elif context.institution is not None and _are_one(at, context.institution):
        return codes.SAME_SCHOOL
    return codes.EDUCATION_ELSEWHERE


def _are_one(one: InstitutionRef, other: InstitutionRef) -> bool:
    """Whether two sources name the same institution in the same way."""
    numbers = ("urn", "laestab", "ukprn")
    if any(
        getattr(one, each) and getattr(one, each) == getattr(other, each)
        for each in numbers
    ):
        return True
    by_name = (InstitutionRef(name=each.name) for each in (one, other))
    first, second = map(key_of, by_name)
    return first is not None and first == second


FEED = Feed(
    name=NAME,
    title="Intended destinations",
    noun=NOUN,
    sender="schools",
    frequency="from autumn to spring of Year 11, and whenever plans change",
    silence="Nothing: a pupil who is not on a list may still plan the same.",
    signature=Signature(columns=READ, needs=NEEDS),
    tier=Tier.SELF_REPORT,
    columns=STORED,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    words={"destination": is_known},
    notes_unread=True,
    gateway="intentions-list",
    from_institutions=True,
    of_restricted=young_applicants.of_restricted,
    sent_by=frozenset({InstitutionKind.SCHOOL}),
    senders_noun="lists of intended destinations",
    template=partial(empty_list, COLUMNS, "Intentions", INSTRUCTIONS),
)
