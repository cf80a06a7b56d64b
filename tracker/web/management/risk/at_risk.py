"""Who is at risk of NEET: a year group by score, with reasons and the agreed support.

A score is made for the page and is stored nowhere (decision 0250).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import reporting, store
from tracker.access import Permission
from tracker.actions.year.risk import own_schemes, support_lists
from tracker.actions.year.risk.own_schemes import Schemes
from tracker.actions.year.risk.support_lists import AtRisk, SupportList
from tracker.domain.year.pupils.pupil_indicators import (
    LAST_AT_SCHOOL,
    PUPIL_YEARS,
    Indicator,
)
from tracker.domain.year.risk.schemes import Scheme
from tracker.reporting.files.safe_text import MARKING, Value
from tracker.store.accounts.audit import Action
from tracker.web.acting import act, today
from tracker.web.attachments import attachment, files_beside
from tracker.web.filters import short_day
from tracker.web.guard import found, requires, scope
from tracker.web.look.listing import SORT, Filter, Listing, Option, by_words
from tracker.web.management import bp, chosen_day
from tracker.wording import group_titles

#: The words of the filter by what was decided, in its order.
NONE_YET, AGREED, NOT_NEEDED = (
    "No support agreed yet",
    "Support agreed",
    "No support needed",
)
NOT_LISTED = "Not on it"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The year group and the points that an address names."""

    year_group: int
    scheme: Scheme
    schemes: Schemes

    def link(self, endpoint: str = "management.at_risk", **more: Any) -> str:
        """The address of a page with the same choice."""
        in_use = self.scheme == self.schemes.in_use
        given: dict[str, Any] = {
            "group": self.year_group,
            "scheme": None if in_use else self.scheme.name,
            **more,
        }
        return url_for(endpoint, **given)


def chosen() -> Chosen:
    """The choice of the address; an unknown year group or scheme is not found."""
    schemes = own_schemes.schemes()
    named, group = request.args.get("scheme"), request.args.get("group")
    scheme = found(schemes.every.get(named)) if named else schemes.in_use
    groups = {str(each): each for each in PUPIL_YEARS}
    # Without a choice those who are about to leave.
    return Chosen(
        found(groups.get(group)) if group else LAST_AT_SCHOOL, scheme, schemes
    )


