"""The improvement plan as its authors write it: aims, actions, and every version.

What has been reached stands in the report of the same name.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.domain.figures.improvement_plan import (
    MEASURES,
    MOST_ACTIONS,
    Aim,
    ImprovementAction,
    ImprovementPlan,
)
from tracker.domain.reference.academic_year import Period
from tracker.store.figures.improvement_plans import StoredPlan
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.forms import Choice, Day, Form, Text, Words
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.web.management import bp

#: The report with the plan's figures.
_REPORT = "improvement-plan"
#: The places of the rows of actions.
_PLACES = range(1, MOST_ACTIONS + 1)
#: How many months back a plan can begin.
_CHOICES = 18


class PlanForm(Form):
    """The fields of the plan; those of aims and of each row are added below."""

    version = Text("Version")
    begins = Choice("Baseline: the end of")

    def rows(self) -> Iterator[dict[str, Any]]:
        """The fields of each action, by name without its place."""
        for place in _PLACES:
            ending = f"_{place}"
            yield {
                field.name.removesuffix(ending): field
                for field in self
                if field.name.endswith(ending)
            }


for _measure in MEASURES:
    setattr(PlanForm, f"aim_{_measure.name}", Text(_measure.title, [Optional()]))
for _place in _PLACES:
    for _name, _field in (
        ("what", Words("What will be done")),
        ("owner", Text("Who does it")),
        ("due", Day("By")),
        ("shown_by", Text("What shows it (optional)")),
        ("done_on", Day("Done on (optional)")),
    ):
        setattr(PlanForm, f"{_name}_{_place}", _field)


@bp.route("/improvement-plan", methods=["GET", "POST"])
@requires(Permission.PLAN_IMPROVEMENT)
def improvement_plan() -> ResponseReturnValue:
    """The form of the plan, and its versions. Saving makes a new version."""
    versions = store.figures.improvement_plans.versions(within=scope())
    newest = versions[0] if versions else None
    form = PlanForm(data=_data(newest))
    form.begins.choices = _months(newest)
    if form.is_submitted():
        plan = _read(form)
        if not form.summary:
            with refusals.in_form(form):
                actions.figures.improvement_plans.save(
                    plan, instead_of=_version(form), act=act()
                )
                flash("The plan is saved. Its figures are in the report.")
                return redirect(url_for("management.report", name=_REPORT))
    return render_template(
        "management/improvement_plan.html",
        form=form,
        aims=[form[f"aim_{each.name}"] for each in MEASURES],
        rows=list(form.rows()),
        versions=versions,
        report=_REPORT,
    )


@bp.post("/improvement-plan/versions/<int:version>")
@requires(Permission.PLAN_IMPROVEMENT)
def improvement_plan_restore(version: int) -> ResponseReturnValue:
    numbers = [
        each.id for each in store.figures.improvement_plans.versions(within=scope())
    ]
    found(version if version in numbers else None)
    actions.figures.improvement_plans.restore(version, act=act())
    flash("The older version is saved again as the newest. The others are kept.")
    return redirect(url_for("management.improvement_plan"))


def _months(newest: StoredPlan | None) -> list[tuple[str, str]]:
    """The months that have ended, the newest first, with that of the plan."""
    months = [Period.of(today()).previous]
    while len(months) < _CHOICES:
        months.append(months[-1].previous)
    if newest is not None and newest.read.begins not in months:
        months.append(newest.read.begins)
    return [(each.iso, each.label) for each in months]


def _data(newest: StoredPlan | None) -> dict[str, Any]:
    """What the form shows at first: the plan as it stands."""
    if newest is None:
        return {"begins": Period.of(today()).previous.iso}
    plan = newest.read
    data: dict[str, Any] = {"version": str(newest.id), "begins": plan.begins.iso}
    data |= {f"aim_{each.measure}": f"{each.percent:g}" for each in plan.aims}
    for place, each in enumerate(plan.actions, 1):
        for name in ("what", "owner", "due", "shown_by", "done_on"):
            data[f"{name}_{place}"] = getattr(each, name)
    return data


def _read(form: PlanForm) -> ImprovementPlan:
    """The plan that was entered. Every problem is put beside its field."""
    form.validate()
    aims = [
        Aim(each.name, share)
        for each in MEASURES
        if (share := _share(form, f"aim_{each.name}")) is not None
    ]
    plan = ImprovementPlan(_begins(form), tuple(aims), tuple(_actions(form)))
    for name, sentence in domain.figures.improvement_plan.problems(plan, on=today()):
        if not form[name].errors:
            form.refuse(name, sentence)
    return plan


def _share(form: PlanForm, name: str) -> float | None:
    text = _line(form[name].data).removesuffix("%").rstrip()
    if not text:
        return None
    try:
        return domain.figures.improvement_plan.percentage(text)
    except ValueError:
        form.refuse(name, "Enter a percentage with at most one decimal, such as 3.5.")
        return None


def _begins(form: PlanForm) -> Period:
    try:
        return Period.parse(form.begins.data or "")
    except ValueError:
        # The choice was refused already; the other fields are read beside it.
        return Period.of(today()).previous


def _actions(form: PlanForm) -> Iterator[ImprovementAction]:
    for place, row in zip(_PLACES, form.rows(), strict=True):
        texts = [_line(row[name].data) for name in ("what", "owner", "shown_by")]
        if any(texts) or any(row["due"].parts) or any(row["done_on"].parts):
            what, owner, shown_by = texts
            due, done_on = _day(row["due"]), _day(row["done_on"])
            yield ImprovementAction(place, what, owner, due, shown_by, done_on)


def _version(form: PlanForm) -> int | None:
    text = (form.version.data or "").strip()
    return int(text) if text.isascii() and text.isdigit() else None


def _day(field: Any) -> date | None:
    chosen: date | None = field.data
    return chosen


def _line(text: str | None) -> str:
    return " ".join(incoming.plain(text or "").split())
