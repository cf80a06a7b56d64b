"""One case: its clock, what was done, and what can be done next."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.domain.law.cases.case_kinds import Step, Unit
from tracker.domain.law.cases.clock import Clock, Turn
from tracker.domain.law.cases.requesters import EVIDENCE
from tracker.domain.law.gateways import FIELDS
from tracker.store.law.cases import CaseEvent
from tracker.web.acting import now_on_day, today
from tracker.web.guard import found, requires, scope
from tracker.web.officer import bp
from tracker.web.officer.cases import doing
from tracker.web.officer.cases.rows import row
from tracker.wording import case_words

#: More people than this are counted and not named: those of a breach.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """The clock as it is drawn: places from the left in per cent."""

    used: float
    pauses: list[tuple[float, float]]


@bp.get("/cases/<int:number>")
@requires(Permission.SEE_SHARING)
def case(number: int) -> ResponseReturnValue:
    found_ = found(store.law.cases.get(number, within=scope()))
    events = store.law.cases.events([number])[number]
    people = store.law.cases.people([number], within=scope()).get(number, [])
    colleagues = {
        each.id: each for each in store.accounts.users.everybody(within=scope())
    }
    shown = row(found_, events, people, colleagues)
    named = people if len(people) <= _NAMED else []
    clock = shown.standing.clock
    request = store.law.cases.third_party(number)
    return render_template(
        "officer/cases/case.html",
        row=shown,
        case=found_,
        kind=found_.of,
        clock=clock,
        drawn=_drawn(clock, events, now_on_day()) if shown.used is not None else None,
        in_hours=found_.of.unit is Unit.HOURS,
        events=sorted(events, key=lambda each: (each.at, each.id), reverse=True),
        left=shown.standing.left,
        words=case_words,
        evidence=EVIDENCE,
        named=named,
        many=len(people),
        request=request,
        given=[FIELDS[name].label for name in request.fields] if request else [],
        notices=store.law.disclosures.notices_of(number),
        objections=store.law.objections.of_case(number),
        doings=doing.offered(shown, events),
        names=store.accounts.users.names(within=scope()),
        reply=case_words.right_to_complain(current_app.config["TRACKER"].organisation)
        if Step.DISPATCHED in shown.standing.left
        else [],
        today=today(),
    )


def _drawn(clock: Clock, events: list[CaseEvent], at: datetime) -> Drawn:
    whole = (clock.due - clock.received).total_seconds()

    def place(moment: datetime) -> float:
        gone = (moment - clock.received).total_seconds() / whole if whole > 0 else 1.0
        return round(100 * min(max(gone, 0.0), 1.0), 1)

    pauses, since = [], None
    for each in events:
        if each.what == Turn.PAUSED:
            since = each.at
        elif each.what == Turn.RESUMED and since is not None:
            pauses.append((place(since), place(each.at)))
            since = None
    if since is not None:
        pauses.append((place(since), place(at)))
    return Drawn(place(at), pauses)
