"""The year: the funnel of a cohort from planned place to March, and every list in it.

Its readers may open each list, so no number is hidden from them (decision 0195).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.year import cohort_ledgers
from tracker.domain.figures.breakdowns import BY_NAME
from tracker.domain.figures.disclosure import percent
from tracker.domain.history.guarantee import YEARS
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.year.allocation import lacks_place
from tracker.domain.year.funnel import Funnel, Part, funnel
from tracker.domain.year.ledger_steps import BY_MARK, STEPS, Declared, Name
from tracker.reporting.files.safe_text import MARKING, Value
from tracker.store.accounts.audit import Action
from tracker.store.figures.ledger_counts import Narrowed, Row
from tracker.store.history.ledger.owed_rows import Year
from tracker.web import paging
from tracker.web.acting import act, today
from tracker.web.attachments import csv_file
from tracker.web.filters import short_day
from tracker.web.guard import found, may, requires, scope
from tracker.web.look.listing import MOST_ROWS, Filter, Listing, by_words
from tracker.web.management import bp, chosen_day
from tracker.web.management.chosen_day import ChosenDay
from tracker.web.management.people_behind import MOST_LISTED
from tracker.wording import group_titles, ledger_words

#: The breakdowns by which the page compares groups.
CUTS = (
    *("need", "free school meals", "sex", "ethnicity", "characteristic"),
    "Year 11 school",
)
#: The value of the filter by which places are proposed.
NO_PLACE = "No offer, no place"
#: The steps at which groups are compared.
COMPARED = (Name.OFFER, Name.ENROLLED, Name.DAY_42)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cohort that the address names: the summer, and one year group or both."""

    year: Year
    year_group: int | None

    @property
    def title(self) -> str:
        groups = f"Year {self.year_group}" if self.year_group else "Years 11 and 12"
        return f"{groups} of {AcademicYear(self.year.left - 1).label}"

    def link(self, endpoint: str, **more: Any) -> str:
        """The address of a page about this cohort."""
        given = {"left": self.year.left, "year": self.year_group, **more}
        return url_for(f"management.{endpoint}", **given)

    def list_of(self, step: Name | None, part: Part = Part.REACHED, **more: Any) -> str:
        """The address of the list behind a number."""
        given = {"step": step, "part": part if step else None, **more}
        return self.link("the_year_list", **given)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a cohort beside the whole: its value, its words, its funnel."""

    value: str
    title: str
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class Behind:
    """The number that a list is behind, and its words."""

    of: Chosen
    step: Declared | None
    part: Part
    narrowed: Narrowed

    @property
    def title(self) -> str:
        if self.step is None:
            return "The whole cohort"
        words = {
            Part.REACHED: "reached",
            Part.MISSING: "missing",
            Part.LOST: self.step.lost,
        }
        return f"{self.step.title}: {words[self.part]}"

    @property
    def group(self) -> str:
        """The group of the list in words, "" where it is of all."""
        by, group = self.narrowed.by, self.narrowed.group
        if by is None or group is None:
            return ""
        title = group_titles.title(by.name, group, chosen_day.names())
        return f"{group_titles.name_of_breakdown(by.name)}: {title}"

    def people(self, *, offset: int, limit: int) -> tuple[int, list[Row]]:
        return cohort_ledgers.people(
            self.of.year,
            within=scope(),
            name=self.step.name if self.step is not None else None,
            part=self.part,
            narrowed=self.narrowed,
            offset=offset,
            limit=limit,
        )


def _chosen() -> Chosen:
    """The cohort of the address; last summer's unless one is named."""
    years = {str(each.left): each for each in cohort_ledgers.current(today())}
    given = request.args.get("left")
    year = next(iter(years.values())) if given is None else found(years.get(given))
    groups = {str(each): each for each in YEARS}
    group = request.args.get("year")
    return Chosen(year, found(groups.get(group)) if group else None)


def _by() -> str | None:
    by = request.args.get("by")
    if by is not None and by not in CUTS:
        abort(404)
    return by


def _behind() -> Behind:
    """The number that the address names; an unknown one is not found."""
    of, by = _chosen(), _by()
    step = request.args.get("step")
    parts = {str(each): each for each in Part}
    return Behind(
        of,
        step=found({str(name): one for name, one in STEPS.items()}.get(step))
        if step
        else None,
        part=found(parts.get(request.args.get("part", Part.REACHED))),
        narrowed=Narrowed(
            of.year_group,
            BY_NAME[by] if by is not None else None,
            request.args.get("group", "") if by is not None else None,
        ),
    )


def wait_for_ledgers() -> None:
    """Answers with a page that waits until the ledgers of today are made."""
    task = cohort_ledgers.make_or_request(within=scope(), act=act())
    if task is not None:
        day = ChosenDay(today(), None)
        waiting = render_template("management/waiting.html", day=day, task=task)
        abort(make_response(waiting))


@bp.get("/year")
@requires(Permission.SEE_PEOPLE)
def the_year() -> ResponseReturnValue:
    chosen, by = _chosen(), _by() or CUTS[0]
    wait_for_ledgers()
    narrowed = Narrowed(chosen.year_group)
    before = cohort_ledgers.a_year_before(chosen.year)
    now = cohort_ledgers.counts(chosen.year, within=scope(), narrowed=narrowed)
    then = cohort_ledgers.counts(before, within=scope(), narrowed=narrowed)
    return render_template(
        "management/year.html",
        chosen=chosen,
        years=[
            (each.left, Chosen(each, None).title)
            for each in cohort_ledgers.current(today())
        ],
        groups_of_years=YEARS,
        now=now,
        then=then,
        before=before,
        worst=_worst(now),
        by=by,
        cuts=[(each, group_titles.name_of_breakdown(each)) for each in CUTS],
        groups=_groups(chosen, by),
        compared=[STEPS[each] for each in COMPARED],
        share=share,
        Part=Part,
    )


