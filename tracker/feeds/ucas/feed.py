"""Lists of applications to universities, from schools and colleges (Feeds F08).

UCAS sends no list to councils: a school or college passes on its own, in the words of
UCAS. A row is one application, and every one is kept, apart from the September
Guarantee, which ends with Year 12. A place that is certain is an activity from the
first day of its course on, with the trust of an offer.

See decision 0246.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from tracker.domain.history.evidence import Offer, Statement, Tier
from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.institution import InstitutionKind, InstitutionRef
from tracker.feeds import enrolment
from tracker.feeds.cells.row import Row, titles_of
from tracker.feeds.choices import lists_of_choices, young_applicants
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.file_reading import Context, Reading
from tracker.feeds.headings.empty_lists import empty_list
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.recognition.tables import Wanted
from tracker.feeds.row_meaning import Interpretation
from tracker.feeds.ucas import courses, ucas_words
from tracker.feeds.ucas.columns import COLUMNS, INSTRUCTIONS, NEEDS, READ

NAME, NOUN = "ucas", "a list of applications to universities"
_TITLES = titles_of(READ)

#: The school year of an application for after Year 13, which is no guarantee's.
YEAR_13 = 13
#: In the summer of this year the first of them apply for the next year.
_EARLIEST = 12
_DIGITS = 10


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
    """The young person, the application, and the place where it is certain.

    It is as at the day of its status, or else of the list. Of a restricted young person
    a school or college may pass on no application.
    """
    row = Row(raw, line, _TITLES)
    as_at = context.as_at
    who = young_applicants.identity(row, as_at, restricted=restricted)
    earlier, plan = None, False
    if not restricted:
        plan = enrolment.roll.needs_plan(row, who.born, as_at, plan=None)
        earlier = _application(row, who, context)
        if number := _personal_id(row):
            who = replace(who, reference=f"UCAS {number}")
    sender = context.institution
    return Interpretation(
        who,
        tuple(young_applicants.details(who)),
        tuple(row.problems),
        as_at,
        restricted=restricted,
        earlier=earlier,
        needs_plan=plan,
        passed_on_by=() if sender is None else (sender,),
    )


def _application(
    row: Row, who: Identity, context: Context
) -> tuple[date, tuple[Statement, ...]] | None:
    """The day of the application and what the row states of it, if anything."""
    as_at = context.as_at
    group = young_applicants.group_on(row, who, as_at, context)
    if group is not None and group < _EARLIEST:
        row.object_to(
            "dob" if who.born is not None else "year_group",
            f"This young person is in Year {group}; a list from UCAS is of Year "
            f"{YEAR_13} and those who apply for it. Leave them out.",
            stops=True,
        )
        return None
    cell = row.text("application_status")
    if not cell:
        row.object_to(
            "application_status",
            "The row does not say how far the application is; nothing is recorded of "
            "it.",
        )
        return None
    status = ucas_words.status(cell)
    if status is None:
        row.object_to("application_status", ucas_words.unknown(cell), stops=True)
        return None
    if replied := row.text("reply"):
        reply = ucas_words.reply(replied)
        if reply is None:
            row.object_to("reply", ucas_words.unknown(replied), stops=True)
            return None
        status = ucas_words.together(status, reply)
    day, applied = _days(row, as_at)
    at = _university(row)
    course = row.text("course") or row.text("course_code") or None
    stated: list[Statement] = [
        Offer(YEAR_13, at=at, course=course, stage=status.stage, applied=applied)
    ]
    if status.placed and (place := courses.place_of(row, at, as_at)) is not None:
        stated.append(place)
        day = courses.known_on(place, day)
    return day, tuple(stated)


def _days(row: Row, as_at: date) -> tuple[date, date | None]:
    """The day of the status, and that of the application where the row has it."""
    day, applied = _past(row, "stage_date", as_at), _past(row, "applied", as_at)
    if day is not None and applied is not None and day < applied:
        row.object_to(
            "stage_date",
            f"The status is of {say_date(day)}, before the application of "
            f"{say_date(applied)}; it is taken as at the day of the list.",
        )
        day = None
    return day or as_at, applied


def _past(row: Row, name: str, as_at: date) -> date | None:
    """A day of the row; one after the day of the list is left out."""
    day = row.day(name)
    if day is not None and day > as_at:
        row.object_to(
            name,
            f"{say_date(day)} is after {say_date(as_at)}, the day of the list; it is "
            "left out.",
        )
        return None
    return day


def _university(row: Row) -> InstitutionRef | None:
    """The university by its name, or by the code of UCAS where there is no name."""
    if name := row.text("university"):
        return InstitutionRef(name=name)
    code = row.text("university_code")
    if not code:
        row.object_to("university", "The row does not say which university it is.")
        return None
    found = ucas_words.university(code)
    if found is None:
        row.object_to(
            "university_code",
            f"{code} is not a code of UCAS that is known here, so no university is "
            "recorded. Give its name under University.",
        )
        return None
    return InstitutionRef(name=found)


def _personal_id(row: Row) -> str | None:
    """The number by which UCAS knows the applicant; another text is a problem."""
    given = row.text("ucas_id")
    digits = re.sub(r"[\s-]", "", given).removesuffix(".0")
    if not given:
        return None
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdigit()):
        row.object_to(
            "ucas_id", f"{given} is not a Personal ID of UCAS, which has 10 digits."
        )
        return None
    return digits


FEED = Feed(
    name=NAME,
    title="Applications to universities (UCAS)",
    noun=NOUN,
    sender="schools and colleges, from what UCAS shows them",
    frequency="from January of Year 13, and after the results of August",
    silence="Nothing: an application that is not on a list stays as it was.",
    signature=Signature(
        headings=tuple(
            frozenset({heading_key(each)})
            for each in ("UCAS Personal ID", "UCAS ID", "UCAS Status")
        ),
        columns=READ,
        needs=NEEDS,
        decisive=True,
    ),
    tier=Tier.OFFER_ACCEPTED,
    columns=READ,
    read=read,
    interpret=interpret,
    whole=False,
    own_headings=True,
    notes_unread=True,
    gateway="ucas-list",
    from_institutions=True,
    of_restricted=young_applicants.of_restricted,
    sent_by=frozenset({InstitutionKind.SCHOOL}),
    senders_noun="lists from UCAS",
    template=partial(empty_list, COLUMNS, "UCAS", INSTRUCTIONS),
)
