"""An adviser's list for today: each young person once, for the most urgent reason."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.casework.contact import Word
from tracker.domain.history.position import Position
from tracker.domain.reference.academic_year import AcademicYear, say_near

LAPSING_WITHIN = timedelta(days=14)


class Section(Word):
    """The parts of the day, the most urgent first."""

    OVERDUE = "overdue"
    DUE = "due today"
    LAPSING = "lapsing in 14 days"
    LEFT = "new leavers"
    NEET = "new NEET"
    HIDDEN = "new, not shown"
    UNPLANNED = "nothing planned"


@dataclass(frozen=True, slots=True)
class Urgent:
    """The reason why a person is on today's list; the list is sorted by ``since``."""

    section: Section
    why: str
    since: date


def urgent(
    position: Position | None,
    *,
    due: date | None,
    what: str,
    contacted: date | None,
    today: date,
) -> Urgent | None:
    """The place of a person on today's list, or None where nothing is to be done.

    ``position`` is None for a person who is not (or no longer) tracked.
    ``contacted`` is the day of the last contact, whatever its outcome.
    """
    if due is not None and due <= today:
        if due == today:
            return Urgent(Section.DUE, what, due)
        return Urgent(Section.OVERDUE, f"{what}: due {say_near(due, today)}", due)
    if position is None:
        return None
    lapses = position.lapses
    if lapses is not None and today <= lapses <= today + LAPSING_WITHIN:
        why = f"{position.activity.title}: confirm by {say_near(lapses, today)}"
        return Urgent(Section.LAPSING, why, lapses)
    found = _without_place(position, today)
    if found is None or _is_new(found, contacted, today):
        return found
    # They were contacted since it began, or left before this school year: what comes
    # next has to be decided.
    since = contacted or found.since
    return Urgent(Section.UNPLANNED, found.why, since) if due is None else None


def new_since(today: date) -> date:
    """The first day on which one who left is a new leaver: that of the school year."""
    return AcademicYear.of(today).starts


def _is_new(found: Urgent, contacted: date | None, today: date) -> bool:
    if contacted is not None and contacted >= found.since:
        return False
    return found.section is not Section.LEFT or found.since >= new_since(today)


def _without_place(position: Position, today: date) -> Urgent | None:
    """A person who is not known or NEET, or whose activity is not shown, as new."""
    if position.is_not_known:
        since, section = position.counts_since, Section.LEFT
        why = _why_not_known(position, say_near(since, today))
    elif position.activity.sealed:
        since, section = position.starts, Section.HIDDEN
        why = f"Since {say_near(since, today)}: what they do is not shown"
    elif position.is_neet:
        since, section = position.neet_since or position.starts, Section.NEET
        why = f"Since {say_near(since, today)}: {position.activity.title.lower()}"
    else:
        return None
    return Urgent(section, why, since)


def _why_not_known(position: Position, since: str) -> str:
    if position.lapsed:
        title = position.activity.title.lower()
        return f"Not known since {since}: {title} not confirmed"
    return f"Not known since {since}"
