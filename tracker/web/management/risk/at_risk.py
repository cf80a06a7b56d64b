"""Who is at risk of NEET: a year group by score, with reasons and the agreed support.

A score is made for the page and is stored nowhere (decision 0250).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.year.risk import own_schemes, support_lists
from tracker.actions.year.risk.own_schemes import Schemes
from tracker.actions.year.risk.support_lists import YEAR_GROUPS, AtRisk
from tracker.domain.year.risk.schemes import Scheme
from tracker.store.people.records import Person
from tracker.web.acting import today
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
    groups = {str(each): each for each in YEAR_GROUPS}
    return Chosen(
        found(groups.get(group)) if group else YEAR_GROUPS[0], scheme, schemes
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One young person of the list, in words."""

    at_risk: AtRisk
    record: Person
    school: str

    @property
    def support(self) -> str:
        """What was decided, as the filter has it."""
        return support_words(self.at_risk)

    @property
    def official(self) -> str:
        """How they stand on DfE's list, as the filter has it."""
        listed = self.at_risk.listed
        return NOT_LISTED if listed is None else str(listed.standing)


def support_words(each: AtRisk) -> str:
    """What was decided about one young person, as the filter has it."""
    if each.has_support:
        return AGREED
    return NONE_YET if each.waits else NOT_NEEDED


@bp.get("/risk")
@requires(Permission.SEE_PEOPLE)
def at_risk() -> ResponseReturnValue:
    given = chosen()
    day = today()
    made = support_lists.support_list(
        given.scheme, given.year_group, on=day, within=scope()
    )
    names = chosen_day.names()
    records = _records([each.person for each in made.rows])
    rows = [
        Row(each, record, group_titles.title("institution", key, names))
        for each in made.rows
        if (record := records.get(each.person)) is not None
        for key in (each.member.position.institution or "",)
    ]
    return render_template(
        "management/risk/at_risk.html",
        chosen=given,
        year_groups=YEAR_GROUPS,
        listing=_listing(rows),
        total=len(rows),
        waiting=sum(each.at_risk.waits for each in rows),
        made=made,
        day=day,
        users=store.accounts.users.names(within=scope()),
    )


def _records(people: list[int]) -> Mapping[int, Person]:
    found_ = store.people.records.records(people, within=scope())
    return {each.id: each for each in found_}


def _listing(rows: list[Row]) -> Listing[Row]:
    """Rows as the page sorts and narrows them: those with most points first."""
    place = {row.record.id: at for at, row in enumerate(rows)}
    return Listing(
        rows,
        keys={
            "score": lambda row: place[row.record.id],
            "name": lambda row: (row.record.family, row.record.given),
            "school": lambda row: row.school,
            "since": _since,
        },
        filters=(
            Filter("school", "School", lambda row: by_words(row.school)),
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


def _reasons(row: Row) -> tuple[Option, ...]:
    return tuple(
        option
        for each, _ in row.at_risk.score.reasons
        for option in by_words(each.title)
    )
