"""The current time, for the pages. Below this layer, time is an argument."""

from datetime import UTC, date, datetime

from flask import current_app

from tracker.web.filters import HERE


def now() -> datetime:
    """This moment; a demo and the tests may pretend another (``TRACKER_NOW``)."""
    pretended: datetime | None = current_app.config.get("NOW")
    return pretended or datetime.now(UTC)


def today() -> date:
    """Today's date in England."""
    return now().astimezone(HERE).date()
