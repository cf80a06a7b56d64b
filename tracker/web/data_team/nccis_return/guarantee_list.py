"""The list behind a number of the September Guarantee, and its file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.actions.year.guarantee_figures import Figures
from tracker.domain.history.guarantee import YEARS, fixed_on
from tracker.domain.reference.codes import AUTHORITIES, GUARANTEE_STATUSES
from tracker.domain.year.cohort import Why
from tracker.domain.year.guarantee_parts import EVERY, Covered, Lack, Part
from tracker.reporting.files.safe_text import MARKING, Value
from tracker.store.accounts.audit import Action
from tracker.web import paging
from tracker.web.acting import act
from tracker.web.attachments import csv_file
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return import guarantee_days
from tracker.web.data_team.nccis_return.guarantee_days import Chosen
from tracker.web.guard import found, requires, scope
from tracker.web.look.listing import MOST_ROWS, Filter, Listing, by_words
from tracker.web.management.people_behind import MOST_LISTED
from tracker.wording import group_titles

#: In an address, the school or the form group of those of none that is known.
NONE_KNOWN = "-"
#: The argument of an address for each field of a part. The filters of the list have
#: other names, because both stand in one address.
_ARGUMENTS = {
    "year": "group",
    "why": "because",
    "status": "is",
    "before": "was",
    "changed": "changed",
    "lack": "lacks",
    "school": "at",
    "form_group": "in",
    "led_by": "led",
}
assert _ARGUMENTS.keys() == {each.name for each in fields(Part)}
_REASONS = {each.name.lower().replace("_", "-"): each for each in Why}
_SLUGS = {why: slug for slug, why in _REASONS.items()}
#: What those to chase lack, as the page and the list have it.
WORDS_OF_LACKS = {
    Lack.NOT_RECORDED: "Not yet recorded",
    Lack.NO_OFFER: "No offer",
    Lack.EITHER: "No offer, or not yet recorded",
}


def address(chosen: Chosen, **part: Any) -> str:
    """The address of the list of a part."""
    return chosen.link("return_guarantee_list", **_arguments(Part(**part)))


def _arguments(part: Part) -> dict[str, str]:
    written = {
        "year": part.year,
        "why": part.why and _SLUGS[part.why],
        "status": part.status,
        "before": part.before,
        "changed": "yes" if part.changed else None,
        "lack": part.lack,
        "school": NONE_KNOWN if part.school == "" else part.school,
        "form_group": NONE_KNOWN if part.form_group == "" else part.form_group,
        "led_by": part.led_by,
    }
    return {
        _ARGUMENTS[name]: str(value)
        for name, value in written.items()
        if value is not None
    }


def _part() -> Part:
    """The part that the address names; an unknown one is not found."""
    given = {name: request.args.get(word) for name, word in _ARGUMENTS.items()}
    statuses = {each: each for each in GUARANTEE_STATUSES.values}
    known: dict[str, dict[str, Any]] = {
        "year": {str(each): each for each in YEARS},
        "why": _REASONS,
        "status": statuses,
        "before": statuses,
        "changed": {"yes": True},
        "lack": {str(each): each for each in Lack},
        "led_by": {each: each for each in (EVERY, *AUTHORITIES.values)},
    }
    values: dict[str, Any] = {
        name: found(known[name].get(given[name] or ""))
        for name in known
        if given[name] is not None
    }
    for name in ("school", "form_group"):
        if given[name] is not None:
            values[name] = "" if given[name] == NONE_KNOWN else given[name]
    return Part(**values)


def in_words(status: str | None) -> str:
    """A status by its code and title: "159 Not yet recorded"."""
    known = GUARANTEE_STATUSES.get(status)
    return f"{known.value} {known.title}" if known is not None else ""


def school_names(september: int, keys: Iterable[str | None]) -> group_titles.NameOf:
    """The names of schools and colleges, also of those that are in no register.

    Where young people were at these on the day that fixes the list.
    """
    wanted = {key for key in keys if key}
    day = fixed_on(september)
    return actions.institutions.place_names.names_of(wanted, day, within=scope())


@dataclass(frozen=True, slots=True)
class Listed:
    """One young person of a list, as the page and the file write them."""

    person: int
    name: str
    covered: Covered
    born: Any
    school: str
    form: str
    status: str
    before: str
    why: str
    led_by: str


def _listed(chosen: Chosen, figures: Figures, part: Part, **cut: int) -> list[Listed]:
    """The young people of a part in the order of family name, or a page of them."""
    rows = figures.named(part, **cut)
    names = school_names(chosen.september, (each.school for _, each in rows))
    return [
        Listed(
            named.person,
            named.name,
            each,
            named.born,
            group_titles.title("institution", each.school, names)
            if each.school
            else "",
            each.form_group or "",
            in_words(each.status),
            in_words(each.before),
            str(each.why or ""),
            leads.title if (leads := AUTHORITIES.get(each.led_by)) else "",
        )
        for named, each in rows
    ]


def _title(part: Part) -> str:
    """What the list is of, without the school and the form group."""
    if part.led_by is not None:
        by = "another authority"
        if part.led_by != EVERY:
            by = AUTHORITIES[part.led_by].title
        return f"Led by {by}"
    if part.before is not None:
        return f"From {in_words(part.before)} to {in_words(part.status)}"
    if part.changed:
        return "Status changed"
    if part.lack is not None:
        return WORDS_OF_LACKS[part.lack]
    return in_words(part.status) or str(part.why or "Everyone on the list")


def _narrowed(chosen: Chosen, part: Part) -> str:
    """Which year group, school and form group the list is of; "" for all."""
    words = []
    if part.year is not None:
        words.append(f"Year {part.year}")
    if part.school is not None:
        names = school_names(chosen.september, [part.school])
        words.append(group_titles.title("institution", part.school, names))
    if part.form_group is not None:
        words.append(
            f"form {part.form_group}" if part.form_group else "form group not known"
        )
    return ", ".join(words)


@bp.get("/september-guarantee/<int:september>/people")
@requires(Permission.SEE_RETURN)
def return_guarantee_list(september: int) -> ResponseReturnValue:
    chosen, part = _wanted(september)
    guarantee_days.wait_for_list(september)
    figures = chosen.figures()
    total = _total(figures, part)
    if total <= MOST_ROWS:
        listing = _listing(_listed(chosen, figures, part))
        page, rows = listing.page, listing.rows
    else:
        listing, page = None, paging.page(total)
        rows = _listed(chosen, figures, part, **page.cut)
    return render_template(
        "data_team/nccis_return/guarantee_list.html",
        chosen=chosen,
        part=part,
        title=_title(part),
        narrowed=_narrowed(chosen, part),
        total=total,
        listing=listing,
        page=page,
        rows=rows,
        most=MOST_LISTED,
        file=paging.with_arguments(
            url_for("data_team.return_guarantee_file", september=september)
        ),
    )


def _total(figures: Figures, part: Part) -> int:
    return sum(each.people for each in figures.behind(part))


def _wanted(september: int) -> tuple[Chosen, Part]:
    """The days and the part that the address names; what is unknown is not found."""
    guarantee_days.september_of(september)
    chosen, form = guarantee_days.chosen(september)
    if form.errors or not guarantee_days.has_begun(september):
        abort(404)
    return chosen, _part()


def _listing(rows: Sequence[Listed]) -> Listing[Listed]:
    """The list as its reader sorts and narrows it; it comes in the order of names."""
    place = {each.person: at for at, each in enumerate(rows)}
    return Listing(
        rows,
        keys={
            "name": lambda each: place[each.person],
            "year": lambda each: each.covered.year,
            "school": lambda each: each.school or None,
            "form": lambda each: each.form or None,
            "status": lambda each: each.status,
        },
        filters=(
            Filter("status", "Status", lambda each: by_words(each.status)),
            Filter("year", "Year", lambda each: by_words(f"Year {each.covered.year}")),
            Filter("school", "School on 31 May", lambda each: by_words(each.school)),
            Filter("form", "Form", lambda each: by_words(each.form)),
            Filter("why", "Why on the list", lambda each: by_words(each.why)),
            Filter("leads", "Led by", lambda each: by_words(each.led_by)),
        ),
    )


@bp.get("/september-guarantee/<int:september>/people.csv")
@requires(Permission.SEE_RETURN, offered_on="data_team.return_guarantee_list")
def return_guarantee_file(september: int) -> ResponseReturnValue:
    chosen, part = _wanted(september)
    if not guarantee_days.is_ready(september):
        abort(404)
    figures = chosen.figures()
    total = _total(figures, part)
    if total > MOST_LISTED:
        abort(404)
    title = ", ".join(filter(None, (_title(part), _narrowed(chosen, part))))
    rows = _listed(chosen, figures, part)
    name = f"september-guarantee-{september}-{chosen.on.isoformat()}"
    if total <= MOST_ROWS:
        listing = _listing(rows)
        rows, name = list(listing.everything), listing.file_name(name)
    act().note_alone(
        Action.FIGURE_LIST_DOWNLOADED,
        f"{chosen.title}, “{title}”",
        as_of=chosen.on.isoformat(),
        people=[each.person for each in rows],
        why=f"list of the September Guarantee {september}",
    )
    return csv_file(f"{name}.csv", _headings(chosen), map(_line, rows))


def _headings(chosen: Chosen) -> tuple[str, ...]:
    return (
        *("Young person", "Name", "Date of birth", "Year group", "School on 31 May"),
        *("Form", f"Status on {chosen.on.isoformat()}"),
        *(f"Status on {chosen.since.isoformat()}", "Why they are on the list"),
        *("Led by", MARKING),
    )


def _line(each: Listed) -> tuple[Value, ...]:
    return (
        *(each.person, each.name, each.born, each.covered.year, each.school),
        *(each.form, each.status, each.before, each.why, each.led_by, ""),
    )
