"""The list behind a figure: the people who count, or all that the measure covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.domain.figures import found_since, last_confirmed
from tracker.domain.figures.breakdowns import (
    BETWEEN,
    BY_NAME,
    EVERY,
    FLOW,
    LAPSES,
    why_not_known,
)
from tracker.domain.figures.measures import Measure
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import Period, say_date
from tracker.reporting.files.safe_text import MARKING, Value
from tracker.store.accounts.audit import Action
from tracker.store.figures.people_behind import PeopleBehind
from tracker.web import paging
from tracker.web.acting import act
from tracker.web.attachments import csv_file
from tracker.web.guard import found, requires, scope
from tracker.web.look.listing import MOST_ROWS, Filter, Listing, by_words
from tracker.web.management import bp, chosen_day
from tracker.web.management.chosen_day import ChosenDay
from tracker.wording import group_titles

#: A longer list is too long to read; a breakdown makes it shorter.
MOST_LISTED = 20_000


#: The title of a band of days, by the name of its filter.
_BANDS = {
    domain.casework.contact_bands.CONTACTED: domain.casework.contact_bands.title,
    last_confirmed.CONFIRMED: last_confirmed.title,
}


@dataclass(frozen=True, slots=True)
class Behind:
    """The figure that a list is behind, and its words."""

    day: ChosenDay
    measure: Measure
    counting: bool
    breakdown: str | None
    group: str | None

    @property
    def title(self) -> str:
        if self.counting:
            return self.measure.title
        return f"All that it covers: {self.measure.title}"

    @property
    def narrowed(self) -> str:
        """The group of the list in words, "" where it is everybody."""
        if self.breakdown is None or self.group is None:
            return ""
        if self.breakdown in _BANDS:
            return _BANDS[self.breakdown](self.group)
        if self.breakdown == found_since.FOUND:
            before = say_date(found_since.before(self.day.as_of))
            return f"Found since {before}: {found_since.title(self.group)}"
        names = chosen_day.names()
        if self.breakdown == FLOW:
            return _from_school(self.group, names)
        by = group_titles.name_of_breakdown(self.breakdown)
        if self.group == EVERY:
            return f"{by}: any month"
        title = group_titles.title(self.breakdown, self.group, names)
        return f"{by}: {title}"

    def counted(self) -> PeopleBehind:
        """The people, who are counted now and read when they are wanted."""
        return actions.figures.measured.behind(
            self.day.as_of,
            within=scope(),
            measure=self.measure,
            counting=self.counting,
            breakdown=self.breakdown,
            group=self.group,
        )


def _from_school(flow: str, names: group_titles.NameOf) -> str:
    school, _, destination = flow.rpartition(BETWEEN)
    from_ = (
        "Year 12 of all schools"
        if school == EVERY
        else group_titles.title("Year 11 school", school, names)
    )
    return from_ if destination == EVERY else f"{from_}, now: {destination}"


def _is_month(text: str) -> bool:
    try:
        return bool(Period.parse(text))
    except ValueError:
        return False


def _behind() -> Behind:
    """The figure that the address names; an unknown one is not found."""
    given = request.args
    breakdown = given.get("breakdown") or None
    if breakdown == domain.casework.contact_bands.CONTACTED:
        if given.get("group", "") not in domain.casework.contact_bands.GROUPS:
            abort(404)
    elif breakdown == found_since.FOUND:
        if given.get("group", "") not in (*found_since.GROUPS, EVERY):
            abort(404)
    elif breakdown == last_confirmed.CONFIRMED:
        if given.get("group", "") not in last_confirmed.GROUPS:
            abort(404)
    elif breakdown == LAPSES:
        month = given.get("group", "").rpartition(BETWEEN)[2]
        if month != EVERY and not _is_month(month):
            abort(404)
    elif breakdown is not None and breakdown not in BY_NAME:
        abort(404)
    return Behind(
        day=chosen_day.chosen(),
        measure=found(domain.figures.measures.BY_NAME.get(given.get("measure", ""))),
        counting=given.get("counting") != "no",
        breakdown=breakdown,
        group=given.get("group", "") if breakdown is not None else None,
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """One young person of a list."""

    member: Member
    name: str
    born: date | None
    school: str
    says: str
    where: str
    contacted: date | None


def _listed(members: Sequence[Member]) -> list[Listed]:
    """Members with their names, in the same order."""
    numbers = [member.person for member in members]
    known = {
        each.id: each for each in store.people.records.records(numbers, within=scope())
    }
    last = store.casework.contacts.last_of(numbers)
    names = chosen_day.names()
    return [
        Listed(
            member,
            record.name,
            record.born,
            school=_school(member, names),
            says=_says(member),
            where=_where(member, names),
            contacted=last[member.person].on if member.person in last else None,
        )
        for member in members
        if (record := known.get(member.person)) is not None
    ]


def _where(member: Member, names: group_titles.NameOf) -> str:
    position = member.position
    if position.institution is None:
        return position.institution_name or ""
    return (
        names(position.institution)
        or position.institution_name
        or group_titles.title("institution", position.institution, names)
    )


@bp.get("/figures/people")
@requires(Permission.SEE_PEOPLE)
def list_behind() -> ResponseReturnValue:
    behind = _behind()
    chosen_day.wait_for_figures(behind.day)
    people = behind.counted()
    if people.total <= MOST_ROWS:
        listing = _listing(people.people(offset=0, limit=MOST_ROWS))
        page, members = listing.page, list(listing.rows)
    else:
        listing, page = None, paging.page(people.total)
        members = people.people(**page.cut)
    return render_template(
        "management/list.html",
        behind=behind,
        day=behind.day,
        total=people.total,
        listing=listing,
        page=page,
        listed=_listed(members),
        most=MOST_LISTED,
        file=paging.with_arguments(url_for("management.list_file")),
    )


def _listing(members: Sequence[Member]) -> Listing[Member]:
    """Members as the page sorts and narrows them; they come in the order of names."""
    place = {member.person: at for at, member in enumerate(members)}
    names = chosen_day.names()
    return Listing(
        members,
        keys={
            "name": lambda each: place[each.person],
            "year": lambda each: each.year_group,
            "school": lambda each: _school(each, names),
            "is": _says,
            "since": lambda each: each.position.starts,
            "confirmed": lambda each: each.position.verified,
        },
        filters=(
            Filter("is", "Where they are", lambda each: by_words(_says(each))),
            Filter("place", "Place", lambda each: by_words(_where(each, names))),
            Filter(
                "school",
                "School in Year 11",
                lambda each: by_words(_school(each, names)),
            ),
            Filter("year", "Year", lambda each: by_words(f"Year {each.year_group}")),
            Filter("area", "Area", lambda each: by_words(each.area)),
        ),
    )


def _says(member: Member) -> str:
    return why_not_known(member) or member.position.activity.title


def _school(member: Member, names: group_titles.NameOf) -> str:
    key = member.year_11_school or ""
    return group_titles.title("Year 11 school", key, names)


@bp.get("/figures/people.csv")
@requires(Permission.SEE_PEOPLE, offered_on="management.list_behind")
def list_file() -> ResponseReturnValue:
    behind = _behind()
    if not chosen_day.ready(behind.day).made:
        abort(404)
    people = behind.counted()
    if people.total > MOST_LISTED:
        abort(404)
    members = people.people(offset=0, limit=MOST_LISTED)
    name = f"{behind.measure.name}-{behind.day.as_of.isoformat()}"
    if people.total <= MOST_ROWS:
        # The file stands beside the list as it is narrowed, and has no one else.
        listing = _listing(members)
        members, name = list(listing.everything), listing.file_name(name)
    listed = _listed(members)
    act().note_alone(
        Action.FIGURE_LIST_DOWNLOADED,
        f"figure “{behind.measure.title}”",
        breakdown=behind.breakdown,
        as_of=behind.day.as_of.isoformat(),
        people=[each.member.person for each in listed],
        why="list behind a figure",
    )
    return csv_file(f"{name}.csv", _HEADINGS, map(_line, listed))


_HEADINGS = (
    *("Young person", "Name", "Date of birth", "Year group", "School in Year 11"),
    *("Where they are", "Place", "Since", "Confirmed", "Can be relied on until"),
    *("Last contact", MARKING),
)


def _line(each: Listed) -> tuple[Value, ...]:
    member, position = each.member, each.member.position
    return (
        *(member.person, each.name, each.born, member.year_group, each.school),
        *(each.says, each.where, position.starts, position.verified),
        *(position.lapses, each.contacted, ""),
    )
