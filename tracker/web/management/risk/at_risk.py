"""Who is at risk of NEET: a year group by score, with reasons and the agreed support.

A score is made for the page and is stored nowhere (decision 0250).
"""

from collections.abc import Sequence
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
from tracker.web.look.listing import Filter, Listing, Option, by_words
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


@dataclass(frozen=True, slots=True)
class Row:
    """One young person of the list, in words."""

    at_risk: AtRisk
    school: str

    @property
    def person(self) -> int:
        return self.at_risk.person

    @property
    def given(self) -> str:
        return self.at_risk.pupil.given or "Young person"

    @property
    def name(self) -> str:
        pupil = self.at_risk.pupil
        whole = f"{pupil.given} {pupil.family}".strip()
        return whole or f"Young person {pupil.person}"

    @property
    def support(self) -> str:
        """What was decided, as the filter has it."""
        if self.at_risk.has_support:
            return AGREED
        return NONE_YET if self.at_risk.waits else NOT_NEEDED

    @property
    def official(self) -> str:
        """How they stand on DfE's list, as the filter has it."""
        listed = self.at_risk.listed
        return NOT_LISTED if listed is None else str(listed.standing)


@bp.get("/risk")
@requires(Permission.SEE_PEOPLE)
def at_risk() -> ResponseReturnValue:
    given = chosen()
    made, listing = _made(given)
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
    _, listing = _made(given)
    rows = listing.everything
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
    score, listed = row.at_risk.score, row.at_risk.listed
    return (
        *(row.person, row.name, year_group, row.school, score.points),
        "; ".join(f"{each.title} {points}" for each, points in score.reasons),
        "; ".join(each.title for each in score.not_known),
        *(row.official, listed.since if listed is not None else None, row.support),
        "",
    )


def _made(given: Chosen) -> tuple[SupportList, Listing[Row]]:
    """The list of today, once the positions of today are made."""
    day = today()
    chosen_day.wait_for_figures(chosen_day.ChosenDay(day, None))
    made = support_lists.support_list(
        given.scheme, given.year_group, on=day, within=scope()
    )
    names = chosen_day.names()
    schools = {
        key: group_titles.title("institution", key, names)
        for key in {each.pupil.institution or "" for each in made.rows}
    }
    rows = [Row(each, schools[each.pupil.institution or ""]) for each in made.rows]
    return made, _listing(rows, given.scheme)


def _not_known_of_all(made: SupportList) -> list[Indicator]:
    """What no source has stated of anyone on the list, in the order of the points."""
    known = {each.score.not_known for each in made.rows}
    first = next(iter(known), ())
    return [each for each in first if all(each in other for other in known)]


def _listing(rows: list[Row], scheme: Scheme) -> Listing[Row]:
    """Rows as the page sorts and narrows them: those with most points first."""
    place = {row.person: at for at, row in enumerate(rows)}
    most = max((row.at_risk.score.points for row in rows), default=0)
    from_points = {
        points: tuple(
            Option(str(each), f"{each} or more")
            for each in range(scheme.threshold, points + 1)
        )
        for points in range(most + 1)
    }
    return Listing(
        rows,
        keys={
            "score": lambda row: place[row.person],
            "name": lambda row: (row.at_risk.pupil.family, row.at_risk.pupil.given),
            "school": lambda row: row.school,
            "since": _since,
        },
        filters=(
            Filter("school", "School", lambda row: by_words(row.school)),
            Filter(
                "points",
                "Points",
                lambda row: from_points[row.at_risk.score.points],
                ordered=tuple(map(str, range(most + 1))),
            ),
            Filter(
                "support",
                "Support",
                lambda row: by_words(row.support),
                ordered=(NONE_YET, AGREED, NOT_NEEDED),
            ),
            Filter("official", "DfE’s list", lambda row: by_words(row.official)),
            Filter("reason", "Reason", _reasons),
        ),
        first="score",
    )


def _since(row: Row) -> date | None:
    listed = row.at_risk.listed
    return listed.since if listed is not None else None


def _reasons(row: Row) -> Sequence[Option]:
    return [
        option
        for each, _ in row.at_risk.score.reasons
        for option in by_words(each.title)
    ]
