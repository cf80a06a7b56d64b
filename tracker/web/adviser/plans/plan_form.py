"""The form of a plan: rows of steps, then rows of referrals; an empty row is none."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from wtforms.validators import Optional

from tracker import domain
from tracker.domain.casework.plan import (
    REVIEWED_AFTER,
    Actor,
    NewAction,
    NewPlan,
)
from tracker.store.casework.plans import Plan, PlanAction
from tracker.web.acting import today
from tracker.web.forms import Day, Form, Radios, Text, Words
from tracker.web.front import incoming

#: The places of the rows.
STEPS, REFERRALS = range(1, 6), range(6, 9)


class PlanForm(Form):
    """The fields of the plan; those of each row are added below."""

    wants = Words("What they want")
    agreed_on = Day("Agreed on")
    signed_on = Day("Signed on (optional)")
    review_on = Day("Review on")

    def rows(self, places: range) -> Iterator[dict[str, Any]]:
        """The fields of each row, by name without its place."""
        for place in places:
            ending = f"_{place}"
            yield {
                field.name.removesuffix(ending): field
                for field in self
                if field.name.endswith(ending)
            }


for _place in (*STEPS, *REFERRALS):
    setattr(PlanForm, f"what_{_place}", Text("What"))
    setattr(PlanForm, f"due_{_place}", Day("By when"))
    if _place in STEPS:
        setattr(
            PlanForm,
            f"who_{_place}",
            Radios(
                "Who does it",
                [Optional()],
                choices=[(Actor.YOUNG_PERSON, ""), (Actor.ADVISER, "")],
            ),
        )
    else:
        setattr(PlanForm, f"provider_{_place}", Text("Provider"))
        setattr(PlanForm, f"consent_{_place}", Day("Agreed to the referral on"))


def form_of(given: str, standing: Plan | None) -> PlanForm:
    """The form for a young person, with what is still open in the plan that stands."""
    form = PlanForm(data=_from(standing))
    for row in form.rows(STEPS):
        row["who"].choices = [(Actor.YOUNG_PERSON, given), (Actor.ADVISER, "Adviser")]
    return form


def _from(standing: Plan | None) -> dict[str, Any]:
    data: dict[str, Any] = {"agreed_on": today(), "review_on": today() + REVIEWED_AFTER}
    if standing is None:
        return data
    data["wants"] = standing.wants
    still = standing.open_actions
    own = [each for each in still if not each.is_referral]
    referrals = [each for each in still if each.is_referral]
    for places, actions in ((STEPS, own), (REFERRALS, referrals)):
        for place, each in zip(places, actions, strict=False):
            data.update(_of_row(place, each))
    return data


def _of_row(place: int, action: PlanAction) -> dict[str, Any]:
    values = {
        "what": action.what,
        "due": action.due,
        "who": action.actor,
        "provider": action.provider,
        "consent": action.consent_on,
    }
    return {f"{name}_{place}": value for name, value in values.items()}


def read(form: PlanForm) -> NewPlan:
    """What the form says. Every problem is put beside its field."""
    form.validate()
    new = NewPlan(
        wants=incoming.plain(form.wants.data or "").strip(),
        agreed_on=form.agreed_on.data,
        signed_on=form.signed_on.data,
        review_on=form.review_on.data,
        actions=(*_steps(form), *_referrals(form)),
    )
    for name, sentence in domain.casework.plan.problems(new, today()):
        if not getattr(form, name).errors:
            form.refuse(name, sentence)
    return new


def _steps(form: PlanForm) -> Iterator[NewAction]:
    for place, row in zip(STEPS, form.rows(STEPS), strict=True):
        what, due = _line(row["what"].data), _day(row["due"])
        chosen = row["who"].data
        if what or due or any(row["due"].parts) or chosen in tuple(Actor):
            actor = Actor(chosen) if chosen in tuple(Actor) else None
            yield NewAction(place, actor, what, due)


def _referrals(form: PlanForm) -> Iterator[NewAction]:
    for place, row in zip(REFERRALS, form.rows(REFERRALS), strict=True):
        what, provider = _line(row["what"].data), _line(row["provider"].data)
        days = [*row["due"].parts, *row["consent"].parts]
        if what or provider or any(days):
            yield NewAction(
                place,
                Actor.PROVIDER,
                what,
                _day(row["due"]),
                provider=provider,
                consent_on=_day(row["consent"]),
            )


def _day(field: Any) -> date | None:
    found: date | None = field.data
    return found


def _line(text: str | None) -> str:
    return " ".join(incoming.plain(text or "").split())
