"""The day whose figures a page shows, and whether they can be shown at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import abort, g, make_response, render_template, request, url_for

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.reference.academic_year import Period, periods, say_date
from tracker.domain.settings import Chosen
from tracker.reporting.panels.divided import OPEN
from tracker.store.work.tasks import Task
from tracker.web.acting import act, today
from tracker.web.guard import may, me, scope
from tracker.wording.group_titles import NameOf

#: Before this year there were no records of young people of this kind.
_FIRST_YEAR = 2005


@dataclass(frozen=True, slots=True)
class ChosenDay:
    """The day of a page: today, or the end of a completed month."""

    as_of: date
    month: str | None  # "2026-10", None for today

    @property
    def title(self) -> str:
        return say_date(self.as_of)

    @property
    def last_end(self) -> Period:
        """The newest month that had ended on that day."""
        here = Period.of(self.as_of)
        return here if here.end == self.as_of else here.previous

    def choices(self) -> list[tuple[str, str, bool]]:
        """The days to choose from: today, and the month ends of two academic years."""
        last = Period.of(today()).previous
        first = Period(Period.of(today()).academic_year.previous.start, 9)
        shown = list(periods(first, last))
        if self.month is not None and (named := Period.parse(self.month)) not in shown:
            shown.insert(0, named)
        return [
            ("", f"Today, {say_date(today())}", self.month is None),
            *(
                (each.iso, f"End of {each.label}", each.iso == self.month)
                for each in reversed(shown)
            ),
        ]

    def link(self, endpoint: str, **more: str | None) -> str:
        """The address of another page about the same day."""
        given: dict[str, Any] = {"month": self.month, **more}
        return url_for(endpoint, **given)

    def lists_behind(self) -> Callable[[Mapping[str, str]], str]:
        """Gives the address of the list behind a number (``Panel.opens``)."""
        # A long table has a thousand of these: the address is made once.
        address = url_for("management.list_behind")
        month = {} if self.month is None else {"month": self.month}
        return lambda opens: f"{address}?{urlencode({**month, **opens})}"


def chosen() -> ChosenDay:
    """The day that the address names. A month that has not ended is not found."""
    text = request.args.get("month", "").strip()
    if not text:
        return ChosenDay(today(), None)
    try:
        period = Period.parse(text)
    except ValueError:
        abort(404)
    if period.end >= today() or period.year < _FIRST_YEAR:
        if period.end != today():
            abort(404)
        return ChosenDay(today(), None)
    return ChosenDay(period.end, period.iso)


def chosen_month() -> ChosenDay:
    """As ``chosen``, but always a completed month: the last unless one is named."""
    day = chosen()
    if day.month is not None:
        return day
    last = Period.of(today()).previous
    return ChosenDay(last.end, last.iso)


class Ready(NamedTuple):
    """Whether the figures of the day can be shown, and what a worker still makes."""

    made: bool
    task: Task | None


def ready(day: ChosenDay, others: Iterable[date] = ()) -> Ready:
    """Makes a little that is owed at once; gives more to a worker."""
    task = actions.history.month_ends.make_or_request(
        day.as_of, others, within=scope(), act=act()
    )
    made = task is None or store.history.days.complete_among(
        [day.as_of], within=scope()
    )
    return Ready(bool(made), task)


def wait_for_figures(day: ChosenDay, others: Iterable[date] = ()) -> Task | None:
    """Answers with a page that waits until the figures can be shown.

    Gives what a worker still makes beside them.
    """
    made, task = ready(day, others)
    if not made:
        waiting = render_template("management/waiting.html", day=day, task=task)
        abort(make_response(waiting))
    return task


def settings() -> Chosen:
    """The settings of the signed-in user's authority, read once a request."""
    if "settings" not in g:
        g.settings = actions.accounts.settings.of(me().authority)
    found: Chosen = g.settings
    return found


def protection() -> Suppression:
    """The disclosure control of tables for the signed-in user.

    A user who may open the list behind every number sees all numbers.
    """
    return OPEN if may(Permission.SEE_PEOPLE) else settings().suppression


def counts_sealed() -> bool:
    """Whether figures count what is sealed.

    It is the same for every reader: beside a list without them, a figure that counts
    them would show a reader of both what is sealed, without a reason and on no record.
    """
    return settings().counts_sealed


def return_counts_sealed() -> bool:
    """Whether the figures of a return do: for those who may see its file."""
    return may(Permission.SEE_SEALED) or counts_sealed()


def names() -> NameOf:
    """The names of institutions."""
    return store.institutions.register.directory().name_of
