"""DfE's list of those at risk, set beside the one before it: who is new, who is off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker import store
from tracker.access import Scope
from tracker.feeds.risk_lists.feed import NAME, is_listed
from tracker.feeds.risk_lists.indicator_cells import held

#: So many lists are looked at for the day since which a pupil has been on them.
MOST_LISTS = 6


class Standing(StrEnum):
    """How a young person stands on DfE's list, as pages have it."""

    NEW = "New on it"
    STILL = "On it, as before"
    OFF = "Off it since"


@dataclass(frozen=True, slots=True)
class OnList:
    """A young person on DfE's newest list, or on the one before it alone.

    ``since`` is the day of the first list in a row that has them, or of the list from
    which they are off. ``indicators`` are those that may be shown, where they were
    wanted.
    """

    standing: Standing
    since: date
    indicators: tuple[str, ...]

    @property
    def is_on(self) -> bool:
        return self.standing is not Standing.OFF


@dataclass(frozen=True, slots=True)
class OfficialLists:
    """The newest list: its day, None without one, and who is on or just off it.

    ``before`` is the day of the list before it.
    """

    day: date | None
    before: date | None
    people: dict[int, OnList]


def official_lists(
    on: date,
    *,
    known_at: datetime | None = None,
    within: Scope,
    people: Collection[int] | None = None,
    with_indicators: bool = False,
) -> OfficialLists:
    """DfE's lists as they stood on a day, by what was known at a moment or is now.

    ``with_indicators`` gives them, for the page of one young person: no list shows why
    DfE has them, because a reason that is missing would show one that is sealed.
    """
    days = store.year.risk_lines.days(
        NAME, on, known_at=known_at, within=within, most=MOST_LISTS
    )
    if not days:
        return OfficialLists(None, None, {})
    lines = store.year.risk_lines.on_lists(
        NAME,
        days,
        known_at=known_at,
        within=within,
        people=people,
        only=None if with_indicators else "listed",
    )
    listed: dict[date, dict[int, list[str]]] = {}
    for day in days:
        of_day = listed.setdefault(day, {})
        for line in lines[day]:
            if not is_listed(line.cells):
                continue
            words = of_day.setdefault(line.person, [])
            if with_indicators:
                words += [
                    each
                    for each in held(line.cells.get("open_indicators", ""))
                    if each not in words
                ]
    newest, *earlier = days
    found = {
        person: _on(person, words, days, listed)
        for person, words in listed[newest].items()
    }
    for person, words in listed[earlier[0]].items() if earlier else ():
        if person not in found:
            found[person] = OnList(Standing.OFF, newest, tuple(words))
    return OfficialLists(newest, earlier[0] if earlier else None, found)


def _on(
    person: int,
    words: list[str],
    days: list[date],
    listed: dict[date, dict[int, list[str]]],
) -> OnList:
    since = days[0]
    for day in days[1:]:
        if person not in listed[day]:
            break
        since = day
    is_new = len(days) == 1 or since == days[0]
    standing = Standing.NEW if is_new else Standing.STILL
    return OnList(standing, since, tuple(words))