def share(people: int, of: int) -> str:
    """A share as a page says it, "" of no people."""
    return f"{percent(people, of):.1f}%" if of else ""


def _worst(now: Funnel) -> int | None:
    """The place of the step that lost the most, None where none lost any."""
    lost = [line.people[Part.LOST] for line in now.lines]
    return lost.index(max(lost)) if any(lost) else None


def _groups(chosen: Chosen, by: str) -> list[Group]:
    """The groups of a breakdown, the largest first."""
    marks = store.figures.ledger_counts.groups(
        chosen.year, BY_NAME[by], within=scope(), year_group=chosen.year_group
    )
    names = chosen_day.names()
    made = [
        Group(
            group,
            group_titles.title(by, group, names),
            funnel(people, chosen.year.left, on=chosen.year.as_of),
        )
        for group, people in marks.items()
    ]
    return sorted(made, key=lambda each: (-each.funnel.people, each.title))


@bp.get("/year/people")
@requires(Permission.SEE_PEOPLE)
def the_year_list() -> ResponseReturnValue:
    behind = _behind()
    wait_for_ledgers()
    total, rows = behind.people(offset=0, limit=MOST_ROWS)
    names = _names(rows)
    proposed = store.casework.place_proposals.open_of(row.person for row in rows)
    listing = _listing(rows, names, proposed) if total <= MOST_ROWS else None
    page = listing.page if listing else paging.page(total)
    if listing is not None:
        rows = list(listing.rows)
    else:
        _, rows = behind.people(offset=page.offset, limit=page.rows)
        names = _names(rows)
        proposed = store.casework.place_proposals.open_of(row.person for row in rows)
    return render_template(
        "management/year_list.html",
        behind=behind,
        total=total,
        listing=listing,
        page=page,
        rows=rows,
        steps=STEPS,
        school=lambda row: _school(row, names),
        known=_known,
        most=MOST_LISTED,
        proposed=proposed,
        lacks_place=lacks_place,
        proposes=may(Permission.RECORD_CONTACT),
        file=f"{url_for('management.the_year_file')}?{request.query_string.decode()}",
    )


def _names(rows: Sequence[Row]) -> group_titles.NameOf:
    """The names of the institutions that these young people leave."""
    keys = {row.institution for row in rows if row.institution is not None}
    return actions.institutions.place_names.names_of(keys, today(), within=scope())


def _school(row: Row, names: group_titles.NameOf) -> str:
    if row.institution is None:
        return ""
    return names(row.institution) or row.institution


def _place(row: Row, proposed: Collection[int]) -> str:
    """Whether a place may be proposed, by the value of the filter."""
    if not lacks_place(row.marks):
        return "Other"
    return "Place proposed" if row.person in proposed else NO_PLACE


def _listing(
    rows: Sequence[Row], names: group_titles.NameOf, proposed: Collection[int]
) -> Listing[Row]:
    """Rows as the page sorts and narrows them; they come in the order of names."""
    place = {row.person: at for at, row in enumerate(rows)}
    return Listing(
        rows,
        keys={
            "name": lambda row: place[row.person],
            "year": lambda row: row.year_group,
            "school": lambda row: _school(row, names),
            "form": lambda row: row.form_group,
            "gap": lambda row: ledger_words.gap(row.gap),
            "owner": lambda row: row.owner,
        },
        filters=(
            Filter(
                "gap", "Missing now", lambda row: by_words(ledger_words.gap(row.gap))
            ),
            Filter("owner", "Who acts", lambda row: by_words(row.owner)),
            Filter("place", "Place", lambda row: by_words(_place(row, proposed))),
            Filter("school", "Left", lambda row: by_words(_school(row, names))),
            Filter("form", "Form", lambda row: by_words(row.form_group)),
        ),
    )


@bp.get("/year/people.csv")
@requires(Permission.SEE_PEOPLE, offered_on="management.the_year_list")
def the_year_file() -> ResponseReturnValue:
    behind = _behind()
    if cohort_ledgers.missing([behind.of.year], act().authority) != 0:
        abort(404)
    total, rows = behind.people(offset=0, limit=MOST_LISTED)
    if total > MOST_LISTED:
        abort(404)
    act().note_alone(
        Action.FIGURE_LIST_DOWNLOADED,
        f"ledger of {behind.of.year.left}, “{behind.title}”",
        breakdown=behind.narrowed.by.name if behind.narrowed.by is not None else None,
        as_of=behind.of.year.as_of.isoformat(),
        people=[row.person for row in rows],
        why="list behind a number of the ledger",
    )
    names = _names(rows)
    name = f"ledger-{behind.of.year.left}-{behind.of.year.as_of.isoformat()}.csv"
    return csv_file(name, _HEADINGS, (_line(row, names) for row in rows))


_HEADINGS = (
    *("Young person", "Name", "Date of birth", "Year group", "Left", "Form"),
    *("Missing now", "Who acts", *(each.title for each in STEPS.values()), MARKING),
)


def _line(row: Row, names: group_titles.NameOf) -> tuple[Value, ...]:
    return (
        *(row.person, row.name, row.born, row.year_group, _school(row, names)),
        *(row.form_group, ledger_words.gap(row.gap), row.owner),
        *(ledger_words.IN_FILES[BY_MARK[mark]] for mark in row.marks),
        "",
    )


def _known(row: Row, step: Name) -> str:
    return ledger_words.known(row.steps.get(step, {}), short_day)
