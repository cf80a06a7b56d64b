"""Cases in words: what is to be done next, and the time that is left.

Also the right to complain, as replies and the privacy page have it (Law D-15).
"""

from datetime import date, datetime
from math import ceil

from tracker.domain.law.cases.case_kinds import Kind, Step, Unit
from tracker.domain.reference.academic_year import say_near
from tracker.wording.counts import counted

#: What is to be done next, and on the button that does it.
NEXT = {
    Step.IDENTITY: "Check the identity",
    Step.AUTHORITY: "Check the authority to act",
    Step.ACKNOWLEDGED: "Acknowledge it",
    Step.ASSESSED: "Assess it",
    Step.DECIDED: "Decide",
    Step.APPROVED: "Approve the decision",
    Step.DISPATCHED: "Send the answer",
    Step.REVIEWED: "Review the decision",
    Step.DESTROYED: "Certificate of destruction",
}
_NEXT_OF = {
    ("breach", Step.DECIDED): "Decide whether to report to the Commissioner",
    ("breach", Step.DISPATCHED): "Report, or note why not",
    ("safeguarding-share", Step.DECIDED): "Decide whether to share",
    ("safeguarding-share", Step.DISPATCHED): "Share it",
    ("correction", Step.DISPATCHED): "Answer, and inform who received the old value",
}
#: Events in words, as the list of a case has them.
EVENTS = {
    "received": "Received",
    "identity": "Identity checked",
    "authority": "Authority to act checked",
    "acknowledged": "Acknowledged",
    "assessed": "Assessed",
    "copied": "Copy prepared",
    "decided": "Decided",
    "approved": "Approved by another",
    "returned": "Returned to be changed",
    "dispatched": "Sent",
    "reviewed": "Reviewed",
    "destroyed": "Destruction certified",
    "paused": "Clock paused",
    "resumed": "Clock resumed",
    "extended": "Clock extended",
    "advised": "Advice",
    "handed": "Handed to a colleague",
    "affected": "Affected people",
    "notices made": "Notices of the correction made",
    "notices sent": "Notices of the correction sent",
    "disclosed": "Data given",
    "closed": "Closed",
}


def next_step(kind: Kind, step: str) -> str:
    """The next step of a case in words; "Close it" where none is left."""
    if not step:
        return "Close it"
    found = Step(step)
    return _NEXT_OF.get((kind.name, found), NEXT[found])


def time_left(
    kind: Kind,
    *,
    now: datetime,
    today: date,
    due_at: datetime | None,
    due_on: date | None,
    paused_since: date | None,
    met: bool,
) -> str:
    """The time left to a case: 51 hours left, 4 days left, 2 days late."""
    if paused_since is not None:
        return f"Paused since {say_near(paused_since, today, short=True)}"
    if due_on is None or due_at is None:
        return "Deadline met" if met else ""
    if kind.unit is Unit.HOURS:
        return _hours_left((due_at - now).total_seconds() / 3600)
    what = "Destroy" if met else "Review" if Step.REVIEWED in kind.steps else ""
    return _days_left((due_on - today).days, what)


def _hours_left(hours: float) -> str:
    if hours < 0:
        return f"{counted(ceil(-hours), 'hour')} late"
    return f"{counted(int(hours), 'hour')} left"


def _days_left(days: int, what: str) -> str:
    if days < 0:
        return f"{what + ': ' if what else ''}{counted(-days, 'day')} late"
    if what:
        return f"{what} in {counted(days, 'day')}" if days else f"{what} today"
    return f"{counted(days, 'day')} left" if days else "Due today"


def right_to_complain(organisation: str) -> list[str]:
    """The right to complain about the use of personal data, one paragraph each."""
    return [
        f"You may complain to {organisation} about how it uses information about you. "
        "Write to its data protection officer: the address is in the council's privacy "
        "notice. You need no form and no lawyer, and it costs nothing. We acknowledge "
        "a complaint within 30 days, look into it without delay and write to you what "
        "came of it.",
        "You may also complain to the Information Commissioner at any time "
        "(ico.org.uk, telephone 0303 123 1113), and you may go to court.",
    ]
