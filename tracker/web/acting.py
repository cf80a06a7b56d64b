"""The act of the signed-in user: who changes something, when, for which authority.

It gives the pages the current time as well. Below this layer, time is an argument.
"""

from datetime import UTC, date, datetime

from flask import current_app

from tracker.actions.act import Act
from tracker.domain.reference.england import HERE
from tracker.web.guard import me


def now() -> datetime:
    """This moment; a demo and the tests may pretend another (``TRACKER_NOW``)."""
    pretended: datetime | None = current_app.config.get("NOW")
    return pretended or datetime.now(UTC)


def today() -> date:
    """Today's date in England."""
    return now().astimezone(HERE).date()


def act() -> Act:
    """What the signed-in user does at this moment, for an action to carry out."""
    user = me()
    return Act(by=user.email, at=now(), on=today(), authority=user.authority)
