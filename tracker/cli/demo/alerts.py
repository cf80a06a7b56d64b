"""The demo's alerts: what advisers entered to know before they speak to some people."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.people.changing import Change
from tracker.cli import answer
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.entering import FORMS

Entered = Mapping[str, Mapping[str, str]]

_SAFEGUARDING: Entered = {
    "safeguarding": {"alert": "Speak to Priti Shah before any visit"}
}
_LONE_WORKER: Entered = {"lone-worker": {"visit": "No home visit alone"}}
_PREFERRED: Entered = {
    "preferred-contact": {"how": "text message", "when": "after 3 pm"}
}
_INTERPRETER: Entered = {
    "interpreter": {"language": "Polish", "needed_by": "a parent or carer"}
}
#: What is entered about each of them: all of it about the first.
_ABOUT: Sequence[Entered] = (
    {**_SAFEGUARDING, **_LONE_WORKER, **_PREFERRED, **_INTERPRETER},
    _PREFERRED,
    _INTERPRETER,
    _LONE_WORKER,
    {"preferred-contact": {"how": "through a parent or carer"}},
)
#: No more than one in so many young people.
_AMONG = 10


def enter(people: Sequence[int], authority: str, *, on: date, seed: int) -> int:
    """Enters alerts about some of the people; returns about how many."""
    rng = Random(f"{seed}/alerts")  # noqa: S311 - the same for a seed
    chosen = rng.sample(list(people), min(len(_ABOUT), len(people) // _AMONG))
    act = Act(f"adviser@{store.reset.DOMAIN}", answer.now(), on, authority)
    for person, entered in zip(chosen, _ABOUT, strict=False):
        for form, values in entered.items():
            actions.people.changing.change(
                person,
                Change(
                    FORMS[form],
                    values,
                    By.PROFESSIONAL,
                    "social worker",
                    on - timedelta(days=rng.randrange(1, 90)),
                ),
                within=authority_scope(authority),
                act=act,
            )
    return len(chosen)
