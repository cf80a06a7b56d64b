"""An earlier cohort counted by a worker: what each threshold costs and misses.

It folds the evidence of everybody of a year, which takes longer than a page may. What
is kept is numbers that name no one; nothing is written about a young person and nothing
is sent (decisions 0250 and 0251).
"""

from dataclasses import dataclass
from datetime import date, datetime

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.work import tasks
from tracker.actions.year.risk import own_schemes, past_cohorts
from tracker.domain.year.risk.schemes import Scheme
from tracker.domain.year.risk.thresholds import Counted, counted
from tracker.store.work.tasks import State, Task

KIND = "risk thresholds"


@dataclass(frozen=True, slots=True)
class Question:
    """Which cohort by which points: those that left in a summer, by what was recorded
    then or is known now.
    """

    scheme: Scheme
    left: int
    as_known_then: bool

    @property
    def subject(self) -> str:
        by = "then" if self.as_known_then else "now"
        return f"risk thresholds {self.left} {by} {self.scheme.name}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers as they were counted at a moment, with those that are in none.

    The fields are those of ``past_cohorts.PastCohort``.
    """

    counted: Counted
    gone: int
    sealed: int
    thin: int
    official: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest answer, None without one, and the work on the next one.

    ``has_other_points``: an answer is there, by points that were changed since.
    """

    answer: Answer | None
    task: Task | None
    has_other_points: bool


def standing(question: Question, *, within: Scope, at: datetime) -> Standing:
    """What can be shown at once."""
    newest = store.work.tasks.newest
    last = newest(question.subject, within=within, kind=KIND)
    done = newest(question.subject, within=within, kind=KIND, state=State.DONE)
    is_at_work = last is not None and (not last.ended or last.failed_just_now(at))
    is_same = done is not None and done.arguments["points"] == question.scheme.points
    return Standing(
        _answer(done) if done is not None and is_same else None,
        last if is_at_work else None,
        done is not None and not is_same,
    )


def request(question: Question, *, act: Act) -> Task:
    """Requests the count, or returns the one that is at work."""
    within = authority_scope(act.authority)
    last = store.work.tasks.newest(question.subject, within=within, kind=KIND)
    if last is not None and not last.ended:
        return last
    return tasks.request(
        KIND,
        act=act,
        subject=question.subject,
        scheme=question.scheme.name,
        points=dict(question.scheme.points),
        left=question.left,
        as_known_then=question.as_known_then,
    )


@tasks.kind(KIND)
def _count(task: Task, *, say: tasks.Say, act: Act) -> tasks.Result:
    given = task.arguments
    scheme = own_schemes.schemes().every.get(given["scheme"])
    if scheme is None or scheme.points != given["points"]:
        raise tasks.Failed(
            "The points were changed since this was requested. Open the page again and "
            "have it worked out by the points of now."
        )

    def seen(done: int, out_of: int) -> None:
        say("Looking at what was known of each young person.", done, out_of)

    seen(0, 1)
    cohort = past_cohorts.cohort(
        scheme,
        given["left"],
        as_known_then=given["as_known_then"],
        within=authority_scope(task.authority),
        say=seen,
    )
    numbers = counted(cohort.people, range(1, scheme.most + 1))
    return {
        "counted": numbers.as_json(),
        "gone": cohort.gone,
        "sealed": cohort.sealed,
        "thin": cohort.thin,
        "official": cohort.official.isoformat() if cohort.official else None,
    }


def _answer(task: Task) -> Answer:
    assert task.ended_at is not None
    return Answer(
        Counted.of_json(task.result["counted"]),
        task.result["gone"],
        task.result["sealed"],
        task.result["thin"],
        store.database.base.on_or_none(task.result["official"]),
        task.ended_at,
    )
