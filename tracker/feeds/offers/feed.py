"""Lists of applications and offers, of schools, colleges and application systems
(Feeds F07).

A row is one application, so a young person may have many. It says how far the
application has come, or gives a status of the September Guarantee as a whole.

See decision 0189.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from tracker.domain.history.evidence import Offer, Statement, Tier
from tracker.domain.history.guarantee import NOT_APPROPRIATE
from tracker.domain.history.person import Identity
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.identifiers import LaEstab, Urn
from tracker.domain.reference.institution import InstitutionKind, InstitutionRef
from tracker.domain.year.application_years import application_year
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.choices import lists_of_choices, young_applicants
from tracker.feeds.choices.chosen_places import place
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.file_reading import Context, Reading
from tracker.feeds.headings.empty_lists import empty_list
from tracker.feeds.offers.application_words import Meant, meaning, unknown
from tracker.feeds.offers.columns import COLUMNS, INSTRUCTIONS, NEEDS, READ, STORED
from tracker.feeds.recognition.tables import Wanted
from tracker.feeds.row_meaning import Interpretation

NAME, NOUN = "offers", "a list of applications and offers"
_TITLES = titles_of(STORED)

#: The columns that say how far an application is.
_MEANINGS = ("application_stage", "guarantee_status")

#: The stage of an application that was taken up.
ENROLLED = "enrolled"


def read(
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of CSV and XLSX lists. Raises Unreadable."""
    return lists_of_choices.read(paths, Wanted(NAME, NOUN, READ, NEEDS, aliases))


def interpret(
    raw: Mapping[str, str], restricted: bool, line: int, context: Context
) -> Interpretation:
    """The young person, and the application or the status of the row.

    It is as at the day of its stage, or else of the list. Of a restricted young person
    a school or college may pass on no application.
    """
    row = Row(raw, line, _TITLES)
    as_at = context.as_at
    who = young_applicants.identity(row, as_at, restricted=restricted)
    earlier = None if restricted else _offers(row, who, context)
    passed_on_by = _passed_on_by(row, context)
    return Interpretation(
        who,
        tuple(young_applicants.details(who)),
        tuple(row.problems),
        as_at,
        restricted=restricted,
        earlier=earlier,
        passed_on_by=passed_on_by,
    )


def _passed_on_by(row: Row, context: Context) -> tuple[InstitutionRef, ...]:
    """The sender; or, of the list of an application system, the school of the row.

    The place that was applied for passes nothing on.
    """
    if context.institution is not None:
        return (context.institution,)
    school = InstitutionRef(
        urn=row.parsed("school_urn", Urn.parse),
        laestab=row.parsed("school_laestab", partial(LaEstab.of, context.authority)),
        name=row.text("school") or None,
    )
    return () if school == InstitutionRef() else (school,)


def _offers(
    row: Row, who: Identity, context: Context
) -> tuple[date, tuple[Statement, ...]] | None:
    """The day of the row's application and what the row states of it, if anything."""
    applied = _day(row, "applied", context)
    day = _day(row, "stage_date", context) or context.as_at
    at, course = place(row, context), row.text("course") or None
    meant = _meanings(row)
    if applied is not None and day < applied:
        row.object_to(
            "stage_date",
            f"The status is of {say_date(day)}, before the application of "
            f"{say_date(applied)}; it is taken as at the day of the list.",
        )
        day = context.as_at
    if not meant:
        if meant is not None and (applied or course or row.text("place_name")):
            row.object_to(
                "application_stage",
                "The row does not say how far the application is; nothing is recorded "
                "of it.",
            )
        return None
    enrolled = any(each.stage == ENROLLED for each in meant)
    year = _year(row, who, applied or day, context, enrolled=enrolled)
    if year is None:
        return None
    offers = tuple(
        Offer(
            year,
            each.status,
            at=at,
            course=course,
            stage=each.stage,
            applied=applied,
        )
        for each in meant
        if each.status is None or _may_state(row, each.status, year)
    )
    return (day, offers) if offers else None


def _day(row: Row, name: str, context: Context) -> date | None:
    """A day of the row; one after the day of the list is left out."""
    day = row.day(name)
    if day is not None and day > context.as_at:
        row.object_to(
            name,
            f"{say_date(day)} is after {say_date(context.as_at)}, the day of the list; "
            "it is left out.",
        )
        return None
    return day


def _meanings(row: Row) -> list[Meant] | None:
    """What the row states of the application. None where it has an unknown word, which
    stops the row.
    """
    found: list[Meant] = []
    for name in _MEANINGS:
        cell = row.text(name)
        if not cell:
            continue
        meant = meaning(cell)
        if meant is None:
            row.object_to(name, unknown(cell), stops=True)
            return None
        if meant not in found:
            found.append(meant)
    return found


def _year(
    row: Row, who: Identity, day: date, context: Context, *, enrolled: bool
) -> int | None:
    """The year of the guarantee; a row without one cannot be used."""
    group = young_applicants.group_on(row, who, day, context)
    if group is None:
        row.object_to(
            "year_group",
            "Neither a date of birth nor a year group shows whether this is an "
            "application from Year 11 or Year 12.",
            stops=True,
        )
        return None
    year = application_year(group, day, enrolled=enrolled)
    if year is None:
        row.object_to(
            "dob" if who.born is not None else "year_group",
            f"This young person, of Year {group} on {say_date(day)}, is neither in "
            "Year 11 nor in Year 12 of the September Guarantee; leave them out.",
            stops=True,
        )
    return year


def _may_state(row: Row, status: str, year: int) -> bool:
    """Whether a list may give this status to a young person of this year."""
    code = codes.GUARANTEE_STATUSES[status]
    if status == codes.NOT_RECORDED:
        return False
    if code.category == NOT_APPROPRIATE:
        row.object_to(
            _column_of(row, status),
            f"{status} ({code.title}) is decided by an adviser and not by a list; "
            "nothing is recorded of it. Ask the adviser to record it.",
        )
        return False
    if not (code.year_11 if year == 11 else code.year_12):
        row.object_to(
            _column_of(row, status),
            f"{status} ({code.title}) is not for Year {year}; nothing is recorded of "
            "it.",
        )
        return False
    return True


def _column_of(row: Row, status: str) -> str:
    """The column in which the row gives a status."""
    return next(
        name for name in _MEANINGS if meaning(row.text(name)) == Meant(status=status)
    )


FEED = Feed(
    name=NAME,
    title="Applications and offers",
    noun=NOUN,
    sender="schools, colleges, training providers and application systems",
    frequency="from May to the end of October, and whenever offers have been made",
    silence="Nothing: an application that is not on a list stays as it was.",
    signature=Signature(columns=READ, needs=NEEDS, decisive=True),
    tier=Tier.OFFER_ACCEPTED,
    columns=STORED,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    notes_unread=True,
    gateway="offers-list",
    from_institutions=True,
    of_restricted=young_applicants.of_restricted,
    sent_by=frozenset(InstitutionKind),
    senders_noun="lists of offers",
    template=partial(empty_list, COLUMNS, "Offers", INSTRUCTIONS),
)
