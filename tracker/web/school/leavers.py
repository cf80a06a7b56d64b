"""Where an institution's leavers are: in all, each of them, by group, by year."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.actions.leavers.own_leavers import newest_year, years
from tracker.domain.history.destination_category import MEALS, NEEDS, Category
from tracker.domain.leavers.destinations import AUTHORITY, HERE, DayTotals, Destinations
from tracker.domain.leavers.leaver import Leaver
from tracker.domain.reference.institution import Institution, InstitutionKind
from tracker.reporting.destinations.about import paragraphs
from tracker.store.history.leaving import Stage, counted_on
from tracker.web.clock import now, today
from tracker.web.guard import me, requires
from tracker.web.paging import page
from tracker.web.school import bp, own_institution

#: The stages by the word that stands in an address.
STAGES = {"year-11": Stage.YEAR_11, "16-to-18": Stage.POST_16}
_STAGE_TITLES = {"year-11": "Left after Year 11", "16-to-18": "Left at 16 to 18"}

_TABS = (
    ("Where they are", "school.leavers"),
    ("Each leaver", "school.leavers_list"),
    ("By group", "school.leavers_groups"),
    ("Three years", "school.leavers_years"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose leavers are asked for, of which year and stage."""

    institution: Institution
    left: int
    stage: str

    @property
    def arguments(self) -> dict[str, Any]:
        """What an address of the same leavers has to say."""
        said: dict[str, Any] = {"year": self.left, "stage": self.stage}
        if not me().does.of_institution:
            said["institution"] = self.institution.key
        return said

    def told(self) -> Destinations:
        """What is told of them; while that is being made, the page says so."""
        years = actions.leavers.destinations.compared(self.left, today())
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
            (str(year), self._here(year=year), year == self.left)
            for year in years(today())
        ]

    @property
    def stages(self) -> list[tuple[str, str, bool]]:
        return [
            (title, self._here(stage=word), word == self.stage)
            for word, title in _STAGE_TITLES.items()
        ]

    def _here(self, **other: Any) -> str:
        return url_for(str(request.endpoint), **{**self.arguments, **other})


def _asked() -> Asked | None:
    """What the address asks for, or None where staff have to choose first."""
    key = request.args.get("institution")
    if me().does.of_institution:
        if key is not None and key not in own_institution.kept_under():
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
    return Asked(institution, int(left), stage)


def _usual_stage(institution: Institution) -> str:
    """A school is asked about those who finished Year 11, a college cannot be."""
    return "year-11" if institution.kind is InstitutionKind.SCHOOL else "16-to-18"


@bp.get("/leavers")
@requires(Permission.SEE_LEAVERS)
def leavers() -> ResponseReturnValue:
    asked = _asked()
    if asked is None:
        return _choose()
    told = asked.told()
    return render_template(
        "school/leavers.html",
        asked=asked,
        told=told,
        chart=reporting.destinations.leavers_charts.compared(
            told.totals, (HERE, AUTHORITY)
        ),
        about=paragraphs(told, own_institution.authority_name()),
        next_count=counted_on(newest_year(today()) + 1),
    )


def _choose() -> ResponseReturnValue:
    """The schools and colleges that anybody left last, for staff to choose from."""
    word = request.args.get("stage", "year-11")
    if word not in STAGES:
        abort(404)
    left = newest_year(today())
    own_institution.wait_for_leavers([left], [STAGES[word]])
    actions.leavers.destinations.keep(
        [left], STAGES[word], as_of=today(), within=own_institution.leavers_scope()
    )
    wanted = store.database.search_keys.plain(request.args.get("name", ""))
    found = [
        (own_institution.institution_of(key), count)
        for (key, stage), count in store.history.leaver_rows.institutions(
            left, within=own_institution.leavers_scope()
        ).items()
        if stage is STAGES[word]
    ]
    rows = sorted(
        (
            each
            for each in found
            if wanted in store.database.search_keys.plain(each[0].name)
        ),
        key=lambda each: (each[0].name, each[0].key),
    )
    shown = page(len(rows))
    return render_template(
        "school/choose.html",
        rows=rows[shown.offset : shown.offset + shown.rows],
        page=shown,
        everybody=sum(count for _, count in found),
        left=left,
        stage=word,
        stages=[
            (title, url_for("school.leavers", stage=each), each == word)
            for each, title in _STAGE_TITLES.items()
        ],
    )


@bp.get("/leavers/each")
@requires(Permission.SEE_LEAVERS)
def leavers_list() -> ResponseReturnValue:
    asked = _asked() or abort(404)
    told = asked.told()
    wanted = list(_filtered(told.leavers, told.days[-1]))
    shown = page(len(wanted))
    rows = wanted[shown.offset : shown.offset + shown.rows]
    corrected = store.leavers.corrections.states(
        [each.person for each in rows],
        of={asked.institution.key},
        within=own_institution.everybody(),
    )
    return render_template(
        "school/leavers_list.html",
        asked=asked,
        told=told,
        rows=rows,
        page=shown,
        corrected=corrected,
        needs=NEEDS,
        meals=MEALS,
        categories=tuple(Category),
        form_groups=sorted({each.form_group for each in told.leavers} - {None}),
    )


def _filtered(everybody: Iterable[Leaver], last: DayTotals) -> Iterable[Leaver]:
    """Those whom the filters ask for, by where they were on the last day told of."""
    wanted = request.args
    words = store.database.search_keys.plain(wanted.get("name", "")).split()
    for each in everybody:
        if (
            wanted.get("need") in (None, "", each.need)
            and wanted.get("meals") in (None, "", each.free_meals)
            and wanted.get("group") in (None, "", each.form_group)
            and wanted.get("where") in (None, "", str(last.of(each).category))
            and _is_called(each, words)
        ):
            yield each


def _is_called(leaver: Leaver, words: Sequence[str]) -> bool:
    if not words:
        return True
    name = store.database.search_keys.plain(
        f"{leaver.given} {leaver.family} {leaver.upn or ''}"
    )
    return all(word in name for word in words)


@bp.get("/leavers/groups")
@requires(Permission.SEE_LEAVERS)
def leavers_groups() -> ResponseReturnValue:
    asked = _asked() or abort(404)
    return render_template("school/leavers_groups.html", asked=asked, told=asked.told())


@bp.get("/leavers/years")
@requires(Permission.SEE_LEAVERS)
def leavers_years() -> ResponseReturnValue:
    asked = _asked() or abort(404)
    told = asked.told()
    return render_template(
        "school/leavers_years.html",
        asked=asked,
        told=told,
        chart=reporting.destinations.leavers_charts.over_years(told.years),
        empty=reporting.destinations.leavers_charts.without_leavers(told.years),
    )


_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/leavers/leavers.<any(csv, xlsx):form>")
@requires(Permission.SEE_LEAVERS)
def leavers_file(form: str) -> ResponseReturnValue:
    asked = _asked() or abort(404)
    told = asked.told()
    if form == "csv":
        text = io.StringIO(newline="")
        reporting.destinations.leaver_table.write_leavers(text, told)
        content = text.getvalue().encode()
    else:
        book = io.BytesIO()
        reporting.destinations.workbook.write_workbook(
            book, told, authority_name=own_institution.authority_name()
        )
        content = book.getvalue()
    actions.leavers.downloads.taken(
        told, form=form, authority=me().authority, by=me().email, at=now()
    )
    number = asked.institution.key.partition(":")[2]
    return Response(
        content,
        mimetype=_TYPES[form],
        headers={
            "Content-Disposition": (
                f'attachment; filename="leavers-{asked.left}-{number}.{form}"'
            )
        },
    )
