"""The meaning of a line of a provider's list: place, start, end and activity."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from tracker.domain.history.evidence import Doing
from tracker.domain.reference.academic_year import (
    LAST_WITH_PLAN,
    YEAR_11,
    AcademicYear,
    academic_age,
)
from tracker.domain.reference.activity import APPRENTICESHIP, AT_SCHOOL, OTHER_TRAINING
from tracker.domain.reference.activity_at_institution import activity_at
from tracker.domain.reference.identifiers import LaEstab, Ukprn, Urn
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.feeds.cells.course_rows import has_begun, is_over
from tracker.feeds.cells.line_problems import GOES_ON
from tracker.feeds.cells.row import Row, unmarked
from tracker.feeds.census.columns import OFF_ROLL, ROLL
from tracker.feeds.enrolment.columns import (
    FULL_TIME_HOURS,
    FULL_TIME_WORDS,
    HIGHER_EDUCATION_LEVEL,
    HIGHER_EDUCATION_WORDS,
    SITUATIONS,
)
from tracker.feeds.file_reading import Context
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.rolls import programmes
from tracker.feeds.rolls.blank_status import says_nothing
from tracker.feeds.rolls.enrolment_status import Standing, standing
from tracker.wording.places import of_key

#: Academic age of Year 14, the last year at school for a learner without a plan.
LAST_AGE = 18

NO_PLACE = (
    "The row does not say at which school, college or provider; give a DfENo, URN or "
    "UKPRN."
)

#: The letters of an enrolment status that mean one thing wherever they stand.
_LETTERS = frozenset({"C", "M", "L"})

#: Enrolment is for the next September at the latest; a later year is a slip.
FURTHEST_START = timedelta(days=366)


def needs_plan(row: Row, born: date | None, as_at: date, *, plan: bool | None) -> bool:
    """Whether the row counts only for a learner with an education, health and care
    plan.

    Lists of a whole college hold adults, who are not tracked. A vendor's template has
    no column for plans; then the authority's own records decide. ``plan`` is the row's
    answer, None without one.
    """
    if born is None or (age := academic_age(born, as_at)) <= LAST_AGE:
        return False
    if age > LAST_WITH_PLAN or plan is False:
        row.object_to(
            "dob",
            f"This learner, born on {born:%d/%m/%Y}, was {age} on 31 August and is an "
            f"adult. Leave adults out, or enter {row.titles.get('ehcp', 'EHCP')} = Y "
            f"for those up to {LAST_WITH_PLAN} who have a plan.",
            stops=True,
        )
    return plan is None


def place(row: Row, context: Context) -> InstitutionRef | None:
    """The place: the row's own numbers may name another provider than the sender.

    A four-digit number is of the sender's authority, where that is known.
    """
    sender = context.institution
    known = sender.laestab if sender is not None else None
    authority = LaEstab.authority(known) if known is not None else context.authority
    laestab = row.parsed("laestab", partial(LaEstab.of, authority))
    urn = row.parsed("urn", Urn.parse)
    ukprn = row.parsed("ukprn", Ukprn.parse)
    name = row.text("provider") or None
    if any((laestab, urn, ukprn)):
        return InstitutionRef(urn=urn, laestab=laestab, ukprn=ukprn, name=name)
    if sender is None and name is None:
        row.object_to("laestab", NO_PLACE, stops=True)
        return None
    return sender or InstitutionRef(name=name)


def is_there(raw: Mapping[str, str], as_at: date) -> bool:
    """Whether a row puts the learner on the roll on the day of the list."""
    gone = (Standing.LEFT, Standing.UNKNOWN)
    statuses = (
        standing(raw.get("enrol_status", "")),
        completion(raw.get("completion", "")),
    )
    if raw.get(ROLL) == OFF_ROLL or says_nothing(raw):
        return False
    if any(where in gone for where in statuses):
        return False
    return has_begun(raw, as_at) and not is_over(raw, as_at)


def on_roll(
    row: Row, born: date | None, at: InstitutionRef, context: Context
) -> Doing | None:
    """The enrolment of a restricted row, which may give no more than that."""
    if row.text(ROLL) == OFF_ROLL or born is None:
        return None
    if academic_age(born, context.as_at) <= YEAR_11:
        return Doing(AT_SCHOOL.code, at=at)
    # Without a register only the dropped columns would show the activity there.
    return Doing(None, at=at) if context.in_register(at) else None


def _status(row: Row) -> Standing | None:
    """The standing of a learner by both statuses; an unknown status is a problem.

    If the enrolment status or the completion status means that they left, they left.
    """
    both = {
        "enrol_status": of_enrolment(row.text("enrol_status")),
        "completion": completion(row.text("completion")),
    }
    for name, each in both.items():
        if each is Standing.UNKNOWN:
            row.object_to(name, _NOT_KNOWN[name].format(row.text(name)))
    for decisive in (Standing.LEFT, Standing.UNKNOWN):
        if decisive in both.values():
            return decisive
    return both["enrol_status"] or both["completion"]


_NOT_KNOWN = {
    "enrol_status": (
        "{} is not an enrolment status that is known here (such as Enrolled or Leaver)"
        ", so nothing is claimed about what the learner does."
    ),
    "completion": (
        "{} is neither a learner who continues (1) nor one who has completed (2) or "
        "withdrawn (3), so nothing is claimed about what the learner does."
    ),
}


def of_enrolment(status: str) -> Standing | None:
    """The standing of a learner by an enrolment status.

    Single letters mean other things in colleges than in a census, so only a few count.
    """
    if len(status) == 1 and status.upper() not in _LETTERS:
        return Standing.UNKNOWN
    return standing(status)


def completion(status: str) -> Standing | None:
    """The standing of a learner by a completion status of the learner record.

    6 is a break in learning, during which their activity is unknown.
    """
    given = unmarked(status.strip()).removesuffix(".0")
    code = _COMPLETION_CODE.match(given)
    if code is not None:
        return _COMPLETIONS.get(code[1], Standing.UNKNOWN)
    if _BREAK.search(given):
        return Standing.UNKNOWN
    return standing(given)


#: The code, or the code with what it means behind it.
_COMPLETION_CODE = re.compile(r"0?(\d)(?:\s*[-–:=.)].*|\s+\D.*)?\Z")
_COMPLETIONS = {"1": Standing.ON_ROLL, "2": Standing.LEFT, "3": Standing.LEFT}
_BREAK = re.compile(r"break|temporar|suspend|pause|intermi", re.IGNORECASE)


def has_left(raw: Mapping[str, str]) -> bool:
    """Whether a status of the row means that the learner has left."""
    statuses = (
        of_enrolment(unmarked(raw.get("enrol_status", ""))),
        completion(raw.get("completion", "")),
    )
    return Standing.LEFT in statuses


def _gone_by(row: Row, at: InstitutionRef, context: Context) -> Doing:
    """A leaver without an end date: this ends their known stay there."""
    name, which = "completion", "completion"
    if of_enrolment(row.text("enrol_status")) is Standing.LEFT:
        name, which = "enrol_status", "enrolment"
    row.object_to(
        "end",
        f"The {which} status is {row.text(name)}, but there is no usable "
        f"end date; the learner is taken as gone by {context.as_at:%d/%m/%Y}.",
    )
    return Doing(None, at=at, ends=context.as_at - timedelta(days=1), gone_by=True)


def roll_activity(
    row: Row, born: date | None, at: InstitutionRef, context: Context
) -> Doing | None:
    """The learner's stay and activity; None where the row claims none."""
    starts, end, planned = row.day("start"), row.day("end"), row.day("planned_end")
    where = _status(row)
    if where is Standing.UNKNOWN or says_nothing(row.raw) or GOES_ON in row.raw:
        return None
    if where is Standing.LEFT and end is None:
        return _gone_by(row, at, context)
    if starts is None and not row.text("start"):
        row.object_to("start", "The start date is missing.")
    if starts is not None and starts - context.as_at > FURTHEST_START:
        row.object_to(
            "start",
            f"The start date {starts:%d/%m/%Y} is more than a year after "
            f"{context.as_at:%d/%m/%Y}, the day of the list; look at its year.",
        )
    ends = end if end is not None and end <= context.as_at else None
    if ends is None and end is not None:
        planned = end
    if starts is not None and end is not None and end < starts:
        row.object_to(
            "end",
            f"It ends on {end:%d/%m/%Y}, before it starts on {starts:%d/%m/%Y}.",
            stops=True,
        )
        return None
    if starts is not None and planned is not None and planned < starts:
        row.object_to(
            "planned_end", f"It should end on {planned:%d/%m/%Y}, before it starts."
        )
        planned = None
    activity, understood = _activity(row)
    part_time = _part_time(row)
    if activity is None and born is not None:
        on = ends or max(starts or context.as_at, context.as_at)
        if academic_age(born, on) <= YEAR_11:
            activity = AT_SCHOOL.code
        elif starts is not None:
            # A sixth form's list gives the day the pupil came to the school in Year 7.
            starts = max(starts, AcademicYear.of_year_11(born).next.starts)
    if activity is None and not understood and not context.in_register(at):
        activity = _assumed(row, at, context, part_time=part_time)
    return Doing(
        activity,
        at=at,
        starts=starts,
        ends=ends,
        expected_end=None if ends is not None else planned,
        part_time=part_time,
    )


