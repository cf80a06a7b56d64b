"""The next follow-up of a young person: its day and purpose, by the outcome.

It is a proposal. The adviser who records the contact may choose another day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.casework.contact import Outcome
from tracker.domain.reference.academic_year import add_months

FIRST_WEEKEND_DAY = 5  # Saturday, as date.weekday counts

KEEP_IN_TOUCH = "Keep in touch"
CONFIRM = "Confirm before it lapses"
TRY_AGAIN = "Try again"
SEND_LETTER = "Send a letter"
FIND_NUMBER = "Find another number"
ASK_AGAIN = "Ask again"

#: After so many unanswered attempts in a row a letter is better than another call.
TRIES = 3
#: The time to the next follow-up after reaching a person, and before a lapse.
IN_TOUCH, BEFORE_LAPSE = timedelta(days=28), timedelta(days=7)
AFTER_REFUSAL = 3  # months


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The day of the next contact, and its purpose."""

    due: date
    what: str


def proposed(
    outcome: Outcome,
    on: date,
    *,
    unanswered_before: int,
    lapses: date | None,
    in_touch: timedelta = IN_TOUCH,
) -> FollowUp:
    """The follow-up of a contact with that outcome on a day.

    ``unanswered_before`` counts the unanswered attempts in a row before this one.
    ``lapses`` is the last day of the currency of their activity, ``in_touch`` the time
    to the next follow-up after reaching them.
    """
    if outcome.unanswered:
        if unanswered_before + 1 >= TRIES:
            return FollowUp(working_days_after(on, 5), SEND_LETTER)
        return FollowUp(working_days_after(on, 2), TRY_AGAIN)
    if outcome is Outcome.WRONG_NUMBER:
        return FollowUp(on, FIND_NUMBER)
    if outcome is Outcome.REFUSED:
        return FollowUp(on_a_working_day(add_months(on, AFTER_REFUSAL)), ASK_AGAIN)
    return _after_speaking(on, lapses, in_touch)


def _after_speaking(on: date, lapses: date | None, in_touch: timedelta) -> FollowUp:
    again = on_a_working_day(on + in_touch)
    # A contact has settled what had lapsed already, or cannot settle it.
    if lapses is not None and on < lapses <= again + BEFORE_LAPSE:
        soonest = working_days_after(on, 1)
        return FollowUp(max(_back_to_work(lapses - BEFORE_LAPSE), soonest), CONFIRM)
    return FollowUp(again, KEEP_IN_TOUCH)


def working_days_after(day: date, count: int) -> date:
    """So many days from Monday to Friday later, without regard to bank holidays."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < FIRST_WEEKEND_DAY:
            count -= 1
    return day


def on_a_working_day(day: date) -> date:
    """The day, or the Monday after a weekend."""
    while day.weekday() >= FIRST_WEEKEND_DAY:
        day += timedelta(days=1)
    return day


def _back_to_work(day: date) -> date:
    """The day, or the Friday before a weekend."""
    while day.weekday() >= FIRST_WEEKEND_DAY:
        day -= timedelta(days=1)
    return day
