"""The September Guarantee that a page is about, and the two days of its statuses."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from tracker import store
from tracker.actions.year import guarantee_figures
from tracker.actions.year.guarantee_figures import Figures
from tracker.domain.history.guarantee import fixed_on
from tracker.domain.reference.academic_year import say_date
from tracker.domain.year.turn_of_year import turn_after
from tracker.web.acting import act, today
from tracker.web.forms import Day, Form
from tracker.web.guard import found, me
from tracker.web.management import chosen_day
from tracker.web.management.chosen_day import ChosenDay

#: How many days back changes are looked for, with the words of the choice.
BACK = {1: "The day before", 7: "A week", 28: "Four weeks"}


class Days(Form):
    """The days of the statuses. The address holds them (GET), so it can be kept."""

    class Meta:
        csrf = False

    on = Day("Statuses on")
    since = Day("Changes since")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A September, the day whose statuses are counted, and the day compared with it."""

    september: int
    on: date
    since: date

    @property
    def title(self) -> str:
        return f"September Guarantee {self.september}"

    def link(self, endpoint: str, **more: Any) -> str:
        """The address of a page about the same September and days."""
        given = {"on": self.on.isoformat(), "since": self.since.isoformat(), **more}
        return url_for(f"data_team.{endpoint}", september=self.september, **given)

    def back(self, days: int) -> str:
        """The address of the page with changes of as many days."""
        since = (self.on - timedelta(days=days)).isoformat()
        return self.link("return_guarantee", since=since)

    def figures(self) -> Figures:
        return guarantee_figures.figures(
            self.september, on=self.on, since=self.since, act=act()
        )


def choices() -> list[int]:
    """The Septembers that a page shows: the next, the two before it, and all fixed."""
    coming = turn_after(today()).year
    fixed = store.history.guarantee_lists.fixed(me().authority)
    return sorted({coming, coming - 1, coming - 2, *fixed}, reverse=True)


def september_of(given: int | None) -> int:
    """The September that an address names; else the newest that can have a list."""
    if given is not None:
        return found(given if given in choices() else None)
    coming = turn_after(today()).year
    return coming if has_begun(coming) else coming - 1


def has_begun(september: int) -> bool:
    """Whether the day that fixes its list has come."""
    return fixed_on(september) <= today()


def wait_for_list(september: int) -> None:
    """Answers with a page that waits until the day of the list has its positions."""
    if has_begun(september):
        chosen_day.wait_for_figures(ChosenDay(fixed_on(september), None))


def is_ready(september: int) -> bool:
    """Whether there is a list whose day has its positions, for a file."""
    day = ChosenDay(fixed_on(september), None)
    return has_begun(september) and chosen_day.ready(day).made


def chosen(september: int) -> tuple[Chosen, Days]:
    """What the address names, and the form that names other days.

    A day that is wrong has an error in the form, and the usual day in its place.
    """
    last, first = today(), date(september - 1, 9, 1)
    given = {name: _parts(name) for name in ("on", "since")}
    form = Days(
        MultiDict((name, part) for name, parts in given.items() for part in parts)
    )
    form.validate()
    on, since = form.on.data, form.since.data
    if on is not None and not first <= on <= last:
        form.refuse("on", f"Enter a day from {say_date(first)} to {say_date(last)}.")
        on = None
    on = on or last
    if since is not None and not first - timedelta(days=366) <= since < on:
        form.refuse("since", f"Enter a day before {say_date(on)}.")
        since = None
    since = since or on - timedelta(days=1)
    for field, day in ((form.on, on), (form.since, since)):
        if not field.errors:
            field.parts = field.raw_data = [str(day.day), str(day.month), str(day.year)]
    return Chosen(september, on, since), form


def _parts(name: str) -> list[str]:
    """The three parts of a day, which a link writes as one: 2026-11-24."""
    parts = request.args.getlist(name)
    if len(parts) == 1:
        year, _, rest = parts[0].partition("-")
        month, _, day = rest.partition("-")
        return [day, month, year] if parts[0] else []
    return parts