#: The name of each institution by its key.
Schools = Mapping[str | None, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One young person of a page or a file, in words."""

    at_risk: AtRisk
    school: str
    names: tuple[str, str]

    @property
    def person(self) -> int:
        return self.at_risk.person

    @property
    def given(self) -> str:
        return self.names[0] or "Young person"

    @property
    def name(self) -> str:
        return " ".join(self.names).strip() or f"Young person {self.person}"


def _in_words(rows: Sequence[AtRisk], schools: Schools) -> list[Row]:
    """The rows with their names: of a page alone, as a list may have thousands."""
    names = _names(rows)
    return [
        Row(each, schools[each.pupil.institution], names[each.person])
        for each in rows
        if each.person in names
    ]


def _names(rows: Sequence[AtRisk]) -> dict[int, tuple[str, str]]:
    people = [each.person for each in rows]
    return store.year.pupils_by_points.names(people, within=scope())


@bp.get("/risk")
@requires(Permission.SEE_PEOPLE)
def at_risk() -> ResponseReturnValue:
    given = chosen()
    made, listing, schools = _made(given)
    return render_template(
        "management/risk/at_risk.html",
        chosen=given,
        year_groups=[
            each
            for each in PUPIL_YEARS
            if made.cohorts.get(each) or each == given.year_group
        ],
        cohort=made.cohorts.get(given.year_group, 0),
        listing=listing,
        rows=_in_words(listing.rows, schools),
        total=len(made.rows),
        of_all=_not_known_of_all(made),
        waiting=sum(each.waits for each in made.rows),
        made=made,
        decided=support_lists.decided([each.person for each in listing.rows]),
        day=today(),
        users=store.accounts.users.names(within=scope()),
        files=files_beside("management.at_risk_file"),
    )


@bp.get("/risk.<any(csv, xlsx):form>")
@requires(Permission.SEE_PEOPLE, offered_on="management.at_risk")
def at_risk_file(form: str) -> Response:
    """The file of the rows that the filters leave, in the order of the page."""
    given = chosen()
    _, listing, schools = _made(given)
    rows = _in_words(listing.everything, schools)
    act().note_alone(
        Action.FIGURE_LIST_DOWNLOADED,
        f"Year {given.year_group} at risk of NEET",
        as_of=today().isoformat(),
        people=[row.person for row in rows],
        why="list of those at risk of NEET",
        form=form,
    )
    title = f"At risk of NEET, Year {given.year_group}, {short_day(today())}"
    name = f"at-risk-year-{given.year_group}-{today().isoformat()}"
    content = reporting.files.listed_table.listed(
        form,
        _HEADINGS,
        (_line(row, given.year_group) for row in rows),
        title=listing.titled(title),
        organisation=current_app.config["TRACKER"].organisation,
        as_of=today(),
    )
    return attachment(f"{listing.file_name(name)}.{form}", content)


_HEADINGS = (
    *("Young person", "Name", "Year group", "School", "Points", "Reasons"),
    *("Not known", "DfE’s list", "Since", "Support", MARKING),
)


def _line(row: Row, year_group: int) -> tuple[Value, ...]:
    score = row.at_risk.score
    return (
        *(row.person, row.name, year_group, row.school, score.points),
        "; ".join(f"{each.title} {points}" for each, points in score.reasons),
        "; ".join(each.title for each in score.not_known),
        *(_official(row.at_risk), _since(row.at_risk), _support(row.at_risk)),
        "",
    )


def _made(given: Chosen) -> tuple[SupportList, Listing[AtRisk], Schools]:
    """The list of today, once the positions of today are made."""
    day = today()
    chosen_day.wait_for_figures(chosen_day.ChosenDay(day, None))
    made = support_lists.support_list(
        given.scheme, given.year_group, on=day, within=scope()
    )
    names = chosen_day.names()
    schools = {
        key: group_titles.title("institution", key or "", names)
        for key in {each.pupil.institution for each in made.rows}
    }
    return made, _listing(made.rows, given.scheme, schools), schools


def _not_known_of_all(made: SupportList) -> list[Indicator]:
    """What no source has stated of anyone on the list, in the order of the points."""
    known = {each.score.not_known for each in made.rows}
    first = next(iter(known), ())
    return [each for each in first if all(each in other for other in known)]


def _listing(
    rows: Sequence[AtRisk], scheme: Scheme, schools: Schools
) -> Listing[AtRisk]:
    """Rows as the page sorts and narrows them: those with most points first."""
    # Only where the list is sorted by them.
    names = _names(rows) if request.args.get(SORT, "").endswith("name") else {}
    most = max((each.pupil.points for each in rows), default=0)
    from_points = {
        points: tuple(
            Option(str(each), f"{each} points or more")
            for each in range(scheme.threshold, points + 1)
        )
        for points in range(most + 1)
    }
    return Listing(
        rows,
        keys={
            "score": lambda each: -each.pupil.points,
            "name": lambda each: names.get(each.person, ("", ""))[::-1],
            "school": lambda each: schools[each.pupil.institution],
            "since": _since,
        },
        filters=(
            Filter(
                "school",
                "School",
                lambda each: by_words(schools[each.pupil.institution]),
            ),
            Filter(
                "points",
                "Points",
                lambda each: from_points[each.pupil.points],
                ordered=tuple(map(str, range(most + 1))),
            ),
            Filter(
                "support",
                "Support",
                lambda each: by_words(_support(each)),
                ordered=(NONE_YET, AGREED, NOT_NEEDED),
            ),
            Filter("official", "DfE’s list", lambda each: by_words(_official(each))),
            Filter("reason", "Reason", _reasons),
        ),
        first="score",
    )


def _support(each: AtRisk) -> str:
    """What was decided, as the filter has it."""
    if each.has_support:
        return AGREED
    return NONE_YET if each.waits else NOT_NEEDED


def _official(each: AtRisk) -> str:
    """How they stand on DfE's list, as the filter has it."""
    return NOT_LISTED if each.listed is None else str(each.listed.standing)


def _since(each: AtRisk) -> date | None:
    return each.listed.since if each.listed is not None else None


def _reasons(each: AtRisk) -> Sequence[Option]:
    return [
        option for reason, _ in each.score.reasons for option in by_words(reason.title)
    ]
