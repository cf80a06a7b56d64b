"""1 September, a dry run: its tables, its checklist, and the list behind a number.

Its readers may open each list, so no number is hidden from them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import abort, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.actions.year import turn_checklist, turn_of_year
from tracker.domain.figures.breakdowns import EVERY, why_not_known
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import say_date
from tracker.domain.year.turn_of_year import (
    MOVE,
    PARTS,
    PLACE,
    Turn,
    title_of_move,
    turn_after,
)
from tracker.reporting.files.safe_text import MARKING, Value
from tracker.reporting.panels.panel import Panel
from tracker.store.accounts.audit import Action
from tracker.store.work.tasks import Task
from tracker.web import guard, paging
from tracker.web.acting import act, today
from tracker.web.attachments import csv_file
from tracker.web.guard import found, may, requires, scope
from tracker.web.look.listing import MOST_ROWS, Filter, Listing, by_words
from tracker.web.management import bp, chosen_day
from tracker.web.management.chosen_day import ChosenDay
from tracker.web.management.people_behind import MOST_LISTED
from tracker.wording import group_titles

#: Where each line of the checklist is done, if a page does it.
_DONE_AT = {
    turn_checklist.Name.REGISTER: ("data_team.imports", "Imports"),
    turn_checklist.Name.CENSUS: ("data_team.senders", "Chase board"),
    turn_checklist.Name.GUARANTEE: ("data_team.return_guarantee", "Guarantee"),
    turn_checklist.Name.LISTS: ("data_team.senders", "Chase board"),
    turn_checklist.Name.RETURN: ("data_team.returns", "Return"),
}
_PART_TITLES = {
    "all": "Everybody",
    "participating": "Participating on 1 September",
    "other": "In other work or training on 1 September",
    "neet": "NEET on 1 September",
    "not-known": "Not known on 1 September",
    "outside": "In no figure of 1 September",
    "already": "Not known already",
    "in-summer": "Not known before 1 September",
    "on-the-day": "Not known from 1 September",
    "new": "Become not known by 1 September",
    "in-figures": "In the figures of 1 September",
}


def _numbers(day: ChosenDay) -> turn_of_year.Found:
    """The numbers of today; answers with a page that waits until they are made."""
    made = turn_of_year.make_or_request(within=scope(), act=act())
    if isinstance(made, Task):
        waiting = render_template("management/waiting.html", day=day, task=made)
        abort(make_response(waiting))
    return made


def _panels(made: turn_of_year.Found) -> list[Panel]:
    names = _names({kind.place for kind in made.turned.kinds})
    return reporting.year.turn_panels.panels(made.turned, name_of=names)


def _names(keys: set[str]) -> group_titles.NameOf:
    return actions.institutions.place_names.names_of(keys, today(), within=scope())


def _link(name: turn_checklist.Name) -> tuple[str, str] | None:
    """The address and the words of the page that does a line, if the user may."""
    endpoint, words = _DONE_AT.get(name, ("", ""))
    if not endpoint:
        return None
    needed = guard.needs(current_app, endpoint)
    if not isinstance(needed, Permission) or not may(needed):
        return None
    if name is turn_checklist.Name.GUARANTEE:
        return url_for(endpoint, september=turn_after(today()).year), words
    return url_for(endpoint), words


def _list_of(opens: Mapping[str, str]) -> str:
    return f"{url_for('management.the_year_september_list')}?{urlencode(opens)}"


@bp.get("/year/september")
@requires(Permission.SEE_PEOPLE)
def the_year_september() -> ResponseReturnValue:
    day = ChosenDay(today(), None)
    chosen_day.wait_for_figures(day)
    made = _numbers(day)
    apart = made.turned.after[-1]
    return render_template(
        "management/turn_of_year.html",
        day=day,
        turned=made.turned,
        at=made.at,
        panels=_panels(made),
        apart=int(apart.count),
        checks=[
            (each, _link(each.name))
            for each in turn_checklist.checks(today(), within=scope())
        ],
        list_of=_list_of,
    )


@bp.get("/year/september/<panel>.csv")
@requires(Permission.SEE_PEOPLE)
def the_year_september_table(panel: str) -> ResponseReturnValue:
    made = turn_of_year.make_or_request(within=scope(), act=act())
    if isinstance(made, Task):
        abort(404)
    shown = found(next((one for one in _panels(made) if one.name == panel), None))
    name = f"september-{panel}-{made.turned.on.isoformat()}.csv"
    return csv_file(name, *shown.table())


@dataclass(frozen=True, slots=True)
class _Behind:
    """The number that a list is behind, and its words."""

    part: str
    by: str
    group: str

    @property
    def title(self) -> str:
        return _PART_TITLES[self.part]

    @property
    def narrowed(self) -> str:
        if self.by == MOVE:
            return title_of_move(self.group)
        if self.group == EVERY:
            return "All places"
        return group_titles.title("institution", self.group, _names({self.group}))

    def people(self) -> list[Turn] | None:
        return turn_of_year.people(
            self.part, self.by, self.group, on=today(), within=scope()
        )


def _behind() -> _Behind:
    """The number that the address names; an unknown one is not found."""
    given = request.args
    part, by = given.get("measure", ""), given.get("breakdown", "")
    group = given.get("group", "")
    if part not in PARTS or by not in (MOVE, PLACE):
        abort(404)
    if by == MOVE:
        try:
            title_of_move(group)
        except ValueError:
            abort(404)
    return _Behind(part, by, group)


@dataclass(frozen=True, slots=True)
class Listed:
    """One young person of a list: where they are, and how 1 September counts them."""

    turn: Turn
    name: str
    says: str
    where: str
    then: str
    expected: str


def _listed(turns: Sequence[Turn]) -> list[Listed]:
    """Young people with their names, in the order of family and given name."""
    known = {
        each.id: each
        for each in store.people.records.records(
            [turn.after.person for turn in turns], within=scope()
        )
    }
    keys = {turn.place for turn in turns if turn.place}
    keys |= {each for turn in turns if (each := turn.before.position.institution)}
    names = _names(keys)

    def place(key: str | None, name: str | None = None) -> str:
        if not key:
            return name or ""
        return names(key) or name or group_titles.title("institution", key, names)

    listed = [
        (
            (record.family, record.given, record.id),
            Listed(
                turn,
                record.name,
                says=_says(turn.before),
                where=place(
                    turn.before.position.institution,
                    turn.before.position.institution_name,
                ),
                then=_says(turn.after),
                expected=place(turn.place),
            ),
        )
        for turn in turns
        if (record := known.get(turn.after.person)) is not None
    ]
    return [each for _, each in sorted(listed, key=lambda pair: pair[0])]


def _says(member: Member) -> str:
    return why_not_known(member) or member.position.activity.title


@bp.get("/year/september/people")
@requires(Permission.SEE_PEOPLE)
def the_year_september_list() -> ResponseReturnValue:
    behind = _behind()
    chosen_day.wait_for_figures(ChosenDay(today(), None))
    turns = behind.people()
    listed = _listed(turns or [])
    listing = _listing(listed) if len(listed) <= MOST_ROWS else None
    page = listing.page if listing else paging.page(len(listed))
    rows = listing.rows if listing else listed[page.offset : page.offset + page.rows]
    return render_template(
        "management/turn_of_year_list.html",
        behind=behind,
        on=today(),
        day=turn_after(today()),
        total=len(listed),
        too_many=turns is None,
        listing=listing,
        page=page,
        listed=rows,
        most=MOST_LISTED,
        file=paging.with_arguments(url_for("management.the_year_september_file")),
    )


def _listing(listed: Sequence[Listed]) -> Listing[Listed]:
    """The list as its reader sorts and narrows it; it comes in the order of names."""
    place = {each.turn.after.person: at for at, each in enumerate(listed)}
    return Listing(
        listed,
        keys={
            "name": lambda each: place[each.turn.after.person],
            "year": lambda each: each.turn.after.year_group,
            "is": lambda each: each.says,
            "then": lambda each: each.then,
            "since": lambda each: each.turn.after.position.counts_since,
        },
        filters=(
            Filter("is", "Where they are", lambda each: by_words(each.says)),
            Filter("then", "On 1 September", lambda each: by_words(each.then)),
            Filter("place", "Expected at", lambda each: by_words(each.expected)),
            Filter(
                "year",
                "Year",
                lambda each: by_words(f"Year {each.turn.after.year_group}"),
            ),
        ),
    )


@bp.get("/year/september/people.csv")
@requires(Permission.SEE_PEOPLE, offered_on="management.the_year_september_list")
def the_year_september_file() -> ResponseReturnValue:
    behind = _behind()
    if not chosen_day.ready(ChosenDay(today(), None)).made:
        abort(404)
    turns = behind.people()
    if turns is None or len(turns) > MOST_LISTED:
        abort(404)
    listed = _listed(turns)
    name = f"september-{behind.part}-{today().isoformat()}"
    if len(listed) <= MOST_ROWS:
        listing = _listing(listed)
        listed, name = list(listing.everything), listing.file_name(name)
    act().note_alone(
        Action.FIGURE_LIST_DOWNLOADED,
        f"dry run of {say_date(turn_after(today()))}, “{behind.title}”",
        breakdown=behind.by,
        as_of=today().isoformat(),
        people=[each.turn.after.person for each in listed],
        why="list behind a number of 1 September",
    )
    return csv_file(f"{name}.csv", _HEADINGS, map(_line, listed))


_HEADINGS = (
    *("Young person", "Name", "Year group on 1 September", "Where they are"),
    *("Place", "On 1 September", "Since", "Expected at", MARKING),
)


def _line(each: Listed) -> tuple[Value, ...]:
    after = each.turn.after
    return (
        *(after.person, each.name, after.year_group, each.says, each.where),
        *(each.then, after.position.counts_since, each.expected, ""),
    )
