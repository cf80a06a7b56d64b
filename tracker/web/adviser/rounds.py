"""Working through a list: "2 of 12", the next young person, and the end.

The address of a page carries the list and its filters, and no names. The order of the
round is kept for the day on which it was begun.

See decision 0187.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.casework.rounds import Round
from tracker.domain.casework.my_day import Section
from tracker.store.nccis_return.run_issues import GROUPINGS
from tracker.store.people.records import Person
from tracker.web.acting import act, today
from tracker.web.adviser import bp, my_day, narrowing, not_known_list
from tracker.web.adviser.caseloads import own_gaps
from tracker.web.data_team.nccis_return import issues
from tracker.web.front import incoming
from tracker.web.guard import me, requires, scope
from tracker.web.look.listing import SORT

ARGUMENT = "round"
_LONGEST = 400
#: How many of those who follow are looked at, until one has a record to open.
_LOOKED_AT = 20
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class List:
    """A list that can be worked through: its title, page and people in order.

    ``filters`` are the arguments of its page that choose and order them; ``of`` is the
    one that stands in its path. ``calls``: its people are rung, and reached or not.
    """

    title: Callable[[Given], str]
    endpoint: str
    filters: tuple[str, ...]
    people: Callable[[Given], Sequence[int]]
    of: str = ""
    calls: bool = True

    def back(self, given: Given) -> str:
        """The address of the list as it was filtered; my day for one of nothing."""
        path: dict[str, Any] = {}
        if self.of:
            number = incoming.number(given.get(self.of))
            if number is None:
                return url_for("adviser.my_day")
            path = {self.of: number}
        query = {name: text for name, text in given.items() if name != self.of}
        address = url_for(self.endpoint, **path)
        return f"{address}?{urlencode(query)}" if query else address


def _my_day(given: Given) -> Sequence[int]:
    lists = my_day.lists()
    section = given.get("section")
    if section not in tuple(Section):
        return []
    return [each.row.person for each in lists[Section(section)]]


def _my_caseload(given: Given) -> Sequence[int]:
    rows = store.casework.caseload_rows.of_adviser(
        [me().id], day=narrowing.newest_day(), today=today(), within=scope()
    )
    listing = narrowing.listing(
        rows, narrowing.schools_of(rows), today=today(), given=given
    )
    return [row.person for row in listing.everything]


_LISTS: Mapping[str, List] = {
    "my-day": List(
        lambda given: f"My day: {given.get('section', '')}",
        "adviser.my_day",
        ("section",),
        _my_day,
    ),
    "my-caseload": List(
        lambda given: "My caseload",
        "adviser.caseload_mine",
        (*("is", "area", "place", "school", "next", "phone", "contact"), SORT),
        _my_caseload,
    ),
    "my-gaps": List(
        lambda given: "Gaps in my caseload",
        "adviser.my_gaps",
        (*own_gaps.FILTERS, SORT),
        own_gaps.people,
    ),
    "not-known": List(
        lambda given: "Not known",
        "adviser.not_known",
        (*not_known_list.FILTERS, SORT),
        not_known_list.people,
    ),
    "return-issues": List(
        lambda given: f"Rule {given['rule']}" if "rule" in given else "Issues",
        "data_team.return_issue_list",
        ("number", *GROUPINGS),
        issues.people,
        of="number",
        calls=False,
    ),
}


def argument(name: str, /, **given: str) -> str:
    """What an address carries of a list and its filters."""
    kept = sorted((key, text) for key, text in given.items() if text and key != "page")
    return f"{name}?{urlencode(kept)}" if kept else name


def list_of(given: Given) -> str | None:
    """The endpoint of the list from which a page was opened; None without one."""
    found = _LISTS.get(given.get(ARGUMENT, "").partition("?")[0])
    return found.endpoint if found is not None else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A round as a page shows it, beside one of its young people."""

    argument: str
    title: str
    back: str
    place: int
    order: Round
    next: Person | None

    @property
    def total(self) -> int:
        return len(self.order.people)

    def address_of_next(self) -> str:
        """The page of the next young person, or that of the end."""
        if self.next is None:
            return url_for("adviser.round_end", round=self.argument)
        return url_for("adviser.person", number=self.next.id, round=self.argument)


def current(person: int) -> Shown | None:
    """The round that the address of this page carries, with this young person in it.

    It begins with the first page that carries its list. None without a list, for an
    unknown one, and for a young person who is not on it.
    """
    found = _read(request.args.get(ARGUMENT, ""))
    if found is None:
        return None
    text, listed, given = found
    list_round = actions.casework.rounds.of(me().id, text, act=act())
    if person not in list_round.people:
        people = listed.people(given)
        if person not in people[: actions.casework.rounds.MOST]:
            return None
        list_round = actions.casework.rounds.begin(me().id, text, people, act=act())
    return Shown(
        argument=text,
        title=listed.title(given),
        back=listed.back(given),
        place=list_round.place_of(person),
        order=list_round,
        next=_first(list_round.after(person)),
    )


def done(shown: Shown | None, person: int, reached: bool) -> None:
    """Marks a young person of a round as done."""
    if shown is not None:
        actions.casework.rounds.done(
            me().id, shown.argument, person, reached=reached, act=act()
        )


def _read(text: str) -> tuple[str, List, dict[str, str]] | None:
    """The list that an address carries, in one spelling, with its filters."""
    name, _, query = text[:_LONGEST].partition("?")
    listed = _LISTS.get(name)
    if listed is None:
        return None
    given = {key: value for key, value in parse_qsl(query) if key in listed.filters}
    return argument(name, **given), listed, given


def _first(people: Sequence[int]) -> Person | None:
    some = list(people[:_LOOKED_AT])
    if not some:
        return None
    known = {
        each.id: each
        for each in store.people.records.records(some, within=scope())
        if each.merged_into is None
    }
    return next((known[each] for each in some if each in known), None)


@bp.get("/round-end")
@requires(Permission.RECORD_CONTACT)
def round_end() -> ResponseReturnValue:
    """How a round ended: how many are done, how many of them were reached."""
    text, listed, given = _read(request.args.get(ARGUMENT, "")) or ("", None, {})
    order = actions.casework.rounds.of(me().id, text, act=act())
    left = [each for each in order.people if each not in order.done]
    return render_template(
        "adviser/happened/round_end.html",
        title=listed.title(given) if listed else "",
        back=listed.back(given) if listed else url_for("adviser.my_day"),
        order=order,
        calls=listed is None or listed.calls,
        left=len(left),
        next=_first(left),
        argument=text,
    )


bp.add_app_template_global(argument, "round_argument")
