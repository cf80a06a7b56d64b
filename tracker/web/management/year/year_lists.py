"""The lists of the year: the young people behind each of its numbers, and their files.

A page and its files show the same people in the same order.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from flask import Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.actions.year import cohort_ledgers
from tracker.domain.year.allocation import lacks_place
from tracker.domain.year.funnel import Part
from tracker.domain.year.ledger_steps import BY_MARK, STEPS, Declared, Name
from tracker.reporting.files.safe_text import MARKING, Value
from tracker.store.accounts.audit import Action
from tracker.store.figures.ledger_counts import Narrowed, Row
from tracker.web import paging
from tracker.web.acting import act, today
from tracker.web.attachments import attachment, files_beside
from tracker.web.filters import short_day
from tracker.web.guard import found, may, requires, scope
from tracker.web.look.listing import MOST_ROWS, Filter, Listing, by_words
from tracker.web.look.states import state_of
from tracker.web.management import bp, chosen_day
from tracker.web.management.people_behind import MOST_LISTED
from tracker.web.management.year.the_year import (
    EXPECTED,
    NO_PLACE_KNOWN,
    NOW,
    Chosen,
    breakdown,
    chosen_cohort,
    newest_day,
    now_words,
    wait_for_ledgers,
)
from tracker.wording import group_titles, ledger_words

#: The value of the filter by which places are proposed.
NO_PLACE = "No offer, no place"


@dataclass(frozen=True, slots=True)
class Behind:
    """What a list is behind: a number of the cohort ``of``, in words.

    ``step`` has a column of its own. ``people`` reads the number of all, and the rows
    from an offset, at most a limit of them. ``back`` is the address and the title of
    the page that has the number, ``more`` what the audit keeps of it.
    """

    of: Chosen
    title: str
    group: str
    step: Declared | None
    people: Callable[[int, int], tuple[int, list[Row]]]
    back: tuple[str, str]
    more: str | None = None


def _behind() -> Behind:
    """The number that the address names; an unknown one is not found."""
    of, by = chosen_cohort(), breakdown()
    given = request.args.get("step")
    steps = {str(name): one for name, one in STEPS.items()}
    step = found(steps.get(given)) if given else None
    parts = {str(each): each for each in Part}
    part = found(parts.get(request.args.get("part", Part.REACHED)))
    narrowed = Narrowed(
        of.cohort,
        by,
        request.args.get("group", "") if by is not None else None,
    )

    @cache
    def alike() -> Mapping[str, int]:
        return store.figures.ledger_counts.marks(
            of.year, within=scope(), narrowed=narrowed
        )

    def people(offset: int, limit: int) -> tuple[int, list[Row]]:
        return cohort_ledgers.people(
            of.year,
            within=scope(),
            name=step.name if step is not None else None,
            part=part,
            narrowed=narrowed,
            offset=offset,
            limit=limit,
            alike=alike(),
        )

    return Behind(
        of,
        _title(step, part),
        _group(narrowed),
        step,
        people,
        (of.link("the_year"), "The year"),
        by,
    )


def _title(step: Declared | None, part: Part) -> str:
    if step is None:
        return "The whole cohort"
    return f"{step.title}: {step.lost if part is Part.LOST else part}"


def _group(narrowed: Narrowed) -> str:
    """The group of a list in words, "" where it is of all."""
    by, group = narrowed.by, narrowed.group
    if by is None or group is None:
        return ""
    title = group_titles.title(by, group, chosen_day.names())
    return f"{group_titles.name_of_breakdown(by)}: {title}"


@bp.get("/year/people")
@requires(Permission.SEE_PEOPLE)
def the_year_list() -> ResponseReturnValue:
    return show(_behind(), "the_year_file")


def show(behind: Behind, file: str) -> ResponseReturnValue:
    """The page of a list, with its files at the endpoint ``file``."""
    wait_for_ledgers()
    total, _ = behind.people(0, 0)
    page = paging.page(total)
    narrows = total <= MOST_ROWS
    offset, limit = (0, total) if narrows else (page.offset, page.rows)
    _, rows = behind.people(offset, limit)
    names = _names(rows)
    proposed = store.casework.place_proposals.open_of(row.person for row in rows)
    listing = _listing(rows, names, proposed) if narrows else None
    if listing is not None:
        page, rows = listing.page, list(listing.rows)
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
        files=files_beside(f"management.{file}"),
    )


def _names(rows: Sequence[Row]) -> group_titles.NameOf:
    """The names of the institutions that these young people leave."""
    keys = {row.institution for row in rows if row.institution is not None}
    return actions.institutions.place_names.names_of(keys, today(), within=scope())


def _school(row: Row, names: group_titles.NameOf) -> str:
    if row.institution is None:
        return ""
    return names(row.institution) or row.institution


def _expected(row: Row) -> str:
    return store.figures.ledger_counts.expected_place(row) or NO_PLACE_KNOWN


def _doing_now(rows: Sequence[Row]) -> Mapping[int, str]:
    """What each of these young people does now, by the value of the filter."""
    people = [row.person for row in rows]
    members = store.history.positions.of(people, newest_day())
    return {
        person: now_words(
            state_of(members[person].position if person in members else None)
        )
        for person in people
    }


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
    doing = _doing_now(rows)
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
            Filter(EXPECTED, "Expected at", lambda row: by_words(_expected(row))),
            Filter(NOW, "Now", lambda row: by_words(doing[row.person])),
            Filter("school", "Left", lambda row: by_words(_school(row, names))),
            Filter("form", "Form", lambda row: by_words(row.form_group)),
        ),
    )


@bp.get("/year/people.<any(csv, xlsx):form>")
@requires(Permission.SEE_PEOPLE, offered_on="management.the_year_list")
def the_year_file(form: str) -> ResponseReturnValue:
    return save(_behind(), form)


def save(behind: Behind, form: str) -> Response:
    """The file of a list; a longer one than may be downloaded is not found."""
    year = behind.of.year
    if cohort_ledgers.missing([year], act().authority) != 0:
        abort(404)
    total, rows = behind.people(0, MOST_LISTED)
    if total > MOST_LISTED:
        abort(404)
    names = _names(rows)
    name = f"ledger-{year.left}-{year.as_of.isoformat()}"
    title = f"{behind.title}, {behind.of.title}, {short_day(year.as_of)}"
    if total <= MOST_ROWS:
        proposed = store.casework.place_proposals.open_of(row.person for row in rows)
        listing = _listing(rows, names, proposed)
        rows, name = list(listing.everything), listing.file_name(name)
        title = listing.titled(title)
    act().note_alone(
        Action.FIGURE_LIST_DOWNLOADED,
        f"ledger of {year.left}, “{behind.title}”",
        breakdown=behind.more,
        as_of=year.as_of.isoformat(),
        people=[row.person for row in rows],
        why="list behind a number of the ledger",
        form=form,
    )
    content = reporting.files.listed_table.listed(
        form,
        _HEADINGS,
        (_line(row, names) for row in rows),
        title=title,
        organisation=current_app.config["TRACKER"].organisation,
        as_of=year.as_of,
    )
    return attachment(f"{name}.{form}", content)


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
