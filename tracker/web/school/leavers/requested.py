"""The leavers that an address requests: of one institution, leaving year and stage."""

from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for

from tracker import actions
from tracker.actions.leavers.own_leavers import newest_year, years
from tracker.domain.leavers.destinations import Destinations
from tracker.domain.reference.institution import Institution, InstitutionKind
from tracker.store.history.leaving import Stage
from tracker.web.acting import today
from tracker.web.guard import me, own_keys
from tracker.web.school import own_institution

#: The stages by the word that stands in an address.
STAGES = {"year-11": Stage.YEAR_11, "16-to-18": Stage.POST_16}
STAGE_TITLES = {"year-11": "Left after Year 11", "16-to-18": "Left at 16 to 18"}

_TABS = (
    ("Where they are", "school.leavers"),
    ("Each leaver", "school.leavers_list"),
    ("By group", "school.leavers_groups"),
    ("Three years", "school.leavers_years"),
)


@dataclass(frozen=True, slots=True)
class Requested:
    """The institution, leaving year and stage of a page about leavers."""

    institution: Institution
    left: int
    stage: str

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments that the address of a page about the same leavers needs."""
        needed: dict[str, Any] = {"year": self.left, "stage": self.stage}
        if not me().does.of_institution:
            needed["institution"] = self.institution.key
        return needed

    def destinations(self) -> Destinations:
        """Where these leavers are. While that is computed, the answer is a page that
        waits.
        """
        years = actions.leavers.destinations.compared_years(self.left, today())
        own_institution.wait_for_leavers(years, [STAGES[self.stage]])
        return actions.leavers.destinations.destinations(
            self.institution,
            self.left,
            as_of=today(),
            within=own_institution.leavers_scope(),
            suppression=actions.accounts.settings.of(me().authority).suppression,
            stage=STAGES[self.stage],
        )

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        return [
            (title, url_for(endpoint, **self.arguments), request.endpoint == endpoint)
            for title, endpoint in _TABS
        ]

    @property
    def years(self) -> list[tuple[str, str, bool]]:
        return [
            (f"Summer {year}", self._here(year=year), year == self.left)
            for year in years(today())
        ]

    @property
    def stages(self) -> list[tuple[str, str, bool]]:
        return [
            (title, self._here(stage=word), word == self.stage)
            for word, title in STAGE_TITLES.items()
        ]

    def _here(self, **other: Any) -> str:
        return url_for(str(request.endpoint), **{**self.arguments, **other})


def requested() -> Requested | None:
    """What the address requests, or None where staff have to choose a school first."""
    key = request.args.get("institution")
    if me().does.of_institution:
        if key is not None and key not in own_keys():
            abort(404)
        institution = own_institution.mine()
    elif key is None:
        return None
    else:
        institution = own_institution.institution_of(key)
    left = request.args.get("year", str(newest_year(today())))
    stage = request.args.get("stage") or _usual_stage(institution)
    if left not in map(str, years(today())) or stage not in STAGES:
        abort(404)
    return Requested(institution, int(left), stage)


def _usual_stage(institution: Institution) -> str:
    """Year 11 for a school; 16 to 18 for a college, which has no Year 11."""
    return "year-11" if institution.kind is InstitutionKind.SCHOOL else "16-to-18"
