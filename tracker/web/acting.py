"""The act of the signed-in user: who changes something, when, for which authority."""

from tracker.actions.act import Act
from tracker.web.clock import now, today
from tracker.web.guard import me


def act() -> Act:
    """What the signed-in user does at this moment, for an action to carry out."""
    user = me()
    return Act(by=user.email, at=now(), on=today(), authority=user.authority)