def _assumed(
    row: Row, at: InstitutionRef, context: Context, *, part_time: bool | None
) -> str | None:
    """The activity of a learner where neither the row nor the register shows it.

    Training providers are in no register of schools, so a list in the template for
    training means training. None leaves the activity to a register that is loaded
    later, and it is further education until then.
    """
    training = bool(row.text("ukprn") and row.text("situation"))
    assumed = (
        OTHER_TRAINING if training else activity_at(None, part_time=bool(part_time))
    )
    numbers = ("laestab", "urn", "ukprn", "provider")
    # The whole line, where the sender stands in no column of it.
    column = next((name for name in numbers if row.text(name)), "")
    key = key_of(at) or ""
    by_name = key.startswith("name:")
    called = (by_name and at.name) or of_key(key)
    alike = context.so_named(at.name or "") if by_name else 0
    unknown = (
        f"{alike} institutions in the register are called {called}; the row does not "
        "say which of them it is, nor"
        if alike > 1
        else f"{called} is not in the register, and the row does not say"
    )
    row.object_to(
        column, f"{unknown} what is done there; {assumed.title.lower()} is assumed."
    )
    return assumed.code if training else None


def _activity(row: Row) -> tuple[str | None, bool]:
    """The activity that the row names, None where the institution's kind decides, and
    whether the row had a situation that is known.
    """
    situation = row.text("situation")
    words = (heading_key(row.text("situation_part")), heading_key(situation))
    known = [SITUATIONS[word] for word in words if word in SITUATIONS]
    if situation and not known and words[1] not in HIGHER_EDUCATION_WORDS:
        row.object_to(
            "situation",
            f"{situation} is not a situation that is known here; "
            "the kind of provider decides.",
        )
    kind = programmes.unknown_kind(row.raw)
    if kind:
        row.object_to(
            "prog_type",
            f"{kind} is no kind of programme that is known here; the funding or the "
            "kind of provider decides.",
        )
    found = next(iter(known), None)
    _refuse_higher_education(row, found)
    return found, bool(known)


def _refuse_higher_education(row: Row, activity: str | None) -> None:
    """Stops a row of a higher education course, apprenticeships left out."""
    if activity == APPRENTICESHIP.code:
        return
    for name in ("situation", "goal_level", "qualification_level"):
        text = row.text(name)
        level = re.fullmatch(r"(?:level|l)?(\d)", heading_key(text))
        if heading_key(text) in HIGHER_EDUCATION_WORDS or (
            name != "situation"
            and level is not None
            and int(level[1]) >= HIGHER_EDUCATION_LEVEL
        ):
            row.object_to(
                name,
                f"{text} is higher education; leave those courses out of the list.",
                stops=True,
            )
            return


def _part_time(row: Row) -> bool | None:
    """Whether it is part time; None where the list is silent and overrules no list."""
    words = row.text("full_time").upper()
    full_time = FULL_TIME_WORDS.get(words)
    if full_time is None:
        full_time = row.flag("full_time")
    if full_time is not None:
        return not full_time
    hours = row.text("hours")
    if not hours:
        return None
    try:
        return float(hours) < FULL_TIME_HOURS
    except ValueError:
        row.object_to("hours", f"{hours} is not a number of hours.")
        return None
